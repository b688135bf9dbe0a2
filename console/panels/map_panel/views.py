"""Where the map should look: at the whole district, a level, a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.viewport import Viewport
from maps.layers.cells import cell_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ground
    from models.domain.ids import CellId

_FILLING = 0.68
"""A cell that fills so much of the view, across or down, is the one looked at."""
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


def cell_looked_at(view: Viewport, ground: Ground) -> CellId | None:
    """The finest cell that holds the middle of the view and fills a good part of it.

    At least the coarsest one there; None beyond the grid.
    """
    found = None
    for cells in ground.cells:
        row = cell_at(cells, view.centre_mercator_m)
        if row is None or (found is not None and not _fills(view, cells.bounds_m[row])):
            break
        found = cells.ids[row]
    return found


def _fills(view: Viewport, bounds_m: NDArray[np.float64]) -> bool:
    sides_px = (bounds_m[2:] - bounds_m[:2]) / view.m_per_px
    return bool((sides_px / view.size_px >= _FILLING).any())


def at_level(view: Viewport, ground: Ground, level: int) -> Viewport:
    """The same middle, at a scale where the cells of a level can be told apart."""
    for cells in ground.cells:
        if cells.level == level:
            scale = float(np.median(cells.size_m)) / _LEVEL_PX
            return Viewport(view.centre_mercator_m, scale, view.size_px)
    return view
