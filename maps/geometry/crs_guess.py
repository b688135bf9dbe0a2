"""What coordinates are that nobody named: told by their ranges, or asked for.

Degrees, the 3° zones of CGCS2000 and Web Mercator cannot be mistaken for each other. A
guess is always told, and where two would do nobody guesses.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from pyproj import CRS

from maps.geometry.draft import Notice, notice
from maps.geometry.placing import Box, Placing, fits_degrees, is_within, range_words, with_swap
from maps.geometry.projection import FIRST_ZONE, LAST_ZONE, zone_epsg
from models.domain.error import BadInput, Words

_CHINA_MERCATOR_M: Final = (8.0e6, 0.09e6, 15.4e6, 7.6e6)
_NORTHING_M: Final = (0.3e6, 6.3e6)
_EASTING_M: Final = (0.1e6, 0.9e6)
"""False easting 500 km, and no zone of 3° or 6° reaches 400 km to either side."""
_FAR_DEG: Final = 1.0


def guessed(
    box: Box, known_box: Box | None, disproved: str | None, warnings: list[Notice]
) -> Placing:
    """What a box of coordinates must be.

    `known_box` (degrees) tells apart what the numbers alone do not; `disproved` is what
    the file says and cannot be.

    Raises
    ------
    BadInput
        `which_crs`, where the numbers do not tell.
    """
    candidates = _candidates(box)
    if known_box is not None and len(candidates) > 1:
        near = [one for one in candidates if _reaches(one, box, known_box)]
        candidates = near or candidates
    if len(candidates) != 1:
        raise _which(box, candidates)
    (chosen,) = candidates
    says_zh = f"文件自称 {disproved}，但坐标不符" if disproved else "文件没有说明坐标系"
    says_en = (
        f"the file says {disproved}, which cannot be" if disproved else "the file has no CRS"
    )
    zh = f"{says_zh}：按坐标范围（{range_words(box)}）判断为 {chosen.name}（否则用 --crs 指定）"
    en = f"{says_en}: the coordinates ({range_words(box)}) look like {chosen.name} (else --crs)"
    warnings.append(notice("crs_guessed", zh, en))
    return with_swap(chosen, warnings)


def _candidates(box: Box) -> list[Placing]:
    """Everything the numbers of a box could be, upright or with x to the north."""
    upright = _upright(box)
    if upright:
        return [Placing(f"EPSG:{epsg}", CRS.from_epsg(epsg)) for epsg in upright]
    turned = _upright((box[1], box[0], box[3], box[2]))
    return [Placing(f"EPSG:{epsg}", CRS.from_epsg(epsg), is_swapped=True) for epsg in turned]


def _upright(box: Box) -> list[int]:
    west, south, east, north = box
    if fits_degrees(box):
        return [4326]
    if is_within(box, _CHINA_MERCATOR_M):
        return [3857]
    zone = int(west // 1e6)
    is_north = _NORTHING_M[0] <= south and north <= _NORTHING_M[1]
    if is_north and FIRST_ZONE <= zone <= LAST_ZONE and int(east // 1e6) == zone:
        return [zone_epsg(zone, prefixed=True)]
    if is_north and _EASTING_M[0] <= west and east <= _EASTING_M[1]:
        return [zone_epsg(one) for one in range(FIRST_ZONE, LAST_ZONE + 1)]
    return []


def _which(box: Box, candidates: list[Placing]) -> BadInput:
    hint_zh = hint_en = ""
    if candidates:
        hint_zh = (
            "；像是不带带号的 CGCS2000 3° 带坐标，中央经线要由您给出，"
            "例如 --crs EPSG:4549（120° E）、EPSG:4548（117° E）"
        )
        hint_en = (
            "; they look like a CGCS2000 3° zone without its number: give its central"
            " meridian, like --crs EPSG:4549 (120° E) or EPSG:4548 (117° E)"
        )
    zh = (
        f"文件没有可用的坐标系说明，坐标范围（{range_words(box)}）也不足以判断{hint_zh}："
        "请用 --crs 指定"
    )
    en = (
        f"the file has no usable CRS and its coordinates ({range_words(box)}) do not tell"
        f"{hint_en}: name it with --crs"
    )
    return BadInput("which_crs", Words(zh, en))


def _reaches(placing: Placing, box: Box, known_box: Box) -> bool:
    """Whether a box would lie upon, or close to, the cells at home."""
    corner_box = np.array([shapely.box(*box)], dtype=object)
    west, south, east, north = shapely.total_bounds(placing.to_lonlat(corner_box))
    return bool(
        west <= known_box[2] + _FAR_DEG
        and east >= known_box[0] - _FAR_DEG
        and south <= known_box[3] + _FAR_DEG
        and north >= known_box[1] - _FAR_DEG
    )
