"""A follower by hand: it listens, reads what is new, and makes nothing of it.

The yardstick of `bench live`; nothing but the benchmark may use it. A process of its own:
`python -m models.store.bare_follow URL FILE SECONDS`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psycopg

from models.store.doorbell import CHANNEL
from models.store.dsn import plain
from models.store.journal import ENTRIES


def follow(url: str, file: Path, seconds: float) -> None:
    """Follow for so long; then write [seq, wall-clock s] of every row that was read."""
    seen: list[tuple[int, float]] = []
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        ((seq,),) = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchall()
        file.with_suffix(".ready").touch()
        end_s = time.monotonic() + seconds
        stop_file = file.with_suffix(".stop")
        while (left_s := end_s - time.monotonic()) > 0 and not stop_file.exists():
            for _ in connection.notifies(timeout=min(left_s, 0.25), stop_after=1):
                pass
            rows = connection.execute(
                ENTRIES + "WHERE j.seq > %s ORDER BY j.seq", [seq]
            ).fetchall()
            at_s = time.time()
            seen.extend((row[0], at_s) for row in rows)
            seq = rows[-1][0] if rows else seq
    file.write_text(json.dumps(seen))


if __name__ == "__main__":
    follow(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
