"""The player: a source, a timeline and a clock make frames.

Live and replay differ in where the cursor stands and in nothing else. The player has
no thread and no timer; a lane calls `advance` and waits on the source in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from models.domain.error import Trouble
from models.feed.frame import Capability, Frame
from models.feed.timeline import Follow, Following, Paused, Playing, Seek, Timeline, turned
from models.feed.track import Fixes, LatestFixes, Track, no_fixes, to_us
from models.picture.fold import Changes, fold
from models.picture.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.domain.error import Words
    from models.domain.fact import Entry
    from models.feed.clock import Clock
    from models.feed.source import Source
    from models.feed.timeline import TimelineAct


BATCH = 1_000
LEAP = 3_000
"""A follower that is more facts behind takes the present picture and leaps over them."""
_LATEST_EVERY_S = 1.0
_TRACK_AHEAD = timedelta(minutes=10)
_LATE = timedelta(minutes=1)
"""Fixes come in as late as this: near the edge they are asked for again."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A track that knows everybody's place from `since` to `until`, both ends inclusive."""

    since: datetime
    until: datetime
    track: Track


class Player:
    """Makes frames of one source. Thread: the feed lane that owns it.

    Invariants: the picture only ever changes by the fold; a trouble of the source
    becomes the frame's `problem` and the last picture stays.
    """

    def __init__(
        self,
        source: Source,
        clock: Clock,
        *,
        timeline: Timeline | None = None,
        is_sealed: bool = False,
    ) -> None:
        """A sealed player never offers to dispatch, wherever it stands."""
        self._source = source
        self._clock = clock
        self._timeline: Timeline = timeline or Following()
        self._is_sealed = is_sealed
        self._picture: Picture | None = None
        self._cursor = clock.now()
        self._ahead: list[Entry] = []
        self._latest = LatestFixes()
        self._latest_s = float("-inf")
        self._stretch: _Stretch | None = None
        self._read_s = float("-inf")
        self._positions = no_fixes()
        self._jumped = True
        self._is_doubtful = False
        self._problem: Words | None = None
        self._contact_at: datetime | None = None
        self._extent: tuple[datetime | None, datetime | None, bool] = (None, None, True)

    @property
    def timeline(self) -> Timeline:
        """Where the player stands."""
        return self._timeline

    def steer(self, act: TimelineAct) -> None:
        """Follow, play, pause or seek; the next frame shows it."""
        steady_s = self._clock.steady_s()
        if isinstance(act, Seek):
            act = Seek(self._within(act.at))
        before = self._timeline
        self._timeline = turned(before, act, cursor=self._cursor, steady_s=steady_s)
        if isinstance(act, Seek) or (
            isinstance(act, Follow) and not isinstance(before, Following)
        ):
            self._jump()

    def advance(self) -> Frame:
        """Read what the timeline asks for and make the frame of this moment."""
        changes = Changes()
        positions_before = self._positions
        try:
            if self._picture is None:
                self._arrive()
            changes = self._follow() if isinstance(self._timeline, Following) else self._play()
            self._contact_at = self._clock.now()
            self._problem = None
        except Trouble as trouble:
            self._problem = trouble.words
        frame = self._frame(changes, moved=self._positions is not positions_before)
        if self._picture is not None:
            self._jumped = False
        return frame

    def wait(self, timeout_s: float) -> bool:
        """Block until the source rings, at most so long; only a follower listens."""
        try:
            return self._source.wait(timeout_s)
        except Trouble as trouble:
            self._problem = trouble.words
            return False

    # -- following ------------------------------------------------------------------

    def _follow(self) -> Changes:
        self._cursor = self._clock.now()
        if self._picture is None:
            self._picture = self._source.present()
        changes = Changes()
        while entries := self._source.read_after(self._picture.seq, BATCH):
            if len(entries) == BATCH and self._is_far_behind():
                # A desk that slept: nobody can look at all that it missed, fact by fact.
                present = self._source.present()
                self._jump()
                self._picture, changes = present, Changes()
                break
            self._picture, more = fold(self._picture, entries)
            changes = changes.united(more)
            if len(entries) < BATCH:
                break
        self._is_doubtful = self._is_doubtful or bool(changes.unread)
        if self._is_doubtful:
            # What the journal does not say in words that anybody can read, the tables say.
            self._picture, self._jumped = self._source.present(), True
            self._is_doubtful = False
        steady_s = self._clock.steady_s()
        if steady_s - self._latest_s >= _LATEST_EVERY_S:
            self._latest_s = steady_s
            if self._latest.take(self._source.latest_fixes()):
                self._positions = self._latest.frozen()
        return changes

    def _is_far_behind(self) -> bool:
        seq = self._picture.seq if self._picture else 0
        return self._source.extent().last_seq - seq > LEAP

    # -- elsewhere in time ------------------------------------------------------------

    def _play(self) -> Changes:
        self._cursor = self._aimed()
        changes = Changes()
        if self._picture is None:
            self._picture = self._source.picture_before(self._cursor)
            self._ahead = []
        while due := self._due(self._picture.seq):
            self._picture, more = fold(self._picture, due)
            changes = changes.united(more)
        self._positions = self._places()
        return changes

    def _aimed(self) -> datetime:
        if isinstance(self._timeline, Paused):
            return self._timeline.at
        if not isinstance(self._timeline, Playing):
            return self._cursor
        wanted = self._timeline.cursor(self._clock.steady_s())
        edge = self._edge()
        if edge is None or wanted < edge:
            return wanted
        if not self._extent[2]:
            self._timeline = Paused(edge)
        else:
            # At the live edge the anchor moves along, or the time spent waiting would
            # be made up in a rush when the speed is turned down.
            self._timeline = replace(
                self._timeline, anchor_at=edge, anchor_s=self._clock.steady_s()
            )
        return edge

    def _due(self, seq: int) -> Sequence[Entry]:
        if not self._ahead:
            self._ahead = list(self._source.read_after(seq, BATCH))
        due = [entry for entry in self._ahead if entry.recorded_at <= self._cursor]
        self._ahead = self._ahead[len(due) :]
        return due

    def _places(self) -> Fixes:
        places = self._stretch_here().track.at(to_us(self._cursor))
        # Between two fixes nobody moves: the same value tells the screens so.
        return self._positions if _same(places, self._positions) else places

    def _stretch_here(self) -> _Stretch:
        known, at, steady_s = self._stretch, self._cursor, self._clock.steady_s()
        if known is not None and known.since <= at <= known.until:
            return known
        edge = self._edge()
        if known is None or at < known.since or at - known.until > _TRACK_AHEAD:
            fixes, since = self._source.fixes_at(at), at
        elif edge is not None and at >= edge and steady_s - self._read_s < _LATEST_EVERY_S:
            return known
        else:
            since = known.until - _LATE
            fixes = known.track.at(to_us(since))
        until = at + _TRACK_AHEAD
        if edge is not None:
            # What lies beyond the edge has not been recorded yet: ask again then.
            until = max(at, min(until, edge))
        fixes = fixes.joined(self._source.fixes_between(since, until))
        self._read_s = steady_s
        self._stretch = _Stretch(min(since, at), until, Track(fixes))
        return self._stretch

    # -- all the same -----------------------------------------------------------------

    def _jump(self) -> None:
        self._picture = None
        self._ahead = []
        self._stretch = None
        self._positions = no_fixes()
        self._latest.forget()
        self._latest_s = float("-inf")
        self._jumped = True
        if isinstance(self._timeline, Paused):
            self._cursor = self._timeline.at
        elif isinstance(self._timeline, Playing):
            self._cursor = self._timeline.anchor_at

    def _arrive(self) -> None:
        """Learn how far the source reaches, and stand no later than that."""
        extent = self._source.extent()
        self._extent = (extent.first_at, extent.last_at, extent.grows)
        timeline = self._timeline
        edge = self._edge()
        if isinstance(timeline, Paused) and edge is not None and timeline.at > edge:
            self._timeline = Paused(edge)
        elif isinstance(timeline, Following) and not extent.grows:
            # A recording has no end that could be followed.
            self._timeline = Paused(extent.last_at or self._cursor)

    def _edge(self) -> datetime | None:
        """The newest instant one can stand at."""
        _, last_at, grows = self._extent
        return self._clock.now() if grows else last_at

    def _within(self, at: datetime) -> datetime:
        first_at, _, _ = self._extent
        edge = self._edge()
        if edge is not None and at > edge:
            return edge
        return first_at if first_at is not None and at < first_at else at

    def _capabilities(self) -> frozenset[Capability]:
        may = {Capability.SEEK}
        if self._extent[2]:
            may.add(Capability.FOLLOW)
        follows = isinstance(self._timeline, Following) and self._picture is not None
        if follows and not self._is_sealed:
            # With the database away acts still go to the outbox, so dispatch stays.
            may.add(Capability.DISPATCH)
        return frozenset(may)

    def _frame(self, changes: Changes, *, moved: bool) -> Frame:
        first_at, last_at, grows = self._extent
        picture = self._picture or Picture()
        return Frame(
            picture=picture,
            now=self._cursor,
            mode=self._timeline.mode,
            changes=changes,
            speed=self._timeline.speed,
            jumped=self._jumped,
            positions=self._positions,
            positions_changed=moved or self._jumped,
            capabilities=self._capabilities(),
            problem=self._problem,
            contact_at=self._contact_at,
            first_at=first_at,
            last_at=self._edge() if grows else last_at,
        )


def _same(one: Fixes, other: Fixes) -> bool:
    return np.array_equal(one.member, other.member) and np.array_equal(one.ts_us, other.ts_us)
