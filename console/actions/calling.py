"""What came of a call: the form of `call`, for one task or for each that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.actions.asking import Choice
from models.domain.convey_command import Call
from models.domain.conveying import Reply, callable_tasks
from models.domain.error import Words
from models.domain.ids import DepartmentId, MemberId
from models.domain.incident import AssigneeKind, TaskRole

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.incident import Incident

_REPLIES: Final = {
    Reply.YES: Words("已答应", "Said yes"),
    Reply.TOLD: Words("已告知，待答复", "Was told, no answer yet"),
    Reply.NOBODY: Words("无人接听", "Nobody answered"),
}
_WHO: Final = {
    TaskRole.LEAD: Words("主办", "Lead"),
    TaskRole.ASSIST: Words("协办", "Assist"),
    TaskRole.CHECK: Words("核查", "Check"),
    TaskRole.VERIFY: Words("核实", "Verify"),
}


def replies(_: Session, incident: Incident) -> tuple[Choice, ...]:
    """What can be answered; where several are waited for, whose answer it is comes first."""
    waiting = callable_tasks(incident)
    return tuple(
        Choice(
            reply.value if not place else f"{reply.value}-{place + 1}",
            words if len(waiting) == 1 else _said_by(waiting[place].role, place, words),
            needs_text=False,
        )
        for place in range(len(waiting))
        for reply, words in _REPLIES.items()
    )


def called(_: Session, incident: Incident, choice: str, text: str) -> Call:
    """The intent of a choice of `replies`."""
    reply, _dash, place = choice.partition("-")
    task = callable_tasks(incident)[int(place) - 1 if place else 0]
    is_member = task.assignee_kind is AssigneeKind.MEMBER
    return Call(
        incident=incident.id,
        member=MemberId(task.assignee) if is_member else None,
        department=None if is_member else DepartmentId(task.assignee),
        reply=Reply(reply),
        text=text,
    )


def _said_by(role: TaskRole, place: int, words: Words) -> Words:
    who = _WHO.get(role, _WHO[TaskRole.ASSIST])
    number = f" {place}" if place else ""
    return Words(f"{who.zh}{number}：{words.zh}", f"{who.en}{number}: {words.en}")
