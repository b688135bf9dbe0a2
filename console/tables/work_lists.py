"""The working lists side by side, each with how many wait on it; one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from console.tables.flow import FlowLayout
from console.tables.queue_filter import WorkList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QAbstractButton

_WORDS: Final = {
    WorkList.ALL: QT_TRANSLATE_NOOP("WorkList", "All"),
    WorkList.TO_ACCEPT: QT_TRANSLATE_NOOP("WorkList", "To accept"),
    WorkList.TO_REGISTER: QT_TRANSLATE_NOOP("WorkList", "To register"),
    WorkList.TO_DISPATCH: QT_TRANSLATE_NOOP("WorkList", "To dispatch"),
    WorkList.TO_DECIDE: QT_TRANSLATE_NOOP("WorkList", "To decide"),
    WorkList.TO_CHECK: QT_TRANSLATE_NOOP("WorkList", "To check"),
    WorkList.TO_CLOSE: QT_TRANSLATE_NOOP("WorkList", "To close"),
    WorkList.RED: QT_TRANSLATE_NOOP("WorkList", "Red lights"),
    WorkList.SUSPENDED: QT_TRANSLATE_NOOP("WorkList", "Suspended"),
    WorkList.MINE: QT_TRANSLATE_NOOP("WorkList", "Mine"),
    WorkList.MY_CELL: QT_TRANSLATE_NOOP("WorkList", "My cell"),
}


def work_list_words(worklist: WorkList) -> str:
    """A list's name in the language of the screens."""
    return QCoreApplication.translate("WorkList", str(_WORDS[worklist]))


class WorkLists(QWidget):
    """The lists of a seat.

    Signals: `chosen_changed()`.
    Thread: GUI
    """

    chosen_changed = Signal()

    def __init__(self, lists: Sequence[WorkList], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[WorkList, QPushButton] = {}
        self._counts: dict[WorkList, int] = {}
        self.chosen = WorkList.ALL
        flow = FlowLayout(self, gap_px=2)
        for one in lists:
            button = self._buttons[one] = QPushButton()
            button.setProperty("kind", "flat")
            button.setCheckable(True)
            button.setChecked(one is WorkList.ALL)
            self._group.addButton(button)
            flow.addWidget(button)
        self._group.buttonClicked.connect(self.on_clicked)
        self.say()

    def choose(self, worklist: WorkList) -> None:
        """Choose by program; a list that this seat does not have is all."""
        worklist = worklist if worklist in self._buttons else WorkList.ALL
        self._buttons[worklist].setChecked(True)
        if worklist is not self.chosen:
            self.chosen = worklist
            self.chosen_changed.emit()

    def step(self, by: int) -> None:
        """Go to the next list, or the one before, round the ends."""
        lists = list(self._buttons)
        self.choose(lists[(lists.index(self.chosen) + by) % len(lists)])

    def show_counts(self, counts: Mapping[WorkList, int]) -> None:
        """How many wait on each list."""
        if dict(counts) != self._counts:
            self._counts = dict(counts)
            self.say()

    def say(self) -> None:
        """Say everything in the language of now."""
        for one, button in self._buttons.items():
            name, count = work_list_words(one), self._counts.get(one, 0)
            button.setText(f"{name} {count}" if count else name)
            button.setAccessibleName(f"{name}: {count}")

    @Slot(QPushButton)
    def on_clicked(self, button: QAbstractButton) -> None:
        """A list was chosen by hand."""
        self.choose(next(one for one, own in self._buttons.items() if own is button))
