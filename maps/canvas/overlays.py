"""What lies over the painted scene: selection, rubber band, cards, scale bar.

Drawn afresh each time upon the kept image of the scene, so that following the cursor
costs nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from maps.canvas.primitives import path_of, q_colour
from maps.geometry.projection import ground_scale, to_lonlat

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QRegion

    from maps.canvas.drop import DragState
    from maps.geometry.viewport import Viewport
    from maps.layers.style import MapStyle

_MARKS = ("✓", "!", "✕")
_VERDICTS = ("eligible", "warn", "blocked")
_NICE = (1, 2, 5)
_ROOM = 10.0
_RING_PX = 19.0
_SOURCE_PX = 12.0
_TEXT_PX = 14
"""The size of text that the other lengths here are made for."""


@dataclass(frozen=True, slots=True)
class HoverCard:
    """What a card says: a title and lines, in the words of whoever made it.

    `aside` stands right of the title: "2/5", the second of five things on one point.
    """

    title: str
    lines: tuple[str, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class OverlayPainter:
    """Draws overlays in one style and one size of text (`text_px`) on a widget's area."""

    style: MapStyle
    size_px: tuple[float, float]
    text_px: int = 14

    def selection(
        self, painter: QPainter, at_px: NDArray[np.float64], radius_px: float
    ) -> None:
        """A halo around each selected mark, (n, 2) screen pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = self.style.plain["selection"]
        for width, alpha in ((6.0, 0.25), (2.2, 1.0)):
            painter.setPen(QPen(q_colour(colour, alpha), width))
            for x, y in at_px.tolist():
                painter.drawEllipse(QPointF(x, y), radius_px, radius_px)

    def band(
        self,
        painter: QPainter,
        drag: DragState,
        ends_px: tuple[QPointF | None, QPointF],
        distance: str,
    ) -> None:
        """The rubber band of a drag, its target, and the words at the cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_target = drag.target is not None
        name = _VERDICTS[drag.verdict] if has_target else "text_dim"
        colour = q_colour(self.style.plain[name])
        source, end = ends_px
        if source is not None:
            line = Qt.PenStyle.SolidLine if has_target else Qt.PenStyle.DashLine
            for width, shade in ((5.0, q_colour(self.style.plain["halo"], 0.7)), (2.2, colour)):
                painter.setPen(QPen(shade, width, line))
                painter.drawLine(_short_of(source, end, _RING_PX if has_target else 0.0))
        if has_target:
            painter.setPen(QPen(colour, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(end, _RING_PX, _RING_PX)
            self._verdict_mark(painter, end + QPointF(16, -16), drag.verdict)
        lines = tuple(line for line in (distance, *drag.words.splitlines()) if line)
        if lines:
            below = QPointF(*drag.at_px) + QPointF(26, 14)
            self.card(painter, HoverCard("", lines), below, frame=name)

    def links(self, painter: QPainter, ends_px: NDArray[np.float64]) -> None:
        """Who is on their way to what is selected, as lines (n, 4)."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(q_colour(self.style.plain["selection"], 0.85), 1.8))
        for x1, y1, x2, y2 in ends_px.tolist():
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def way(self, painter: QPainter, at_px: NDArray[np.float64]) -> None:
        """The way along the roads from one mark to another, (p, 2)."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = path_of(at_px, np.zeros(1, np.int64))
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        for width, name, alpha in ((7.0, "halo", 0.6), (3.6, "selection", 0.9)):
            colour = q_colour(self.style.plain[name], alpha)
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap, join))
            painter.drawPath(path)

    def ghosts(self, painter: QPainter, ends_px: NDArray[np.float64]) -> None:
        """Acts not yet confirmed, as dashed lines (n, 4)."""
        pen = QPen(q_colour(self.style.plain["selection"], 0.8), 2.0, Qt.PenStyle.DotLine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        for x1, y1, x2, y2 in ends_px.tolist():
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def box(self, painter: QPainter, rect: QRectF) -> None:
        """The frame of a box zoom."""
        painter.setPen(QPen(q_colour(self.style.plain["selection"]), 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(q_colour(self.style.plain["selection"], 0.12))
        painter.drawRect(rect)

    def card(
        self, painter: QPainter, card: HoverCard, at: QPointF, *, frame: str = "card_line"
    ) -> QRectF:
        """A card near a point, kept within the painted area; where it lies."""
        plain, bold = _font(self.text_px, bold=False), _font(self.text_px, bold=True)
        rows = [(bold, card.title)] if card.title else []
        rows += [(plain, line) for line in card.lines]
        measures = [QFontMetricsF(font) for font, _ in rows]
        widths = [m.horizontalAdvance(t) for m, (_, t) in zip(measures, rows, strict=True)]
        aside_px = QFontMetricsF(plain).horizontalAdvance(card.aside)
        width = max(*widths, widths[0] + (aside_px + 2 * _ROOM if card.aside else 0.0))
        height = sum(m.lineSpacing() for m in measures)
        rect = _kept_inside(
            QRectF(at.x(), at.y(), width + 2 * _ROOM, height + _ROOM), self.size_px
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(q_colour(self.style.plain[frame]), 1.2))
        painter.setBrush(q_colour(self.style.plain["card"]))
        painter.drawRoundedRect(rect, 5, 5)
        y = rect.top() + _ROOM / 2
        for number, ((font, text), measure) in enumerate(zip(rows, measures, strict=True)):
            is_quiet = card.title and number
            painter.setPen(q_colour(self.style.plain["text_dim" if is_quiet else "text"]))
            painter.setFont(font)
            painter.drawText(QPointF(rect.left() + _ROOM, y + measure.ascent()), text)
            if card.aside and not number:
                painter.setFont(plain)
                painter.setPen(q_colour(self.style.plain["text_dim"]))
                right = QPointF(rect.right() - _ROOM - aside_px, y + measure.ascent())
                painter.drawText(right, card.aside)
            y += measure.lineSpacing()
        return rect

    def hint(self, painter: QPainter, words: str) -> None:
        """How to go on, in the middle of the lower edge, above what stands at the foot."""
        measure = QFontMetricsF(_font(self.text_px, bold=False))
        width, height = self.size_px
        left = (width - measure.horizontalAdvance(words)) / 2 - _ROOM
        below = height - measure.lineSpacing() - 62 * self.text_px / _TEXT_PX
        self.card(painter, HoverCard("", (words,)), QPointF(max(4.0, left), below))

    def scale_bar(
        self,
        painter: QPainter,
        view: Viewport,
        attribution: str,
        within: QRegion | None = None,
    ) -> None:
        """A bar of a round length on the ground at the view's middle, and the sources.

        What lies outside `within` is left as it is: ten times a second a frame is a few rings.
        """
        width, height = view.size_px
        grown = self.text_px / _TEXT_PX
        if attribution:
            room = QFontMetricsF(self._small()).horizontalAdvance(attribution)
            at = QPointF(width - room - 12 * grown, height - 10 * grown)
            line = QRectF(at.x(), at.y() - 20 * grown, room, 30 * grown).adjusted(-2, -2, 2, 2)
            if _is_in(within, line):
                self._haloed(painter, at, attribution)
        length_m, span = scale_bar_of(view, 150 * grown)
        left, base = 18.0 * grown, height - 16.0 * grown
        plate = QRectF(left - 10 * grown, base - 22 * grown, span + 20 * grown, 30 * grown)
        if not _is_in(within, plate):
            return
        tick = QPointF(0, -6 * grown)
        ends = QPointF(left, base), QPointF(left + span, base)
        bar = [ends[0] + tick, *ends, ends[1] + tick]
        # Names of cells lie below: on a plate the figure is read.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(q_colour(self.style.plain["card"]))
        painter.drawRoundedRect(plate, 6 * grown, 6 * grown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for pen_width, name in ((4.0, "halo"), (1.6, "text")):
            painter.setPen(QPen(q_colour(self.style.plain[name]), pen_width * grown))
            painter.drawPolyline(QPolygonF(bar))
        self._haloed(painter, ends[0] + QPointF(5, -6) * grown, distance_words(length_m))

    def notice(self, painter: QPainter, words: str, attribution: str) -> None:
        """A line at the foot about what is missing, over the one that names the sources."""
        measure = QFontMetricsF(self._small())
        height = measure.lineSpacing() + _ROOM
        words = measure.elidedText(
            words, Qt.TextElideMode.ElideRight, self.size_px[0] - 6 * _ROOM
        )
        width = measure.horizontalAdvance(words) + 2 * _ROOM
        above = 2 * measure.lineSpacing() if attribution else _ROOM
        rect = QRectF(
            self.size_px[0] - width - _ROOM, self.size_px[1] - above - height, width, height
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(q_colour(self.style.plain["warn"]), 1.2))
        painter.setBrush(q_colour(self.style.plain["card"]))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(q_colour(self.style.plain["text"]))
        painter.setFont(self._small())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _small(self) -> QFont:
        return _font(round(self.text_px * 12 / _TEXT_PX), bold=False)

    def _haloed(self, painter: QPainter, at: QPointF, text: str) -> None:
        painter.setFont(self._small())
        painter.setPen(q_colour(self.style.plain["halo"]))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawText(at + QPointF(dx, dy), text)
        painter.setPen(q_colour(self.style.plain["text"]))
        painter.drawText(at, text)

    def _verdict_mark(self, painter: QPainter, at: QPointF, verdict: int) -> None:
        painter.setPen(QPen(q_colour(self.style.plain["halo"]), 1.5))
        painter.setBrush(q_colour(self.style.plain[_VERDICTS[verdict]]))
        painter.drawEllipse(at, 9.5, 9.5)
        painter.setPen(q_colour(self.style.plain["halo"]))
        painter.setFont(_font(13, bold=True))
        rect = QRectF(at.x() - 10, at.y() - 10, 20, 20)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _MARKS[verdict])


def _is_in(region: QRegion | None, rect: QRectF) -> bool:
    """Whether any of a rectangle is to be painted; None is everything."""
    return region is None or region.intersects(rect.toAlignedRect())


def distance_words(metres: float) -> str:
    """A distance for people: 85 m, 1.24 km, 5 km, 23.5 km, 120 km."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    km = metres / 1000
    if abs(km - round(km)) < 1e-9:
        return f"{km:.0f} km"
    return f"{km:.2f} km" if km < 9.995 else f"{km:.1f} km" if km < 99.95 else f"{km:.0f} km"


def scale_bar_of(view: Viewport, longest_px: float) -> tuple[float, float]:
    """A round length on the ground at the view's middle, and its pixels on the screen."""
    _, lat = to_lonlat([view.centre_mercator_m])[0]
    m_per_px = view.m_per_px * ground_scale(float(lat))
    length_m = nice_length_m(longest_px * m_per_px)
    return length_m, length_m / m_per_px


def nice_length_m(longest_m: float) -> float:
    """The longest of 1, 2, 5 × 10ⁿ metres that is not longer."""
    power = 10.0 ** np.floor(np.log10(longest_m))
    return float(max(nice * power for nice in _NICE if nice * power <= longest_m * (1 + 1e-9)))


def _short_of(source: QPointF, end: QPointF, by_px: float) -> QLineF:
    """The line between two marks that covers neither."""
    line = QLineF(source, end)
    length = max(line.length(), 1e-6)
    if length <= _SOURCE_PX + by_px:
        return QLineF()
    return QLineF(line.pointAt(_SOURCE_PX / length), line.pointAt(1 - by_px / length))


def _font(size_px: int, *, bold: bool) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def _kept_inside(rect: QRectF, size_px: tuple[float, float]) -> QRectF:
    rect.moveRight(min(rect.right(), size_px[0] - 4))
    rect.moveBottom(min(rect.bottom(), size_px[1] - 4))
    return rect
