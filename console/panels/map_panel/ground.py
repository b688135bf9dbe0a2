"""The ground of the map from reference data: cells, water, roads.

20,000 cells take about half a second: whoever opens a window on so many has it made
elsewhere and hands it in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from console.state.reference import ROAD_KINDS
from maps.geometry.projection import to_mercator
from maps.layers.cells import cells_scene, ways_of
from maps.layers.scene import Ground, NamedWays, Ways
from models.domain.grid import Level
from models.geography.on_disk import laid, let_go

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from console.state.reference import Backdrop, Lines, Reference

FEW_CELLS = 1_500
"""So many are made ready in 40 ms, which a window may take when it opens."""


def ground_of(reference: Reference) -> Ground:
    """Everything that stands still, ready for a canvas. Pure: may run on any thread."""
    ground = cells_scene(reference.grid, reference.shapes, ways_of_backdrop(reference.backdrop))
    majors = {code: category.major_code for code, category in reference.categories.items()}
    return replace(ground, named=_named(reference.backdrop), major_of=majors)


def levels_of(reference: Reference) -> list[Level]:
    """The levels of the cells that have a shape, coarsest first."""
    grid, shapes = reference.grid, reference.shapes
    return [level for level in Level if any(one in shapes for one in grid.ids_at(level))]


def ways_of_backdrop(backdrop: Backdrop) -> list[Ways]:
    """Water below, then roads, the finest first, in the plane of the map."""
    ways = []
    if backdrop.water:
        ways.append(_water(list(backdrop.water)))
    for kind in reversed(ROAD_KINDS):
        lines = backdrop.roads.get(kind)
        if lines is not None and len(lines.lonlat_deg):
            ways.append(Ways(kind, _in_plane(lines), lines.ends))
    return ways


def _named(backdrop: Backdrop) -> tuple[NamedWays, ...]:
    """The named roads, the greatest first."""
    return tuple(
        NamedWays(kind, texts, _in_plane(lines), lines.ends)
        for kind in ROAD_KINDS
        if (texts := backdrop.names.get(kind)) and (lines := backdrop.named[kind])
    )


def _in_plane(lines: Lines) -> NDArray[np.float64]:
    made: NDArray[np.float64] = laid([to_mercator(lines.lonlat_deg)])
    let_go(lines.lonlat_deg)
    return made


def _water(wkbs: list[bytes]) -> Ways:
    polygons = [
        part
        for shape in shapely.from_wkb(wkbs)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
    ]
    return ways_of("water", [shapely.to_wkb(part) for part in polygons], is_area=True)
