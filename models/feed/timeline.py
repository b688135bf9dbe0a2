"""Where a player stands in time, as values: following, playing or paused.

Following means "the end of the journal, now". Playing up to the live edge does not
become live: it waits there until somebody says follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MIN_SPEED = 0.25
MAX_SPEED = 60.0


class Mode(StrEnum):
    """What the timeline bar and the status strip say; nobody else asks."""

    FOLLOWING = "following"
    PLAYING = "playing"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Following:
    """At the end of the journal."""

    mode = Mode.FOLLOWING
    speed = 1.0


@dataclass(frozen=True, slots=True)
class Playing:
    """Moving from an anchor, so that rounding never adds up to drift.

    At `anchor_s` on the steady clock the cursor was at `anchor_at`.
    """

    anchor_at: datetime
    anchor_s: float
    speed: float
    mode = Mode.PLAYING

    def cursor(self, steady_s: float) -> datetime:
        """Where the cursor is on the steady clock's reading."""
        return self.anchor_at + timedelta(seconds=(steady_s - self.anchor_s) * self.speed)


@dataclass(frozen=True, slots=True)
class Paused:
    """Still, at an instant."""

    at: datetime
    mode = Mode.PAUSED
    speed = 1.0


Timeline = Following | Playing | Paused


@dataclass(frozen=True, slots=True)
class Follow:
    """Go to the end and stay there."""


@dataclass(frozen=True, slots=True)
class Play:
    """Move on from where the cursor is; a speed outside 0.25-60 is brought into it."""

    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Stand still where the cursor is."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Stand at an instant; a player that was playing goes on from there."""

    at: datetime


TimelineAct = Follow | Play | Pause | Seek


def turned(
    timeline: Timeline, act: TimelineAct, *, cursor: datetime, steady_s: float
) -> Timeline:
    """The timeline after an act; `cursor` is where it stands before."""
    match act:
        case Follow():
            return Following()
        case Play(speed):
            return Playing(cursor, steady_s, min(max(speed, MIN_SPEED), MAX_SPEED))
        case Pause():
            return Paused(cursor)
        case Seek(at):
            if isinstance(timeline, Playing):
                return Playing(at, steady_s, timeline.speed)
            return Paused(at)
