"""What an act is about, beside the state that allows it: a request, a call, a notice.

The lifecycle table says when an act is possible; an act that answers something is possible
only where that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.conveying import callable_tasks, called_tasks
from models.domain.incident import TaskState

if TYPE_CHECKING:
    from models.domain.incident import Incident


def without_matter(incident: Incident) -> frozenset[str]:
    """The acts that there is nothing to do to, whatever the state allows."""
    tasks, is_asked = incident.tasks, incident.void_asked_by is not None
    lacks = {
        "void": is_asked,
        "confirm-void": not is_asked,
        "drop-void": not is_asked,
        "appeal": bool(incident.appeals),
        "call": not callable_tasks(incident),
        "uncall": not called_tasks(incident),
        "rate": not any(task.is_whistled for task in tasks),
        "read": not any(task.state is TaskState.INFORMED for task in tasks),
    }
    return frozenset(verb for verb, is_lacking in lacks.items() if is_lacking)
