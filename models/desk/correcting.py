"""What turns out otherwise: verified on the spot, audited, sent back, merged, reclassified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.attending import require_near
from models.desk.guard import (
    asked,
    finished,
    in_new_step,
    known,
    known_member,
    moved,
    reckoned,
    require_text,
)
from models.desk.reporting import category_of, max_urgency
from models.domain.deadline import handle_limit
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import AssigneeKind, Incident, State, Task, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION, FOUR_EYES
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.category import Category, Urgency
    from models.domain.command import Command, Done, Judge, Merge, Reclassify, Verify


def send_verify(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Ask a member to look whether a report is so: one named, else the nearest on duty."""
    old = asked(work, command, intent.incident, "send-verify")
    named = intent.member
    verifier = work.checker_for(old) if named is None else known_member(work, named)
    if verifier is None:
        raise Refused(
            refuse(
                "nobody_to_verify",
                f"{old.number} 附近没有可派的核实员；请用 --member 指定。",
                f"Nobody near {old.number} can verify it; name somebody with --member.",
                incident=old.number,
            )
        )
    task = Task(
        id=TaskId(new_uuid()),
        assignee_kind=AssigneeKind.MEMBER,
        assignee=verifier.id,
        role=TaskRole.VERIFY,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
    )
    new = moved(work, old, State.TO_VERIFY, tasks=(*old.tasks, task), verified=None)
    work.record("verify-sent", old, new)
    return finished(work, new)


def verify_result(intent: Verify, command: Command, work: UnitOfWork) -> Done:
    """What the verifier found; the acceptor decides what follows from it."""
    old = asked(work, command, intent.incident, "verify-result")
    if intent.member is not None and old.open_task_of(intent.member) is None:
        member = known_member(work, intent.member)
        raise Refused(
            refuse(
                "no_task",
                f"{member.name}没有被派去核实 {old.number}。",
                f"{member.name} was not sent to verify {old.number}.",
                incident=old.number,
            )
        )
    require_near(intent.place, old)
    tasks = tuple(
        replace(task, state=TaskState.DONE, ended_at=work.now())
        if task.state.is_open and task.role is TaskRole.VERIFY
        else task
        for task in old.tasks
    )
    photos = old.photos + intent.photo
    new = moved(work, old, State.REPORTED, tasks=tasks, verified=intent.finding, photos=photos)
    work.record("verified", old, new, note=intent.text.strip())
    return finished(work, new)


def audit(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """audit-pass closes what was handled on the spot; audit-fail needs a reason."""
    row = BY_ACTION[intent.verb]
    note = (intent.reason or intent.result).strip()
    if row.target is State.REFUSED:
        note = require_text(note, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    closed_at = work.now() if row.target is State.CLOSED else None
    new = moved(work, old, row.target, closed_at=closed_at)
    work.record(row.fact, old, new, note=note)
    return finished(work, new)


def send_back(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The shift lead sends an acceptance back: the acceptor's error, and counted."""
    reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    count = old.sent_back + 1
    new = moved(work, old, State.REPORTED, accepted_at=None, sent_back=count)
    work.record("sent-back", old, new, note=reason)
    return finished(work, new)


def merge(intent: Merge, command: Command, work: UnitOfWork) -> Done:
    """The incident is a duplicate; the other one carries on for both."""
    reason = require_text(intent.reason, "reason", "merge")
    old = asked(work, command, intent.incident, "merge")
    into = known(work, intent.into)
    if into.id == old.id or not into.state.is_open:
        raise Refused(
            refuse(
                "bad_master",
                f"不能并入 {into.number}（{into.state}）：主案件必须是另一件未结事件。",
                f"Cannot merge into {into.number} ({into.state}): the master must be "
                "another, open incident.",
                incident=into.number,
            )
        )
    new = moved(work, old, State.MERGED, merged_into=into.id)
    work.record("merged", old, new, note=reason)
    return finished(work, new)


def unmerge(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """It was no duplicate: it goes on where it was when it was merged."""
    reason = require_text(intent.reason, "reason", "unmerge")
    old = asked(work, command, intent.incident, "unmerge")
    new = moved(work, old, _before_merging(old), merged_into=None)
    work.record("unmerged", old, new, note=reason)
    return finished(work, new)


def _before_merging(incident: Incident) -> State:
    if incident.registered_at is not None:
        return State.REGISTERED
    return State.REPORTED if incident.accepted_at is None else State.ACCEPTED


def reclassify(intent: Reclassify, command: Command, work: UnitOfWork) -> Done:
    """Another class: the limits are reckoned anew from registration.

    Once a unit has signed, two operators must say so; the second says the same again.
    """
    category = category_of(work, intent.category)
    old = asked(work, command, intent.incident, "reclassify")
    is_second = old.state in FOUR_EYES and old.reclass_to == category.code
    reason = intent.reason.strip()
    if not is_second:
        reason = require_text(reason, "reason", "reclassify")
    if category.code == old.category and intent.urgency in {None, old.urgency}:
        raise Refused(
            refuse(
                "same_class",
                f"{old.number} 的类别已是“{category.zh}”。",
                f"{old.number} is of the class '{category.en}' already.",
                incident=old.number,
            )
        )
    if old.state in FOUR_EYES and not is_second:
        new = moved(work, old, reclass_to=category.code, reclass_asked_by=command.actor)
        work.record("reclassify-asked", old, new, note=reason)
        return finished(work, new)
    if is_second and old.reclass_asked_by == command.actor:
        raise Refused(
            refuse(
                "four_eyes",
                "申请人不能自己确认改类，须由另一人确认。",
                "Whoever asked for the class cannot confirm it; a second operator must.",
                incident=old.number,
            )
        )
    new = _in_class(work, old, category, intent.urgency)
    work.record("reclassified", old, new, note=reason)
    return finished(work, new)


def _in_class(
    work: UnitOfWork, old: Incident, category: Category, urgency: Urgency | None
) -> Incident:
    before = None if old.category is None else work.category(old.category)
    # An urgency that came with the old class goes with it; one that somebody set stays.
    came_with_it = before is not None and old.urgency is before.urgency
    urgency = urgency or (category.urgency if came_with_it else max_urgency(old, category))
    new = moved(
        work,
        old,
        category=category.code,
        urgency=urgency,
        restricted=category.restricted,
        reclass_to=None,
        reclass_asked_by=None,
    )
    if old.registered_at is not None:
        limit = str(handle_limit(category, urgency))
        new = replace(new, handle_limit=limit, rungs=())
        new = reckoned(work, new)
    return _step_of(work, new) if urgency is not old.urgency else new


def _step_of(work: UnitOfWork, incident: Incident) -> Incident:
    """The present step with the limit of another urgency, from when it began."""
    since = incident.step_since
    return incident if since is None else in_new_step(work, incident, since=since)
