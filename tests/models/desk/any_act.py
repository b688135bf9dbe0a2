"""Draws an intent for any verb of the desk: mostly sound, sometimes beside the mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from models.domain.command import (
    Accept,
    Attach,
    Attend,
    Dispatch,
    Extend,
    FollowUp,
    Judge,
    Mark,
    Merge,
    Rate,
    Reclassify,
    Register,
    Report,
    Supervise,
    Suspend,
    Verify,
)
from models.domain.convey_command import Call, Convey
from models.domain.conveying import Reply
from models.domain.ids import DepartmentId, IncidentId, LeaveId, MemberId, new_uuid
from models.domain.incident import GROUNDS, Finding
from models.domain.leave import AskLeave, JudgeLeave, LeaveKind
from models.domain.photo import CHOOSABLE
from models.domain.place import LonLat
from models.domain.timetable import SetRota
from models.domain.welfare import Welfare
from models.domain.welfare_command import SayWell, Watch

if TYPE_CHECKING:
    from models.domain.command import Intent

PLACE = LonLat(120.4, 36.4)
WORDS = "现场情况说明，已处理完"
_GIVING = frozenset({"dispatch", "redispatch", "assist", "escalate", "hand-down", "inform"})
_ATTENDING = frozenset({"sign", "arrive", "check-in", "finish", "return", "read"})


@dataclass(frozen=True, slots=True)
class World:
    """What acts can be about."""

    draw: Any
    incidents: tuple[IncidentId, ...]
    members: tuple[MemberId, ...]
    departments: tuple[DepartmentId, ...]
    classes: tuple[str, ...]
    now: datetime

    def one(self, *values: Any) -> Any:
        """One of these."""
        return self.draw(st.sampled_from(values))

    def some_members(self) -> tuple[MemberId, ...]:
        """Up to three."""
        return tuple(self.draw(st.lists(st.sampled_from(self.members), max_size=3)))


def an_intent(verb: str, incident: IncidentId, world: World) -> Intent:
    """Somebody wants this of that incident."""
    if verb in _GIVING:
        return _give(verb, incident, world)
    if verb in _ATTENDING:
        return _attend(verb, incident, world)
    if verb in _OTHERS:
        made: Intent = _OTHERS[verb](verb, incident, world)
        return made
    return Judge(
        verb=verb,
        incident=incident,
        reason=world.one(WORDS, WORDS, ""),
        result=WORDS,
        text=WORDS,
        member=world.one(None, None, *world.members),
    )


def a_report(verb: str, world: World) -> Report:
    """A new incident."""
    return Report(
        verb=verb,
        incident=IncidentId(new_uuid()),
        text="路边有垃圾堆放",
        place=PLACE,
        category=world.one(None, *world.classes),
        result=WORDS,
    )


def _give(verb: str, incident: IncidentId, world: World) -> Dispatch:
    members = world.some_members()
    return Dispatch(
        verb=verb,
        incident=incident,
        members=members,
        department=None if members else world.one(None, *world.departments),
        level=world.one(None, None, 1, 2, 4) if verb in {"escalate", "hand-down"} else None,
        ground=world.one(None, *GROUNDS["escalate"]),
        reason=world.one(WORDS, WORDS, ""),
    )


def _attend(verb: str, incident: IncidentId, world: World) -> Attend:
    member = world.one(None, None, *world.members)
    return Attend(
        verb=verb,
        incident=incident,
        member=member,
        department=None if member else world.one(None, None, *world.departments),
        result=WORDS,
        reason=WORDS,
        ground=world.one(None, *GROUNDS["return"]),
        place=world.one(None, PLACE, LonLat(120.5, 36.4)) if verb == "check-in" else None,
    )


def _whistle(verb: str, incident: IncidentId, world: World) -> Dispatch:
    called = tuple(world.draw(st.lists(st.sampled_from(world.departments), max_size=2)))
    hours = world.one(None, -1, 1)
    by = None if hours is None else world.now + timedelta(hours=hours)
    return Dispatch(verb=verb, incident=incident, departments=called, arrive_by=by)


def _extend(verb: str, incident: IncidentId, world: World) -> Extend:
    days = world.one(None, 0, 1, 5, 11, 200) if verb == "grant-extend" else world.one(1, 3, 11)
    return Extend(verb=verb, incident=incident, days=days, reason=WORDS)


def _suspend(verb: str, incident: IncidentId, world: World) -> Suspend:
    days = world.one(1, 20, 181) if verb == "suspend" else world.one(None, 1, 20)
    until = None if days is None else world.now + timedelta(days=days)
    return Suspend(verb=verb, incident=incident, resume_by=until, reason=WORDS)


def _photographed(_: str, incident: IncidentId, world: World) -> Attach:
    names = ("a.jpg", "b.jpg", "c.jpg")
    return Attach(incident=incident, photo=(world.one(*names),), role=world.one(*CHOOSABLE))


def _rate(_: str, incident: IncidentId, world: World) -> Rate:
    mark = world.one(0, 80, 101)
    department = world.one(*world.departments)
    return Rate(
        incident=incident, department=department, responded=mark, took_part=mark, solved=90
    )


def _follow_up(_: str, incident: IncidentId, world: World) -> FollowUp:
    return FollowUp(
        incident=incident,
        rating=world.one(None, None, 0, 1, 5),
        is_unreachable=world.one(True, False),
        is_valid=world.one(True, True, False),
    )


def _convey(verb: str, incident: IncidentId, world: World) -> Convey:
    return Convey(
        verb=verb,
        incident=incident,
        member=world.one(None, None, *world.members),
        channel=world.one("in-app", "sms", "1?"),
        attempt=world.one(0, 0, 1, 2),
        failure="no_route",
    )


def _call(verb: str, incident: IncidentId, world: World) -> Call:
    member = world.one(None, None, *world.members)
    return Call(verb=verb, incident=incident, member=member, reply=world.one(*Reply))


def _ask_leave(verb: str, _: IncidentId, world: World) -> AskLeave:
    begins_at = world.now + timedelta(hours=world.one(0, 1, -30, 10_000))
    return AskLeave(
        verb=verb,
        member=world.members[0],
        leave=LeaveId(new_uuid()),
        kind=world.one(*LeaveKind),
        begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=world.one(8, 72, 0)),
        reason=WORDS,
    )


def _judge_leave(verb: str, _: IncidentId, world: World) -> JudgeLeave:
    return JudgeLeave(verb=verb, member=world.members[0], reason=WORDS)


_OTHERS: dict[str, Any] = {
    "set-rota": lambda _, __, w: SetRota(
        member=w.members[0], rota=f"{w.now.date()} {w.one('D', 'N', '-', 'Z')}"
    ),
    **dict.fromkeys(("ask-leave", "give-leave"), _ask_leave),
    **dict.fromkeys(("grant-leave", "deny-leave", "end-leave"), _judge_leave),
    **dict.fromkeys(("send", "deliver", "see", "not-delivered"), _convey),
    **dict.fromkeys(("call", "uncall"), _call),
    "watch": lambda _, i, w: Watch(incident=i, step=w.one(*Welfare)),
    "well": lambda _, i, w: SayWell(incident=i, member=w.one(None, None, *w.members)),
    "accept": lambda _, i, w: Accept(incident=i, category=w.one(None, *w.classes)),
    "attach": _photographed,
    "register": lambda _, i, __: Register(incident=i),
    "mark": lambda _, i, w: Mark(
        incident=i, legacy=w.one(None, True, False), important=w.one(None, True), reason=WORDS
    ),
    "merge": lambda _, i, w: Merge(incident=i, into=w.one(*w.incidents), reason=WORDS),
    "verify-result": lambda _, i, w: Verify(incident=i, finding=w.one(*Finding)),
    "supervise": lambda _, i, w: Supervise(
        incident=i, level=w.one(None, 0, 1, 2, 3, 4), text=w.one(WORDS, "")
    ),
    "reclassify": lambda _, i, w: Reclassify(
        incident=i, category=w.one(*w.classes), reason=WORDS
    ),
    "whistle": _whistle,
    "extend": _extend,
    "grant-extend": _extend,
    "suspend": _suspend,
    "grant-suspend": _suspend,
    "rate": _rate,
    "follow-up": _follow_up,
}
