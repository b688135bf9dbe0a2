"""A real desk, offscreen, that acts each second and watches itself; a child process.

Usage: python -m tests.stories.watched_desk HOME URL INCIDENT. One JSON object a line on
stdout: `seq` and `is_live` of a frame that differs from the one before; `act` with `fate`
and how many ms after the act it came; at the end `stalls`, the longest times in ms for which
the GUI thread took no event. What the kernel let it wait for a processor is not counted: a
busy test machine is not the console's doing. Ends when its stdin does; at SIGUSR1 at once,
saying on stderr where each of its threads was.
"""

from __future__ import annotations

import faulthandler
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Slot

from console.app.home import Address
from models.domain.command import Judge
from models.domain.ids import IncidentId
from tests.stories.real_desk import Teller, say, show_desk

if TYPE_CHECKING:
    from console.app.windows import Show
    from models.desk.act import Act
    from models.feed.frame import Frame

BEAT_MS, ACT_MS, WARM_S = 5, 1000, 3.0


class Watch(Teller):
    """Acts, and notes what comes of it and how the GUI thread fares.

    Thread: GUI
    """

    def __init__(self, show: Show, incident: IncidentId) -> None:
        super().__init__(show)
        self._incident = incident
        self._sent_s: dict[Any, float] = {}
        self._told: tuple[int, bool] = (-1, False)
        self.stalls: list[float] = []
        self._beat_s, self._delay_s = time.monotonic(), run_delay_s()
        self._warm_s = self._beat_s + WARM_S
        self.session.frame_changed.connect(self.on_frame)
        self.running.desk.answered.connect(self.on_answered)
        self._beat = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self.on_beat)
        self._act = QTimer(self, interval=ACT_MS)
        self._act.timeout.connect(self.on_act)

    @Slot()
    def on_ready(self) -> None:
        """The desk stands."""
        self._warm_s = time.monotonic() + WARM_S
        self._beat.start()
        self._act.start()

    @Slot()
    def on_beat(self) -> None:
        """Another event was taken: how long after the one before?"""
        now_s, delay_s = time.monotonic(), run_delay_s()
        held_ms = 1000 * (now_s - self._beat_s - (delay_s - self._delay_s))
        if now_s > self._warm_s:
            self.stalls = sorted([*self.stalls, held_ms])[-5:]
        self._beat_s, self._delay_s = now_s, delay_s

    @Slot()
    def on_act(self) -> None:
        """One act."""
        self.session.send(Judge(verb="comment", incident=self._incident, text="已联系当事人"))
        command = self.session.pending.acts[-1].command.id
        self._sent_s[command] = time.monotonic()

    @Slot(object)
    def on_answered(self, act: Act) -> None:
        """What became of it."""
        sent_s = self._sent_s.get(act.command.id)
        if sent_s is not None:
            took_ms = 1000 * (time.monotonic() - sent_s)
            say(act=str(act.command.id), fate=act.fate.value, ms=round(took_ms, 1))

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """How far the picture is."""
        told = (frame.seq, frame.problem is None)
        if told != self._told:
            self._told = told
            say(seq=frame.seq, is_live=frame.problem is None)

    @Slot()
    def on_end(self) -> None:
        """Enough."""
        self._beat.stop()
        self._act.stop()
        super().on_end()
        say(stalls=[round(ms, 1) for ms in self.stalls])


def run_delay_s() -> float:
    """How long this thread was ready to run and had no processor, in all, s."""
    told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii")
    return int(told.split()[1]) / 1e9


def main() -> None:
    """Work until the parent lets go."""
    faulthandler.register(signal.SIGUSR1, all_threads=True, chain=True)
    folder, url, incident = sys.argv[1:]
    watch = partial(Watch, incident=IncidentId(UUID(incident)))
    show_desk(Address(Path(folder), url), "desk-cut", watch, offscreen=True)


if __name__ == "__main__":
    main()
