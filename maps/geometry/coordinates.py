"""Coordinates as people read them: degrees, CGCS2000 3° zones, UTM.

Everything that is said here can be typed again, and `coordinate_text` reads it back.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyproj import Transformer

from maps.geometry.projection import FIRST_ZONE, LAST_ZONE, to_survey_grid, zone_of

if TYPE_CHECKING:
    from models.domain.place import LonLat

_UTM_LATITUDES_DEG: Final = (-80.0, 84.0)


class CoordinateSystem(StrEnum):
    """How coordinates are shown."""

    DEGREES = "degrees"
    SEXAGESIMAL = "sexagesimal"
    CGCS2000 = "cgcs2000"
    UTM = "utm"


def coordinate_words(place: LonLat, system: CoordinateSystem) -> str:
    """A place in a system, as it is read out; the same in every language.

    `120.447000° E, 36.389000° N` (seven decimals of a degree are a centimetre, six a
    decimetre); `120°26′49.20″ E, 36°23′20.40″ N`; `40540104.43 E, 4028799.94 N` with the
    number of the 3° zone (EPSG:4513 to 4533); `UTM 51N 270995.12 E, 4030116.48 N`.
    Where a system does not reach (the poles, other continents) degrees are given.
    """
    match system:
        case CoordinateSystem.SEXAGESIMAL:
            east, north = _sexagesimal(place.lon_deg), _sexagesimal(place.lat_deg)
            return f"{east} {_we(place)}, {north} {_sn(place)}"
        case CoordinateSystem.CGCS2000 if _is_surveyed(place):
            zone = zone_of(place.lon_deg)
            point = [(place.lon_deg, place.lat_deg)]
            east_m, north_m = to_survey_grid(point, zone, prefixed=True)[0]
            return f"{east_m:.2f} E, {north_m:.2f} N"
        case CoordinateSystem.UTM if _has_utm(place):
            return _utm_words(place)
    return f"{abs(place.lon_deg):.6f}° {_we(place)}, {abs(place.lat_deg):.6f}° {_sn(place)}"


def _we(place: LonLat) -> str:
    return "E" if place.lon_deg >= 0 else "W"


def _sn(place: LonLat) -> str:
    return "N" if place.lat_deg >= 0 else "S"


def _sexagesimal(deg: float) -> str:
    hundredths = round(abs(deg) * 360_000)
    minutes, hundredths = divmod(hundredths, 6_000)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees}°{minutes:02d}′{hundredths / 100:05.2f}″"


def _is_surveyed(place: LonLat) -> bool:
    """Whether a place lies in one of the 3° zones of the national grid."""
    within = 3 * FIRST_ZONE - 1.5 <= place.lon_deg < 3 * LAST_ZONE + 1.5
    return within and 0 <= place.lat_deg <= 60


def _has_utm(place: LonLat) -> bool:
    return _UTM_LATITUDES_DEG[0] <= place.lat_deg <= _UTM_LATITUDES_DEG[1]


def _utm_words(place: LonLat) -> str:
    zone = min(int((place.lon_deg + 180) // 6) + 1, 60)
    side = _sn(place)
    east_m, north_m = utm(zone, side).transform(place.lon_deg, place.lat_deg)
    return f"UTM {zone}{side} {east_m:.2f} E, {north_m:.2f} N"


@lru_cache(maxsize=16)
def utm(zone: int, side: str) -> Transformer:
    """From WGS 84 degrees to the metres of a UTM zone; `side` of the equator: N or S."""
    epsg = (32_600 if side == "N" else 32_700) + zone
    return Transformer.from_crs("EPSG:4326", f"EPSG:{epsg}", always_xy=True)
