"""One player without a lane: notes when each fact was folded into its picture.

A process of its own for `bench live`: `python -m console.bench.follower URL FILE SECONDS`.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

from models.feed.clock import SystemClock
from models.feed.player import Player
from models.store.source import JournalSource


def stop_file(file: Path) -> Path:
    """What the bench makes to end a watcher before its time."""
    return file.with_suffix(".stop")


def follow(url: str, file: Path, seconds: float) -> None:
    """Follow for so long; then write [seq, wall-clock s] of every fact seen."""
    seen: list[tuple[int, float]] = []
    with contextlib.closing(JournalSource(url)) as source:
        player = Player(source, SystemClock())
        player.advance()
        file.with_suffix(".ready").touch()
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s and not stop_file(file).exists():
            player.wait(0.25)
            frame = player.advance()
            at_s = time.time()
            seen.extend((entry.seq, at_s) for entry in frame.changes.entries)
    file.write_text(json.dumps(seen))


if __name__ == "__main__":
    follow(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
