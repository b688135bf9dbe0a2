"""Many headless desks in one process: the feed lane of each, and no window.

A process of `bench live`: `python -m console.bench.followers URL FILE SECONDS COUNT`. What
is noted is the moment at which a desk's GUI thread has the frame in its hands. In turn each
desk takes an incident in hand, as a drag does, and the others note how long they did not know.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from console.app.presence import PresencePost
from console.bench.follower import stop_file
from console.state.session import Seat
from console.work.feed_lane import FeedLane
from models.domain.lifecycle import Role
from models.feed.clock import SystemClock
from models.feed.player import Player
from models.feed.presence import Holding
from models.store.source import JournalSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.ids import IncidentId
    from models.feed.presence import Present

HANDS_MS = 700
"""Another desk takes something in hand so often: not in step with how often they ask."""


class Follower(QObject):
    """One desk's feed, and when each fact came; who else is at what, and since when.

    Thread: GUI; the player belongs to the lane.
    """

    def __init__(self, url: str, place: int) -> None:
        super().__init__()
        self._url = url
        self.seen: list[tuple[int, float]] = []
        self.known: dict[tuple[str, IncidentId], float] = {}
        self.incidents: tuple[IncidentId, ...] = ()
        self.is_ready = False
        self.seat = Seat("bench", frozenset({Role.DISPATCHER}), f"desk-{place}", "en")
        self.post = PresencePost(self.seat, self)
        self.post.told.connect(self.on_told)
        self.lane = FeedLane(self._open, beside=self.post.turn)
        self.lane.frame_ready.connect(self.on_frame_ready)
        self.lane.start()

    def _open(self) -> tuple[Player, Callable[[], None]]:
        source = JournalSource(self._url)
        self.post.use(source)
        return Player(source, SystemClock()), source.close

    @Slot()
    def on_frame_ready(self) -> None:
        """Note what the frame brings."""
        frame = self.lane.take()
        if frame is None:
            return
        at_s = time.time()
        self.is_ready = self.is_ready or frame.contact_at is not None
        self.incidents = self.incidents or tuple(frame.picture.incidents)
        self.seen.extend((entry.seq, at_s) for entry in frame.changes.entries)

    @Slot(object)
    def on_told(self, found: tuple[Present, ...]) -> None:
        """Note who is at what, the first time that it is heard."""
        at_s = time.monotonic()
        for one in found:
            if one.in_hand:
                self.known.setdefault((one.station, one.incident), at_s)


class Room(QObject):
    """All desks of this process.

    Thread: GUI
    """

    def __init__(self, url: str, count: int, file: Path) -> None:
        super().__init__()
        self._ready_file = file.with_suffix(".ready")
        self.desks = [Follower(url, place) for place in range(count)]
        self._held: dict[tuple[str, IncidentId], float] = {}
        self._hands = QTimer(self, interval=HANDS_MS)
        self._hands.timeout.connect(self.on_hands)
        self._hands.start()
        self._look = QTimer(self, interval=100)
        self._look.timeout.connect(self.on_look)
        self._look.start()
        self._stop_file = stop_file(file)

    @Slot()
    def on_look(self) -> None:
        """Tell the bench once every desk has its picture; end when it says so."""
        if all(desk.is_ready for desk in self.desks):
            self._ready_file.touch()
        if self._stop_file.exists():
            QCoreApplication.quit()

    @Slot()
    def on_hands(self) -> None:
        """The next desk has the next incident in hand, and nobody has any other."""
        number = len(self._held)
        desk = self.desks[number % len(self.desks)]
        if number >= len(desk.incidents):
            return
        incident = desk.incidents[number]
        self._held[desk.seat.station, incident] = time.monotonic()
        desk.post.hold(Holding(incident, (incident,)))

    def unknown_for_s(self) -> list[float]:
        """How long each of the others did not know that a desk had something in hand."""
        end_s = time.monotonic() - HANDS_MS / 1000
        return [
            desk.known.get(held, time.monotonic()) - since_s
            for held, since_s in self._held.items()
            for desk in self.desks
            if since_s < end_s and desk.seat.station != held[0]
        ]

    def close(self) -> None:
        """Everybody stops."""
        for desk in self.desks:
            desk.lane.close()


def follow(url: str, file: Path, seconds: float, count: int) -> None:
    """Follow for so long; then write [seq, wall-clock s] of every fact each desk saw."""
    app = QCoreApplication(["followers"])
    room = Room(url, count, file)
    QTimer.singleShot(int(seconds * 1000), app.quit)
    app.exec()
    hands = room.unknown_for_s()
    room.close()
    seen = [entry for desk in room.desks for entry in desk.seen]
    file.write_text(json.dumps({"seen": seen, "hands": hands}))


if __name__ == "__main__":
    follow(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
