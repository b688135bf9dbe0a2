"""What can be reached in time: a band for each time with its rim, and the minutes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from maps.canvas.primitives import q_colour
from maps.canvas.reach_sprite import rim_colour
from maps.layers.layer import REACH
from maps.layers.reach import label_places_m

if TYPE_CHECKING:
    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight
    from maps.geometry.viewport import Bounds, Viewport
    from maps.layers.reach import Reached
    from maps.layers.style import Colour

_TEXT_PX = 13
_EDGE_PX = 64.0
"""Minutes are written no nearer to the edge of the map than this."""


def paint_reach(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The areas around a place, where some are asked for."""
    reach, view = sight.reach, sight.view
    if reach is None or not reach.areas:
        return True
    brushes.reach.paint(painter, reach, view, pace)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, y = view.to_screen(np.array([reach.place_m]))[0].tolist()
    painter.setBrush(q_colour(brushes.style.plain["halo"]))
    painter.setPen(QPen(q_colour(rim_colour(brushes.style.reach, 0)), 2.5 * brushes.scale))
    painter.drawEllipse(QPointF(x, y), 5.0 * brushes.scale, 5.0 * brushes.scale)
    return True


def paint_minutes(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """How many minutes each area means, above all names."""
    if sight.reach is not None and sight.stack.shows(REACH):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _labels(painter, sight.reach, sight.view, brushes)
    return True


def _labels(painter: QPainter, reach: Reached, view: Viewport, brushes: Brushes) -> None:
    """The minutes on each rim, where they cover neither each other nor the place."""
    font = QFont()
    font.setPixelSize(round(_TEXT_PX * brushes.scale))
    font.setBold(True)
    painter.setFont(font)
    measure = QFontMetricsF(font)
    height = measure.height() + 2 * brushes.scale
    x, y = view.to_screen(np.array([reach.place_m]))[0].tolist()
    room = brushes.incident_px(view)
    taken = [QRectF(x - room, y - room, 2 * room, 2 * room)]
    for number, area in enumerate(reach.areas):
        words = QCoreApplication.translate("MapCanvas", "{0} min").format(area.minutes)
        width = measure.horizontalAdvance(words) + 12 * brushes.scale
        at = view.to_screen(label_places_m(area, _inner(view)))
        cards = [QRectF(x - width / 2, y - height / 2, width, height) for x, y in at.tolist()]
        free = (card for card in cards if not any(card.intersects(other) for other in taken))
        card = next(free, None)
        if card is not None:
            taken.append(card)
            _label(painter, card, words, brushes, rim_colour(brushes.style.reach, number))


def _label(
    painter: QPainter, card: QRectF, words: str, brushes: Brushes, colour: Colour
) -> None:
    painter.setPen(QPen(q_colour(colour), 1.4 * brushes.scale))
    painter.setBrush(q_colour(brushes.style.plain["card"]))
    painter.drawRoundedRect(card, card.height() / 2, card.height() / 2)
    painter.setPen(q_colour(brushes.style.plain["text"]))
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, words)


def _inner(view: Viewport) -> Bounds:
    west, south, east, north = view.bounds_m()
    room = _EDGE_PX * view.m_per_px
    return west + room, south + room, east - room, north - room
