"""The grid as commands need it: which cell holds a point, which has a code."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from models.domain.grid import EMPTY_GRID, Grid, Level
from models.domain.ids import CellId
from models.geography.kept_shapes import KeptShapes
from models.store.cell_rows import each_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray
    from psycopg import Connection

    from models.domain.grid import Cell
    from models.domain.place import LonLat

NO_DISTRICT: Final = "000000"
"""Stands in incident numbers where the home has no cells, or several at the top."""
_CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class PlacedGrid:
    """The valid cells with their polygons, WGS 84 degrees.

    `shapes` has the polygons as WKB, deeper levels later, and `ids` (n,) their cells;
    `boxes` (n, 4) is west, south, east, north of each, in the same order. A polygon is read
    and made when a point lies in its box: thousands of them kept ready would take ten times
    the room.
    """

    grid: Grid = EMPTY_GRID
    district_code: str = NO_DISTRICT
    shapes: Mapping[CellId, bytes] = field(default_factory=dict)
    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    boxes: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point, its border included."""
        west, south, east, north = self.boxes.T
        lon, lat = place.lon_deg, place.lat_deg
        near = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        point = shapely.Point(lon, lat)
        for cell_id in self.ids[near][::-1].tolist():
            if shapely.from_wkb(self.shapes[CellId(cell_id)]).intersects(point):
                return self.grid[CellId(cell_id)]
        return None


def read_grid(connection: Connection) -> PlacedGrid:
    """The valid cells of the database."""
    shapes, boxes = KeptShapes(), array("d")
    grid = Grid.of(_looked_at(connection, shapes, boxes))
    return PlacedGrid(
        grid=grid,
        district_code=_district_code(grid),
        shapes=shapes,
        ids=np.fromiter(shapes, np.int64, len(shapes)),
        boxes=np.array(boxes).reshape(-1, 4),
    )


def _looked_at(
    connection: Connection, shapes: KeptShapes, boxes: array[float]
) -> Iterator[Cell]:
    """The cells as they come, their polygons and boxes put where they belong."""
    for cell, wkb in each_shape(connection):
        if wkb is not None:
            shapes.add(cell.id, wkb)
            boxes.extend(cell.bbox or shapely.from_wkb(wkb).bounds)
        yield cell


def _district_code(grid: Grid) -> str:
    """The one cell at the top names the district, by the digits that every code begins with."""
    top = next((cells for level in Level if (cells := grid.at_level(level))), ())
    code = top[0].code if len(top) == 1 else ""
    return code[:_CODE_DIGITS].ljust(_CODE_DIGITS, "0") if code else NO_DISTRICT
