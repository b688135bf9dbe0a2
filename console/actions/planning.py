"""Assign all: a plan of many incidents and many members, made off the GUI thread.

Nothing is done by making it. What a human leaves ticked becomes one command an incident, by
the very rule and the very door of a single dispatch.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.actions.judging import judged, may_act
from console.actions.ranking import STRAIGHT_S_PER_M, candidate_of, crowd_of, people_of
from models.analysis.assignment import assigned
from models.domain.advice import Advice, Offered
from models.domain.command import Dispatch
from models.domain.dispatching import Verdict
from models.domain.error import Words
from models.domain.incident import AssigneeKind, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act
    from console.actions.ranking import Candidate
    from console.state.session import Session
    from models.analysis.suggestion import Insight
    from models.domain.ids import MemberId
    from models.domain.incident import Incident
    from models.domain.refusal import Refusal
    from models.feed.frame import Frame

MOST: Final = 500
"""So many incidents are planned at once; the most urgent first."""
NOTHING: Final = Words("没有待派遣的事件。", "No incident waits to be dispatched.")
CHANGED: Final = Words("情况已变，未派遣。", "Not dispatched: things changed meanwhile.")
NOBODY: Final = Words(
    "附近没有可直接派遣的人（在岗、有余力、定位新、5 公里内）",
    "nobody near can go at once (on duty, with room, a fresh fix, within 5 km)",
)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One incident with its member.

    `place` is the member's place in this incident's own order, from 1; `instead` is who
    stood first there and is given another incident, None where this one is the first.
    """

    incident: Incident
    candidate: Candidate
    cost_min: float
    place: int
    instead: MemberId | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Pairs, and the incidents that nobody can be sent to without a human's word."""

    rows: tuple[PlanRow, ...]
    without: tuple[Incident, ...]
    considered: int

    @property
    def minutes(self) -> float:
        """The ways of all rows together, in minutes: the plan's own estimate."""
        metres = sum(row.candidate.distance_m or 0.0 for row in self.rows)
        return metres * STRAIGHT_S_PER_M / 60


class PlanMaker:
    """Makes the plan of one frame. Thread: any; it holds frozen values alone."""

    def __init__(
        self, frame: Frame, incidents: Sequence[Incident], insights: Sequence[Insight]
    ) -> None:
        self._frame = frame
        self._incidents = tuple(incidents)
        self._insights = tuple(insights)

    def __call__(self) -> Plan:
        """The plan of the least sum."""
        frame = self._frame
        crowd = crowd_of(frame, self._insights[0].timetable)
        people = [people_of(crowd, one) for one in self._incidents]
        found = assigned(
            self._incidents, people, self._insights, straight_s_per_m=STRAIGHT_S_PER_M
        )
        rows = []
        for pair in found.pairs:
            incident, member = self._incidents[pair.incident], crowd.members[pair.member]
            candidate = candidate_of(frame, incident, member, self._insights[pair.incident])
            wished = crowd.members[pair.wished].id if pair.place > 1 else None
            rows.append(PlanRow(incident, candidate, pair.cost_min, pair.place, wished))
        without = tuple(self._incidents[row] for row in found.without)
        return Plan(tuple(rows), without, len(crowd))


def plan_maker(session: Session) -> PlanMaker | None:
    """What makes the plan of the session's frame; None where nothing waits."""
    frame = session.frame
    waiting = [one for one in frame.picture.incidents.values() if one.state is State.REGISTERED]
    free = [one for one in waiting if session.pending.of(one.id) is None]
    free.sort(key=_pressing)
    if not free:
        return None
    chosen, timetable = free[:MOST], session.reference.timetable
    insights = [session.experience.insight(one, timetable) for one in chosen]
    return PlanMaker(frame, chosen, insights)


def plan_refusal(session: Session) -> Refusal | None:
    """Why nothing can be assigned from this seat now; None where something can."""
    return may_act(session, "dispatch")


def acts_of(
    session: Session, plan: Plan, rows: Sequence[PlanRow]
) -> tuple[list[Act], list[Incident]]:
    """What was left ticked, each an act of its own; and the incidents passed over.

    What changed since the plan was made is judged again: whoever is not free any more,
    or far by now, is passed over, and so is an incident that somebody else took.
    """
    acts: list[Act] = []
    passed = []
    given: Counter[MemberId] = Counter()
    for row in rows:
        member = row.candidate.member.id
        if _still_stands(session, row, given[member]):
            given[member] += 1
            intent = Dispatch(
                incident=row.incident.id, members=(member,), advice=_advice(plan, row)
            )
            acts.append((intent, row.incident.version))
        else:
            passed.append(row.incident)
    return acts, passed


def _still_stands(session: Session, row: PlanRow, given: int) -> bool:
    """Whether nothing changed since the plan was made that would forbid or warn."""
    incident, member = session.incident(row.incident.id), row.candidate.member
    if incident is None or incident.state is not State.REGISTERED:
        return False
    answer = judged(session, (incident.id,), (member.id,))
    has_room = row.candidate.load + given < member.capacity
    return answer is not None and answer.verdict is Verdict.ELIGIBLE and has_room


def _pressing(incident: Incident) -> tuple[int, float]:
    return -incident.urgency.rank, incident.reported_at.timestamp()


def _advice(plan: Plan, row: PlanRow) -> Advice:
    one = row.candidate
    offered = Offered(
        assignee=one.member.id,
        kind=AssigneeKind.MEMBER,
        cost_min=row.cost_min,
        load=one.load,
        way_s=None if one.distance_m is None else one.distance_m * STRAIGHT_S_PER_M,
        distance_m=one.distance_m,
        fix_age_s=one.fix_age_s,
        grounds=tuple(sorted((g.code, g.minutes) for g in one.grounds)),
    )
    return Advice(considered=plan.considered, candidates=(offered,), chosen=(1,))
