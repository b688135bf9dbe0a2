"""Whom to send: the members worth offering for an incident, the best first.

What speaks for and against somebody is weighed by `models.analysis.suggestion`; here it is
told who stands where on a frame, and how long each would travel.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from console.actions.judging import circumstances
from console.actions.whereabouts import sighting
from models.analysis.suggestion import Ground, Insight, Known, grounds
from models.analysis.survey import Crowd, People, survey
from models.domain.dispatching import Answer, may_assist, may_dispatch
from models.domain.incident import State
from models.domain.member import Duty
from models.domain.skill import skill_terms
from models.feed.track import to_us
from models.geography.roads import legs_m
from models.picture.query import Availability, availability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from console.state.travel import Travel, Way
    from models.domain.error import Words
    from models.domain.ids import MemberId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.domain.timetable import Timetable
    from models.feed.frame import Frame

OFFERED = 20
"""More than a screenful helps nobody choose."""
STRAIGHT_S_PER_M: Final = 0.312
"""An electric bicycle on a way 1.3 times the straight line: what ranks before roads do."""
_LOOKED_AT = 2 * OFFERED
_NO_WAY_MIN: Final = 1e6
"""Whom no road brings there comes after all who have one, and before the lost."""
_LOST_MIN: Final = 1e7
_SHOWN_ELSEWHERE: Final = frozenset({"task", "fix_age", "unplaced"})
"""A row shows load, age and place of its own accord."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member for an incident. `distance_m` and `fix_age_s` None where nobody knows.

    `way` is how long they would travel; None where either place is unknown, or nobody
    asked. `reasons` are the grounds against, the weightiest first; where there are none, what
    speaks for them. `grounds` add up, with the way, to what they are ranked by.
    """

    member: Member
    distance_m: float | None
    fix_age_s: float | None
    load: int
    availability: Availability
    answer: Answer
    reasons: tuple[Words, ...]
    way: Way | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def cost_min(self) -> float:
        """Way and grounds in minutes; huge where no way leads there or nobody knows one."""
        return self._way_min + sum(ground.minutes for ground in self.grounds)

    @property
    def _way_min(self) -> float:
        if self.way is not None:
            return _NO_WAY_MIN if self.way.seconds is None else self.way.seconds / 60
        if self.distance_m is None:
            return _LOST_MIN
        return self.distance_m * STRAIGHT_S_PER_M / 60


def _nobody() -> Mapping[str, tuple[MemberId, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggested:
    """The members offered, the best first, and all others by the reason they are not.

    `considered` is how many were weighed.
    """

    candidates: tuple[Candidate, ...] = ()
    considered: int = 0
    left_out: Mapping[str, tuple[MemberId, ...]] = field(default_factory=_nobody)


NOTHING: Final = Suggested()


def ranked(
    frame: Frame,
    incident: Incident,
    *,
    text: str = "",
    count: int = OFFERED,
    travel: Travel | None = None,
    insight: Insight | None = None,
) -> tuple[Candidate, ...]:
    """The members to offer; see `suggested`."""
    found = suggested(frame, incident, text=text, count=count, travel=travel, insight=insight)
    return found.candidates


def suggested(
    frame: Frame,
    incident: Incident,
    *,
    text: str = "",
    count: int = OFFERED,
    travel: Travel | None = None,
    insight: Insight | None = None,
) -> Suggested:
    """The members to offer: those who can go at once, then those the rule warns of.

    Everybody is weighed; of the best, twice as many as are offered are asked for their way
    by road, with `travel`: who lives across the river is near, and late.

    `text` leaves only names, numbers and skills that contain every word of it. Whoever
    is blocked is left out unless looked for by text, where the reason helps.
    """
    insight = insight or Insight()
    words = text.casefold().split()
    people = people_of(crowd_of(frame, insight.timetable), incident)
    seen = survey(incident, people, insight, straight_s_per_m=STRAIGHT_S_PER_M)
    order = seen.order
    if words:
        fits = [_matches(one, words) for one in people.members]
        order = order[np.array(fits, np.bool_)[order]]
    elif not _may_go_to_anybody(incident):
        order = order[:0]
    else:
        order = order[~seen.is_blocked[order]]
    rows = order[: max(_LOOKED_AT, count)].tolist()
    best = [candidate_of(frame, incident, people.members[row], insight) for row in rows]
    if travel is not None:
        best = with_ways(frame, incident, best, travel)
    places = sorted(range(len(best)), key=[_rank(one) for one in best].__getitem__)[:count]
    offered = np.array([rows[place] for place in places], np.intp)
    ids = {
        reason: tuple(people.members[row].id for row in rest)
        for reason, rest in seen.left_out(offered).items()
    }
    return Suggested(tuple(best[place] for place in places), len(people.members), ids)


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


def candidate_of(
    frame: Frame, incident: Incident, member: Member, insight: Insight | None = None
) -> Candidate:
    """One member as seen from one incident, as of the frame."""
    insight = insight or Insight()
    around = circumstances(frame, incident, member, insight.timetable)
    rule = may_assist if incident.state.is_with_unit else may_dispatch
    answer = rule(incident, member, around)
    against = tuple(ground.words for ground in answer.grounds)
    weighed = grounds(incident, Known(member, around), insight)
    speaking = tuple(one.words for one in weighed if one.code not in _SHOWN_ELSEWHERE)
    return Candidate(
        member=member,
        distance_m=around.distance_m,
        fix_age_s=around.fix_age_s,
        load=around.load,
        availability=availability(member, around.load, frame.now),
        answer=answer,
        reasons=against or speaking,
        grounds=weighed,
    )


def _may_go_to_anybody(incident: Incident) -> bool:
    return incident.state.is_with_unit or incident.state is State.REGISTERED


def crowd_of(frame: Frame, timetable: Timetable) -> Crowd:
    """The roster as of a frame; whoever left it is nobody's candidate."""
    members = [m for m in frame.picture.members.values() if m.duty is not Duty.LEFT]
    row = _fix_rows(frame, members)
    is_seen = row >= 0
    age_s = np.full(len(members), np.nan)
    age_s[is_seen] = np.maximum(to_us(frame.now) - frame.positions.ts_us[row[is_seen]], 0) / 1e6
    tasks_of = frame.picture.tasks_of
    load = np.array([len(tasks_of.get(member.id, ())) for member in members], np.int64)
    places = np.full((len(members), 2), np.nan)
    fixes = frame.positions
    places[is_seen] = np.column_stack([fixes.lon_deg, fixes.lat_deg])[row[is_seen]]
    return Crowd(members, load, age_s, places, timetable.local(frame.now), timetable)


def people_of(crowd: Crowd, incident: Incident) -> People:
    """How far everybody of a crowd is from an incident."""
    if incident.place is None:
        return People(crowd, np.full(len(crowd), np.nan))
    here = (incident.place.lon_deg, incident.place.lat_deg)
    return People(crowd, legs_m(crowd.places, np.broadcast_to(here, crowd.places.shape)))


def _fix_rows(frame: Frame, members: Sequence[Member]) -> NDArray[np.intp]:
    """The row of each member's fix; -1 where there is none."""
    fixes = frame.positions
    last = dict(zip(fixes.member.tolist(), range(len(fixes)), strict=True))
    return np.array([last.get(member.ref, -1) for member in members], np.intp)


def _rank(candidate: Candidate) -> tuple[int, float, int]:
    return candidate.answer.verdict.value, candidate.cost_min, candidate.load


def _matches(member: Member, words: list[str]) -> bool:
    hay = " ".join((member.name, member.number, *skill_terms(member.skills))).casefold()
    return all(word in hay for word in words)
