"""Everybody weighed for one incident at once: an order, and why each other one is left out.

The measure is that of `suggestion.grounds` and the rule that of
`models.domain.dispatching`; a test holds them together. In arrays it is quick enough to ask
at a keystroke among thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from models.analysis.suggestion import BEYOND, levels_apart
from models.domain.dispatching import FAR_M, STALE_FIX_S
from models.domain.member import Duty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from models.analysis.suggestion import Insight
    from models.domain.incident import Incident
    from models.domain.member import Member

    FloatArray = NDArray[np.float64]

REASONS: Final = (BEYOND, "stale_fix", "far", "reserved", "busy", "off_duty", "already_on_it")
"""Why somebody is left out, by the number in `Survey.reason`; the last alone blocks."""
_RULE: Final = ("far", "stale_fix", "reserved", "busy", "off_duty", "already_on_it")
"""As the rule names them, the weightiest last: later ones are written over earlier ones."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Members with what is known of each; all arrays (n,), in the order of `members`.

    `load` in open incidents; `metres` to the incident and `age_s` of the fix, NaN where
    nobody knows.
    """

    members: Sequence[Member]
    load: NDArray[np.int64]
    metres: FloatArray
    age_s: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Everybody as one incident sees them; all arrays (n,).

    `cost_min` is the sum of the grounds and, where it is known, of the straight way;
    `reason` numbers `REASONS`; `order` are the rows, the best first, the blocked last.
    """

    people: People
    cost_min: FloatArray
    reason: NDArray[np.uint8]
    order: NDArray[np.intp]

    @property
    def is_blocked(self) -> NDArray[np.bool_]:
        """Who cannot be sent at all, (n,)."""
        blocked: NDArray[np.bool_] = self.reason == REASONS.index("already_on_it")
        return blocked

    def left_out(self, offered: NDArray[np.intp]) -> Mapping[str, tuple[int, ...]]:
        """The rows of all others by reason: the most frequent reason first, the best first."""
        is_offered = np.zeros(len(self.reason), np.bool_)
        is_offered[offered] = True
        rest = self.order[~is_offered[self.order]]
        codes = self.reason[rest]
        found = {
            REASONS[code]: tuple(rest[codes == code].tolist())
            for code in np.unique(codes).tolist()
        }
        return MappingProxyType(dict(sorted(found.items(), key=_fewest_last)))


def survey(
    incident: Incident, people: People, insight: Insight, *, straight_s_per_m: float
) -> Survey:
    """Weigh everybody. `straight_s_per_m` is what a metre as the crow flies takes."""
    cost = _grounds_min(incident, people, insight)
    known = np.isfinite(people.metres)
    cost[known] += people.metres[known] * (straight_s_per_m / 60)
    reason = _reasons(incident, people)
    kind = np.minimum(reason, 1) + (reason == REASONS.index("already_on_it"))
    order = np.lexsort((people.load, cost, kind))
    return Survey(people, cost, reason, order)


def _fewest_last(pair: tuple[str, tuple[int, ...]]) -> tuple[int, str]:
    return -len(pair[1]), pair[0]


def _grounds_min(incident: Incident, people: People, insight: Insight) -> FloatArray:
    """The sum of `suggestion.grounds` for each, (n,)."""
    weights, members = insight.weights, people.members
    cost = weights.task * people.load.astype(np.float64)
    wanted = insight.skills
    if wanted:
        has = np.array([not wanted.isdisjoint(one.skills) for one in members], np.bool_)
        cost -= weights.skill * has
    cells = frozenset(incident.cell_path)
    is_own = np.array([one.home_cell in cells for one in members], np.bool_)
    cost -= weights.own_cell * is_own
    if insight.past:
        past: Mapping[UUID, int] = insight.past
        done = np.array([past.get(one.id, 0) for one in members], np.float64)
        cost -= np.minimum(weights.past * done, weights.most_past)
    age_s = np.nan_to_num(people.age_s, nan=0.0)
    cost += weights.fix_age * np.floor(age_s / 60)
    path = incident.cell_path
    for row in np.flatnonzero(~np.isfinite(people.metres)).tolist():
        apart = levels_apart(path, members[row].cell_path)
        cost[row] += weights.unplaced + weights.apart * apart
    return cost


def _reasons(incident: Incident, people: People) -> NDArray[np.uint8]:
    """The weightiest ground of the rule for each, (n,)."""
    members = people.members
    in_hand = {task.assignee for task in incident.open_tasks}
    with np.errstate(invalid="ignore"):
        found = {
            "far": people.metres > FAR_M,
            "stale_fix": people.age_s > STALE_FIX_S,
            "reserved": np.array(
                [one.held_for is not None and one.held_for != incident.id for one in members],
                np.bool_,
            ),
            "busy": people.load >= np.array([one.capacity for one in members], np.int64),
            "off_duty": np.array([one.duty is not Duty.ON for one in members], np.bool_),
            "already_on_it": np.array([one.id in in_hand for one in members], np.bool_),
        }
    reason = np.zeros(len(members), np.uint8)
    for code in _RULE:
        reason[found[code]] = REASONS.index(code)
    return reason
