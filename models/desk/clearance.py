"""Whoever may not know of a restricted incident cannot act on it: for them it is not there.

An explicit task is a grant of its own: whoever was sent may do what they were sent for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.desk.guard import unknown_incident
from models.domain.lifecycle import CLEARED_ROLES, UNIT_ROLES

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.incident import Incident

_NAMED = ("incident", "into", "about")
_BEGINNING = frozenset({"report", "report-self"})


def require_cleared(command: Command, work: UnitOfWork) -> None:
    """Refuse to know the restricted incidents that a command of these roles names.

    Raises
    ------
    BadInput
        `unknown_incident`, in the very words of one that is not there.
    """
    intent = command.intent
    if not CLEARED_ROLES.isdisjoint(command.roles) or intent.verb in _BEGINNING:
        return
    for name in _NAMED:
        incident_id = getattr(intent, name, None)
        incident = None if incident_id is None else work.incident(incident_id)
        if incident is not None and incident.restricted and not _is_sent(command, incident):
            raise unknown_incident(incident.id)


def _is_sent(command: Command, incident: Incident) -> bool:
    """Whether they speak for somebody who has an open task in it."""
    intent = command.intent
    named = (getattr(intent, "member", None), getattr(intent, "department", None))
    return not UNIT_ROLES.isdisjoint(command.roles) and any(
        task.assignee in named for task in incident.open_tasks
    )
