"""How far things are from the middle of the map, for lists that put the nearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from console.actions.finding import Kind
from maps.geometry.projection import to_mercator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from console.actions.index import Road
    from maps.canvas.canvas import MapCanvas
    from maps.layers.scene import Ground


class Distances:
    """Distances from the middle of one map, EPSG:3857 metres; infinite where unknown.

    Invariants: which thing stands in which row is looked up once as long as the things and
    the layer stay the same; the rest of a question is arithmetic.
    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._ground: Ground | None = None
        self._row_of_cell: dict[Any, int] = {}
        self._cells_m = np.empty((0, 2))
        self._roads: Sequence[Road] = ()
        self._roads_m = np.empty((0, 2))
        self._known: dict[Kind, tuple[object, object, NDArray[np.intp]]] = {}

    def __call__(self, kind: Kind, keys: Sequence[Any]) -> NDArray[np.float64]:
        """The distances of all these things of a kind, (n,)."""
        if kind is Kind.ROAD:
            return self._of_roads(keys)
        rows, places_m = self._layer(kind)
        before = self._known.get(kind)
        if before is None or before[0] is not keys or before[1] is not rows:
            at = np.array([rows.get(key, -1) for key in keys], np.intp)
            before = self._known[kind] = keys, rows, at
        at = before[2]
        away = np.full(len(at), np.inf)
        known = at >= 0
        east, north = (places_m[at[known]] - self._canvas.view.centre_mercator_m).T
        away[known] = np.nan_to_num(np.hypot(east, north), nan=np.inf)
        return away

    def _of_roads(self, roads: Sequence[Road]) -> NDArray[np.float64]:
        if roads is not self._roads:
            self._roads = roads
            places = [(road.place.lon_deg, road.place.lat_deg) for road in roads]
            self._roads_m = to_mercator(np.reshape(places, (-1, 2)).astype(float))
        away: NDArray[np.float64] = np.hypot(
            *(self._roads_m - self._canvas.view.centre_mercator_m).T
        )
        return away

    def _layer(self, kind: Kind) -> tuple[Mapping[Any, int], NDArray[np.float64]]:
        scene = self._canvas.scene
        if kind is Kind.MEMBER:
            return scene.members.row, scene.members.mercator_m
        if kind is Kind.INCIDENT:
            return scene.incidents.row, scene.incidents.mercator_m
        if scene.ground is not self._ground:
            self._ground = scene.ground
            levels = scene.ground.cells
            ids = [cell for cells in levels for cell in cells.ids.tolist()]
            self._row_of_cell = {cell: row for row, cell in enumerate(ids)}
            self._cells_m = np.vstack([np.empty((0, 2)), *(cells.label_m for cells in levels)])
        return self._row_of_cell, self._cells_m
