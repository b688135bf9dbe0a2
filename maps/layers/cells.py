"""The ground of the map: cells of all levels and ways, from WGS 84 shapes to flat arrays.

Built once per version of the reference data; 20,000 cells take about half a second, so
do it off the GUI thread. This module also says which levels fit a zoom.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.geometry.projection import to_mercator
from maps.layers.scene import CellsOfLevel, Ground, Ways
from models.domain.ids import CellId
from models.domain.packed_text import PackedText
from models.geography.on_disk import laid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from models.domain.grid import Cell

_AT_ONCE: Final = 5_000
SMALLEST_CELL_PX = 12.0
"""A level is drawn once its median cell is this wide; finer is noise, not information."""


def cells_scene(
    cells: Iterable[Cell], wkb_of: Mapping[CellId, bytes], ways: Sequence[Ways] = ()
) -> Ground:
    """The ground made of these cells, one `CellsOfLevel` a level, coarsest first.

    `wkb_of` holds their WGS 84 (multi)polygons; a cell without one is not drawn. The cells are
    looked at once, their polygons some thousands at a time.
    Within a level the largest cells come first: they get their names first.
    """
    by_level: dict[int, tuple[array[int], PackedText]] = {}
    for cell in cells:
        if cell.id in wkb_of:
            ids, names = by_level.setdefault(int(cell.level), (array("q"), PackedText()))
            ids.append(cell.id)
            names.append(cell.name)
    levels = (_cells_of_level(level, *by_level[level], wkb_of) for level in sorted(by_level))
    return Ground(tuple(levels), tuple(ways))


def ways_of(kind: str, wkbs: Sequence[bytes], *, is_area: bool = False) -> Ways:
    """Ways of one kind from WGS 84 lines or polygons; holes are rings like any other."""
    geometries = shapely.from_wkb(np.asarray(wkbs, dtype=object))
    lines = shapely.get_parts(geometries)
    if is_area:
        lines = shapely.get_rings(lines)
    coords, index = shapely.get_coordinates(lines, return_index=True)
    offsets = np.searchsorted(index, np.arange(len(lines) + 1)).astype(np.int64)
    return Ways(kind, to_mercator(coords), offsets, is_area)


def levels_shown(ground: Ground, m_per_px: float) -> tuple[CellsOfLevel, ...]:
    """The levels drawn at a zoom, coarsest first: at least the coarsest one.

    Parameters
    ----------
    m_per_px
        Map metres (EPSG:3857) under one device-independent pixel.
    """
    fitting = [cells for cells in ground.cells if width_px(cells, m_per_px) >= SMALLEST_CELL_PX]
    return tuple(fitting) or ground.cells[:1]


def width_px(cells: CellsOfLevel, m_per_px: float) -> float:
    """The median width of a level's cells on the screen, in pixels."""
    # They lie in the order of their size; asked for every tile and every move of a cursor.
    return float(cells.size_m[len(cells.ids) // 2]) / m_per_px if len(cells.ids) else 0.0


def cell_at(cells: CellsOfLevel, mercator_m: tuple[float, float]) -> int | None:
    """The row of the cell that holds a point of the plane, by the odd-even rule.

    A point on a common border belongs to exactly one of the two.
    """
    x, y = mercator_m
    west, south, east, north = cells.bounds_m.T
    near = (west <= x) & (x <= east) & (south <= y) & (y <= north)
    for row in np.flatnonzero(near).tolist():
        if sum(_crossings(cells, ring, x, y) for ring in _rings_of(cells, row)) % 2:
            return int(row)
    return None


def _rings_of(cells: CellsOfLevel, row: int) -> list[int]:
    return [int(ring) for ring in np.flatnonzero(cells.ring_cell == row)]


def _crossings(cells: CellsOfLevel, ring: int, x: float, y: float) -> int:
    """How many edges of a ring a ray from the point eastwards crosses."""
    xy = cells.coords_m[cells.ring_offsets[ring] : cells.ring_offsets[ring + 1]]
    first, last = xy[:-1], xy[1:]
    spans = (first[:, 1] > y) != (last[:, 1] > y)
    first, last = first[spans], last[spans]
    share = (y - first[:, 1]) / (last[:, 1] - first[:, 1])
    return int((first[:, 0] + share * (last[:, 0] - first[:, 0]) > x).sum())


def _cells_of_level(
    level: int, given: Sequence[int], names: Sequence[str], wkb_of: Mapping[CellId, bytes]
) -> CellsOfLevel:
    sizes = [shapely.area(planar) for planar in _planar(given, wkb_of)]
    area = np.concatenate(sizes)
    order = np.argsort(-area, kind="stable")
    ids = np.array(given, np.int64)[order]
    rings = _Rings()
    coords_m = laid(rings.taken(planar) for planar in _planar(ids.tolist(), wkb_of))
    return CellsOfLevel(
        level=level,
        ids=ids,
        names=PackedText(names[i] for i in order.tolist()),
        label_m=np.concatenate(rings.labels),
        size_m=np.sqrt(area[order]),
        bounds_m=laid(rings.bounds),
        coords_m=coords_m,
        ring_offsets=laid([np.zeros(1, np.int64), *rings.ends]),
        ring_cell=laid(cells.astype(np.int32) for cells in rings.cells),
    )


def _planar(
    ids: Sequence[int], wkb_of: Mapping[CellId, bytes]
) -> Iterator[NDArray[np.object_]]:
    """The polygons of cells in the plane, some thousands at a time."""
    for at in range(0, len(ids), _AT_ONCE):
        wkbs = [wkb_of[CellId(cell_id)] for cell_id in ids[at : at + _AT_ONCE]]
        yield shapely.transform(shapely.from_wkb(np.asarray(wkbs, dtype=object)), to_mercator)


class _Rings:
    """What is kept of polygons that are taken some at a time: blocks, in their order."""

    def __init__(self) -> None:
        self.labels: list[NDArray[np.float64]] = []
        self.bounds: list[NDArray[np.float64]] = []
        self.ends: list[NDArray[np.int64]] = []
        self.cells: list[NDArray[np.int64]] = []
        self._count = self._vertices = 0

    def taken(self, planar: NDArray[np.object_]) -> NDArray[np.float64]:
        """Take some more; the vertices of their rings (v, 2)."""
        parts, part_cell = shapely.get_parts(planar, return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        self.labels.append(_label_points(planar))
        self.bounds.append(shapely.bounds(planar))
        self.ends.append(
            self._vertices + np.cumsum(shapely.get_num_coordinates(rings), dtype=np.int64)
        )
        self.cells.append(self._count + part_cell[ring_part])
        coords: NDArray[np.float64] = shapely.get_coordinates(rings)
        self._count += len(planar)
        self._vertices += len(coords)
        return coords


def _label_points(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """The centre of each polygon where it lies inside, else some point that does, (n, 2)."""
    centres = shapely.centroid(polygons)
    inside = shapely.contains(polygons, centres)
    centres[~inside] = shapely.point_on_surface(polygons[~inside])
    return shapely.get_coordinates(centres)
