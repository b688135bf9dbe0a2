"""When a leave begins and ends, as it is typed: a day, a day and a clock time, a clock."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final

from models.domain.error import BadInput, Words

_MOMENT: Final = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.])?(?P<month>\d{1,2})[-/.](?P<day>\d{1,2}))?"
    r"(?:[ T]*(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
)
_BACK: Final = timedelta(days=45)
"""A day without a year is the next one, or one of the last weeks."""


def leave_instant(text: str, now: datetime, *, is_end: bool) -> datetime:
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
    day = now.date()
    if "month" in parts:
        day = day.replace(parts.get("year", day.year), parts["month"], parts["day"])
        if "year" not in parts and day < (now - _BACK).date():
            day = day.replace(day.year + 1)
    if is_day_alone:
        return datetime.combine(day + timedelta(days=is_end), time(), now.tzinfo)
    clock = time(parts["hour"] % 24, parts["minute"])
    late = timedelta(days=1) if parts["hour"] == 24 and not parts["minute"] else timedelta()
    if parts["hour"] > 23 and not late:
        raise ValueError(parts)
    return datetime.combine(day, clock, now.tzinfo) + late


def _bad(text: str) -> BadInput:
    return BadInput(
        "bad_time",
        Words(
            f"“{text}”不是时间：写成 11-28、11-28 13:00 或 13:00。",
            f"'{text}' is no time: write 11-28, 11-28 13:00 or 13:00.",
        ),
    )
