"""A frame: one immutable value that holds all a screen may show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from models.feed.track import Fixes, no_fixes
from models.picture.fold import Changes

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.error import Words
    from models.feed.timeline import Mode
    from models.picture.picture import Picture


class Capability(StrEnum):
    """What the screens may offer at this frame; asked instead of the mode."""

    DISPATCH = "dispatch"
    SEEK = "seek"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known, and as of when.

    `now` is the instant all waiting times count to. `jumped` says that this frame does
    not continue the one before: views drop trails, animations and half-done drags.
    `contact_at` is the home's time of the last word from the source; while
    `problem` stands, the picture is as old as that. `positions` has one row a
    member.
    """

    picture: Picture
    now: datetime
    mode: Mode
    changes: Changes = field(default_factory=Changes)
    speed: float = 1.0
    jumped: bool = False
    positions: Fixes = field(default_factory=no_fixes)
    positions_changed: bool = False
    capabilities: frozenset[Capability] = frozenset()
    problem: Words | None = None
    contact_at: datetime | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def seq(self) -> int:
        """The last fact in the picture."""
        return self.picture.seq

    @property
    def age_s(self) -> float | None:
        """Seconds since the last word from the source, by the home's clock; None if never."""
        if self.contact_at is None:
            return None
        return max(0.0, (self.now - self.contact_at).total_seconds())

    def may(self, capability: Capability) -> bool:
        """Whether the screens may offer this."""
        return capability in self.capabilities


def united(earlier: Frame, later: Frame) -> Frame:
    """The later frame, owning up to the changes of an earlier one that nobody saw."""
    return replace(
        later,
        changes=earlier.changes.united(later.changes),
        jumped=earlier.jumped or later.jumped,
        positions_changed=earlier.positions_changed or later.positions_changed,
    )
