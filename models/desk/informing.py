"""Who is only told (抄告): notices that can be read and that nobody counts.

An emergency tells the levels on its way up at once; one unit leads all the same (§3.5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from models.desk.guard import (
    asked,
    finished,
    known_department,
    known_member,
    moved,
    require_text,
    with_task,
)
from models.domain.category import Urgency
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import AssigneeKind, Task, TaskRole, TaskState
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.desk.port import UnitOfWork
    from models.domain.command import Attend, Command, Dispatch, Done
    from models.domain.incident import Incident

MOST_TOLD: Final = 50


def inform(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Tell members and departments; whoever was told already, or works on it, is left out."""
    old = asked(work, command, intent.incident, "inform")
    named: list[tuple[AssigneeKind, UUID]] = [
        (AssigneeKind.MEMBER, known_member(work, member).id) for member in intent.members
    ]
    departments = [*intent.departments, *([intent.department] if intent.department else [])]
    named += [(AssigneeKind.DEPARTMENT, known_department(work, d)) for d in departments]
    if not named:
        require_text("", "member / department", "inform")
    new = with_notices(work, old, named, note=intent.instruction.strip())
    if new is old:
        raise Refused(
            refuse(
                "told_already",
                f"所选对象已知晓或正在办理 {old.number}。",
                f"Everybody named was told of {old.number} or has a task in it.",
                incident=old.number,
            )
        )
    new = moved(work, old, tasks=new.tasks)
    work.record("informed", old, new, note=intent.reason.strip())
    return finished(work, new)


def read(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """Whoever was told has read it; nothing else can be done with a notice."""
    old = asked(work, command, intent.incident, "read")
    whose = intent.member or intent.department
    unread = [
        task
        for task in old.tasks
        if task.state is TaskState.INFORMED and whose in {None, task.assignee}
    ]
    if not unread:
        raise Refused(
            refuse(
                "nothing_to_read",
                f"{old.number} 没有待阅的抄告。",
                f"{old.number} has no notice that waits to be read.",
                incident=old.number,
            )
        )
    tasks = old.tasks
    for task in unread:
        seen = replace(task, state=TaskState.READ, signed_at=work.now(), ended_at=work.now())
        tasks = with_task(tasks, seen)
    new = moved(work, old, tasks=tasks)
    work.record("notice-read", old, new)
    return finished(work, new)


def with_notices(
    work: UnitOfWork,
    incident: Incident,
    named: Iterable[tuple[AssigneeKind, UUID]],
    *,
    note: str = "",
) -> Incident:
    """The incident with a notice to each who does not know of it; itself where all do."""
    aware = {task.assignee for task in incident.open_tasks} | {
        task.assignee for task in incident.tasks if task.role is TaskRole.INFORM
    }
    told = tuple(
        Task(
            id=TaskId(new_uuid()),
            assignee_kind=kind,
            assignee=whose,
            role=TaskRole.INFORM,
            state=TaskState.INFORMED,
            given_at=work.now(),
            instruction=note,
        )
        for kind, whose in dict.fromkeys(named)
        if whose not in aware
    )[:MOST_TOLD]
    return replace(incident, tasks=incident.tasks + told) if told else incident


def with_levels_told(work: UnitOfWork, incident: Incident) -> Incident:
    """An emergency with notices to all levels on its path; any other case as it is."""
    if incident.urgency is not Urgency.EMERGENCY:
        return incident
    return with_notices(work, incident, work.overseers(incident.cell_path))
