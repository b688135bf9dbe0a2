"""Leave and shifts as typed: `ask-leave` and its kin, `set-rota`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from console.cli.reading import missing
from models.domain.error import BadInput, Words
from models.domain.ids import LeaveId, new_uuid
from models.domain.leave import AskLeave, JudgeLeave, LeaveKind
from models.domain.timetable import SetRota

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.cli.reading import Reader
    from models.domain.command import Intent

_ASKED = ("kind", "from", "until", "reason")
_JUDGED = ("leave", "reason")
LEAVE_FIELDS: Final = {
    "ask-leave": _ASKED,
    "give-leave": _ASKED,
    "grant-leave": _JUDGED,
    "deny-leave": _JUDGED,
    "end-leave": _JUDGED,
    "set-rota": ("rota",),
}
"""What each verb takes besides `--member`."""


def _ask(read: Reader) -> AskLeave:
    kind, begins_at, ends_at = read.choice("kind", LeaveKind), read.at("from"), _until(read)
    if kind is None or begins_at is None or ends_at is None:
        given = {"kind": kind, "from": begins_at, "until": ends_at}
        raise missing(read.typed.verb, next(name for name in given if given[name] is None))
    return AskLeave(
        verb=read.typed.verb,
        member=read.require_member(),
        leave=LeaveId(new_uuid()),
        kind=kind,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=read.text("reason"),
    )


def _until(read: Reader) -> datetime | None:
    """The end; of a day alone, its last instant: a leave until Friday is one of Friday too."""
    text, at = read.optional("until"), read.at("until")
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return at
    return datetime.combine(day + timedelta(days=1), time(), read.zone)


def _judge(read: Reader) -> JudgeLeave:
    return JudgeLeave(
        verb=read.typed.verb,
        member=read.require_member(),
        leave=_id(read),
        reason=read.text("reason"),
    )


def _rota(read: Reader) -> SetRota:
    return SetRota(member=read.require_member(), rota=read.text("rota").strip())


def _id(read: Reader) -> LeaveId | None:
    text = read.optional("leave")
    if text is None:
        return None
    try:
        return LeaveId(UUID(text))
    except ValueError:
        raise BadInput(
            "unknown_leave",
            Words(
                f"没有编号为 {text!r} 的请假；用 wangge list leaves 查看",
                f"there is no leave {text!r}; see `wangge list leaves`",
            ),
        ) from None


LEAVE_VERBS: Final[dict[str, Callable[[Reader], Intent]]] = {
    "ask-leave": _ask,
    "give-leave": _ask,
    "grant-leave": _judge,
    "deny-leave": _judge,
    "end-leave": _judge,
    "set-rota": _rota,
}
