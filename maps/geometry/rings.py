"""From raw WKB to valid polygons: what can be mended is mended, and both are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import shapely
from pyproj import Geod

from maps.geometry.draft import Rejected, Repaired
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from maps.geometry.draft import Outline

GEOMETRY: Final = "geometry"
"""Stands for the column in rejections."""
_GEOD: Final = Geod(ellps="WGS84")
_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_KINDS: Final = {
    shapely.GeometryType.POINT: ("点", "a point"),
    shapely.GeometryType.MULTIPOINT: ("点", "points"),
    shapely.GeometryType.LINESTRING: ("线", "a line"),
    shapely.GeometryType.LINEARRING: ("线", "a line"),
    shapely.GeometryType.MULTILINESTRING: ("线", "lines"),
    shapely.GeometryType.GEOMETRYCOLLECTION: ("没有面的集合", "a collection without polygons"),
}
_REASONS: Final = {
    "Self-intersection": ("环自相交", "the ring crosses itself"),
    "Ring Self-intersection": ("环自接触", "the ring touches itself"),
    "Too few points in geometry component": ("环的点太少", "a ring has too few points"),
    "Hole lies outside shell": ("洞在外环之外", "a hole lies outside its shell"),
    "Holes are nested": ("洞套洞", "holes lie within holes"),
    "Nested shells": ("部分相互嵌套", "parts lie within each other"),
    "Duplicate Rings": ("环重复", "a ring is there twice"),
    "Interior is disconnected": ("内部被洞切断", "holes cut the inside in two"),
    "Invalid Coordinate": ("坐标不是有效数字", "a coordinate is no number"),
}


def read_shapes(
    wkb: NDArray[np.object_], rejected: list[Rejected], repaired: list[Repaired]
) -> NDArray[np.object_]:
    """The geometries of rows, in two dimensions, coordinates as the file has them.

    A row that is empty, of another kind or unreadable is None, and rejected; a ring that
    was not closed is, and a collection is left with its polygons.
    """
    strict = shapely.from_wkb(wkb, on_invalid="ignore")
    shapes = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="fix"))
    for row, shape in enumerate(shapes):
        problem = _kind_problem(shape, is_there=wkb[row] is not None)
        if problem:
            rejected.append(Rejected(row + 1, GEOMETRY, problem))
            shapes[row] = None
        elif shapely.get_type_id(shape) not in _POLYGONS:
            shapes[row] = only_polygons(shape)
            words = Words(
                "图形中的点和线已去掉", "points and lines beside the polygons dropped"
            )
            repaired.append(Repaired(row + 1, words))
        elif strict[row] is None:
            words = Words("环没有闭合，已闭合", "a ring was not closed; it was closed")
            repaired.append(Repaired(row + 1, words))
    answer: NDArray[np.object_] = shapes
    return answer


def mended(
    shapes: NDArray[np.object_], rejected: list[Rejected], repaired: list[Repaired]
) -> NDArray[np.object_]:
    """The shapes (EPSG:4326 degrees, None allowed) as valid polygons; None where hopeless."""
    shapes = shapes.copy()
    for row in np.flatnonzero(~shapely.is_missing(shapes) & ~_on_earth(shapes)).tolist():
        zh = "坐标换算后不在经纬度范围内，或不是有效数字"
        en = "its coordinates are not on Earth, or no numbers"
        rejected.append(Rejected(row + 1, GEOMETRY, Words(zh, en)))
        shapes[row] = None
    for row in np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)).tolist():
        reason = shapely.is_valid_reason(shapes[row])
        zh, en = reason_words(reason)
        fixed = only_polygons(
            shapely.make_valid(shapes[row], method="structure", keep_collapsed=False)
        )
        if fixed.is_empty:
            words = Words(f"{zh}，修复后没有面积", f"{en}; no area is left once mended")
            rejected.append(Rejected(row + 1, GEOMETRY, words))
            shapes[row] = None
        else:
            repaired.append(Repaired(row + 1, Words(f"{zh}，已修复", f"{en}; mended")))
            shapes[row] = fixed
    return shapes


def reason_words(reason: str) -> tuple[str, str]:
    """GEOS' reason in Chinese and English, with the place it names (degrees)."""
    kind, _, place = reason.partition("[")
    zh, en = _REASONS.get(kind.strip(), (kind.strip(), kind.strip()))
    if not place:
        return zh, en
    numbers = place.rstrip("]").split()
    at = " ".join(f"{float(number):.6f}" for number in numbers)
    return f"{zh}（{at}）", f"{en} at {at}"


def only_polygons(shape: Any) -> Outline:
    """The polygons of a geometry as one Polygon or MultiPolygon; empty where it has none."""
    if shapely.get_type_id(shape) in _POLYGONS:
        return cast("Outline", shape)
    leaves = [part for part in _leaves(shape) if not part.is_empty]
    parts: list[Any] = [one for one in leaves if shapely.get_type_id(one) == _POLYGONS[0]]
    if len(parts) == 1:
        return cast("Outline", parts[0])
    whole = shapely.MultiPolygon(parts)
    return whole if whole.is_valid else joined(parts)


def joined(shapes: list[Outline]) -> Outline:
    """Several polygons as one valid Polygon or MultiPolygon."""
    return shapes[0] if len(shapes) == 1 else only_polygons(shapely.union_all(shapes))


def area_m2(shape: Outline) -> float:
    """The area of polygons in EPSG:4326 degrees, square metres on the ellipsoid."""
    total = 0.0
    for part in shapely.get_parts(shape):
        ring, *holes = shapely.get_rings(part)
        total += _ring_m2(ring) - sum(map(_ring_m2, holes))
    return total


def _ring_m2(ring: Any) -> float:
    lon, lat = shapely.get_coordinates(ring).T.copy()
    return abs(float(_GEOD.polygon_area_perimeter(lon, lat)[0]))


def _leaves(shape: Any) -> Iterable[Any]:
    for part in shapely.get_parts(shape):
        if shapely.get_num_geometries(part) == 1 and not hasattr(part, "geoms"):
            yield part
        else:
            yield from _leaves(part)


def _kind_problem(shape: Any, *, is_there: bool) -> Words | None:
    if shape is None:
        if is_there:
            return Words("图形数据损坏，无法读取", "its geometry is damaged")
        return Words("没有图形", "it has no geometry")
    if shape.is_empty:
        return Words("图形为空", "its geometry is empty")
    if shapely.get_type_id(shape) in _POLYGONS:
        return None
    if any(shapely.get_type_id(part) == _POLYGONS[0] for part in _leaves(shape)):
        return None
    zh, en = _KINDS[shapely.GeometryType(int(shapely.get_type_id(shape)))]
    return Words(f"图形是{zh}，不是面", f"its geometry is {en}, not a polygon")


def _on_earth(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    bounds = shapely.bounds(shapes)
    counts = shapely.get_num_coordinates(shapes)
    finite: NDArray[np.bool_] = np.isfinite(bounds).all(axis=1).reshape(-1)
    # Bounds pass over what is no number: the coordinates themselves must be looked at.
    owner = np.repeat(np.arange(len(shapes)), counts)
    bad = ~np.isfinite(shapely.get_coordinates(shapes)).all(axis=1)
    finite[np.unique(owner[bad])] = False
    low, high = bounds[:, :2], bounds[:, 2:]
    within = (low >= (-180.000001, -90.000001)).all(axis=1)
    within &= (high <= (180.000001, 90.000001)).all(axis=1)
    return np.logical_and(finite, within)
