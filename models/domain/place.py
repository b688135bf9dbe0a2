"""Where things are: points and bearings in WGS 84 degrees, distances in metres.

It knows no projection, no shifted Chinese datum and no polygon; those live in
`models.geography` and `maps.geometry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, isfinite, radians, sin, sqrt
from typing import Final, NewType

from models.domain.error import BadInput, Words

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid (IUGG), metres."""

Bearing = NewType("Bearing", float)
"""Degrees clockwise from true north, 0 ≤ b < 360."""


@dataclass(frozen=True, slots=True)
class LonLat:
    """A point in WGS 84 degrees, east then north.

    Invariants: both finite; -180 ≤ lon_deg ≤ 180; -90 ≤ lat_deg ≤ 90.

    Raises
    ------
    BadInput
        `bad_point`, where a coordinate is no number or out of range.
    """

    lon_deg: float
    lat_deg: float

    def __post_init__(self) -> None:
        lon, lat = self.lon_deg, self.lat_deg
        if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise BadInput("bad_point", _bad_point_words(lon, lat))


def _bad_point_words(lon: float, lat: float) -> Words:
    return Words(
        f"坐标 ({lon}, {lat}) 不在范围内：应为经度 -180…180，纬度 -90…90（WGS 84，度）",
        f"the point ({lon}, {lat}) is out of range: give longitude -180…180 and latitude"
        " -90…90 in WGS 84 degrees",
    )


def a_bearing(deg: float) -> Bearing:
    """Any finite angle in degrees, brought into 0 ≤ b < 360.

    Raises
    ------
    BadInput
        `bad_bearing`, where the angle is no finite number.
    """
    if not isfinite(deg):
        words = Words(f"方位角 {deg} 不是有效数字", f"the bearing {deg} is not a finite number")
        raise BadInput("bad_bearing", words)
    turned = deg % 360.0
    return Bearing(0.0 if turned == 360.0 else turned)


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance in metres (haversine; within 0.6 % of the ellipsoid)."""
    lat_a, lat_b = radians(a.lat_deg), radians(b.lat_deg)
    half_lat = sin((lat_b - lat_a) / 2)
    half_lon = sin(radians(b.lon_deg - a.lon_deg) / 2)
    chord = half_lat * half_lat + cos(lat_a) * cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def bearing_between(a: LonLat, b: LonLat) -> Bearing:
    """The initial bearing from a to b; 0 where the two are one point."""
    lat_a, lat_b = radians(a.lat_deg), radians(b.lat_deg)
    d_lon = radians(b.lon_deg - a.lon_deg)
    east = sin(d_lon) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(d_lon)
    return Bearing(0.0) if hypot(east, north) == 0 else a_bearing(degrees(atan2(east, north)))
