"""`bench calm` tells how memory went on after the desk had warmed up."""

from __future__ import annotations

import numpy as np
import pytest

from console.bench.calm import mb_per_minute, over_time


def test_what_warms_up_and_then_stays_does_not_grow() -> None:
    at_s = np.arange(0.0, 600.0)
    memory_mb = np.minimum(400 + at_s, 600)
    assert mb_per_minute(at_s, memory_mb) == pytest.approx(0.0, abs=1e-6)


def test_growth_is_told_per_minute_however_unevenly_it_was_looked_at() -> None:
    at_s = np.sort(np.random.default_rng(1).uniform(0, 600, 300))
    assert mb_per_minute(at_s, 400 + at_s / 60 * 2.5) == pytest.approx(2.5)


def test_memory_is_told_every_half_minute() -> None:
    at_s = np.arange(0.0, 331.0)
    assert over_time(at_s, 400 + at_s) == [
        "MB every 30 s from 0 min: 400 430 460 490 520 550 580 610 640 670",
        "MB every 30 s from 5 min: 700",
    ]
