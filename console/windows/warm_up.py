"""Does ahead what costs more the first time, while nobody waits: nobody's first case is slow.

A style sheet is applied to a card when it is first shown, and Python's side of each kind of
widget is made when one is first met: together some 100 ms of the first case of a shift.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.panels.notices import MARKS
from console.tables.enclosure import Enclosure
from console.windows.floating import Floating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.windows.workbench import Workbench

PAUSE_MS: Final = 15
SLICE_S: Final = 0.006
"""After so much of the thread's own time a slice ends, with the step that it is in."""


class WarmUp(QObject):
    """Takes steps in short slices, from `begin` until they are over or the window closes.

    Thread: GUI
    """

    def __init__(self, steps: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._pause = QTimer(self, interval=PAUSE_MS)
        self._pause.timeout.connect(self.on_pause)

    @property
    def is_under_way(self) -> bool:
        """Whether there may be more to do."""
        return self._pause.isActive()

    @Slot()
    def begin(self) -> None:
        """The first picture is up; what was done once is not done again."""
        self._pause.start()

    def end(self) -> None:
        """Leave the rest to whoever needs it, for good: a first picture may still come."""
        self._pause.stop()
        self._steps = iter(())

    @Slot()
    def on_pause(self) -> None:
        """One slice."""
        end_s = time.thread_time() + SLICE_S
        for _ in self._steps:
            if time.thread_time() >= end_s:
                return
        self.end()


def first_case(window: Workbench) -> Iterator[None]:
    """What the first case and the first call would pay for, a few milliseconds a step."""
    yield from window.card.acts.ahead()
    yield from window.card.tasks.ahead()
    for icon, role in MARKS:
        window.look.pixmap(icon, role, 20)
        yield
    window.findChildren(Floating)
    yield
    for card in window.findChildren(Enclosure):
        yield
        for part in (card, *card.findChildren(QWidget)):
            if isValid(part):  # what a card offers comes and goes between two slices
                part.ensurePolished()
                # To name its children is to make Python's side of them.
                part.children()
            yield
    window.intake.learn_ahead()
