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
    # The tolerance of the Visvalingam-Whyatt bending is the side of a square whose area
    # is that of the triangle a vertex may make: halved, outlines mostly stay within the
    # distance that was asked for; a long thin spike may lose more of its tip.
    bent = shapely.coverage_simplify(plane, tolerance_m / ground_scale(middle) / 2)
    bent = _kept(np.asarray(bent, dtype=object), plane)
    return _kept(shapely.transform(bent, to_lonlat), given)


def _kept(bent: NDArray[np.object_], whole: NDArray[np.object_]) -> NDArray[np.object_]:
    lost = shapely.is_empty(bent) | ~shapely.is_valid(bent) | shapely.is_missing(bent)
    return np.where(lost, whole, bent)
