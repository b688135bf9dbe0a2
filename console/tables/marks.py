"""Small painted marks: each meaning has a shape and a colour, so that neither stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.dispatching import Verdict
from models.domain.incident import State
from models.picture.query import Availability

if TYPE_CHECKING:
    from console.settings.look import Look

LIGHT_WORDS: Final = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red"}
"""Role of the theme's colour for the words beside a light."""
VERDICT_COLOUR: Final = {
    Verdict.ELIGIBLE: "green_mark",
    Verdict.WARN: "yellow_mark",
    Verdict.BLOCKED: "red_mark",
}
AVAILABILITY_WORDS: Final = {
    Availability.FREE: "green",
    Availability.BUSY: "accent",
    Availability.HELD: "violet",
    Availability.FULL: "orange",
    Availability.BREAK: "soft",
    Availability.OFF: "soft",
    Availability.LEAVE: "soft",
    Availability.LEFT: "soft",
}
_AVAILABILITY_MARK: Final = {
    Availability.FREE: "green_mark",
    Availability.BUSY: "accent_mark",
    Availability.HELD: "violet_mark",
    Availability.FULL: "orange_mark",
}


def state_colour(state: State) -> str:
    """Role of the theme's colour for a state: by whose turn it is."""
    if not state.is_open:
        return "soft"
    if state is State.REGISTERED or state is State.RETURN_ASKED:
        return "orange"
    if state is State.DISPATCHED:
        return "yellow"
    if state.is_with_unit:
        return "accent"
    return "violet" if state < State.REGISTERED else "green"


def paint_light(painter: QPainter, box: QRectF, light: Light, look: Look) -> None:
    """In time a disc, due soon a triangle, overdue a square with a bar through it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"{LIGHT_WORDS[light]}_mark"))
    match light:
        case Light.GREEN:
            painter.drawEllipse(_inset(box, 0.16))
        case Light.YELLOW:
            painter.drawPolygon(_triangle(_inset(box, 0.06)))
        case Light.RED:
            painter.drawRect(_inset(box, 0.12))
            painter.setPen(QPen(look.colour("on_fill"), box.height() * 0.14))
            middle = box.center()
            half = box.width() * 0.2
            painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))
    painter.restore()


def paint_urgency(painter: QPainter, box: QRectF, urgency: Urgency, look: Look) -> None:
    """General a small ring, urgent a triangle with !, emergency a diamond with !!."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match urgency:
        case Urgency.GENERAL:
            painter.setPen(QPen(look.colour("grey_mark"), box.height() * 0.1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_inset(box, 0.28))
        case Urgency.URGENT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("orange_mark"))
            painter.drawPolygon(_triangle(box))
            _paint_letters(
                painter, box.translated(0, box.height() * 0.09), "!", "on_bright", look
            )
        case Urgency.EMERGENCY:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("red_fill"))
            painter.drawPolygon(_diamond(_inset(box, -0.06)))
            _paint_letters(painter, box, "!!", "on_fill", look)
    painter.restore()


def paint_availability(
    painter: QPainter, box: QRectF, availability: Availability, look: Look
) -> None:
    """Free a disc, at work half of one, full a square, reserved a flag, else hollow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = look.colour(_AVAILABILITY_MARK.get(availability, "grey_mark"))
    pen = QPen(colour, box.height() * 0.13)
    painter.setPen(pen)
    inner = _inset(box, 0.16)
    match availability:
        case Availability.FREE:
            painter.setBrush(colour)
            painter.drawEllipse(inner)
        case Availability.BUSY:
            painter.drawEllipse(inner)
            painter.setBrush(colour)
            painter.drawPie(inner, 90 * 16, 180 * 16)
        case Availability.FULL:
            painter.setBrush(colour)
            painter.drawRect(inner)
        case Availability.HELD:
            painter.setBrush(colour)
            painter.drawPolygon(_flag(inner))
        case Availability.BREAK:
            third = inner.width() / 3
            for x in (inner.left() + third * 0.5, inner.right() - third * 0.5):
                painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()))
        case _:
            painter.drawEllipse(inner)
    painter.restore()


MOST_PLACES = 20


def paint_load(painter: QPainter, box: QRectF, load: int, capacity: int, look: Look) -> None:
    """One cell for each place, filled for each task; what is over stands out in red.

    More places than can be told apart are drawn as one bar.
    """
    painter.save()
    cells = max(load, capacity, 1)
    if cells > MOST_PLACES:
        taken = QRectF(box.left(), box.top(), box.width() * load / cells, box.height())
        painter.fillRect(box, look.colour("line_strong"))
        painter.fillRect(taken, look.colour("red_mark" if load >= capacity else "accent_mark"))
        painter.restore()
        return
    gap = box.height() * 0.25 if cells <= 8 else 1.0
    width = (box.width() - gap * (cells - 1)) / cells
    for i in range(cells):
        cell = QRectF(box.left() + i * (width + gap), box.top(), width, box.height())
        colour = look.colour("line_strong")
        if i < load:
            full = "orange_mark" if load >= capacity else "accent_mark"
            colour = look.colour("red_mark" if i >= capacity else full)
        painter.fillRect(cell, colour)
    painter.restore()


def paint_pill(painter: QPainter, box: QRectF, words: str, colour: QColor, look: Look) -> None:
    """Words in a rounded frame of their own colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = look.font(13)
    painter.setFont(font)
    padding = look.px(8)
    metrics = painter.fontMetrics()
    width = min(box.width(), metrics.horizontalAdvance(words) + 2 * padding)
    height = min(box.height(), metrics.height() + look.px(4))
    pill = QRectF(box.left(), box.center().y() - height / 2, width, height)
    edge = QColor(colour)
    edge.setAlphaF(0.75)
    painter.setPen(QPen(edge, look.px(1)))
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setPen(colour)
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width - 1.4 * padding))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _paint_letters(painter: QPainter, box: QRectF, letters: str, role: str, look: Look) -> None:
    font = look.font(12, bold=True)
    font.setPixelSize(max(7, int(box.height() * 0.62)))
    painter.setFont(font)
    painter.setPen(look.colour(role))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letters)


def _inset(box: QRectF, share: float) -> QRectF:
    inset = box.width() * share
    return box.adjusted(inset, inset, -inset, -inset)


def _triangle(box: QRectF) -> QPolygonF:
    top = QPointF(box.center().x(), box.top())
    return QPolygonF([top, box.bottomRight(), box.bottomLeft()])


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
    )


def _flag(box: QRectF) -> QPolygonF:
    notch = QPointF(box.center().x(), box.bottom() - box.height() * 0.35)
    return QPolygonF(
        [box.topLeft(), box.topRight(), box.bottomRight(), notch, box.bottomLeft()]
    )
