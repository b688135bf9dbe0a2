"""The cells of a page: outlines as whole numbers, each the step from the one before.

A page carries every level that fits its budget, coarsest first; what does not fit even when
bent hard is left out and named, never cut short.
"""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.geometry.projection import to_mercator
from maps.geometry.simplify import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from models.domain.grid import Cell, Level
    from models.domain.ids import CellId

STEPS_PER_DEGREE: Final = 100_000
"""About a metre: finer than an outline on a page can be told apart."""
TOLERANCES_M: Final = (3.0, 10.0, 30.0)
"""How far outlines may be bent, tried in this order until a level fits."""
NAME_PX: Final = 90.0
"""A cell narrower than this on the screen bears no name."""
_MANY: Final = 5_000
_DOUBT: Final = 0.9
"""A tenth may be somewhat coarser or finer than the rest."""
_PLANE_M_PER_PX_AT_0: Final = 156_543.034
"""Metres of EPSG:3857 under a pixel at Leaflet's zoom 0."""


@dataclass(frozen=True, slots=True)
class LevelOutlines:
    """One level as a page carries it.

    `cells`: name, code, label as [lat, lon] degrees, and polygons as lists of rings; a ring
    is flat, [lat, lon, Δlat, Δlon, …] in steps of `STEPS_PER_DEGREE`, its last point (equal
    to the first) left out. `name_zoom` is Leaflet's zoom from which names have room.
    `tolerance_m` is by how much the outlines were bent.
    """

    level: Level
    cells: tuple[tuple[str, str, tuple[float, float], list[list[list[int]]]], ...]
    name_zoom: float
    tolerance_m: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """The levels that fit, coarsest first, and those that did not.

    `bounds` is west, south, east, north in WGS 84 degrees; None without cells.
    """

    levels: tuple[LevelOutlines, ...]
    left_out: tuple[Level, ...]
    bounds: tuple[float, float, float, float] | None


def outlines_of(
    cells: Iterable[Cell], wkb_of: Mapping[CellId, bytes], budget_bytes: int
) -> Outlines:
    """The outlines of these cells in about so many bytes of JSON.

    `wkb_of` holds their WGS 84 (multi)polygons; a cell without one has no outline.
    """
    by_level: dict[Level, list[Cell]] = {}
    for cell in cells:
        if cell.id in wkb_of:
            by_level.setdefault(cell.level, []).append(cell)
    levels: list[LevelOutlines] = []
    left_out: list[Level] = []
    bounds = None
    for level in sorted(by_level):
        shapes = shapely.from_wkb([wkb_of[cell.id] for cell in by_level[level]])
        if bounds is None:
            west, south, east, north = shapely.total_bounds(shapes).tolist()
            bounds = (west, south, east, north)
        found = None if left_out else _fitting(level, by_level[level], shapes, budget_bytes)
        if found is None:
            left_out.append(level)
            continue
        levels.append(found[0])
        budget_bytes -= found[1]
    return Outlines(tuple(levels), tuple(left_out), bounds)


def _fitting(
    level: Level, cells: list[Cell], shapes: NDArray[np.object_], budget_bytes: int
) -> tuple[LevelOutlines, int] | None:
    for tolerance_m in TOLERANCES_M:
        if _is_hopeless(shapes, tolerance_m, budget_bytes):
            continue
        shapes = simplified(shapes, tolerance_m)
        level_outlines = _level(level, cells, shapes, tolerance_m)
        size = len(packed(level_outlines.cells).encode())
        if size <= budget_bytes:
            return level_outlines, size
    return None


def _is_hopeless(shapes: NDArray[np.object_], tolerance_m: float, budget_bytes: int) -> bool:
    """Whether a tenth of many shapes, bent so far, shows that the whole cannot fit.

    Bending 20,000 cells only to throw them away takes seconds.
    """
    if len(shapes) < _MANY:
        return False
    tenth = simplified(shapes[: len(shapes) // 10], tolerance_m)
    return len(packed(_polygons(tenth))) * 10 * _DOUBT > budget_bytes


def packed(value: Any) -> str:
    """JSON without spaces, safe inside a `<script>` element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # The text sits in HTML: nothing in it may look like the end of its element.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _level(
    level: Level, cells: list[Cell], shapes: NDArray[np.object_], tolerance_m: float
) -> LevelOutlines:
    labels = shapely.get_coordinates(shapely.point_on_surface(shapes))
    rows = tuple(
        (cell.name, cell.code, (round(float(lat), 5), round(float(lon), 5)), polygons)
        for cell, polygons, (lon, lat) in zip(cells, _polygons(shapes), labels, strict=True)
    )
    return LevelOutlines(level, rows, _name_zoom(shapes), tolerance_m)


def _polygons(shapes: NDArray[np.object_]) -> list[list[list[list[int]]]]:
    """For each shape its polygons, for each polygon its rings."""
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    polygons: list[list[list[int]]] = [[] for _ in parts]
    for flat, part in zip(stepped(rings, is_closed=True), part_of_ring.tolist(), strict=True):
        polygons[part].append(flat)
    found: list[list[list[list[int]]]] = [[] for _ in shapes]
    for polygon, shape in zip(polygons, shape_of_part.tolist(), strict=True):
        found[shape].append(polygon)
    return found


def stepped(lines: NDArray[np.object_], *, is_closed: bool) -> list[list[int]]:
    """Lines of degrees as flat whole numbers: [lat, lon, Δlat, Δlon, …] in steps.

    Points that fall upon the one before are left out, and of rings (`is_closed`) the last.
    """
    lonlat, line_of = shapely.get_coordinates(lines, return_index=True)
    steps = np.rint(lonlat[:, ::-1] * STEPS_PER_DEGREE).astype(np.int64)
    is_first = np.ones(len(steps), bool)
    is_first[1:] = line_of[1:] != line_of[:-1]
    keep = np.ones(len(steps), bool)
    keep[1:] = is_first[1:] | np.any(steps[1:] != steps[:-1], axis=1)
    if is_closed:
        keep &= ~np.append(is_first[1:], True)
    steps, line_of, is_first = steps[keep], line_of[keep], is_first[keep]
    deltas = steps.copy()
    deltas[1:] -= np.where(is_first[1:, None], 0, steps[:-1])
    flat = deltas.ravel().tolist()
    ends = (2 * np.searchsorted(line_of, np.arange(len(lines) + 1))).tolist()
    return [flat[begin:end] for begin, end in itertools.pairwise(ends)]


def _name_zoom(shapes: NDArray[np.object_]) -> float:
    size_m = np.sqrt(shapely.area(shapely.transform(shapes, to_mercator)))
    median_m = max(float(np.median(size_m)), 1.0)
    return round(math.log2(NAME_PX * _PLANE_M_PER_PX_AT_0 / median_m), 2)
