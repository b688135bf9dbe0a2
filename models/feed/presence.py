"""Who has an incident open or in hand just now: a courtesy among desks, and no fact.

It is too dull for the journal and true for seconds only: a desk says it again while it
lives, and what is not said again is over, by the database's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from models.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class Holding:
    """What one desk has: the incident its card shows, and those being dragged."""

    open: IncidentId | None = None
    hand: tuple[IncidentId, ...] = ()


@dataclass(frozen=True, slots=True)
class Present:
    """Another desk's operator at an incident; `in_hand` while they drag it."""

    incident: IncidentId
    operator: str
    station: str
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """Who says so: `console` is an id of this run of this console alone."""

    console: UUID
    operator: str
    station: str
