"""From the coordinates of a file, whatever they are, to WGS 84 degrees.

Where a file does not say what its numbers are, their ranges may: degrees, the 3° zones
of CGCS2000 and Web Mercator cannot be mistaken for each other. A guess is always told,
and where two would do nobody guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from maps.geometry.draft import Notice, notice
from maps.geometry.projection import FIRST_ZONE, LAST_ZONE, zone_epsg
from models.domain.error import BadInput, Words
from models.geography.datum import Datum, to_wgs84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

Box = tuple[float, float, float, float]
"""West, south, east, north (or least x, least y, greatest x, greatest y)."""

_CHINA_DEG: Final = (72.0, 0.8, 138.0, 55.9)
_CHINA_MERCATOR_M: Final = (8.0e6, 0.09e6, 15.4e6, 7.6e6)
_NORTHING_M: Final = (0.3e6, 6.3e6)
_EASTING_M: Final = (0.1e6, 0.9e6)
"""False easting 500 km, and no zone of 3° or 6° reaches 400 km to either side."""
_SAME_DATUMS: Final = ("wgs", "world geodetic", "cgcs", "china 2000", "china geodetic", "itrf")
_FAR_DEG: Final = 1.0


@dataclass(frozen=True, slots=True)
class Placing:
    """How a file's numbers become degrees: the CRS or datum, and whether x is the north."""

    name: str
    crs: CRS | None = None
    datum: Datum = Datum.WGS84
    is_swapped: bool = False

    def to_lonlat(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """The shapes in WGS 84 degrees, east then north; what cannot be is not finite."""
        transformer = None
        if self.crs is not None and not _is_plain_degrees(self.crs):
            transformer = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)

        def moved(points: FloatArray) -> FloatArray:
            if self.is_swapped:
                points = points[:, ::-1]
            if transformer is not None:
                points = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
            return to_wgs84(points, self.datum)

        placed: NDArray[np.object_] = shapely.transform(shapes, moved)
        return placed


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
        return Placing(_name(crs) if crs else "EPSG:4326", crs)
    if crs is not None:
        swapped = _fit(crs, box)
        if swapped is not None:
            _doubt_datum(crs, warnings)
            return _with_swap(Placing(_name(crs), crs, is_swapped=swapped), warnings)
    return _guessed(box, known_box, _name(crs) if crs else None, warnings)


def _asked(asked: str, said: str | None, box: Box | None, warnings: list[Notice]) -> Placing:
    datum = _datum(asked)
    if datum is not Datum.WGS84:
        if box is not None and not _fits_degrees(box):
            zh = f"坐标不是经纬度（{_range(box)}），不可能是 {asked}"
            en = f"the coordinates are no degrees ({_range(box)}), they cannot be {asked}"
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
        zh = f"坐标（{_range(box)}）不可能是 {asked}：换一个 --crs，或去掉它让程序判断"
        en = (
            f"the coordinates ({_range(box)}) cannot be {asked}: give another --crs or leave"
            " it out"
        )
        raise BadInput("bad_crs", Words(zh, en))
    declared = _parsed(said)
    if declared is not None and not declared.equals(crs, ignore_axis_order=True):
        zh = f"文件自称坐标系为 {_name(declared)}，按要求用 {_name(crs)} 读取"
        en = f"the file says {_name(declared)}; read as {_name(crs)}, as asked"
        warnings.append(notice("crs_overruled", zh, en))
    _doubt_datum(crs, warnings)
    return _with_swap(Placing(_name(crs), crs, is_swapped=swapped), warnings)


def _guessed(
    box: Box, known_box: Box | None, disproved: str | None, warnings: list[Notice]
) -> Placing:
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
    zh = f"{says_zh}：按坐标范围（{_range(box)}）判断为 {chosen.name}；如有误请用 --crs 指定"
    en = f"{says_en}: the coordinates ({_range(box)}) look like {chosen.name} (else --crs)"
    warnings.append(notice("crs_guessed", zh, en))
    return _with_swap(chosen, warnings)


def _candidates(box: Box) -> list[Placing]:
    """Everything the numbers of a box could be, upright or with x to the north."""
    upright = _upright(box)
    if upright:
        return [Placing(f"EPSG:{epsg}", CRS.from_epsg(epsg)) for epsg in upright]
    turned = _upright((box[1], box[0], box[3], box[2]))
    return [Placing(f"EPSG:{epsg}", CRS.from_epsg(epsg), is_swapped=True) for epsg in turned]


def _upright(box: Box) -> list[int]:
    west, south, east, north = box
    if _fits_degrees(box):
        return [4326]
    if _within(box, _CHINA_MERCATOR_M):
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
        f"文件没有可用的坐标系说明，坐标范围（{_range(box)}）也不足以判断{hint_zh}："
        "请用 --crs 指定"
    )
    en = (
        f"the file has no usable CRS and its coordinates ({_range(box)}) do not tell"
        f"{hint_en}: name it with --crs"
    )
    return BadInput("which_crs", Words(zh, en))


def _fit(crs: CRS, box: Box) -> bool | None:
    """Whether the axes must be swapped for a box to be in a CRS; None if it cannot be."""
    turned = (box[1], box[0], box[3], box[2])
    if crs.is_geographic:
        if _is_degrees_unit(crs):
            return False if _fits_degrees(box) else True if _fits_degrees(turned) else None
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
        return _fits_degrees(degrees)
    west, south, east, north = area.bounds
    wide = (west - 3, south - 3, east + 3, north + 3)
    return west > east or _within(degrees, wide)


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
    return degrees if is_true and _fits_degrees(degrees) else None


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


def _name(crs: CRS) -> str:
    epsg = crs.to_epsg(min_confidence=60)
    if epsg is None and crs.is_bound and crs.source_crs is not None:
        epsg = crs.source_crs.to_epsg(min_confidence=60)
    return f"EPSG:{epsg}" if epsg else str(crs.name)


def _doubt_datum(crs: CRS, warnings: list[Notice]) -> None:
    datum = str(crs.datum.name if crs.datum else crs.name).casefold()
    plain = datum.replace("_", " ")
    if crs.is_bound or any(word in plain for word in _SAME_DATUMS):
        return
    zh = f"坐标系 {_name(crs)} 的基准（{datum}）到 WGS 84 没有精确参数，位置可能偏 100 米左右"
    en = (
        f"the datum of {_name(crs)} ({datum}) has no exact parameters to WGS 84 here:"
        " places may be some 100 m off"
    )
    warnings.append(notice("datum_shift", zh, en))


def _with_swap(placing: Placing, warnings: list[Notice]) -> Placing:
    if placing.is_swapped:
        zh = "坐标顺序颠倒（先北后东），已调换"
        en = "the coordinates come north first: their order was turned round"
        warnings.append(notice("axes_swapped", zh, en))
    return placing


def _is_plain_degrees(crs: CRS) -> bool:
    """Whether degrees may be taken as they are: WGS 84, or CGCS2000 (< 1 dm apart)."""
    return crs.to_epsg() in {4326, 4490} or crs.to_authority() == ("OGC", "CRS84")


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


def _fits_degrees(box: Box) -> bool:
    return _within(box, (-180.000001, -90.000001, 180.000001, 90.000001))


def _within(box: Box, outer: Box) -> bool:
    return (
        box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
    )


def _range(box: Box) -> str:
    digits = 6 if max(map(abs, box)) <= 360 else 1
    west, south, east, north = (f"{value:.{digits}f}" for value in box)
    return f"x {west} … {east}, y {south} … {north}"
