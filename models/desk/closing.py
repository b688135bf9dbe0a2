"""From the unit's result to the archive: check, rework, close, follow-up, reopen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.assigning import response_by
from models.desk.guard import (
    asked,
    clocked,
    ended,
    finished,
    known_member,
    moved,
    require_text,
    with_photos,
    with_task,
)
from models.desk.leaving import member_at_work
from models.desk.on_site import require_seen_there
from models.desk.raising import carded
from models.desk.reporting import registered
from models.domain.clocks import HALF
from models.domain.error import BadInput, Words
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import (
    HANDLING_ROLES,
    AssigneeKind,
    Incident,
    State,
    Task,
    TaskRole,
    TaskState,
)
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done, FollowUp, Judge
    from models.domain.member import Member

REOPEN_WITHIN = timedelta(days=90)
REWORKS_TO_CARD = 2
"""The second rework of a case brings a yellow card."""
YELLOW = 2
CALLS = 3
"""So often a reporter is called before the case is archived without an answer."""
SATISFIED = 3
"""A rating below this asks for a second handling, once."""


def send_check(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Ask somebody who did not handle it to look at the result."""
    old = asked(work, command, intent.incident, "send-check")
    return finished(work, send_to_checker(work, old, _checker(intent, work, old)))


def _checker(intent: Judge, work: UnitOfWork, old: Incident) -> Member:
    if intent.member is None:
        checker = work.checker_for(old)
    else:
        checker = member_at_work(work, intent.member)
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
    return checker


def send_to_checker(
    work: UnitOfWork,
    old: Incident,
    checker: Member,
    fact: str = "check-sent",
    *,
    note: str = "",
) -> Incident:
    """Record that the check went to a member."""
    task = Task(
        id=TaskId(new_uuid()),
        assignee_kind=AssigneeKind.MEMBER,
        assignee=checker.id,
        role=TaskRole.CHECK,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
    )
    new = moved(work, old, State.CHECKING, tasks=(*old.tasks, task), checked_at=None)
    work.record(fact, old, new, note=note)
    return new


def check_pass(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The result stands."""
    old = asked(work, command, intent.incident, "check-pass")
    _require_looked(intent, old, work)
    if intent.member is not None:
        _require_other_eyes(old, known_member(work, intent.member))
    new = moved(
        work,
        old,
        State.CHECKED,
        tasks=_check_done(old, work),
        checked_at=work.now(),
        photos=with_photos(old, intent.photo),
    )
    work.record("check-passed", old, new, note=intent.result.strip())
    return finished(work, new)


def check_fail(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Rework: the same unit goes at it again, with half the limit; twice is a yellow card."""
    reason = require_text(intent.reason, "reason", "check-fail")
    old = asked(work, command, intent.incident, "check-fail")
    _require_looked(intent, old, work)
    if intent.member is not None:
        _require_other_eyes(old, known_member(work, intent.member))
    new = _reworked(work, old, intent.photo)
    new = replace(new, reworks=old.reworks + 1)
    work.record("check-failed", old, new, note=reason)
    if new.reworks == REWORKS_TO_CARD and new.supervise < YELLOW:
        new = carded(work, new, YELLOW, "supervised")
    return finished(work, new)


def _reworked(work: UnitOfWork, old: Incident, photos: tuple[str, ...]) -> Incident:
    """The case back in the hands of its last lead, who gets half the limit from now."""
    tasks = _check_done(old, work)
    last = [t for t in tasks if t.role is TaskRole.LEAD and t.state is TaskState.DONE][-1]
    again = replace(
        last,
        state=TaskState.SIGNED,
        ended_at=None,
        arrived_at=None,
        arrive_by=response_by(work, old, last, work.now()),
        reworks=last.reworks + 1,
        runs_from=work.now(),
        share=HALF,
        extra_days=0,
    )
    new = moved(
        work,
        old,
        State.HANDLING,
        tasks=with_task(tasks, again),
        finished_at=None,
        checked_at=None,
        photos=old.photos + photos,
        rungs=(),
    )
    return clocked(work, new)


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


def close_refuse(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The shift lead is not content: the unit goes at it again."""
    reason = require_text(intent.reason, "reason", "close-refuse")
    old = asked(work, command, intent.incident, "close-refuse")
    new = _reworked(work, old, ())
    work.record("close-refused", old, new, note=reason)
    return finished(work, new)


def recheck(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The shift lead doubts the check: somebody looks once more."""
    reason = require_text(intent.reason, "reason", "recheck")
    old = asked(work, command, intent.incident, "recheck")
    checker = _checker(intent, work, old)
    return finished(work, send_to_checker(work, old, checker, "recheck-sent", note=reason))


def archive(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The case goes to the archive and out of the living picture."""
    old = asked(work, command, intent.incident, "archive")
    new = moved(work, old, State.ARCHIVED)
    work.record("archived", old, new, note=intent.result.strip())
    return finished(work, new)


def follow_up(intent: FollowUp, command: Command, work: UnitOfWork) -> Done:
    """The reporter is called: begun, rated, or out of reach for the third time.

    A justified rating below 3 brings the case back once, for a second handling.
    """
    old = asked(work, command, intent.incident, "follow-up")
    if intent.rating is not None and not 1 <= intent.rating <= 5:
        raise BadInput(
            "bad_value",
            Words("rating 应为 1 至 5", "rating wants a whole number from 1 to 5"),
        )
    begun = old
    if old.state is State.CLOSED or intent.rating is None:
        state = State.FOLLOW_UP if old.state is State.CLOSED else None
        calls = old.unreachable + (1 if intent.is_unreachable else 0)
        begun = moved(work, old, state, unreachable=calls)
        work.record("follow-up-begun", old, begun, note=intent.text.strip())
    if intent.rating is None and begun.unreachable < CALLS:
        return finished(work, begun)
    return finished(work, _followed_up(intent, work, begun))


def _followed_up(intent: FollowUp, work: UnitOfWork, old: Incident) -> Incident:
    note = intent.text.strip()
    is_bad = intent.rating is not None and intent.rating < SATISFIED and intent.is_valid
    if is_bad and not old.second_handling:
        new = _again(work, replace(old, satisfaction=intent.rating, second_handling=True))
        work.record("second-handling", old, new, note=note)
    else:
        new = moved(work, old, State.ARCHIVED, satisfaction=intent.rating)
        work.record("followed-up", old, new, note=note)
    return new


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
    new = _again(work, replace(old, reopened=old.reopened + 1))
    work.record("reopened", old, new, note=reason)
    return finished(work, new)


def _again(work: UnitOfWork, old: Incident) -> Incident:
    """The case waits for its dispatch once more; one never registered is registered now."""
    if old.registered_at is None:
        old = registered(work, old)
    return moved(
        work,
        old,
        State.REGISTERED,
        dispatched_at=None,
        signed_at=None,
        finished_at=None,
        checked_at=None,
        closed_at=None,
        void_asked_by=None,
    )


def _require_looked(intent: Judge, incident: Incident, work: UnitOfWork) -> None:
    """A check is made on the spot: its photo, and where it was taken."""
    if not intent.photo and work.photos_required() and not incident.restricted:
        raise Refused(
            refuse("photo_needed", "核查须附照片。", "A photo of the check is needed.")
        )
    require_seen_there(work, intent.place, incident, work.settings().check_within_m)


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
        if task.role in HANDLING_ROLES
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
