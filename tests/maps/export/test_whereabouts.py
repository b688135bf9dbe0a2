"""Members over moments: what is written down gives back where everybody was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.export.outlines import STEPS_PER_DEGREE
from maps.export.whereabouts import ABSENT, FIELDS, NO_FIX, whereabouts
from maps.layers.members import MemberLook
from models.domain.member import Duty
from tests.builders import NINE, a_member
from tests.maps.export.page_world import a_moment, the_cells
from tests.maps.worlds import Fixes

Spot = tuple[float, float]
SPOTS = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


def read(changes: list[int], moment: int) -> tuple[int, int, int]:
    """Latitude, longitude and code at a moment, as the page's script reads them."""
    since = lat = lon = 0
    code = ABSENT
    for at in range(0, len(changes), FIELDS):
        since += changes[at]
        if since > moment:
            break
        lat, lon, code = lat + changes[at + 1], lon + changes[at + 2], changes[at + 3]
    return lat, lon, code


def fix_at(ref: int, spot: Spot, minutes: float) -> Fixes:
    ts_us = int((NINE.timestamp() + minutes * 60) * 1e6)
    return Fixes(
        np.array([ref], np.int32),
        np.array([ts_us], np.int64),
        np.array([spot[0]]),
        np.array([spot[1]]),
        np.zeros(1, np.float32),
        np.full(1, np.nan, np.float32),
    )


@given(st.lists(st.tuples(SPOTS, st.sampled_from([Duty.ON, Duty.OFF])), min_size=1, max_size=9))
def test_every_moment_can_be_read_back(way: list[tuple[Spot, Duty]]) -> None:
    member = a_member()
    moments = [
        a_moment(
            members=[replace(member, duty=duty)],
            fixes=fix_at(member.ref, spot, minutes),
            now=NINE + timedelta(minutes=minutes),
        )
        for minutes, (spot, duty) in enumerate(way)
    ]

    changes = whereabouts(moments, {})[1][0].changes

    for number, ((lon, lat), duty) in enumerate(way):
        found_lat, found_lon, code = read(changes, number)
        assert abs(found_lat - lat * STEPS_PER_DEGREE) <= 1
        assert abs(found_lon - lon * STEPS_PER_DEGREE) <= 1
        look = MemberLook.FREE if duty is Duty.ON else MemberLook.OFF
        assert code == int(look) * 2


def test_one_who_stands_still_is_written_once() -> None:
    member = a_member()
    moments = [
        a_moment(
            members=[member],
            fixes=fix_at(member.ref, (120.0, 36.0), minutes),
            now=NINE + timedelta(minutes=minutes),
        )
        for minutes in range(50)
    ]

    assert len(whereabouts(moments, {})[1][0].changes) == FIELDS


def test_one_who_leaves_is_absent_from_then_on() -> None:
    member = a_member()
    moments = [a_moment(members=[member]), a_moment(members=[replace(member, duty=Duty.LEFT)])]

    changes = whereabouts(moments, {})[1][0].changes

    assert read(changes, 0)[2] != ABSENT
    assert read(changes, 1)[2] == ABSENT


def test_the_age_of_a_position_is_told_in_seconds_and_a_home_has_none() -> None:
    cells, _ = the_cells()
    seen, unseen = a_member(number="A"), a_member(number="B", home_cell=next(iter(cells)))
    moment = a_moment(members=[seen, unseen], fixes=fix_at(seen.ref, (120.0, 36.0), -2))

    first, second = whereabouts([moment], cells)[1]

    assert first.changes[FIELDS - 1] == 120
    assert second.changes[FIELDS - 1] == NO_FIX


def test_rows_are_in_the_order_of_numbers() -> None:
    members = [a_member(number=number) for number in ("M3", "M1", "M2")]

    row_of, rows = whereabouts([a_moment(members=members)], {})

    assert [row.number for row in rows] == ["M1", "M2", "M3"]
    assert [row_of[member.id] for member in members] == [2, 0, 1]
