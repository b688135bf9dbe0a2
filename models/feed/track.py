"""Fixes as arrays: where members were, and where everybody is at one instant.

Positions never pass through the journal. A `Fixes` value is a slice of the stream; a
`Track` answers "where was everybody at t" by one `searchsorted`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    """Microseconds since the epoch of an aware instant, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def from_us(ts_us: int) -> datetime:
    """The aware UTC instant of microseconds since the epoch, exactly."""
    return _EPOCH + ts_us * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Fixes:
    """GNSS fixes, one a row, in no promised order.

    All arrays have shape (n,): `member` int32 is `Member.ref`; `ts_us` int64 microseconds
    since the epoch, UTC; `lon_deg`, `lat_deg` float64 WGS 84; `speed_mps` and
    `heading_deg` (clockwise from north) float32, NaN where the device did not say.
    """

    member: NDArray[np.int32]
    ts_us: NDArray[np.int64]
    lon_deg: NDArray[np.float64]
    lat_deg: NDArray[np.float64]
    speed_mps: NDArray[np.float32]
    heading_deg: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.member)

    def taken(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> Fixes:
        """The rows of an index or mask, copied."""
        return Fixes(*(getattr(self, f.name)[index] for f in fields(self)))

    def joined(self, later: Fixes) -> Fixes:
        """These rows and then the others."""
        return Fixes(
            *(
                np.concatenate([getattr(self, f.name), getattr(later, f.name)])
                for f in fields(self)
            )
        )


def no_fixes() -> Fixes:
    """An empty slice."""
    return Fixes(
        np.empty(0, np.int32),
        np.empty(0, np.int64),
        np.empty(0),
        np.empty(0),
        np.empty(0, np.float32),
        np.empty(0, np.float32),
    )


class Track:
    """Fixes of a stretch of time, ready to be asked for any instant in it.

    Invariants: rows sorted by member, then time; a later row of one member never has an
    earlier `ts_us`.
    """

    def __init__(self, fixes: Fixes) -> None:
        order = np.lexsort((fixes.ts_us, fixes.member))
        self.fixes = fixes.taken(order)
        self.members, first = np.unique(self.fixes.member, return_index=True)
        self._first = first.astype(np.intp)
        self._end = np.append(first[1:], len(order)).astype(np.intp)
        self._base = int(self.fixes.ts_us.min()) if len(order) else 0
        span = int(self.fixes.ts_us.max()) - self._base + 2 if len(order) else 2
        # One sorted key holds member and time, so that all members are found at once.
        rank = np.repeat(np.arange(len(self.members)), self._end - self._first)
        self._span = span
        self._key = rank.astype(np.int64) * span + (self.fixes.ts_us - self._base)

    def at(self, ts_us: int) -> Fixes:
        """The last fix of each member at or before an instant.

        Members with no fix yet are left out. Copied.
        """
        if not len(self.members):
            return no_fixes()
        offset = min(max(ts_us - self._base, -1), self._span - 1)
        wanted = np.arange(len(self.members), dtype=np.int64) * self._span + offset
        row = np.searchsorted(self._key, wanted, side="right") - 1
        return self.fixes.taken(row[row >= self._first])

    def of(self, member: int, since_us: int, until_us: int) -> Fixes:
        """One member's fixes in a closed interval, in order of time."""
        where = np.searchsorted(self.members, member)
        if where >= len(self.members) or self.members[where] != member:
            return no_fixes()
        rows = slice(self._first[where], self._end[where])
        ts = self.fixes.ts_us[rows]
        begin, end = np.searchsorted(ts, [since_us, until_us + 1])
        return self.fixes.taken(np.arange(rows.start + begin, rows.start + end))


class LatestFixes:
    """The last fix of every member, kept up as the stream comes in.

    Thread: feed lane. `frozen` gives a value that nobody writes any more.
    """

    def __init__(self) -> None:
        self._latest = no_fixes()

    def take(self, fixes: Fixes) -> bool:
        """Keep what is newer; whether anything was."""
        if not len(fixes):
            return False
        both = self._latest.joined(fixes)
        order = np.lexsort((both.ts_us, both.member))
        member = both.member[order]
        last = np.append(member[1:] != member[:-1], True)
        newest = both.taken(order[last])
        if np.array_equal(newest.member, self._latest.member) and np.array_equal(
            newest.ts_us, self._latest.ts_us
        ):
            return False
        self._latest = newest
        return True

    def forget(self) -> None:
        """Start again, after a jump in time."""
        self._latest = no_fixes()

    def frozen(self) -> Fixes:
        """One row a member, sorted by member; never changed afterwards."""
        return self._latest
