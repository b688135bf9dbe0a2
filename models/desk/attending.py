"""What assignees do with their tasks: sign, arrive, check in, finish, ask to return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.desk.closing import send_to_checker
from models.desk.guard import (
    asked,
    ended,
    finished,
    known,
    known_department,
    known_member,
    moved,
    require_role,
    require_text,
    with_photos,
    with_task,
    wrong_state,
)
from models.desk.on_site import (
    require_handler,
    require_near,
    require_seen_there,
    require_taken_since,
)
from models.domain.deadline import Unit
from models.domain.evolve import replace
from models.domain.home_settings import require_result
from models.domain.incident import State, Task, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION, UNIT_ROLES
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from uuid import UUID

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
        signed_by=command.actor if command.roles.isdisjoint(UNIT_ROLES) else "",
        state=TaskState.SIGNED if task.state is TaskState.TO_SIGN else task.state,
    )
    tasks = with_task(old.tasks, signed)
    if task.role is not TaskRole.LEAD:
        new = moved(work, old, tasks=tasks)
        work.record("assist-signed", old, new)
        return finished(work, new)
    if old.state is State.JOINT_HANDLING:
        # A whistle begins in joint handling: its lead confirms there.
        new = moved(work, old, tasks=tasks, signed_at=work.now())
        work.record("joint-signed", old, new)
        return finished(work, new)
    asked(work, command, intent.incident, "sign")
    new = moved(work, old, old.working_state, tasks=tasks, signed_at=work.now())
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


def check_in(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """A whistled department reports on the spot, with a position where it has one."""
    old, task = _own_task(intent, command, work, "check-in")
    if task.arrived_at is not None:
        raise Refused(
            refuse(
                "already_arrived",
                f"{old.number} 的这项任务已到场。",
                f"The assignee of this task of {old.number} has arrived already.",
                incident=old.number,
            )
        )
    require_near(intent.place, old)
    if not intent.photo and work.photos_required() and not old.restricted:
        raise Refused(
            refuse("photo_needed", "报到须附现场照片。", "A photo of the spot is needed.")
        )
    there = replace(
        task,
        state=TaskState.ON_SITE,
        arrived_at=work.now(),
        signed_at=task.signed_at or work.now(),
    )
    photos = with_photos(old, intent.photo)
    new = moved(work, old, tasks=with_task(old.tasks, there), photos=photos)
    work.record("checked-in", old, new)
    return finished(work, new)


def finish(intent: Attend, command: Command, work: UnitOfWork) -> Done:
    """The work is done; the lead's word brings the case to its check.

    With a reason why they are not needed, it releases the assists that are still open.
    """
    result = require_result(intent.result, work.settings())
    handler = require_handler(work, intent)
    old, task = _own_task(intent, command, work, "finish")
    _require_evidence(intent, old, task, work)
    done = replace(
        task,
        state=TaskState.DONE,
        ended_at=work.now(),
        handler_name=handler[0],
        handler_phone=handler[1],
    )
    tasks = with_task(old.tasks, done)
    if task.role is not TaskRole.LEAD:
        new = moved(work, old, tasks=tasks, photos=with_photos(old, intent.photo))
        work.record("assist-finished", old, new, note=result)
        return finished(work, new)
    asked(work, command, intent.incident, "finish")
    waived = intent.reason.strip() if any(one.state.is_open for one in tasks) else ""
    new = moved(
        work,
        old,
        State.HANDLED,
        tasks=ended(tasks, TaskState.RELEASED, work.now()) if waived else tasks,
        finished_at=work.now(),
        photos=with_photos(old, intent.photo),
    )
    note = " · ".join(filter(None, (result, waived)))
    work.record("finished", old, new, note=note)
    checker = work.checker_for(new)
    return finished(work, send_to_checker(work, new, checker) if checker else new)


def _require_evidence(intent: Attend, old: Incident, task: Task, work: UnitOfWork) -> None:
    """What the district wants to see of a result: photo, where and when it was taken."""
    if not intent.photo and work.photos_required() and not old.restricted:
        raise Refused(
            refuse("photo_needed", "本区要求附处置后照片。", "A photo of the result is needed.")
        )
    require_seen_there(work, intent.place, old, work.settings().finish_within_m)
    require_taken_since(intent.taken_at, task, old, work)
    is_waived = bool(intent.reason.strip()) or not work.settings().assists_first
    if task.role is not TaskRole.LEAD or is_waived:
        return
    waiting = sum(one.role is TaskRole.ASSIST for one in old.open_tasks)
    if waiting:
        raise Refused(
            refuse(
                "assists_open",
                f"还有 {waiting} 个协办未完；如不再需要，请说明理由（reason）。",
                f"Not done by {waiting} assisting: say why they are not needed (reason).",
                incident=old.number,
            )
        )


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
    _require_returnable(old)
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
    new = moved(work, old, State.RETURN_ASKED, returns=old.returns + 1, ground=intent.ground)
    unit = intent.suggestion.strip()
    work.record("return-asked", old, new, note=f"{reason} → {unit}" if unit else reason)
    return finished(work, new)


def _require_returnable(old: Incident) -> None:
    if old.is_binding:
        raise Refused(
            refuse(
                "binding",
                f"{old.number} 由中心领导指定承办，不能回退。",
                f"The centre leader assigned {old.number}: that is binding.",
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


def _own_task(
    intent: Attend, command: Command, work: UnitOfWork, action: str
) -> tuple[Incident, Task]:
    """The open task that the act is about: the assignee's own, else the lead's."""
    incident = known(work, intent.incident)
    require_role(command, BY_ACTION[action].roles, action)
    whose = _assignee(intent, work)
    task = incident.lead if whose is None else incident.open_task_of(whose)
    if task is None and whose is not None and incident.state.is_open:
        raise Refused(
            refuse(
                "no_task",
                f"该网格员或部门在 {incident.number} 中没有未完成的任务。",
                f"The assignee has no open task in {incident.number}.",
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
    is_sign = action == "sign" and (
        task.signed_at is not None or incident.state is State.JOINT_HANDLING
    )
    allowed = incident.state in BY_ACTION[action].sources
    if task.role is TaskRole.LEAD and not allowed and not is_sign:
        raise Refused(wrong_state(work, incident, action))
    return incident, task


def _assignee(intent: Attend, work: UnitOfWork) -> UUID | None:
    if intent.member is not None:
        return known_member(work, intent.member).id
    return None if intent.department is None else known_department(work, intent.department)
