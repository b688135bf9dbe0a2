"""The verbs of `wangge do`: their fields, and the intents they become.

The list is closed: an unknown verb or field is refused with the known ones, so
that a slip of the pen never becomes an act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

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
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from models.domain.ids import DepartmentId

Choice = TypeVar("Choice", Urgency, Source, Duty)

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


class Names(Protocol):
    """Turns what people type into ids."""

    def incident(self, text: str) -> IncidentId:
        """The incident of an id or a number."""

    def member(self, text: str) -> MemberId:
        """The member of an id or a number."""

    def department(self, text: str) -> DepartmentId:
        """The department of an id or a code."""

    def photo(self, path: str) -> str:
        """Keep a file by its content; the name it has from then on."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A `do` as typed. `fields` keeps every value of a repeated field."""

    verb: str
    incident: str | None
    members: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


def typed_fields(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`k=v` pairs by key, in order.

    Raises
    ------
    BadInput
        `bad_field`, where a pair has no `=`.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise BadInput(
                "bad_field",
                Words(f"--field 应为 名=值，现为 {pair!r}", f"--field wants k=v, not {pair!r}"),
            )
        fields[key.strip()] = (*fields.get(key.strip(), ()), value)
    return fields


def intent_of(typed: Typed, names: Names, zone: ZoneInfo) -> Intent:
    """The intent of a typed `do`.

    Raises
    ------
    BadInput
        Unknown verbs, fields, ids; values that cannot be read.
    """
    _require_known(typed)
    reader = _Reader(typed, names, zone)
    return _BUILD.get(typed.verb, _judge)(reader)


def instant(text: str, zone: ZoneInfo, field: str) -> datetime:
    """An ISO 8601 instant; without an offset it is in the district's zone.

    Raises
    ------
    BadInput
        `bad_time`.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "bad_time",
            Words(
                f"{field}：无法识别的时间 {text!r}；例：2026-11-23T09:30:00+08:00",
                f"{field}: {text!r} is no ISO 8601 instant; write 2026-11-23T09:30:00+08:00",
            ),
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


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


_LETTERS = {"G": "general", "U": "urgent", "E": "emergency"}


class _Reader:
    """Reads typed values as what they mean."""

    def __init__(self, typed: Typed, names: Names, zone: ZoneInfo) -> None:
        self.typed = typed
        self.names = names
        self.zone = zone

    def incident(self) -> IncidentId:
        if self.typed.incident is None:
            raise _missing(self.typed.verb, "--incident")
        return self.names.incident(self.typed.incident)

    def members(self) -> tuple[MemberId, ...]:
        return tuple(self.names.member(text) for text in self.typed.members)

    def member(self) -> MemberId | None:
        members = self.members()
        if len(members) > 1:
            raise BadInput(
                "one_member",
                Words(
                    f"“{self.typed.verb}”只能给一个 --member",
                    f"`{self.typed.verb}` takes one --member",
                ),
            )
        return members[0] if members else None

    def require_member(self) -> MemberId:
        member = self.member()
        if member is None:
            raise _missing(self.typed.verb, "--member")
        return member

    def text(self, name: str) -> str:
        return self.typed.fields.get(name, ("",))[-1]

    def optional(self, name: str) -> str | None:
        values = self.typed.fields.get(name)
        return values[-1] if values else None

    def at(self, name: str) -> datetime | None:
        text = self.optional(name)
        return None if text is None else instant(text, self.zone, name)

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        text = self.optional(name)
        if text is None:
            return None
        if kind is Urgency:
            # The letters of the category table serve too.
            text = _LETTERS.get(text, text)
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(item.value for item in kind)
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 不能是 {text!r}；可用：{known}",
                    f"{name} cannot be {text!r}; use {known}",
                ),
            ) from None

    def number(self, name: str) -> float | None:
        text = self.optional(name)
        if text is None:
            return None
        try:
            return float(text)
        except ValueError:
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 应为数字，现为 {text!r}", f"{name} wants a number, not {text!r}"
                ),
            ) from None

    def photos(self) -> tuple[str, ...]:
        return tuple(self.names.photo(path) for path in self.typed.fields.get("photo", ()))


def _missing(verb: str, what: str) -> BadInput:
    return BadInput(
        "missing_field", Words(f"“{verb}”必须给出 {what}", f"`{verb}` needs {what}")
    )


def _report(read: _Reader) -> Report:
    lon, lat = read.number("lon"), read.number("lat")
    if (lon is None) != (lat is None):
        raise _missing("report", "lon + lat")
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


def _accept(read: _Reader) -> Accept:
    return Accept(
        incident=read.incident(),
        category=read.optional("category"),
        urgency=read.choice("urgency", Urgency),
        address=read.optional("address"),
    )


def _register(read: _Reader) -> Register:
    return Register(incident=read.incident(), criterion=read.text("criterion"))


def _merge(read: _Reader) -> Merge:
    into = read.text("into")
    if not into:
        raise _missing("merge", "into")
    return Merge(
        incident=read.incident(), into=read.names.incident(into), reason=read.text("reason")
    )


def _dispatch(read: _Reader) -> Dispatch:
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


def _attend(read: _Reader) -> Attend:
    return Attend(
        verb=read.typed.verb,
        incident=read.incident(),
        member=read.member(),
        result=read.text("result"),
        reason=read.text("reason"),
        photo=read.photos(),
    )


def _reserve(read: _Reader) -> Reserve:
    return Reserve(
        verb=read.typed.verb,
        incident=read.incident() if read.typed.incident is not None else None,
        member=read.require_member(),
    )


def _enrol(read: _Reader) -> Enrol:
    members = read.members()
    capacity = read.number("capacity")
    skills = tuple(s.strip() for s in read.text("skills").split(";") if s.strip())
    return Enrol(
        member=members[0] if members else MemberId(new_uuid()),
        number=read.text("number"),
        name=read.text("name"),
        kind=read.text("kind") or "full_time",
        home_cell=read.optional("home_cell"),
        skills=skills,
        capacity=3 if capacity is None else int(capacity),
        phone=read.text("phone"),
        duty=read.choice("duty", Duty),
    )


def _set_duty(read: _Reader) -> SetDuty:
    duty = read.choice("duty", Duty)
    if duty is None:
        raise _missing("set-duty", "duty")
    return SetDuty(member=read.require_member(), duty=duty)


def _judge(read: _Reader) -> Judge:
    return Judge(
        verb=read.typed.verb,
        incident=read.incident(),
        reason=read.text("reason"),
        result=read.text("result"),
        text=read.text("text"),
        photo=read.photos(),
        member=read.member(),
    )


_BUILD: dict[str, Callable[[_Reader], Intent]] = {
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
}
