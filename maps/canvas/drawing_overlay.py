"""Over the scene: drawings that are not confirmed yet, and the outline of the selected one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from maps.canvas.drawing_signs import sign_size_px
from maps.canvas.passes.drawings import paint_layer, rows_in
from maps.canvas.primitives import path_of, q_colour

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from maps.canvas.brushes import Brushes
    from maps.geometry.viewport import Viewport
    from maps.layers.drawings import DrawingsLayer

_GHOST = 0.55


def paint_drawing_ghosts(
    painter: QPainter, ghosts: DrawingsLayer, view: Viewport, brushes: Brushes
) -> None:
    """Drawings on their way, fainter than those that stand."""
    paint_layer(painter, ghosts, view, brushes, opacity=_GHOST)


def paint_outline(
    painter: QPainter,
    layer: DrawingsLayer,
    view: Viewport,
    brushes: Brushes,
    chosen: Collection[UUID],
) -> None:
    """A halo along the selected drawings."""
    rows = [row for row in rows_in(layer, view).tolist() if layer.ids[row] in chosen]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = brushes.style.plain["selection"]
    for row in rows:
        at_px = view.to_screen(layer.part_m(row))
        for width, alpha in ((9.0, 0.3), (2.0, 1.0)):
            painter.setPen(QPen(q_colour(colour, alpha), width * brushes.scale))
            if len(at_px) == 1:
                reach = sign_size_px(brushes) * 0.78
                painter.drawEllipse(QPointF(*at_px[0].tolist()), reach, reach)
                continue
            path = path_of(at_px, np.zeros(1, np.int64))
            if layer.is_area[row]:
                path.closeSubpath()
            painter.drawPath(path)
