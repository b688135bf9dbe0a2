"""The shift as a seat sees it: what waits for a signature, which sheets are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.domain.rights import may
from models.domain.scope import scope_of
from models.domain.shift import newest_first
from models.feed.frame import Capability
from models.picture.shift_sheet import last_handover

if TYPE_CHECKING:
    from datetime import datetime

    from console.state.session import Session
    from models.domain.ids import CellId
    from models.domain.shift import Handover, RoomNote
    from models.picture.picture import Picture
    from models.picture.shift_sheet import ShiftPapers


@dataclass(frozen=True, slots=True)
class SheetWanted:
    """A question: the sheet of a picture at an instant, or that of a hand-over."""

    picture: Picture
    now: datetime
    scope: tuple[CellId, ...]
    handover: Handover | None = None


@dataclass(frozen=True, slots=True)
class SheetMade:
    """Its answer, and the picture that knows the names of those on it."""

    papers: ShiftPapers
    picture: Picture


def scope_here(session: Session) -> tuple[CellId, ...]:
    """Whose shifts this seat hands over: those of its cells, or of the whole."""
    return scope_of(session.seat.cells, session.reference.grid.path_of)


def waiting_shift(session: Session) -> Handover | None:
    """The hand-over of this seat's cells that nobody has signed for; None where none waits."""
    last = last_handover(session.frame.picture, scope_here(session))
    return last if last is not None and last.waits else None


def may_sign(session: Session, handover: Handover | None) -> bool:
    """Whether whoever sits here may sign for it now."""
    if handover is None or not handover.waits:
        return False
    is_theirs = handover.author == session.seat.operator
    return not is_theirs and _may(session, "take-over-shift")


def may_hand_over(session: Session) -> bool:
    """Whether whoever sits here may hand the shift over now."""
    waiting = waiting_shift(session)
    is_free = waiting is None or waiting.author == session.seat.operator
    return is_free and _may(session, "hand-over-shift")


def past_shifts(session: Session) -> list[Handover]:
    """The hand-overs of the picture on show, the last one first."""
    return newest_first(session.frame.picture.handovers.values())


def standing_notes(session: Session) -> list[RoomNote]:
    """The notes to the room that stand at the frame's instant, the newest first."""
    now = session.frame.now
    standing = (one for one in session.frame.picture.notes.values() if one.stands(now))
    return sorted(standing, key=lambda one: (one.told_at, one.id), reverse=True)


def unread_notes(session: Session) -> list[RoomNote]:
    """Those that whoever sits here has neither written nor acknowledged."""
    operator = session.seat.operator
    return [one for one in standing_notes(session) if one.is_news_to(operator)]


def _may(session: Session, verb: str) -> bool:
    return session.frame.may(Capability.DISPATCH) and may(session.seat.roles, verb)
