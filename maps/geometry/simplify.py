"""Coarser outlines for coarser zooms, with borders that neighbours share still shared.

Each polygon by itself would be bent differently along a common border and gaps would
open between cells; the coverage of a level is therefore bent as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.geometry.projection import ground_scale, to_lonlat, to_mercator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BANDS_M_PER_PX: Final = (2.0, 8.0, 32.0, 128.0, 512.0)
"""Where the zoom bands end, in plane metres a pixel; closer than the first, all is drawn."""
_LEAST_M: Final = 0.01
"""Tolerances below a centimetre bend nothing anybody could see."""


def simplified(
    geometries: Sequence[Any] | NDArray[Any], tolerance_m: float
) -> NDArray[np.object_]:
    """The cells of one level with fewer vertices, borders still shared.

    Parameters
    ----------
    geometries
        n polygons or multipolygons of one level, EPSG:4326 degrees, east then north.
    tolerance_m
        About how far, in metres on the ground, an outline may move; 0 changes nothing.

    Returns
    -------
    NDArray
        n polygons in the same order and coordinates, copied. What would vanish or
        become invalid at this tolerance is kept as it was.
    """
    given = np.array(geometries, dtype=object)
    if tolerance_m < _LEAST_M or not len(given):
        return given
    plane = shapely.transform(given, to_mercator)
    middle = float(np.nanmean(shapely.bounds(given)[:, [1, 3]]))
    bent = bent_in_plane(plane, tolerance_m / ground_scale(middle))
    return _kept(shapely.transform(bent, to_lonlat), given)


def bent_in_plane(geometries: NDArray[np.object_], tolerance_m: float) -> NDArray[np.object_]:
    """The same on the plane of the map: EPSG:3857 shapes, `tolerance_m` in its metres."""
    # The tolerance of the Visvalingam-Whyatt bending is the side of a square whose area
    # is that of the triangle a vertex may make: halved, outlines mostly stay within the
    # distance that was asked for; a long thin spike may lose more of its tip.
    bent = shapely.coverage_simplify(geometries, tolerance_m / 2)
    return _kept(np.asarray(bent, dtype=object), geometries)


def band_of(m_per_px: float) -> int:
    """Which zoom band a scale belongs to: 0 for the closest, whose outlines are whole."""
    return int(np.searchsorted(BANDS_M_PER_PX, m_per_px, side="left"))


def tolerance_of(band: int) -> float:
    """By how many plane metres outlines may be bent in a band: a pixel at its closest."""
    return 0.0 if band <= 0 else BANDS_M_PER_PX[min(band, len(BANDS_M_PER_PX)) - 1]


def simplified_by_band(
    geometries: Sequence[Any] | NDArray[Any],
) -> tuple[NDArray[np.object_], ...]:
    """The shapes of one level on the plane of the map, one array for each zoom band.

    Parameters
    ----------
    geometries
        n polygons or multipolygons of one level, EPSG:4326 degrees, east then north.

    Returns
    -------
    tuple of NDArray
        `len(BANDS_M_PER_PX) + 1` arrays of n shapes, EPSG:3857 metres: the whole outlines
        first, then each band bent from the one before, which is much faster than from
        the whole: 20,000 units take a few seconds, so do it off the GUI thread.
    """
    bands = [shapely.transform(np.array(geometries, dtype=object), to_mercator)]
    for bound in BANDS_M_PER_PX:
        bands.append(bent_in_plane(bands[-1], bound) if len(bands[0]) else bands[0])
    return tuple(bands)


def _kept(bent: NDArray[np.object_], whole: NDArray[np.object_]) -> NDArray[np.object_]:
    lost = shapely.is_empty(bent) | ~shapely.is_valid(bent) | shapely.is_missing(bent)
    return np.where(lost, whole, bent)
