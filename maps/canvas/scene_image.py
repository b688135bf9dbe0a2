"""The scene as painted: tiles, marks, names, and the kept image of a map at rest.

Everything passing (cards, rubber bands, pulses) is painted over the kept image, so
that it costs nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QRegion

from maps.canvas.brushes import PULSE_PHASES, Brushes
from maps.canvas.grouping import Grouping
from maps.canvas.label_painter import Pace
from maps.canvas.marks import MEMBER
from maps.canvas.painters import paint_moving
from maps.canvas.passes.incidents import overdue_groups_px, overdue_px, paint_pulse
from maps.canvas.passes.members import shows_dots
from maps.canvas.passes.tiles import paint_tiles
from maps.canvas.sight import Sight, sight_of
from maps.geometry.viewport import Viewport
from maps.layers.cells import cell_at, levels_shown
from maps.layers.layer import LayerStack
from maps.layers.scene import Scene

if TYPE_CHECKING:
    from uuid import UUID

    from maps.canvas.marks import Marks
    from maps.canvas.static_tiles import StaticTiles
    from maps.geometry.viewport import Bounds

MOST_RINGS = 100
"""Beyond so many pulsing rings, redrawing all costs less than their rectangles."""
AT_REST = Pace(8)
UNHURRIED = Pace(60_000)


@dataclass(slots=True)
class SceneImage:
    """What is shown, at which view, in which layers; and how it was last painted.

    Invariants: `still` is None or shows exactly `scene` at `view`; the marks that can be
    picked are those of the present scene and view.
    """

    brushes: Brushes
    tiles: StaticTiles
    view: Viewport = field(default_factory=lambda: Viewport((0.0, 0.0), 1_000.0, (1, 1)))
    scene: Scene = field(default_factory=Scene)
    stack: LayerStack = field(default_factory=LayerStack)
    grouping: Grouping = field(init=False)
    trail_s: float = 600.0
    still: QImage | None = None
    is_whole: bool = True
    _sight: Sight | None = None
    _phase: int = 0

    def __post_init__(self) -> None:
        self.grouping = Grouping(self.brushes.pixel_ratio, self.brushes.scale)

    def restyled(self, brushes: Brushes) -> None:
        """Paint in another style, at another size or on another screen."""
        self.brushes = brushes
        self.grouping.pixel_ratio, self.grouping.scale = brushes.pixel_ratio, brushes.scale
        self.grouping.forget()

    def changed(self) -> None:
        """Something shown has changed."""
        self.still = None
        self._sight = None

    @property
    def sight(self) -> Sight:
        """What is shown now, and the marks in it."""
        if self._sight is None:
            sight = sight_of(self.scene, self.view, self.stack, self.grouping)
            self._sight = replace(sight, trail_s=self.trail_s)
        return self._sight

    def marks(self, kind: str) -> Marks:
        """The marks of a kind now on the screen: what can be picked."""
        return self.sight.marks(kind)

    def id_at(self, kind: str, row: int) -> UUID:
        """Whose mark stands in a row of its layer."""
        return self.scene.members.ids[row] if kind == MEMBER else self.scene.incidents.ids[row]

    def place_m(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is on the plane, EPSG:3857 metres; None where nobody knows."""
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        row = layer.row.get(subject)  # type: ignore[call-overload]  # the kind says which id
        if row is None or np.isnan(layer.mercator_m[row, 0]):
            return None
        x, y = layer.mercator_m[row].tolist()
        return x, y

    def drawn_px(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is drawn: its mark, its place in the fan, or its group's badge."""
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        row = layer.row.get(subject)  # type: ignore[call-overload]  # the kind says which id
        if row is None or np.isnan(layer.mercator_m[row, 0]):
            return None
        x, y = self.sight.drawn_px(kind, np.array([row]))[0].tolist()
        return x, y

    def bounds_m(self) -> Bounds | None:
        """The box of the ground, or failing that of every mark; None where nothing is."""
        ground = self.scene.ground.bounds_m()
        places = np.vstack([self.scene.members.mercator_m, self.scene.incidents.mercator_m])
        places = places[~np.isnan(places[:, 0])]
        if ground is not None or not len(places):
            return ground
        (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return west, south, east, north

    def cell_bounds_m(self, mercator_m: tuple[float, float]) -> Bounds | None:
        """The box of the finest drawn cell that holds a point of the plane."""
        for cells in reversed(levels_shown(self.scene.ground, self.view.m_per_px)):
            row = cell_at(cells, mercator_m)
            if row is not None:
                west, south, east, north = cells.bounds_m[row].tolist()
                return west, south, east, north
        return None

    def paint_moving_view(self, painter: QPainter, size: QSize, *, is_zooming: bool) -> None:
        """Paint straight away, for a view that is another one in the next frame."""
        pace = Pace(2, is_zooming, is_moving=True)
        if shows_dots(self.sight):  # these are written into an image only
            self.paint_still(painter, size, pace)
            self.still = None
        else:
            self._paint(painter, pace)

    def paint_still(self, painter: QPainter, size: QSize, pace: Pace = AT_REST) -> None:
        """Paint the kept image, made anew when something has changed."""
        if self.still is None:
            self.still = self._composed(size, pace)
        painter.drawImage(QPointF(0, 0), self.still)

    def settle(self, size: QSize) -> None:
        """Make the kept image with every name, however long it takes."""
        self.still = self._composed(size, UNHURRIED)

    def paint_pulse(self, painter: QPainter) -> None:
        """Rings around what is overdue, at the present phase."""
        if self.has_pulse():
            paint_pulse(painter, self.sight, self.brushes, self._phase)

    def has_pulse(self) -> bool:
        """Whether anything overdue is on the screen."""
        return bool(len(overdue_px(self.sight)) or len(overdue_groups_px(self.sight)))

    def pulse(self) -> QRegion | None:
        """Go on by a phase: what must be painted again, None for everything."""
        self._phase = (self._phase + 1) % PULSE_PHASES
        marks, groups = overdue_px(self.sight), overdue_groups_px(self.sight)
        if len(marks) + len(groups) > MOST_RINGS:
            return None
        sides = (self.brushes.incident_px(self.view), self.brushes.fanned_px())
        region = QRegion()
        for at, size_px in zip((marks, groups), sides, strict=True):
            side = size_px * 2.8
            for x, y in at.tolist():
                rect = QRectF(x - side / 2, y - side / 2, side, side)
                region = region.united(rect.toAlignedRect())
        return region

    def _paint(self, painter: QPainter, pace: Pace) -> None:
        paint_tiles(painter, self.tiles, self.view, self.brushes)
        self.is_whole = paint_moving(painter, self.sight, self.brushes, pace)

    def _composed(self, size: QSize, pace: Pace) -> QImage:
        ratio, _ = self.brushes.pixel_ratio, self.sight  # nothing is reckoned while painting
        still = QImage(size * ratio, QImage.Format.Format_RGB32)
        still.setDevicePixelRatio(ratio)
        painter = QPainter(still)
        self._paint(painter, pace)
        painter.end()
        return still
