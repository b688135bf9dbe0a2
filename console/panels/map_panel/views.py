"""Where the map should look: at the whole district, a level, a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.viewport import Viewport
from maps.layers.cells import cell_at
from models.domain.ids import CellId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ground

_FILLING = 0.5
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
    """The cell that the view is about, of those that hold its middle; None beyond the grid.

    From the coarsest on, a finer one as long as the view is too small for all of the one
    before, and the finer one fills a good part of it.
    """
    found, share = None, np.inf
    for cells in ground.cells:
        row = cell_at(cells, view.centre_mercator_m)
        if row is None or share <= 1.0:
            break
        before, share = share, _share(view, cells.bounds_m[row])
        if np.isfinite(before) and share < _FILLING:
            break
        found = CellId(int(cells.ids[row]))
    return found


def _share(view: Viewport, bounds_m: NDArray[np.float64]) -> float:
    """How much of the view a box needs, across or down: 1 fits exactly, 2 twice as large."""
    sides_px = (bounds_m[2:] - bounds_m[:2]) / view.m_per_px
    return float((sides_px / view.size_px).max())


def at_level(view: Viewport, ground: Ground, level: int) -> Viewport:
    """The same middle, at a scale where the cells of a level can be told apart."""
    for cells in ground.cells:
        if cells.level == level:
            scale = float(np.median(cells.size_m)) / _LEVEL_PX
            return Viewport(view.centre_mercator_m, scale, view.size_px)
    return view
