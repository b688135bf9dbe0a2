"""Promises of the working calendar's file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.domain.deadline import Limit, Unit, WorkCalendar
from models.domain.error import BadInput
from models.intake.calendar_file import read_calendar
from resources.files import resource_path

OFFICE = '[week]\nmonday = ["08:30-12:00", "14:00-17:30"]\n'


@pytest.fixture(scope="module")
def ours() -> WorkCalendar:
    return read_calendar(resource_path("calendar.toml").read_text(encoding="utf-8"))


def test_our_calendar_has_the_office_week(ours: WorkCalendar) -> None:
    assert ours.weekly == WorkCalendar().weekly
    assert ours.zone.key == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 12), False),  # spring festival
        (date(2024, 2, 18), True),  # a Sunday that makes up for it
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 11, 21), False),  # a plain Saturday
    ],
)
def test_our_calendar_follows_the_state_council(
    ours: WorkCalendar, day: date, *, works: bool
) -> None:
    assert bool(ours.hours_on(day)) is works


def test_a_limit_steps_over_the_national_holiday(ours: WorkCalendar) -> None:
    eve = datetime(2026, 9, 30, 8, 30, tzinfo=UTC)
    assert ours.due(eve, Limit(2, Unit.WH)) == datetime(2026, 10, 8, 1, 30, tzinfo=UTC)


def test_a_holiday_of_one_day_needs_no_last() -> None:
    calendar = read_calendar(OFFICE + "[[holiday]]\nfirst = 2026-11-23\n")
    assert calendar.holidays == {date(2026, 11, 23)}


def test_a_period_may_last_until_midnight() -> None:
    calendar = read_calendar('[week]\nsunday = ["00:00-24:00"]\n')
    assert calendar.weekly[6][0].end_s == 86_400


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("zone = ", "TOML"),
        ("", "week"),
        ('zone = "Mars/Olympus"\n' + OFFICE, "zone"),
        ('zone = "../etc"\n' + OFFICE, "zone"),
        ("zones = 1\n" + OFFICE, "zones"),
        ('[week]\nfunday = ["08:00-09:00"]', "week.funday"),
        ('[week]\nmonday = "08:00-09:00"', "week.monday"),
        ('[week]\nmonday = ["8 to 9"]', "week.monday"),
        ('[week]\nmonday = ["08:70-09:00"]', "week.monday"),
        ('[week]\nmonday = ["09:00-08:00"]', "week.monday"),
        ('[week]\nmonday = ["22:00-25:00"]', "week.monday"),
        ("holiday = 3\n" + OFFICE, "holiday"),
        ("holiday = [3]\n" + OFFICE, "holiday 1"),
        (OFFICE + "[[holiday]]\nname = 'x'\n", "holiday 1.first"),
        (OFFICE + "[[holiday]]\nfirst = 2026-10-01T00:00:00\n", "holiday 1.first"),
        (OFFICE + "[[holiday]]\nfirst = 2026-10-07\nlast = 2026-10-01\n", "holiday 1.last"),
        (OFFICE + "[[holiday]]\nfirst = 2026-10-07\nlast = 2046-10-01\n", "holiday 1.last"),
        (OFFICE + "[[holiday]]\nfirst = 2026-10-07\nworkdays = ['x']\n", "holiday 1.workdays"),
        (OFFICE + "[[holiday]]\nfirst = 2026-10-07\nmakeup = []\n", "holiday 1.makeup"),
    ],
)
def test_a_wrong_key_is_bad_input_that_names_it(text: str, key: str) -> None:
    with pytest.raises(BadInput, match="bad_calendar") as caught:
        read_calendar(text)
    assert f"{key}:" in caught.value.words.en


def test_a_week_without_work_is_bad_input() -> None:
    with pytest.raises(BadInput, match="bad_calendar"):
        read_calendar("[week]\n")
