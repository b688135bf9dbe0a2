"""May this member take that incident? Asked by the drag, and again by the handler.

*Blocked* cannot be overridden; *warned* wants a confirmation and a reason;
the order of the checks is the order of their weight, so that a refusal
names the strongest ground first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from models.domain.error import Words
from models.domain.incident import State
from models.domain.leave import leave_at
from models.domain.lifecycle import Role
from models.domain.member import Duty
from models.domain.moment import moment
from models.domain.refusal import Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from models.domain.department import Department
    from models.domain.incident import Incident
    from models.domain.leave import Leave
    from models.domain.member import Member
    from models.domain.timetable import Timetable, Turns

NOBODY = Words("", "")
STALE_FIX_S = 600.0
"""A fix older than this says where a member was, not where they are."""
FAR_M = 5_000.0
"""Beyond this a member counts as far: about ten minutes by electric bicycle."""


BINDING_AFTER = 2
"""After so many wrong dispatches the centre leader assigns, and that is binding (§3.6)."""


class Verdict(IntEnum):
    """The colour of a drop target."""

    ELIGIBLE = 0
    WARN = 1
    BLOCKED = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rule knows besides the two: load in open tasks, distance, age of the fix.

    `distance_m` and `fix_age_s` are None where nobody knows them: positions are a stream
    and no fact, so a handler cannot know them and only the screen warns of them. `winner`
    says who dispatched the incident already; `at` is the instant, in the district's zone, by
    which leave and shift are judged: nobody is judged by them where it is None, nor by shifts
    without a `timetable`.
    """

    load: int
    distance_m: float | None = None
    fix_age_s: float | None = None
    winner: Words = NOBODY
    at: datetime | None = None
    timetable: Timetable | None = None

    def turns_of(self, member: Member) -> Turns | None:
        """Where a member stands in their shifts; None where nobody knows."""
        if self.at is None or self.timetable is None:
            return None
        return self.timetable.turns(member.rota, self.at)


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict with its grounds, the weightiest first."""

    verdict: Verdict
    grounds: tuple[Refusal, ...] = ()


def is_led(incident: Incident) -> bool:
    """Whether an incident came back so often that the centre leader assigns it."""
    return incident.wrong_dispatches >= BINDING_AFTER


def leader_needed(incident: Incident, roles: Collection[Role]) -> Refusal | None:
    """Why whoever acts in these roles may not assign an incident; None where they may."""
    if not is_led(incident) or Role.CENTRE_LEADER in roles:
        return None
    times = incident.wrong_dispatches
    return refuse(
        "role",
        f"{incident.number} 已 {times} 次派错退回：由中心领导指定承办单位。",
        f"{incident.number} came back {times} times as wrongly dispatched: "
        "the centre leader assigns it.",
        incident=incident.number,
    )


def may_dispatch(incident: Incident, member: Member, around: Circumstances) -> Answer:
    """Whether the incident may go to the member."""
    blocks = _blocks(incident, member, around)
    if blocks:
        return Answer(Verdict.BLOCKED, blocks)
    warnings = _warnings(incident, member, around)
    return Answer(Verdict.WARN if warnings else Verdict.ELIGIBLE, warnings)


def may_assist(incident: Incident, member: Member, around: Circumstances) -> Answer:
    """Whether the member may join those who already have the incident in hand."""
    blocks = _personal_blocks(incident, member, around)
    if not incident.state.is_with_unit:
        blocks = (not_ready(incident), *blocks)
    if blocks:
        return Answer(Verdict.BLOCKED, blocks)
    warnings = _warnings(incident, member, around)
    return Answer(Verdict.WARN if warnings else Verdict.ELIGIBLE, warnings)


def may_dispatch_department(incident: Incident, department: Department) -> Answer:
    """Whether the incident may go to a department: one has no duty roster to warn of."""
    blocks: tuple[Refusal, ...] = ()
    if incident.open_task_of(department.id):
        words = Words(
            f"{department.name}已在处理{incident.number}。",
            f"{department.name} already has a task in {incident.number}.",
        )
        blocks = (Refusal("already_on_it", words),)
    if incident.state is not State.REGISTERED and not incident.state.is_with_unit:
        blocks = (not_ready(incident), *blocks)
    return Answer(Verdict.BLOCKED if blocks else Verdict.ELIGIBLE, blocks)


def already_dispatched(incident: Incident, winner: Words) -> Refusal:
    """The refusal that names who was faster; outranks every warning."""
    return refuse(
        "already_dispatched",
        f"{incident.number} 已被派遣：{winner.zh}。可改派或增派协办。",
        f"{incident.number} is already dispatched: {winner.en}. "
        "Redispatch it or add an assist instead.",
        incident=incident.number,
        winner=winner.en,
    )


def _blocks(incident: Incident, member: Member, around: Circumstances) -> tuple[Refusal, ...]:
    personal = _personal_blocks(incident, member, around)
    if incident.state.is_with_unit:
        return (already_dispatched(incident, around.winner), *personal)
    if incident.state is not State.REGISTERED:
        return (not_ready(incident), *personal)
    return personal


def _personal_blocks(
    incident: Incident, member: Member, around: Circumstances
) -> tuple[Refusal, ...]:
    grounds = []
    if incident.open_task_of(member.id):
        grounds.append(
            refuse(
                "already_on_it",
                f"{member.name}已在处理{incident.number}。",
                f"{member.name} already has a task in {incident.number}.",
            )
        )
    if member.duty is Duty.LEFT:
        grounds.append(
            refuse(
                "member_left",
                f"{member.name}（{member.number}）已离岗，不能派遣。",
                f"{member.name} ({member.number}) has left the roster.",
            )
        )
    at = around.at
    leave = None if at is None else leave_at(member.leaves, at)
    if at is not None and leave is not None:
        grounds.append(on_leave(member, leave, at))
    return tuple(grounds)


def on_leave(member: Member, leave: Leave, at: datetime) -> Refusal:
    """That a member is away, and until when; never why."""
    until = moment(leave.ends_at, at)
    return refuse(
        "on_leave",
        f"{member.name}请假至 {until.zh}，不能派遣。",
        f"{member.name} is on leave until {until.en}.",
        until=leave.ends_at.isoformat(),
    )


def off_shift(member: Member, turns: Turns, at: datetime) -> Refusal:
    """That a member is outside their shifts: when the last ended, when the next begins."""
    zh, en = [f"{member.name}不在班次"], [f"{member.name} is off shift"]
    if turns.last is not None:
        ended = moment(turns.last.ends_at, at)
        zh.append(f"上一班 {ended.zh} 结束")
        en.append(f"the last ended {ended.en}")
    if turns.next is not None:
        begins = moment(turns.next.begins_at, at, is_begin=True)
        zh.append(f"下一班 {begins.zh}")
        en.append(f"next {begins.en}")
    return refuse("off_shift", f"{'，'.join(zh)}。", f"{', '.join(en)}.")


def not_ready(incident: Incident) -> Refusal:
    """The incident has not come as far as dispatching, or is past it."""
    if incident.state.is_open and incident.state < State.REGISTERED:
        return refuse(
            "not_registered",
            f"{incident.number} 尚未立案（{incident.state}），先受理并立案。",
            f"{incident.number} is not registered yet ({incident.state}): "
            "accept and register it first.",
        )
    return refuse(
        "not_dispatchable",
        f"{incident.number} 的状态是 {incident.state}，不能派遣。",
        f"{incident.number} is in state {incident.state} and cannot be dispatched.",
    )


def _warnings(incident: Incident, member: Member, around: Circumstances) -> tuple[Refusal, ...]:
    return (*_taken(incident, member, around), *_away(member, around))


def _taken(incident: Incident, member: Member, around: Circumstances) -> Iterator[Refusal]:
    load = around.load
    if member.duty is not Duty.ON:
        yield refuse(
            "off_duty",
            f"{member.name}不在岗。",
            f"{member.name} is not on duty.",
        )
    turns = around.turns_of(member)
    if turns is not None and turns.now is None and around.at is not None:
        yield off_shift(member, turns, around.at)
    if load >= member.capacity:
        yield refuse(
            "busy",
            f"{member.name}手上已有 {load} 件（上限 {member.capacity}）。",
            f"{member.name} already has {load} in hand (capacity {member.capacity}).",
        )
    if member.held_for is not None and member.held_for != incident.id:
        yield refuse(
            "reserved",
            f"{member.name}已为另一事件预留。",
            f"{member.name} is reserved for another incident.",
        )


def _span(minutes: int) -> Words:
    if minutes < 120:
        return Words(f"{minutes} 分钟", f"{minutes} minutes")
    return Words(f"{minutes // 60} 小时", f"{minutes // 60} hours")


def _away(member: Member, around: Circumstances) -> Iterator[Refusal]:
    if around.fix_age_s is not None and around.fix_age_s > STALE_FIX_S:
        old = _span(int(around.fix_age_s // 60))
        yield refuse(
            "stale_fix",
            f"{member.name}的定位是 {old.zh}前的。",
            f"The last fix of {member.name} is {old.en} old.",
        )
    if around.distance_m is not None and around.distance_m > FAR_M:
        km = around.distance_m / 1000
        yield refuse(
            "far",
            f"{member.name}距现场 {km:.1f} 公里。",
            f"{member.name} is {km:.1f} km away.",
        )
