"""The day's way of the selected member: a line, its direction, and its full hours."""

from __future__ import annotations

from math import degrees
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from maps.canvas.primitives import path_of, q_colour
from maps.layers.day_track import chevrons, hour_marks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight

_CHEVRON_EVERY_PX = 90.0
_CHEVRON = QPolygonF([QPointF(-3.0, -4.5), QPointF(3.0, 0.0), QPointF(-3.0, 4.5)])
_HOURS_APART_PX = 34.0
"""Where hours lie nearer to each other than this, only some of them are written."""


def paint_day_track(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The track of the scene, if it has one."""
    track = sight.scene.track
    if track is None or len(track.ts_us) < 2:
        return True
    line_px = sight.view.to_screen(track.mercator_m)
    starts = track.starts()
    _line(painter, brushes, line_px, starts)
    ends = [*starts[1:].tolist(), len(line_px)]
    for begin, end in zip(starts.tolist(), ends, strict=True):
        _direction(painter, sight, brushes, line_px[begin:end])
    hours = hour_marks(track)
    hours_px = sight.view.to_screen(hours.mercator_m)
    _hours(painter, brushes, hours_px[::-1], hours.hour[::-1], line_px[-1])
    return True


def _line(
    painter: QPainter,
    brushes: Brushes,
    line_px: NDArray[np.float64],
    starts: NDArray[np.intp],
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = path_of(line_px, starts)
    colours = brushes.style.moving
    for name, width in (("track_edge", 5.0), ("track", 2.6)):
        pen = QPen(q_colour(colours[name], 0.9), width * brushes.scale)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)


def _direction(
    painter: QPainter, sight: Sight, brushes: Brushes, line_px: NDArray[np.float64]
) -> None:
    spots = chevrons(line_px, _CHEVRON_EVERY_PX * brushes.scale)
    width, height = sight.view.size_px
    seen = (
        (spots[:, 0] > 0) & (spots[:, 0] < width) & (spots[:, 1] > 0) & (spots[:, 1] < height)
    )
    colours = brushes.style.moving
    for name, thick in (("track_edge", 6.0), ("track", 2.6)):
        painter.setPen(QPen(q_colour(colours[name]), thick))  # scaled with the painter
        for x, y, turn in spots[seen].tolist():
            painter.save()
            painter.translate(x, y)
            painter.rotate(degrees(turn))
            painter.scale(brushes.scale, brushes.scale)
            painter.drawPolyline(_CHEVRON)
            painter.restore()


def _hours(
    painter: QPainter,
    brushes: Brushes,
    at_px: NDArray[np.float64],
    hour: NDArray[np.int64],
    line_end_px: NDArray[np.float64],
) -> None:
    """Full hours, the latest first, none on the member at the end of the line."""
    font = QFont()
    font.setPixelSize(round(11 * brushes.scale))
    font.setBold(True)
    painter.setFont(font)
    colours, grown = brushes.style.moving, brushes.scale
    last = line_end_px
    for (x, y), full in zip(at_px.tolist(), hour.tolist(), strict=True):
        if np.hypot(x - last[0], y - last[1]) < _HOURS_APART_PX * grown:
            continue
        last = np.array([x, y])
        rect = QRectF(x - 18 * grown, y - 8 * grown, 36 * grown, 16 * grown)
        painter.setPen(QPen(q_colour(colours["track"]), 1.2))
        painter.setBrush(q_colour(colours["track_edge"]))
        painter.drawRoundedRect(rect, 5 * grown, 5 * grown)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{full:02d}:00")
