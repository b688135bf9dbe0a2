"""The working calendar: when people work, and how long a time limit is in real time.

It counts in whole microseconds over a table of working periods (UTC), so that a deadline
costs two binary searches, and `used` meets `limit` exactly at `due`. Everybody imports
its names from `models.domain.deadline`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Pause = tuple[datetime, datetime]

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200
"""Instants outside these local years are mistakes; they would only fill the table."""
DAY_S: Final = 86_400
_US: Final = 1_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_FIRST_US: Final = (datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH) // _TICK
_LAST_US: Final = (datetime(LAST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH) // _TICK
_SPANS_IN_YEARS: Final = (2, 8, 40, LAST_YEAR - FIRST_YEAR)


class Unit(StrEnum):
    """What a limit is counted in: clock minutes and hours, working hours and days."""

    MIN = "MIN"
    H = "H"
    WH = "WH"
    WD = "WD"

    @property
    def is_clock(self) -> bool:
        """Whether nights and holidays count."""
        return self is Unit.MIN or self is Unit.H


_UNIT_S = {Unit.MIN: 60, Unit.H: 3600, Unit.WH: 3600}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time allowed, such as 4 WH. `amount` ≥ 0, may have a fraction."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of work within one day, closed below, open above.

    Invariants: seconds since local midnight, 0 ≤ `begin_s` < `end_s` ≤ 86,400.
    """

    begin_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin_s < self.end_s <= DAY_S:
            span = f"{_clock(self.begin_s)}-{_clock(self.end_s)}"
            words = Words(
                f"工作时段 {span} 不正确：须先始后终，在同一天之内。",
                f"the working period {span} must begin before it ends, within one day.",
            )
            raise BadInput("bad_period", words)


def _clock(s: int) -> str:
    return f"{s // 3600:02d}:{s % 3600 // 60:02d}"


OFFICE_HOURS: Final = (Period(30_600, 43_200), Period(50_400, 63_000))
"""08:30-12:00 and 14:00-17:30."""
OFFICE_WEEK: Final = (OFFICE_HOURS,) * 5 + ((), ())


def _shanghai() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A weekly template with its exceptions, in one time zone.

    `weekly` holds the periods of Monday to Sunday, each day in order and disjoint. On a
    date in `holidays` nobody works; on one in `workdays` (调休上班日) the hours of
    the first working weekday hold, whatever the weekday. A date in both is a workday.

    Raises
    ------
    BadInput
        `bad_calendar`, where the template cannot be; from any method
        `instant_out_of_range` or `pause_backwards`.

    Thread: any; the tables it keeps are the same whoever builds them.
    """

    weekly: tuple[tuple[Period, ...], ...] = OFFICE_WEEK
    zone: ZoneInfo = field(default_factory=_shanghai)
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    _tables: dict[tuple[int, int], _Table] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        in_order = all(a.end_s <= b.begin_s for day in self.weekly for a, b in pairwise(day))
        if len(self.weekly) != 7 or not any(self.weekly) or not in_order:
            words = Words(
                "工作日历的周模板不正确：需七天，至少一天有工作时段，时段按先后、不重叠。",
                "the weekly template needs seven days, work on at least one of them, and "
                "the periods of a day in order without overlap.",
            )
            raise BadInput("bad_calendar", words)

    def hours_on(self, day: date) -> tuple[Period, ...]:
        """The working periods of a local date, in order; empty on a day off."""
        if day in self.workdays:
            return self.weekly[day.weekday()] or next(hours for hours in self.weekly if hours)
        return () if day in self.holidays else self.weekly[day.weekday()]

    def due(self, start: datetime, limit: Limit, pauses: Sequence[Pause] = ()) -> datetime:
        """When the limit is used up, in UTC; pauses are half-open spans that do not count.

        Clock limits and working hours end at the first such instant (12:00, not 14:00).
        Working days are counted from the next working instant and end at its clock
        time, so a limit that began before work ends at the beginning of work. A fraction of a
        day is that part of the work between two such instants.
        """
        start_us, holes = _to_us(start), _merged(pauses)
        if limit.unit.is_clock:
            clipped = [(max(a, start_us), b) for a, b in holes if b > start_us]
            due_us = _pushed(start_us + _limit_us(limit), clipped, late=False)
            if not _FIRST_US <= start_us <= due_us < _LAST_US:
                raise _out_of_range(start)
            return _to_utc(due_us)
        late = limit.unit is Unit.WD
        for table in self._growing(start):
            begun = table.worked(start_us)
            end = self._end(table, start_us, limit)
            if end is None:
                continue
            if holes:
                spans = [(max(table.worked(a), begun), table.worked(b)) for a, b in holes]
                end = _pushed(end, [(a, b) for a, b in spans if b > a], late=late)
            if end < table.before[-1]:
                due_us = table.last_at(end) if late else table.first_at(end)
                return _to_utc(max(due_us, start_us))
        raise _out_of_range(start)

    def used_s(
        self, start: datetime, at: datetime, unit: Unit, pauses: Sequence[Pause] = ()
    ) -> float:
        """Seconds used between two instants, without the pauses; 0 where `at` ≤ `start`.

        Clock seconds for MIN and H, working seconds for WH and WD.
        """
        begin, end = _to_us(start), _to_us(at)
        if end <= begin:
            return 0.0
        spans = [(max(a, begin), min(b, end)) for a, b in _merged(pauses)]
        spans = [(a, b) for a, b in spans if b > a]
        if unit.is_clock:
            return (end - begin - sum(b - a for a, b in spans)) / _US
        years = self._year(at) - self._year(start) + 1
        worked = self._table(self._year(start), next(n for n in _SPANS_IN_YEARS if n >= years))
        paused = sum(worked.worked(b) - worked.worked(a) for a, b in spans)
        return (worked.worked(end) - worked.worked(begin) - paused) / _US

    def limit_s(self, limit: Limit, start: datetime) -> float:
        """The limit in seconds of its own time: `used_s` reaches it exactly at `due`."""
        if limit.unit is not Unit.WD:
            return _limit_us(limit) / _US
        start_us = _to_us(start)
        for table in self._growing(start):
            end = self._end(table, start_us, limit)
            if end is not None:
                return (end - table.worked(start_us)) / _US
        raise _out_of_range(start)

    def _end(self, table: _Table, start_us: int, limit: Limit) -> int | None:
        """The table's count of work at which the limit ends without pauses."""
        begun = table.worked(start_us)
        if limit.unit is Unit.WH:
            return begun + _limit_us(limit)
        whole = int(limit.amount)
        fraction = limit.amount - whole
        index = table.day_at(begun)
        if index + whole + 1 >= len(table.days):
            return None
        clock = _to_utc(table.last_at(begun)).astimezone(self.zone).time()
        end = self._worked_by(table, table.days[index + whole], clock)
        if fraction:
            following = self._worked_by(table, table.days[index + whole + 1], clock)
            end += round(fraction * (following - end) / _US) * _US
        return end

    def _worked_by(self, table: _Table, day: date, clock: time) -> int:
        return table.worked(_to_us(datetime.combine(day, clock, self.zone)))

    def _growing(self, start: datetime) -> Iterator[_Table]:
        # Most limits end within two years; the longer tables are built when one does not.
        year = self._year(start)
        return (self._table(year, years) for years in _SPANS_IN_YEARS)

    def _table(self, year: int, years: int) -> _Table:
        # Two threads may both build a table: the same value, so either may stay.
        table = self._tables.get((year, years))
        if table is None:
            table = self._tables[year, years] = _Table.built(self, year, years)
        return table

    def _year(self, at: datetime) -> int:
        year = at.astimezone(self.zone).year if 1 < at.year < 9999 else 0
        if not FIRST_YEAR <= year < LAST_YEAR:
            raise _out_of_range(at)
        return year


@dataclass(frozen=True, slots=True)
class _Table:
    """Working periods of some years, in order, as microseconds since 1970 in UTC.

    `before[i]` is the work done before period i, the *count*; `days` are the dates that
    have work, `day_of[i]` the index of period i's date.
    """

    begins: list[int]
    ends: list[int]
    before: list[int]
    day_of: list[int]
    days: list[date]

    @classmethod
    def built(cls, calendar: WorkCalendar, year: int, years: int) -> _Table:
        last = date(min(year + years, LAST_YEAR + 2), 1, 1)
        table = cls([], [], [], [], [])
        done = 0
        for ordinal in range(date(year, 1, 1).toordinal(), last.toordinal()):
            day = date.fromordinal(ordinal)
            periods = calendar.hours_on(day)
            if periods:
                table.days.append(day)
            for period in periods:
                # Where summer time begins, two periods of a day could overlap in UTC.
                free_us = table.ends[-1] if table.ends else 0
                begin = max(_wall_us(day, period.begin_s, calendar.zone), free_us)
                end = _wall_us(day, period.end_s, calendar.zone)
                if end > begin:
                    table.begins.append(begin)
                    table.ends.append(end)
                    table.before.append(done)
                    table.day_of.append(len(table.days) - 1)
                    done += end - begin
        return table

    def worked(self, at_us: int) -> int:
        """The count at an instant."""
        i = bisect_right(self.begins, at_us) - 1
        return self.before[i] + min(at_us, self.ends[i]) - self.begins[i] if i >= 0 else 0

    def first_at(self, count: int) -> int:
        """The first instant at which the count is reached."""
        i = max(bisect_left(self.before, count) - 1, 0)
        return self.begins[i] + count - self.before[i]

    def last_at(self, count: int) -> int:
        """The last instant before the count grows on: the next working instant."""
        i = bisect_right(self.before, count) - 1
        return self.begins[i] + count - self.before[i]

    def day_at(self, count: int) -> int:
        """Index of the working day of `last_at`."""
        return self.day_of[bisect_right(self.before, count) - 1]


def _limit_us(limit: Limit) -> int:
    return round(limit.amount * _UNIT_S[limit.unit]) * _US


def _pushed(end: int, holes: list[tuple[int, int]], *, late: bool) -> int:
    """The end moved on by every hole that opens before it (late: or at it)."""
    for begin, until in holes:
        if begin > end or (begin == end and not late):
            break
        end += until - begin
    return end


def _merged(pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted((_to_us(a), _to_us(b)) for a, b in pauses):
        if end < begin:
            raise _backwards(begin, end)
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _wall_us(day: date, clock_s: int, zone: ZoneInfo) -> int:
    wall = datetime.combine(day, time(), zone) + timedelta(seconds=clock_s)
    return _to_us(wall)


def _to_us(at: datetime) -> int:
    return (at - _EPOCH) // _TICK


def _to_utc(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)


def _backwards(begin: int, end: int) -> BadInput:
    span = f"{_to_utc(begin).isoformat()}/{_to_utc(end).isoformat()}"
    words = Words(
        f"暂停时段 {span} 的结束早于开始。", f"the pause {span} ends before it begins."
    )
    return BadInput("pause_backwards", words)


def _out_of_range(at: datetime) -> BadInput:
    words = Words(
        f"从 {at.isoformat()} 起算的时限超出工作日历（{FIRST_YEAR}–{LAST_YEAR} 年）。",
        f"a limit counted from {at.isoformat()} leaves the working calendar "
        f"({FIRST_YEAR} to {LAST_YEAR}).",
    )
    return BadInput("instant_out_of_range", words)
