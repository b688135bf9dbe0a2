"""The catalogue brought to life for one window: its QActions and its shortcuts.

A shortcut works even where the act is greyed: it then tells why, instead of being mute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QShortcut

from console.actions.catalogue import CATALOGUE, key_words, keys_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.actions.action import Action
    from models.domain.error import Language, Words


class BoundAction(QAction):
    """One act of the catalogue in one window.

    Signals: `asked(str)` its id, by menu, button or shortcut.
    Thread: GUI
    """

    asked = Signal(str)

    def __init__(self, action: Action, parent: QObject) -> None:
        super().__init__(parent)
        self.act = action
        self.setData(action.id)
        self.triggered.connect(self.on_triggered)
        self.setToolTip("")
        self._keys: QShortcut | None = None
        if action.shortcut:
            self._keys = QShortcut(parent)
            self._keys.setKeys(keys_of(action))
            self._keys.setContext(Qt.ShortcutContext.WindowShortcut)
            self._keys.activated.connect(self.on_triggered)
        self.say()

    def say(self) -> None:
        """Take its words anew, after the language changed."""
        words, shown = words_of(self.act), key_words(self.act)
        self.setText(f"{words}\t{shown}" if shown else words)

    @Slot()
    def on_triggered(self) -> None:
        """Somebody wants it."""
        self.asked.emit(self.act.id)


class ActionSet(QObject):
    """All acts of a window.

    Signals: `asked(str)` the id of an act that somebody wants.
    Thread: GUI
    """

    asked = Signal(str)

    def __init__(self, parent: QObject, offered: Iterable[Action] = CATALOGUE) -> None:
        """`parent` is the window, whose focus the shortcuts need."""
        super().__init__(parent)
        self._actions = {action.id: BoundAction(action, parent) for action in offered}
        for bound in self._actions.values():
            bound.asked.connect(self.asked)

    def __getitem__(self, action_id: str) -> BoundAction:
        return self._actions[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    @property
    def all(self) -> tuple[BoundAction, ...]:
        """In the order of the catalogue."""
        return tuple(self._actions.values())

    def refresh(self, refusal: Callable[[Action], Words | None], language: Language) -> None:
        """Grey what cannot be done now, with the reason as its tool tip."""
        for bound in self._actions.values():
            why = refusal(bound.act)
            bound.setEnabled(why is None)
            bound.setToolTip(why.in_(language) if why else words_of(bound.act))

    def say(self) -> None:
        """Take all words anew."""
        for bound in self._actions.values():
            bound.say()
