"""Acts that name departments: the whistle, the notice, the marks after a whistle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from console.actions.asking import Blank, Choice
from console.actions.typed_time import typed_instant
from models.desk.assigning import ARRIVE_WITHIN
from models.domain.command import Dispatch, Rate
from models.domain.error import Words
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import timedelta

    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.department import Department
    from models.domain.ids import DepartmentId
    from models.domain.incident import Incident

_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_BY: Final = Words("到场时限", "Be there by")
_MATTER: Final = Blank(Words("事由", "What for"), hint=Words("要做什么", "What is to be done"))
_CHANNEL: Final = Blank(
    Words("会商方式", "They talk by"),
    hint=Words("群、电话或地点", "Group, number or place"),
)
_MARKS: Final = (
    Words("响应及时", "Answered"),
    Words("参与处置", "Took part"),
    Words("解决问题", "Solved it"),
)
_BEST: Final = "100"


def whistle_blanks(_: Session, incident: Incident) -> tuple[Blank, ...]:
    """By when they are to be there, what for, and over what they talk."""
    usual = _span(ARRIVE_WITHIN[incident.urgency])
    hint = Words(f"13:00；不填即 {usual.zh}内", f"13:00; empty: within {usual.en}")
    return (Blank(_BY, hint=hint), _MATTER, _CHANNEL)


def whistle(
    session: Session,
    incident: Incident,
    _choice: str,
    text: str,
    by: str = "",
    matter: str = "",
    channel: str = "",
) -> Intent:
    """Call departments to the spot."""
    now = session.reference.timetable.local(session.frame.now)
    return Dispatch(
        verb="whistle",
        incident=incident.id,
        departments=_departments(session, text),
        arrive_by=typed_instant(by, now, is_end=True) if by else None,
        instruction=matter,
        channel=channel,
    )


def inform_blanks(_s: Session, _i: Incident) -> tuple[Blank, ...]:
    """What they are to know."""
    return (Blank(Words("告知内容", "What they are told")),)


def inform(
    session: Session, incident: Incident, _choice: str, text: str, matter: str = ""
) -> Intent:
    """Tell departments, who have nothing to do then."""
    return Dispatch(
        verb="inform",
        incident=incident.id,
        departments=_departments(session, text),
        instruction=matter,
    )


def rated(session: Session, incident: Incident) -> tuple[Choice, ...]:
    """The departments that were whistled for."""
    known = session.reference.departments
    called = {task.assignee: task for task in incident.tasks if task.is_whistled}
    return tuple(
        Choice(known[one].code, Words(*[known[one].name] * 2), needs_text=False)
        for one in called
        if one in known
    )


def rate_blanks(_s: Session, _i: Incident) -> tuple[Blank, ...]:
    """The three marks of the town."""
    return tuple(Blank(words, _BEST) for words in _MARKS)


def rate(session: Session, incident: Incident, choice: str, text: str, *more: str) -> Intent:
    """What a department did; the marks stand in the blanks, or in one line."""
    marks = text.split() or list(more)
    if len(marks) != len(_MARKS) or not all(mark.isdecimal() for mark in marks):
        raise Refused(
            refuse(
                "bad_marks",
                "请写三个 0 至 100 的分数（响应、参与、解决），如：90 80 100。",
                "Write three marks from 0 to 100 (answered, took part, solved): 90 80 100.",
            )
        )
    responded, took_part, solved = map(int, marks)
    return Rate(
        incident=incident.id,
        department=department(session, choice).id,
        responded=responded,
        took_part=took_part,
        solved=solved,
    )


def department(session: Session, name: str) -> Department:
    """The department of a code or a name."""
    for one in session.reference.departments.values():
        if name.casefold() in {one.code.casefold(), one.name.casefold()}:
            return one
    raise Refused(
        refuse("unknown_department", f"没有部门“{name}”。", f"There is no department '{name}'.")
    )


def _departments(session: Session, text: str) -> tuple[DepartmentId, ...]:
    return tuple(department(session, name).id for name in filter(None, _BETWEEN.split(text)))


def _span(length: timedelta) -> Words:
    minutes = int(length.total_seconds() // 60)
    if minutes % 60:
        return Words(f"{minutes} 分钟", f"{minutes} min")
    return Words(f"{minutes // 60} 小时", f"{minutes // 60} h")
