"""An instant in the words of people near it: a clock time today, else with its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.domain.error import Words

if TYPE_CHECKING:
    from datetime import date, datetime

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = timedelta(days=6)


def moment(instant: datetime, at: datetime, *, is_begin: bool = False) -> Words:
    """An instant as said at another, in whose zone it is said.

    Today a clock time; within six days with the weekday, else with the date. The end of a day
    is 24:00 of that day, as people say of a leave or a shift that ends with it; what begins
    then begins at 00:00 of the next.
    """
    local, today = instant.astimezone(at.tzinfo), at.date()
    day, clock = local.date(), f"{local:%H:%M}"
    if clock == "00:00" and instant > at and not is_begin:
        day, clock = day - timedelta(days=1), "24:00"
    if day == today:
        return Words(clock, clock)
    if abs(day - today) <= _WEEK:
        weekday = weekday_words(day)
        return Words(f"{weekday.zh} {clock}", f"{weekday.en} {clock}")
    return Words(f"{day:%m-%d} {clock}", f"{day:%m-%d} {clock}")


def weekday_words(day: date) -> Words:
    """The day of the week, short."""
    weekday = day.weekday()
    return Words(f"周{_DAYS_ZH[weekday]}", _DAYS_EN[weekday])
