"""Commands about the welfare of those who are alone: the clock's question, their answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from models.domain.ids import IncidentId, MemberId
    from models.domain.welfare import Welfare


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A step of the welfare timer fell due; the clock's own act, not a person's."""

    verb: ClassVar[str] = "watch"
    incident: IncidentId
    step: Welfare


@dataclass(frozen=True, slots=True, kw_only=True)
class SayWell:
    """Whoever is alone on a risky task is well; said by them, or entered after a call."""

    verb: ClassVar[str] = "well"
    incident: IncidentId
    member: MemberId | None = None
    text: str = ""
