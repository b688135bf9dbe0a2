"""Whether a report is so: somebody goes and looks, sent by hand or by the class itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from models.desk.guard import asked, finished, known_member, moved, with_photos
from models.desk.leaving import member_at_work
from models.desk.on_site import require_near
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
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.category import Category
    from models.domain.command import Command, Done, Judge, Verify
    from models.domain.member import Member

UNSEEN: Final = frozenset(
    {
        Source.CITIZEN,
        Source.HOTLINE,
        Source.CITY_MANAGEMENT,
        Source.VIDEO_AI,
        Source.SENSOR,
    }
)
"""Reports that nobody of the grid has seen: the public's, and those of devices."""


def send_verify(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Ask a member to look whether a report is so: one named, else the nearest on duty."""
    old = asked(work, command, intent.incident, "send-verify")
    named = intent.member
    verifier = work.checker_for(old) if named is None else member_at_work(work, named)
    if verifier is None:
        raise Refused(
            refuse(
                "nobody_to_verify",
                f"{old.number} 附近没有可派的核实员；请用 --member 指定。",
                f"Nobody near {old.number} can verify it; name somebody with --member.",
                incident=old.number,
            )
        )
    return finished(work, _sent(work, old, verifier))


def verified_by_itself(
    work: UnitOfWork, incident: Incident, category: Category | None
) -> Incident:
    """A report of the public or of a device goes out to be verified where its class says so.

    Where nobody near is on duty, or its reporter is the only one, it waits for a person.
    """
    if category is None or not category.verify or incident.source not in UNSEEN:
        return incident
    verifier = work.checker_for(incident)
    return incident if verifier is None else _sent(work, incident, verifier)


def _sent(work: UnitOfWork, old: Incident, verifier: Member) -> Incident:
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
    return new


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
    photos = with_photos(old, intent.photo)
    new = moved(work, old, State.REPORTED, tasks=tasks, verified=intent.finding, photos=photos)
    work.record("verified", old, new, note=intent.text.strip())
    return finished(work, new)
