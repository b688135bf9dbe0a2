"""Many headless desks in one process: the feed lane of each, and no window.

A process of `bench live`: `python -m console.bench.followers URL FILE SECONDS COUNT`. What
is noted is the moment at which a desk's GUI thread has the frame in its hands.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from console.bench.follower import stop_file
from console.work.feed_lane import FeedLane
from models.feed.clock import SystemClock
from models.feed.player import Player
from models.store.source import JournalSource

if TYPE_CHECKING:
    from collections.abc import Callable


class Follower(QObject):
    """One desk's feed, and when each fact came.

    Thread: GUI; the player belongs to the lane.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.seen: list[tuple[int, float]] = []
        self.is_ready = False
        self.lane = FeedLane(self._open)
        self.lane.frame_ready.connect(self.on_frame_ready)
        self.lane.start()

    def _open(self) -> tuple[Player, Callable[[], None]]:
        source = JournalSource(self._url)
        return Player(source, SystemClock()), source.close

    @Slot()
    def on_frame_ready(self) -> None:
        """Note what the frame brings."""
        frame = self.lane.take()
        if frame is None:
            return
        at_s = time.time()
        self.is_ready = self.is_ready or frame.contact_at is not None
        self.seen.extend((entry.seq, at_s) for entry in frame.changes.entries)


class Room(QObject):
    """All desks of this process.

    Thread: GUI
    """

    def __init__(self, url: str, count: int, file: Path) -> None:
        super().__init__()
        self._ready_file = file.with_suffix(".ready")
        self.desks = [Follower(url) for _ in range(count)]
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
    room.close()
    file.write_text(json.dumps([entry for desk in room.desks for entry in desk.seen]))


if __name__ == "__main__":
    follow(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
