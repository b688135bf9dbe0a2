"""The grid as commands need it: which cell holds a point, which has a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from models.domain.grid import EMPTY_GRID, Grid
from models.store.cell_rows import read_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from psycopg import Connection

    from models.domain.grid import Cell
    from models.domain.ids import CellId
    from models.domain.place import LonLat

NO_DISTRICT: Final = "000000"
"""Stands in incident numbers where the home has no cells, or several at the top."""
_CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """The valid cells with a search tree over their polygons, WGS 84 degrees.

    `ids` has the cells of `tree`'s geometries, deeper levels later.
    """

    grid: Grid = EMPTY_GRID
    district_code: str = NO_DISTRICT
    ids: tuple[CellId, ...] = ()
    tree: shapely.STRtree = field(default_factory=lambda: shapely.STRtree([]))

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point, its border included."""
        point = shapely.Point(place.lon_deg, place.lat_deg)
        holding = self.tree.query(point, predicate="intersects")
        return self.grid[self.ids[int(holding.max())]] if len(holding) else None


def read_grid(connection: Connection) -> PlacedGrid:
    """The valid cells of the database."""
    found = read_shapes(connection)
    if not found:
        return PlacedGrid()
    shaped = [(cell.id, wkb) for cell, wkb in found if wkb is not None]
    shapes: NDArray[Any] = np.asarray(shapely.from_wkb([wkb for _, wkb in shaped]))
    return PlacedGrid(
        grid=Grid.of(cell for cell, _ in found),
        district_code=_district_code([cell for cell, _ in found]),
        ids=tuple(cell_id for cell_id, _ in shaped),
        tree=shapely.STRtree(shapes),
    )


def _district_code(cells: list[Cell]) -> str:
    """The one cell at the top names the district, by the digits that every code begins with."""
    top = [cell for cell in cells if cell.level == cells[0].level]
    code = top[0].code if len(top) == 1 else ""
    return code[:_CODE_DIGITS].ljust(_CODE_DIGITS, "0") if code else NO_DISTRICT
