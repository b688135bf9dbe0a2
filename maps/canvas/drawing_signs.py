"""The signs of drawings that are a point, and the tags that bear their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from maps.canvas.primitives import q_colour
from models.domain.drawing import DrawingKind

if TYPE_CHECKING:
    from maps.canvas.brushes import Brushes
    from maps.layers.style import Colour

_SIGN_PX: Final = 24.0
_TEXT_PX: Final = 13
_ROOM_PX: Final = 7.0
_EDGE_PX: Final = 4.0
_LONGEST_PX: Final = 260.0
"""A longer name is cut on the map; its card has it whole."""


def sign_size_px(brushes: Brushes) -> float:
    """The side of a sign on the screen."""
    return _SIGN_PX * brushes.scale


def paint_sign(
    painter: QPainter, kind: DrawingKind, at: QPointF, colour: Colour, brushes: Brushes
) -> None:
    """The sign of a kind, its middle on a point: a sheet, an assembly sign, or a diamond."""
    side = sign_size_px(brushes)
    rect = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
    halo = q_colour(brushes.style.plain["halo"])
    ink = q_colour(brushes.style.plain["card"])
    ink.setAlpha(255)
    painter.setPen(QPen(halo, 2.0 * brushes.scale))
    painter.setBrush(q_colour(colour))
    if kind is DrawingKind.NOTE:
        painter.drawRoundedRect(rect.adjusted(2, 0, -2, 0), 3, 3)
        painter.setPen(QPen(ink, 1.8 * brushes.scale))
        for share, end in ((0.3, 0.75), (0.5, 0.75), (0.7, 0.55)):
            y = rect.top() + side * share
            painter.drawLine(QLineF(rect.left() + side * 0.25, y, rect.left() + side * end, y))
    elif kind is DrawingKind.ASSEMBLY_POINT:
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for dx, dy in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            painter.drawPolygon(_inward(at, side, dx, dy))
        painter.drawEllipse(at, side * 0.09, side * 0.09)
    else:
        reach = side / 2
        corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))


def _inward(at: QPointF, side: float, dx: int, dy: int) -> QPolygonF:
    """An arrow head from a corner towards the middle."""
    tip, reach = side * 0.14, side * 0.40
    return QPolygonF(
        [
            at + QPointF(dx * tip, dy * tip),
            at + QPointF(dx * reach, dy * tip),
            at + QPointF(dx * tip, dy * reach),
        ]
    )


def tag_size_px(text: str, brushes: Brushes) -> tuple[float, float]:
    """Width and height of the tag of a name."""
    measure = QFontMetricsF(_font(brushes))
    room, edge = _ROOM_PX * brushes.scale, _EDGE_PX * brushes.scale
    width = min(measure.horizontalAdvance(text), _LONGEST_PX * brushes.scale)
    return width + 2 * room + edge, measure.height() + room


def paint_name(
    painter: QPainter, text: str, rect: QRectF, colour: Colour, brushes: Brushes
) -> None:
    """A tag with a name, its edge in the drawing's colour."""
    plain, edge = brushes.style.plain, _EDGE_PX * brushes.scale
    painter.setPen(QPen(q_colour(colour), 1.2 * brushes.scale))
    painter.setBrush(q_colour(plain["card"]))
    painter.drawRoundedRect(rect, 3, 3)
    painter.fillRect(QRectF(rect.left(), rect.top(), edge, rect.height()), q_colour(colour))
    font = _font(brushes)
    painter.setFont(font)
    painter.setPen(q_colour(plain["text"]))
    room = _ROOM_PX * brushes.scale
    inner = rect.adjusted(edge + room, 0, -room, 0)
    # A pixel of grace: the width was measured, and rounding must not cut the last letter.
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def _font(brushes: Brushes) -> QFont:
    font = QFont()
    font.setPixelSize(round(_TEXT_PX * brushes.scale))
    font.setWeight(QFont.Weight.DemiBold)
    return font
