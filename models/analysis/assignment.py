"""Many incidents to many members at once: the pairs whose minutes add up to the least.

The best for each alone is not the best for all: two incidents may want the same member. A
member takes as many as their capacity leaves, each one more costing what a task in hand
costs; emergencies weigh more. Nobody whom the rule warns of is given anything here, nor
anybody whose place is unknown: such a choice is a human's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from models.analysis.suggestion import BEYOND
from models.analysis.survey import REASONS, survey
from models.domain.category import Urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.analysis.suggestion import Insight
    from models.analysis.survey import People, Survey
    from models.domain.incident import Incident

    FloatArray = NDArray[np.float64]

WEIGHT_OF: Final = {Urgency.GENERAL: 1.0, Urgency.URGENT: 1.5, Urgency.EMERGENCY: 3.0}
"""How much a minute counts."""
MOST_AT_ONCE: Final = 3
"""So many new incidents one member is given in one plan."""
_NEVER: Final = 1e6
"""Above every sum: a pair that must not be; the fewest of them are made."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One incident with its member, by rows.

    `cost_min` as for this incident alone; `wished` is the row it would have got alone, the
    same where it got it. `place` is the member's place in its own order, from 1.
    """

    incident: int
    member: int
    cost_min: float
    wished: int
    place: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pairs, in the order of the incidents; `without` are rows of those with nobody."""

    pairs: tuple[Pair, ...]
    without: tuple[int, ...]


def assigned(
    incidents: Sequence[Incident],
    people: Sequence[People],
    insights: Sequence[Insight],
    *,
    straight_s_per_m: float,
) -> Assignment:
    """The pairs of the least sum.

    `people` are one crowd as each of the incidents sees it, `insights` what is known of each.
    """
    if not incidents:
        return Assignment((), ())
    surveys = [
        survey(one, seen, insight, straight_s_per_m=straight_s_per_m)
        for one, seen, insight in zip(incidents, people, insights, strict=True)
    ]
    cost = np.stack([_allowed(one) for one in surveys])
    rows, members = _solved(cost, incidents, people[0], insights[0].weights.task)
    taken = dict(zip(rows.tolist(), members.tolist(), strict=True))
    pairs = tuple(_pair(row, member, surveys[row]) for row, member in sorted(taken.items()))
    return Assignment(pairs, tuple(row for row in range(len(incidents)) if row not in taken))


def _solved(
    cost: FloatArray, incidents: Sequence[Incident], people: People, task_min: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of incidents and of members, pair by pair; what must not be is left out."""
    # Only here: it takes 15 MB, and few desks make plans.
    from scipy.optimize import linear_sum_assignment

    crowd = people.crowd
    able = np.flatnonzero((cost < _NEVER).any(axis=0))
    room = np.clip((crowd.capacity - crowd.load)[able], 0, MOST_AT_ONCE)
    # One column for each incident that a member can still take: the next one costs more.
    slot = np.concatenate([np.arange(n) for n in room.tolist()] or [np.empty(0, np.intp)])
    owner = np.repeat(able, room)
    weight = np.array([WEIGHT_OF[one.urgency] for one in incidents])[:, None]
    priced = cost[:, owner]
    is_never = priced >= _NEVER
    priced = np.where(is_never, _NEVER * WEIGHT_OF[Urgency.EMERGENCY] * weight, 0.0) + (
        np.where(is_never, 0.0, weight * (priced + task_min * slot))
    )
    rows, columns = linear_sum_assignment(priced)
    is_pair = ~is_never[rows, columns]
    return rows[is_pair], owner[columns[is_pair]]


def _allowed(one: Survey) -> FloatArray:
    """The cost for whoever may be sent unasked, `_NEVER` for all others."""
    may = (one.reason == REASONS.index(BEYOND)) & np.isfinite(one.people.metres)
    return np.where(may, one.cost_min, _NEVER)


def _pair(row: int, member: int, seen: Survey) -> Pair:
    allowed = _allowed(seen)
    cost_min = float(allowed[member])
    place = int((allowed < cost_min).sum()) + 1
    return Pair(row, member, cost_min, int(np.argmin(allowed)), place)
