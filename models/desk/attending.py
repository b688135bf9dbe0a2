"""What assignees do with their tasks: sign, arrive, finish, return."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    known,
    known_member,
    moved,
    require_role,
    require_text,
    with_task,
    wrong_state,
)
from models.desk.judging import send_to_checker
from models.domain.deadline import Unit
from models.domain.incident import State, Task, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION, JOINED_BY_SIGNING
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Attend, Command, Done
    from models.domain.incident import Incident

RETURN_WITHIN_WH = 4
"""A unit may say "not mine" within four working hours of the dispatch (§3.3, 16)."""
MOST_RETURNS = 2


def sign(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """Acknowledge a task; when the lead does, handling begins."""
    old, task = _own_task(intent, command, work, "sign")
    if task.signed_at is not None:
        raise Refused(
            refuse(
                "already_signed",
                f"{old.number} 的这项任务已签收。",
                f"This task of {old.number} is signed already.",
                incident=old.number,
            )
        )
    signed = replace(
        task,
        signed_at=work.now(),
        state=TaskState.SIGNED if task.state is TaskState.TO_SIGN else task.state,
    )
    tasks = with_task(old.tasks, signed)
    if task.role is not TaskRole.LEAD:
        new = moved(work, old, tasks=tasks)
        work.record("assist-signed", old, new)
        return finished(work, new)
    asked(work, command, intent.incident, "sign")
    joint = any(t.role is TaskRole.ASSIST for t in old.open_tasks)
    target = JOINED_BY_SIGNING if joint else State.HANDLING
    new = moved(work, old, target, tasks=tasks, signed_at=work.now())
    work.record("signed", old, new)
    return finished(work, new)


def arrive(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """The assignee is on the spot; the case's state stays."""
    old, task = _own_task(intent, command, work, "arrive")
    if task.state is TaskState.ON_SITE:
        raise Refused(
            refuse(
                "already_arrived",
                f"{old.number} 的这项任务已到场。",
                f"The assignee of this task of {old.number} has arrived already.",
                incident=old.number,
            )
        )
    there = replace(task, state=TaskState.ON_SITE, arrived_at=work.now())
    new = moved(work, old, tasks=with_task(old.tasks, there))
    work.record("arrived", old, new)
    return finished(work, new)


def finish(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """The work is done; the lead's word brings the case to its check."""
    result = require_text(intent.result, "result", "finish")
    old, task = _own_task(intent, command, work, "finish")
    if not intent.photo and work.photos_required() and not old.restricted:
        raise Refused(
            refuse("photo_needed", "本区要求附处置后照片。", "A photo of the result is needed.")
        )
    done = replace(task, state=TaskState.DONE, ended_at=work.now())
    tasks = with_task(old.tasks, done)
    if task.role is not TaskRole.LEAD:
        new = moved(work, old, tasks=tasks, photos=old.photos + intent.photo)
        work.record("assist-finished", old, new, note=result)
        return finished(work, new)
    asked(work, command, intent.incident, "finish")
    new = moved(
        work,
        old,
        State.HANDLED,
        tasks=tasks,
        finished_at=work.now(),
        photos=old.photos + intent.photo,
    )
    work.record("finished", old, new, note=result)
    checker = work.checker_for(new)
    return finished(work, send_to_checker(work, new, checker) if checker else new)


def ask_return(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """The lead says "not mine" and asks the dispatcher to take the work back."""
    reason = require_text(intent.reason, "reason", "return")
    old = asked(work, command, intent.incident, "return")
    _, task = _own_task(intent, command, work, "return")
    if task.role is not TaskRole.LEAD:
        raise Refused(
            refuse(
                "not_the_lead",
                "只有主办可以申请回退。",
                "Only the lead can ask for a return.",
                incident=old.number,
            )
        )
    if old.returns >= MOST_RETURNS:
        raise Refused(
            refuse(
                "returned_twice",
                f"{old.number} 已回退 {old.returns} 次，不能再申请。",
                f"{old.number} was returned {old.returns} times already.",
                incident=old.number,
            )
        )
    waited_s = work.calendar().used_s(task.given_at, work.now(), Unit.WH)
    if waited_s > RETURN_WITHIN_WH * 3600:
        raise Refused(
            refuse(
                "return_too_late",
                f"派遣已超过 {RETURN_WITHIN_WH} 个工作时，不能再申请回退。",
                f"A return must be asked for within {RETURN_WITHIN_WH} working hours "
                "of the dispatch.",
                incident=old.number,
            )
        )
    new = moved(work, old, State.RETURN_ASKED, returns=old.returns + 1)
    work.record("return-asked", old, new, note=reason)
    return finished(work, new)


def _own_task(
    intent: Attend, command: Command, work: UnitOfWork, action: str
) -> tuple[Incident, Task]:
    """The open task that the act is about: the member's own, else the lead's."""
    incident = known(work, intent.incident)
    require_role(command, BY_ACTION[action].roles, action)
    if intent.member is None:
        task = incident.lead
    else:
        known_member(work, intent.member)
        task = incident.open_task_of(intent.member)
    if task is None and intent.member is not None and incident.state.is_open:
        raise Refused(
            refuse(
                "no_task",
                f"该网格员在 {incident.number} 中没有未完成的任务。",
                f"The member has no open task in {incident.number}.",
                incident=incident.number,
                state=incident.state.value,
            )
        )
    if task is None:
        raise Refused(wrong_state(work, incident, action))
    if task.role in {TaskRole.CHECK, TaskRole.VERIFY}:
        raise Refused(
            refuse(
                "checks_otherwise",
                "核查任务请用 check-pass 或 check-fail。",
                "A check ends with check-pass or check-fail.",
                incident=incident.number,
            )
        )
    signed_twice = action == "sign" and task.signed_at is not None
    allowed = incident.state in BY_ACTION[action].sources
    if task.role is TaskRole.LEAD and not allowed and not signed_twice:
        raise Refused(wrong_state(work, incident, action))
    return incident, task
