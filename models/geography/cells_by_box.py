"""Which cell holds a point, for those who ask now and then: boxes first, then a few polygons.

A polygon is read and made when a point lies in its box: a city's kept ready would take ten
times the room. Whoever asks for thousands of points at once takes `locate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from models.domain.ids import CellId

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from models.domain.place import LonLat


@dataclass(frozen=True, slots=True, eq=False)
class CellsByBox:
    """n cells with their polygons, WGS 84 degrees.

    `shapes` has the polygons as WKB, deeper levels later, and `ids` (n,) their cells;
    `boxes` (n, 4) is west, south, east, north of each, in the same order.
    """

    shapes: Mapping[CellId, bytes]
    ids: NDArray[np.int64]
    boxes: NDArray[np.float64]

    def cell_at(self, place: LonLat) -> CellId | None:
        """The deepest cell that holds the point, its border included."""
        west, south, east, north = self.boxes.T
        lon, lat = place.lon_deg, place.lat_deg
        near = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        point = shapely.Point(lon, lat)
        for cell_id in map(CellId, self.ids[near][::-1].tolist()):
            if shapely.from_wkb(self.shapes[cell_id]).intersects(point):
                return cell_id
        return None


def box_of(box: tuple[float, float, float, float] | None, wkb: bytes) -> tuple[float, ...]:
    """A cell's box as it is known, else that of its polygon."""
    return box or shapely.from_wkb(wkb).bounds
