"""The whole suggestion for one incident: members and departments in one order.

What was offered, and what of it was taken, goes into the fact of the dispatch.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from console.actions.offices import Office, offices
from console.actions.ranking import OFFERED, Candidate, suggested
from models.analysis.suggestion_rules import Weights
from models.domain.advice import MOST_KEPT, Advice, Offered
from models.domain.dispatching import Verdict
from models.domain.incident import AssigneeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from console.state.session import Session
    from models.domain.ids import MemberId
    from models.domain.incident import Incident

Pick = Candidate | Office
_NO_WAY_MIN: Final = 1e5


def _nobody() -> Mapping[str, tuple[MemberId, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom the desk would send, the best first, and all others by the reason why not."""

    picks: tuple[Pick, ...] = ()
    considered: int = 0
    left_out: Mapping[str, tuple[MemberId, ...]] = field(default_factory=_nobody)
    weights: Weights = field(default_factory=Weights)

    def advice(self, chosen: Sequence[UUID]) -> Advice:
        """What is kept of it once somebody chose."""
        ids = [id_of(pick) for pick in self.picks]
        places = tuple(ids.index(one) + 1 if one in ids else 0 for one in chosen)
        counts = Counter({reason: len(who) for reason, who in self.left_out.items()})
        return Advice(
            considered=self.considered,
            candidates=tuple(map(_offered, self.picks[:MOST_KEPT])),
            left_out=tuple(sorted(counts.items())),
            weights=self.weights.table,
            chosen=places,
        )


def suggestion_for(session: Session, incident: Incident, text: str = "") -> Suggestion:
    """Members and departments for an incident; `text` leaves those whose names hold it."""
    insight = session.experience.insight(incident, session.reference.timetable)
    found = suggested(
        session.frame,
        incident,
        text=text,
        count=OFFERED,
        travel=session.travel,
        insight=insight,
    )
    words = text.casefold().split()
    desks = [one for one in offices(session, incident, insight) if _fits(one, words)]
    picks: list[Pick] = [*found.candidates, *desks]
    picks.sort(key=_order)
    considered = found.considered + len(desks)
    return Suggestion(tuple(picks), considered, found.left_out, insight.weights)


def id_of(pick: Pick) -> UUID:
    """Whom a pick means."""
    return pick.member.id if isinstance(pick, Candidate) else pick.department.id


def _fits(one: Office, words: list[str]) -> bool:
    hay = f"{one.department.name} {one.department.code}".casefold()
    return all(word in hay for word in words)


def _order(pick: Pick) -> tuple[int, float, int]:
    return pick.answer.verdict.value, pick.cost_min, pick.load


def _offered(pick: Pick) -> Offered:
    is_member, cost = isinstance(pick, Candidate), pick.cost_min
    way = pick.way if isinstance(pick, Candidate) else None
    warned = pick.answer.grounds if pick.answer.verdict is not Verdict.ELIGIBLE else ()
    return Offered(
        assignee=id_of(pick),
        kind=AssigneeKind.MEMBER if is_member else AssigneeKind.DEPARTMENT,
        cost_min=cost if cost < _NO_WAY_MIN else sum(g.minutes for g in pick.grounds),
        load=pick.load,
        way_s=way.seconds if way is not None else None,
        distance_m=pick.distance_m if isinstance(pick, Candidate) else None,
        fix_age_s=pick.fix_age_s if isinstance(pick, Candidate) else None,
        grounds=tuple(sorted((one.code, one.minutes) for one in pick.grounds)),
        warned=tuple(ground.code for ground in warned),
    )
