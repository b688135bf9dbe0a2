"""The marks of members and incidents, each drawn once into an atlas and stamped from it.

Shape tells as much as colour. Members: an arrow moves, a disc stands; plain = free,
dot = has a task, bar = full, ring = held, two bars = on a break, hollow = off duty,
dashed with ? = old fix. Incidents: circle general, triangle urgent, diamond emergency;
hollow = to accept, filled with a ring = to dispatch, half = to sign, dot = being handled,
tick = to check or close; a badge with ! = overdue.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from maps.canvas.primitives import FRAGMENT_FIELDS, draw_sprites, q_colour
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from maps.layers.style import MapStyle

HEADINGS = 32
"""Arrows are drawn beforehand in so many directions: turning them in the stamp costs 3 ×."""
MEMBER_PX = (8.0, 13.0, 17.0, 23.0)
INCIDENT_PX = (13.0, 17.0, 20.0, 26.0)
"""The sizes of marks from far to near, in device-independent pixels."""
_TIER_FROM_M_PER_PX = (25.0, 8.0, 3.0)
_SMALLEST_INNER_PX = 12.0
"""Smaller marks are plain discs, filled or hollow: a texture that shows where people are."""
_LOOKS = ("free", "tasked", "full", "held", "break", "off")
_URGENCIES = ("general", "urgent", "emergency")
_BADGE_RADIUS = 0.27
"""Of the ! of what is overdue, in sizes of its mark."""


def tier_of(m_per_px: float) -> int:
    """Which size of mark fits a zoom: 0 far … 3 near."""
    return sum(m_per_px < limit for limit in _TIER_FROM_M_PER_PX)


class Atlas:
    """Equal squares on one pixmap. `side` in device pixels, `columns` squares a row.

    Invariants: a square is drawn when it is first stamped, and never again. A screen needs a
    few of hundreds, and all at once would hold it up.
    """

    def __init__(
        self,
        pixmap: QPixmap,
        columns: int,
        pixel_ratio: float,
        draw: Callable[[QPainter, int], None],
    ) -> None:
        """`draw` draws a square about its middle, in device-independent pixels."""
        self.pixmap = pixmap
        self.side = pixmap.width() // columns
        self._columns = columns
        self._ratio = pixel_ratio
        self._draw = draw
        self._drawn = np.zeros(columns * (pixmap.height() // self.side), np.bool_)

    def stamp(
        self, painter: QPainter, centre_px: NDArray[np.float64], number: NDArray[np.int64]
    ) -> None:
        """Draw square `number[i]` (n,) centred on `centre_px[i]` (n, 2), later on top."""
        self._make(number[~self._drawn[number]])
        fragments = np.empty((len(number), FRAGMENT_FIELDS))
        # On whole device pixels the stamp is a copy, not a resampling.
        half = self.side % 2 / 2
        centre = (np.round(centre_px * self._ratio - half) + half) / self._ratio
        fragments[:, :2] = centre
        fragments[:, 2] = number % self._columns * self.side
        fragments[:, 3] = number // self._columns * self.side
        fragments[:, 4:6] = self.side
        fragments[:, 6:8] = 1 / self._ratio
        fragments[:, 8] = 0
        fragments[:, 9] = 1
        draw_sprites(painter, fragments, self.pixmap)

    def _make(self, missing: NDArray[np.int64]) -> None:
        if not len(missing):
            return
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in np.unique(missing).tolist():
            row, column = divmod(number, self._columns)
            painter.resetTransform()
            painter.translate((column + 0.5) * self.side, (row + 0.5) * self.side)
            painter.scale(self._ratio, self._ratio)
            self._draw(painter, number)
        painter.end()
        self._drawn[missing] = True


def member_number(
    look: NDArray[np.uint8], is_stale: NDArray[np.bool_], heading_deg: NDArray[np.float32]
) -> NDArray[np.int64]:
    """The square of a `member_atlas` for each member, all (n,)."""
    still = np.isnan(heading_deg) | is_stale  # an old heading leads nowhere
    turn = np.where(still, 0.0, heading_deg) * (HEADINGS / 360)
    column = np.where(still, 0, np.round(turn).astype(np.int64) % HEADINGS + 1)
    number: NDArray[np.int64] = (look.astype(np.int64) * 2 + is_stale) * (HEADINGS + 1) + column
    return number


def incident_number(
    urgency: NDArray[np.uint8], stage: NDArray[np.uint8], is_overdue: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The square of an `incident_atlas` for each incident, all (n,)."""
    number: NDArray[np.int64] = (urgency.astype(np.int64) * len(Stage) + stage) * 2 + is_overdue
    return number


def member_atlas(style: MapStyle, size_px: float, pixel_ratio: float) -> Atlas:
    """All looks of members: a row for each look fresh and stale, a column a heading."""

    def draw(painter: QPainter, number: int) -> None:
        row, column = divmod(number, HEADINGS + 1)
        look, is_stale = MemberLook(row // 2), bool(row % 2)
        paint_member(painter, style, size_px, look, is_stale, column - 1)

    rows = len(MemberLook) * 2
    return made_atlas(draw, rows * (HEADINGS + 1), HEADINGS + 1, size_px * 1.5, pixel_ratio)


def incident_atlas(style: MapStyle, size_px: float, pixel_ratio: float) -> Atlas:
    """All looks of incidents: urgency × stage × on time or overdue."""

    def draw(painter: QPainter, number: int) -> None:
        look, is_overdue = divmod(number, 2)
        urgency, stage = divmod(look, len(Stage))
        paint_incident(painter, style, size_px, urgency, Stage(stage), bool(is_overdue))

    count = len(_URGENCIES) * len(Stage) * 2
    return made_atlas(draw, count, len(Stage) * 2, size_px * 1.6, pixel_ratio)


def pulse_atlas(style: MapStyle, size_px: float, pixel_ratio: float, phases: int) -> Atlas:
    """A ring that widens and fades, a square for each phase, behind the ! of its mark."""
    red = style.incident["overdue"]

    def draw(painter: QPainter, number: int) -> None:
        share = number / phases
        radius = size_px * (0.55 + 0.65 * share)
        painter.setPen(QPen(q_colour(red, 1 - share), 2.2 - share))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        # The mark is in the kept image below: what would lie over its badge is taken away.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        hole = size_px * _BADGE_RADIUS + 0.5
        painter.drawEllipse(badge_place(size_px), hole, hole)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    return made_atlas(draw, phases, phases, size_px * 2.6, pixel_ratio)


def made_atlas(
    draw: Callable[[QPainter, int], None],
    count: int,
    columns: int,
    side_px: float,
    pixel_ratio: float,
) -> Atlas:
    """An atlas of so many squares, each drawn about its middle by `draw`."""
    side = ceil(side_px * pixel_ratio)
    pixmap = QPixmap(columns * side, -(-count // columns) * side)
    pixmap.fill(Qt.GlobalColor.transparent)
    return Atlas(pixmap, columns, pixel_ratio, draw)


def paint_member(
    painter: QPainter,
    style: MapStyle,
    size: float,
    look: MemberLook,
    is_stale: bool,  # noqa: FBT001 - one of the five facets of a mark
    turn: int,
) -> None:
    """A member's mark about the origin; `turn` is one of `HEADINGS`, -1 stands still."""
    colour = q_colour(style.member["stale" if is_stale else _LOOKS[look]])
    edge = q_colour(style.member["edge"])
    is_disc = turn < 0 or size < _SMALLEST_INNER_PX
    shape = _disc(size * 0.38) if is_disc else _arrow(size * 0.52)
    painter.save()
    if turn >= 0:
        painter.rotate(turn * 360 / HEADINGS)
    hollow = is_stale or look in {MemberLook.BREAK, MemberLook.OFF}
    painter.setPen(QPen(edge, size * 0.17 + 1, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(edge)
    painter.drawPath(shape)
    pen = QPen(colour, max(1.2, size * 0.09), j=Qt.PenJoinStyle.RoundJoin)
    if is_stale:
        pen.setDashPattern([1.8, 1.3])
    painter.setPen(pen if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(edge if hollow else colour)
    painter.drawPath(shape)
    painter.restore()
    if size < _SMALLEST_INNER_PX:
        return
    if is_stale:
        _letter(painter, "?", colour, size * 0.5)
    else:
        _inner(painter, look, edge, colour, size)


def _inner(
    painter: QPainter, look: MemberLook, edge: QColor, colour: QColor, size: float
) -> None:
    """What tells the looks apart for those who cannot tell the colours apart."""
    painter.setPen(Qt.PenStyle.NoPen)
    if look is MemberLook.TASKED:
        painter.setBrush(edge)
        painter.drawEllipse(QPointF(0, 0), size * 0.13, size * 0.13)
    elif look is MemberLook.FULL:
        painter.setBrush(edge)
        painter.drawRect(QRectF(-size * 0.23, -size * 0.08, size * 0.46, size * 0.16))
    elif look is MemberLook.BREAK:
        painter.setBrush(colour)
        for x in (-0.15, 0.05):
            painter.drawRect(QRectF(size * x, -size * 0.16, size * 0.1, size * 0.32))
    elif look is MemberLook.HELD:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(1.0, size * 0.08)))
        painter.drawEllipse(QPointF(0, 0), size * 0.6, size * 0.6)


def paint_incident(
    painter: QPainter,
    style: MapStyle,
    size: float,
    urgency: int,
    stage: Stage,
    is_overdue: bool,  # noqa: FBT001 - one of the facets of a mark
) -> None:
    """An incident's mark about the origin; `urgency` is a rank."""
    _body(painter, style, size, urgency, stage)
    if is_overdue:
        draw_badge(painter, style, size)


def _body(painter: QPainter, style: MapStyle, size: float, urgency: int, stage: Stage) -> None:
    name = _URGENCIES[urgency]
    colour, fill = q_colour(style.incident[name]), q_colour(style.incident[f"{name}_fill"])
    edge = q_colour(style.incident["edge"])
    shape = incident_shape(urgency, size * 0.44)
    painter.setPen(QPen(edge, size * 0.2 + 1, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(edge)
    painter.drawPath(shape)
    if stage is Stage.TO_DISPATCH:
        ring = QPen(q_colour(style.incident["ring"]), max(1.2, size * 0.08))
        ring.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ring)
        painter.setBrush(fill)
        painter.drawPath(shape)
        return
    pen = QPen(colour, max(1.6, size * 0.12), j=Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(edge)
    painter.drawPath(shape)
    _stage_inside(painter, stage, colour, shape, size)


def _stage_inside(
    painter: QPainter, stage: Stage, colour: QColor, shape: QPainterPath, size: float
) -> None:
    centre = QPointF(0, shape.boundingRect().center().y() + size * 0.02)
    if stage is Stage.TO_SIGN:
        left = QPainterPath()
        left.addRect(QRectF(-size, -size, size, 2 * size))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(shape.intersected(left))
    elif stage is Stage.HANDLING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, size * 0.14, size * 0.14)
    elif stage is Stage.TO_CLOSE:
        painter.setPen(QPen(colour, max(1.2, size * 0.1)))
        tick = [QPointF(-0.16, 0.0), QPointF(-0.04, 0.13), QPointF(0.18, -0.14)]
        painter.drawPolyline(QPolygonF([centre + point * size for point in tick]))


def badge_place(size: float) -> QPointF:
    """The middle of the ! of what is overdue, from the middle of a mark so large."""
    return QPointF(size * 0.42, -size * 0.42)


def draw_badge(painter: QPainter, style: MapStyle, size: float) -> None:
    """The ! of what is overdue, at the upper right of a mark so large."""
    painter.save()
    painter.translate(badge_place(size))
    painter.setPen(QPen(q_colour(style.incident["edge"]), 1))
    painter.setBrush(q_colour(style.incident["overdue"]))
    painter.drawEllipse(QPointF(0, 0), size * _BADGE_RADIUS, size * _BADGE_RADIUS)
    _letter(painter, "!", QColor(255, 255, 255), size * 0.45)
    painter.restore()


def _letter(painter: QPainter, letter: str, colour: QColor, height: float) -> None:
    font = QFont()
    font.setPixelSize(max(6, round(height)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    side = height * 2
    painter.drawText(
        QRectF(-side / 2, -side / 2, side, side), Qt.AlignmentFlag.AlignCenter, letter
    )


def _disc(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _arrow(reach: float) -> QPainterPath:
    points = [(0, -1.05), (0.72, 0.8), (0, 0.42), (-0.72, 0.8)]
    return _closed([(x * reach, y * reach) for x, y in points])


def incident_shape(urgency: int, reach: float) -> QPainterPath:
    """Circle general, triangle urgent, diamond emergency; `reach` from the middle."""
    if urgency == 0:
        return _disc(reach * 0.88)
    if urgency == 1:
        return _closed(
            [(0, -reach * 1.1), (reach * 1.08, reach * 0.8), (-reach * 1.08, reach * 0.8)]
        )
    return _closed(
        [(0, -reach * 1.15), (reach * 1.15, 0), (0, reach * 1.15), (-reach * 1.15, 0)]
    )


def _closed(points: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path
