"""Into which case another may be merged: another, open one, known to no more people than it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.incident import Incident
    from models.domain.refusal import Refusal


def merge_refusal(
    incident: Incident, into: Incident, is_restricted: Callable[[Incident], bool]
) -> Refusal | None:
    """Why an incident may not be merged into another; None where it may.

    Whoever works on the master acts for both, and tells of both: a restricted case is
    merged into a restricted one alone.
    """
    if into.id == incident.id or not into.state.is_open:
        return refuse(
            "bad_master",
            f"不能并入 {into.number}（{into.state}）：主案件必须是另一件未结事件。",
            f"Cannot merge into {into.number} ({into.state}): the master must be "
            "another, open incident.",
            incident=into.number,
        )
    if is_restricted(incident) and not is_restricted(into):
        return refuse(
            "open_master",
            f"{incident.number} 涉密，不能并入非涉密的 {into.number}：请并入另一件涉密事件，"
            f"或将 {into.number} 并入本件。",
            f"{incident.number} is restricted and {into.number} is not: merge it into another "
            f"restricted incident, or merge {into.number} into this one.",
            incident=into.number,
        )
    return None
