"""Two pairs of eyes make a case void: who may ask, confirm, and drop the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.lifecycle import BY_ACTION
from models.domain.refusal import refuse

if TYPE_CHECKING:
    from models.domain.incident import Incident
    from models.domain.lifecycle import Role
    from models.domain.refusal import Refusal


def void_refusal(
    verb: str, incident: Incident, actor: str, roles: frozenset[Role]
) -> Refusal | None:
    """Why somebody may not do an act about a void; None where they may, and for other acts."""
    asker, number = incident.void_asked_by, incident.number
    if verb == "void" and asker is not None:
        return refuse(
            "void_asked",
            f"{asker} 已申请作废 {number}：须由另一人确认，或撤下申请。",
            f"{asker} asked to void {number} already: somebody else confirms that, or the"
            " request is dropped.",
            incident=number,
        )
    if verb not in {"confirm-void", "drop-void"}:
        return None
    if asker is None:
        words = f"没有人申请作废 {number}。", f"Nobody asked to void {number}."
        return refuse("void_not_asked", *words, incident=number)
    if verb == "confirm-void" and asker == actor:
        return refuse(
            "four_eyes",
            "申请人不能自己确认作废，须由另一人确认。",
            "Whoever asked for the void cannot confirm it; a second operator must.",
            incident=number,
        )
    if verb == "drop-void" and asker != actor and not roles & BY_ACTION["confirm-void"].roles:
        return refuse(
            "role",
            "作废申请由申请人撤回，或由值班长、中心领导驳回。",
            "Whoever asked takes it back, or a shift or centre leader turns it down.",
            incident=number,
        )
    return None
