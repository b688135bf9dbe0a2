"""Working calendars as rows that people edit, and back: weekly hours, days off or made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words
from models.domain.work_calendar import OFFICE_WEEK, WorkCalendar
from models.intake.calendar_file import WEEKDAYS
from models.intake.sheet_check import hours_of, hours_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.intake.sheet import Row


def calendar_rows(sheet: str, calendars: Mapping[str, WorkCalendar]) -> list[Row]:
    """The rows of `hours` or `holidays`, of all calendars by their names."""
    rows: list[Row] = []
    for name, one in calendars.items():
        if sheet == "hours":
            rows += [
                {"calendar": name, "day": day, "hours": hours_text(periods)}
                for day, periods in zip(WEEKDAYS, one.weekly, strict=True)
            ]
            continue
        days = dict.fromkeys(one.holidays, "off") | dict.fromkeys(one.workdays, "work")
        rows += [
            {"calendar": name, "day": day.isoformat(), "kind": kind}
            for day, kind in sorted(days.items())
        ]
    return rows


def calendars_from(hours: Iterable[Row], holidays: Iterable[Row]) -> dict[str, WorkCalendar]:
    """The calendars by their names; one without hours of its own keeps office hours.

    Raises
    ------
    BadInput
        `bad_calendar`, naming the one that works on no day.
    """
    weeks: dict[str, dict[str, str]] = {}
    for row in hours:
        weeks.setdefault(row["calendar"], {})[row["day"]] = row["hours"]
    made = {name: _of_week(name, week) for name, week in weeks.items()}
    for row in holidays:
        name = row["calendar"]
        one = made.get(name) or WorkCalendar(weekly=OFFICE_WEEK)
        day = frozenset({date.fromisoformat(row["day"])})
        if row["kind"] == "off":
            made[name] = replace(one, holidays=one.holidays | day)
        else:
            made[name] = replace(one, workdays=one.workdays | day)
    return made


def _of_week(name: str, week: Mapping[str, str]) -> WorkCalendar:
    try:
        return WorkCalendar(weekly=tuple(hours_of(week.get(day, "")) for day in WEEKDAYS))
    except BadInput as bad:
        raise BadInput(
            "bad_calendar",
            Words(
                f"日历 {name}：{bad.words.zh}至少写一天的时段。",
                f"calendar {name}: {bad.words.en} Write hours for one day at least.",
            ),
        ) from None
