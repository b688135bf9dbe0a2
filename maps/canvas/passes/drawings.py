"""Drawings: perimeters with a pattern, lines, notes as signs; each with its name beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from maps.canvas.drawing_signs import paint_name, paint_sign, sign_size_px, tag_size_px
from maps.canvas.kept_drawings import MARGIN, keep
from maps.canvas.obstacles import MOST_MARKS, squares
from maps.canvas.passes.names import in_the_way
from maps.canvas.primitives import path_of, q_colour
from maps.layers.labels import fitted
from models.domain.drawing import DrawingKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight
    from maps.geometry.viewport import Viewport
    from maps.layers.drawings import DrawingsLayer

_Pattern = Qt.BrushStyle
_Line = Qt.PenStyle
_PATTERNS: Final[Mapping[DrawingKind, Qt.BrushStyle]] = {
    DrawingKind.CORDON: _Pattern.BDiagPattern,
    DrawingKind.CLOSED_ROAD: _Pattern.DiagCrossPattern,
    DrawingKind.SEARCH_AREA: _Pattern.FDiagPattern,
    DrawingKind.ASSEMBLY_POINT: _Pattern.Dense6Pattern,
}
_LINES: Final[Mapping[DrawingKind, Qt.PenStyle]] = {
    DrawingKind.CLOSED_ROAD: _Line.DashLine,
    DrawingKind.SEARCH_AREA: _Line.DashDotLine,
    DrawingKind.OTHER: _Line.DotLine,
}
_FILL, _HATCH = 0.13, 0.38
_WIDTH_PX: Final = 2.6
_MOST_NAMES: Final = 80
_BESIDE: Final = np.array([(0, 0), (0, 1), (0, -1), (0.6, 0), (-0.6, 0), (0, 2), (0, -2)])
"""Where a name may stand instead of its own spot, in its own widths and heights."""
_SIGNS_NAMED_TO: Final = 14.0
"""Metres a pixel of the design: further out a sign stands without its name."""
_LEAST_PX: Final = 28.0
"""A smaller perimeter or line has no name."""
_NEAR_PX: Final = 40.0
"""Signs and tags reach so far beyond their points."""
_REACH_PX: Final = 18.0
"""A sign, a line's width and its halo stay within this of the points."""
_ROOM_PX: Final = 320.0
"""The longest tag, moved aside by 0.6 of its width, reaches so far beyond its drawing."""
_FAR_PX: Final = 4_000.0
"""What reaches further beyond the view is cut: dashing it would take for ever."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which drawings of a layer are shown, and the boxes of marks beside them.

    `marks_px` (m, 4) are boxes, of marks and of names of cells, that the names of drawings
    leave in sight where they can.
    """

    layer: DrawingsLayer
    rows: NDArray[np.intp]
    marks_px: NDArray[np.float64] | None


def paint_drawings(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every drawing in sight, the newest on top, and the names."""
    layer, view = sight.scene.drawings, sight.view
    if not len(rows_in(layer, view)):
        return True
    kept = brushes.drawings
    if kept is None or not kept.serves(layer, view, pace):
        marks_px = _boxes(*in_the_way(sight, brushes))
        if marks_px is not None:
            marks_px = np.vstack([marks_px, brushes.labels.names_px(view)])
        rows = rows_in(layer, view, share=MARGIN)

        def paint(on: QPainter) -> list[QRectF]:
            return _paint_rows(on, Shown(layer, rows, marks_px), view, brushes)

        rect = _room(layer, rows, view, brushes)
        kept = brushes.drawings = keep(layer, view, brushes.pixel_ratio, rect, paint)
    kept.blit(painter, view)
    return True


def _room(
    layer: DrawingsLayer, rows: NDArray[np.intp], view: Viewport, brushes: Brushes
) -> QRect:
    """Where these drawings and their names lie, at most a margin beyond the view."""
    ends = view.to_screen(layer.bounds_m[rows].reshape(-1, 2))
    left, top = (ends.min(axis=0) - _ROOM_PX * brushes.scale).tolist()
    right, bottom = (ends.max(axis=0) + _ROOM_PX * brushes.scale).tolist()
    width, height = view.size_px
    whole = QRectF(0, 0, width, height)
    more = width * MARGIN, height * MARGIN
    whole.adjust(-more[0], -more[1], *more)
    lies = whole.intersected(QRectF(left, top, right - left, bottom - top))
    return lies.toAlignedRect()


def _boxes(
    at_px: NDArray[np.float64], side_px: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """The boxes of marks; None where they are a crowd."""
    return None if len(at_px) > MOST_MARKS else squares(at_px, side_px)


def paint_layer(
    painter: QPainter,
    layer: DrawingsLayer,
    view: Viewport,
    brushes: Brushes,
    *,
    opacity: float = 1.0,
) -> None:
    """Drawings with their names, straight away; for a few that change all the time."""
    rows = rows_in(layer, view)
    if len(rows):
        painter.save()
        painter.setOpacity(opacity)
        _paint_rows(painter, Shown(layer, rows, None), view, brushes)
        painter.restore()


def rows_in(layer: DrawingsLayer, view: Viewport, *, share: float = 0.0) -> NDArray[np.intp]:
    """The drawings that reach into a view, or into a share of it around."""
    west, south, east, north = view.bounds_m()
    more_x = _NEAR_PX * view.m_per_px + share * (east - west)
    more_y = _NEAR_PX * view.m_per_px + share * (north - south)
    box = layer.bounds_m
    inside = (box[:, 0] <= east + more_x) & (box[:, 2] >= west - more_x)
    inside &= (box[:, 1] <= north + more_y) & (box[:, 3] >= south - more_y)
    return np.flatnonzero(inside)


def _paint_rows(
    painter: QPainter, shown: Shown, view: Viewport, brushes: Brushes
) -> list[QRectF]:
    """Shapes, then names; where they were painted."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in shown.rows.tolist():
        _paint_one(painter, shown.layer, row, view, brushes)
    reach = _REACH_PX * brushes.scale
    boxes = view.to_screen(shown.layer.bounds_m[shown.rows].reshape(-1, 2)).reshape(-1, 4)
    painted = [
        QRectF(left, top, right - left, bottom - top).adjusted(-reach, -reach, reach, reach)
        for left, bottom, right, top in boxes.tolist()
    ]
    return painted + _paint_names(painter, shown, view, brushes)


def _paint_one(
    painter: QPainter, layer: DrawingsLayer, row: int, view: Viewport, brushes: Brushes
) -> None:
    kind, part = layer.kinds[row], layer.part_m(row)
    colour = brushes.style.drawing[layer.tones[row].value]
    at_px = view.to_screen(part)
    if len(part) == 1:
        paint_sign(painter, kind, QPointF(*at_px[0].tolist()), colour, brushes)
        return
    is_area = bool(layer.is_area[row])
    for piece in _near(at_px, view, is_area=is_area):
        path = path_of(piece, np.zeros(1, np.int64))
        if is_area:
            path.closeSubpath()
            painter.fillPath(path, q_colour(colour, _FILL))
            pattern = _PATTERNS.get(kind)
            if pattern is not None:
                painter.fillPath(path, QBrush(q_colour(colour, _HATCH), pattern))
        width = _WIDTH_PX * brushes.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        halo = q_colour(brushes.style.plain["halo"], 0.75)
        painter.strokePath(path, QPen(halo, width + 3.0 * brushes.scale))
        line = QPen(q_colour(colour), width, _LINES.get(kind, Qt.PenStyle.SolidLine))
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, line)
        if kind is DrawingKind.ROUTE:
            _paint_arrows(painter, piece, width, line)


def _near(
    at_px: NDArray[np.float64], view: Viewport, *, is_area: bool
) -> list[NDArray[np.float64]]:
    """The pieces of a shape on and around the screen, (n, 2) each."""
    width, height = view.size_px
    low, high = at_px.min(axis=0), at_px.max(axis=0)
    room = np.array([width, height]) + _FAR_PX
    if (low >= -_FAR_PX).all() and (high <= room).all():
        return [at_px]
    make = shapely.Polygon if is_area else shapely.LineString
    shape: shapely.Geometry = shapely.make_valid(make(at_px))
    cut = shapely.clip_by_rect(shape, -_FAR_PX, -_FAR_PX, *room.tolist())
    return [
        shapely.get_coordinates(shapely.get_exterior_ring(one) if is_area else one)
        for one in shapely.get_parts(cut)
        if one.geom_type == ("Polygon" if is_area else "LineString")
    ]


def _paint_arrows(
    painter: QPainter, at_px: NDArray[np.float64], width: float, pen: QPen
) -> None:
    """Which way a route goes: an arrow head in the middle of each long enough step."""
    steps = np.diff(at_px, axis=0)
    lengths = np.hypot(*steps.T)
    side = width * 3.4
    painter.setPen(pen)
    for start, step, length in zip(at_px[:-1], steps, lengths, strict=True):
        if length < 5 * side:
            continue
        along = step / length
        across = np.array([-along[1], along[0]])
        tip = start + step / 2 + along * side / 2
        for wing in (across, -across):
            end = tip - along * side + wing * side * 0.6
            painter.drawLine(QPointF(*tip.tolist()), QPointF(*end.tolist()))


def _named(
    layer: DrawingsLayer, rows: NDArray[np.intp], view: Viewport, brushes: Brushes
) -> list[int]:
    """The drawings near enough to be named, the newest first."""
    if not len(rows):
        return []
    box = layer.bounds_m[rows]
    reach_px = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) / view.m_per_px
    is_sign = layer.offsets[rows + 1] - layer.offsets[rows] == 1
    is_near = np.where(
        is_sign,
        view.m_per_px * brushes.scale <= _SIGNS_NAMED_TO,
        reach_px >= _LEAST_PX * brushes.scale,
    )
    named = [row for row in rows[is_near].tolist()[::-1] if layer.texts[row]]
    return named[:_MOST_NAMES]


def _paint_names(
    painter: QPainter, shown: Shown, view: Viewport, brushes: Brushes
) -> list[QRectF]:
    """The names, each where it covers no other and, if it can, no mark; where they are."""
    layer, rows = shown.layer, _named(shown.layer, shown.rows, view, brushes)
    painted: list[QRectF] = []
    if not rows:
        return painted
    sizes = np.array([tag_size_px(layer.texts[row], brushes) for row in rows])
    spots = _spots(layer, rows, sizes, view, brushes)
    stand, chosen = fitted(spots, sizes, gap_px=3.0, marks_px=shown.marks_px)
    for number, spot in zip(stand.tolist(), chosen.tolist(), strict=True):
        row, (x, y) = rows[number], spots[number, spot].tolist()
        width, height = sizes[number].tolist()
        colour = brushes.style.drawing[layer.tones[row].value]
        rect = QRectF(x - width / 2, y - height / 2, width, height)
        paint_name(painter, layer.texts[row], rect, colour, brushes)
        painted.append(rect.adjusted(-3, -3, 3, 3))
    return painted


def _spots(
    layer: DrawingsLayer,
    rows: list[int],
    sizes: NDArray[np.float64],
    view: Viewport,
    brushes: Brushes,
) -> NDArray[np.float64]:
    """Where names may stand (n, k, 2): above their drawings, but on the screen with them."""
    at = view.to_screen(layer.anchor_m[rows])
    away = np.array([_away(layer, row, brushes) for row in rows])
    at[:, 1] -= sizes[:, 1] / 2 + away
    spots: NDArray[np.float64] = at[:, None, :] + sizes[:, None, :] * _BESIDE
    least = (sizes / 2 + 4)[:, None, :]
    inside = np.clip(spots, least, np.array(view.size_px) - least)
    is_seen = np.isin(rows, rows_in(layer, view))
    return np.where(is_seen[:, None, None], inside, spots)


def _away(layer: DrawingsLayer, row: int, brushes: Brushes) -> float:
    """How far a name keeps from its spot: a sign has a size, a line a width."""
    is_sign = layer.offsets[row + 1] - layer.offsets[row] == 1
    return sign_size_px(brushes) / 2 + 3 if is_sign else 6.0 * brushes.scale
