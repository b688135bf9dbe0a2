"""From WGS 84 degrees to the plane of the map and back, as arrays.

The plane is Web Mercator (EPSG:3857), metres east and north. The national survey
grid (CGCS2000, 3° zones) is for showing and for reading files, never for drawing.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING, Final

import numpy as np

from models.domain.place import LonLat

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Transformer

    FloatArray = NDArray[np.float64]

MERCATOR_RADIUS_M: Final = 6_378_137.0
"""Radius of the sphere of EPSG:3857, metres."""
HALF_WORLD_M: Final = pi * MERCATOR_RADIUS_M
"""The plane's edge, metres east, west, north and south of its middle."""
MAX_LATITUDE_DEG: Final = 85.05112877980659
"""Where the square map of the world ends; latitudes beyond are drawn on its edge."""
_ROUNDING_DEG: Final = 1e-9
"""What the way to the plane and back may add to 180: it must not change sides for that."""
FIRST_ZONE, LAST_ZONE = 25, 45
"""The 3° zones of CGCS2000; zone z has its central meridian at 3z degrees east."""


def to_mercator(lonlat_deg: ArrayLike) -> FloatArray:
    """Place points on the plane of the map.

    Parameters
    ----------
    lonlat_deg
        Shape (n, 2), WGS 84 degrees, east then north. Longitudes beyond ±180 are kept
        as they are, so that a shape across the antimeridian stays in one piece;
        latitudes are clipped to ±`MAX_LATITUDE_DEG`.

    Returns
    -------
    FloatArray
        Shape (n, 2), float64, EPSG:3857 metres, east then north, copied. Not a number
        stays not a number.
    """
    degrees = _pairs(lonlat_deg)
    latitude = np.radians(np.clip(degrees[:, 1], -MAX_LATITUDE_DEG, MAX_LATITUDE_DEG))
    plane = np.empty_like(degrees)
    plane[:, 0] = np.radians(degrees[:, 0]) * MERCATOR_RADIUS_M
    plane[:, 1] = np.arcsinh(np.tan(latitude)) * MERCATOR_RADIUS_M
    return plane


def to_lonlat(mercator_m: ArrayLike) -> FloatArray:
    """WGS 84 degrees of points of the plane.

    Parameters
    ----------
    mercator_m
        Shape (n, 2), EPSG:3857 metres, east then north.

    Returns
    -------
    FloatArray
        Shape (n, 2), float64, east then north, copied; -180 ≤ longitude ≤ 180, places
        beyond the plane's edge wrapped around the world.
    """
    plane = _pairs(mercator_m)
    degrees = np.empty_like(plane)
    degrees[:, 0] = wrapped_longitude(np.degrees(plane[:, 0] / MERCATOR_RADIUS_M))
    degrees[:, 1] = np.degrees(np.arctan(np.sinh(plane[:, 1] / MERCATOR_RADIUS_M)))
    return degrees


def wrapped_longitude(lon_deg: ArrayLike) -> FloatArray:
    """Longitudes brought into -180 ≤ λ ≤ 180; those within are left to the last bit."""
    lon = np.asarray(lon_deg, dtype=np.float64)
    wrapped = np.where(np.abs(lon) <= 180.0 + _ROUNDING_DEG, lon, (lon + 180.0) % 360.0 - 180.0)
    return np.clip(wrapped, -180.0, 180.0)


def mercator_of(place: LonLat) -> tuple[float, float]:
    """One point on the plane, EPSG:3857 metres, east then north."""
    east, north = to_mercator([[place.lon_deg, place.lat_deg]])[0]
    return float(east), float(north)


def place_of(mercator_m: tuple[float, float]) -> LonLat:
    """The place of one point of the plane (EPSG:3857 metres, east then north)."""
    lon, lat = to_lonlat([mercator_m])[0]
    return LonLat(float(lon), float(lat))


def ground_scale(lat_deg: float) -> float:
    """Metres on the ground for one metre of the plane at a latitude; 1 at the equator."""
    clipped = min(max(lat_deg, -MAX_LATITUDE_DEG), MAX_LATITUDE_DEG)
    return float(np.cos(np.radians(clipped)))


def zone_of(lon_deg: float) -> int:
    """The number of the CGCS2000 3° zone of a longitude, 25 to 45 (the nearest, outside)."""
    return min(max(round(lon_deg / 3.0), FIRST_ZONE), LAST_ZONE)


def zone_epsg(zone: int, *, prefixed: bool = False) -> int:
    """The EPSG code of a 3° zone: with the zone's number before the easting, or without.

    `zone_epsg(40)` is 4549 (central meridian 120° E), `zone_epsg(40, prefixed=True)` 4528.
    """
    return (4513 if prefixed else 4534) + zone - FIRST_ZONE


def to_survey_grid(lonlat_deg: ArrayLike, zone: int, *, prefixed: bool = False) -> FloatArray:
    """CGCS2000 coordinates of a 3° zone, for showing to surveyors.

    Parameters
    ----------
    lonlat_deg
        Shape (n, 2), degrees, east then north. WGS 84 and CGCS2000 are taken as equal:
        they differ by less than a decimetre.

    Returns
    -------
    FloatArray
        Shape (n, 2), float64, metres, **easting then northing** (the survey's own x is
        the northing).
    """
    lonlat = _pairs(lonlat_deg)
    forward = _survey(zone_epsg(zone, prefixed=prefixed))
    return np.column_stack(forward.transform(lonlat[:, 0], lonlat[:, 1]))


def from_survey_grid(survey_m: ArrayLike, zone: int, *, prefixed: bool = False) -> FloatArray:
    """Degrees (n, 2), east then north, of CGCS2000 easting and northing in metres (n, 2)."""
    survey = _pairs(survey_m)
    back = _survey(zone_epsg(zone, prefixed=prefixed))
    return np.column_stack(back.transform(survey[:, 0], survey[:, 1], direction="INVERSE"))


@lru_cache(maxsize=64)
def _survey(epsg: int) -> Transformer:
    # Only here: it takes 10 MB, which who draws tiles has no use for.
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4490", f"EPSG:{epsg}", always_xy=True)


def _pairs(points: ArrayLike) -> FloatArray:
    array = np.asarray(points, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"expected points of shape (n, 2), got {array.shape}")
    return array
