"""Roads and water of a page, for orientation: clipped to the district and bent a little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.export.outlines import packed, stepped
from maps.geometry.projection import to_lonlat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ways

TOLERANCE_M: Final = 8.0
"""Plane metres by which a way may be bent: under a pixel where ways are first seen."""
AROUND: Final = 0.1
"""Ways are kept so much of the district's width and height beyond its box."""


@dataclass(frozen=True, slots=True)
class PageWays:
    """Ways of one kind: lines, or closed rings filled by the odd-even rule, as flat steps."""

    kind: str
    is_area: bool
    lines: list[list[int]]


def ways_of_page(
    ways: Sequence[Ways], bounds_m: Bounds | None, budget_bytes: int
) -> list[PageWays]:
    """The ways about a box of the plane, in drawing order, the broadest first to fit.

    `bounds_m` is the box of the cells; without one there are no ways. A kind that does not fit
    what is left of the budget is left out whole: half a road network tells lies.
    """
    if bounds_m is None:
        return []
    west, south, east, north = bounds_m
    more_x, more_y = (east - west) * AROUND, (north - south) * AROUND
    box = (west - more_x, south - more_y, east + more_x, north + more_y)
    kept: dict[int, PageWays] = {}
    for number in reversed(range(len(ways))):  # they come finest first, areas below all
        found = _clipped(ways[number], box)
        size = len(packed(found.lines))
        if found.lines and size <= budget_bytes:
            budget_bytes -= size
            kept[number] = found
    return [kept[number] for number in sorted(kept)]


def _clipped(ways: Ways, box: Bounds) -> PageWays:
    shapes = _area(ways, box) if ways.is_area else shapely.clip_by_rect(_lines(ways), *box)
    parts = shapely.get_parts(shapely.simplify(shapes, TOLERANCE_M))
    parts = shapely.transform(parts, to_lonlat)
    lines = shapely.get_rings(parts) if ways.is_area else parts
    flat = stepped(lines, is_closed=ways.is_area)
    return PageWays(ways.kind, ways.is_area, [line for line in flat if len(line) > 2])


def _lines(ways: Ways) -> NDArray[np.object_]:
    lengths = np.diff(ways.offsets)
    index = np.repeat(np.arange(len(lengths)), lengths)
    is_line = np.repeat(lengths > 1, lengths)
    made: Any = shapely.linestrings(ways.coords_m[is_line], indices=_gapless(index[is_line]))
    return np.asarray(made, dtype=object)


def _area(ways: Ways, box: Bounds) -> NDArray[np.object_]:
    """What the rings enclose near a box; one within what is there already is a hole."""
    rings = [
        shapely.make_valid(shapely.polygons(ways.coords_m[begin:end]))
        for begin, end in zip(ways.offsets[:-1], ways.offsets[1:], strict=True)
        if end - begin > 3
    ]
    near = shapely.clip_by_rect(np.array(rings, dtype=object), *_grown(box))
    area: Any = shapely.Polygon()
    for ring in near[np.argsort(-shapely.area(near))]:
        is_hole = shapely.covers(area, ring)
        area = shapely.difference(area, ring) if is_hole else shapely.union(area, ring)
    return np.array([area], dtype=object)


def _grown(box: Bounds) -> Bounds:
    """A sea is shown far out, so that its edge lies outside the map that opens."""
    west, south, east, north = box
    width, height = east - west, north - south
    return west - 2 * width, south - 2 * height, east + 2 * width, north + 2 * height


def _gapless(index: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.unique(index, return_inverse=True)[1].astype(np.intp)
