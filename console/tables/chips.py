"""Filters as chips: a button that says what is chosen, with a menu to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from console.state.words import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class StickyMenu(QMenu):
    """A menu that stays open while its boxes are ticked.

    Thread: GUI
    """

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with the space bar without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class ChoiceChip(QPushButton):
    """A chip with choices, several at once or one at most.

    Invariants: `chosen` holds keys of offered choices only, in their order; `said` is what
    the chip says.

    Signals: `chosen_changed()`.
    Thread: GUI
    """

    chosen_changed = Signal()

    def __init__(self, *, several: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = several
        self._title = ""
        self.said = ""
        self._names: dict[Any, str] = {}
        self._actions: dict[Any, QAction] = {}
        self._chosen: list[Any] = []
        self._menu = StickyMenu(self) if several else QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.setProperty("kind", "chip")
        self.setProperty("opens", "menu")
        self.setCheckable(True)
        self._menu.triggered.connect(self.on_triggered)

    @property
    def chosen(self) -> tuple[Any, ...]:
        """What is chosen; empty: everything."""
        return tuple(self._chosen)

    def name(self, title: str) -> None:
        """What the chip is about."""
        self._title = title
        self._say()

    def offer(self, choices: Iterable[tuple[Any, str]]) -> None:
        """The choices as (key, words); what was chosen stays so where it still can."""
        self._menu.clear()
        self._actions, self._names = {}, {}
        for key, words in choices:
            action = self._menu.addAction(unmarked(words))
            action.setCheckable(True)
            action.setData(key)
            action.setChecked(key in self._chosen)
            self._actions[key] = action
            self._names[key] = words
        self._chosen = [key for key in self._actions if key in self._chosen]
        self._say()

    def choose(self, keys: Sequence[Any]) -> None:
        """Choose by program, as if by hand."""
        for key, action in self._actions.items():
            action.setChecked(key in keys)
        self._take()

    @Slot(QAction)
    def on_triggered(self, action: QAction) -> None:
        """A choice was ticked."""
        if not self._several and action.isChecked():
            for other in self._actions.values():
                other.setChecked(other is action)
        self._take()

    def _take(self) -> None:
        chosen = [key for key, action in self._actions.items() if action.isChecked()]
        if chosen != self._chosen:
            self._chosen = chosen
            self._say()
            self.chosen_changed.emit()

    def _say(self) -> None:
        self.setChecked(bool(self._chosen))
        if not self._chosen:
            self.said = self._title
        else:
            first = self._names[self._chosen[0]]
            more = f" +{len(self._chosen) - 1}" if len(self._chosen) > 1 else ""
            self.said = self.tr("{0}: {1}").format(self._title, first + more)
        self.setText(unmarked(self.said))

    def nextCheckState(self) -> None:
        """Checked means chosen, never pressed."""


class SearchField(QLineEdit):
    """A field to look for words in; Esc empties it, then gives the focus back.

    Signals: `left()` Esc in an empty field, or Return: back to the rows.
    Thread: GUI
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.returnPressed.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and the arrow down lead back to the rows."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def is_language_change(event: QEvent) -> bool:
    """Whether words on the screen must be said again."""
    return event.type() == QEvent.Type.LanguageChange
