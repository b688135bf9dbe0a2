"""The shifted Chinese datums, GCJ-02 and BD-09, to WGS 84 and back, as arrays.

GCJ-02 moves every point inside China by 300 to 700 m by a published-by-practice
formula; BD-09 moves GCJ-02 once more. Points outside the box of China are unchanged.
All arrays: shape (n, 2), float64 degrees, longitude then latitude; copied.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

SEMI_MAJOR_M: Final = 6_378_245.0
"""Krasovsky 1940 ellipsoid, which the formula stands on, metres."""
ECCENTRICITY_2: Final = 0.00669342162296594323
"""Its first eccentricity, squared."""
CHINA_BOX_DEG: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which points are shifted; ends included."""
_BD_ANGLE: Final = np.pi * 3000.0 / 180.0
_BD_OFFSET_DEG: Final = (0.0065, 0.006)
_CLOSE_DEG: Final = 1e-10
"""Where the inverse stops: a hundredth of a millimetre."""


class Datum(StrEnum):
    """What the degrees of a file mean."""

    WGS84 = "WGS 84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def to_wgs84(lonlat_deg: ArrayLike, datum: Datum) -> FloatArray:
    """Degrees of any of the three datums as WGS 84."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lonlat_deg)
    return bd09_to_wgs84(lonlat_deg) if datum is Datum.BD09 else _copied(lonlat_deg)


def from_wgs84(lonlat_deg: ArrayLike, datum: Datum) -> FloatArray:
    """WGS 84 degrees in any of the three datums."""
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(lonlat_deg)
    return wgs84_to_bd09(lonlat_deg) if datum is Datum.BD09 else _copied(lonlat_deg)


def wgs84_to_gcj02(lonlat_deg: ArrayLike) -> FloatArray:
    """WGS 84 to GCJ-02; outside China unchanged."""
    wgs = _copied(lonlat_deg)
    return np.where(in_china_box(wgs)[:, None], wgs + _gcj_shift(wgs), wgs)


def gcj02_to_wgs84(lonlat_deg: ArrayLike) -> FloatArray:
    """GCJ-02 to WGS 84, by iteration to better than 1e-9 degrees; outside China unchanged."""
    gcj = _copied(lonlat_deg)
    return _inverted(lambda wgs: wgs + _gcj_shift(wgs), gcj, in_china_box(gcj))


def wgs84_to_bd09(lonlat_deg: ArrayLike) -> FloatArray:
    """WGS 84 to BD-09; outside China unchanged."""
    wgs = _copied(lonlat_deg)
    return np.where(in_china_box(wgs)[:, None], _bd_of_gcj(wgs + _gcj_shift(wgs)), wgs)


def bd09_to_wgs84(lonlat_deg: ArrayLike) -> FloatArray:
    """BD-09 to WGS 84, by iteration to better than 1e-9 degrees; outside China unchanged."""
    bd = _copied(lonlat_deg)
    inside = in_china_box(bd)
    return _inverted(lambda wgs: _bd_of_gcj(wgs + _gcj_shift(wgs)), bd, inside)


def in_china_box(lonlat_deg: FloatArray) -> NDArray[np.bool_]:
    """Which points the shift concerns, shape (n,)."""
    west, south, east, north = CHINA_BOX_DEG
    lon, lat = lonlat_deg[:, 0], lonlat_deg[:, 1]
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _inverted(
    shift: Callable[[FloatArray], FloatArray], shifted: FloatArray, inside: NDArray[np.bool_]
) -> FloatArray:
    """The points that `shift` moves onto `shifted`.

    The shift changes slowly (its gradient is about 1e-3), so each step of the fixed
    point iteration gains three digits; eight steps are ample.
    """
    target = shifted[inside]
    guess = target.copy()
    for _ in range(8):
        miss = shift(guess) - target
        guess -= miss
        if miss.size == 0 or np.abs(miss).max() < _CLOSE_DEG:
            break
    shifted[inside] = guess
    return shifted


def _gcj_shift(wgs: FloatArray) -> FloatArray:
    """What GCJ-02 adds, degrees, shape (n, 2)."""
    x, y = wgs[:, 0] - 105.0, wgs[:, 1] - 35.0
    ripple = 20.0 * (np.sin(6.0 * np.pi * x) + np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    root = np.sqrt(np.abs(x))
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north_m += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north_m += (160.0 * np.sin(y / 12.0 * np.pi) + 320 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east_m += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east_m += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    latitude = np.radians(wgs[:, 1])
    magic = 1.0 - ECCENTRICITY_2 * np.sin(latitude) ** 2
    meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / (magic * np.sqrt(magic))
    parallel_m = SEMI_MAJOR_M / np.sqrt(magic) * np.cos(latitude)
    return np.degrees(np.column_stack((east_m / parallel_m, north_m / meridian_m)))


def _bd_of_gcj(gcj: FloatArray) -> FloatArray:
    x, y = gcj[:, 0], gcj[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_ANGLE)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_ANGLE)
    turned = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    return turned + _BD_OFFSET_DEG


def _copied(lonlat_deg: ArrayLike) -> FloatArray:
    return np.array(lonlat_deg, dtype=np.float64).reshape(-1, 2)
