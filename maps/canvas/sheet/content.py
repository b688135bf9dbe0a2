"""The map of a sheet as vectors: ground, links, marks and names, each letter as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from maps.canvas.atlas import (
    HEADINGS,
    INCIDENT_PX,
    MEMBER_PX,
    paint_incident,
    paint_member,
    tier_of,
)
from maps.canvas.brushes import Brushes
from maps.canvas.label_painter import label_font
from maps.canvas.obstacles import Obstacles
from maps.canvas.passes.drawings import paint_layer
from maps.canvas.primitives import draw_lines, q_colour
from maps.canvas.sight import sight_of
from maps.canvas.tile_drawing import GroundPainter
from maps.layers.incidents import Stage
from maps.layers.labels import cell_names, fitted
from maps.layers.layer import CELL_NAMES, DRAWINGS, INCIDENTS, LINKS, MEMBERS, STATIC
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.sheet.layout import Box
    from maps.canvas.sight import Sight
    from maps.geometry.viewport import Viewport
    from maps.layers.labels import Names
    from maps.layers.layer import LayerStack
    from maps.layers.scene import Scene
    from maps.layers.style import Colour, MapStyle

_FINEST_GROUND: Final = 300 / 96
"""Outlines are as fine as 300 dots an inch can show, also where paper has no dots."""
_HALO_PX: Final = 2.6
_LINK_PX: Final = 1.0
_ASIDE: Final = np.array([(0, 0), (0, -1.1), (0, 1.1), (0.55, 0), (-0.55, 0)])
"""Where a name may stand beside its place, in its own widths and heights, to clear a mark."""


@dataclass(frozen=True, slots=True)
class SheetGround:
    """A piece of the plane for the painter of the ground, in device pixels of a sheet."""

    view: Viewport
    pixel_ratio: float
    line_scale: float = 1.0

    @property
    def m_per_px(self) -> float:
        """Plane metres under a device pixel."""
        return self.view.m_per_px / self.pixel_ratio

    @property
    def bbox_m(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.view.bounds_m()

    def to_px(self, coords_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Plane metres (…, 2) to device pixels from the corner of the map, y down."""
        west, _, _, north = self.bbox_m
        placed: NDArray[np.float64] = (coords_m - (west, north)) * (1.0, -1.0) / self.m_per_px
        return placed


def paint_content(
    painter: QPainter,
    scene: Scene,
    view: Viewport,
    style: MapStyle,
    layers: LayerStack,
    frame: Box,
) -> None:
    """Paint a scene into its frame; the painter's scale is that of the device."""
    ratio = painter.transform().m11()
    painter.save()
    painter.setClipRect(QRectF(frame.left, frame.top, frame.width, frame.height))
    painter.fillRect(
        QRectF(frame.left, frame.top, frame.width, frame.height),
        q_colour(style.plain["background"]),
    )
    painter.translate(frame.left, frame.top)
    dots = min(ratio, _FINEST_GROUND)
    painter.save()
    painter.scale(1 / dots, 1 / dots)
    ground = GroundPainter(scene.ground, style, layers.hidden & STATIC, is_for_paper=True)
    ground.paint(painter, SheetGround(view, dots))
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sight = sight_of(scene, view, layers)
    if layers.shows(LINKS):
        _paint_links(painter, sight, style)
    if layers.shows(MEMBERS):
        _paint_members(painter, sight, style)
    if layers.shows(CELL_NAMES):
        _paint_names(painter, sight, style)
    if layers.shows(DRAWINGS):  # over the names of cells, as on the map
        paint_layer(painter, scene.drawings, view, Brushes(style, ratio))
    if layers.shows(INCIDENTS):
        _paint_incidents(painter, sight, style)
    painter.restore()


def _paint_links(painter: QPainter, sight: Sight, style: MapStyle) -> None:
    scene, view = sight.scene, sight.view
    links = scene.links
    if not len(links.incident):
        return
    ends = np.hstack(
        [
            view.to_screen(scene.incidents.places.of(links.incident.astype(np.intp))),
            view.to_screen(scene.members.places.of(links.member.astype(np.intp))),
        ]
    )
    painter.setPen(QPen(q_colour(style.plain["selection"], 0.6), _LINK_PX))
    draw_lines(painter, ends[~np.isnan(ends).any(axis=1)])


def _paint_members(painter: QPainter, sight: Sight, style: MapStyle) -> None:
    layer, size = sight.scene.members, MEMBER_PX[tier_of(sight.view.m_per_px)]
    for row, (x, y) in zip(
        sight.members.rows.tolist(), sight.members.screen_px.tolist(), strict=True
    ):
        is_stale = bool(layer.is_stale[row])
        heading = float(layer.heading_deg[row])
        is_still = is_stale or np.isnan(heading)
        turn = -1 if is_still else round(heading * HEADINGS / 360) % HEADINGS
        painter.save()
        painter.translate(x, y)
        paint_member(painter, style, size, MemberLook(layer.look[row]), is_stale, turn)
        painter.restore()


def _paint_incidents(painter: QPainter, sight: Sight, style: MapStyle) -> None:
    layer, size = sight.scene.incidents, INCIDENT_PX[tier_of(sight.view.m_per_px)]
    for row, (x, y) in zip(
        sight.incidents.rows.tolist(), sight.incidents.screen_px.tolist(), strict=True
    ):
        painter.save()
        painter.translate(x, y)
        stage, is_overdue = Stage(layer.stage[row]), bool(layer.is_overdue[row])
        paint_incident(painter, style, size, int(layer.urgency[row]), stage, is_overdue)
        painter.restore()


def _paint_names(painter: QPainter, sight: Sight, style: MapStyle) -> None:
    view = sight.view
    names = cell_names(sight.scene.ground, view.m_per_px, view.bounds_m())
    if not names.texts:
        return
    sizes = _sizes(names, style)
    spots = view.to_screen(names.anchor_m)[:, None, :] + sizes[:, None, :] * _ASIDE
    side_px = INCIDENT_PX[tier_of(view.m_per_px)]
    obstacles = Obstacles(sight.scene.incidents.mercator_m, side_px)
    west, _, _, north = view.bounds_m()
    corner_px = np.array([west, -north, west, -north]) / view.m_per_px
    marks = obstacles.boxes_px(view.bounds_m(), view.m_per_px) - corner_px
    rows, chosen = fitted(spots, sizes, marks_px=marks)
    for row, spot in zip(rows.tolist(), chosen.tolist(), strict=True):
        level = int(names.level[row])
        font, _ = label_font(style, level, 1.0)
        painter.setFont(font)
        x, y = spots[row, spot].tolist()
        colour = style.plain["text" if level <= 2 else "text_dim"]
        haloed_text(painter, names.texts[row], QPointF(x, y), colour, style.plain["halo"])


def _sizes(names: Names, style: MapStyle) -> NDArray[np.float64]:
    measures = {level: label_font(style, level, 1.0)[1] for level in set(names.level.tolist())}
    return np.array(
        [
            (measures[level].horizontalAdvance(text), measures[level].height())
            for text, level in zip(names.texts, names.level.tolist(), strict=True)
        ]
    ).reshape(-1, 2)


def haloed_text(
    painter: QPainter, text: str, centre: QPointF, colour: Colour, halo: Colour
) -> None:
    """Text about a point with a halo around its letters; the text itself stays text."""
    measure = painter.fontMetrics()
    size = measure.size(0, text)
    base = centre + QPointF(-size.width() / 2, (measure.ascent() - measure.descent()) / 2)
    around = QPainterPath()
    around.addText(base, painter.font(), text)
    pen = QPen(q_colour(halo), _HALO_PX, j=Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(around, pen)
    painter.setPen(q_colour(colour))
    painter.drawText(base, text)
