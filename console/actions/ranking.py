"""Whom to send: the members worth offering for an incident, the best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from console.actions.judging import circumstances
from console.actions.whereabouts import refs_by_distance, sighting
from models.domain.dispatching import Answer, Verdict, may_assist, may_dispatch
from models.domain.error import Words
from models.domain.member import Duty
from models.picture.query import Availability, availability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.state.travel import Travel, Way
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.feed.frame import Frame

OFFERED = 20
"""More than a screenful helps nobody choose."""
MOST_LOOKED_AT = 600
"""Where everybody is busy the search ends here: about 10 ms, unseen at a key press."""
OWN_CELL = Words("本人网格", "own cell")
_FREE_ENOUGH = 12
_WIDER = 2
_NO_WAY_S: Final = 1e9
"""Whom no road brings there comes after all who have one, and before the lost."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member for an incident. `distance_m` and `fix_age_s` None where nobody knows.

    `way` is how long they would travel; None where either place is unknown, or nobody
    asked. `reasons` are the grounds against, the weightiest first; where there are none, what
    speaks for them.
    """

    member: Member
    distance_m: float | None
    fix_age_s: float | None
    load: int
    availability: Availability
    answer: Answer
    reasons: tuple[Words, ...]
    way: Way | None = None


def ranked(
    frame: Frame,
    incident: Incident,
    *,
    text: str = "",
    count: int = OFFERED,
    travel: Travel | None = None,
) -> tuple[Candidate, ...]:
    """The members to offer: those who can go at once, the soonest there first, then others.

    With `travel` more of the nearest are looked at than are offered: who lives across
    the river is near, and late. Without, distance decides.

    `text` leaves only names, numbers and skills that contain every word of it. Whoever
    is blocked is left out unless looked for by text, where the reason helps.
    """
    words = text.casefold().split()
    found: list[Candidate] = []
    eligible = 0
    enough = max(_FREE_ENOUGH, count) * (1 if travel is None else _WIDER)
    for looked, member in enumerate(_nearest_first(frame, incident)):
        if words and not _matches(member, words):
            continue
        if looked >= MOST_LOOKED_AT and not words:
            break
        candidate = candidate_of(frame, incident, member)
        if candidate.answer.verdict is Verdict.BLOCKED and not words:
            continue
        found.append(candidate)
        eligible += candidate.answer.verdict is Verdict.ELIGIBLE
        if eligible >= enough or (words and len(found) >= 4 * count):
            break
    if travel is not None:
        found = with_ways(frame, incident, found, travel)
    found.sort(key=_rank)
    return tuple(found[:count])


def with_ways(
    frame: Frame, incident: Incident, candidates: Sequence[Candidate], travel: Travel
) -> list[Candidate]:
    """The same candidates, with how long each would travel, as far as is known now."""
    if incident.place is None:
        return list(candidates)
    seen = [sighting(frame, candidate.member) for candidate in candidates]
    ways = iter(travel.ways([one.place for one in seen if one], incident.place))
    return [
        replace(candidate, way=next(ways) if one else None)
        for candidate, one in zip(candidates, seen, strict=True)
    ]


def _rank(candidate: Candidate) -> tuple[int, bool, float, int]:
    return (
        candidate.answer.verdict.value,
        candidate.availability is not Availability.FREE,
        _farness(candidate),
        candidate.load,
    )


def _farness(candidate: Candidate) -> float:
    """Seconds to the incident where they are known, else metres: one list has one kind."""
    if candidate.way is not None:
        return _NO_WAY_S if candidate.way.seconds is None else candidate.way.seconds
    return float("inf") if candidate.distance_m is None else candidate.distance_m


def _nearest_first(frame: Frame, incident: Incident) -> Iterator[Member]:
    members = frame.picture.members
    seen: set[int] = set()
    if incident.place is not None and len(frame.positions):
        by_ref = {m.ref: m for m in members.values() if m.duty is not Duty.LEFT}
        for ref in refs_by_distance(frame, incident.place, MOST_LOOKED_AT):
            member = by_ref.get(ref)
            if member is not None:
                seen.add(ref)
                yield member
    # Nobody knows where the others are: those whose home lies nearest in the tree come first.
    cells = frozenset(incident.cell_path)
    rest = [m for m in members.values() if m.ref not in seen and m.duty is not Duty.LEFT]
    rest.sort(key=lambda m: (-len(cells.intersection(m.cell_path)), m.number))
    yield from rest


def candidate_of(frame: Frame, incident: Incident, member: Member) -> Candidate:
    """One member as seen from one incident, as of the frame."""
    around = circumstances(frame, incident, member)
    rule = may_assist if incident.state.is_with_unit else may_dispatch
    answer = rule(incident, member, around)
    is_own = member.home_cell is not None and member.home_cell in incident.cell_path
    reasons = tuple(ground.words for ground in answer.grounds)
    return Candidate(
        member=member,
        distance_m=around.distance_m,
        fix_age_s=around.fix_age_s,
        load=around.load,
        availability=availability(member, around.load),
        answer=answer,
        reasons=reasons or ((OWN_CELL,) if is_own else ()),
    )


def _matches(member: Member, words: list[str]) -> bool:
    hay = " ".join((member.name, member.number, *member.skills)).casefold()
    return all(word in hay for word in words)
