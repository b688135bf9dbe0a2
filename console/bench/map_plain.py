"""The same scene in plain pyqtgraph items: what one would build without a canvas of one's own.

One item a layer, as pyqtgraph's own examples do it: curves for outlines, links and ways,
paths for fills, scatter plots for marks, text items for the names that the canvas shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsPathItem

from maps.canvas.atlas import INCIDENT_PX, MEMBER_PX, tier_of
from maps.layers.cells import levels_shown
from maps.layers.labels import cell_names, placed
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPen

    from maps.geometry.viewport import Viewport
    from maps.layers.scene import Scene
    from maps.layers.style import MapStyle

_HEADINGS = 32
_LINKS_FROM_M_PER_PX = 15.0
_NAME_PX = (80.0, 18.0)


class PlainMap:
    """One scene as pyqtgraph items, looked at from a viewport; `widget` shows it.

    Thread: GUI
    """

    def __init__(self, scene: Scene, view: Viewport, style: MapStyle) -> None:
        self._style = style
        self.widget: Any = pg.GraphicsLayoutWidget()
        self.widget.resize(*(round(side) for side in view.size_px))
        self.widget.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.widget.setBackground(QColor(*style.plain["background"][:3]))
        self.box: Any = self.widget.addViewBox(lockAspect=True, enableMenu=False)
        self._tier = tier_of(view.m_per_px)
        self._fill(scene, view)
        self._ways(scene, view)
        self._outlines(scene, view)
        self._names(scene, view)
        self._links(scene, view)
        self.members = pg.ScatterPlotItem(pxMode=True, pen=None)
        self.incidents = pg.ScatterPlotItem(pxMode=True)
        self.box.addItem(self.members)
        self.box.addItem(self.incidents)
        self.show_scene(scene)
        self.look(view)

    def look(self, view: Viewport) -> None:
        """Show exactly this part of the plane."""
        west, south, east, north = view.bounds_m()
        self.box.setRange(xRange=(west, east), yRange=(south, north), padding=0)

    def show_scene(self, scene: Scene) -> None:
        """Another moment: members and incidents where and as they are now."""
        self._show_members(scene)
        self._show_incidents(scene)

    def _show_members(self, scene: Scene) -> None:
        layer = scene.members
        known = ~np.isnan(layer.mercator_m[:, 0])
        turn = np.nan_to_num(layer.heading_deg[known]) * (_HEADINGS / 360)
        turn = np.round(turn).astype(int) % _HEADINGS
        names = [look.name.lower() for look in MemberLook]
        brushes = [pg.mkBrush(*self._style.member[name]) for name in names]
        arrows = _arrows()
        still = np.isnan(layer.heading_deg[known])
        at = layer.mercator_m[known]
        self.members.setData(
            x=at[:, 0],
            y=at[:, 1],
            size=MEMBER_PX[self._tier],
            symbol=["o" if s else arrows[t] for s, t in zip(still, turn, strict=True)],
            brush=[brushes[look] for look in layer.look[known]],
        )

    def _show_incidents(self, scene: Scene) -> None:
        layer = scene.incidents
        fills = [pg.mkBrush(*self._style.incident[name]) for name in _URGENCIES]
        shapes = ("o", "t1", "d")
        self.incidents.setData(
            x=layer.mercator_m[:, 0],
            y=layer.mercator_m[:, 1],
            size=INCIDENT_PX[self._tier],
            symbol=[shapes[urgency] for urgency in layer.urgency],
            brush=[fills[urgency] for urgency in layer.urgency],
            pen=pg.mkPen(*self._style.incident["ring"]),
        )

    def _fill(self, scene: Scene, view: Viewport) -> None:
        shown = levels_shown(scene.ground, view.m_per_px)
        cells = shown[max(0, len(shown) - 2)]
        tints = self._style.tints
        tint = (cells.ids % len(tints))[cells.ring_cell]
        for number in np.unique(tint).tolist():
            xy, joined = _polylines(cells.coords_m, cells.ring_offsets, tint == number)
            item = QGraphicsPathItem(pg.arrayToQPath(xy[:, 0], xy[:, 1], connect=joined))
            item.setBrush(pg.mkBrush(*tints[number]))
            item.setPen(pg.mkPen(None))
            self.box.addItem(item)

    def _ways(self, scene: Scene, view: Viewport) -> None:
        for ways in scene.ground.ways:
            style = self._style.ways.get(ways.kind)
            if style is None or view.m_per_px > style.from_m_per_px:
                continue
            pen = pg.mkPen(*style.colour, width=style.width_px(view.m_per_px))
            self._curve(ways.coords_m, ways.offsets, pen)

    def _outlines(self, scene: Scene, view: Viewport) -> None:
        for cells in reversed(levels_shown(scene.ground, view.m_per_px)):
            style = self._style.level(cells.level)
            pen = pg.mkPen(*style.line, width=style.width)
            self._curve(cells.coords_m, cells.ring_offsets, pen)

    def _curve(
        self, coords_m: NDArray[np.float64], offsets: NDArray[np.int64], pen: QPen
    ) -> None:
        xy, joined = _polylines(coords_m, offsets, None)
        self.box.addItem(pg.PlotCurveItem(xy[:, 0], xy[:, 1], connect=joined, pen=pen))

    def _names(self, scene: Scene, view: Viewport) -> None:
        names = cell_names(scene.ground, view.m_per_px, view.bounds_m())
        at_px = view.to_screen(names.anchor_m)
        for row in placed(at_px, np.tile(_NAME_PX, (len(at_px), 1))).tolist():
            text = pg.TextItem(
                names.texts[row], self._style.plain["text"][:3], anchor=(0.5, 0.5)
            )
            text.setPos(*names.anchor_m[row])
            self.box.addItem(text)

    def _links(self, scene: Scene, view: Viewport) -> None:
        if view.m_per_px > _LINKS_FROM_M_PER_PX:
            return
        links = scene.links
        ends = np.hstack(
            [scene.incidents.mercator_m[links.incident], scene.members.mercator_m[links.member]]
        ).reshape(-1, 2)
        pen = pg.mkPen(*self._style.plain["link"])
        self.box.addItem(pg.PlotCurveItem(ends[:, 0], ends[:, 1], connect="pairs", pen=pen))


_URGENCIES = ("general", "urgent", "emergency")


def _polylines(
    coords: NDArray[np.float64], offsets: NDArray[np.int64], chosen: NDArray[np.bool_] | None
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Vertices (v, 2), and for each whether a line leads from it to the next."""
    joined = np.ones(len(coords), np.int32)
    joined[offsets[1:] - 1] = 0
    if chosen is None:
        return coords, joined
    take = np.repeat(chosen, np.diff(offsets))
    return coords[take], joined[take]


def _arrows() -> list[QPainterPath]:
    points = [(0, -0.5), (0.34, 0.38), (0, 0.2), (-0.34, 0.38)]
    arrow = QPainterPath()
    arrow.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    arrow.closeSubpath()
    return [QTransform().rotate(turn * 360 / _HEADINGS).map(arrow) for turn in range(_HEADINGS)]
