"""The grid in the memory of a process: which cell holds a point, which has a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from psycopg import Connection

    from models.domain.grid import Cell
    from models.domain.ids import CellId
    from models.domain.place import LonLat

NO_DISTRICT = "000000"
"""Stands in incident numbers where the home has no cells."""

_CELLS = """
SELECT id, code, name, level, parent_id, path, geom FROM cell
WHERE valid_to IS NULL OR valid_to > current_date
"""


@dataclass(frozen=True, slots=True)
class Grid:
    """The valid cells with their polygons, WGS 84 degrees.

    `shapes` has one polygon for each of `ids`, deeper levels later; `tree` is over them.
    """

    by_id: Mapping[CellId, Cell]
    by_code: Mapping[str, Cell]
    district_code: str = NO_DISTRICT
    ids: tuple[CellId, ...] = ()
    shapes: NDArray[Any] = field(default_factory=lambda: np.empty(0, object))
    tree: shapely.STRtree | None = None

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point, its border included."""
        if self.tree is None:
            return None
        point = shapely.Point(place.lon_deg, place.lat_deg)
        holding = self.tree.query(point, predicate="intersects")
        return self.by_id[self.ids[int(holding.max())]] if len(holding) else None


def read_grid(connection: Connection) -> Grid:
    """The valid cells of the database."""
    rows = connection.execute(_CELLS + " ORDER BY level, id").fetchall()
    if not rows:
        return Grid({}, {})
    from models.store.cell_rows import a_cell

    cells = [a_cell(row) for row in rows]
    shaped = [(cell.id, row[6]) for cell, row in zip(cells, rows, strict=True) if row[6]]
    shapes = shapely.from_wkb([wkb for _, wkb in shaped])
    top = min(cell.level for cell in cells)
    roots = [cell for cell in cells if cell.level == top]
    return Grid(
        by_id={cell.id: cell for cell in cells},
        by_code={cell.code: cell for cell in cells if cell.code},
        district_code=(roots[0].code or NO_DISTRICT) if len(roots) == 1 else NO_DISTRICT,
        ids=tuple(cell_id for cell_id, _ in shaped),
        shapes=shapes,
        tree=shapely.STRtree(shapes),
    )
