"""Arithmetic of shifts: midnight, days off, days of which nobody knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.error import BadInput
from models.domain.timetable import (
    MOST_DAYS,
    OFF,
    UNSAID,
    USUAL_SHIFTS,
    Timetable,
    days_of,
    rota_days,
    rota_text,
    timetable_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
TABLE = timetable_of(ZONE, USUAL_SHIFTS)
MONDAY = date(2026, 11, 23)
CODES = [OFF, UNSAID, *(one.code for one in USUAL_SHIFTS)]
WEEK = "2026-11-23 D N - L ? E D"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-23T08:29", None),
        ("2026-11-23T08:30", "D"),
        ("2026-11-23T17:29", "D"),
        ("2026-11-23T17:30", None),
        ("2026-11-24T22:00", "N"),
        ("2026-11-25T06:59", "N"),
        ("2026-11-25T07:00", None),
        ("2026-11-26T21:59", "L"),
        ("2026-11-27T12:00", None),
        ("2026-12-24T12:00", None),
    ],
)
def test_a_shift_runs_from_its_begin_until_before_its_end(text: str, code: str | None) -> None:
    shift = TABLE.shift_at(WEEK, at(text))
    assert (shift.code if shift else None) == code


def test_between_shifts_the_last_and_the_next_are_known() -> None:
    turns = TABLE.turns(WEEK, at("2026-11-25T12:00"))
    assert turns is not None
    assert turns.now is None
    assert turns.last is not None
    assert turns.next is not None
    assert turns.last.ends_at == at("2026-11-25T07:00")
    assert turns.next.begins_at == at("2026-11-26T14:30")


@pytest.mark.parametrize(
    "text", ["2026-11-22T12:00", "2026-11-27T12:00", "2026-11-30T12:00", "2027-01-01T00:00"]
)
def test_of_a_day_that_nobody_planned_nothing_is_said(text: str) -> None:
    assert TABLE.turns(WEEK, at(text)) is None
    assert not TABLE.is_off(WEEK, at(text))


def test_a_night_shift_holds_into_a_day_that_nobody_planned() -> None:
    last = "2026-11-23 N"
    assert TABLE.turns(last, at("2026-11-24T03:00")) is not None
    assert not TABLE.is_off(last, at("2026-11-24T03:00"))
    assert TABLE.turns(last, at("2026-11-24T09:00")) is None


def test_a_code_whose_template_went_is_a_day_of_which_nothing_is_known() -> None:
    bare = Timetable(ZONE, {})
    assert bare.turns(WEEK, at("2026-11-23T12:00")) is None
    assert bare.is_off("2026-11-23 -", at("2026-11-23T12:00"))


def rotas() -> st.SearchStrategy[str]:
    codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=MOST_DAYS)
    return codes.map(lambda said: " ".join((MONDAY.isoformat(), *said)))


@given(rotas(), st.integers(-3 * 1440, 66 * 1440))
def test_quick_and_whole_answers_agree_at_every_minute(rota: str, minute: int) -> None:
    now = datetime.combine(MONDAY, datetime.min.time(), ZONE) + timedelta(minutes=minute)
    turns = TABLE.turns(rota, now)
    shift = TABLE.shift_at(rota, now)
    assert TABLE.is_off(rota, now) == (turns is not None and turns.now is None)
    if shift is not None:
        assert turns is not None
        assert turns.now is not None
        assert turns.now.begins_at <= now < turns.now.ends_at
        assert turns.now.shift == shift
    if turns is not None:
        assert turns.last is None or turns.last.ends_at <= now
        assert turns.next is None or turns.next.begins_at > now


@given(rotas(), st.integers(0, 61))
def test_somebody_is_at_work_exactly_within_the_hours_of_a_planned_shift(
    rota: str, index: int
) -> None:
    first, codes = rota_days(rota)
    code = codes[index % len(codes)]
    day = first + timedelta(days=index % len(codes))
    shift = TABLE.shifts.get(code)
    if shift is None:
        return
    midnight = datetime.combine(day, datetime.min.time(), ZONE)
    begin, end = (midnight + timedelta(seconds=s) for s in (shift.begin_s, shift.end_s))
    assert not TABLE.is_off(rota, begin)
    assert not TABLE.is_off(rota, end - timedelta(minutes=1))


@given(rotas())
def test_a_text_and_its_days_say_the_same(rota: str) -> None:
    days = days_of(rota)
    assert days_of(rota_text(days)) == days
    assert UNSAID not in days.values()


@pytest.mark.parametrize(
    "text",
    ["D D", "2026-11-23", "2026-13-01 D", "2026-11-23 D  D", "2026-11-23 TOOLONGCODE", "x D"],
)
def test_what_is_no_roster_is_told_with_how_it_is_written(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        rota_days(text)
    assert "2026-11-23 D D N - -" in caught.value.words.en


def test_no_text_holds_more_days_than_consoles_carry() -> None:
    with pytest.raises(BadInput):
        rota_days(" ".join(["2026-11-23", *["D"] * (MOST_DAYS + 1)]))
