"""The grid as commands need it: which cell holds a point, which has a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from models.domain.grid import EMPTY_GRID, Grid
from models.store.cell_rows import read_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from psycopg import Connection

    from models.domain.grid import Cell
    from models.domain.ids import CellId
    from models.domain.place import LonLat

NO_DISTRICT: Final = "000000"
"""Stands in incident numbers where the home has no cells, or several at the top."""
_CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class PlacedGrid:
    """The valid cells with their polygons, WGS 84 degrees.

    `shapes` has the polygons as WKB, deeper levels later; `boxes` (n, 4) is west, south,
    east, north of each, in the same order. A polygon is made of its WKB when a point lies
    in its box: thousands of them kept ready would take ten times the room.
    """

    grid: Grid = EMPTY_GRID
    district_code: str = NO_DISTRICT
    shapes: Mapping[CellId, bytes] = field(default_factory=dict)
    ids: tuple[CellId, ...] = ()
    boxes: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point, its border included."""
        west, south, east, north = self.boxes.T
        lon, lat = place.lon_deg, place.lat_deg
        near = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        point = shapely.Point(lon, lat)
        for row in np.flatnonzero(near)[::-1].tolist():
            if shapely.from_wkb(self.shapes[self.ids[row]]).intersects(point):
                return self.grid[self.ids[row]]
        return None


def read_grid(connection: Connection) -> PlacedGrid:
    """The valid cells of the database."""
    found = read_shapes(connection)
    if not found:
        return PlacedGrid()
    shapes = {cell.id: wkb for cell, wkb in found if wkb is not None}
    boxes = [
        cell.bbox or shapely.from_wkb(shapes[cell.id]).bounds
        for cell, _ in found
        if cell.id in shapes
    ]
    return PlacedGrid(
        grid=Grid.of(cell for cell, _ in found),
        district_code=_district_code([cell for cell, _ in found]),
        shapes=MappingProxyType(shapes),
        ids=tuple(shapes),
        boxes=np.array(boxes, np.float64).reshape(-1, 4),
    )


def _district_code(cells: list[Cell]) -> str:
    """The one cell at the top names the district, by the digits that every code begins with."""
    top = [cell for cell in cells if cell.level == cells[0].level]
    code = top[0].code if len(top) == 1 else ""
    return code[:_CODE_DIGITS].ljust(_CODE_DIGITS, "0") if code else NO_DISTRICT
