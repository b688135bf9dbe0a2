"""Lengths, areas and circles on the ground: geodesic, on the WGS 84 ellipsoid (ADR 13).

Lines between two points are geodesics; the plane of the map, on which they are drawn
straight, is never measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

_GEOD: Final = Geod(ellps="WGS84")
CIRCLE_POINTS: Final = 96
"""Corners of a drawn circle: at 2,000 px across it strays half a pixel from the true one."""


def lengths_m(lonlat_deg: ArrayLike) -> FloatArray:
    """The way from the first point to each, (n,) metres; points (n, 2) in degrees."""
    points = _pairs(lonlat_deg)
    if len(points) < 2:
        return np.zeros(len(points))
    _, _, steps = _GEOD.inv(*points[:-1].T.copy(), *points[1:].T.copy())
    return np.concatenate([[0.0], np.cumsum(np.asarray(steps, np.float64))])


def area_and_perimeter_m(lonlat_deg: ArrayLike) -> tuple[float, float]:
    """Square metres and metres around an area; its corners (n, 2) in degrees, not closed.

    A ring that crosses itself counts what it goes round the other way against the rest.
    """
    points = _pairs(lonlat_deg)
    if len(points) < 2:
        return 0.0, 0.0
    area, around = _GEOD.polygon_area_perimeter(*points.T.copy())
    return abs(float(area)), float(around)


def crosses_itself(corners: ArrayLike) -> bool:
    """Whether the ring of these corners (n, 2), on whatever plane, crosses itself."""
    points = _pairs(corners)
    return len(points) >= 4 and not bool(shapely.LinearRing(points).is_simple)


def circle(centre_deg: tuple[float, float], radius_m: float) -> FloatArray:
    """The corners of a circle on the ground, (CIRCLE_POINTS, 2) degrees, not closed."""
    azimuths = np.linspace(0.0, 360.0, CIRCLE_POINTS, endpoint=False)
    lon, lat = (np.full(CIRCLE_POINTS, value) for value in centre_deg)
    east, north, _ = _GEOD.fwd(lon, lat, azimuths, np.full(CIRCLE_POINTS, radius_m))
    return np.column_stack([east, north])


def _pairs(points: ArrayLike) -> FloatArray:
    return np.asarray(points, np.float64).reshape(-1, 2)
