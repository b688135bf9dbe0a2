"""Handing a shift over, and signing for it: two people, two facts."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.desk.guard import require_role
from models.domain.command import Done
from models.domain.error import BadInput, Words
from models.domain.lifecycle import ROLES_OF
from models.domain.refusal import Refused, refuse
from models.domain.shift import MOST_INSTRUCTIONS, Handover, ShiftFigures

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.shift import HandOverShift, TakeOverShift

_FIGURES: Final = len(fields(ShiftFigures))
_AHEAD: Final = timedelta(minutes=10)
"""A console's clock may be ahead of the home's by so much."""


def hand_over(intent: HandOverShift, command: Command, work: UnitOfWork) -> Done:
    """Hand the shift over; the same person may do so again until somebody signs."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    _require_sound(intent, work)
    path = work.scope_path()
    last = work.last_handover(path)
    if last is not None and last.waits and last.author != command.actor:
        at = _clock(work, last)
        raise Refused(
            refuse(
                "shift_waits",
                f"{last.author} 于 {at} 交出的班还没有人接：请先接班签字，再交班。",
                f"The shift that {last.author} handed over at {at} waits for a signature: "
                "take it over and sign first, then hand yours over.",
                author=last.author,
            )
        )
    new = Handover(
        id=intent.handover,
        version=1,
        cell_path=path,
        author=command.actor,
        station=command.station,
        handed_at=work.now(),
        since=intent.since,
        made_at=intent.made_at,
        made_seq=intent.made_seq,
        figures=intent.figures,
        instructions=intent.instructions.strip(),
    )
    work.record("shift-handed-over", None, new)
    return work.commit(_done(new))


def take_over(intent: TakeOverShift, command: Command, work: UnitOfWork) -> Done:
    """Sign for the shift that was handed over last; never one's own."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    old = _wanted(intent, work)
    if old.author == command.actor:
        raise Refused(
            refuse(
                "four_eyes",
                "交班人不能自己接班签字：请接班的人签。",
                "Whoever hands over cannot sign for it: somebody else takes over.",
                author=old.author,
            )
        )
    new = replace(
        old,
        version=old.version + 1,
        taken_by=command.actor,
        taken_station=command.station,
        taken_at=work.now(),
    )
    work.record("shift-taken-over", old, new)
    return work.commit(_done(new))


def _wanted(intent: TakeOverShift, work: UnitOfWork) -> Handover:
    """The hand-over that is to be signed, where it still waits and none came after it."""
    if intent.handover is None:
        old = work.last_handover(work.scope_path())
    else:
        old = work.handover(intent.handover)
    if old is None:
        raise BadInput(
            "unknown_handover",
            Words(
                "没有等待签字的交班：请先交班",
                "no shift was handed over that could be signed for: hand it over first",
            ),
        )
    if not old.waits:
        raise Refused(
            refuse(
                "shift_taken",
                f"{old.taken_by}（席位 {old.taken_station}）已接班签字。",
                f"{old.taken_by} has signed for it already, at station {old.taken_station}.",
                taken_by=old.taken_by,
            )
        )
    last = work.last_handover(old.cell_path)
    if last is not None and last.id != old.id:
        raise Refused(
            refuse(
                "shift_replaced",
                f"{last.author} 于 {_clock(work, last)} 重新交班：请看新的交接班单再签字。",
                f"{last.author} handed over again at {_clock(work, last)}: "
                "read the new sheet, then sign.",
                author=last.author,
            )
        )
    return old


def _require_sound(intent: HandOverShift, work: UnitOfWork) -> None:
    if work.handover(intent.handover) is not None:
        raise _bad("known_handover", "该交班已存在", "this hand-over is there already")
    count = len(intent.instructions.strip())
    if count > MOST_INSTRUCTIONS:
        raise _bad(
            "text_too_long",
            f"交班嘱咐至多 {MOST_INSTRUCTIONS} 个字，现为 {count} 个",
            f"instructions take at most {MOST_INSTRUCTIONS} characters; they have {count}",
        )
    latest = work.now() + _AHEAD
    if not intent.since <= intent.made_at <= latest or intent.made_seq < 0:
        raise _bad(
            "bad_shift",
            f"班次从 {intent.since.isoformat()} 到 {intent.made_at.isoformat()} 不成立："
            "请重新生成交接班单",
            f"a shift from {intent.since.isoformat()} to {intent.made_at.isoformat()} "
            "cannot be: make the sheet anew",
        )
    if len(intent.figures) != _FIGURES or min(intent.figures) < 0:
        raise _bad(
            "bad_figures",
            f"交接班单应有 {_FIGURES} 个非负的数",
            f"a hand-over has {_FIGURES} figures, none below zero",
        )


def _clock(work: UnitOfWork, handover: Handover) -> str:
    return handover.handed_at.astimezone(work.calendar().zone).strftime("%H:%M")


def _done(handover: Handover) -> Done:
    state = "waiting" if handover.waits else "taken"
    return Done(0, handover.id, "", handover.version, state)


def _bad(code: str, zh: str, en: str) -> BadInput:
    return BadInput(code, Words(zh, en))
