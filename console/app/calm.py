"""Keeps Python itself from holding the GUI thread up: its garbage, and its lock.

A full look for garbage goes through every object there is: 130 ms in a district's desk, at
any moment, on whichever thread allocates next. What stands after the start stands for good,
so it is taken out of the search; the rest is searched often enough to be little. And a lane
that computes gives the lock away only every 5 ms by default: each cell that Qt asks Python to
paint would wait as long. Half a millisecond costs the lane nothing that can be measured.

What reading a district left behind is free, but the C library keeps it: it is told to give it
back, 75 MB at the start.
"""

from __future__ import annotations

import gc
import sys
import time
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QCursor

from models.geography.on_disk import give_back

SWITCH_S: Final = 0.0005
YOUNG: Final = (2_000, 10)
"""After so many new objects the youngest are searched, after so many times the next."""
_NEVER: Final = 1 << 30
BEAT_MS: Final = 15_000
WHOLE_S: Final = 1_800.0
"""So often everything is searched, the next time that nobody acts or moves the pointer."""


class Calm(QObject):
    """Searches for garbage in small pieces, from `begin` until `end`.

    Invariants: while it is under way Python never searches everything by itself; what `end`
    leaves is as it was found.
    Thread: GUI
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[tuple[int, int, int], float] | None = None
        self._whole_s = 0.0
        self._pointer = QPoint()
        self._was_acted = False
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)

    @Slot()
    def begin(self) -> None:
        """The window stands: what there is now is there to stay."""
        if self._found is not None:
            return
        self._found = gc.get_threshold(), sys.getswitchinterval()
        gc.set_threshold(*YOUNG, _NEVER)
        sys.setswitchinterval(SWITCH_S)
        self._search_all()
        self._beat.start()

    @Slot()
    def on_beat(self) -> None:
        """Search what came since the last time; at rest, and seldom, everything."""
        pointer, self._pointer = self._pointer, QCursor.pos()
        is_at_rest = pointer == self._pointer and not self._was_acted
        self._was_acted = False
        if is_at_rest and time.monotonic() - self._whole_s > WHOLE_S:
            self._search_all()
        else:
            gc.collect()
            gc.freeze()
            give_back()

    @Slot()
    def on_act(self) -> None:
        """Somebody works: this is no moment to hold the window up."""
        self._was_acted = True

    def end(self) -> None:
        """Leave Python to itself again."""
        if self._found is None:
            return
        self._beat.stop()
        threshold, switch_s = self._found
        self._found = None
        gc.unfreeze()
        gc.set_threshold(*threshold)
        sys.setswitchinterval(switch_s)

    def _search_all(self) -> None:
        self._whole_s = time.monotonic()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        give_back()
