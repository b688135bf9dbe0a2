"""Acts on the leave of members: ask or give, grant, deny, end; by key, card and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from console.actions.asking import Ask, Blank, Choice
from console.actions.judging import may_act
from console.actions.typed_time import typed_instant
from console.state.leave_words import KINDS, span_words
from console.state.words import short_number
from models.domain.error import BadInput, Words
from models.domain.ids import LeaveId, new_uuid
from models.domain.incident import TaskRole
from models.domain.leave import AskLeave, JudgeLeave, Leave, LeaveKind, LeaveState
from models.domain.rights import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.actions.asking import Act
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident, Task
    from models.domain.member import Member

ASK: Final = "ask-leave"
JUDGING: Final = ("grant-leave", "deny-leave", "end-leave")
LEAVE_ACTS: Final = (ASK, *JUDGING)
AWAY: Final = (ASK, "grant-leave")
"""By these a member may go, and leave tasks behind."""
_MOST: Final = 3
"""So many tasks are offered to be given to others."""
_REDISPATCH: Final = "redispatch"
KIND_CHOICES: Final = tuple(
    Choice(kind.value, words, needs_text=False) for kind, words in KINDS.items()
)
_FROM: Final = Words("从（如 11-28 或 11-28 13:00）", "From (11-28 or 11-28 13:00)")
_UNTIL: Final = Words("至（当天全天也算）", "Until (a day counts whole)")
_WHY: Final = Words("事由（可不填；另行保存，可删除）", "Reason (may stay empty; erasable)")
_NOTE: Final = Words("说明（可不填）", "Words with it (may stay empty)")
_NONE: Final = Words(
    "所选网格员没有可这样处理的请假。",
    "None of the selected members has a leave that this could be done to.",
)
Redispatch = Callable[["IncidentId"], None]
_JUDGED: Final = {
    "grant-leave": Words("批准请假", "Grant leave"),
    "deny-leave": Words("不批准请假", "Deny leave"),
    "end-leave": Words("结束请假", "End leave"),
}


class Held(NamedTuple):
    """A task that somebody has in hand."""

    member: Member
    incident: Incident
    task: Task

    def is_signed(self) -> bool:
        """Whether its assignee said yes to it."""
        return self.task.signed_at is not None


def leave_refusal(session: Session, act: str, members: Sequence[Member]) -> Words | None:
    """Why nothing can be done to the leave of these members; None where something can."""
    if act == ASK or any(_fitting(session, act, member) for member in members):
        return None
    return _NONE


def leave_ask(
    session: Session, act: str, members: Sequence[Member], redispatch: Redispatch
) -> Ask:
    """What must be said before it is done; `redispatch` is done instead, if that is chosen."""
    ask = _asking(session, members) if act == ASK else _judging(session, act, members)
    held = held_by(session, members) if act in AWAY else []
    return _weighed(session, ask, held, redispatch) if held else ask


def held_by(session: Session, members: Sequence[Member]) -> list[Held]:
    """The tasks that these members have in hand, those not signed first."""
    picture = session.frame.picture
    found = [
        Held(member, picture.incidents[one], task)
        for member in members
        for one in picture.tasks_of.get(member.id, ())
        if one in picture.incidents and (task := picture.incidents[one].open_task_of(member.id))
    ]
    return sorted(found, key=Held.is_signed)


def left_behind(held: Sequence[Held]) -> tuple[Words, ...]:
    """What would stay with whoever goes: a sentence for each of them."""
    whose = dict.fromkeys(one.member for one in held)
    return tuple(_behind([one for one in held if one.member is who]) for who in whose)


def judged_at_once(session: Session, act: str, members: Sequence[Member]) -> list[JudgeLeave]:
    """The acts that need no word: a grant or an end where one leave is meant; else none.

    A grant to somebody who has tasks in hand is asked about.
    """
    if act in AWAY and held_by(session, members):
        return []
    found = [(member, one) for member in members for one in _fitting(session, act, member)]
    if act == "deny-leave" or len(found) != 1:
        return []
    return [JudgeLeave(verb=act, member=who.id, leave=leave.id) for who, leave in found]


def _asking(session: Session, members: Sequence[Member]) -> Ask:
    """Whoever may grant gives it at once."""
    is_given = may(session.seat.roles, "give-leave")
    who = "、".join(member.name or member.number for member in members)
    today = _now(session).strftime("%m-%d")

    def make(kind: str, reason: str, begin: str = "", until: str = "") -> list[Act]:
        begins_at, ends_at = _span(begin, until or begin, _now(session))
        return [
            (
                AskLeave(
                    verb="give-leave" if is_given else ASK,
                    member=member.id,
                    leave=LeaveId(new_uuid()),
                    kind=LeaveKind(kind),
                    begins_at=begins_at,
                    ends_at=ends_at,
                    reason=reason,
                ),
                None,
            )
            for member in members
        ]

    return Ask(
        title=Words(f"准假：{who}", f"Leave for {who}")
        if is_given
        else Words(f"申请请假：{who}", f"Ask for leave for {who}"),
        choices=KIND_CHOICES,
        prompt=_WHY,
        make=make,
        blanks=(Blank(_FROM, today), Blank(_UNTIL, today)),
    )


def _weighed(session: Session, ask: Ask, held: Sequence[Held], redispatch: Redispatch) -> Ask:
    """The same, with what would be left behind; going on is still the first choice."""
    may_give = may_act(session, _REDISPATCH) is None
    led = [one for one in held if may_give and one.task.role is TaskRole.LEAD]
    offered = {f"{_REDISPATCH} {one.incident.number}": one.incident for one in led[:_MOST]}

    def make(choice: str, reason: str, *more: str) -> Sequence[Act]:
        if choice in offered:
            redispatch(offered[choice].id)
            return ()
        return ask.make(choice, reason, *more)

    instead = tuple(
        Choice(key, _first(short_number(one.number)), needs_text=False)
        for key, one in offered.items()
    )
    return replace(ask, grounds=left_behind(held), choices=(*ask.choices, *instead), make=make)


def _first(number: str) -> Words:
    return Words(f"先改派 {number}…", f"Redispatch {number} first…")


def _behind(held: Sequence[Held]) -> Words:
    who = held[0].member.name or held[0].member.number
    zh, en = [], []
    for one in held:
        number = short_number(one.incident.number)
        zh.append(f"{number}（{'在办' if one.is_signed() else '未签收'}）")
        en.append(f"{number} ({'in hand' if one.is_signed() else 'not signed'})")
    return Words(
        f"{who}名下还有任务：{'、'.join(zh)}。请假不会改派，任务仍归其承办。",
        f"{who} still has {', '.join(en)}: leave takes no task away, they stay theirs.",
    )


def _span(begin: str, until: str, now: datetime) -> tuple[datetime, datetime]:
    begins_at = typed_instant(begin, now, is_end=False)
    ends_at = typed_instant(until, now, is_end=True)
    if begins_at >= ends_at:
        raise BadInput("bad_leave", Words("请假须先始后终。", "A leave begins before it ends."))
    return begins_at, ends_at


def _judging(session: Session, act: str, members: Sequence[Member]) -> Ask:
    found = {
        str(leave.id): (member, leave)
        for member in members
        for leave in _fitting(session, act, member)
    }
    choices = tuple(
        Choice(key, _named(session, *pair), needs_text=False) for key, pair in found.items()
    )

    def make(choice: str, reason: str) -> list[Act]:
        member, leave = found[choice]
        return [(JudgeLeave(verb=act, member=member.id, leave=leave.id, reason=reason), None)]

    return Ask(title=_JUDGED[act], choices=choices, prompt=_NOTE, make=make)


def _named(session: Session, member: Member, leave: Leave) -> Words:
    at = _now(session)
    said = (
        f"{member.name} {KINDS[leave.kind].in_(language)} {span_words(leave, at, language)}"
        for language in ("zh", "en")
    )
    return Words(*said)


def _fitting(session: Session, act: str, member: Member) -> list[Leave]:
    if act == "end-leave":
        now = session.frame.now
        return [one for one in member.leaves if one.counts and one.ends_at > now]
    return [one for one in member.leaves if one.state is LeaveState.ASKED]


def _now(session: Session) -> datetime:
    return session.reference.timetable.local(session.frame.now)
