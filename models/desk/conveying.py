"""How the word of a task fares: sent, delivered, seen; and what was said on the telephone.

What channels and devices tell changes nothing that anybody decides upon, so it is quiet:
whoever looked before may act after it. It never goes back: a step once told stays, a word
of an older try comes too late. A call is an act of a person, and can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    in_new_step,
    known,
    known_department,
    known_member,
    moved,
    require_role,
    with_task,
    wrong_state,
)
from models.domain.conveying import CALL, CHANNEL_NAME, Reply, callable_tasks, called_tasks
from models.domain.error import BadInput, Words
from models.domain.evolve import replace
from models.domain.incident import State, TaskState
from models.domain.lifecycle import BY_ACTION
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done
    from models.domain.convey_command import Call, Convey
    from models.domain.incident import Incident, Task

MOST_FAILURE = 40


def send(intent: Convey, command: Command, work: UnitOfWork) -> Done:
    """A console takes it upon itself to send the word over a channel: once for each try."""
    old, task = _told(intent, command, work)
    if intent.attempt not in {0, task.attempts + 1}:
        raise _too_late(old, task)
    channel = _channel(intent.channel)
    return _quietly(
        work,
        old,
        replace(
            task,
            attempts=task.attempts + 1,
            sent_via=channel,
            sent_at=work.now(),
            failed_at=None,
            failure="",
        ),
        "task-sent",
    )


def deliver(intent: Convey, command: Command, work: UnitOfWork) -> Done:
    """It arrived at the assignee's device."""
    old, task = _told(intent, command, work)
    at = _instant(intent, task, work)
    heard = replace(_reached(task, intent, at), delivered_at=task.delivered_at or at)
    return _quietly(work, old, heard, "task-delivered", at)


def see(intent: Convey, command: Command, work: UnitOfWork) -> Done:
    """The assignee looked at it."""
    old, task = _told(intent, command, work)
    at = _instant(intent, task, work)
    heard = replace(_reached(task, intent, at), seen_at=task.seen_at or at)
    return _quietly(work, old, heard, "task-seen", at)


def fail(intent: Convey, command: Command, work: UnitOfWork) -> Done:
    """The last try did not come through; what an earlier one brought stays."""
    old, task = _told(intent, command, work)
    if intent.attempt not in {0, task.attempts} or task.delivered_at or task.seen_at:
        raise _too_late(old, task)
    if task.failed_at is not None:
        return finished(work, old)
    at = _instant(intent, task, work)
    failed = replace(task, failed_at=at, failure=_failure(intent.failure))
    return _quietly(work, old, failed, "task-not-delivered", at)


def call(intent: Call, command: Command, work: UnitOfWork) -> Done:
    """Somebody was called: they said yes, know of it now, or did not answer."""
    old = asked(work, command, intent.incident, "call")
    task = _one_of(callable_tasks(old), intent, work)
    if task is None:
        raise _nothing(
            "nobody_to_call", "没有等待答复的任务", "no task that waits for a reply", old
        )
    tried = _after_call(task, intent.reply, command.actor, work.now())
    tasks = with_task(old.tasks, tried)
    if intent.reply is not Reply.YES or task is not old.lead:
        new = moved(work, old, tasks=tasks)
        work.record("called", old, new, note=intent.text.strip())
        return finished(work, new)
    if old.state is State.JOINT_HANDLING:
        new = moved(work, old, tasks=tasks, signed_at=work.now())
        work.record("called", old, new, note=intent.text.strip())
        return finished(work, new)
    if old.state not in BY_ACTION["call-sign"].sources:
        raise Refused(wrong_state(work, old, "call-sign"))
    new = moved(work, old, old.working_state, tasks=tasks, signed_at=work.now())
    work.record("signed-by-call", old, new, note=intent.text.strip())
    return finished(work, new)


def _after_call(task: Task, reply: Reply, actor: str, at: datetime) -> Task:
    """The task as it stands after somebody was called about it."""
    if reply is Reply.NOBODY:
        return replace(task, failed_at=at, failure="no_answer")
    told = replace(
        task,
        sent_at=task.sent_at or at,
        sent_via=task.sent_via or CALL,
        seen_at=task.seen_at or at,
        seen_by=task.seen_by if task.seen_at else actor,
        failed_at=None,
        failure="",
    )
    if reply is Reply.TOLD:
        return told
    return replace(told, signed_at=at, signed_by=actor, state=TaskState.SIGNED)


def uncall(intent: Call, command: Command, work: UnitOfWork) -> Done:
    """What was entered after a call was a mistake; while nothing was done upon it."""
    old = asked(work, command, intent.incident, "uncall")
    task = _one_of(called_tasks(old), intent, work)
    if task is None:
        raise _nothing("no_call", "没有可撤销的电话告知", "no call to take back", old)
    back = replace(
        task,
        state=TaskState.TO_SIGN if task.signed_at else task.state,
        signed_at=None,
        signed_by="",
        seen_at=None if task.seen_by else task.seen_at,
        seen_by="",
    )
    if task.sent_via == CALL:
        back = replace(back, sent_at=None, sent_via="")
    tasks = with_task(old.tasks, back)
    note = intent.text.strip()
    if task is not old.lead or task.signed_at is None or task.is_whistled:
        # Whoever was whistled for began in joint handling, and stays there.
        signed_at = None if task is old.lead else old.signed_at
        new = moved(work, old, tasks=tasks, signed_at=signed_at)
        work.record("call-taken-back", old, new, note=note)
        return finished(work, new)
    if old.state not in BY_ACTION["uncall-sign"].sources:
        raise Refused(wrong_state(work, old, "uncall-sign"))
    new = moved(work, old, State.DISPATCHED, tasks=tasks, signed_at=None)
    new = in_new_step(work, new, since=task.given_at)
    work.record("signature-taken-back", old, new, note=note)
    return finished(work, new)


def _told(intent: Convey, command: Command, work: UnitOfWork) -> tuple[Incident, Task]:
    """The task that is spoken of, while it is worth speaking of."""
    incident = known(work, intent.incident)
    row = BY_ACTION[intent.verb]
    require_role(command, row.roles, intent.verb)
    if incident.state not in row.sources:
        raise Refused(wrong_state(work, incident, intent.verb))
    if intent.task is not None:
        task = next((one for one in incident.tasks if one.id == intent.task), None)
    else:
        task = _one_of(_audience(incident), intent, work)
    if task is None or not (task.state.is_open or task.state is TaskState.INFORMED):
        raise _nothing("no_task", "没有这样的未完成任务", "no such open task", incident)
    return incident, task


def _audience(incident: Incident) -> list[Task]:
    """Whoever can be told of it, the lead first."""
    told = [t for t in incident.tasks if t.state.is_open or t.state is TaskState.INFORMED]
    return sorted(told, key=lambda task: task is not incident.lead)


def _one_of(tasks: Iterable[Task], intent: Convey | Call, work: UnitOfWork) -> Task | None:
    """That of the assignee who is named, else the first."""
    whose: Any = None
    if intent.member is not None:
        whose = known_member(work, intent.member).id
    elif intent.department is not None:
        whose = known_department(work, intent.department)
    fitting = (task for task in tasks if whose in {None, task.assignee})
    return next(fitting, None)


def _reached(task: Task, intent: Convey, at: datetime) -> Task:
    """What was heard of a channel that nobody said they used is heard all the same."""
    if task.sent_at is None and intent.channel:
        return replace(task, sent_at=at, sent_via=_channel(intent.channel))
    return task


def _quietly(
    work: UnitOfWork, old: Incident, task: Task, verb: str, at: datetime | None = None
) -> Done:
    """Record what was told of a task; the same told again changes nothing."""
    tasks = with_task(old.tasks, task)
    if tasks == old.tasks:
        return finished(work, old)
    new = moved(work, old, tasks=tasks, quiet=old.quiet + 1)
    work.record(verb, old, new, occurred_at=at)
    return finished(work, new)


def _instant(intent: Convey, task: Task, work: UnitOfWork) -> datetime:
    """When it was: never before the task was given, nor after now; clocks of devices err."""
    now = work.now()
    return now if intent.at is None else min(max(intent.at, task.given_at), now)


def _channel(text: str) -> str:
    name = text.strip().lower()
    if not CHANNEL_NAME.fullmatch(name):
        raise BadInput(
            "bad_channel",
            Words(
                f"通道名“{text}”应为小写字母、数字和连字符，如 sms",
                f"the channel {text!r} should be lower-case letters, digits and hyphens: sms",
            ),
        )
    return name


def _failure(text: str) -> str:
    """A code, cut short: a gateway's own words may hold a number, and are not kept."""
    code = "".join(
        c for c in text.strip().lower() if c.isascii() and (c.isalpha() or c in "_-")
    )
    return code[:MOST_FAILURE] or "unknown"


def _too_late(incident: Incident, task: Task) -> Refused:
    return Refused(
        refuse(
            "told_otherwise",
            f"{incident.number} 的任务已有第 {task.attempts} 次发送的结果，此消息已过时。",
            f"Attempt {task.attempts} of this task of {incident.number} has said more: "
            "this word comes too late.",
            incident=incident.number,
            attempt=str(task.attempts),
        )
    )


def _nothing(code: str, zh: str, en: str, incident: Incident) -> Refused:
    return Refused(
        refuse(
            code,
            f"{incident.number} {zh}。",
            f"{incident.number} has {en}.",
            incident=incident.number,
            state=incident.state.value,
        )
    )
