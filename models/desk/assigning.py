"""Giving work: dispatch, redispatch, assist; and the hold that is none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    ended,
    finished,
    known,
    known_member,
    moved,
    require_role,
    require_seen,
    require_text,
    step_limit_from_now,
    winner_of,
)
from models.domain.command import Done
from models.domain.dispatching import (
    Circumstances,
    Verdict,
    already_dispatched,
    may_assist,
    may_dispatch,
)
from models.domain.error import BadInput, Words
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import AssigneeKind, Incident, State, Task, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION, Role
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from uuid import UUID

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Dispatch, Reserve
    from models.domain.dispatching import Answer
    from models.domain.ids import MemberId
    from models.domain.member import Member

MOST_ASSISTS = 30


def dispatch(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Give a registered incident to its first assignee: the lead, and assists.

    That somebody else was faster outranks everything else a refusal could say.
    """
    old = known(work, intent.incident)
    row = BY_ACTION["dispatch"]
    require_role(command, row.roles, "dispatch")
    if old.state.is_with_unit:
        raise Refused(already_dispatched(old, winner_of(work, old)))
    asked(work, command, intent.incident, "dispatch")
    return _given(intent, old, work, verb="dispatched")


def redispatch(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Take the work from whoever has it and give it to others; needs a reason."""
    require_text(intent.reason, "reason", "redispatch")
    old = asked(work, command, intent.incident, "redispatch")
    freed = replace(
        old,
        state=State.REGISTERED,
        tasks=ended(old.tasks, TaskState.CANCELLED, work.now()),
    )
    return _given(intent, old, work, verb="redispatched", judged_as=freed)


def assist(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Send further hands; a lead who has signed now handles jointly."""
    old = asked(work, command, intent.incident, "assist")
    _require_someone(intent, "assist")
    _require_room(old, len(intent.members))
    tasks = tuple(
        _task(intent, work, role=TaskRole.ASSIST, member=_checked_assist(intent, old, work, m))
        for m in intent.members
    )
    if intent.department:
        tasks = (*tasks, _task(intent, work, role=TaskRole.ASSIST, member=None))
    state = State.JOINT_HANDLING if old.state is State.HANDLING else None
    new = moved(work, old, state, tasks=old.tasks + tasks)
    if state is not None:
        new = replace(new, step_due_at=old.step_due_at)
    work.record("assist-added", old, new, note=intent.reason.strip())
    return finished(work, new)


def reserve(intent: Reserve, command: Command, work: UnitOfWork) -> Done:
    """Hold a member for an incident, or let the hold go; no task comes of it."""
    require_role(command, frozenset({Role.DISPATCHER, Role.SHIFT_LEAD}), intent.verb)
    if intent.verb == "reserve" and intent.incident is None:
        raise BadInput(
            "missing_field",
            Words("“reserve”必须给出 --incident", "`reserve` needs --incident"),
        )
    if intent.incident is not None:
        incident = known(work, intent.incident)
        require_seen(work, command, incident, intent.verb)
    old = known_member(work, intent.member)
    if intent.verb == "reserve":
        if old.held_for is not None and old.held_for != intent.incident:
            raise Refused(
                refuse(
                    "reserved",
                    f"{old.name}已为另一事件预留；先释放。",
                    f"{old.name} is reserved for another incident; release the hold first.",
                    member=old.number,
                )
            )
        new = replace(old, version=old.version + 1, held_for=intent.incident)
        work.record("reserved", old, new)
    else:
        new = replace(old, version=old.version + 1, held_for=None)
        work.record("released", old, new)
    return work.commit(Done(0, new.id, new.number, new.version, new.duty.value))


def _given(
    intent: Dispatch,
    old: Incident,
    work: UnitOfWork,
    *,
    verb: str,
    judged_as: Incident | None = None,
) -> Done:
    _require_someone(intent, intent.verb)
    _require_room(old, len(intent.members) - 1)
    incident = judged_as or old
    members = [known_member(work, member_id) for member_id in sorted(set(intent.members))]
    by_id = {member.id: member for member in members}
    for member_id in intent.members:
        member = by_id[member_id]
        around = Circumstances(load=_load(work, member, old))
        _require_allowed(may_dispatch(incident, member, around), intent.reason)
    tasks = tuple(
        _task(
            intent,
            work,
            role=TaskRole.ASSIST if place else TaskRole.LEAD,
            member=by_id[member_id].id,
        )
        for place, member_id in enumerate(dict.fromkeys(intent.members))
    )
    if not tasks:
        tasks = (_task(intent, work, role=TaskRole.LEAD, member=None),)
    new = moved(
        work,
        old,
        State.DISPATCHED,
        tasks=incident.tasks + tasks,
        dispatched_at=work.now(),
        signed_at=None,
    )
    new = replace(new, step_due_at=step_limit_from_now(work, new))
    work.record(verb, old, new, note=intent.reason.strip())
    for member in members:
        if member.held_for == old.id:
            free = replace(member, version=member.version + 1, held_for=None)
            work.record("released", member, free)
    return finished(work, new)


def _load(work: UnitOfWork, member: Member, incident: Incident) -> int:
    """Open tasks elsewhere: the one being taken away does not count."""
    here = 1 if incident.open_task_of(member.id) else 0
    return work.load_of(member.id) - here


def _checked_assist(
    intent: Dispatch, incident: Incident, work: UnitOfWork, member_id: MemberId
) -> UUID:
    member = known_member(work, member_id)
    around = Circumstances(load=work.load_of(member.id))
    _require_allowed(may_assist(incident, member, around), intent.reason)
    return member.id


def _require_allowed(answer: Answer, reason: str) -> None:
    if answer.verdict is Verdict.ELIGIBLE:
        return
    ground = answer.grounds[0]
    if answer.verdict is Verdict.BLOCKED:
        raise Refused(ground)
    if reason.strip():
        return
    words = Words(
        f"{ground.words.zh}如仍要派遣，请给出理由（reason）。",
        f"{ground.words.en} Give a reason to dispatch all the same.",
    )
    raise Refused(replace(ground, words=words, about={**ground.about, "override": "reason"}))


def _require_someone(intent: Dispatch, action: str) -> None:
    if not intent.members and intent.department is None:
        raise BadInput(
            "missing_field",
            Words(
                f"“{action}”必须给出 --member 或 --field department",
                f"`{action}` needs --member or a department",
            ),
        )


def _require_room(incident: Incident, more: int) -> None:
    assists = sum(task.role is TaskRole.ASSIST for task in incident.open_tasks)
    if assists + more > MOST_ASSISTS:
        raise Refused(
            refuse(
                "too_many_assists",
                f"{incident.number} 的协办最多 {MOST_ASSISTS} 个。",
                f"{incident.number} can have {MOST_ASSISTS} assists at the most.",
            )
        )


def _task(intent: Dispatch, work: UnitOfWork, *, role: TaskRole, member: UUID | None) -> Task:
    return Task(
        id=TaskId(new_uuid()),
        assignee_kind=AssigneeKind.DEPARTMENT if member is None else AssigneeKind.MEMBER,
        assignee=member or _department(intent, work),
        role=role,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
        arrive_by=intent.arrive_by,
        instruction=intent.instruction.strip(),
    )


def _department(intent: Dispatch, work: UnitOfWork) -> UUID:
    if intent.department is None or work.department(intent.department) is None:
        raise BadInput(
            "unknown_department",
            Words(
                f"没有部门 {intent.department}；用 wangge list departments 查看",
                f"there is no department {intent.department}; see `wangge list departments`",
            ),
        )
    return intent.department
