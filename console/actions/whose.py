"""Whose task an act is about, where it could be several's: a choice each, the lead first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.actions.asking import Choice
from models.domain.attending import attendable
from models.domain.command import Attend
from models.domain.error import Words
from models.domain.ids import DepartmentId, MemberId
from models.domain.incident import AssigneeKind, TaskRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.incident import Incident, Task

_ROLE = {TaskRole.LEAD: Words("主办", "lead"), TaskRole.ASSIST: Words("协办", "assist")}


def whose(verb: str, *, needs_text: bool = False) -> Callable[..., tuple[Choice, ...]]:
    """The choices of an act; none where one alone is meant."""

    def of(session: Session, incident: Incident) -> tuple[Choice, ...]:
        tasks = attendable(verb, incident)
        if len(tasks) < 2:
            return ()
        return tuple(
            Choice(_id(verb, place), _named(session, task), needs_text)
            for place, task in enumerate(tasks)
        )

    return of


def chosen(verb: str, incident: Incident, choice: str) -> Task | None:
    """The task of a choice; None where the act has none."""
    tasks = attendable(verb, incident)
    return next((t for n, t in enumerate(tasks) if _id(verb, n) == choice), None)


def done_for(intent: Intent, task: Task | None) -> Intent:
    """An act in the name of whoever has the task; the lead's needs none."""
    if task is None or task.role is TaskRole.LEAD or not isinstance(intent, Attend):
        return intent
    if task.assignee_kind is AssigneeKind.MEMBER:
        return replace(intent, member=MemberId(task.assignee))
    return replace(intent, department=DepartmentId(task.assignee))


def _id(verb: str, place: int) -> str:
    return f"{verb}~{place}" if place else verb


def _named(session: Session, task: Task) -> Words:
    known = session.frame.picture.members.get(MemberId(task.assignee))
    name = known.name or known.number if known else ""
    if task.assignee_kind is AssigneeKind.DEPARTMENT:
        department = session.reference.departments.get(task.assignee)
        name = department.name if department else ""
    role = _ROLE[task.role]
    return Words(f"{name}（{role.zh}）", f"{name} ({role.en})")
