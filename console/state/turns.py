"""What a frame or an act asks of a window, a piece a turn of the event loop.

A frame changes the queue, the card, the map, the strip and what every act says of itself, and
an act is answered beside it. Done in one go they would keep a key waiting for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable


class Turns(QObject):
    """Pieces of work in the order they were asked for; between two, keys are taken and painted.

    Invariants: what is asked for again before its turn is done once, in its first place; what
    belongs to a widget that is gone is left out.
    Thread: GUI
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: dict[Callable[[], object], None] = {}
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self.on_turn)

    def ask(self, work: Callable[[], object]) -> None:
        """Do this soon; `work` is a method, known again by what it is bound to."""
        self._asked[work] = None
        # Started anew at each asking, it might never come.
        if not self._next.isActive():
            self._next.start()

    def finish(self) -> None:
        """Do all of it now."""
        while self._asked:
            self.on_turn()

    @Slot()
    def on_turn(self) -> None:
        """The next piece."""
        if not self._asked:
            return
        work = next(iter(self._asked))
        del self._asked[work]
        if self._asked:
            self._next.start()
        owner = getattr(work, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):
            work()
