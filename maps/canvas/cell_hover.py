"""The cell under the cursor: its outline and its card, where a choropleth colours it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from maps.canvas.overlays import HoverCard, OverlayPainter
from maps.canvas.packing import gathered
from maps.canvas.primitives import path_of, q_colour
from maps.layers.cells import cell_at
from maps.layers.layer import CHOROPLETH
from maps.layers.scene import CellsOfLevel

if TYPE_CHECKING:
    from maps.canvas.canvas import MapCanvas

ClassCardSource = Callable[[CellsOfLevel, int], HoverCard | None]
"""What the card of a coloured cell says: the cells of its level, and its row among them."""
_OFFSET_PX = QPointF(16, 14)


class CellHover:
    """Which coloured cell the cursor rests on; asked anew with each paint, the map may move."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.source: ClassCardSource | None = None
        self.is_here = False

    @property
    def is_wanted(self) -> bool:
        """Whether a move of the cursor may change a card."""
        return self.source is not None and self._canvas.layers.shows(CHOROPLETH)

    def at(self, cursor: QPointF) -> tuple[CellsOfLevel, int] | None:
        """The coloured cell under a point of the screen, as its level and row."""
        canvas = self._canvas
        cells = canvas.shading.cells_at(canvas.scene.ground, canvas.view.m_per_px)
        if cells is None:
            return None
        x, y = canvas.view.to_map([(cursor.x(), cursor.y())])[0].tolist()
        row = cell_at(cells, (x, y))
        return None if row is None else (cells, row)

    def paint(self, painter: QPainter, over: OverlayPainter, cursor: QPointF) -> None:
        """Outline the cell and say what it is."""
        if not (self.is_here and self.is_wanted and self.source):
            return
        found = self.at(cursor)
        card = self.source(*found) if found else None
        if found is None or card is None:
            return
        cells, row = found
        parts = np.flatnonzero(cells.ring_cell == row)
        xy, starts = gathered(cells.coords_m, cells.ring_offsets, parts)
        path = path_of(self._canvas.view.to_screen(xy), starts)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for width, alpha in ((5.0, 0.25), (1.8, 1.0)):
            painter.strokePath(
                path, QPen(q_colour(over.style.plain["selection"], alpha), width)
            )
        over.card(painter, card, cursor + _OFFSET_PX)
