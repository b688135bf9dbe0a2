"""The verbs of `wangge do`: their fields, and the intents they become.

The list is closed: an unknown verb or field is refused with the known ones, so
that a slip of the pen never becomes an act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.drawing_verbs import DRAWING_VERBS
from console.cli.leave_verbs import LEAVE_VERBS
from console.cli.reading import Reader, Typed, missing
from console.cli.shift_verbs import SHIFT_VERBS
from console.cli.verb_fields import FIELDS
from models.domain.category import Urgency
from models.domain.command import (
    Accept,
    Attach,
    Attend,
    Dispatch,
    Enrol,
    Extend,
    FollowUp,
    Intent,
    Judge,
    Mark,
    Merge,
    Rate,
    Reclassify,
    Register,
    Report,
    Reserve,
    SetDuty,
    Supervise,
    Suspend,
    Verify,
)
from models.domain.convey_command import Call, Convey
from models.domain.conveying import Reply
from models.domain.error import BadInput, Words
from models.domain.ids import IncidentId, MemberId, new_uuid
from models.domain.incident import Finding, Source
from models.domain.member import Duty
from models.domain.photo import PhotoRole
from models.domain.welfare import Welfare
from models.domain.welfare_command import SayWell, Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from console.cli.reading import Names


def intent_of(typed: Typed, names: Names, zone: ZoneInfo) -> Intent:
    """The intent of a typed `do`.

    Raises
    ------
    BadInput
        Unknown verbs, fields, ids; values that cannot be read.
    """
    _require_known(typed)
    reader = Reader(typed, names, zone)
    return _BUILD.get(typed.verb, _judge)(reader)


def _require_known(typed: Typed) -> None:
    known = ", ".join(sorted(FIELDS))
    if typed.verb not in FIELDS:
        raise BadInput(
            "unknown_verb",
            Words(
                f"未知的动作 {typed.verb!r}；可用：{known}",
                f"unknown verb {typed.verb!r}; known verbs: {known}",
            ),
        )
    for name in typed.fields:
        if name not in FIELDS[typed.verb]:
            takes = ", ".join(FIELDS[typed.verb]) or "-"
            raise BadInput(
                "unknown_field",
                Words(
                    f"“{typed.verb}”没有字段 {name!r}；可用：{takes}",
                    f"`{typed.verb}` has no field {name!r}; known fields: {takes}",
                ),
            )


def _report(read: Reader) -> Report:
    return Report(
        verb=read.typed.verb,
        incident=(
            read.incident() if read.typed.incident is not None else IncidentId(new_uuid())
        ),
        text=read.text("text"),
        place=read.place(),
        cell=read.optional("cell"),
        category=read.optional("category"),
        source=read.choice("source", Source),
        urgency=read.choice("urgency", Urgency),
        occurred_at=read.at("occurred_at"),
        address=read.text("address"),
        reporter_name=read.text("reporter_name"),
        reporter_phone=read.text("reporter_phone"),
        reporter_member=read.member(),
        photo=read.photos(),
        result=read.text("result"),
    )


def _accept(read: Reader) -> Accept:
    return Accept(
        incident=read.incident(),
        category=read.optional("category"),
        urgency=read.choice("urgency", Urgency),
        address=read.optional("address"),
    )


def _register(read: Reader) -> Register:
    return Register(incident=read.incident(), criterion=read.text("criterion"))


def _merge(read: Reader) -> Merge:
    into = read.text("into")
    if not into:
        raise missing("merge", "into")
    return Merge(
        incident=read.incident(), into=read.names.incident(into), reason=read.text("reason")
    )


def _dispatch(read: Reader) -> Dispatch:
    departments = read.departments()
    calls_many = read.typed.verb in {"whistle", "inform"}
    return Dispatch(
        verb=read.typed.verb,
        incident=read.incident(),
        members=read.members(),
        department=departments[-1] if departments and not calls_many else None,
        departments=departments if calls_many else (),
        channel=read.text("channel"),
        level=read.whole("level"),
        cell=read.optional("cell"),
        ground=read.ground("escalate") if read.typed.verb == "escalate" else None,
        instruction=read.text("instruction"),
        arrive_by=read.at("arrive_by"),
        reason=read.text("reason"),
    )


def _attend(read: Reader) -> Attend:
    departments = read.departments()
    return Attend(
        verb=read.typed.verb,
        incident=read.incident(),
        member=read.member(),
        department=departments[-1] if departments else None,
        result=read.text("result"),
        reason=read.text("reason"),
        ground=read.ground("return") if read.typed.verb == "return" else None,
        suggestion=read.text("suggestion"),
        place=read.place(),
        photo=read.photos(),
        taken_at=read.at("taken_at"),
        handler_name=read.text("handler_name"),
        handler_phone=read.text("handler_phone"),
    )


def _convey(read: Reader) -> Convey:
    departments = read.departments()
    return Convey(
        verb=read.typed.verb,
        incident=read.incident(),
        member=read.member(),
        department=departments[-1] if departments else None,
        channel=read.text("channel"),
        attempt=read.whole("attempt") or 0,
        at=read.at("at"),
        failure=read.text("failure"),
    )


def _call(read: Reader) -> Call:
    departments = read.departments()
    return Call(
        verb=read.typed.verb,
        incident=read.incident(),
        member=read.member(),
        department=departments[-1] if departments else None,
        reply=read.choice("reply", Reply) or Reply.YES,
        text=read.text("text"),
    )


def _watch(read: Reader) -> Watch:
    step = read.choice("step", Welfare)
    if step is None:
        raise missing("watch", "step")
    return Watch(incident=read.incident(), step=step)


def _well(read: Reader) -> SayWell:
    return SayWell(incident=read.incident(), member=read.member(), text=read.text("text"))


def _mark(read: Reader) -> Mark:
    return Mark(
        incident=read.incident(),
        legacy=read.maybe("legacy"),
        important=read.maybe("important"),
        reason=read.text("reason"),
    )


def _verify(read: Reader) -> Verify:
    finding = read.choice("result", Finding)
    if finding is None:
        raise missing("verify-result", "result")
    return Verify(
        incident=read.incident(),
        finding=finding,
        member=read.member(),
        text=read.text("text"),
        place=read.place(),
        photo=read.photos(),
    )


def _extend(read: Reader) -> Extend:
    return Extend(
        verb=read.typed.verb,
        incident=read.incident(),
        days=read.whole("days"),
        reason=read.text("reason"),
        plan=read.text("plan"),
        photo=read.photos(),
    )


def _suspend(read: Reader) -> Suspend:
    return Suspend(
        verb=read.typed.verb,
        incident=read.incident(),
        resume_by=read.at("resume_by"),
        reason=read.text("reason"),
        ground=read.ground("suspend"),
        measure=read.text("measure"),
        photo=read.photos(),
    )


def _supervise(read: Reader) -> Supervise:
    return Supervise(
        incident=read.incident(), level=read.whole("level"), text=read.text("text")
    )


def _reclassify(read: Reader) -> Reclassify:
    return Reclassify(
        incident=read.incident(),
        category=read.require_text("category"),
        urgency=read.choice("urgency", Urgency),
        reason=read.text("reason"),
    )


def _rate(read: Reader) -> Rate:
    departments = read.departments()
    if not departments:
        raise missing("rate", "department")
    responded, took_part, solved = (
        read.require_whole(name) for name in ("responded", "took_part", "solved")
    )
    return Rate(
        incident=read.incident(),
        department=departments[-1],
        responded=responded,
        took_part=took_part,
        solved=solved,
    )


def _follow_up(read: Reader) -> FollowUp:
    return FollowUp(
        incident=read.incident(),
        rating=read.whole("rating"),
        is_unreachable=read.truth("unreachable", otherwise=False),
        is_valid=read.truth("valid", otherwise=True),
        text=read.text("text"),
    )


def _reserve(read: Reader) -> Reserve:
    return Reserve(
        verb=read.typed.verb,
        incident=read.incident() if read.typed.incident is not None else None,
        member=read.require_member(),
    )


def _enrol(read: Reader) -> Enrol:
    members = read.members()
    capacity = read.whole("capacity")
    skills = tuple(s.strip() for s in read.text("skills").split(";") if s.strip())
    return Enrol(
        member=members[0] if members else MemberId(new_uuid()),
        number=read.text("number"),
        name=read.text("name"),
        kind=read.text("kind") or "full_time",
        home_cell=read.optional("home_cell"),
        skills=skills,
        capacity=3 if capacity is None else capacity,
        phone=read.text("phone"),
        duty=read.choice("duty", Duty),
    )


def _set_duty(read: Reader) -> SetDuty:
    duty = read.choice("duty", Duty)
    if duty is None:
        raise missing("set-duty", "duty")
    return SetDuty(member=read.require_member(), duty=duty)


def _judge(read: Reader) -> Judge:
    return Judge(
        verb=read.typed.verb,
        incident=read.incident(),
        reason=read.text("reason"),
        result=read.text("result"),
        text=read.text("text"),
        photo=read.photos(),
        member=read.member(),
        place=read.place(),
    )


def _attach(read: Reader) -> Attach:
    """Without a role it shows how it was before."""
    return Attach(
        incident=read.incident(),
        photo=read.photos(),
        role=read.choice("role", PhotoRole) or PhotoRole.BEFORE,
        text=read.text("text"),
    )


_BUILD: dict[str, Callable[[Reader], Intent]] = {
    "report": _report,
    "report-self": _report,
    "accept": _accept,
    "register": _register,
    "mark": _mark,
    "watch": _watch,
    "well": _well,
    "attach": _attach,
    "merge": _merge,
    "verify-result": _verify,
    "extend": _extend,
    "grant-extend": _extend,
    "suspend": _suspend,
    "grant-suspend": _suspend,
    "supervise": _supervise,
    "reclassify": _reclassify,
    "rate": _rate,
    "follow-up": _follow_up,
    "reserve": _reserve,
    "release": _reserve,
    "enrol": _enrol,
    "set-duty": _set_duty,
    **DRAWING_VERBS,
    **SHIFT_VERBS,
    **LEAVE_VERBS,
}
for _verb in ("dispatch", "redispatch", "assist", "whistle", "inform", "escalate", "hand-down"):
    _BUILD[_verb] = _dispatch
for _verb in ("send", "deliver", "see", "not-delivered"):
    _BUILD[_verb] = _convey
for _verb in ("call", "uncall"):
    _BUILD[_verb] = _call
for _verb in ("sign", "arrive", "check-in", "finish", "return", "read"):
    _BUILD[_verb] = _attend
