"""What the columns of a road file mean: class, direction, limit, and who may use a road.

The words are those of OpenStreetMap's tags, of Geofabrik's shapefiles, and of Chinese offices.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from models.geography.roads import EVERYBODY, Access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Columns = Mapping[str, NDArray[Any]]

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "class": ("highway", "fclass", "class", "road_class", "type", "道路等级", "等级", "类型"),
    "name": ("name", "名称", "道路名称", "路名"),
    "oneway": ("oneway", "单行", "单向"),
    "maxspeed": ("maxspeed", "max_speed", "限速"),
    "junction": ("junction",),
    "area": ("area",),
    "access": ("access",),
    "foot": ("foot",),
    "bicycle": ("bicycle",),
    "vehicle": ("vehicle",),
    "motor_vehicle": ("motor_vehicle",),
}
"""The columns that are looked for, by what they mean; the first that is there counts."""
ROAD: Final = "road"
"""The class of a road of which nothing is known."""
AREA: Final = "area"
"""Stands for the class of a way that is an area: nobody goes along its rim."""
_CHINESE: Final = {
    "高速公路": "motorway",
    "快速路": "trunk",
    "国道": "trunk",
    "主干路": "primary",
    "主干道": "primary",
    "省道": "primary",
    "次干路": "secondary",
    "次干道": "secondary",
    "县道": "secondary",
    "支路": "tertiary",
    "乡道": "tertiary",
    "村道": "unclassified",
    "小区道路": "service",
    "人行道": "footway",
    "步行街": "pedestrian",
}
_FORWARD: Final = frozenset({"yes", "true", "1", "f", "是", "单行"})
_BACKWARD: Final = frozenset({"-1", "reverse", "t"})
_CLOSED: Final = frozenset({"no", "private", "agricultural", "forestry", "use_sidepath"})
_OPEN: Final = frozenset({"yes", "designated", "permissive", "destination", "official"})
_SPEED: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(mph)?")
_KMH_PER_MPH: Final = 1.609344


def picked(columns: Columns) -> dict[str, list[str]]:
    """The columns that say something of a road, by their meaning; values as text."""
    by_name = {name.casefold(): values for name, values in columns.items()}
    found = {}
    for meaning, names in FIELDS.items():
        values = next((by_name[name] for name in names if name in by_name), None)
        if values is not None:
            found[meaning] = [_text(value) for value in values]
    return found


def classes(tags: Mapping[str, list[str]], count: int) -> list[str]:
    """The class of each road."""
    kinds = tags.get("class", [""] * count)
    areas = tags.get("area", [""] * count)
    return [
        AREA if area == "yes" else _CHINESE.get(kind, kind) or ROAD
        for kind, area in zip((kind.casefold() for kind in kinds), areas, strict=True)
    ]


def directions(tags: Mapping[str, list[str]], kinds: list[str]) -> NDArray[np.int8]:
    """1 for along the line only, -1 for against it, 0 for both; OpenStreetMap's defaults."""
    n = len(kinds)
    said, junctions = tags.get("oneway", [""] * n), tags.get("junction", [""] * n)
    # Geofabrik writes F and T for from-to and to-from; elsewhere T is for true.
    backward = _BACKWARD if {"b", "f"} & {s.casefold() for s in said} else _BACKWARD - {"t"}
    found = np.zeros(n, np.int8)
    for i, (text, junction, kind) in enumerate(zip(said, junctions, kinds, strict=True)):
        word = text.casefold()
        is_implied = not word and (junction == "roundabout" or kind == "motorway")
        if word in backward:
            found[i] = -1
        elif is_implied or word in _FORWARD or word == "t":
            found[i] = 1
    return found


def limits_kmh(tags: Mapping[str, list[str]], count: int) -> NDArray[np.float32]:
    """Posted limits, km/h; not a number where none is posted, or it is no number."""
    said = tags.get("maxspeed", [""] * count)
    known = {text: _kmh(text) for text in set(said)}
    return np.array([known[text] for text in said], np.float32)


def access(tags: Mapping[str, list[str]], count: int) -> NDArray[np.uint8]:
    """Who may use each road, by its tags alone; the class may close it as well."""
    found = np.full(count, EVERYBODY, np.uint8)
    wheels = Access.RIDE | Access.DRIVE
    for tag, whom in (
        ("access", EVERYBODY),
        ("foot", Access.FOOT),
        ("vehicle", wheels),
        ("bicycle", Access.RIDE),
        ("motor_vehicle", Access.DRIVE),
    ):
        words = tags.get(tag, [""] * count)
        found[[word in _CLOSED for word in words]] &= ~np.uint8(whom)
        found[[word in _OPEN for word in words]] |= np.uint8(whom)
    return found


def _kmh(text: str) -> float:
    match = _SPEED.match(text)
    speed = float(match[1]) * (_KMH_PER_MPH if match[2] else 1.0) if match else 0.0
    return speed if 0 < speed < 300 else float("nan")


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
