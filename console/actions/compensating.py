"""What takes an act back: a command like any other, where the lifecycle has one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.actions import drawing
from models.domain.command import (
    Attend,
    Dispatch,
    Extend,
    Judge,
    Mark,
    Merge,
    Reserve,
    SetDuty,
    Suspend,
)
from models.domain.convey_command import Call
from models.domain.conveying import Reply
from models.domain.leave import AskLeave, JudgeLeave
from models.domain.map_command import Draw, Erase, Redraw
from models.domain.shift import EndNote, TellRoom

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.picture.picture import Picture

_BACK = {
    "dispatch": "withdraw",
    "merge": "unmerge",
    "void": "drop-void",
    **dict.fromkeys(("return", "extend", "suspend"), "drop-ask"),
}
"""Acts on an incident that another act of its own takes back, for a reason."""
_ON_A_CASE = Attend | Dispatch | Extend | Judge | Merge | Suspend


def compensation(intent: Intent, reason: str) -> Intent | None:
    """The intent that takes another back; None where the lifecycle has no way back."""
    if isinstance(intent, _ON_A_CASE) and intent.verb in _BACK:
        return Judge(verb=_BACK[intent.verb], incident=intent.incident, reason=reason)
    if isinstance(intent, Call) and intent.verb == "call" and intent.reply is not Reply.NOBODY:
        return replace(intent, verb="uncall", text=reason)
    if isinstance(intent, AskLeave):
        return JudgeLeave(
            verb="end-leave", member=intent.member, leave=intent.leave, reason=reason
        )
    if isinstance(intent, TellRoom):
        return EndNote(note=intent.note)
    return _hold_or_release(intent) if isinstance(intent, Reserve) else None


def _hold_or_release(intent: Reserve) -> Intent | None:
    if intent.verb == "reserve":
        return Reserve(verb="release", member=intent.member, incident=intent.incident)
    if intent.incident is not None:
        return Reserve(verb="reserve", member=intent.member, incident=intent.incident)
    return None


def way_back(intent: Intent, picture: Picture) -> Intent | None:
    """What takes an act back that depends on what was there before it; else None."""
    if isinstance(intent, SetDuty) and (member := picture.members.get(intent.member)):
        return SetDuty(member=intent.member, duty=member.duty)
    if isinstance(intent, Mark) and (marked := picture.incidents.get(intent.incident)):
        return Mark(
            incident=intent.incident,
            legacy=None if intent.legacy is None else marked.legacy,
            important=None if intent.important is None else marked.important,
            reason=intent.reason,
        )
    return drawing.way_back(intent, picture)


def can_be_undone(intent: Intent) -> bool:
    """Whether there is an act that takes this one back."""
    known = isinstance(intent, SetDuty | Mark | Draw | Redraw | Erase)
    return known or compensation(intent, "") is not None
