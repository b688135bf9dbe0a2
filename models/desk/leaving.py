"""Leave: asked for, granted or denied, ended early; one fact each about the member."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.desk.guard import known_member, require_role
from models.domain.command import Done
from models.domain.dispatching import on_leave
from models.domain.error import BadInput, Words
from models.domain.leave import (
    FACT_OF_LEAVE,
    LONGEST_LEAVE,
    MOST_LEAVES,
    Leave,
    LeaveState,
    leave_at,
    with_leave,
)
from models.domain.refusal import Refusal, Refused, refuse
from models.domain.rights import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.ids import MemberId
    from models.domain.leave import AskLeave, JudgeLeave
    from models.domain.member import Member

_LATEST: Final = timedelta(days=31)
"""A leave may be entered afterwards, of the last month."""


def ask(intent: AskLeave, command: Command, work: UnitOfWork) -> Done:
    """Enter that a member asks for leave; give-leave grants it at once."""
    require_role(command, COMMANDS[intent.verb], intent.verb)
    member = known_member(work, intent.member)
    _require_sound(intent, work)
    _require_room(intent, member, work)
    is_given = intent.verb == "give-leave"
    new = Leave(
        id=intent.leave,
        kind=intent.kind,
        begins_at=intent.begins_at,
        ends_at=intent.ends_at,
        state=LeaveState.GRANTED if is_given else LeaveState.ASKED,
        asked_by=command.actor,
        decided_by=command.actor if is_given else "",
    )
    return _recorded(work, intent.verb, member, new, intent.reason)


def grant(intent: JudgeLeave, command: Command, work: UnitOfWork) -> Done:
    """Grant a leave that was asked for."""
    return _decide(intent, command, work, LeaveState.GRANTED)


def deny(intent: JudgeLeave, command: Command, work: UnitOfWork) -> Done:
    """Deny a leave that was asked for."""
    return _decide(intent, command, work, LeaveState.DENIED)


def _decide(intent: JudgeLeave, command: Command, work: UnitOfWork, state: LeaveState) -> Done:
    require_role(command, COMMANDS[intent.verb], intent.verb)
    member = known_member(work, intent.member)
    old = _chosen(intent, member, work, lambda one: one.state is LeaveState.ASKED)
    new = replace(old, state=state, decided_by=command.actor)
    return _recorded(work, intent.verb, member, new, intent.reason)


def end(intent: JudgeLeave, command: Command, work: UnitOfWork) -> Done:
    """The member is back, or does not go: a leave that runs ends now, another is withdrawn."""
    require_role(command, COMMANDS[intent.verb], intent.verb)
    member, now = known_member(work, intent.member), work.now()
    old = _chosen(intent, member, work, lambda one: one.counts and one.ends_at > now)
    if old.holds(now) and old.begins_at < now:
        new = replace(old, ends_at=now)
    else:
        new = replace(old, state=LeaveState.WITHDRAWN, decided_by=command.actor)
    return _recorded(work, intent.verb, member, new, intent.reason)


def member_at_work(work: UnitOfWork, member_id: MemberId) -> Member:
    """The member of an id, who is not away.

    Raises
    ------
    BadInput, Refused
        `unknown_member`; `on_leave`.
    """
    member = known_member(work, member_id)
    at = work.now().astimezone(work.calendar().zone)
    leave = leave_at(member.leaves, at)
    if leave is not None:
        raise Refused(on_leave(member, leave, at))
    return member


def _chosen(
    intent: JudgeLeave, member: Member, work: UnitOfWork, fits: Callable[[Leave], bool]
) -> Leave:
    """The leave that is meant: by its id, else the one that fits."""
    if intent.leave is not None:
        named = next((one for one in member.leaves if one.id == intent.leave), None)
        if named is None:
            raise BadInput(
                "unknown_leave",
                Words(
                    f"{member.name}没有请假 {intent.leave}；用 wangge list leaves 查看",
                    f"{member.name} has no leave {intent.leave}; see `wangge list leaves`",
                ),
            )
        if not fits(named):
            raise Refused(_settled(named, member, work))
        return named
    fitting = [one for one in member.leaves if fits(one)]
    if not fitting:
        raise Refused(
            refuse(
                "no_leave",
                f"{member.name}没有可以这样处理的请假。",
                f"{member.name} has no leave that this could be done to.",
            )
        )
    if len(fitting) > 1:
        told = "; ".join(f"{one.id} {_span(one, work)}" for one in fitting)
        raise BadInput(
            "which_leave",
            Words(
                f"{member.name}有几次请假，请用 leave 指明：{told}",
                f"{member.name} has several leaves: name one by `leave`: {told}",
            ),
        )
    return fitting[0]


def _require_sound(intent: AskLeave, work: UnitOfWork) -> None:
    begins_at, ends_at = intent.begins_at, intent.ends_at
    if not begins_at < ends_at or ends_at - begins_at > LONGEST_LEAVE:
        raise BadInput(
            "bad_leave",
            Words(
                f"请假须先始后终，至多 {LONGEST_LEAVE.days} 天："
                f"{begins_at.isoformat()} 至 {ends_at.isoformat()}",
                f"a leave begins before it ends and takes {LONGEST_LEAVE.days} days at the "
                f"most, not from {begins_at.isoformat()} until {ends_at.isoformat()}",
            ),
        )
    now = work.now()
    if ends_at < now - _LATEST or begins_at > now + LONGEST_LEAVE:
        raise BadInput(
            "leave_far_away",
            Words(
                f"{begins_at.isoformat()} 至 {ends_at.isoformat()} 的请假不能登记："
                f"只能补录近 {_LATEST.days} 天的，或提前至多 {LONGEST_LEAVE.days} 天",
                f"a leave from {begins_at.isoformat()} until {ends_at.isoformat()} cannot be "
                f"entered: at most {_LATEST.days} days afterwards, or {LONGEST_LEAVE.days} "
                "days ahead",
            ),
        )


def _require_room(intent: AskLeave, member: Member, work: UnitOfWork) -> None:
    if any(one.id == intent.leave for one in member.leaves):
        raise BadInput("known_leave", Words("该请假已登记", "this leave is there already"))
    standing = [one for one in member.leaves if one.counts]
    for one in standing:
        if one.meets(intent.begins_at, intent.ends_at):
            raise Refused(
                refuse(
                    "leave_overlaps",
                    f"{member.name}在此期间已有请假：{_span(one, work)}。"
                    "先结束那一次，或改时间。",
                    f"{member.name} has a leave in that time already: {_span(one, work)}. "
                    "End that one first, or choose another time.",
                    leave=str(one.id),
                )
            )
    if sum(one.ends_at > work.now() for one in standing) >= MOST_LEAVES:
        raise Refused(
            refuse(
                "too_many_leaves",
                f"{member.name}最多同时有 {MOST_LEAVES} 次请假。",
                f"{member.name} can have {MOST_LEAVES} leaves ahead at the most.",
            )
        )


def _settled(leave: Leave, member: Member, work: UnitOfWork) -> Refusal:
    by = f"（{leave.decided_by}）" if leave.decided_by else ""
    return refuse(
        "leave_settled",
        f"{member.name}的请假（{_span(leave, work)}）已是 {leave.state}{by}。",
        f"The leave of {member.name} ({_span(leave, work)}) is {leave.state} already"
        + (f", by {leave.decided_by}." if leave.decided_by else "."),
        state=leave.state.value,
    )


def _span(leave: Leave, work: UnitOfWork) -> str:
    zone = work.calendar().zone
    begin, until = (at.astimezone(zone) for at in (leave.begins_at, leave.ends_at))
    return f"{begin:%m-%d %H:%M} – {until:%m-%d %H:%M}"


def _recorded(work: UnitOfWork, verb: str, old: Member, leave: Leave, reason: str) -> Done:
    leaves = with_leave(old.leaves, leave, work.now())
    new = replace(old, version=old.version + 1, leaves=leaves)
    work.record(FACT_OF_LEAVE[verb], old, new, note=reason.strip())
    return work.commit(Done(0, leave.id, old.number, new.version, leave.state.value))
