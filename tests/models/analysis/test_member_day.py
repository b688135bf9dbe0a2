"""A member's day: metres walked, stops, and a load beside a median that names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from models.analysis.member_day import (
    LEAST_COLLEAGUES,
    STOP_S,
    Workload,
    day_track,
    workload,
)
from models.domain.ids import CellId
from models.domain.incident import TaskRole
from models.domain.member import Duty
from models.feed.track import Fixes, to_us
from tests.builders import NINE, a_member, a_task, an_incident, at
from tests.console.frames import a_picture

METRE_DEG = 1 / 111_195
"""A metre along a meridian of a sphere of the earth's mean radius."""


def walked(*legs: tuple[float, float]) -> Fixes:
    """Fixes of one who goes north: (seconds since nine, metres from the start)."""
    rows = np.array(legs)
    n = len(rows)
    start_us = to_us(NINE)
    return Fixes(
        np.ones(n, np.int32),
        start_us + (rows[:, 0] * 1e6).astype(np.int64),
        np.full(n, 120.0),
        36.0 + rows[:, 1] * METRE_DEG,
        np.full(n, np.nan, np.float32),
        np.full(n, np.nan, np.float32),
    )


def test_the_metres_of_a_straight_walk_are_its_length() -> None:
    track = day_track(walked(*((s, s * 1.5) for s in range(0, 601, 30))))
    assert track.distance_m == pytest.approx(900, rel=0.01)
    assert track.stops == ()


def test_trembling_on_one_spot_is_a_stop_and_no_way() -> None:
    fixes = walked(*((s, 5 * (s // 30 % 2)) for s in range(0, 601, 30)))
    track = day_track(fixes)
    (stop,) = track.stops
    assert track.distance_m == 0
    assert (stop.since, stop.until) == (NINE, at(minutes=10))


@pytest.mark.parametrize(("seconds", "stops"), [(STOP_S - 1, 0), (STOP_S, 1)])
def test_whoever_stays_for_three_minutes_has_stopped(seconds: float, stops: int) -> None:
    track = day_track(walked((0, 0), (seconds, 10), (seconds + 60, 200)))
    assert len(track.stops) == stops


def test_a_jump_that_nobody_can_make_is_left_out() -> None:
    track = day_track(walked((0, 0), (30, 40), (60, 50_000), (90, 80)))
    assert track.distance_m == pytest.approx(80, rel=0.02)
    assert len(track.lonlat_deg) == 3


def test_the_order_of_the_fixes_does_not_matter_and_none_are_no_way() -> None:
    fixes = walked((0, 0), (60, 100), (120, 200))
    assert day_track(fixes.taken(np.array([2, 0, 1]))).distance_m == pytest.approx(
        day_track(fixes).distance_m
    )
    nothing = day_track(walked((0, 0)).taken(np.array([], np.intp)))
    assert (nothing.distance_m, nothing.stops, len(nothing.lonlat_deg)) == (0.0, (), 0)


VILLAGE, TOWN = CellId(2), CellId(1)


def load_among(colleagues: int, *, given: int = 2) -> Workload:
    """What is said of one with three tasks among so many who have `given` each."""
    me = a_member(cell_path=(TOWN, VILLAGE))
    others = [a_member(cell_path=(TOWN, VILLAGE)) for _ in range(colleagues)]
    tasks = [a_task(me, given_at=at(minutes=n)) for n in range(3)]
    tasks += [a_task(one) for one in others for _ in range(given)]
    tasks += [
        a_task(me, role=TaskRole.INFORM),
        a_task(me, given_at=NINE - timedelta(days=1)),
    ]
    away = [replace(a_member(cell_path=(TOWN, VILLAGE)), duty=Duty.OFF)]
    incidents = [an_incident(tasks=(task,)) for task in tasks]
    return workload(a_picture(incidents, [me, *others, *away]), me, NINE)


def test_a_load_stands_beside_the_median_of_those_on_duty_around() -> None:
    load = load_among(LEAST_COLLEAGUES)
    assert (load.given, load.usual, load.colleagues, load.cell) == (3, 2.0, 4, VILLAGE)


def test_the_median_of_too_few_is_not_said_because_it_would_speak_of_one() -> None:
    load = load_among(LEAST_COLLEAGUES - 1)
    assert (load.given, load.usual, load.cell) == (3, None, None)
