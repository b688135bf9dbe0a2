"""Whose task an act of an assignee can be about: the lead's, and those of all who assist.

A desk speaks for any of them; it offers the act where there is one, and asks whose it is
where there are several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.incident import State, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.incident import Incident, Task

_STILL: Final[dict[str, Callable[[Task], bool]]] = {
    "sign": lambda task: task.signed_at is None,
    "arrive": lambda task: task.state is not TaskState.ON_SITE,
    "check-in": lambda task: task.is_whistled and task.arrived_at is None,
    "finish": lambda _: True,
}
"""Whether a task in hand still lacks the act."""
ATTENDED: Final = frozenset(_STILL)
"""The acts that an assignee does to their own task, and that can be several's."""


def attendable(action: str, incident: Incident) -> tuple[Task, ...]:
    """The tasks that the act can be done to now, the lead's first."""
    still = _STILL[action]
    found = [
        task
        for task in incident.open_tasks
        if incident.state in _states(action, task.role) and still(task)
    ]
    return tuple(sorted(found, key=_leads_first))


def fits(action: str, incident: Incident) -> bool:
    """Whether the incident's state, and somebody's task, allow the act."""
    if action in ATTENDED:
        return bool(attendable(action, incident))
    return incident.state in BY_ACTION[action].sources


def _states(action: str, role: TaskRole) -> frozenset[State]:
    """Where the lead's act may move the case; an assist's moves nothing."""
    if role is TaskRole.LEAD:
        own = BY_ACTION[action].sources
        return own | BY_ACTION["sign-joint"].sources if action == "sign" else own
    if role is TaskRole.ASSIST:
        return BY_ACTION["finish-assist" if action == "finish" else "sign-assist"].sources
    return frozenset()


def _leads_first(task: Task) -> bool:
    return task.role is not TaskRole.LEAD
