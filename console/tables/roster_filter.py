"""Whom the roster shows, and by what it puts them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console.state.leave_words import is_on_shift, shift_terms
from models.domain.skill import skill_terms

if TYPE_CHECKING:
    from console.state.session import Session
    from console.tables.staff import Staff
    from models.domain.member import Member


class Grouping(StrEnum):
    """What members are put together by."""

    TOWN = "town"
    COMMUNITY = "community"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Whom the roster shows; `text` looks in name, number, skills and shift."""

    text: str = ""
    on_duty: bool = False
    free: bool = False
    away: bool = False
    on_shift: bool = False

    @property
    def follows_the_clock(self) -> bool:
        """Whether who is shown changes by the hour alone."""
        return self.on_shift or bool(self.text)


def fits(wanted: RosterFilter, member: Member, staff: Staff, session: Session) -> bool:
    """Whether the roster shows a member who has not left."""
    for is_asked, who in (
        (wanted.free, staff.free),
        (wanted.away, staff.away),
        (wanted.on_duty, staff.on_duty),
    ):
        if is_asked and member.id not in who:
            return False
    if wanted.on_shift and (member.id in staff.away or not is_on_shift(session, member)):
        return False
    if not wanted.text:
        return True
    shift = () if member.id in staff.away else shift_terms(session, member)
    terms = (member.name, member.number, *shift, *skill_terms(member.skills))
    hay = "\n".join(terms).casefold()
    return all(word in hay for word in wanted.text.casefold().split())
