"""Rest between two shifts (`domain.md` §9.2): eleven hours, unless a district says otherwise.

What was planned already is nobody's mistake of today: only days that change are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from models.domain.error import Words
from models.domain.timetable import DAY_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from models.domain.timetable import Shift


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Two shifts of one member with too little between them; `rest_s` below 0 they overlap."""

    last_day: date
    last: Shift
    next_day: date
    next: Shift
    rest_s: int
    least_s: int

    @property
    def words(self) -> Words:
        """What is wrong, and the way out."""
        last, following, ends = self.last.words, self.next.words, _clock(self.last.end_s)
        begins, least_h = _clock(self.next.begin_s), self.least_s / 3600
        rest_h = max(self.rest_s, 0) / 3600
        return Words(
            f"{self.last_day} {last.zh}（至 {ends}）与 {self.next_day} {following.zh}"
            f"（{begins} 起）之间只休息 {rest_h:g} 小时，至少 {least_h:g} 小时："
            "改其中一天的班次；本区另有规定的，在“设置”中改最少休息时间。",
            f"between {last.en} of {self.last_day} (until {ends}) and {following.en} of "
            f"{self.next_day} (from {begins}) are only {rest_h:g} h of rest, not {least_h:g}"
            " h: give one of the days another shift; a district with a rule of its own sets "
            "the least rest under Settings.",
        )


def short_rests(
    days: Mapping[date, str],
    before: Mapping[date, str],
    shifts: Mapping[str, Shift],
    least_s: int,
) -> Iterator[ShortRest]:
    """The pairs of shifts with less than `least_s` between them, where a day of them changed.

    `days` and `before` are the codes by day as they will be and as they were.
    """
    served = sorted(day for day, code in days.items() if code in shifts)
    for last_day, next_day in pairwise(served):
        last, following = shifts[days[last_day]], shifts[days[next_day]]
        gap_s = (next_day - last_day).days * DAY_S + following.begin_s - last.end_s
        is_new = any(before.get(day) != days[day] for day in (last_day, next_day))
        if gap_s < least_s and is_new:
            yield ShortRest(last_day, last, next_day, following, gap_s, least_s)


def _clock(second: int) -> str:
    """A second after a midnight as a time of the clock."""
    minutes = second // 60 % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
