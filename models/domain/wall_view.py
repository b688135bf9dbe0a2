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
"""Layers a view may hide, or show; no map has so many."""
LONGEST_NAME: Final = 100
"""Characters of the name of an indicator or a base map."""


@dataclass(frozen=True, slots=True)
class WallView:
    """A part of the map shown on every wall from `shown_at` until `until`, exclusive.

    Invariants: `corners` are the south-western and the north-eastern one; `hidden` names
    layers of the map that the author had switched off, `shown` those that nobody sees who
    did not ask for them, such as the heat map. `indicator` colours the cells; `base_map` is
    the name of what lies under them, empty for nothing. None of the last two: the walls keep
    their own. A view that is taken back ends at the instant of that.
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
    shown: tuple[str, ...] = ()
    indicator: str | None = None
    base_map: str | None = None

    def is_on(self, at: datetime) -> bool:
        """Whether walls show it at an instant."""
        return self.shown_at <= at < self.until
