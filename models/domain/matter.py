"""What an act is about, beside the state that allows it: a request, a call, a notice.

The lifecycle table says when an act is possible; an act that answers something is possible
only where that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.conveying import callable_tasks, called_tasks
from models.domain.incident import TaskState

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.incident import Incident


def _is_asked(incident: Incident) -> bool:
    return incident.void_asked_by is not None


_HAS: Final[dict[str, Callable[[Incident], bool]]] = {
    "void": lambda incident: not _is_asked(incident),
    "confirm-void": _is_asked,
    "drop-void": _is_asked,
    "appeal": lambda incident: not incident.appeals,
    "call": lambda incident: bool(callable_tasks(incident)),
    "uncall": lambda incident: bool(called_tasks(incident)),
    "rate": lambda incident: any(task.is_whistled for task in incident.tasks),
    "read": lambda incident: any(t.state is TaskState.INFORMED for t in incident.tasks),
}


def has_matter(verb: str, incident: Incident) -> bool:
    """Whether there is anything to do the act to, whatever the state allows."""
    has = _HAS.get(verb)
    return has is None or has(incident)
