"""Which tiles of a source a square of the map needs, and where each bit of them goes.

The square is cut into small cells of whole pixels; each takes a rectangle of the source.
Datums and degrees bend the source so little that within a cell nobody sees it: the error
stays below a tenth of a pixel at working scales, below one when the world fits the square.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.tiles.matrix import MatrixSet, TileAt, level_for, tiles_across, tiles_down, unit_of
from models.geography.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.tiles.base_map import BaseMap

_CELLS = {Datum.WGS84: 16, Datum.GCJ02: 16, Datum.BD09: 32}
"""BD-09 turns the map by up to a fiftieth, the others by a thousandth."""
_MOST_TILES = 100
"""More would not fit a square: a source that is asked far from its levels."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one square of the map is made of one source.

    `corners_px` (n + 1, n + 1, 2), by row and column, are the corners of n × n cells of the
    square in pixels of the source at `level`, right and down; `first` and `last` are the
    columns and rows of the tiles that hold them, both ends included. Columns may lie beyond
    the round of the world: see `tiles`.
    """

    level: int
    tile_px: int
    corners_px: NDArray[np.float64]
    first: tuple[int, int]
    last: tuple[int, int]
    across: int

    def tiles(self) -> Iterator[tuple[TileAt, tuple[int, int]]]:
        """Each tile with its place in whole tiles, counted from `first`."""
        for row in range(self.first[1], self.last[1] + 1):
            for column in range(self.first[0], self.last[0] + 1):
                tile = TileAt(self.level, column % self.across, row)
                yield tile, (column - self.first[0], row - self.first[1])

    def off_middle(self, placed: tuple[TileAt, tuple[int, int]]) -> float:
        """How far a tile with its place lies from the middle, squared, in tiles."""
        (wide, tall), (column, row) = self.size, placed[1]
        return (column - (wide - 1) / 2) ** 2 + (row - (tall - 1) / 2) ** 2

    @property
    def size(self) -> tuple[int, int]:
        """How many tiles lie side by side and one below the other."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1


def plan_of(
    base: BaseMap, bbox_m: Bounds, m_per_px: float, levels: tuple[int, int], tile_px: int
) -> Plan | None:
    """The plan of a square of the map; None where the source has nothing for it.

    Parameters
    ----------
    bbox_m
        The square: west, south, east, north in EPSG:3857 metres.
    m_per_px
        The scale whose level is wanted, map metres a pixel.
    levels, tile_px
        What the source has: its first and last level, the side of its tiles.
    """
    level = level_for(m_per_px, tile_px, levels, base.matrix)
    if level is None:
        return None
    across = tiles_across(base.matrix, level)
    is_straight = base.matrix is MatrixSet.MERCATOR and base.datum is Datum.WGS84
    cells = 1 if is_straight else _CELLS[base.datum]
    corners = _corners(base, bbox_m, cells) * (across * tile_px)
    low = np.floor(corners.reshape(-1, 2).min(axis=0) / tile_px).astype(int)
    high = np.ceil(corners.reshape(-1, 2).max(axis=0) / tile_px).astype(int) - 1
    top = max(0, int(low[1]))
    bottom = min(tiles_down(base.matrix, level) - 1, int(high[1]))
    plan = Plan(
        level, tile_px, corners, (int(low[0]), top), (int(max(high[0], low[0])), bottom), across
    )
    wide, tall = plan.size
    return plan if tall > 0 and wide * tall <= _MOST_TILES else None


def _corners(base: BaseMap, bbox_m: Bounds, cells: int) -> NDArray[np.float64]:
    west, south, east, north = bbox_m
    x, y = np.meshgrid(np.linspace(west, east, cells + 1), np.linspace(north, south, cells + 1))
    unit = unit_of(np.column_stack((x.ravel(), y.ravel())), base.matrix, base.datum)
    return unit.reshape(cells + 1, cells + 1, 2)
