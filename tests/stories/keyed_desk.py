"""A real desk over a real home, on whatever screen `DISPLAY` names, that tells how it fares.

Usage: python -m tests.stories.keyed_desk HOME; a child process. One JSON object a line on
stdout: `window` once it stands; `incident` and `state` of the selected incident and whether
the `queue` has the keyboard, each time one of them changes; at the end `stalls`, each time
that the GUI thread took no event for 100 ms though this process computed, in words, and
`most_ms`, the longest time that it took none. Ends when its stdin does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot

from console.app.home import Address
from console.work.stall_watch import StallWatch
from tests.stories.real_desk import Teller, say, show_desk

if TYPE_CHECKING:
    from console.app.windows import Show

BEAT_MS, WARM_S, HELD_S = 5, 5.0, 0.1


class Changes(Teller):
    """Looks at the desk at each beat, and says what changed.

    Thread: GUI
    """

    def __init__(self, show: Show) -> None:
        super().__init__(show)
        self._told: tuple[object, ...] = ()
        self._watch: StallWatch | None = None
        self._most_s = 0.0
        self._beat = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self.on_beat)
        self._warm = QTimer(self, interval=round(WARM_S * 1000), singleShot=True)
        self._warm.timeout.connect(self.on_warm)

    @Slot()
    def on_warm(self) -> None:
        """The first picture is long up: begin."""
        say(window=int(self.window.winId()))
        self._watch = StallWatch(HELD_S)
        self._watch.start()
        self._beat.start()

    @Slot()
    def on_ready(self) -> None:
        """The first frame is up."""
        self._warm.start()

    @Slot()
    def on_beat(self) -> None:
        """How long after the last one; and does anything look different?"""
        if self._watch is not None:
            self._most_s = max(self._most_s, self._watch.beat())
        incident = self.session.incident(self.window.selection.incident)
        state = "" if incident is None else incident.state.value
        has_keys = self.window.focusWidget() is self.window.queue.view
        told = (None if incident is None else str(incident.id), state, has_keys)
        if told != self._told:
            self._told = told
            say(incident=told[0], state=state, queue=has_keys)

    @Slot()
    def on_end(self) -> None:
        """The parent let go."""
        self._beat.stop()
        stalls = [] if self._watch is None else self._watch.stalls
        if self._watch is not None:
            self._watch.close()
        own = [stall.words() for stall in stalls if stall.is_own]
        super().on_end()
        say(stalls=own, most_ms=round(1000 * self._most_s))


if __name__ == "__main__":
    show_desk(Address(Path(sys.argv[1])), "desk-keys", Changes)
