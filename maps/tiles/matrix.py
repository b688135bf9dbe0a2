"""Where the tiles of a base map lie: matrix sets, datums, and the way to the map's plane.

A matrix set is a square of the world cut in 2ᶻ × 2ᶻ tiles at level z, rows growing
southwards. *Unit* coordinates are shares of that square, right and down. Whatever the
set and the datum of a source, everything here ends on the map's own plane: EPSG:3857
metres of WGS 84.
"""

from __future__ import annotations

from enum import StrEnum
from math import floor, log2
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from maps.geometry.projection import HALF_WORLD_M, MERCATOR_RADIUS_M
from models.geography.baidu_mercator import bd09_to_plane
from models.geography.datum import Datum, from_wgs84

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

_BAIDU_SIDE_M: Final = 256.0 * 2**18
"""The square of `BAIDU`, in metres of its plane: 2¹⁸ tiles of 256 pixels of a metre."""
_SAME_LEVEL: Final = 0.5 + 1e-6
"""Half way between two levels the finer one is taken: smaller is sharper than larger."""


class MatrixSet(StrEnum):
    """How the world is cut into tiles."""

    MERCATOR = "mercator"
    """EPSG:3857, one tile at level 0: XYZ, MBTiles, PMTiles, Tianditu's `w`."""
    DEGREES = "degrees"
    """Degrees (EPSG:4490, 4326), 360° on one tile at level 0: Tianditu's `c`."""
    CRS84 = "crs84"
    """Degrees, two tiles at level 0: WorldCRS84Quad of OGC, one level ahead of `degrees`."""
    BAIDU = "baidu"
    """Baidu's own plane and pyramid: a metre a pixel at level 18, tiles counted north-eastwards
    from where the equator meets Greenwich. Here its square begins half a world further north
    and west, so that rows and columns count from a corner; see `own_numbers`."""


class TileAt(NamedTuple):
    """A tile of a matrix set; rows grow southwards."""

    level: int
    column: int
    row: int

    @property
    def parent(self) -> TileAt:
        """The tile of the level above that holds this one."""
        return TileAt(self.level - 1, self.column >> 1, self.row >> 1)


def tiles_across(matrix: MatrixSet, level: int) -> int:
    """How many tiles make the whole round of the world at a level."""
    return int(1 << level + (matrix is MatrixSet.CRS84))


def tiles_down(matrix: MatrixSet, level: int) -> int:
    """How many rows have anything on them: degrees fill but the upper half of their square."""
    across = tiles_across(matrix, level)
    is_square = matrix in {MatrixSet.MERCATOR, MatrixSet.BAIDU}
    return across if is_square else max(1, across // 2)


def own_numbers(matrix: MatrixSet, tile: TileAt) -> tuple[int, int]:
    """Column and row as the service counts them: Baidu's from the middle, rows northwards."""
    if matrix is not MatrixSet.BAIDU:
        return tile.column, tile.row
    half = (1 << tile.level) // 2
    return tile.column - half, half - 1 - tile.row


def level_for(
    m_per_px: float,
    tile_px: int,
    levels: tuple[int, int],
    matrix: MatrixSet = MatrixSet.MERCATOR,
) -> int | None:
    """The level of a source whose pixels come nearest to a scale.

    Parameters
    ----------
    m_per_px
        Map metres (EPSG:3857) under the pixel to be drawn.
    levels
        The first and the last level the source has; beyond the last its tiles are enlarged.

    Returns
    -------
    int or None
        None, where the source begins so much closer that its tiles would be too many.
    """
    side_m = _BAIDU_SIDE_M if matrix is MatrixSet.BAIDU else 2 * HALF_WORLD_M
    wanted = floor(log2(side_m / m_per_px / tile_px) + _SAME_LEVEL)
    first, last = levels
    if wanted < first - 1:
        return None
    return min(max(wanted, first), last)


def unit_of(mercator_m: ArrayLike, matrix: MatrixSet, datum: Datum) -> FloatArray:
    """Points of the map's plane in the unit square of a source.

    Parameters
    ----------
    mercator_m
        Shape (n, 2), EPSG:3857 metres of WGS 84, east then north; beyond the edge of the
        world the square is left too (a second round lies in 1 … 2).

    Returns
    -------
    FloatArray
        Shape (n, 2), right then down, copied.
    """
    plane = np.asarray(mercator_m, dtype=np.float64).reshape(-1, 2)
    if matrix is MatrixSet.BAIDU:
        own = bd09_to_plane(_degrees_of(_shifted(plane, Datum.BD09)))
        return own * (1.0, -1.0) / _BAIDU_SIDE_M + 0.5
    if datum is not Datum.WGS84:
        plane = _shifted(plane, datum)
    if matrix is MatrixSet.MERCATOR:
        return plane * (1.0, -1.0) / (2 * HALF_WORLD_M) + 0.5
    return (_degrees_of(plane) * (1.0, -1.0) + (180.0, 90.0)) / 360.0


def _shifted(plane: FloatArray, datum: Datum) -> FloatArray:
    """The plane of WGS 84 as that of another datum."""
    degrees = _degrees_of(plane)
    rounds = np.floor((degrees[:, :1] + 180.0) / 360.0) * (360.0, 0.0)
    here = degrees - rounds
    return _plane_of(from_wgs84(here, datum) + rounds)


def _degrees_of(plane: FloatArray) -> FloatArray:
    """Degrees; longitudes are not wrapped, so that neighbours stay neighbours."""
    lat = np.degrees(np.arctan(np.sinh(plane[:, 1] / MERCATOR_RADIUS_M)))
    return np.column_stack((np.degrees(plane[:, 0] / MERCATOR_RADIUS_M), lat))


def _plane_of(degrees: FloatArray) -> FloatArray:
    """The plane of degrees; the poles lie far outside of it, but not infinitely far."""
    lat = np.radians(np.clip(degrees[:, 1], -89.999999, 89.999999))
    plane = np.column_stack((np.radians(degrees[:, 0]), np.arcsinh(np.tan(lat))))
    return plane * MERCATOR_RADIUS_M
