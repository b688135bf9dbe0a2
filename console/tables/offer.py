"""Which acts an incident's state allows, the usual next one first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.attending import attendable, fits
from models.domain.incident import State
from models.domain.lifecycle import IMPLIED, TRANSITIONS, UNASKED
from models.domain.matter import has_matter

if TYPE_CHECKING:
    from models.domain.incident import Incident
    from models.domain.lifecycle import Transition

NEXT: Final[dict[State, tuple[str, ...]]] = {
    State.REPORTED: ("accept",),
    State.TO_VERIFY: ("verify-result",),
    State.SELF_HANDLED: ("audit-pass",),
    State.ACCEPTED: ("register",),
    State.REGISTERED: ("dispatch",),
    State.DISPATCHED: ("sign",),
    State.HANDLING: ("finish",),
    State.JOINT_HANDLING: ("finish",),
    State.RETURN_ASKED: ("grant-return", "deny-return"),
    State.EXTENSION_ASKED: ("grant-extend", "deny-extend"),
    State.SUSPENSION_ASKED: ("grant-suspend", "deny-suspend"),
    State.SUSPENDED: ("resume",),
    State.HANDLED: ("send-check",),
    State.CHECKING: ("check-pass",),
    State.CHECKED: ("close",),
    State.CLOSED: ("archive", "follow-up"),
    State.FOLLOW_UP: ("follow-up",),
    State.MERGED: ("unmerge",),
}
"""The step that usually comes next, shown first."""
DANGEROUS: Final = frozenset(
    {"refuse", "not-register", "audit-fail", "void", "confirm-void", "withdraw"}
)
"""Acts that end a case or take it back; shown in red, last."""


def offered(incident: Incident) -> list[Transition]:
    """The acts that the incident's state allows, the usual next one first."""
    left_out = IMPLIED | UNASKED
    if not any(task.welfare or task.well_at for task in incident.open_tasks):
        left_out |= {"well"}  # possible, but nobody has wondered yet
    rows = [
        row
        for row in TRANSITIONS
        if row.action not in left_out
        and fits(row.action, incident)
        and has_matter(row.action, incident)
    ]
    first = next_acts(incident)
    return sorted(rows, key=lambda row: (row.action not in first, row.action in DANGEROUS))


def next_acts(incident: Incident) -> tuple[str, ...]:
    """The usual next acts; where nobody who handles it has signed, to sign."""
    usual = NEXT.get(incident.state, ())
    waiting = attendable("sign", incident) if "finish" in usual else ()
    is_at_work = any(task.signed_at for task in incident.open_tasks)
    return ("sign",) if waiting and not is_at_work else usual
