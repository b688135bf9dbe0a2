"""A day's way as a small drawing: the line, where it began and ended, the stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.settings.look import Look
    from models.analysis.member_day import DayTrack

_HEIGHT_PX: Final = 96
_LEAST_DEG: Final = 1e-4


class DayWay(QWidget):
    """North is up; a ring where it began, a disc where it is now, squares where it stopped.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._track: DayTrack | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_track(self, track: DayTrack | None) -> None:
        """Draw a way; nothing where none is known."""
        self._track = track if track is not None and len(track.lonlat_deg) else None
        self.setVisible(self._track is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(self._look.px(240), self._look.px(_HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        track, look = self._track, self._look
        if track is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("field"))
        to_screen = _Fit(track.lonlat_deg, QRectF(self.rect()), look.px(12))
        points = [to_screen(lon, lat) for lon, lat in track.lonlat_deg]
        painter.setPen(QPen(look.colour("accent_mark"), look.px(2)))
        painter.drawPolyline(QPolygonF(points))
        side = look.px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("yellow_mark"))
        for stop in track.stops:
            middle = to_screen(stop.lon_deg, stop.lat_deg)
            painter.drawRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))
        painter.setBrush(look.colour("green_mark"))
        painter.drawEllipse(points[-1], look.px(5), look.px(5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("text"), look.px(2)))
        painter.drawEllipse(points[0], look.px(5), look.px(5))
        painter.end()


class _Fit:
    """Puts degrees into a box, shapes kept."""

    def __init__(self, lonlat: NDArray[np.float64], box: QRectF, margin: float) -> None:
        self._low, high = lonlat.min(axis=0), lonlat.max(axis=0)
        self._squeeze = float(np.cos(np.radians((self._low[1] + high[1]) / 2)))
        wide = max(float(high[0] - self._low[0]) * self._squeeze, _LEAST_DEG)
        tall = max(float(high[1] - self._low[1]), _LEAST_DEG)
        self._scale = min((box.width() - 2 * margin) / wide, (box.height() - 2 * margin) / tall)
        self._left = box.center().x() - wide * self._scale / 2
        self._bottom = box.center().y() + tall * self._scale / 2

    def __call__(self, lon: float, lat: float) -> QPointF:
        x = self._left + (lon - self._low[0]) * self._squeeze * self._scale
        return QPointF(x, self._bottom - (lat - self._low[1]) * self._scale)
