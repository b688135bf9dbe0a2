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
from maps.canvas.kept_image import KeptImage
from maps.canvas.label_painter import Pace
from maps.canvas.marks import DRAWING, MEMBER
from maps.canvas.painters import paint_moving
from maps.canvas.passes.incidents import Overdue, overdue_in, paint_pulse
from maps.canvas.passes.members import shows_dots
from maps.canvas.passes.tiles import are_seen, paint_new_tiles, paint_tiles
from maps.canvas.sight import Sight, sight_of
from maps.geometry.viewport import Viewport
from maps.layers.layer import LayerStack
from maps.layers.places import place_in
from maps.layers.scene import Scene

if TYPE_CHECKING:
    from uuid import UUID

    from maps.canvas.marks import Marks
    from maps.canvas.static_tiles import StaticTiles
    from maps.canvas.tile_cache import TileKey
    from maps.geometry.viewport import Bounds
    from maps.layers.reach import Reached
    from models.domain.ids import CellId

MOST_RINGS = 100
"""Beyond so many pulsing rings, redrawing all costs less than their rectangles."""
AT_REST = Pace(8)
UNHURRIED = Pace(60_000)


@dataclass(slots=True)
class SceneImage:
    """What is shown, at which view, in which layers; and how it was last painted.

    Invariants: while it is fresh the kept image shows exactly `scene` at `view`, and the
    kept ground its tiles; the marks that can be picked are those of the present scene and
    view.
    """

    brushes: Brushes
    tiles: StaticTiles
    view: Viewport = field(default_factory=lambda: Viewport((0.0, 0.0), 1_000.0, (1, 1)))
    scene: Scene = field(default_factory=Scene)
    stack: LayerStack = field(default_factory=LayerStack)
    reach: Reached | None = None
    grouping: Grouping = field(init=False)
    trail_s: float = 600.0
    is_whole: bool = True
    changes: int = 0
    _still: KeptImage = field(default_factory=KeptImage)
    _ground: KeptImage = field(default_factory=KeptImage)
    _come: frozenset[TileKey] = frozenset()
    _sight: Sight | None = None
    _overdue: Overdue | None = None
    _rings: QRegion | None = None
    _phase: int = 0

    def __post_init__(self) -> None:
        self.grouping = Grouping(self.brushes.pixel_ratio, self.brushes.scale)

    def restyled(self, brushes: Brushes) -> None:
        """Paint in another style, at another size or on another screen."""
        self.brushes = brushes
        self.grouping.pixel_ratio, self.grouping.scale = brushes.pixel_ratio, brushes.scale
        self.grouping.forget()

    def changed(self) -> None:
        """Something that moves has changed."""
        self._still.is_fresh = False
        self._sight = None
        self.changes += 1

    def ground_changed(self) -> None:
        """The view has changed."""
        self._ground.is_fresh = False
        self.changed()

    def tiles_came(self, keys: frozenset[TileKey]) -> bool:
        """Tiles have come; whether there is anything to be seen of them.

        Where the map rests they alone are painted into the kept ground.
        """
        if self._ground.is_fresh and not are_seen(self.tiles, self.view, self.brushes, keys):
            return False
        self._come |= keys
        self._still.is_fresh = False
        return True

    @property
    def sight(self) -> Sight:
        """What is shown now, and the marks in it."""
        if self._sight is None:
            self._overdue = self._rings = None
            sight = sight_of(self.scene, self.view, self.stack, self.grouping)
            self._sight = replace(sight, trail_s=self.trail_s, reach=self.reach)
        return self._sight

    def marks(self, kind: str) -> Marks:
        """The marks of a kind now on the screen: what can be picked."""
        return self.sight.marks(kind)

    def id_at(self, kind: str, row: int) -> UUID:
        """Whose mark stands in a row of its layer."""
        return self.scene.members.ids[row] if kind == MEMBER else self.scene.incidents.ids[row]

    def place_m(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is on the plane, EPSG:3857 metres; None where nobody knows."""
        if kind == DRAWING:
            return self._middle_of_drawing(subject)
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        row = layer.row.get(subject)  # type: ignore[call-overload]  # the kind says which id
        return place_in(layer.places, row)

    def _middle_of_drawing(self, subject: UUID) -> tuple[float, float] | None:
        drawings = self.scene.drawings
        row = drawings.row.get(subject)  # type: ignore[call-overload]  # the kind says which id
        if row is None:
            return None
        west, south, east, north = drawings.bounds_m[row].tolist()
        return (west + east) / 2, (south + north) / 2

    def drawn_px(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is drawn: its mark, its place in the fan, or its group's badge."""
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        row = layer.row.get(subject)  # type: ignore[call-overload]  # the kind says which id
        if row is None or place_in(layer.places, row) is None:
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

    def cell_bounds_m(self, cell_id: CellId) -> Bounds | None:
        """The box of a cell; None where it is not drawn."""
        for cells in self.scene.ground.cells:
            for row in np.flatnonzero(cells.ids == cell_id).tolist():
                west, south, east, north = cells.bounds_m[row].tolist()
                return west, south, east, north
        return None

    def paint_moving_view(self, painter: QPainter, size: QSize, *, is_zooming: bool) -> None:
        """Paint straight away, for a view that is another one in the next frame."""
        pace = Pace(2, is_zooming, is_moving=True)
        if shows_dots(self.sight):  # these are written into an image only
            still = self._still.sized(size, self.brushes.pixel_ratio)
            self._paint_upon(still, pace)
            painter.drawImage(QPointF(0, 0), still)
        else:
            self._paint(painter, pace)

    def paint_still(self, painter: QPainter, size: QSize, *, as_was: bool = False) -> None:
        """Paint the kept image, made anew when something has changed.

        The first time it is not whole. `as_was`: what has changed is painted later.
        """
        if self._still.is_new:
            self._begin(painter, size)
            return
        if not (self._still.is_fresh or as_was):
            self._compose(size, AT_REST)
        painter.drawImage(QPointF(0, 0), self._still.sized(size, self.brushes.pixel_ratio))

    def _begin(self, painter: QPainter, size: QSize) -> None:
        """Paint the ground alone: to touch the pixels of all images at once takes 130 ms."""
        ground, _ = (
            kept.sized(size, self.brushes.pixel_ratio) for kept in (self._ground, self._still)
        )
        self._bring_ground(ground)
        painter.drawImage(QPointF(0, 0), ground)
        self.is_whole = False

    def settle(self, size: QSize) -> None:
        """Make the kept image with every name, however long it takes."""
        self._compose(size, UNHURRIED)

    @property
    def overdue(self) -> Overdue:
        """What is overdue and in sight: the same from one pulse to the next."""
        sight = self.sight
        if self._overdue is None:
            self._overdue = overdue_in(sight)
        return self._overdue

    def paint_pulse(self, painter: QPainter) -> None:
        """Rings around what is overdue, at the present phase."""
        if self.has_pulse():
            paint_pulse(painter, self.overdue, self.view, self.brushes, self._phase)

    def has_pulse(self) -> bool:
        """Whether anything overdue is on the screen."""
        return len(self.overdue) > 0

    def pulse(self) -> QRegion | None:
        """Go on by a phase: what must be painted again, None for everything."""
        self._phase = (self._phase + 1) % PULSE_PHASES
        if len(self.overdue) > MOST_RINGS:
            return None
        if self._rings is None:
            self._rings = self._region_of_rings()
        return self._rings

    def _region_of_rings(self) -> QRegion:
        """Where rings are when they are widest."""
        region = QRegion()
        sides = (self.brushes.incident_px(self.view), self.brushes.fanned_px())
        overdue = self.overdue
        for at, size_px in zip((overdue.marks_px, overdue.groups_px), sides, strict=True):
            side = size_px * 2.8
            for x, y in at.tolist():
                rect = QRectF(x - side / 2, y - side / 2, side, side)
                region = region.united(rect.toAlignedRect())
        return region

    def _compose(self, size: QSize, pace: Pace) -> None:
        """The ground as kept, and upon it what moves: a tick costs no tiles."""
        sight = self.sight  # nothing is reckoned while painting
        ground, still = (
            kept.sized(size, self.brushes.pixel_ratio) for kept in (self._ground, self._still)
        )
        self._bring_ground(ground)
        self._still.copy_from(self._ground)
        painter = QPainter(still)
        self.is_whole = paint_moving(painter, sight, self.brushes, pace)
        painter.end()
        self._still.is_fresh = True

    def _bring_ground(self, ground: QImage) -> None:
        """Paint into the kept ground what it lacks."""
        come, self._come = self._come, frozenset()
        if self._ground.is_fresh and not come:
            return
        painter = QPainter(ground)
        here = self.tiles, self.view, self.brushes
        if not (self._ground.is_fresh and paint_new_tiles(painter, *here, come)):
            paint_tiles(painter, *here)
        painter.end()
        self._ground.is_fresh = True

    def _paint_upon(self, image: QImage, pace: Pace) -> None:
        painter = QPainter(image)
        self._paint(painter, pace)
        painter.end()

    def _paint(self, painter: QPainter, pace: Pace) -> None:
        paint_tiles(painter, self.tiles, self.view, self.brushes)
        self.is_whole = paint_moving(painter, self.sight, self.brushes, pace)
