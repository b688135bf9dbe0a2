"""The welfare timer: whoever is alone on a risky task is asked whether they are well (§9).

It starts when they sign, anew when they arrive, and anew with each word that they are well; it
ends with the task. Unanswered, the question is repeated, and then it is an alarm of the desk. A
pure function of incident and time; that each step comes once is the desk's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.incident import HANDLING_ROLES, AssigneeKind, State, TaskState

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.incident import Incident, Task


class Welfare(StrEnum):
    """How far the asking has come; a task that nobody had to ask about has none."""

    ASKED = "asked"
    REMINDED = "reminded"
    ALARM = "alarm"


AFTER: Final = {
    Welfare.ASKED: timedelta(0),
    Welfare.REMINDED: timedelta(minutes=3),
    Welfare.ALARM: timedelta(minutes=6),
}
"""How long after the minutes of the class each step comes."""
WELFARE_FACT: Final = {
    Welfare.ASKED: "welfare-asked",
    Welfare.REMINDED: "welfare-reminded",
    Welfare.ALARM: "welfare-alarm",
}
_THERE: Final = frozenset({TaskState.SIGNED, TaskState.ON_SITE})


@dataclass(frozen=True, slots=True)
class DueWelfare:
    """A step and the instant, aware UTC, at which it falls due, about one task."""

    step: Welfare
    at: datetime
    task: Task


def watched(incident: Incident, minutes: int | None) -> Task | None:
    """The task of the one member who is alone on it; None where nobody is watched.

    `minutes` is how long the class may be borne without a word; None where it has no risk.
    """
    if minutes is None or not incident.state.is_with_unit or incident.state is State.SUSPENDED:
        return None
    at_work = [task for task in incident.open_tasks if task.role in HANDLING_ROLES]
    if len(at_work) != 1 or at_work[0].assignee_kind is not AssigneeKind.MEMBER:
        return None
    return at_work[0] if at_work[0].state in _THERE else None


def heard_at(task: Task) -> datetime:
    """When the last sign of life was: a word, the arrival, the signature."""
    signs = (task.well_at, task.arrived_at, task.signed_at, task.given_at)
    return max(at for at in signs if at is not None)


def asking(task: Task) -> Welfare | None:
    """How far the asking has come since the last sign of life; None where nobody asks."""
    is_heard = task.welfare_at is None or task.welfare_at < heard_at(task)
    return None if is_heard else task.welfare


def welfare_ahead(incident: Incident, minutes: int | None) -> tuple[DueWelfare, ...]:
    """The steps that are still to come since the last sign of life, the earliest first."""
    task = watched(incident, minutes)
    if task is None or minutes is None:
        return ()
    now = asking(task)
    done = list(Welfare).index(now) + 1 if now else 0
    start = heard_at(task) + timedelta(minutes=minutes)
    return tuple(DueWelfare(step, start + AFTER[step], task) for step in list(Welfare)[done:])
