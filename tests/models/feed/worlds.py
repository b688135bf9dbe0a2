"""Sources, clocks and players for tests of the feed, all driven by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from models.domain.error import Trouble, Words
from models.feed.clock import ManualClock
from models.feed.player import Player
from models.feed.source import ListSource
from models.feed.track import Fixes, to_us
from tests.builders import NINE, a_fact, a_journal, a_member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.domain.fact import Entry
    from models.feed.source import Extent
    from models.feed.timeline import Timeline
    from models.picture.picture import Picture

AWAY = Trouble("database_away", Words("数据库不在", "the database is away"))


def a_day(count: int = 10) -> tuple[Entry, ...]:
    """So many members enrolled, one a second: entry n is recorded n seconds after nine."""
    return a_journal([a_fact(a_member(), verb="enrolled") for _ in range(count)])


def second(number: float) -> datetime:
    """The instant at which entry `number` of a day was recorded."""
    return NINE + timedelta(seconds=number)


class MoodySource(ListSource):
    """A list that grows between calls, and a world that can go away."""

    is_away = False
    has_no_present = False
    reads = 0

    def extent(self) -> Extent:
        self._look()
        return super().extent()

    def present(self) -> Picture:
        self._look()
        if self.has_no_present:
            raise AWAY
        return super().present()

    def read_after(self, seq: int, limit: int) -> Sequence[Entry]:
        self._look()
        self.reads += 1
        return super().read_after(seq, limit)

    def wait(self, timeout_s: float) -> bool:
        self._look()
        return super().wait(timeout_s)

    def _look(self) -> None:
        if self.is_away:
            raise AWAY


class World:
    """A source, a clock and a player over them."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        now: datetime,
        at: Timeline | None = None,
        grows: bool = True,
        fixes: Fixes | None = None,
    ) -> None:
        self.source = MoodySource(entries, fixes, grows=grows)
        self.clock = ManualClock(now)
        self.player = Player(self.source, self.clock, timeline=at)

    def seq(self) -> int:
        """Where the next frame stands."""
        return self.player.advance().seq


def fixes_of(rows: Sequence[tuple[int, float, float]]) -> Fixes:
    """Fixes from (member, seconds after nine, longitude)."""
    count = len(rows)
    return Fixes(
        np.array([row[0] for row in rows], np.int32),
        np.array([to_us(second(row[1])) for row in rows], np.int64),
        np.array([row[2] for row in rows], float),
        np.full(count, 36.0),
        np.full(count, np.nan, np.float32),
        np.full(count, np.nan, np.float32),
    )


def renumbered(entries: Sequence[Entry], at: datetime) -> list[Entry]:
    """The entries as if they had all been recorded at one instant."""
    return [replace(entry, recorded_at=at) for entry in entries]
