"""What the desk decides about a case: no, back, checked, closed, void, again.

Each function takes the incident on by one row of the lifecycle table; what it needs
besides is asked first, so that nothing is half-decided.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    ended,
    finished,
    known_member,
    moved,
    require_text,
    with_task,
)
from models.domain.category import Urgency
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import (
    AssigneeKind,
    Incident,
    Source,
    State,
    Task,
    TaskRole,
    TaskState,
)
from models.domain.lifecycle import BY_ACTION, Role
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done, Judge
    from models.domain.member import Member

REOPEN_WITHIN = timedelta(days=90)


def turn_down(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """refuse, not-register: the centre will not open a case; needs a reason."""
    reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    superior = old.source is Source.INSTRUCTION
    if superior and not command.roles & {Role.SHIFT_LEAD, Role.CENTRE_LEADER}:
        raise Refused(
            refuse(
                "superior_source",
                "上级交办的事件须由值班长决定不予受理。",
                "Only the shift lead can refuse what a superior sent.",
                incident=old.number,
            )
        )
    row = BY_ACTION[intent.verb]
    new = moved(work, old, row.target)
    work.record(row.fact, old, new, note=reason)
    return finished(work, new)


def take_back(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """withdraw, grant-return: the work comes back to the dispatcher."""
    granted = intent.verb == "grant-return"
    reason = intent.reason.strip()
    if not granted:
        reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    tasks = old.tasks
    if granted and old.lead:
        back = replace(old.lead, state=TaskState.RETURNED, ended_at=work.now())
        tasks = with_task(tasks, back)
    new = moved(
        work,
        old,
        State.REGISTERED,
        tasks=ended(tasks, TaskState.CANCELLED, work.now()),
        dispatched_at=None,
        signed_at=None,
    )
    work.record(BY_ACTION[intent.verb].fact, old, new, note=reason)
    return finished(work, new)


def deny_return(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The unit keeps the work; whoever had not signed yet counts as having signed."""
    reason = require_text(intent.reason, "reason", "deny-return")
    old = asked(work, command, intent.incident, "deny-return")
    tasks = old.tasks
    lead = old.lead
    if lead and lead.signed_at is None:
        state = TaskState.SIGNED if lead.state is TaskState.TO_SIGN else lead.state
        tasks = with_task(tasks, replace(lead, signed_at=work.now(), state=state))
    new = moved(work, old, State.HANDLING, tasks=tasks, signed_at=old.signed_at or work.now())
    work.record("return-denied", old, new, note=reason)
    return finished(work, new)


def send_check(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Ask somebody who did not handle it to look at the result."""
    old = asked(work, command, intent.incident, "send-check")
    if intent.member is None:
        checker = work.checker_for(old)
    else:
        checker = known_member(work, intent.member)
        _require_other_eyes(old, checker)
    if checker is None:
        raise Refused(
            refuse(
                "nobody_to_check",
                f"{old.number} 附近没有可派的核查员；请用 --member 指定。",
                f"Nobody near {old.number} can check it; name somebody with --member.",
                incident=old.number,
            )
        )
    return finished(work, send_to_checker(work, old, checker))


def send_to_checker(work: UnitOfWork, old: Incident, checker: Member) -> Incident:
    """Record that the check went to a member."""
    task = Task(
        id=TaskId(new_uuid()),
        assignee_kind=AssigneeKind.MEMBER,
        assignee=checker.id,
        role=TaskRole.CHECK,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
    )
    new = moved(work, old, State.CHECKING, tasks=(*old.tasks, task))
    work.record("check-sent", old, new)
    return new


def check_pass(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The result stands."""
    old = asked(work, command, intent.incident, "check-pass")
    if intent.member is not None:
        _require_other_eyes(old, known_member(work, intent.member))
    new = moved(
        work,
        old,
        State.CHECKED,
        tasks=_check_done(old, work),
        checked_at=work.now(),
        photos=old.photos + intent.photo,
    )
    work.record("check-passed", old, new, note=intent.result.strip())
    return finished(work, new)


def check_fail(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Rework: the same unit goes at it again."""
    reason = require_text(intent.reason, "reason", "check-fail")
    old = asked(work, command, intent.incident, "check-fail")
    if intent.member is not None:
        _require_other_eyes(old, known_member(work, intent.member))
    tasks = _check_done(old, work)
    last = [t for t in tasks if t.role is TaskRole.LEAD and t.state is TaskState.DONE][-1]
    again = replace(
        last, state=TaskState.SIGNED, ended_at=None, arrived_at=None, reworks=last.reworks + 1
    )
    new = moved(
        work,
        old,
        State.HANDLING,
        tasks=with_task(tasks, again),
        finished_at=None,
        reworks=old.reworks + 1,
        photos=old.photos + intent.photo,
    )
    work.record("check-failed", old, new, note=reason)
    return finished(work, new)


def close(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The case is over; everybody who still has a task in it is released."""
    old = asked(work, command, intent.incident, "close")
    new = moved(
        work,
        old,
        State.CLOSED,
        tasks=ended(old.tasks, TaskState.RELEASED, work.now()),
        closed_at=work.now(),
    )
    work.record("closed", old, new, note=intent.result.strip())
    return finished(work, new)


def archive(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The case goes to the archive and out of the living picture."""
    old = asked(work, command, intent.incident, "archive")
    new = moved(work, old, State.ARCHIVED)
    work.record("archived", old, new, note=intent.result.strip())
    return finished(work, new)


def reopen(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """A closed case was not over; its citizen clock goes on."""
    reason = require_text(intent.reason, "reason", "reopen")
    old = asked(work, command, intent.incident, "reopen")
    if old.closed_at is not None and work.now() - old.closed_at > REOPEN_WITHIN:
        raise Refused(
            refuse(
                "closed_too_long",
                f"{old.number} 结案已超过 {REOPEN_WITHIN.days} 天，请另行上报。",
                f"{old.number} was closed more than {REOPEN_WITHIN.days} days ago; "
                "report it anew.",
                incident=old.number,
            )
        )
    new = moved(
        work,
        old,
        State.REGISTERED,
        dispatched_at=None,
        signed_at=None,
        finished_at=None,
        checked_at=None,
        closed_at=None,
        reopened=old.reopened + 1,
    )
    work.record("reopened", old, new, note=reason)
    return finished(work, new)


def ask_void(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The first pair of eyes; nothing is void until a second confirms."""
    reason = require_text(intent.reason, "reason", "void")
    old = asked(work, command, intent.incident, "void")
    if old.void_asked_by is not None:
        raise Refused(
            refuse(
                "void_asked",
                f"{old.void_asked_by} 已申请作废，须由另一人 confirm-void。",
                f"{old.void_asked_by} asked for it already; "
                "a second operator must confirm-void.",
                incident=old.number,
            )
        )
    new = moved(work, old, void_asked_by=command.actor)
    work.record("void-asked", old, new, note=reason)
    return finished(work, new)


def confirm_void(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The second pair of eyes."""
    old = asked(work, command, intent.incident, "confirm-void")
    if old.void_asked_by is None:
        raise Refused(
            refuse(
                "void_not_asked",
                f"没有人申请作废 {old.number}。",
                f"Nobody asked to void {old.number}.",
                incident=old.number,
            )
        )
    if old.void_asked_by == command.actor:
        raise Refused(
            refuse(
                "four_eyes",
                "申请人不能自己确认作废，须由另一人确认。",
                "Whoever asked for the void cannot confirm it; a second operator must.",
                incident=old.number,
            )
        )
    new = moved(work, old, State.VOID, tasks=ended(old.tasks, TaskState.CANCELLED, work.now()))
    work.record("voided", old, new, note=intent.reason.strip())
    return finished(work, new)


def note(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """comment, instruct, remind, urgent: words on the record; the state stays."""
    text = (intent.text or intent.reason).strip()
    if intent.verb in {"comment", "instruct"}:
        text = require_text(text, "text", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    urgency = old.urgency
    if intent.verb == "urgent":
        urgency = Urgency.EMERGENCY if urgency.rank else Urgency.URGENT
    new = moved(work, old, urgency=urgency)
    work.record(BY_ACTION[intent.verb].fact, old, new, note=text)
    return finished(work, new)


def _check_done(incident: Incident, work: UnitOfWork) -> tuple[Task, ...]:
    return tuple(
        replace(task, state=TaskState.DONE, ended_at=work.now())
        if task.state.is_open and task.role is TaskRole.CHECK
        else task
        for task in incident.tasks
    )


def _require_other_eyes(incident: Incident, checker: Member) -> None:
    handlers = {
        task.assignee
        for task in incident.tasks
        if task.role in {TaskRole.LEAD, TaskRole.ASSIST}
        and task.state in {TaskState.DONE, TaskState.SIGNED, TaskState.ON_SITE}
    }
    if checker.id in handlers:
        raise Refused(
            refuse(
                "checker_handled_it",
                f"{checker.name}处置了 {incident.number}，不能核查自己的结果。",
                f"{checker.name} handled {incident.number} and cannot check it.",
                incident=incident.number,
            )
        )
