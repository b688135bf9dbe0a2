"""The feed lane: how soon a frame follows another."""

from __future__ import annotations

import pytest

from console.work.feed_lane import GAP_S, RUSH_GAP_S, TICK_S, gap_s

BUSIEST_PER_S, KEPT_PER_S = 50, 200
"""What a centre sends on its busiest day, and a desk whose acts were kept for an hour."""


def test_a_rush_is_shown_seldom_and_a_busy_day_is_not_once_it_is_over() -> None:
    gap = GAP_S
    for per_s, wanted in ((BUSIEST_PER_S, GAP_S), (KEPT_PER_S, RUSH_GAP_S)) * 2:
        for _ in range(3):
            gap = gap_s(round(per_s * gap), gap)
        assert gap == wanted


@pytest.mark.parametrize(("facts", "wanted"), [(0, GAP_S), (30, GAP_S), (400, RUSH_GAP_S)])
def test_what_was_done_at_once_after_a_quiet_while_makes_a_rush_of_many_only(
    facts: int, wanted: float
) -> None:
    assert gap_s(facts, TICK_S) == wanted
