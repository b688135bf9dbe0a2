"""Incidents over the moments of a page: which are open, in which state, with whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Final

from maps.export.moments import to_us
from models.domain.category import Urgency
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind, State
from models.picture.query import pressing_due_at

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import datetime

    from maps.export.moments import Moment
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.place import LonLat

STATES: Final = tuple(State)
URGENCIES: Final = tuple(sorted(Urgency, key=lambda urgency: urgency.rank))
OVER: Final = -1
"""The state of an incident that is not open."""

Look = tuple[int, int, str | None, int | None, tuple[int, ...]]
"""State (its place in `STATES`, or `OVER`), urgency's rank, class, due in seconds since the
epoch or None, and the rows of the members who are on it."""


@dataclass(slots=True)
class Case:
    """An incident that is open at a moment at least.

    `looks` are pairs of a moment's number and how it looks from then on, ascending.
    """

    number: str
    reported_at: datetime
    place: LonLat | None
    looks: list[tuple[int, Look]] = field(default_factory=list)

    def look_at(self, moment: int) -> Look | None:
        """How it looks at a moment; None where it is not open."""
        look = next((look for at, look in reversed(self.looks) if at <= moment), None)
        return None if look is None or look[0] == OVER else look


def cases(
    moments: Sequence[Moment],
    hidden: Container[IncidentId],
    row_of: Mapping[MemberId, int],
) -> list[Case]:
    """The incidents that are open at a moment and not hidden, in the order of numbers."""
    found: dict[IncidentId, Case] = {}
    before: Mapping[IncidentId, Incident] = {}
    for number, moment in enumerate(moments):
        incidents = moment.picture.incidents
        if incidents is before:
            continue
        for incident in incidents.values():
            if before.get(incident.id) is not incident and incident.id not in hidden:
                _note(found, number, incident, row_of)
        for incident_id in before.keys() - incidents.keys():
            _end(found.get(incident_id), number)
        before = incidents
    return sorted(found.values(), key=lambda case: case.number)


def is_late(look: Look, now: datetime) -> bool:
    """Whether the nearer of its clocks has run out."""
    due_s = look[3]
    return due_s is not None and due_s * 1_000_000 < to_us(now.astimezone(UTC))


def _note(
    found: dict[IncidentId, Case],
    moment: int,
    incident: Incident,
    row_of: Mapping[MemberId, int],
) -> None:
    case = found.get(incident.id)
    if not incident.state.is_open:
        _end(case, moment)
        return
    if case is None:
        case = Case(incident.number, incident.reported_at, incident.place)
        found[incident.id] = case
    case.place = incident.place or case.place
    look = _look(incident, row_of)
    if not case.looks or case.looks[-1][1] != look:
        case.looks.append((moment, look))


def _end(case: Case | None, moment: int) -> None:
    if case is not None and case.looks[-1][1][0] != OVER:
        case.looks.append((moment, (OVER, 0, None, None, ())))


def _look(incident: Incident, row_of: Mapping[MemberId, int]) -> Look:
    due_at = pressing_due_at(incident)
    on_it = (
        row_of.get(MemberId(task.assignee))
        for task in incident.open_tasks
        if task.assignee_kind is AssigneeKind.MEMBER
    )
    return (
        STATES.index(incident.state),
        incident.urgency.rank,
        incident.category,
        to_us(due_at) // 1_000_000 if due_at else None,
        tuple(row for row in on_it if row is not None),
    )
