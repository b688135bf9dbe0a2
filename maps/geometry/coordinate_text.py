"""Coordinates as people type them: any usual form, to a place.

The forms that `coordinates` shows are among them.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Final

from maps.geometry.coordinates import utm
from maps.geometry.projection import FIRST_ZONE, LAST_ZONE, from_survey_grid
from models.domain.error import BadInput, Words
from models.domain.place import LonLat
from models.geography.datum import Datum, to_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

_METRES_FROM: Final = 1_000.0
"""No longitude is this large, no easting this small."""
_EASTINGS_M: Final = (100_000.0, 900_000.0)
"""What a 3° zone or a UTM zone can hold; without the zone's number before it."""
_NORTHINGS_M: Final = (0.0, 10_000_000.0)
_ZONE_M: Final = 1_000_000.0
"""An easting with its zone's number in front is the zone times this, and the easting."""
_NUMBER: Final = re.compile(r"(?<![\d.])[-+]?\d+(?:\.\d+)?")
_UTM: Final = re.compile(r"\butm\s*(\d{1,2})\s*([ns])\b")
_ZONE: Final = re.compile(r"\bzone\s*(\d{1,2})\b|\bz(\d{1,2})\b|(?<![\d.])(\d{1,2})\s*zone\b")
_MERIDIAN: Final = re.compile(r"\bcm\s*(\d{1,3})\b")
_ANGLE: Final = (
    r"([-+]?\d+(?:\.\d+)?)\s*°?"
    r"(?:\s*(?<=[°\s])(\d+(?:\.\d+)?)\s*')?(?:\s*(\d+(?:\.\d+)?)\s*\")?"
)
_LETTER_FIRST: Final = re.compile(rf"([nsew])?\s*{_ANGLE}()")
_LETTER_LAST: Final = re.compile(rf"(){_ANGLE}\s*([nsew])?")
_NORTH_SOUTH: Final = frozenset("ns")
_EAST_WEST: Final = frozenset("ew")
_TELLING: Final = re.compile(r"[.,;°nsew]|zone|z|cm")
_SAID: Final = {
    Datum.GCJ02: re.compile(r"gcj-?\s?0?2?\b|火星(?:坐标)?|高德|腾讯"),
    Datum.BD09: re.compile(r"bd-?\s?0?9?\b"),
}
_OTHER_NAMES: Final = re.compile(r"wgs-?\s?84|cgcs-?\s?2000|国家2000|坐标")
_SAME: Final = {
    "百度": "bd-09 ",
    "，": ",",
    "；": ";",
    "、": ",",
    "：": " ",
    "’": "'",
    "′": "'",
    "‘": "'",
    "”": '"',
    "″": '"',
    "“": '"',
    "−": "-",
    "º": "°",
    "˚": "°",
    "度": "°",
    "分": "'",
    "秒": '"',
    "东经": "e",
    "西经": "w",
    "北纬": "n",
    "南纬": "s",
    "带": " zone ",
    "中央子午线": " cm ",
    ":": " ",
}


def looks_like_coordinates(text: str) -> bool:
    """Whether somebody means a place by a text: two numbers, a degree sign, a datum's name."""
    plain = _plain(text)
    bare = _without_names(plain)
    count = len(_NUMBER.findall(bare))
    if count < 2 or _datum_of(plain) is not Datum.WGS84 or _UTM.search(plain):
        return count >= 2
    rest = _NUMBER.sub("", bare)
    is_plain = count < 4 and not _TELLING.search(bare)  # 42 12: a number of something
    return not is_plain and not re.sub(r"[\s,;°'\"nsew]|zone|z|cm", "", rest)


def place_read(text: str) -> LonLat:
    """The place that somebody typed, in any of the forms.

    Degrees, decimal or with minutes and seconds, longitude first unless letters (E, W, N,
    S, 东经, 北纬) or a number beyond 90 say otherwise; metres of a CGCS2000 3° zone with the
    number before the easting, or with `zone 40` (带) or `CM 120` beside it; `UTM 51N …`.
    Degrees are WGS 84 unless `GCJ-02` (火星, 高德) or `BD-09` (百度) is said.

    Raises
    ------
    BadInput
        `bad_coordinates`: what is missing or out of range, in words.
    """
    plain = _plain(text)
    datum = _datum_of(plain)
    plain = _without_names(plain)
    utm = _UTM.search(plain)
    if utm is not None:
        return _from_utm(int(utm[1]), utm[2], _numbers(plain[utm.end() :]))
    zone, plain = _zone_said(plain)
    numbers = _numbers(plain)
    if any(abs(number) >= _METRES_FROM for number in numbers):
        _refuse_datum(datum)
        return _from_metres(numbers, zone)
    lon, lat = _degrees(plain)
    if datum is not Datum.WGS84:
        lon, lat = to_wgs84([(lon, lat)], datum)[0].tolist()
    return LonLat(lon, lat)


def _plain(text: str) -> str:
    plain = text.casefold()
    for written, meant in _SAME.items():
        plain = plain.replace(written, meant)
    return plain.replace("''", '"').strip()


def _datum_of(plain: str) -> Datum:
    return next((datum for datum, said in _SAID.items() if said.search(plain)), Datum.WGS84)


def _without_names(plain: str) -> str:
    for said in (*_SAID.values(), _OTHER_NAMES):
        plain = said.sub(" ", plain)
    return plain


def _numbers(plain: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(plain)]


def _zone_said(plain: str) -> tuple[int | None, str]:
    """The 3° zone named beside the numbers, and the text without it."""
    meridian = _MERIDIAN.search(plain)
    if meridian is not None:
        return round(int(meridian[1]) / 3), _MERIDIAN.sub(" ", plain)
    named = _ZONE.search(plain)
    if named is None:
        return None, plain
    return int(next(filter(None, named.groups()))), _ZONE.sub(" ", plain)


def _from_metres(numbers: Sequence[float], zone: int | None) -> LonLat:
    """A place from easting and northing, whichever comes first."""
    if len(numbers) != 2:
        raise _bad(
            "平面坐标需要东、北两个数（米）", "metres need two numbers: easting and northing"
        )
    east_m, north_m = sorted(numbers, key=_is_northing)
    if east_m >= FIRST_ZONE * _ZONE_M:
        zone, east_m = int(east_m // _ZONE_M), east_m % _ZONE_M
    if zone is None:
        raise _bad(
            "不知道是哪一带：请在东坐标前加带号（如 40540104.43），或写“40带”",
            "which zone? Put its number before the easting (40540104.43) or write “zone 40”",
        )
    if not FIRST_ZONE <= zone <= LAST_ZONE:
        raise _bad(
            f"没有第 {zone} 带：3°带号为 {FIRST_ZONE} 到 {LAST_ZONE}",
            f"there is no zone {zone}: the 3° zones are {FIRST_ZONE} to {LAST_ZONE}",
        )
    _check_metres(east_m, north_m)
    lon, lat = from_survey_grid([(east_m, north_m)], zone)[0].tolist()
    return LonLat(lon, lat)


def _is_northing(metres: float) -> bool:
    """Northings of China lie between the eastings of a zone and those with its number."""
    return _EASTINGS_M[1] < metres < FIRST_ZONE * _ZONE_M


def _from_utm(zone: int, side: str, numbers: Sequence[float]) -> LonLat:
    if len(numbers) != 2 or not 1 <= zone <= 60:
        raise _bad(
            "UTM 写作：UTM 51N 东坐标, 北坐标", "write UTM as: UTM 51N easting, northing"
        )
    east_m, north_m = numbers
    _check_metres(east_m, north_m)
    lon, lat = utm(zone, side.upper()).transform(east_m, north_m, direction="INVERSE")
    return LonLat(lon, lat)


def _check_metres(east_m: float, north_m: float) -> None:
    (west, east), (south, north) = _EASTINGS_M, _NORTHINGS_M
    if not (west <= east_m <= east and south <= north_m <= north):
        raise _bad(
            f"坐标超出本带：东 {east_m:.0f} 米，北 {north_m:.0f} 米",
            f"outside the zone: easting {east_m:.0f} m, northing {north_m:.0f} m",
        )


def _degrees(plain: str) -> tuple[float, float]:
    """Longitude and latitude of a text in degrees."""
    parts = _parts(plain)
    if len(parts) != 2:
        raise _bad(
            "请给出经度和纬度两个数，例如 120.447, 36.389",
            "give two numbers, longitude and latitude: 120.447, 36.389",
        )
    (first, a), (second, b) = parts
    if a and b and (a in _NORTH_SOUTH) == (b in _NORTH_SOUTH):
        raise _bad("两个数都是同一方向", "both numbers speak of the same direction")
    is_latitude_first = a in _NORTH_SOUTH or b in _EAST_WEST
    if not (a or b) and abs(first) <= 90 < abs(second):
        is_latitude_first = True
    lon, lat = (second, first) if is_latitude_first else (first, second)
    if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise _bad(
            f"超出范围：经度 {lon:g}，纬度 {lat:g}（应为 ±180、±90）",
            f"out of range: longitude {lon:g}, latitude {lat:g} (±180 and ±90)",
        )
    return lon, lat


def _parts(plain: str) -> list[tuple[float, str]]:
    """The angles of a text, each with its letter if it has one."""
    numbers = _numbers(plain)
    has_signs = any(sign in plain for sign in "°'\"")
    if not has_signs and len(numbers) in {4, 6}:
        half = len(numbers) // 2
        letters = re.findall(r"[nsew]", plain)
        named = letters if len(letters) == 2 else ["", ""]
        halves = (numbers[:half], numbers[half:])
        return [_angle(h, letter) for h, letter in zip(halves, named, strict=True)]
    found = []
    pattern = _LETTER_FIRST if plain.strip()[:1] in {"n", "s", "e", "w"} else _LETTER_LAST
    for before, whole, minutes, seconds, after in pattern.findall(plain):
        digits = [float(n) for n in (whole, minutes or "0", seconds or "0")]
        found.append(_angle(digits, before or after, is_negative=whole.startswith("-")))
    return found


def _angle(
    numbers: Sequence[float], letter: str, *, is_negative: bool = False
) -> tuple[float, str]:
    whole, *rest = numbers
    if any(part >= 60 for part in rest):
        raise _bad("分和秒应小于 60", "minutes and seconds are less than 60")
    size = abs(whole) + sum(part / 60**power for power, part in enumerate(rest, 1))
    is_turned = is_negative or whole < 0 or letter in {"s", "w"}
    return (-size if is_turned else size), letter


def _refuse_datum(datum: Datum) -> None:
    if datum is not Datum.WGS84:
        raise _bad(
            f"{datum.value} 只能配经纬度，不能配平面坐标",
            f"{datum.value} goes with degrees, not with metres",
        )


def _bad(zh: str, en: str) -> BadInput:
    return BadInput("bad_coordinates", Words(zh, en))
