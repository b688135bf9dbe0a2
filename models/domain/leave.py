"""Leave (请假): when a member does not serve, who asked for it and who granted it.

A member carries the leaves that still matter, so that whoever may dispatch them is told at
once, in a replay too. Why somebody is away is nobody's business but that of whoever grants it:
the reason is a note of the fact, kept beside the journal where it can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.domain.ids import LeaveId, MemberId

LONGEST_LEAVE: Final = timedelta(days=366)
"""Whoever is away for longer has left the roster."""
MOST_LEAVES: Final = 12
"""So many a member may have asked for or been granted ahead: every console carries them."""
_KEPT_FOR: Final = timedelta(days=7)
"""How long one that is over stays with the member: the card shows the week's."""
_SETTLED: Final = 4
"""So many that were denied or withdrawn stay beside a new one: asking again costs nothing."""


class LeaveKind(StrEnum):
    """Why somebody is away, as a personnel office counts it."""

    ANNUAL = "annual"
    SICK = "sick"
    PERSONAL = "personal"
    TRAINING = "training"
    OTHER = "other"


class LeaveState(StrEnum):
    """How far a leave has come."""

    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Leave:
    """One leave, from `begins_at` until `ends_at`, the latter exclusive.

    Invariants: begins before it ends; `decided_by` is empty until somebody granted, denied or
    withdrew it. One that is ended early ends at that instant.
    """

    id: LeaveId
    kind: LeaveKind
    begins_at: datetime
    ends_at: datetime
    state: LeaveState
    asked_by: str
    decided_by: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is asked for or granted: nobody has said no."""
        return self.state in {LeaveState.ASKED, LeaveState.GRANTED}

    def holds(self, at: datetime) -> bool:
        """Whether the member is away at an instant."""
        return self.state is LeaveState.GRANTED and self.begins_at <= at < self.ends_at

    def meets(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether it shares an instant with a span."""
        return self.begins_at < ends_at and begins_at < self.ends_at


def leave_at(leaves: Iterable[Leave], at: datetime) -> Leave | None:
    """The leave that somebody is on at an instant; of several the one that ends last."""
    return max((one for one in leaves if one.holds(at)), key=_end, default=None)


def with_leave(leaves: Iterable[Leave], new: Leave, at: datetime) -> tuple[Leave, ...]:
    """The leaves with one of them put in or changed, in order, without what is long over.

    Of those that nobody waits for any more, denied or withdrawn, the last few stay.
    """
    others = [one for one in leaves if one.id != new.id and one.ends_at > at - _KEPT_FOR]
    settled = sorted((one for one in others if not one.counts), key=_age)[:-_SETTLED]
    return tuple(sorted((new, *(one for one in others if one not in settled)), key=_order))


def _age(leave: Leave) -> LeaveId:
    # Ids tell when they were made.
    return leave.id


def _end(leave: Leave) -> datetime:
    return leave.ends_at


def _order(leave: Leave) -> tuple[datetime, LeaveId]:
    return leave.begins_at, leave.id


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLeave:
    """Ask for a leave; `verb` give-leave is asked and granted at once."""

    verb: str = "ask-leave"
    member: MemberId
    leave: LeaveId
    kind: LeaveKind
    begins_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeLeave:
    """Decide upon a leave; `verb` is grant-leave, deny-leave or end-leave.

    Without `leave` the only one is meant that it can be.
    """

    verb: str
    member: MemberId
    leave: LeaveId | None = None
    reason: str = ""


LEAVE_VERBS: Final[tuple[str, ...]] = (
    "ask-leave",
    "give-leave",
    "grant-leave",
    "deny-leave",
    "end-leave",
)
FACT_OF_LEAVE: Final = {
    "ask-leave": "leave-asked",
    "give-leave": "leave-given",
    "grant-leave": "leave-granted",
    "deny-leave": "leave-denied",
    "end-leave": "leave-ended",
}
"""What each verb leaves in the journal."""
