"""Where facts come from: a journal that grows, a recording that ended, a list in a test.

Four duties: tell the extent, give the picture before a point, read what follows,
wait for more. A source blocks its caller and owns no thread; the caller is a lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.feed.track import Fixes, Track, no_fixes, to_us
from models.picture.fold import fold
from models.picture.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.domain.fact import Entry


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a source reaches; both ends inclusive, `None` where it is empty.

    `grows` says whether more may come.
    """

    first_seq: int
    last_seq: int
    first_at: datetime | None
    last_at: datetime | None
    grows: bool


class Source(Protocol):
    """A sequence of facts with their fixes. Thread: the lane that owns it.

    Raises
    ------
    Trouble
        From any method, where the world stands between the caller and the facts.
    """

    def extent(self) -> Extent:
        """How far it reaches now."""

    def present(self) -> Picture:
        """The newest picture it can give without folding from the start."""

    def picture_before(self, at: datetime) -> Picture:
        """A picture whose last fact was recorded at or before `at`; the nearest kept one."""

    def picture_up_to(self, seq: int) -> Picture:
        """A kept picture with `seq` at most this; the nearest one."""

    def read_after(self, seq: int, limit: int) -> Sequence[Entry]:
        """The next entries in order of seq, at most `limit`; empty at the end."""

    def wait(self, timeout_s: float) -> bool:
        """Block until more may have come, or the time is over; whether the bell rang."""

    def fixes_between(self, since: datetime, until: datetime) -> Fixes:
        """Fixes with since < ts ≤ until."""

    def fixes_at(self, at: datetime) -> Fixes:
        """The last fix of every member with ts ≤ at, however old."""

    def latest_fixes(self) -> Fixes:
        """The last fix of every member, as known now."""


class ListSource:
    """Entries and fixes in memory: what a test plays."""

    def __init__(
        self, entries: Sequence[Entry], fixes: Fixes | None = None, *, grows: bool = False
    ) -> None:
        self.entries = list(entries)
        self.fixes = no_fixes() if fixes is None else fixes
        self.grows = grows

    def extent(self) -> Extent:
        """First and last entry."""
        if not self.entries:
            return Extent(0, 0, None, None, self.grows)
        first, last = self.entries[0], self.entries[-1]
        return Extent(first.seq, last.seq, first.recorded_at, last.recorded_at, self.grows)

    def present(self) -> Picture:
        """The fold of everything."""
        return fold(Picture(), self.entries)[0]

    def picture_before(self, at: datetime) -> Picture:  # noqa: ARG002 - keeps no pictures
        """The beginning."""
        return Picture()

    def picture_up_to(self, seq: int) -> Picture:  # noqa: ARG002 - keeps no pictures
        """The beginning."""
        return Picture()

    def read_after(self, seq: int, limit: int) -> Sequence[Entry]:
        """The next entries."""
        return [entry for entry in self.entries if entry.seq > seq][:limit]

    def wait(self, timeout_s: float) -> bool:  # noqa: ARG002 - nothing comes by itself
        """Never blocks: a list grows only between calls."""
        return False

    def fixes_between(self, since: datetime, until: datetime) -> Fixes:
        """Fixes with since < ts ≤ until."""
        low, high = to_us(since), to_us(until)
        ts = self.fixes.ts_us
        return self.fixes.taken((ts > low) & (ts <= high))

    def fixes_at(self, at: datetime) -> Fixes:
        """The last fix of every member with ts ≤ at."""
        return Track(self.fixes).at(to_us(at))

    def latest_fixes(self) -> Fixes:
        """All of them; the taker keeps the newest."""
        return self.fixes
