"""Where the map should look: at the whole district, a level, a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.viewport import Viewport

if TYPE_CHECKING:
    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ground
    from models.domain.ids import CellId

_LEVEL_PX = 170.0
"""Going to a level makes its median cell so wide."""


def district_bounds(ground: Ground) -> Bounds | None:
    """The box of the coarsest cells, EPSG:3857 metres: not of the sea around them."""
    if not ground.cells or not len(ground.cells[0].ids):
        return None
    bounds = ground.cells[0].bounds_m
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def cell_bounds(ground: Ground, cell_id: CellId) -> Bounds | None:
    """The box of one cell, EPSG:3857 metres; None where it is not drawn."""
    for cells in ground.cells:
        if cell_id in cells.ids:
            west, south, east, north = cells.bounds_m[cells.ids.index(cell_id)].tolist()
            return west, south, east, north
    return None


def at_level(view: Viewport, ground: Ground, level: int) -> Viewport:
    """The same middle, at a scale where the cells of a level can be told apart."""
    for cells in ground.cells:
        if cells.level == level:
            scale = float(np.median(cells.size_m)) / _LEVEL_PX
            return Viewport(view.centre_mercator_m, scale, view.size_px)
    return view
