"""Badges of groups, made when first needed and stamped from a pixmap that grows.

Members: a disc with a ring that is green for the share of free ones, blue for busy ones.
Incidents: a plate in the colour of the most urgent of them; filled = some wait to be
dispatched, with the shape of that urgency at its corner and ! where they are overdue.
The number is how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from maps.canvas.atlas import draw_badge, incident_shape, made_atlas
from maps.canvas.marks import MEMBER
from maps.canvas.primitives import q_colour
from maps.layers.clusters import BADGE_PX, badge_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.atlas import Atlas
    from maps.layers.clusters import Clusters
    from maps.layers.style import MapStyle

_COLUMNS = 16
_FIRST_ROOM = 64
_SHARES = 12
"""The ring shows shares in twelfths: more cannot be told apart at its size."""
_MOST_BADGES = 1_024
"""A screen shows some hundred; in a city 200,000 different ones come by in time."""
_MARGIN_PX = 8.0
_URGENCIES = ("general", "urgent", "emergency")


class _Face(NamedTuple):
    """What a badge shows: the number, and a ring's shares or an urgency with two flags."""

    kind: str
    many: int
    first: int
    second: int


def faces(kind: str, clusters: Clusters, group: NDArray[np.intp]) -> NDArray[np.int64]:
    """What to show of some groups: (k, 3) count, and two numbers of the kind's own.

    Members: free and busy in twelfths. Incidents: worst urgency; bits 1 waits, 2 overdue.
    """
    tally, count = clusters.tally[group], clusters.count[group]
    shown = count // _step(count) * _step(count)
    if kind == MEMBER:
        share = np.round(tally[:, :2] * _SHARES / np.maximum(count, 1)[:, None])
        # Even one free member among many shows, and so does one busy.
        share = np.where(tally[:, :2] > 0, np.maximum(share, 1), 0)
        return np.column_stack([shown, share]).astype(np.int64)
    by = tally.reshape(-1, 3, 2, 2) > 0
    worst = np.where(by[:, 2].any(axis=(1, 2)), 2, np.where(by[:, 1].any(axis=(1, 2)), 1, 0))
    flags = by[:, :, 1, :].any(axis=(1, 2)) + 2 * by[:, :, :, 1].any(axis=(1, 2))
    return np.column_stack([shown, worst, flags]).astype(np.int64)


def _step(count: NDArray[np.intp]) -> NDArray[np.int64]:
    """In what steps a number is told: 999, 1.2k, 12k."""
    return np.array([1, 100, 1_000])[np.searchsorted([1_000, 10_000], count, side="right")]


class BadgeAtlas:
    """The badges of one style at one scale.

    Invariants: what was made is kept until there is no room; then twice the room, and whatever
    is shown is made once more. With `_MOST_BADGES` it begins again.
    """

    def __init__(self, style: MapStyle, scale: float, pixel_ratio: float) -> None:
        self._style = style
        self._scale = scale
        self._ratio = pixel_ratio
        self._begin()

    @property
    def room(self) -> int:
        """How many badges there is room for now."""
        return self._room

    def _begin(self) -> None:
        self._faces: list[_Face] = []
        self._at: dict[_Face, int] = {}
        self._room = _FIRST_ROOM
        self._atlas = self._made()

    def stamp(
        self,
        painter: QPainter,
        kind: str,
        centre_px: NDArray[np.float64],
        shown: NDArray[np.int64],
    ) -> None:
        """Draw badges on `centre_px` (k, 2) that show `shown` (k, 3), as `faces` gives them."""
        if not len(shown):
            return
        different, which = np.unique(shown, axis=0, return_inverse=True)
        if len(self._faces) + len(different) > _MOST_BADGES:
            self._begin()
        number = np.array([self._number(_Face(kind, *row)) for row in different.tolist()])
        if len(self._faces) > self._room:
            while len(self._faces) > self._room:
                self._room *= 2
            self._atlas = self._made()
        self._atlas.stamp(painter, centre_px, number[which.reshape(-1)])

    def _number(self, face: _Face) -> int:
        if face not in self._at:
            self._at[face] = len(self._faces)
            self._faces.append(face)
        return self._at[face]

    def _made(self) -> Atlas:
        side_px = (BADGE_PX[-1] + _MARGIN_PX) * self._scale
        return made_atlas(self._draw, self._room, _COLUMNS, side_px, self._ratio)

    def _draw(self, painter: QPainter, number: int) -> None:
        face = self._faces[number]
        painter.scale(self._scale, self._scale)
        size = BADGE_PX[int(badge_size(np.array([face.many]))[0])]
        if face.kind == MEMBER:
            _disc(painter, self._style, face, size)
        else:
            _plate(painter, self._style, face, size)


def _disc(painter: QPainter, style: MapStyle, face: _Face, size: float) -> None:
    colours, radius = style.moving, size / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q_colour(colours["group_edge"], 0.9))
    painter.drawEllipse(QPointF(0, 0), radius + 1.5, radius + 1.5)
    painter.setBrush(q_colour(colours["group"]))
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    width = 3.6
    ring = QRectF(-radius + width / 2, -radius + width / 2, size - width, size - width)
    free = min(face.first, _SHARES)
    busy = min(face.second, _SHARES - free)
    start = 90 * 16
    for name, share in (("free", free), ("busy", busy), ("rest", _SHARES - free - busy)):
        span = round(-share * 360 * 16 / _SHARES)
        painter.setPen(
            QPen(q_colour(colours[name]), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        )
        if share:
            painter.drawArc(ring, start, span)
        start += span
    _count(painter, face.many, size, q_colour(colours["group_text"]))


def _plate(painter: QPainter, style: MapStyle, face: _Face, size: float) -> None:
    name = _URGENCIES[face.first]
    waits, overdue = face.second & 1, face.second & 2
    side = size - 2.0
    rect = QRectF(-side / 2, -side / 2, side, side)
    edge = q_colour(style.moving["group_edge"], 0.9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 8, 8)
    fill = style.incident[f"{name}_fill"] if waits else style.moving["group"]
    line = style.incident["ring"] if waits else style.incident[name]
    painter.setBrush(q_colour(fill))
    painter.setPen(QPen(q_colour(line), 1.8 if waits else 2.6))
    painter.drawRoundedRect(rect, 6, 6)
    text = "group_dark" if waits else "group_text"
    _count(painter, face.many, size, q_colour(style.moving[text]))
    if face.first:
        _corner(painter, style, face.first, QPointF(-side / 2 + 1, -side / 2 + 1))
    if overdue:
        draw_badge(painter, style, size)


def _corner(painter: QPainter, style: MapStyle, urgency: int, at: QPointF) -> None:
    """The shape of the worst urgency, small, for those who cannot tell the colours apart."""
    painter.save()
    painter.translate(at)
    shape = incident_shape(urgency, 5.0)
    painter.setPen(QPen(q_colour(style.moving["group_edge"]), 2.4))
    painter.setBrush(q_colour(style.incident[_URGENCIES[urgency]]))
    painter.drawPath(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(shape)
    painter.restore()


def _count(painter: QPainter, count: int, size: float, colour: QColor) -> None:
    text = str(count) if count < 1_000 else f"{count / 1_000:.{int(count < 10_000)}f}k"
    font = QFont()
    font.setPixelSize(round(size * (0.44 if len(text) < 3 else 0.36 if len(text) < 4 else 0.3)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    rect = QRectF(-size, -size, 2 * size, 2 * size)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
