"""Paints a scene: tiles below, then each moving layer in one pass from its arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPen, QRegion

from maps.canvas.atlas import (
    INCIDENT_PX,
    MEMBER_PX,
    Atlas,
    incident_atlas,
    incident_number,
    member_atlas,
    member_number,
    pulse_atlas,
    tier_of,
)
from maps.canvas.dots import packed, write_dots
from maps.canvas.label_painter import LabelPainter, MarkNames, Pace
from maps.canvas.marks import INCIDENT, MEMBER, Marks, visible_marks
from maps.canvas.obstacles import Obstacles
from maps.canvas.primitives import draw_lines, q_colour
from maps.canvas.tile_cache import TileKey, step_of, tiles_over
from maps.layers.layer import CELL_NAMES, INCIDENTS, LINKS, MEMBER_NAMES, MEMBERS
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.static_tiles import StaticTiles
    from maps.canvas.tile_cache import TileCache
    from maps.geometry.viewport import Viewport
    from maps.layers.layer import LayerStack
    from maps.layers.scene import Scene
    from maps.layers.style import MapStyle

PULSE_PHASES = 8
MOST_SPRITES = 12_000
"""More members than these on one screen are a texture: dots instead of stamps."""
_MOST_NAMED_MEMBERS = 60
_CROWD = 150
_LINKS_FROM_M_PER_PX = 15.0
_MOST_LINKS = 120
"""More lines than these are a tangle that says nothing; the selected ones show anyway."""


@dataclass(slots=True)
class ScenePainter:
    """Paints scenes in one style for one pixel ratio; keeps atlases and sprites.

    `members` and `incidents` are the marks painted last: what can be picked.
    """

    style: MapStyle
    pixel_ratio: float
    scale: float = 1.0
    members: Marks = field(init=False)
    incidents: Marks = field(init=False)
    _labels: LabelPainter = field(init=False)
    _atlases: dict[tuple[str, int], Atlas] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._labels = LabelPainter(self.style, self.pixel_ratio, self.scale)
        nothing = np.empty(0, np.intp), np.empty((0, 2))
        self.members, self.incidents = Marks(MEMBER, *nothing), Marks(INCIDENT, *nothing)

    def look(self, scene: Scene, view: Viewport, stack: LayerStack) -> None:
        """Find out which marks this view shows."""
        nowhere = np.empty((0, 2))
        members = scene.members.mercator_m if stack.shows(MEMBERS) else nowhere
        incidents = scene.incidents.mercator_m if stack.shows(INCIDENTS) else nowhere
        self.members = visible_marks(MEMBER, members, view)
        self.incidents = visible_marks(INCIDENT, incidents, view)

    def paint_tiles(self, painter: QPainter, tiles: StaticTiles, view: Viewport) -> None:
        """The still ground: sharp tiles, and coarser or finer ones where those lack."""
        step = step_of(view.m_per_px / self.pixel_ratio)
        keys = tiles_over(step, view.bounds_m())
        images = {key: image for key in keys if (image := tiles.cache.get(key)) is not None}
        empty = [key for key in keys if key not in images]
        colour = q_colour(self.style.plain["background"])
        for key in empty:
            painter.fillRect(self._rect_of(key, view), colour)
        missing = [key for key in empty if tiles.covers(key)]
        if missing:
            self._paint_stand_ins(painter, tiles.cache, view, step, missing)
        for key, image in images.items():
            painter.drawImage(self._rect_of(key, view), image)

    def paint_moving(
        self,
        painter: QPainter,
        scene: Scene,
        view: Viewport,
        stack: LayerStack,
        pace: Pace,
    ) -> bool:
        """All moving layers in their order; whether every name could be drawn in time."""
        is_whole = True
        for key in self._order(stack):
            if key == CELL_NAMES:
                obstacles = self._obstacles(scene, view, stack)
                is_whole = self._labels.paint(painter, scene.ground, view, pace, obstacles)
            elif key == LINKS:
                self._paint_links(painter, scene, view)
            elif key == MEMBERS:
                self._paint_members(painter, scene, view)
            elif key == INCIDENTS:
                self._paint_incidents(painter, scene, view)
            elif key == MEMBER_NAMES:
                is_whole &= self._paint_member_names(painter, scene, view, pace)
        return is_whole

    def _order(self, stack: LayerStack) -> list[str]:
        """The moving layers shown, from bottom to top.

        A crowd of members is a texture and names the orientation: there names lie above.
        """
        order = [key for key in stack.order if key not in stack.hidden]
        is_crowd = len(self.members.rows) > _CROWD
        if is_crowd and CELL_NAMES in order and order.index(CELL_NAMES) < order.index(MEMBERS):
            order.remove(CELL_NAMES)
            order.insert(order.index(MEMBERS) + 1, CELL_NAMES)
        return order

    def paint_pulse(self, painter: QPainter, scene: Scene, view: Viewport, phase: int) -> None:
        """Rings around what is overdue."""
        tier = tier_of(view.m_per_px)
        marks = self.incidents
        overdue = scene.incidents.is_overdue[marks.rows]
        at = marks.screen_px[overdue]
        self.atlas("pulse", tier).stamp(painter, at, np.full(len(at), phase % PULSE_PHASES))

    def has_overdue(self, scene: Scene) -> bool:
        """Whether an overdue incident is on the screen."""
        return bool(scene.incidents.is_overdue[self.incidents.rows].any())

    def overdue_px(self, scene: Scene) -> NDArray[np.float64]:
        """Where the visible overdue incidents are, (n, 2) screen pixels."""
        overdue = scene.incidents.is_overdue[self.incidents.rows]
        found: NDArray[np.float64] = self.incidents.screen_px[overdue]
        return found

    def atlas(self, what: str, tier: int) -> Atlas:
        """The stamps of members, incidents or pulses at one size, made when first needed."""
        key = (what, tier)
        if key not in self._atlases:
            self._atlases[key] = self._made(what, tier)
        return self._atlases[key]

    def _made(self, what: str, tier: int) -> Atlas:
        if what == MEMBER:
            return member_atlas(self.style, MEMBER_PX[tier] * self.scale, self.pixel_ratio)
        if what == INCIDENT:
            return incident_atlas(self.style, INCIDENT_PX[tier] * self.scale, self.pixel_ratio)
        return pulse_atlas(
            self.style, INCIDENT_PX[tier] * self.scale, self.pixel_ratio, PULSE_PHASES
        )

    def _paint_stand_ins(
        self,
        painter: QPainter,
        cache: TileCache,
        view: Viewport,
        step: int,
        missing: list[TileKey],
    ) -> None:
        painter.save()
        region = QRegion()
        for key in missing:
            region = region.united(self._rect_of(key, view).toAlignedRect())
        painter.setClipRegion(region)
        steps = [s for s in cache.steps() if s <= step + 2 and s != step]
        bbox = view.bounds_m()
        for other in sorted(steps):
            for key, image in list(cache.of_step(other, bbox)):
                painter.drawImage(self._rect_of(key, view), image)
        painter.restore()

    def _rect_of(self, key: TileKey, view: Viewport) -> QRectF:
        """Where a tile lies on the screen, its edges on whole device pixels.

        Each edge is rounded by itself, so that neighbours meet without a gap.
        """
        west, south, east, north = key.bbox_m
        corners = view.to_screen(np.array([[west, north], [east, south]])) * self.pixel_ratio
        (left, top), (right, bottom) = (np.round(corners) / self.pixel_ratio).tolist()
        return QRectF(left, top, right - left, bottom - top)

    def _paint_links(self, painter: QPainter, scene: Scene, view: Viewport) -> None:
        links = scene.links
        if not len(links.incident) or view.m_per_px > _LINKS_FROM_M_PER_PX:
            return
        ends = np.hstack(
            [
                view.to_screen(scene.incidents.mercator_m[links.incident]),
                view.to_screen(scene.members.mercator_m[links.member]),
            ]
        )
        width, height = view.size_px
        inside = (ends >= 0) & (ends <= (width, height, width, height))
        near = (inside[:, 0] & inside[:, 1]) | (inside[:, 2] & inside[:, 3])
        if near.sum() > _MOST_LINKS:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(q_colour(self.style.plain["link"]), 1.0))
        draw_lines(painter, ends[near])

    @property
    def shows_dots(self) -> bool:
        """Whether the members of this view are so many that they are written as dots."""
        return len(self.members.rows) > MOST_SPRITES

    def _paint_members(self, painter: QPainter, scene: Scene, view: Viewport) -> None:
        rows, layer = self.members.rows, scene.members
        look, is_stale = layer.look[rows], layer.is_stale[rows]
        device = painter.device()
        if self.shows_dots and isinstance(device, QImage):
            colour = self._dot_colours()[np.where(is_stale, len(MemberLook), look)]
            is_hollow = is_stale | (look >= MemberLook.BREAK)
            radius = MEMBER_PX[0] * 0.36 * self.pixel_ratio * self.scale
            write_dots(
                device, self.members.screen_px * self.pixel_ratio, colour, is_hollow, radius
            )
            return
        number = member_number(look, is_stale, layer.heading_deg[rows])
        atlas = self.atlas(MEMBER, tier_of(view.m_per_px))
        atlas.stamp(painter, self.members.screen_px, number)

    def _dot_colours(self) -> NDArray[np.uint32]:
        """By `MemberLook`, with that of stale fixes as the last."""
        names = [*(look.name.lower() for look in MemberLook), "stale"]
        return np.array([packed(self.style.member[name]) for name in names], np.uint32)

    def _paint_incidents(self, painter: QPainter, scene: Scene, view: Viewport) -> None:
        rows, layer = self.incidents.rows, scene.incidents
        number = incident_number(layer.urgency[rows], layer.stage[rows], layer.is_overdue[rows])
        self.atlas(INCIDENT, tier_of(view.m_per_px)).stamp(
            painter, self.incidents.screen_px, number
        )

    def _paint_member_names(
        self, painter: QPainter, scene: Scene, view: Viewport, pace: Pace
    ) -> bool:
        rows = self.members.rows
        if not 0 < len(rows) <= _MOST_NAMED_MEMBERS or tier_of(view.m_per_px) == 0:
            return True
        names = tuple(scene.members.names[row] for row in rows.tolist())
        at, others = self.members.screen_px, self.incidents.screen_px
        marked = MarkNames(names, at, others, self._side_px(view))
        return self._labels.paint_names(painter, marked, view, pace)

    def _obstacles(self, scene: Scene, view: Viewport, stack: LayerStack) -> Obstacles:
        """What names of cells leave in sight: incidents; members move too much."""
        is_shown = stack.shows(INCIDENTS)
        at = scene.incidents.mercator_m if is_shown else np.empty((0, 2))
        return Obstacles(at, self._side_px(view))

    def _side_px(self, view: Viewport) -> float:
        return float(INCIDENT_PX[tier_of(view.m_per_px)] * self.scale)
