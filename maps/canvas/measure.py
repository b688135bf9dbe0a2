"""The measuring tool: points on the map and the distance along them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.overlays import distance_words
from maps.geometry.projection import place_of
from models.domain.place import distance_m

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(slots=True)
class Measure:
    """A line being measured. `points_m` are EPSG:3857 metres; `cursor_m` ends it loosely."""

    points_m: list[tuple[float, float]] = field(default_factory=list)
    cursor_m: tuple[float, float] | None = None

    def line_m(self) -> NDArray[np.float64]:
        """All points with the cursor as the last, (n, 2)."""
        loose = [self.cursor_m] if self.cursor_m is not None and self.points_m else []
        return np.array([*self.points_m, *loose], np.float64).reshape(-1, 2)

    def totals_m(self) -> list[float]:
        """The distance on the ground from the first point to each."""
        places = [place_of((float(x), float(y))) for x, y in self.line_m()]
        steps = [distance_m(a, b) for a, b in pairwise(places)]
        return [0.0, *np.cumsum(steps).tolist()] if places else []

    def words(self) -> list[str]:
        """What stands at each point: nothing at the first, then the running total."""
        return ["" if not i else distance_words(m) for i, m in enumerate(self.totals_m())]
