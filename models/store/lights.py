"""Where the clocks of incidents stand, for lists: due instants, seconds used, lights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.domain.clocks import case_basis, clock_at, paused_s, signer, step_clock, unit_basis
from models.domain.incident import AssigneeKind
from models.store import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from models.domain.deadline import DeadlineAnswer
    from models.domain.incident import Incident
    from models.store.reference import Reference

_INCIDENTS = f"SELECT {rows.INCIDENT_COLUMNS} FROM incident WHERE id = ANY(%s::uuid[])"  # noqa: S608 - names of our own columns
_TASKS = (
    f"SELECT incident_id, {rows.TASK_COLUMNS} FROM task"  # noqa: S608 - names of our own columns
    " WHERE incident_id = ANY(%s::uuid[]) ORDER BY incident_id, position"
)


def lights_of(
    connection: Connection, ids: Sequence[str], reference: Reference, now: datetime
) -> dict[str, dict[str, Any]]:
    """By id: `light`, `used_s`, `limit_s` of the citizen clock, and the other two clocks."""
    cursor = rows.plain_cursor
    found = cursor(connection).execute(_INCIDENTS, [list(ids)]).fetchall()
    tasks = cursor(connection).execute(_TASKS, [list(ids)]).fetchall()
    incidents = rows.incidents_of(found, tasks)
    return {str(one.id): _lights(one, reference, now) for one in incidents}


def _lights(incident: Incident, reference: Reference, now: datetime) -> dict[str, Any]:
    category = reference.categories.get(incident.category or "")
    lead = incident.lead
    own = reference.calendar
    if lead and lead.assignee_kind is AssigneeKind.DEPARTMENT:
        own = reference.calendar_of(lead.assignee)
    of_step = own if signer(incident) else reference.calendar
    case = case_basis(incident, category, reference.calendar)
    unit = unit_basis(incident, category, own)
    of_case = clock_at(case, incident, reference.calendar, now) if case else None
    of_unit = clock_at(unit, incident, own, now) if unit else None
    return {
        "used_s": of_case.used_s if of_case else None,
        "limit_s": of_case.limit_s if of_case else None,
        "light": _light(of_case),
        "unit_due_at": of_unit.due_at if of_unit else None,
        "unit_light": _light(of_unit),
        "step_light": _light(step_clock(incident, of_step, now)),
        "paused_s": paused_s(incident, now),
    }


def _light(answer: DeadlineAnswer | None) -> str | None:
    return answer.light.value if answer else None
