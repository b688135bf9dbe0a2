"""From the map's drags to the domain's ids, and from the rule's answer to the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.actions.ranking import candidate_of, with_ways
from console.state.travel_words import PROFILES, way_words
from console.state.words import availability_words
from maps.canvas.marks import INCIDENT
from models.analysis.suggestion import Insight
from models.domain.ids import IncidentId, MemberId

if TYPE_CHECKING:
    from uuid import UUID

    from console.state.session import Session
    from maps.canvas.drop import DragPayload
    from models.domain.dispatching import Answer
    from models.domain.error import Language

Pair = tuple[tuple[IncidentId, ...], tuple[MemberId, ...]]


def pair_of(payload: DragPayload, target: UUID) -> Pair:
    """The incidents and the members that a drop brings together, whichever was carried."""
    if payload.kind == INCIDENT:
        return tuple(map(IncidentId, payload.ids)), (MemberId(target),)
    return (IncidentId(target),), tuple(map(MemberId, payload.ids))


def verdict_of(answer: Answer | None, language: Language) -> tuple[int, str]:
    """The colour of a target, and the words at the cursor: one ground a line."""
    if answer is None:
        return 0, ""
    words = "\n".join(ground.words.in_(language) for ground in answer.grounds)
    return int(answer.verdict), words


def prospect_of(session: Session, pair: Pair) -> str:
    """Who would go, how much they have in hand, how long they travel; of one pair alone."""
    picture = session.frame.picture
    incidents, members = pair
    if len(incidents) != 1 or len(members) != 1:
        return ""
    incident, member = picture.incidents.get(incidents[0]), picture.members.get(members[0])
    if incident is None or member is None:
        return ""
    insight = Insight(timetable=session.reference.timetable)
    alone = [candidate_of(session.frame, incident, member, insight)]
    (found,) = with_ways(session.frame, incident, alone, session.travel)
    said = [
        member.name or member.number,
        availability_words(found.availability),
        f"{found.load}/{member.capacity}",
    ]
    if found.way is not None:
        by = PROFILES[session.travel.profile].in_(session.seat.language)
        said += [way_words(found.way), by]
    return " · ".join(said)
