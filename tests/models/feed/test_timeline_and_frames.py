"""Timelines as values; frames that were not shown are owned up to by the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.error import Words
from models.feed.clock import ManualClock, SystemClock
from models.feed.frame import Frame, united
from models.feed.timeline import (
    Follow,
    Following,
    Mode,
    Pause,
    Paused,
    Play,
    Playing,
    Seek,
    Timeline,
    turned,
)
from models.picture.fold import Changes, fold
from models.picture.picture import Picture
from tests.models.feed.worlds import a_day, second

HERE, STEADY_S = second(5), 100.0
EACH: list[Timeline] = [Following(), Playing(HERE, STEADY_S, 4.0), Paused(HERE)]


def after(timeline: Timeline, act: Follow | Play | Pause | Seek) -> Timeline:
    return turned(timeline, act, cursor=HERE, steady_s=STEADY_S)


@pytest.mark.parametrize("timeline", EACH)
def test_follow_pause_and_play_mean_the_same_from_anywhere(timeline: Timeline) -> None:
    assert after(timeline, Follow()) == Following()
    assert after(timeline, Pause()) == Paused(HERE)
    assert after(timeline, Play(2.0)) == Playing(HERE, STEADY_S, 2.0)


def test_a_seek_pauses_unless_it_was_playing() -> None:
    there = second(2)
    assert [after(timeline, Seek(there)).mode for timeline in EACH] == [
        Mode.PAUSED,
        Mode.PLAYING,
        Mode.PAUSED,
    ]
    assert after(EACH[1], Seek(there)) == Playing(there, STEADY_S, 4.0)


@given(st.floats(allow_nan=False))
def test_a_speed_is_brought_between_a_quarter_and_sixty(speed: float) -> None:
    found = after(Paused(HERE), Play(speed))
    assert 0.25 <= found.speed <= 60.0


def test_playing_never_drifts() -> None:
    playing = Playing(HERE, STEADY_S, 60.0)
    assert playing.cursor(STEADY_S + 3600) == HERE + (second(60) - second(0)) * 3600


def test_a_manual_clock_goes_only_when_moved() -> None:
    clock = ManualClock(HERE)
    clock.advance(2.5)
    assert (clock.now(), clock.steady_s()) == (second(7.5), 2.5)


def test_a_clock_of_rate_zero_stands() -> None:
    clock = SystemClock(second(0), HERE, 0.0)
    assert clock.now() == HERE


def a_frame(first: int, last: int, **given_: object) -> Frame:
    picture, _ = fold(Picture(), a_day(10)[:first])
    entries = a_day(10)[first:last]
    picture, changes = fold(picture, entries)
    return Frame(picture, second(last), Mode.FOLLOWING, changes, **given_)  # type: ignore[arg-type]


def test_united_frames_show_the_later_and_own_up_to_all_changes() -> None:
    earlier, later = a_frame(2, 4, jumped=True), a_frame(4, 7, positions_changed=True)
    both = united(earlier, later)
    assert both.picture is later.picture
    assert [entry.seq for entry in both.changes.entries] == [3, 4, 5, 6, 7]
    assert both.changes.members == earlier.changes.members | later.changes.members
    assert (both.jumped, both.positions_changed, both.now) == (True, True, second(7))


def test_a_trouble_that_has_passed_does_not_linger_in_a_united_frame() -> None:
    earlier = a_frame(0, 1, problem=Words("断", "away"))
    assert united(earlier, a_frame(1, 2)).problem is None


@given(st.lists(st.integers(1, 3), max_size=6))
def test_uniting_is_indifferent_to_how_frames_were_grouped(sizes: list[int]) -> None:
    one_by_one = Changes()
    at_once = Changes()
    entries = list(a_day(18))
    picture, whole = Picture(), Picture()
    taken = 0
    for size in sizes:
        picture, changes = fold(picture, entries[taken : taken + size])
        one_by_one = one_by_one.united(changes)
        taken += size
    whole, at_once = fold(whole, entries[:taken])
    assert (picture.digest(), one_by_one) == (whole.digest(), at_once)
