"""How far things are from the middle of the map, for lists that put the nearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from console.actions.finding import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from maps.canvas.canvas import MapCanvas
    from maps.layers.scene import Ground


class Distances:
    """Distances from the middle of one map, EPSG:3857 metres; infinite where unknown.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._ground: Ground | None = None
        self._row_of_cell: dict[object, int] = {}
        self._cells_m = np.empty((0, 2))

    def __call__(self, kind: Kind, keys: Sequence[Any]) -> NDArray[np.float64]:
        """The distances of things of a kind, (n,)."""
        scene = self._canvas.scene
        rows: Mapping[Any, int] = scene.incidents.row
        places_m = scene.incidents.mercator_m
        if kind is Kind.CELL:
            self._learn_cells(scene.ground)
            rows, places_m = self._row_of_cell, self._cells_m
        elif kind is Kind.MEMBER:
            rows, places_m = scene.members.row, scene.members.mercator_m
        places = np.vstack([places_m, [[np.nan, np.nan]]])
        at = places[[rows.get(key, -1) for key in keys]].reshape(-1, 2)
        away = np.hypot(*(at - self._canvas.view.centre_mercator_m).T)
        return np.where(np.isnan(away), np.inf, away)

    def _learn_cells(self, ground: Ground) -> None:
        if ground is self._ground:
            return
        self._ground = ground
        ids = [cell for cells in ground.cells for cell in cells.ids]
        self._row_of_cell = {cell: row for row, cell in enumerate(ids)}
        levels = [cells.label_m for cells in ground.cells]
        self._cells_m = np.vstack([np.empty((0, 2)), *levels])
