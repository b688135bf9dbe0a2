"""What somebody at a desk has sent to the walls of the centre to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final
from uuid import UUID

from models.domain.ids import WallViewId

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.ids import CellId
    from models.domain.place import LonLat

THE_WALL: Final = WallViewId(UUID("00000000-0000-7000-8000-000000000001"))
"""There is one view for all walls of a home: a later one takes the place of the last."""
LEAST_S: Final = 10
MOST_S: Final = 3_600
USUAL_S: Final = 120
"""Seconds a view stays on the walls."""
MOST_HIDDEN: Final = 40
"""Layers a view may hide; no map has so many."""


@dataclass(frozen=True, slots=True)
class WallView:
    """A part of the map shown on every wall from `shown_at` until `until`, exclusive.

    Invariants: `corners` are the south-western and the north-eastern one; `hidden` names
    layers of the map that the author had switched off. A view that is taken back ends at
    the instant of that.
    """

    cell_path: ClassVar[tuple[CellId, ...]] = ()

    id: WallViewId
    version: int
    corners: tuple[LonLat, ...]
    hidden: tuple[str, ...]
    author: str
    station: str
    shown_at: datetime
    until: datetime

    def is_on(self, at: datetime) -> bool:
        """Whether walls show it at an instant."""
        return self.shown_at <= at < self.until
