"""Instants as they are typed: a day, a day and a clock time, a clock time alone."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, datetime, time, timedelta
from typing import Final

from models.domain.error import BadInput, Words

_MOMENT: Final = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.])?(?P<month>\d{1,2})[-/.](?P<day>\d{1,2}))?"
    r"(?:[ T]*(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
)
_BACK: Final = timedelta(days=45)
"""A day without a year is the next one, or one of the last weeks."""
_YEARS: Final = range(1900, 9000)
"""Beyond, no instant has a neighbour in every zone."""


def typed_instant(text: str, now: datetime, *, is_end: bool) -> datetime:
    """The instant that is meant, in the zone of `now`; the end of a day is the next midnight.

    Raises
    ------
    BadInput
        `bad_time`, showing how it is written.
    """
    said = text.strip()
    found = _MOMENT.fullmatch(said)
    if not said or found is None:
        raise _bad(text)
    parts = {name: int(value) for name, value in found.groupdict().items() if value}
    try:
        return _read(parts, now, is_end=is_end)
    except ValueError:
        raise _bad(text) from None


def looks_like_a_moment(word: str) -> bool:
    """Whether a word of a line is one of these."""
    return bool(word) and _MOMENT.fullmatch(word) is not None


def _read(parts: dict[str, int], now: datetime, *, is_end: bool) -> datetime:
    is_day_alone = "hour" not in parts
    day = _day(parts, now) if "month" in parts else now.date()
    if is_day_alone:
        return datetime.combine(day + timedelta(days=is_end), time(), now.tzinfo)
    clock = time(parts["hour"] % 24, parts["minute"])
    late = timedelta(days=1) if parts["hour"] == 24 and not parts["minute"] else timedelta()
    if parts["hour"] > 23 and not late:
        raise ValueError(parts)
    return datetime.combine(day, clock, now.tzinfo) + late


def _day(parts: dict[str, int], now: datetime) -> date:
    year, month, day = parts.get("year"), parts["month"], parts["day"]
    if year is not None:
        if year not in _YEARS:
            raise ValueError(parts)
        return date(year, month, day)
    # In January the last weeks are those of December.
    years = range(now.year - 1, now.year + 2)
    near = (date(one, month, day) for one in years if (month, day) != (2, 29) or isleap(one))
    found = next((one for one in near if one >= (now - _BACK).date()), None)
    if found is None:
        raise ValueError(parts)
    return found


def _bad(text: str) -> BadInput:
    return BadInput(
        "bad_time",
        Words(
            f"“{text}”不是时间：写成 11-28、11-28 13:00 或 13:00。",
            f"'{text}' is no time: write 11-28, 11-28 13:00 or 13:00.",
        ),
    )
