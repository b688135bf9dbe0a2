"""Departmental cells from a file of polygons: whose each is, its name, where it lies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Geod

from maps.geometry.crs import placing_of
from maps.geometry.vector_file import read_table
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.geometry.draft import Notice

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "department": ("department", "dept", "部门", "部门编码", "责任部门", "部门名称"),
    "code": ("code", "编码", "网格编码", "编号"),
    "name": ("name", "名称", "网格名称"),
}
_GEOD: Final = Geod(ellps="WGS84")
_AREAS: Final = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class DepartmentArea:
    """One row: `department` as typed, its code or its name; `wkb` WGS 84; `row` from 1."""

    row: int
    department: str
    code: str
    name: str
    wkb: bytes
    area_m2: float


@dataclass(frozen=True, slots=True)
class DepartmentReading:
    """What was read; `rejected` has the row, the field and the reason."""

    read: int
    areas: tuple[DepartmentArea, ...]
    rejected: tuple[tuple[int, str, Words], ...]
    repaired: tuple[tuple[int, Words], ...]
    warnings: tuple[Notice, ...]
    layer: str
    crs: str
    encoding: str


def read_department_areas(
    path: Path, *, layer: str | None = None, crs: str | None = None
) -> DepartmentReading:
    """Read a file of departmental cells.

    Raises
    ------
    BadInput
        As `maps.geometry.vector_file.read_table` does; `bad_crs`, `which_crs`;
        `missing_column`, where no column says whose the areas are.
    """
    table = read_table(path, layer=layer, encoding=None)
    notices = list(table.warnings)
    texts = _texts(path, table.columns, len(table))
    shapes = np.asarray(shapely.from_wkb(table.wkb, on_invalid="ignore"), object)
    placing = placing_of(shapes, asked=crs, said=table.crs, known_box=None, warnings=notices)
    placed = placing.to_lonlat(shapes)
    areas: list[DepartmentArea] = []
    rejected: list[tuple[int, str, Words]] = []
    repaired: list[tuple[int, Words]] = []
    seen: Counter[tuple[str, str]] = Counter()
    for number, shape in enumerate(placed):
        row, whose = number + 1, texts["department"][number]
        code = texts["code"][number] or str(row)
        fault = _fault(shape, whose, seen[whose, code])
        if fault is not None:
            rejected.append((row, *fault))
            continue
        seen[whose, code] += 1
        whole = _whole(shape)
        if whole is not shape:
            words = Words("图形自交，已修复", "crossed itself: repaired")
            repaired.append((row, words))
        area_m2 = abs(_GEOD.geometry_area_perimeter(whole)[0])
        name, wkb = texts["name"][number], shapely.to_wkb(whole)
        areas.append(DepartmentArea(row, whose, code, name, wkb, area_m2))
    return DepartmentReading(
        len(table),
        tuple(areas),
        tuple(rejected),
        tuple(repaired),
        tuple(notices),
        table.layer,
        placing.name,
        table.encoding,
    )


def _texts(path: Path, columns: Mapping[str, NDArray[Any]], count: int) -> dict[str, list[str]]:
    by_name = {name.casefold(): values for name, values in columns.items()}
    found: dict[str, list[str]] = {}
    for meaning, names in _COLUMNS.items():
        values = next((by_name[name] for name in names if name in by_name), None)
        found[meaning] = [""] * count if values is None else [_text(v) for v in values]
        if values is None and meaning == "department":
            known, there = "、".join(names), "、".join(columns)
            raise BadInput(
                "missing_column",
                Words(
                    f"{path.name} 没有部门列（{known} 之一）；现有：{there}",
                    f"{path.name} has no column that says whose each area is"
                    f" ({known.replace('、', ', ')}); it has {there.replace('、', ', ')}",
                ),
            )
    return found


def _text(value: object) -> str:
    is_empty = value is None or (isinstance(value, float) and np.isnan(value))
    return "" if is_empty else str(value).strip()


def _fault(shape: Any, whose: str, times: int) -> tuple[str, Words] | None:
    if not whose:
        return "department", Words("没有部门", "no department")
    if times:
        return "code", Words("同一部门的编码重复", "the department has this code twice")
    if shape is None or shape.is_empty:
        return "geometry", Words("没有图形", "no geometry")
    if shape.geom_type not in _AREAS:
        return "geometry", Words("不是面", "not an area")
    if not (np.abs(shape.bounds) <= (180.0, 90.0, 180.0, 90.0)).all():
        return "geometry", Words("坐标不在地球上", "coordinates that are nowhere on Earth")
    if _whole(shape).is_empty:
        return "geometry", Words("面积为零", "no area")
    return None


def _whole(shape: Any) -> Any:
    """The areas of a shape, mended where it crosses itself."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape))
    polygons = [p for one in parts for p in shapely.get_parts(one) if p.geom_type == "Polygon"]
    return shapely.union_all(polygons) if polygons else shapely.Polygon()
