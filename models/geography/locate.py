"""Which cells hold a point: every level at once, a hundred thousand points in a second.

The deepest cell is found by geometry and the rest read off the tree, so that the
answer always is one path of the tree. Only where the deeper levels have no cell, or
the cell found hangs under no parent, is a higher level asked by geometry as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from models.domain.grid import Level
from models.domain.ids import CellId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from models.domain.place import LonLat

    FloatArray = NDArray[np.float64]
    IdArray = NDArray[np.int64]
    RowArray = NDArray[np.intp]

LEVELS: Final = len(Level)
NO_CELL: Final = 0
"""Stands where no cell of a level holds a point; no cell has this id."""
_UNKNOWN: Final = LEVELS


class Locator:
    """The polygons of a grid, ready to be asked which of them hold a point.

    Invariants: a point on a border shared by several cells of one level belongs to the
    one with the smallest id, whatever the order the cells were given in. Holes are no
    part of a cell; all parts of a multipolygon are. Borders belong to their cells.

    Parameters
    ----------
    polygons
        n valid polygons or multipolygons, WGS 84 degrees, east then north.
    levels, ids
        n each: 0 to 5, and a number above 0, unique.
    parents
        n ids, 0 for none. Left out, every level is found by geometry alone.
    """

    def __init__(
        self,
        polygons: Sequence[Any] | NDArray[Any],
        levels: ArrayLike,
        ids: ArrayLike,
        parents: ArrayLike | None = None,
    ) -> None:
        unsorted = np.asarray(ids, dtype=np.int64)
        order = np.argsort(unsorted, kind="stable")
        shapes = np.asarray(polygons, dtype=object)[order]
        level = np.asarray(levels, dtype=np.int64)[order]
        above = None if parents is None else np.asarray(parents, dtype=np.int64)[order]
        self._paths = _paths(unsorted[order], level, above)
        self._root_level = np.argmax(self._paths != NO_CELL, axis=1)
        shapely.prepare(shapes)
        self._floors = [
            _Floor(int(floor), shapes, np.flatnonzero(level == floor))
            for floor in np.unique(level)[::-1]
        ]

    def locate(self, lonlat_deg: ArrayLike) -> IdArray:
        """The cells that hold each point, one for each level.

        Parameters
        ----------
        lonlat_deg
            Shape (n, 2), float64, WGS 84 degrees, east then north. Rows that are not
            numbers lie nowhere.

        Returns
        -------
        IdArray
            Shape (n, 6), int64: the cell's id at level 0 to 5, `NO_CELL` where none.
        """
        points = np.asarray(lonlat_deg, dtype=np.float64).reshape(-1, 2)
        found = np.zeros((len(points), LEVELS), np.int64)
        # The highest level each point is settled up to; a level above it is still open.
        settled = np.full(len(points), _UNKNOWN)
        settled[~np.isfinite(points).all(axis=1)] = -1
        for floor in self._floors:
            open_rows = np.flatnonzero(settled > floor.level)
            if not len(open_rows):
                continue
            hit, cell = floor.holding(points[open_rows])
            rows = open_rows[hit]
            found[rows] = np.where(found[rows] == NO_CELL, self._paths[cell], found[rows])
            settled[rows] = self._root_level[cell]
        return found

    def deepest(self, lonlat_deg: ArrayLike) -> IdArray:
        """The id of the deepest cell that holds each point (n, 2); shape (n,), 0 for none."""
        found = self.locate(lonlat_deg)
        level = LEVELS - 1 - np.argmax(found[:, ::-1] != NO_CELL, axis=1)
        deepest: IdArray = found[np.arange(len(found)), level]
        return deepest

    def cell_at(self, place: LonLat) -> CellId | None:
        """The deepest cell at one point, or None outside all of them."""
        cell_id = int(self.deepest([[place.lon_deg, place.lat_deg]])[0])
        return None if cell_id == NO_CELL else CellId(cell_id)


class _Floor:
    """All cells of one level, in the order of their ids."""

    def __init__(self, level: int, shapes: NDArray[Any], rows: RowArray) -> None:
        self.level = level
        self._rows = rows
        self._shapes = shapes[rows]
        self._tree = shapely.STRtree(self._shapes)

    def holding(self, points: FloatArray) -> tuple[RowArray, RowArray]:
        """Which of the points lie in a cell of this level, and in which: two rows arrays."""
        # Boxes first; then each polygon is asked about all its points in one go, while
        # its own index (made by `prepare`) is warm. Asking the tree for "intersects"
        # would walk the whole outline for every point.
        point, cell = self._tree.query(shapely.points(points))
        order = np.argsort(cell, kind="stable")
        point, cell = point[order], cell[order]
        inside = shapely.intersects_xy(self._shapes[cell], points[point, 0], points[point, 1])
        # Cells stand in the order of their ids: the first seen is the smallest.
        hit, first = np.unique(point[inside], return_index=True)
        return hit, self._rows[cell[inside][first]]


def _paths(ids: IdArray, levels: IdArray, parents: IdArray | None) -> IdArray:
    """The ids from the root down to each cell, shape (n, 6), `NO_CELL` where none."""
    paths = np.zeros((len(ids), LEVELS), np.int64)
    paths[np.arange(len(ids)), levels] = ids
    if parents is None or not len(ids):
        return paths
    for level in range(LEVELS):
        rows = np.flatnonzero(levels == level)
        at = np.minimum(np.searchsorted(ids, parents[rows]), len(ids) - 1)
        known = (ids[at] == parents[rows]) & (levels[at] < level)
        rows, at = rows[known], at[known]
        # Parents stand higher, so their own paths are whole by now.
        paths[rows, :level] = paths[at, :level]
    return paths
