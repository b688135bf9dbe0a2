"""Tracks: where everybody was at an instant, against counting by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.feed.track import LatestFixes, Track, from_us, no_fixes, to_us
from tests.models.feed.worlds import fixes_of, second

rows = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 50).map(float), st.floats(100, 130)),
    unique_by=lambda row: (row[0], row[1]),
    max_size=40,
)


@given(rows, st.integers(-5, 60))
def test_everybodys_place_at_an_instant_is_their_last_fix_up_to_it(
    fixes: list[tuple[int, float, float]], at: int
) -> None:
    wanted: dict[int, tuple[float, float]] = {}
    for member, seconds, lon in sorted(fixes):
        if seconds <= at:
            wanted[member] = (seconds, lon)
    found = Track(fixes_of(fixes)).at(to_us(second(at)))
    assert dict(zip(found.member.tolist(), found.lon_deg.tolist(), strict=True)) == {
        member: lon for member, (_, lon) in wanted.items()
    }


@given(rows, st.integers(1, 6), st.integers(-5, 60), st.integers(-5, 60))
def test_one_members_track_has_both_ends(
    fixes: list[tuple[int, float, float]], member: int, since: int, until: int
) -> None:
    found = Track(fixes_of(fixes)).of(member, to_us(second(since)), to_us(second(until)))
    wanted = sorted(row for row in fixes if row[0] == member and since <= row[1] <= until)
    assert found.lon_deg.tolist() == [row[2] for row in wanted]


@given(st.lists(rows, max_size=4))
def test_the_latest_fixes_keep_the_newest_of_each_however_they_come(
    batches: list[list[tuple[int, float, float]]],
) -> None:
    latest = LatestFixes()
    newest: dict[int, float] = {}
    for batch in batches:
        latest.take(fixes_of(batch))
        for member, seconds, _ in batch:
            newest[member] = max(newest.get(member, -1.0), seconds)
    kept = latest.frozen()
    assert kept.member.tolist() == sorted(newest)
    assert kept.ts_us.tolist() == [to_us(second(newest[m])) for m in sorted(newest)]


def test_what_brings_nothing_newer_is_told_apart() -> None:
    latest = LatestFixes()
    assert latest.take(fixes_of([(1, 5, 120.0)]))
    assert not latest.take(fixes_of([(1, 5, 120.0)]))
    assert not latest.take(fixes_of([(1, 3, 119.0)]))
    assert not latest.take(no_fixes())
    assert latest.take(fixes_of([(2, 1, 121.0)]))


def test_a_frozen_value_is_never_written_again() -> None:
    latest = LatestFixes()
    latest.take(fixes_of([(1, 5, 120.0)]))
    frozen = latest.frozen()
    latest.take(fixes_of([(1, 9, 125.0)]))
    assert frozen.lon_deg.tolist() == [120.0]


def test_a_track_of_nobody_has_nobody() -> None:
    assert len(Track(no_fixes()).at(to_us(second(0)))) == 0
    assert len(Track(no_fixes()).of(1, 0, 10)) == 0


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_and_instants_turn_into_each_other_exactly(at: datetime) -> None:
    assert from_us(to_us(at)) == at


def test_masks_copy() -> None:
    fixes = fixes_of([(1, 1, 120.0), (2, 2, 121.0)])
    taken = fixes.taken(np.array([False, True]))
    assert taken.member.tolist() == [2]
    assert len(fixes.joined(taken)) == 3
    assert second(2) - second(1) == timedelta(seconds=1)
