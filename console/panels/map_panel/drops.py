"""From the map's drags to the domain's ids, and from the rule's answer to the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.canvas.marks import INCIDENT
from models.domain.ids import IncidentId, MemberId

if TYPE_CHECKING:
    from uuid import UUID

    from maps.canvas.drop import DragPayload
    from models.domain.dispatching import Answer
    from models.domain.error import Language

Pair = tuple[tuple[IncidentId, ...], tuple[MemberId, ...]]


def pair_of(payload: DragPayload, target: UUID) -> Pair:
    """The incidents and the members that a drop brings together, whichever was carried."""
    if payload.kind == INCIDENT:
        return tuple(map(IncidentId, payload.ids)), (MemberId(target),)
    return (IncidentId(target),), tuple(map(MemberId, payload.ids))


def verdict_of(answer: Answer | None, language: Language) -> tuple[int, str]:
    """The colour of a target, and the words at the cursor: one ground a line."""
    if answer is None:
        return 0, ""
    words = "\n".join(ground.words.in_(language) for ground in answer.grounds)
    return int(answer.verdict), words
