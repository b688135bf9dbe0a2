"""`bench fixes`: how many fixes a second are stored, both indexes and latest included."""

from __future__ import annotations

import contextlib
import time

import numpy as np

from console.bench.report import Report, a_scratch_home
from models.feed.track import Fixes
from models.store.engine import troubles
from models.store.fixes import store_fixes

MEMBERS, BATCH, BATCHES = 5_000, 5_000, 60


def run() -> Report:
    """Store 300,000 fixes of 5,000 members, a commit each 5,000."""
    rng = np.random.default_rng(1)
    begin_us = 1_770_000_000_000_000
    batches = [
        Fixes(
            np.arange(1, MEMBERS + 1, dtype=np.int32),
            np.full(BATCH, begin_us + tick * 1_000_000, np.int64),
            121.5 + rng.normal(0, 0.1, BATCH),
            35.2 + rng.normal(0, 0.1, BATCH),
            rng.random(BATCH).astype(np.float32),
            rng.random(BATCH).astype(np.float32) * 360,
        )
        for tick in range(BATCHES)
    ]
    with (
        a_scratch_home() as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        with connection.transaction():
            store_fixes(connection, batches[0])
        begun_s = time.perf_counter()
        for fixes in batches[1:]:
            with connection.transaction():
                store_fixes(connection, fixes)
        took_s = time.perf_counter() - begun_s
    stored = BATCH * (BATCHES - 1)
    return Report(
        "fixes",
        "binary COPY into the day's partition, BRIN(ts) and btree(member, ts), latest updated",
        {"fixes": stored, "seconds": round(took_s, 3), "fixes_per_s": round(stored / took_s)},
        {"to_goal_of_70000": round(stored / took_s / 70_000, 2)},
    )
