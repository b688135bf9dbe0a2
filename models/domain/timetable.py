"""Shifts (排班): the templates of a district, and who is rostered for which on which day.

A member carries the days ahead as one text, `2026-11-23 D D N - ?`: the first day, then a code
a day, `-` for a day off and `?` where nobody has said. What it means is told by the templates
of now. Where nothing is known of a day, nothing is warned of. All of it is wall time: a shift
from 22:00 to 07:00 is the day's on which it begins, whatever a clock does in that night.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from models.domain.ids import MemberId

DAY_S: Final = 86_400
OFF: Final = "-"
"""A day on which a member does not serve."""
UNSAID: Final = "?"
"""A day of which nobody has said anything."""
MOST_DAYS: Final = 62
"""So many days a member may be rostered for: every console carries them."""
LONGEST_CODE: Final = 8
_SOUGHT_DAYS: Final = 10
"""So far back and ahead the last and the next shift are looked for."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A template: from `begin_s` after midnight until `end_s`, which may be tomorrow's.

    Invariants: 0 ≤ `begin_s` < 86,400; `begin_s` < `end_s` ≤ `begin_s` + 86,400.
    """

    code: str
    words: Words
    begin_s: int
    end_s: int


def _at(hour: int, minute: int = 0) -> int:
    return hour * 3600 + minute * 60


USUAL_SHIFTS: Final = (
    Shift("D", Words("白班", "Day"), _at(8, 30), _at(17, 30)),
    Shift("E", Words("早班", "Early"), _at(7), _at(14, 30)),
    Shift("L", Words("晚班", "Late"), _at(14, 30), _at(22)),
    Shift("N", Words("夜班", "Night"), _at(22), _at(31)),
    Shift("A", Words("四班三运转·早", "Four teams, first"), _at(0), _at(8)),
    Shift("B", Words("四班三运转·中", "Four teams, second"), _at(8), _at(16)),
    Shift("C", Words("四班三运转·晚", "Four teams, third"), _at(16), _at(24)),
)
"""The templates (`domain.md` §9.2) until a district says otherwise, each by its code."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of one day: when it begins and ends, in the district's zone."""

    shift: Shift
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Turns:
    """Where somebody stands in their shifts at an instant: the present, last and next one."""

    now: Turn | None
    last: Turn | None
    next: Turn | None


def _shanghai() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """The zone and the templates by which rosters are read.

    Thread: any; what it remembers of a text is the same whoever read it.
    """

    zone: tzinfo = field(default_factory=_shanghai)
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    _read: dict[str, tuple[date, tuple[str, ...]]] = field(default_factory=dict, init=False)

    def local(self, at: datetime) -> datetime:
        """An instant in the district's zone."""
        return at.astimezone(self.zone)

    def is_off(self, rota: str, at: datetime) -> bool:
        """Whether somebody is known to be outside of their shifts at a local instant."""
        if not rota:
            return False
        codes, index = self._place(rota, at)
        return self._is_said(codes, index) and self._running(codes, index, at) is None

    def turns(self, rota: str, at: datetime) -> Turns | None:
        """Where somebody stands at a local instant; None where nothing is known of the day."""
        if not rota:
            return None
        codes, index = self._place(rota, at)
        running = self._running(codes, index, at)
        if running is None and not self._is_said(codes, index):
            return None
        first = at.date() - timedelta(days=index)
        back = range(min(index, len(codes) - 1), max(-1, index - _SOUGHT_DAYS), -1)
        ahead = range(max(0, index), min(len(codes), index + _SOUGHT_DAYS))
        past, future = (
            (self._turn(first, day, codes[day]) for day in days if codes[day] in self.shifts)
            for days in (back, ahead)
        )
        return Turns(
            None if running is None else self._turn(first, running, codes[running]),
            next((one for one in past if one.ends_at <= at), None),
            next((one for one in future if one.begins_at > at), None),
        )

    def shift_at(self, rota: str, at: datetime) -> Shift | None:
        """The shift that runs at a local instant."""
        if not rota:
            return None
        codes, index = self._place(rota, at)
        running = self._running(codes, index, at)
        return None if running is None else self.shifts[codes[running]]

    def day(self, rota: str, day: date) -> str:
        """The code of a day; `UNSAID` where nobody has said."""
        if not rota:
            return UNSAID
        first, codes = self._parsed(rota)
        index = (day - first).days
        return codes[index] if 0 <= index < len(codes) else UNSAID

    def _place(self, rota: str, at: datetime) -> tuple[tuple[str, ...], int]:
        first, codes = self._parsed(rota)
        return codes, (at.date() - first).days

    def _parsed(self, rota: str) -> tuple[date, tuple[str, ...]]:
        found = self._read.get(rota)
        if found is None:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            found = self._read[rota] = rota_days(rota)
        return found

    def _is_said(self, codes: tuple[str, ...], index: int) -> bool:
        return 0 <= index < len(codes) and (codes[index] == OFF or codes[index] in self.shifts)

    def _running(self, codes: tuple[str, ...], index: int, at: datetime) -> int | None:
        """The day whose shift runs: today's, or yesterday's past midnight."""
        second = at.hour * 3600 + at.minute * 60 + at.second
        for back in (0, 1):
            day = index - back
            shift = self.shifts.get(codes[day]) if 0 <= day < len(codes) else None
            if shift is not None and shift.begin_s <= second + back * DAY_S < shift.end_s:
                return day
        return None

    def _turn(self, first: date, index: int, code: str) -> Turn:
        shift, midnight = self.shifts[code], datetime.combine(first, time(), self.zone)
        begin, end = (
            midnight + timedelta(days=index, seconds=s) for s in (shift.begin_s, shift.end_s)
        )
        return Turn(shift, begin, end)


_MOST_READ: Final = 20_000


@lru_cache(maxsize=16)
def timetable_of(zone: tzinfo, shifts: tuple[Shift, ...]) -> Timetable:
    """The timetable of a zone and templates: one for all who ask, so that it remembers."""
    return Timetable(zone, {one.code: one for one in shifts})


def rota_days(rota: str) -> tuple[date, tuple[str, ...]]:
    """The first day and the codes of a text.

    Raises
    ------
    BadInput
        `bad_rota`, showing how it is written.
    """
    first, _, rest = rota.partition(" ")
    # A code is one object in all the rosters that are remembered.
    codes = tuple(map(sys.intern, rest.split(" "))) if rest else ()
    try:
        day = date.fromisoformat(first)
    except ValueError:
        raise _bad_rota(rota) from None
    if not 0 < len(codes) <= MOST_DAYS or not all(map(is_code, codes)):
        raise _bad_rota(rota)
    return day, codes


def is_code(text: str) -> bool:
    """Whether a text can stand for a day: short, without spaces."""
    return 0 < len(text) <= LONGEST_CODE and not any(map(str.isspace, text))


def rota_text(days: Mapping[date, str]) -> str:
    """The text of days and their codes; what is not said between them is `UNSAID`."""
    said = {day: code for day, code in days.items() if code != UNSAID}
    if not said:
        return ""
    first, last = min(said), max(said)
    codes = (
        said.get(first + timedelta(days=n), UNSAID) for n in range((last - first).days + 1)
    )
    return " ".join((first.isoformat(), *codes))


def days_of(rota: str) -> dict[date, str]:
    """The days of a text with their codes, those left out that nobody has said."""
    if not rota:
        return {}
    first, codes = rota_days(rota)
    days = ((first + timedelta(days=n), code) for n, code in enumerate(codes))
    return {day: code for day, code in days if code != UNSAID}


def _bad_rota(rota: str) -> BadInput:
    said = rota[:80]
    return BadInput(
        "bad_rota",
        Words(
            f"“{said}”不是排班：应为首日和每天的班次代码（至多 {MOST_DAYS} 天），"
            "如 2026-11-23 D D N - -",
            f"{said!r} is no rota: the first day, then a code a day, {MOST_DAYS} at the "
            "most, such as 2026-11-23 D D N - -",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRota:
    """What a member is rostered for from now on, as one text; empty for nothing."""

    verb: str = "set-rota"
    member: MemberId
    rota: str
