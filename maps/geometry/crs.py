"""What the coordinates of a file are: as the user says, as it says itself, or guessed.

The user is believed, unless the numbers cannot be what is said; the file likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from maps.geometry.crs_guess import guessed
from maps.geometry.draft import Notice, notice
from maps.geometry.placing import (
    Box,
    Placing,
    crs_name,
    fits_degrees,
    is_within,
    range_words,
    with_swap,
)
from models.domain.error import BadInput, Words
from models.geography.datum import Datum

if TYPE_CHECKING:
    from numpy.typing import NDArray


_SAME_DATUMS: Final = ("wgs", "world geodetic", "cgcs", "china 2000", "china geodetic", "itrf")


def placing_of(
    shapes: NDArray[np.object_],
    *,
    asked: str | None,
    said: str | None,
    known_box: Box | None,
    warnings: list[Notice],
) -> Placing:
    """What the coordinates of these shapes are.

    Parameters
    ----------
    asked, said
        What the user and the file say they are. The user is believed.
    known_box
        West, south, east, north of the cells at home, in degrees, to tell zones apart.

    Raises
    ------
    BadInput
        `bad_crs`, where the user's is unknown or impossible; `which_crs`, where neither
        says it and the numbers do not tell.
    """
    box = _box_of(shapes)
    if asked is not None:
        return _asked(asked, said, box, warnings)
    crs = _parsed(said)
    if box is None:
        return Placing(crs_name(crs) if crs else "EPSG:4326", crs)
    if crs is not None:
        swapped = _fit(crs, box)
        if swapped is not None:
            _doubt_datum(crs, warnings)
            return with_swap(Placing(crs_name(crs), crs, is_swapped=swapped), warnings)
    return guessed(box, known_box, crs_name(crs) if crs else None, warnings)


def _asked(asked: str, said: str | None, box: Box | None, warnings: list[Notice]) -> Placing:
    datum = _datum(asked)
    if datum is not Datum.WGS84:
        if box is not None and not fits_degrees(box):
            zh = f"坐标不是经纬度（{range_words(box)}），不可能是 {asked}"
            en = f"the coordinates are no degrees ({range_words(box)}), they cannot be {asked}"
            raise BadInput("bad_crs", Words(zh, en))
        return Placing(datum.value, None, datum)
    crs = _parsed(asked)
    if crs is None:
        zh = f"不认识坐标系“{asked}”：请写 EPSG:4490 这样的编号，或 GCJ-02、BD-09"
        en = f"the CRS {asked} is unknown: give a number like EPSG:4490, or GCJ-02 or BD-09"
        raise BadInput("bad_crs", Words(zh, en))
    swapped = False if box is None else _fit(crs, box)
    if swapped is None:
        assert box is not None  # noqa: S101 - None fits anything
        zh = f"坐标（{range_words(box)}）不可能是 {asked}：换一个 --crs，或去掉它让程序判断"
        en = (
            f"the coordinates ({range_words(box)}) cannot be {asked}: give another --crs"
            " or leave it out"
        )
        raise BadInput("bad_crs", Words(zh, en))
    declared = _parsed(said)
    if declared is not None and not declared.equals(crs, ignore_axis_order=True):
        zh = f"文件自称坐标系为 {crs_name(declared)}，按要求用 {crs_name(crs)} 读取"
        en = f"the file says {crs_name(declared)}; read as {crs_name(crs)}, as asked"
        warnings.append(notice("crs_overruled", zh, en))
    _doubt_datum(crs, warnings)
    return with_swap(Placing(crs_name(crs), crs, is_swapped=swapped), warnings)


def _fit(crs: CRS, box: Box) -> bool | None:
    """Whether the axes must be swapped for a box to be in a CRS; None if it cannot be."""
    turned = (box[1], box[0], box[3], box[2])
    if crs.is_geographic:
        if _is_degrees_unit(crs):
            return False if fits_degrees(box) else True if fits_degrees(turned) else None
        return False
    if _lands(crs, box):
        return False
    if _lands(crs, turned):
        return True
    # Far outside its area of use a projection is still what the file says it is.
    return False if _degrees_of(crs, box) is not None else None


def _lands(crs: CRS, box: Box) -> bool:
    """Whether a box of a projected CRS lies where the CRS is meant to be used."""
    degrees = _degrees_of(crs, box)
    area = crs.area_of_use
    if degrees is None:
        return False
    if area is None:
        return fits_degrees(degrees)
    west, south, east, north = area.bounds
    wide = (west - 3, south - 3, east + 3, north + 3)
    return west > east or is_within(degrees, wide)


def _degrees_of(crs: CRS, box: Box) -> Box | None:
    """The corners of a box in degrees; None where they are nowhere on Earth."""
    try:
        transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        lons, lats = transformer.transform([box[0], box[2]], [box[1], box[3]], errcheck=True)
    except ProjError:
        return None
    degrees = (min(lons), min(lats), max(lons), max(lats))
    if not np.isfinite(degrees).all():
        return None
    # A projection may fold what lies beyond it back onto the Earth.
    back = transformer.transform(lons, lats, direction="INVERSE")
    size = max(map(abs, box))
    is_true = np.allclose(back, ([box[0], box[2]], [box[1], box[3]]), rtol=0, atol=size * 1e-5)
    return degrees if is_true and fits_degrees(degrees) else None


def _datum(name: str) -> Datum:
    plain = "".join(character for character in name.casefold() if character.isalnum())
    names = {"gcj02": Datum.GCJ02, "gcj": Datum.GCJ02, "bd09": Datum.BD09, "bd09ll": Datum.BD09}
    return names.get(plain, Datum.WGS84)


def _parsed(text: str | None) -> CRS | None:
    if not text:
        return None
    try:
        crs = CRS.from_user_input(text).to_2d()
    except CRSError:
        return None
    usable = crs.is_geographic or crs.is_projected or crs.is_derived
    return crs if usable and not crs.is_engineering else None


def _doubt_datum(crs: CRS, warnings: list[Notice]) -> None:
    datum = str(crs.datum.name if crs.datum else crs.name).casefold()
    plain = datum.replace("_", " ")
    if crs.is_bound or any(word in plain for word in _SAME_DATUMS):
        return
    zh = f"坐标系 {crs_name(crs)} 的基准（{datum}）到 WGS 84 没有精确参数，可能偏 100 米左右"
    en = (
        f"the datum of {crs_name(crs)} ({datum}) has no exact parameters to WGS 84 here:"
        " places may be some 100 m off"
    )
    warnings.append(notice("datum_shift", zh, en))


def _is_degrees_unit(crs: CRS) -> bool:
    return all(axis.unit_name == "degree" for axis in crs.axis_info)


def _box_of(shapes: NDArray[np.object_]) -> Box | None:
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    degrees = (np.abs(bounds) <= 180).all(axis=1)
    if degrees.sum() * 2 > len(bounds):
        # A wild row among degrees is that row's fault, not the file's.
        bounds = bounds[degrees]
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
