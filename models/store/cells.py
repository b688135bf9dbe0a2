"""The grid as commands need it: which cell holds a point, which has a code."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from models.domain.grid import EMPTY_GRID, Grid, Level
from models.geography.cells_by_box import CellsByBox, box_of
from models.geography.kept_shapes import KeptShapes
from models.geography.on_disk import laid
from models.store.cell_rows import each_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """The valid cells with their polygons; see `CellsByBox` for `shapes`, `ids` and `boxes`."""

    grid: Grid = EMPTY_GRID
    district_code: str = NO_DISTRICT
    shapes: Mapping[CellId, bytes] = field(default_factory=dict)
    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    boxes: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))

    @property
    def by_box(self) -> CellsByBox:
        """What finds the cell of a point."""
        return CellsByBox(self.shapes, self.ids, self.boxes)

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point, its border included."""
        cell_id = self.by_box.cell_at(place)
        return None if cell_id is None else self.grid[cell_id]


def read_grid(connection: Connection) -> PlacedGrid:
    """The valid cells of the database."""
    shapes, boxes = KeptShapes(), array("d")
    grid = Grid.of(_looked_at(connection, shapes, boxes))
    return PlacedGrid(
        grid=grid,
        district_code=_district_code(grid),
        shapes=shapes,
        ids=np.fromiter(shapes, np.int64, len(shapes)),
        boxes=laid([np.frombuffer(boxes).reshape(-1, 4)]),
    )


def _looked_at(
    connection: Connection, shapes: KeptShapes, boxes: array[float]
) -> Iterator[Cell]:
    """The cells as they come, their polygons and boxes put where they belong."""
    for cell, wkb in each_shape(connection):
        if wkb is not None:
            shapes.add(cell.id, wkb)
            boxes.extend(box_of(cell.bbox, wkb))
        yield cell


def _district_code(grid: Grid) -> str:
    """The one cell at the top names the district, by the digits that every code begins with."""
    top = next((cells for level in Level if (cells := grid.at_level(level))), ())
    code = top[0].code if len(top) == 1 else ""
    return code[:_CODE_DIGITS].ljust(_CODE_DIGITS, "0") if code else NO_DISTRICT
