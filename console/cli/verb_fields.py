"""What each verb of `wangge do` takes: a closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.drawing_verbs import DRAWING_FIELDS
from console.cli.leave_verbs import LEAVE_FIELDS
from console.cli.shift_verbs import SHIFT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_TOLD = ("department", "channel", "attempt", "at")
_RAISE = ("reason", "ground", "department", "instruction", "arrive_by")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "report": _REPORT,
    "report-self": (*_REPORT, "result"),
    "send-verify": (),
    "verify-result": ("result", "text", "lon", "lat", "photo"),
    "accept": ("category", "urgency", "address"),
    "refuse": _REASON,
    "appeal": _REASON,
    "audit-pass": ("result",),
    "audit-fail": _REASON,
    "register": ("criterion",),
    "not-register": _REASON,
    "send-back-accept": _REASON,
    "reclassify": ("category", "urgency", "reason"),
    "reserve": (),
    "release": (),
    "dispatch": _GIVE,
    "assist": _GIVE,
    "redispatch": _GIVE,
    "withdraw": _REASON,
    "whistle": ("department", "instruction", "arrive_by", "channel", "reason"),
    "inform": ("department", "instruction", "reason"),
    "read": ("department",),
    "check-in": ("department", "lon", "lat", "photo"),
    "rate": ("department", "responded", "took_part", "solved"),
    "sign": ("department",),
    "send": _TOLD,
    "deliver": _TOLD,
    "see": _TOLD,
    "not-delivered": (*_TOLD, "failure"),
    "call": ("department", "reply", "text"),
    "uncall": ("department", "text"),
    "watch": ("step",),
    "well": ("text",),
    "arrive": ("department",),
    "finish": (
        *("department", "result", "photo", "lon", "lat", "taken_at"),
        *("handler_name", "handler_phone", "reason"),
    ),
    "return": ("department", "reason", "ground", "suggestion"),
    "grant-return": _REASON,
    "deny-return": _REASON,
    "extend": ("days", "reason", "plan", "photo"),
    "grant-extend": ("days", "reason"),
    "deny-extend": _REASON,
    "suspend": ("resume_by", "reason", "ground", "measure", "photo"),
    "grant-suspend": ("resume_by", "reason"),
    "deny-suspend": _REASON,
    "drop-ask": _REASON,
    "resume": _REASON,
    "send-check": (),
    "check-pass": ("result", "photo", "lon", "lat"),
    "check-fail": ("reason", "photo", "lon", "lat"),
    "close": ("result",),
    "close-refuse": _REASON,
    "recheck": _REASON,
    "follow-up": ("rating", "unreachable", "valid", "text"),
    "archive": ("result",),
    "reopen": _REASON,
    "escalate": (*_RAISE, "level"),
    "hand-down": ("cell", "level", "reason", "department", "instruction", "arrive_by"),
    "supervise": ("level", "text"),
    "void": _REASON,
    "confirm-void": _REASON,
    "drop-void": _REASON,
    "merge": ("into", "reason"),
    "unmerge": _REASON,
    "comment": ("text",),
    "reveal": _REASON,
    "attach": ("photo", "role", "text"),
    "instruct": ("text",),
    "remind": ("text",),
    "urgent": ("text", "reason"),
    "mark": ("legacy", "important", "reason"),
    "enrol": ("number", "name", "kind", "home_cell", "skills", "capacity", "phone", "duty"),
    "set-duty": ("duty",),
    **DRAWING_FIELDS,
    **SHIFT_FIELDS,
    **LEAVE_FIELDS,
}
"""What each verb takes besides `--incident` and `--member`."""
