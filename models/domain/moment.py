"""An instant in the words of people near it: a clock time today, else with its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.domain.error import Words

if TYPE_CHECKING:
    from datetime import datetime

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = timedelta(days=6)


def moment(instant: datetime, at: datetime) -> Words:
    """An instant as said at another, in whose zone it is said.

    Today a clock time; within six days with the weekday, else with the date. The end of a day
    is 24:00 of that day, as people say of a leave or a shift that ends with it.
    """
    local, today = instant.astimezone(at.tzinfo), at.date()
    day, clock = local.date(), f"{local:%H:%M}"
    if clock == "00:00" and instant > at:
        day, clock = day - timedelta(days=1), "24:00"
    if day == today:
        return Words(clock, clock)
    if abs(day - today) <= _WEEK:
        weekday = day.weekday()
        return Words(f"周{_DAYS_ZH[weekday]} {clock}", f"{_DAYS_EN[weekday]} {clock}")
    return Words(f"{day:%m-%d} {clock}", f"{day:%m-%d} {clock}")
