"""Giving work: dispatch, redispatch, assist, whistle; and the hold that is none of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    calendar_for,
    clocked,
    ended,
    finished,
    in_new_step,
    known,
    known_department,
    known_member,
    moved,
    require_role,
    require_seen,
    require_text,
    winner_about,
    winner_of,
)
from models.domain.category import Urgency
from models.domain.clocks import with_share
from models.domain.command import Done
from models.domain.deadline import response_due_at
from models.domain.dispatching import (
    Circumstances,
    Verdict,
    already_dispatched,
    is_led,
    leader_needed,
    may_assist,
    may_dispatch,
)
from models.domain.error import BadInput, Words
from models.domain.evolve import replace
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import AssigneeKind, Incident, State, Task, TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION
from models.domain.moment import moment
from models.domain.refusal import Refused, refuse
from models.domain.rights import COMMANDS
from models.domain.timetable import timetable_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Dispatch, Reserve
    from models.domain.dispatching import Answer
    from models.domain.ids import DepartmentId, MemberId
    from models.domain.member import Member

MOST_ASSISTS = 30
MOST_CALLED = 9
"""One lead and eight assists (§3.3, 13)."""
ARRIVE_WITHIN = {
    Urgency.GENERAL: timedelta(hours=24),
    Urgency.URGENT: timedelta(minutes=30),
    Urgency.EMERGENCY: timedelta(minutes=15),
}
"""How soon whoever is whistled for must be there (§3.6)."""


def dispatch(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Give a registered incident to its first assignee: the lead, and assists.

    That somebody else was faster outranks everything else a refusal could say.
    """
    old = known(work, intent.incident)
    row = BY_ACTION["dispatch"]
    require_role(command, row.roles, "dispatch")
    if old.state.is_with_unit:
        taken = already_dispatched(old, winner_of(work, old))
        raise Refused(replace(taken, about={**taken.about, **winner_about(work, old)}))
    asked(work, command, intent.incident, "dispatch")
    bound = _bound(old, command)
    return finished(work, give(intent, old, work, verb="dispatched", judged_as=bound))


def redispatch(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Take the work from whoever has it and give it to others; needs a reason."""
    require_text(intent.reason, "reason", "redispatch")
    old = asked(work, command, intent.incident, "redispatch")
    freed = replace(
        _bound(old, command),
        state=State.REGISTERED,
        tasks=ended(old.tasks, TaskState.CANCELLED, work.now()),
    )
    return finished(work, give(intent, old, work, verb="redispatched", judged_as=freed))


def _bound(incident: Incident, command: Command) -> Incident:
    """After two wrong dispatches the centre leader assigns, and that is binding (§3.6)."""
    refusal = leader_needed(incident, command.roles)
    if refusal is not None:
        raise Refused(refusal)
    return replace(incident, is_binding=True) if is_led(incident) else incident


def assist(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Send further hands; a lead who has signed now handles jointly."""
    old = asked(work, command, intent.incident, "assist")
    _require_someone(intent, "assist")
    _require_room(old, len(intent.members))
    tasks = tuple(
        _task(intent, work, role=TaskRole.ASSIST, member=_checked_assist(intent, old, work, m))
        for m in dict.fromkeys(intent.members)
    )
    if intent.department:
        _require_new_to(old, intent.department)
        tasks = (*tasks, _task(intent, work, role=TaskRole.ASSIST, member=None))
    state = State.JOINT_HANDLING if old.state is State.HANDLING else None
    new = clocked(work, moved(work, old, state, tasks=old.tasks + tasks))
    work.record("assist-added", old, new, note=intent.reason.strip())
    return finished(work, new)


def whistle(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """Call departments to the spot: the first leads a case that nobody has, all others assist.

    They are to be there by `arrive_by`: at once in an emergency, within a day otherwise.
    """
    old = asked(work, command, intent.incident, "whistle")
    called = _called(intent, old, work)
    arrive_by = intent.arrive_by or work.now() + ARRIVE_WITHIN[old.urgency]
    tasks = tuple(
        replace(
            _task_of(intent, work, TaskRole.ASSIST, AssigneeKind.DEPARTMENT, department),
            arrive_by=arrive_by,
            is_whistled=True,
        )
        for department in called
    )
    new = _joined(work, old, tasks)
    said = (intent.instruction.strip(), intent.channel.strip(), intent.reason.strip())
    work.record("whistled", old, new, note=" · ".join(filter(None, said)))
    return finished(work, new)


def _joined(work: UnitOfWork, old: Incident, tasks: tuple[Task, ...]) -> Incident:
    """The case with whoever was whistled for; the first leads where nobody did."""
    if old.state is State.REGISTERED:
        lead = replace(tasks[0], role=TaskRole.LEAD)
        tasks = with_clock(old, (lead, *tasks[1:]), work)
        new = moved(work, old, State.JOINT_HANDLING, dispatched_at=work.now(), rungs=())
    else:
        state = None if old.state is State.DISPATCHED else State.JOINT_HANDLING
        new = moved(work, old, state)
    new = replace(new, tasks=old.tasks + tasks, whistled_at=work.now())
    return clocked(work, new)


def _called(intent: Dispatch, old: Incident, work: UnitOfWork) -> list[DepartmentId]:
    named = [*intent.departments, *([intent.department] if intent.department else [])]
    called = list(dict.fromkeys(named))
    if not called:
        require_text("", "department", "whistle")
    for department in called:
        known_department(work, department)
        _require_new_to(old, department)
    if len(called) > MOST_CALLED:
        raise Refused(
            refuse(
                "too_many_assists",
                f"一次吹哨最多 {MOST_CALLED} 个部门。",
                f"One whistle calls {MOST_CALLED} departments at the most.",
            )
        )
    return called


def _require_new_to(incident: Incident, department: DepartmentId) -> None:
    if incident.open_task_of(department):
        raise Refused(
            refuse(
                "already_on_it",
                f"该部门已在处理 {incident.number}。",
                f"That department has a task in {incident.number} already.",
                incident=incident.number,
            )
        )


def reserve(intent: Reserve, command: Command, work: UnitOfWork) -> Done:
    """Hold a member for an incident, or let the hold go; no task comes of it."""
    require_role(command, COMMANDS[intent.verb], intent.verb)
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


def give(
    intent: Dispatch,
    old: Incident,
    work: UnitOfWork,
    *,
    verb: str,
    judged_as: Incident | None = None,
) -> Incident:
    """Record that the first assignee leads and the others assist; the unit's clock starts.

    `judged_as` is what the rule is asked about, where the work is being taken from others.
    """
    _require_someone(intent, intent.verb)
    _require_room(old, len(intent.members) - 1)
    incident = judged_as or old
    members = _willing(intent, old, incident, work)
    tasks = tuple(
        _task(intent, work, role=TaskRole.ASSIST if place else TaskRole.LEAD, member=member)
        for place, member in enumerate(dict.fromkeys(intent.members))
    ) or (_task(intent, work, role=TaskRole.LEAD, member=None),)
    base = moved(work, old, State.DISPATCHED, is_binding=incident.is_binding)
    new = replace(
        base,
        tasks=incident.tasks + with_clock(base, tasks, work),
        level=incident.level,
        level_since=incident.level_since,
        stay_limit=incident.stay_limit,
        stay_due_at=incident.stay_due_at,
        handed_to=incident.handed_to,
        escalated=incident.escalated,
        ground=incident.ground,
        dispatched_at=work.now(),
        signed_at=None,
        rungs=(),
    )
    new = in_new_step(work, clocked(work, new))
    work.record(verb, old, new, note=intent.reason.strip())
    for member in members:
        if member.held_for == old.id:
            free = replace(member, version=member.version + 1, held_for=None)
            work.record("released", member, free)
    return new


def _willing(
    intent: Dispatch, old: Incident, incident: Incident, work: UnitOfWork
) -> list[Member]:
    """The members named, where the rule lets each of them take it; locked in order of id."""
    members = [known_member(work, member_id) for member_id in sorted(set(intent.members))]
    by_id = {member.id: member for member in members}
    for member_id in intent.members:
        member = by_id[member_id]
        around = _around(work, _load(work, member, old))
        _require_allowed(may_dispatch(incident, member, around), intent.reason)
    return members


def _around(work: UnitOfWork, load: int) -> Circumstances:
    timetable = timetable_of(work.calendar().zone, work.rulebook().shifts)
    return Circumstances(load=load, at=timetable.local(work.now()), timetable=timetable)


def with_clock(
    incident: Incident, tasks: tuple[Task, ...], work: UnitOfWork
) -> tuple[Task, ...]:
    """New tasks of which the first leads, with the share of the limit that it gets.

    Where nobody said by when to be on the spot, the class's first response counts.
    """
    lead, *others = tasks
    is_first = not any(task.role is TaskRole.LEAD for task in incident.tasks)
    if lead.arrive_by is None:
        lead = replace(lead, arrive_by=response_by(work, incident, lead, lead.given_at))
    own = calendar_for(work, lead)
    return (with_share(incident, lead, own, is_first=is_first), *others)


def response_by(
    work: UnitOfWork, incident: Incident, lead: Task, since: datetime
) -> datetime | None:
    """By when the class wants its lead on the spot; None where it does not say."""
    category = None if incident.category is None else work.category(incident.category)
    return response_due_at(calendar_for(work, lead), category, since)


def _load(work: UnitOfWork, member: Member, incident: Incident) -> int:
    """Open tasks elsewhere: the one being taken away does not count."""
    here = 1 if incident.open_task_of(member.id) else 0
    return work.load_of(member.id) - here


def _checked_assist(
    intent: Dispatch, incident: Incident, work: UnitOfWork, member_id: MemberId
) -> UUID:
    member = known_member(work, member_id)
    around = _around(work, work.load_of(member.id))
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


def _require_ahead(arrive_by: datetime | None, at: datetime) -> None:
    """Nobody can be anywhere by a time that is over (§3.6)."""
    if arrive_by is None or arrive_by > at:
        return
    asked_for, now = moment(arrive_by.astimezone(at.tzinfo), at), moment(at, at)
    raise Refused(
        refuse(
            "arrive_by_is_past",
            f"到场时限 {asked_for.zh} 已过（现在 {now.zh}），请给出以后的时间。",
            f"To be there by {asked_for.en} is past (it is {now.en}): give a time to come.",
            arrive_by=arrive_by.isoformat(),
        )
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
    if member is None:
        department = known_department(work, intent.department)
        return _task_of(intent, work, role, AssigneeKind.DEPARTMENT, department)
    return _task_of(intent, work, role, AssigneeKind.MEMBER, member)


def _task_of(
    intent: Dispatch, work: UnitOfWork, role: TaskRole, kind: AssigneeKind, whose: UUID
) -> Task:
    _require_ahead(intent.arrive_by, work.now())
    return Task(
        id=TaskId(new_uuid()),
        assignee_kind=kind,
        assignee=whose,
        role=role,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
        arrive_by=intent.arrive_by,
        instruction=intent.instruction.strip(),
    )
