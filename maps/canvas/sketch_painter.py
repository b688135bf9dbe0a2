"""Paints the sketch in the making, with its figures at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from maps.canvas.overlays import HoverCard, distance_words
from maps.canvas.primitives import q_colour
from maps.canvas.sketch import Tool, hint_words

if TYPE_CHECKING:
    from maps.canvas.overlays import OverlayPainter
    from maps.canvas.sketch import Sketch
    from maps.canvas.sketching import Sketching
    from maps.geometry.viewport import Viewport

_CROSS_PX = 14.0
_DOT_PX = 4.5


def paint_sketch(
    painter: QPainter, over: OverlayPainter, view: Viewport, sketching: Sketching
) -> None:
    """Line, ring or circle, its points, the figures, and the cross-hair of the keyboard."""
    sketch = sketching.sketch
    if sketch is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(sketch.points_m):
        _paint_shape(painter, over, view, sketch)
        _paint_points(painter, over, view, sketch)
        _paint_words(painter, over, view, sketch)
    if not sketch.is_done:
        if sketching.by_key:
            _paint_cross(painter, over)
        over.hint(painter, hint_words(sketch.tool))


def _paint_shape(
    painter: QPainter, over: OverlayPainter, view: Viewport, sketch: Sketch
) -> None:
    outline = view.to_screen(sketch.outline_m())
    shape = QPolygonF([QPointF(x, y) for x, y in outline.tolist()])
    name = "blocked" if sketch.crosses() else "measure"
    colour = over.style.plain[name]
    is_closed = sketch.tool.is_ring or sketch.tool is Tool.CIRCLE
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, shade in ((4.5, q_colour(over.style.plain["halo"])), (2.0, q_colour(colour))):
        painter.setPen(QPen(shade, width))
        if is_closed and len(outline) > 2:
            painter.drawPolygon(shape)
        else:
            painter.drawPolyline(shape)
    if is_closed and len(outline) > 2:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(q_colour(colour, 0.14))
        painter.drawPolygon(shape, Qt.FillRule.OddEvenFill)


def _paint_points(
    painter: QPainter, over: OverlayPainter, view: Viewport, sketch: Sketch
) -> None:
    painter.setBrush(q_colour(over.style.plain["halo"]))
    painter.setPen(QPen(q_colour(over.style.plain["measure"]), 2.0))
    for x, y in view.to_screen(np.array(sketch.points_m)).tolist():
        painter.drawEllipse(QPointF(x, y), _DOT_PX, _DOT_PX)


def _paint_words(
    painter: QPainter, over: OverlayPainter, view: Viewport, sketch: Sketch
) -> None:
    """Running totals along a measured line; elsewhere the figures at the loose end."""
    points = view.to_screen(sketch.shown_m())
    words = sketch.words()
    if not words:
        return
    at = [QPointF(x, y) + QPointF(12, 10) for x, y in points.tolist()]
    if sketch.tool is Tool.DISTANCE:
        for spot, metres in list(zip(at, sketch.totals_m(), strict=True))[1:-1]:
            card = HoverCard("", (distance_words(metres),))
            over.card(painter, card, spot, frame="measure")
    frame = "blocked" if sketch.crosses() else "measure"
    over.card(painter, HoverCard(words[0], words[1:]), at[-1], frame=frame)


def _paint_cross(painter: QPainter, over: OverlayPainter) -> None:
    width, height = over.size_px
    x, y = width / 2, height / 2
    for pen_px, name in ((4.0, "halo"), (1.6, "measure")):
        painter.setPen(QPen(q_colour(over.style.plain[name]), pen_px))
        painter.drawLine(QPointF(x - _CROSS_PX, y), QPointF(x + _CROSS_PX, y))
        painter.drawLine(QPointF(x, y - _CROSS_PX), QPointF(x, y + _CROSS_PX))
