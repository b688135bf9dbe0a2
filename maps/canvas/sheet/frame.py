"""What stands around the map of a sheet: title, legend, scale bar, north, grid, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from maps.canvas.atlas import paint_incident, paint_member
from maps.canvas.overlays import OverlayPainter
from maps.canvas.primitives import q_colour
from maps.canvas.sheet.content import haloed_text
from maps.canvas.sheet.layout import degree_words, grid_step_s
from maps.geometry.projection import to_mercator
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from maps.canvas.sheet.layout import Box, Layout
    from maps.geometry.viewport import Viewport
    from maps.layers.style import MapStyle

Sign = Literal["head", "incident", "member", "link", "level", "way", "drawing"]
_TITLE_PX, _TEXT_PX, _SMALL_PX = 25, 12, 11
_ROW_PX: Final = 20.5
_SIGN_PX: Final = 30.0
_COLUMN_PX: Final = 190.0
_BEFORE_HEAD: Final = 0.4
"""Air before a heading, in rows."""
_NORTH_PX: Final = 34.0


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A sign and what it means.

    `about` tells the sign more closely: urgency, `Stage` and lateness of an incident;
    `MemberLook` and staleness of a member; the number of a level; the kind of a way; kind and
    tone of a drawing. A `head` is words alone.
    """

    sign: Sign
    words: str
    about: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetWords:
    """All that a sheet says, in one language."""

    title: str
    when: str
    foot: str
    north: str
    legend: tuple[LegendLine, ...]
    compass: str = "ENWS"
    """Letters for east, north, west and south."""


class FramePainter:
    """Paints the furniture of one sheet."""

    def __init__(self, layout: Layout, style: MapStyle, words: SheetWords) -> None:
        self._layout = layout
        self._style = style
        self._words = words

    def paint(self, painter: QPainter, view: Viewport, scale: int, *, has_grid: bool) -> None:
        """Everything but the map itself."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if has_grid:
            self._grid(painter, view)
        self._edge(painter)
        self._north(painter)
        self._scale_bar(painter, view)
        self._head(painter)
        self._legend(painter)
        self._foot(painter, scale)

    def _edge(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(q_colour(self._style.plain["text"]), 1.2))
        painter.drawRect(_rect(self._layout.map))

    def _head(self, painter: QPainter) -> None:
        box, plain = self._layout.title, self._style.plain
        self._say(painter, _TITLE_PX, bold=True)
        painter.setPen(q_colour(plain["text"]))
        room = _rect(box)
        painter.drawText(room, _LEFT | Qt.AlignmentFlag.AlignVCenter, self._words.title)
        self._say(painter, _TEXT_PX + 2)
        painter.setPen(q_colour(plain["text_dim"]))
        painter.drawText(room, _RIGHT | Qt.AlignmentFlag.AlignVCenter, self._words.when)

    def _foot(self, painter: QPainter, scale: int) -> None:
        self._say(painter, _SMALL_PX)
        painter.setPen(q_colour(self._style.plain["text_dim"]))
        room = _rect(self._layout.foot)
        painter.drawText(room, _LEFT | Qt.AlignmentFlag.AlignBottom, self._words.foot)
        words = f"1 : {scale:,}".replace(",", "\u202f")
        painter.drawText(room, _RIGHT | Qt.AlignmentFlag.AlignBottom, words)

    def _legend(self, painter: QPainter) -> None:
        box, lines = self._layout.legend, self._words.legend
        columns = max(1, int(box.width // _COLUMN_PX))
        heads = sum(line.sign == "head" for line in lines)
        rows = len(lines) / columns + heads * _BEFORE_HEAD + (columns - 1)
        step = min(_ROW_PX, box.height / max(rows, 1))
        x, y = box.left, box.top
        for number, line in enumerate(lines):
            is_head = line.sign == "head"
            if y + step * (1 + is_head) > box.bottom + 1:
                x, y = x + _COLUMN_PX, box.top
            elif is_head and number:
                y += step * _BEFORE_HEAD
            self._line(painter, line, x, y + step / 2)
            y += step

    def _line(self, painter: QPainter, line: LegendLine, x: float, y: float) -> None:
        is_head = line.sign == "head"
        if not is_head:
            painter.save()
            painter.translate(x + _SIGN_PX / 2 - 3, y)
            self._sign(painter, line)
            painter.restore()
        self._say(painter, _TEXT_PX, bold=is_head)
        painter.setPen(q_colour(self._style.plain["text"]))
        at = x if is_head else x + _SIGN_PX
        middle = (painter.fontMetrics().ascent() - painter.fontMetrics().descent()) / 2
        painter.drawText(QPointF(at, y + middle), line.words)

    def _sign(self, painter: QPainter, line: LegendLine) -> None:
        style, about = self._style, line.about
        match line.sign:
            case "incident":
                urgency, stage, late = (int(one) for one in about)
                paint_incident(painter, style, 16, urgency, Stage(stage), bool(late))
            case "member":
                look, stale = (int(one) for one in about)
                paint_member(painter, style, 15, MemberLook(look), bool(stale), -1)
            case "link":
                _stroke(painter, QPen(q_colour(style.plain["selection"], 0.6), 1.4))
            case "level":
                look_of_level = style.level(int(about[0]))
                _stroke(painter, QPen(q_colour(look_of_level.line), look_of_level.width))
            case "drawing":
                colour = style.drawing[str(about[1])]
                painter.setPen(QPen(q_colour(colour), 1.6))
                painter.setBrush(q_colour(colour, 0.2))
                painter.drawRect(QRectF(-8, -4.5, 16, 9))
            case "way":
                way = style.ways[str(about[0])]
                width = 8.0 if not way.width_m else max(2.0, way.width_m / 8)
                _stroke(painter, QPen(q_colour(way.colour), width))

    def _north(self, painter: QPainter) -> None:
        frame, plain = self._layout.map, self._style.plain
        x, y, reach = frame.right - 30, frame.top + 22, _NORTH_PX
        tip, tail = QPointF(x, y + 12), QPointF(x, y + 12 + reach * 0.78)
        left = QPointF(x - reach * 0.27, y + 12 + reach)
        right = QPointF(x + reach * 0.27, y + 12 + reach)
        painter.setPen(QPen(q_colour(plain["halo"]), 4, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(q_colour(plain["halo"]))
        painter.drawPolygon(QPolygonF([tip, right, tail, left]))
        painter.setPen(QPen(q_colour(plain["text"]), 1.2, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF([tip, right, tail]))
        painter.setBrush(q_colour(plain["text"]))
        painter.drawPolygon(QPolygonF([tip, tail, left]))
        self._say(painter, _TEXT_PX + 2, bold=True)
        haloed_text(painter, self._words.north, QPointF(x, y), plain["text"], plain["halo"])

    def _scale_bar(self, painter: QPainter, view: Viewport) -> None:
        painter.save()
        painter.translate(self._layout.map.left, self._layout.map.top)
        OverlayPainter(self._style, view.size_px).scale_bar(painter, view, "")
        painter.restore()

    def _grid(self, painter: QPainter, view: Viewport) -> None:
        west, south, east, north = view.bounds_deg()
        step = grid_step_s(max(east - west, north - south))
        pen = QPen(q_colour(self._style.plain["text_dim"], 0.55), 0.7, Qt.PenStyle.DashLine)
        letters = self._words.compass
        self._say(painter, _SMALL_PX - 1)
        for at_s in _steps(west, east, step):
            x = float(view.to_screen(to_mercator([(at_s / 3_600, south)]))[0, 0])
            self._meridian(painter, x, pen, degree_words(at_s, letters[0] + letters[2]))
        for at_s in _steps(south, north, step):
            y = float(view.to_screen(to_mercator([(west, at_s / 3_600)]))[0, 1])
            self._parallel(painter, y, pen, degree_words(at_s, letters[1] + letters[3]))

    def _meridian(self, painter: QPainter, x: float, pen: QPen, words: str) -> None:
        frame, plain = self._layout.map, self._style.plain
        painter.setPen(pen)
        at = frame.left + x
        painter.drawLine(QLineF(at, frame.top, at, frame.bottom))
        if 60 < x < frame.width - 90:
            spot = QPointF(at, frame.top + 9)
            haloed_text(painter, words, spot, plain["text_dim"], plain["halo"])

    def _parallel(self, painter: QPainter, y: float, pen: QPen, words: str) -> None:
        frame, plain = self._layout.map, self._style.plain
        painter.setPen(pen)
        at = frame.top + y
        painter.drawLine(QLineF(frame.left, at, frame.right, at))
        if 30 < y < frame.height - 60:
            room = QFontMetricsF(painter.font()).horizontalAdvance(words)
            spot = QPointF(frame.left + 6 + room / 2, at)
            haloed_text(painter, words, spot, plain["text_dim"], plain["halo"])

    def _say(self, painter: QPainter, size_px: int, *, bold: bool = False) -> None:
        font = QFont(painter.font())
        font.setPixelSize(size_px)
        font.setBold(bold)
        painter.setFont(font)


_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _stroke(painter: QPainter, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(QLineF(-10, 0, 10, 0))


def _steps(low_deg: float, high_deg: float, step_s: int) -> list[int]:
    first = int(np.ceil(low_deg * 3_600 / step_s)) * step_s
    return list(range(first, int(np.floor(high_deg * 3_600)) + 1, step_s))
