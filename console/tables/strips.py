"""Rows are repainted a few at a time: no turn of the event loop has them all.

A queue that fills a screen takes 20 ms to paint, and Qt paints whatever waits in one go: with
the map in the same go the window would take no event for three times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: Final = 8
PAUSE_MS: Final = 15


class Strips(QObject):
    """Asks for rows to be repainted, from above, strip after strip.

    Invariants: what was begun is finished, or begun anew; what was to be repainted whole is
    not repainted in part instead.
    Thread: GUI
    """

    def __init__(
        self,
        whole: Callable[[int, int], None],
        part: Callable[[int, int], None],
        parent: QObject | None = None,
    ) -> None:
        """`whole` repaints rows first to last, `part` what the time changes in them."""
        super().__init__(parent)
        self._whole, self._part = whole, part
        self._is_whole = False
        self._rows = range(0)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.on_turn)

    def begin(self, first: int, last: int, *, whole: bool) -> None:
        """Repaint rows `first` to `last`, both included; the first strip at once."""
        self._is_whole = whole or (self._is_whole and bool(self._rows))
        self._rows = range(first, last + 1)
        self.on_turn()

    def finish(self) -> None:
        """Ask for all that is left, now."""
        while self._rows:
            self.on_turn()

    @Slot()
    def on_turn(self) -> None:
        """The next strip."""
        strip, self._rows = self._rows[:ROWS], self._rows[ROWS:]
        if strip:
            (self._whole if self._is_whole else self._part)(strip[0], strip[-1])
        if self._rows:
            self._pause.start()
        else:
            self._pause.stop()
