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
from models.domain.leave import leave_at
from models.domain.member import Duty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray

    from models.analysis.suggestion import Insight
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.domain.timetable import Timetable

    FloatArray = NDArray[np.float64]

REASONS: Final = (
    *(BEYOND, "stale_fix", "far", "reserved", "busy", "off_shift", "off_duty"),
    *("on_leave", "already_on_it"),
)
"""Why somebody is left out, by the number in `Survey.reason`; the last two block."""
_FIRST_BLOCK: Final = REASONS.index("on_leave")
NOWHERE: Final = -1
"""The home of whoever has none."""
_RULE: Final = (
    *("far", "stale_fix", "reserved", "busy", "off_shift", "off_duty"),
    *("on_leave", "already_on_it"),
)
"""As the rule names them, the weightiest last: later ones are written over earlier ones."""


class Crowd:
    """Members as every incident sees them alike; all arrays (n,), in the order of `members`.

    `load` in open incidents; `age_s` of the fix and `places` (n, 2), WGS 84 degrees: NaN
    where nobody knows. Leave is judged by `at`, shifts by `timetable` too.
    """

    def __init__(
        self,
        members: Sequence[Member],
        load: NDArray[np.int64],
        age_s: FloatArray,
        places: FloatArray,
        at: datetime | None = None,
        timetable: Timetable | None = None,
    ) -> None:
        self.members = members
        self.load = load
        self.age_s = age_s
        self.places = places
        self.row_of: Mapping[UUID, int] = {one.id: row for row, one in enumerate(members)}
        self.capacity = np.array([one.capacity for one in members], np.int64)
        self.is_off = np.array([one.duty is not Duty.ON for one in members], np.bool_)
        self.is_away = np.array([_is_away(one, at) for one in members], np.bool_)
        self.is_outside = _outside(members, at, timetable)
        self.home = np.array([one.home_cell or NOWHERE for one in members], np.int64)
        self.held = [
            (row, one.held_for) for row, one in enumerate(members) if one.held_for is not None
        ]
        self._skilled: dict[frozenset[str], NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.members)

    def skilled(self, wanted: frozenset[str]) -> NDArray[np.bool_]:
        """Who has one of the skills."""
        if wanted not in self._skilled:
            has = [not wanted.isdisjoint(one.skills) for one in self.members]
            self._skilled[wanted] = np.array(has, np.bool_)
        return self._skilled[wanted]


def _is_away(member: Member, at: datetime | None) -> bool:
    leaves = member.leaves
    return at is not None and bool(leaves) and leave_at(leaves, at) is not None


def _outside(
    members: Sequence[Member], at: datetime | None, timetable: Timetable | None
) -> NDArray[np.bool_]:
    """Who is outside of their shifts, (n,); a team has one rota, which is read once."""
    if at is None or timetable is None:
        return np.zeros(len(members), np.bool_)
    is_off = {rota: timetable.is_off(rota, at) for rota in {one.rota for one in members}}
    return np.array([is_off[one.rota] for one in members], np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """A crowd from one incident: `metres` (n,), NaN where nobody knows the place of either."""

    crowd: Crowd
    metres: FloatArray

    @property
    def members(self) -> Sequence[Member]:
        """Who they are."""
        return self.crowd.members


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
        blocked: NDArray[np.bool_] = self.reason >= _FIRST_BLOCK
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
    kind = np.minimum(reason, 1) + (reason >= _FIRST_BLOCK)
    order = np.lexsort((people.crowd.load, cost, kind))
    return Survey(people, cost, reason, order)


def _fewest_last(pair: tuple[str, tuple[int, ...]]) -> tuple[int, str]:
    return -len(pair[1]), pair[0]


def _grounds_min(incident: Incident, people: People, insight: Insight) -> FloatArray:
    """The sum of `suggestion.grounds` for each, (n,)."""
    weights, crowd = insight.weights, people.crowd
    cost = weights.task * crowd.load.astype(np.float64)
    if insight.skills:
        cost -= weights.skill * crowd.skilled(insight.skills)
    cost -= weights.own_cell * np.isin(crowd.home, incident.cell_path)
    for assignee, done in insight.past.items():
        row = crowd.row_of.get(assignee)
        if row is not None:
            cost[row] -= min(weights.past * done, weights.most_past)
    age_s = np.nan_to_num(crowd.age_s, nan=0.0)
    cost += weights.fix_age * np.floor(age_s / 60)
    path = incident.cell_path
    for row in np.flatnonzero(~np.isfinite(people.metres)).tolist():
        apart = levels_apart(path, crowd.members[row].cell_path)
        cost[row] += weights.unplaced + weights.apart * apart
    return cost


def _reasons(incident: Incident, people: People) -> NDArray[np.uint8]:
    """The weightiest ground of the rule for each, (n,)."""
    crowd = people.crowd
    is_held = np.zeros(len(crowd), np.bool_)
    is_held[[row for row, case in crowd.held if case != incident.id]] = True
    has_it = np.zeros(len(crowd), np.bool_)
    known = (crowd.row_of.get(task.assignee) for task in incident.open_tasks)
    has_it[[row for row in known if row is not None]] = True
    with np.errstate(invalid="ignore"):
        found = {
            "far": people.metres > FAR_M,
            "stale_fix": crowd.age_s > STALE_FIX_S,
            "reserved": is_held,
            "busy": crowd.load >= crowd.capacity,
            "off_shift": crowd.is_outside,
            "off_duty": crowd.is_off,
            "on_leave": crowd.is_away,
            "already_on_it": has_it,
        }
    reason = np.zeros(len(crowd), np.uint8)
    for code in _RULE:
        reason[found[code]] = REASONS.index(code)
    return reason
