"""What every handler asks first: who you are, what you saw, where the case stands."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

from models.desk.conflict import about_deed
from models.desk.deed_words import DEED_ZH
from models.domain.category import Urgency
from models.domain.clocks import is_paused, resumed, signer, step_due, with_dues, with_task_dues
from models.domain.command import Done
from models.domain.deadline import handle_limit
from models.domain.error import BadInput, Words
from models.domain.evolve import replace
from models.domain.ids import DepartmentId
from models.domain.incident import AssigneeKind, State
from models.domain.lifecycle import BY_ACTION, Role, roles_in_words
from models.domain.refusal import Refusal, Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.deadline import WorkCalendar
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Incident, Task, TaskState
    from models.domain.member import Member

_ASKING = frozenset({State.EXTENSION_ASKED, State.SUSPENSION_ASKED})
NOTES = frozenset({"comment", "instruct", "remind", "urgent", "attach"})
"""Acts that quarrel with nobody: they may stand on an older version."""

MOST_CHARACTERS, MOST_IN_A_NAME = 10_000, 200
"""A text field holds pages, a sign-in or a station a name."""


def asked(work: UnitOfWork, command: Command, incident_id: IncidentId, action: str) -> Incident:
    """The incident, where this author may do this to it now.

    Raises
    ------
    BadInput
        `unknown_incident`.
    Refused
        `role`, `wrong_state` (naming who brought it there) or `moved_on`.
    """
    incident = known(work, incident_id)
    row = BY_ACTION[action]
    require_role(command, row.roles, action)
    if incident.state not in row.sources:
        raise Refused(wrong_state(work, incident, action))
    require_seen(work, command, incident, action)
    return incident


def known(work: UnitOfWork, incident_id: IncidentId) -> Incident:
    """The incident of an id, or bad input."""
    incident = work.incident(incident_id)
    if incident is None:
        raise unknown_incident(incident_id)
    return incident


def unknown_incident(incident_id: IncidentId) -> BadInput:
    """That there is none of this id, or none that the author may know of."""
    return BadInput(
        "unknown_incident",
        Words(
            f"没有编号为 {incident_id} 的事件；用 wangge list incidents 查看",
            f"there is no incident {incident_id}; see `wangge list incidents`",
        ),
    )


def known_member(work: UnitOfWork, member_id: MemberId) -> Member:
    """The member of an id, or bad input."""
    member = work.member(member_id)
    if member is None:
        raise BadInput(
            "unknown_member",
            Words(
                f"没有编号为 {member_id} 的网格员；用 wangge list members 查看",
                f"there is no member {member_id}; see `wangge list members`",
            ),
        )
    return member


def known_department(work: UnitOfWork, department_id: DepartmentId | None) -> DepartmentId:
    """The id of a department that is there, or bad input."""
    if department_id is None or work.department(department_id) is None:
        raise BadInput(
            "unknown_department",
            Words(
                f"没有部门 {department_id}；用 wangge list departments 查看",
                f"there is no department {department_id}; see `wangge list departments`",
            ),
        )
    return department_id


def require_role(command: Command, roles: frozenset[Role], action: str) -> None:
    """Refuse authors who act in none of the roles."""
    if command.roles & roles:
        return
    wanted = roles_in_words(roles)
    raise Refused(
        refuse(
            "role",
            f"“{action}”需要以下角色之一：{wanted.zh}。",
            f"`{action}` needs one of these roles: {wanted.en}.",
            action=action,
        )
    )


def require_seen(work: UnitOfWork, command: Command, incident: Incident, action: str) -> None:
    """Refuse an act that was decided upon an older state of the incident."""
    seen = command.seen_version
    if seen is None or incident.decided <= seen <= incident.version or action in NOTES:
        return
    winner = winner_of(work, incident)
    raise Refused(
        refuse(
            "moved_on",
            f"{incident.number} 在您查看之后已变动：{winner.zh}。请核对后再操作。",
            f"{incident.number} has moved on since you saw it: {winner.en}. "
            "Look again, then decide.",
            incident=incident.number,
            version=str(incident.version),
            winner=winner.en,
            **winner_about(work, incident),
        )
    )


def wrong_state(work: UnitOfWork, incident: Incident, action: str) -> Refusal:
    """The state does not allow the act; says where it stands and who brought it there."""
    winner = winner_of(work, incident)
    wanted = ", ".join(sorted(BY_ACTION[action].sources))
    return refuse(
        "wrong_state",
        f"{incident.number} 的状态是 {incident.state}（{winner.zh}），"
        f"“{action}”只能用于 {wanted}。",
        f"{incident.number} is in state {incident.state} ({winner.en}); "
        f"`{action}` is possible only from {wanted}.",
        incident=incident.number,
        state=incident.state.value,
        winner=winner.en,
        **winner_about(work, incident),
    )


def winner_of(work: UnitOfWork, incident: Incident) -> Words:
    """Who brought the incident where it is, in words, in the district's time."""
    deed = work.last_deed(incident.id)
    if deed is None:
        return Words("无记录", "no record")
    at = deed.at.astimezone(work.calendar().zone).strftime("%H:%M:%S")
    to_zh = f"，派给{deed.assignees}" if deed.assignees else ""
    to_en = f" to {deed.assignees}" if deed.assignees else ""
    return Words(
        f"{deed.actor}（席位 {deed.station}）于 {at} "
        f"{DEED_ZH.get(deed.verb, deed.verb)}{to_zh}",
        f"{deed.verb.replace('-', ' ')}{to_en} by {deed.actor} at {at} "
        f"from station {deed.station}",
    )


def winner_about(work: UnitOfWork, incident: Incident) -> dict[str, str]:
    """The same for programs: a refusal carries it beside its words."""
    deed = work.last_deed(incident.id)
    return {} if deed is None else about_deed(deed)


def require_text(value: str, field: str, action: str, *, least: int = 1) -> str:
    """A field that must be given, stripped.

    Raises
    ------
    BadInput
        `missing_field`, or `text_too_short`.
    """
    text = value.strip()
    if not text:
        raise BadInput(
            "missing_field",
            Words(f"“{action}”必须填写 {field}", f"`{action}` needs the field {field}"),
        )
    if len(text) < least:
        raise BadInput(
            "text_too_short",
            Words(
                f"{field} 至少 {least} 个字，现为 {len(text)} 个",
                f"{field} needs at least {least} characters; it has {len(text)}",
            ),
        )
    return text


def require_sane(command: Command) -> None:
    """Turn away texts that no person typed: they would weigh on every console's picture.

    Raises
    ------
    BadInput
        `text_too_long`.
    """
    intent = command.intent
    texts = {field.name: getattr(intent, field.name) for field in fields(intent)}
    for name, value in texts.items():
        _require_short(name, value, MOST_CHARACTERS)
    _require_short("operator", command.actor, MOST_IN_A_NAME)
    _require_short("station", command.station, MOST_IN_A_NAME)


def _require_short(name: str, value: object, most: int) -> None:
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str) and len(text) > most:
            raise BadInput(
                "text_too_long",
                Words(
                    f"{name} 至多 {most} 个字，现为 {len(text)} 个",
                    f"{name} takes at most {most} characters; it has {len(text)}",
                ),
            )


def moved(
    work: UnitOfWork, incident: Incident, state: State | None = None, **changes: Any
) -> Incident:
    """The next version; a new state is a new step with a limit of its own.

    Whatever was asked for and not decided goes with the state it was asked in, and leaving
    a suspension ends its pause, on its day at the latest: the clocks run on with what
    was left.
    """
    new = replace(
        _with_limit(work, incident),
        version=incident.version + 1,
        state=state or incident.state,
        **{"quiet": 0, **changes},
    )
    if new.state is incident.state:
        return new
    if incident.state in _ASKING:
        new = replace(new, asked_days=None, asked_until=None)
    if is_paused(incident):
        new = reckoned(work, resumed(new, work.now()))
    return in_new_step(work, new)


def _with_limit(work: UnitOfWork, incident: Incident) -> Incident:
    """A case that release 0.1.0 registered, with the limit that its due instant tells of."""
    start, due_at = incident.registered_at, incident.due_at
    if incident.handle_limit or start is None or due_at is None:
        return incident
    category = None if incident.category is None else work.category(incident.category)
    limits = [handle_limit(category, urgency) for urgency in Urgency]
    fitting = (limit for limit in limits if work.calendar().due(start, limit) == due_at)
    limit = next(fitting, handle_limit(category, incident.urgency))
    return replace(incident, handle_limit=str(limit))


def in_new_step(
    work: UnitOfWork, incident: Incident, *, since: datetime | None = None
) -> Incident:
    """The incident whose step begins now, or began at `since`."""
    begun = since or work.now()
    due_at = step_due(incident, calendar_for(work, signer(incident)), begun)
    return replace(incident, step_since=begun, step_due_at=due_at)


def reckoned(work: UnitOfWork, incident: Incident) -> Incident:
    """The incident with both clocks reckoned anew, each unit's by its own calendar."""
    return with_dues(incident, work.calendar(), partial(calendar_for, work))


def clocked(work: UnitOfWork, incident: Incident) -> Incident:
    """The incident whose open lead and assists have their dues."""
    return with_task_dues(incident, partial(calendar_for, work))


def calendar_for(work: UnitOfWork, task: Task | None) -> WorkCalendar:
    """The calendar that a task's assignee works by: a department's own, else the district's."""
    if task and task.assignee_kind is AssigneeKind.DEPARTMENT:
        return work.calendar_of(DepartmentId(task.assignee))
    return work.calendar()


def ended(tasks: Iterable[Task], state: TaskState, at: datetime) -> tuple[Task, ...]:
    """The tasks, with whatever was open brought to one end."""
    return tuple(
        replace(task, state=state, ended_at=at) if task.state.is_open else task
        for task in tasks
    )


def with_task(tasks: tuple[Task, ...], task: Task) -> tuple[Task, ...]:
    """The tasks with one of them changed."""
    return tuple(task if old.id == task.id else old for old in tasks)


def with_photos(incident: Incident, names: tuple[str, ...]) -> tuple[str, ...]:
    """The photos of an incident and these, each once: some may have come before their act."""
    return tuple(dict.fromkeys(incident.photos + names))


def finished(work: UnitOfWork, incident: Incident) -> Done:
    """Commit and answer with the incident as it is now."""
    return work.commit(done_of(incident))


def done_of(incident: Incident) -> Done:
    """The answer that describes an incident; its seq comes with the commit."""
    return Done(
        seq=0,
        subject_id=incident.id,
        number=incident.number,
        version=incident.version,
        state=incident.state.value,
        tasks=tuple(
            (str(t.id), str(t.assignee), t.role.value, t.state.value) for t in incident.tasks
        ),
    )
