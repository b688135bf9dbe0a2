"""The verbs of `wangge do`: their fields, and the intents they become.

The list is closed: an unknown verb or field is refused with the known ones, so
that a slip of the pen never becomes an act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.drawing_verbs import DRAWING_FIELDS, DRAWING_VERBS
from console.cli.reading import Reader, Typed, missing
from models.domain.category import Urgency
from models.domain.command import (
    Accept,
    Attend,
    Dispatch,
    Enrol,
    Intent,
    Judge,
    Merge,
    Register,
    Report,
    Reserve,
    SetDuty,
)
from models.domain.error import BadInput, Words
from models.domain.ids import IncidentId, MemberId, new_uuid
from models.domain.incident import Source
from models.domain.member import Duty
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from console.cli.reading import Names

_REASON = ("reason",)
_REPORT = (
    "text",
    "lon",
    "lat",
    "cell",
    "category",
    "source",
    "urgency",
    "occurred_at",
    "address",
    "reporter_name",
    "reporter_phone",
    "photo",
)
_GIVE = ("instruction", "arrive_by", "reason", "department")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "report": _REPORT,
    "accept": ("category", "urgency", "address"),
    "refuse": _REASON,
    "register": ("criterion",),
    "not-register": _REASON,
    "reserve": (),
    "release": (),
    "dispatch": _GIVE,
    "assist": _GIVE,
    "redispatch": _GIVE,
    "withdraw": _REASON,
    "sign": (),
    "arrive": (),
    "finish": ("result", "photo"),
    "return": _REASON,
    "grant-return": _REASON,
    "deny-return": _REASON,
    "send-check": (),
    "check-pass": ("result", "photo"),
    "check-fail": ("reason", "photo"),
    "close": ("result",),
    "archive": ("result",),
    "reopen": _REASON,
    "void": _REASON,
    "confirm-void": _REASON,
    "merge": ("into", "reason"),
    "comment": ("text",),
    "instruct": ("text",),
    "remind": ("text",),
    "urgent": ("text", "reason"),
    "enrol": ("number", "name", "kind", "home_cell", "skills", "capacity", "phone", "duty"),
    "set-duty": ("duty",),
    **DRAWING_FIELDS,
}
"""What each verb takes besides `--incident` and `--member`."""

LATER = (
    "extend",
    "suspend",
    "resume",
    "escalate",
    "hand-down",
    "supervise",
    "reclassify",
    "send-verify",
    "verify-result",
    "whistle",
    "check-in",
    "follow-up",
)
"""Verbs of the field whose rules come with a later release."""


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
    if typed.verb in LATER:
        raise BadInput(
            "later_release",
            Words(
                f"“{typed.verb}”将在后续版本提供；现有动作：{known}",
                f"`{typed.verb}` comes with a later release; known verbs: {known}",
            ),
        )
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
    lon, lat = read.number("lon"), read.number("lat")
    if (lon is None) != (lat is None):
        raise missing("report", "lon + lat")
    return Report(
        incident=(
            read.incident() if read.typed.incident is not None else IncidentId(new_uuid())
        ),
        text=read.text("text"),
        place=None if lon is None or lat is None else LonLat(lon, lat),
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
    department = read.optional("department")
    return Dispatch(
        verb=read.typed.verb,
        incident=read.incident(),
        members=read.members(),
        department=None if department is None else read.names.department(department),
        instruction=read.text("instruction"),
        arrive_by=read.at("arrive_by"),
        reason=read.text("reason"),
    )


def _attend(read: Reader) -> Attend:
    return Attend(
        verb=read.typed.verb,
        incident=read.incident(),
        member=read.member(),
        result=read.text("result"),
        reason=read.text("reason"),
        photo=read.photos(),
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
    )


_BUILD: dict[str, Callable[[Reader], Intent]] = {
    "report": _report,
    "accept": _accept,
    "register": _register,
    "merge": _merge,
    "dispatch": _dispatch,
    "redispatch": _dispatch,
    "assist": _dispatch,
    "sign": _attend,
    "arrive": _attend,
    "finish": _attend,
    "return": _attend,
    "reserve": _reserve,
    "release": _reserve,
    "enrol": _enrol,
    "set-duty": _set_duty,
    **DRAWING_VERBS,
}
