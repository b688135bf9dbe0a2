"""A small still map around one place: what a canvas shows, seen from nearer.

It has no tiles, no style and no scene of its own, and so costs a handful of tiles and no
process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from maps.canvas.label_painter import Pace
from maps.canvas.marks import MEMBER
from maps.canvas.overlays import OverlayPainter
from maps.canvas.painters import paint_moving
from maps.canvas.passes.tiles import paint_tiles
from maps.canvas.sight import sight_of
from maps.canvas.tile_cache import m_per_px_of, step_of
from maps.geometry.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from maps.canvas.brushes import Brushes
    from maps.canvas.canvas import MapCanvas

    Point = tuple[float, float]

_NEAR_M_PER_PX = 2.0
_FAR_M_PER_PX = 20.0
_SIDE_SHARE = 0.42
"""Whoever is on the way lies within this part of the sides, away from the very edge."""
_PACE = Pace(4)
ANEW_MS = 250
"""A small map follows those who move so much behind: its card is said anew at each act, and
has enough to paint."""


class MapInset(QWidget):
    """A part of the map around a place, with those who are on the way to it.

    Signals: `wanted()` a click: the place should be shown on the large map.
    Thread: GUI
    """

    wanted = Signal()

    def __init__(
        self, canvas: MapCanvas, height_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._height_px = height_px
        self._middle_m: Point | None = None
        self._m_per_px = _NEAR_M_PER_PX
        self._is_bare = False
        self._brushes: tuple[Brushes, Brushes] | None = None
        self._picture = QPixmap()
        self._pictured: tuple[()] | tuple[Viewport, int] = ()
        self._next_turn = QTimer(self, interval=0, singleShot=True)
        self._next_turn.timeout.connect(self.update)
        self._anew = QTimer(self, interval=ANEW_MS, singleShot=True)
        self._anew.timeout.connect(self.on_anew)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        canvas.image.tiles.tiles_changed.connect(self.on_anew)

    @property
    def view(self) -> Viewport:
        """What it shows."""
        size = (float(self.width()), float(self.height()))
        return Viewport(self._middle_m or (0.0, 0.0), self._m_per_px, size)

    def look_at(self, middle_m: Point | None, coming: Iterable[UUID] = ()) -> None:
        """Show a place, far enough off for the members who are coming; hidden for None.

        The place in EPSG:3857 metres, east then north. It moves on to another scale only
        where the present one is too near, or more than a level too far: nothing flickers
        while somebody walks. The marks upon another place come a turn after its ground: a
        card that goes over to another case has enough to paint.
        """
        is_other = middle_m != self._middle_m
        self._is_bare |= is_other
        self._middle_m = middle_m
        self.setVisible(middle_m is not None)
        if middle_m is None:
            return
        wanted = self._scale_for(middle_m, coming)
        if is_other or not wanted <= self._m_per_px <= 2 * wanted:
            self._m_per_px = wanted
        self._want()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, self._height_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The canvas's scene at the inset's own view, as it was painted while nothing changed.

        A card says much else, and has all its parts painted for any of it.
        """
        image, view, brushes = self._canvas.image, self.view, self._own_brushes()
        if self._is_bare:
            self._is_bare = False
            self._next_turn.start()
            with QPainter(self) as painter:
                paint_tiles(painter, image.tiles, view, brushes)
            return
        wanted = view, image.changes
        if wanted != self._pictured and self._pictured[:1] == (view,):
            if not self._anew.isActive():
                self._anew.start()
        elif wanted != self._pictured:
            self._picture = QPixmap(self.size() * brushes.pixel_ratio)
            self._picture.setDevicePixelRatio(brushes.pixel_ratio)
            with QPainter(self._picture) as painter:
                is_whole = self._paint(painter, view, brushes)
            self._pictured = wanted if is_whole else ()
            if not is_whole:  # names had no time; they come with the next turn
                self._next_turn.start()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)

    def _paint(self, painter: QPainter, view: Viewport, brushes: Brushes) -> bool:
        image = self._canvas.image
        paint_tiles(painter, image.tiles, view, brushes)
        sight = sight_of(image.scene, view, image.stack)
        is_whole = paint_moving(painter, sight, brushes, _PACE)
        over = OverlayPainter(brushes.style, view.size_px, round(12 * brushes.scale))
        middle = np.array([[view.size_px[0] / 2, view.size_px[1] / 2]])
        over.selection(painter, middle, brushes.incident_px(view) * 0.78)
        over.scale_bar(painter, view, "")
        return is_whole

    def _own_brushes(self) -> Brushes:
        """The canvas's as they are now, with a memory for this view."""
        theirs = self._canvas.image.brushes
        if self._brushes is None or self._brushes[0] is not theirs:
            self._brushes, self._pictured = (theirs, theirs.beside()), ()
        return self._brushes[1]

    def hideEvent(self, event: QHideEvent) -> None:
        """Shown again, it shows nobody who has gone meanwhile."""
        super().hideEvent(event)
        self.on_anew()

    @Slot()
    def on_anew(self) -> None:
        """What it shows looks otherwise by now, or is of another moment."""
        self._pictured = ()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """More of the ground around the same place."""
        self._want()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for the large map."""
        is_here = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and is_here:
            self.wanted.emit()

    def _scale_for(self, middle_m: Point, coming: Iterable[UUID]) -> float:
        """The nearest scale with whole pixels of tiles that has everybody on it."""
        ratio = self._canvas.image.brushes.pixel_ratio
        needed = _NEAR_M_PER_PX
        places = (self._canvas.image.place_m(MEMBER, one) for one in coming)
        others_m = [place for place in places if place is not None]
        if others_m:
            off_m = np.abs(np.subtract(others_m, middle_m)).max(axis=0)
            sides = np.array([max(self.width(), 1), self._height_px]) * _SIDE_SHARE
            needed = min(max(needed, float((off_m / sides).max())), _FAR_M_PER_PX)
        step = step_of(needed / ratio)
        if m_per_px_of(step) * ratio < needed:
            step -= 1
        return m_per_px_of(step) * ratio

    def _want(self) -> None:
        if self._middle_m is not None and self.isVisible():
            ratio = self._canvas.image.brushes.pixel_ratio
            view = self.view
            self._canvas.image.tiles.want_beside(
                step_of(view.m_per_px / ratio), view.bounds_m()
            )
