"""The feed lane: one thread that runs a player and hands frames to the GUI thread.

At most one frame is on its way; what comes meanwhile is united into the next, so
a busy screen falls behind by one frame and never by a queue of them.
"""

from __future__ import annotations

import logging
import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.feed.frame import united
from models.feed.timeline import Following, Paused

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.feed.frame import Frame
    from models.feed.player import Player
    from models.feed.timeline import TimelineAct

LISTEN_S = 0.25
"""How long a follower waits for the doorbell before it looks by itself."""
GAP_S = 0.1
"""The least time between two frames: a busy journal makes ten pictures a second, a quiet one
is shown at once.
"""
RUSH_FACTS, RUSH_FACTS_PER_S, RUSH_GAP_S = 12, 80, 0.3
"""After a frame of so many facts, and of so many a second since the frame before, the next
comes later: a centre sends 50 a second on its busiest day, and where acts kept for an hour go
out the processor is better theirs.
"""
TICK_S = 0.5
"""A frame comes at least so often, or waiting times would stand still."""
PLAY_S = 1 / 15
STILL_S = 0.5
CLOSING_S = 5.0
_log = logging.getLogger(__name__)


def gap_s(facts: int, since_s: float) -> float:
    """How long after a frame of so many facts, `since_s` after the one before, none comes.

    Of the rate, not of the number alone: later frames have more in them, and would come late
    for as long as a busy day lasts.
    """
    is_rush = facts >= max(RUSH_FACTS, RUSH_FACTS_PER_S * since_s)
    return RUSH_GAP_S if is_rush else GAP_S


class FeedLane(QObject):
    """Runs a player on a thread of its own.

    Signals: `frame_ready()`: a frame can be taken with `take`; `broken(str)`: the lane met
    a bug of ours, logged, and goes on.
    Thread: made and used on the GUI thread; the player belongs to the lane.
    """

    frame_ready = Signal()
    broken = Signal(str)

    def __init__(
        self,
        open_player: Callable[[], tuple[Player, Callable[[], None]]],
        name: str = "feed",
        *,
        beside: Callable[[], None] | None = None,
    ) -> None:
        """`open_player` is called on the lane; it gives a player and what closes it.

        `beside` is called there each turn, after the frame has gone out.
        """
        super().__init__()
        self._open_player = open_player
        self._beside = beside
        self._acts: SimpleQueue[TimelineAct] = SimpleQueue()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        # Guards `_frame` alone: the lane unites into it while the GUI thread takes it.
        self._lock = threading.Lock()
        self._frame: Frame | None = None
        self._offered_s = 0.0
        self._gap_s = GAP_S
        self._problem: object = None
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def steer(self, act: TimelineAct) -> None:
        """Follow, play, pause or seek, as soon as the lane gets to it."""
        self._acts.put(act)
        self._wake.set()

    def take(self) -> Frame | None:
        """The newest frame, owning up to all changes since the last taken one."""
        with self._lock:
            frame, self._frame = self._frame, None
        return frame

    def close(self) -> None:
        """Stop reading and join the thread, within a deadline."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)

    # -- on the lane --------------------------------------------------------------------

    def _run(self) -> None:
        try:
            player, close = self._open_player()
        except Exception as error:  # the outermost loop of the lane
            _log.exception("the feed lane could not open its player")
            self.broken.emit(str(error))
            return
        try:
            while not self._stopping.is_set():
                self._turn(player)
        finally:
            close()

    def _turn(self, player: Player) -> None:
        try:
            self._steer(player)
            frame = player.advance()
            self._offer(frame)
            if self._beside is not None:
                self._beside()
            self._rest(player)
        except Exception as error:  # the outermost loop of the lane
            _log.exception("the feed lane stumbled")
            self.broken.emit(str(error))
            self._stopping.wait(1.0)

    def _steer(self, player: Player) -> None:
        self._wake.clear()
        while True:
            try:
                player.steer(self._acts.get_nowait())
            except Empty:
                return

    def _offer(self, frame: Frame) -> None:
        now_s = time.monotonic()
        news = (
            frame.changes.entries
            or frame.jumped
            or frame.positions_changed
            or frame.problem != self._problem
            or now_s - self._offered_s >= TICK_S
        )
        if not news:
            return
        self._gap_s = gap_s(len(frame.changes.entries), now_s - self._offered_s)
        self._offered_s = now_s
        self._problem = frame.problem
        with self._lock:
            waiting = self._frame is not None
            self._frame = united(self._frame, frame) if self._frame else frame
        if not waiting:
            self.frame_ready.emit()

    def _rest(self, player: Player) -> None:
        timeline = player.timeline
        if isinstance(timeline, Following):
            if player.wait(LISTEN_S):
                self._wake.wait(max(0.0, self._offered_s + self._gap_s - time.monotonic()))
        else:
            self._wake.wait(STILL_S if isinstance(timeline, Paused) else PLAY_S)
