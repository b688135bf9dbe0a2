"""Draws one tile of the ground: fills, water, roads, outlines. Used by the worker process.

Fills are not antialiased and the outlines on top are: no seams, a quarter of the cost.
Coordinates are snapped to a fraction of a pixel for each band of zooms, so that a shape
with a hundred thousand vertices costs what the eye can see of it, and neighbours keep
their common edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPen

from maps.canvas.base_image import Laid, Opened, Square
from maps.canvas.packing import (
    Packed,
    Rings,
    Touched,
    boxes_of,
    each_edge_once,
    gathered,
    segments_of,
    snapped,
    touching,
)
from maps.canvas.primitives import draw_lines, path_of, q_colour
from maps.canvas.tile_shading import paint_areas, paint_classes, thick_px
from maps.layers.cells import SMALLEST_CELL_PX, levels_shown, width_px
from maps.layers.layer import CELLS, ROADS, WATER
from maps.layers.scene import Ground
from maps.layers.shading import Shading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import CellsOfLevel, Ways
    from maps.layers.style import Colour, MapStyle, WayStyle

TILE_PX = 512
"""The side of a tile in device pixels."""
_SNAP_PX = 0.4
_CLEAR_AT_PX = 40.0
_GLOW_PX = 7.0
_MOST_GLOWING = 2_500
_FEW_VERTICES = 8_192
"""So many are snapped for each tile anew: 2 ms, and no copy of a whole level is kept."""
_MOST_KEPT = 1 << 20
"""Nor is one of a level of more: a tile touches a part of it, and a copy is 30 B a vertex."""
_AREAS_OF_WATER = frozenset({"water", "river"})


class Piece(Protocol):
    """A piece of the plane to be drawn: a tile, or the map of a printed sheet."""

    @property
    def m_per_px(self) -> float:
        """EPSG:3857 metres under a device pixel."""

    @property
    def pixel_ratio(self) -> float:
        """Device pixels to one of the design."""

    @property
    def line_scale(self) -> float:
        """How much thicker than designed lines and patterns are: on a wall, with the marks."""

    @property
    def bbox_m(self) -> Bounds:
        """West, south, east, north."""

    def to_px(self, coords_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map metres (…, 2) to device pixels from the north-west corner, y down."""


@dataclass(frozen=True, slots=True)
class TileRequest:
    """A square of the map: its north-west corner and scale in EPSG:3857 metres."""

    west_m: float
    north_m: float
    m_per_px: float
    pixel_ratio: float = 1.0
    line_scale: float = 1.0

    @property
    def bbox_m(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        side = TILE_PX * self.m_per_px
        return self.west_m, self.north_m - side, self.west_m + side, self.north_m

    def to_px(self, coords_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map metres (…, 2) to pixels of the tile, y down."""
        corner = np.array([self.west_m, self.north_m])
        placed: NDArray[np.float64] = (coords_m - corner) * (1.0, -1.0) / self.m_per_px
        return placed


class GroundPainter:
    """Draws any tile of one ground in one style, and what lies over it and under it now.

    `laid` says what came of the base map on the last tile drawn. For paper
    lines are opaque, in the colour that they would have over the ground: a PDF keeps them as
    lines then, where it would fill the outline of every clear one.
    """

    def __init__(
        self,
        ground: Ground,
        style: MapStyle,
        hidden: frozenset[str] = frozenset(),
        base: Opened | None = None,
        *,
        is_for_paper: bool = False,
    ) -> None:
        self._is_for_paper = is_for_paper
        self._base = base or Opened()
        self._ground = Ground(ground.cells, (*self._base.ways, *ground.ways))
        self.laid = Laid(is_bare=False)
        self._style = style
        self._hidden = hidden
        self.shading = Shading()
        self._levels: dict[int, _Kept] = {}
        self._about: dict[int, Touched] = {}
        self._lines: dict[int, Packed] = {}

    def draw(self, request: TileRequest) -> QImage:
        """The tile as an opaque image of `TILE_PX` squared device pixels."""
        image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
        image.fill(q_colour(self._style.plain["background"]))
        painter = QPainter(image)
        self.paint(painter, request)
        painter.end()
        return image

    def paint(self, painter: QPainter, request: Piece) -> None:
        """A piece of the ground, in device pixels from its north-west corner."""
        self._about.clear()
        shown = levels_shown(self._ground, request.m_per_px * request.pixel_ratio)
        fill, is_plain = self._lay_base(painter, request)
        if CELLS not in self._hidden and shown and fill:
            painter.setOpacity(fill)
            self._fill(painter, request, shown[max(0, len(shown) - 2)])
        painter.setOpacity(1.0 if is_plain else self._style.base.classes)
        paint_classes(painter, request, self._ground, self.shading, self._style, self._touched)
        painter.setOpacity(1.0)
        if is_plain:  # raster tiles show roads and water of their own
            self._draw_ways(painter, request)
        if CELLS not in self._hidden:
            for cells in reversed(shown):
                self._outline(painter, request, cells)
        paint_areas(painter, request, self.shading, self._style)

    def _lay_base(self, painter: QPainter, request: Piece) -> tuple[float, bool]:
        """Lay the base map: how much of the cells' fill goes on it, whether it is bare."""
        image = self._base.image
        if image is None:
            return 1.0, True
        square = Square(request.bbox_m, request.m_per_px, TILE_PX, request.pixel_ratio)
        laid = self.laid = image.paint(painter, square)
        return (1.0, True) if laid.is_bare else (image.cell_opacity, False)

    def _fill(self, painter: QPainter, request: Piece, cells: CellsOfLevel) -> None:
        touched = self._touched(cells, request)
        tints = self._style.tints
        tint = cells.ids[touched.cell] % len(tints)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in np.unique(tint).tolist():
            painter.setBrush(q_colour(tints[number]))
            xy, starts = touched.of(tint == number)
            painter.drawPath(path_of(request.to_px(xy), starts))

    def _outline(self, painter: QPainter, request: Piece, cells: CellsOfLevel) -> None:
        style = self._style.level(cells.level)
        edges = self._edges_of(cells, request)
        if not len(edges):
            return
        segments = request.to_px(edges.reshape(-1, 2)).reshape(-1, 4)
        is_outer = cells is self._ground.cells[0]
        if is_outer and len(segments) <= _MOST_GLOWING and not self._is_for_paper:
            _glow(painter, segments, style.line, thick_px(request))
        wide = width_px(cells, request.m_per_px * request.pixel_ratio)
        clear = (wide - SMALLEST_CELL_PX) / (_CLEAR_AT_PX - SMALLEST_CELL_PX)
        alpha = 1.0 if is_outer else float(np.clip(clear, 0.35, 1.0))
        colour = style.line
        if self._is_for_paper:
            colour, alpha = _mixed(style.line, self._style.tints[0], alpha), 1.0
        _pen(painter, colour, alpha, style.width * thick_px(request))
        draw_lines(painter, segments)

    def _draw_ways(self, painter: QPainter, request: Piece) -> None:
        for number, ways in enumerate(self._ground.ways):
            style = self._style.ways.get(ways.kind)
            layer = WATER if ways.kind in _AREAS_OF_WATER else ROADS
            scale = request.m_per_px * request.pixel_ratio
            if style is None or layer in self._hidden or scale > style.from_m_per_px:
                continue
            if ways.is_area:
                _fill_ways(painter, request, ways, style)
                continue
            if number not in self._lines:
                self._lines[number] = Packed(ways.coords_m, ways.offsets)
            width = style.width_px(scale * request.line_scale) * thick_px(request)
            segments = self._lines[number].within(_grown(request, width))
            _pen(painter, style.colour, 1.0, width)
            draw_lines(painter, request.to_px(segments.reshape(-1, 2)).reshape(-1, 4))

    def _touched(self, cells: CellsOfLevel, request: Piece) -> Touched:
        """The rings of the cells that a piece touches, with what lies a glow around it."""
        if cells.level not in self._about:
            self._about[cells.level] = self._looked_up(cells, request)
        return self._about[cells.level]

    def _looked_up(self, cells: CellsOfLevel, request: Piece) -> Touched:
        grown = _grown(request, _GLOW_PX)
        parts = np.flatnonzero(touching(cells.bounds_m, grown)[cells.ring_cell])
        of_cell, offsets = cells.ring_cell[parts], cells.ring_offsets
        snap_m = _snap_m(_band(request.m_per_px))
        vertices = (offsets[parts + 1] - offsets[parts]).sum()
        if vertices > _FEW_VERTICES and len(cells.coords_m) <= _MOST_KEPT:
            return Touched(self._kept(cells, snap_m).rings, parts, of_cell)
        xy, starts = gathered(cells.coords_m, offsets, parts)
        few = snapped(xy, np.append(starts, len(xy)), snap_m)
        return Touched(few, np.arange(len(parts)), of_cell)

    def _kept(self, cells: CellsOfLevel, snap_m: float) -> _Kept:
        """A whole level, snapped; of each level only for the zooms drawn last."""
        kept = self._levels.get(cells.level)
        if kept is None or kept.snap_m != snap_m:
            kept = _Kept(snap_m, snapped(cells.coords_m, cells.ring_offsets, snap_m))
            self._levels[cells.level] = kept
        return kept

    def _edges_of(self, cells: CellsOfLevel, request: Piece) -> NDArray[np.float64]:
        """The outlines about a piece, (n, 4)."""
        grown = _grown(request, _GLOW_PX)
        rings = self._touched(cells, request).rings
        kept = self._levels.get(cells.level)
        if kept is not None and rings is kept.rings:
            return kept.edges.within(grown)
        edges = segments_of(rings.coords_m, rings.offsets)
        low, high = (
            np.minimum(edges[:, :2], edges[:, 2:]),
            np.maximum(edges[:, :2], edges[:, 2:]),
        )
        return each_edge_once(edges[touching(np.hstack([low, high]), grown)])


@dataclass(eq=False)
class _Kept:
    """A level snapped for a band of zooms, and its outlines."""

    snap_m: float
    rings: Rings

    @cached_property
    def edges(self) -> Packed:
        """Each edge once, a line of two ends."""
        edges = each_edge_once(segments_of(self.rings.coords_m, self.rings.offsets))
        return Packed(edges.reshape(-1, 2), np.arange(0, 2 * len(edges) + 1, 2))


def _pen(painter: QPainter, colour: Colour, alpha: float, width_px: float) -> None:
    pen = QPen(q_colour(colour, alpha), width_px)
    # Round caps close the joints of thick lines; thin ones keep Qt's fast path.
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if width_px > 1.2 else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _mixed(over: Colour, under: Colour, alpha: float) -> Colour:
    """An opaque colour: one seen through another's `alpha`."""
    red, green, blue = (
        round(a * alpha + b * (1 - alpha)) for a, b in zip(over[:3], under[:3], strict=True)
    )
    return red, green, blue, 255


def _glow(
    painter: QPainter, segments: NDArray[np.float64], colour: Colour, ratio: float
) -> None:
    # One path, so that overlapping joints do not add up to beads.
    path = path_of(segments.reshape(-1, 2), np.arange(0, 2 * len(segments), 2))
    for width, alpha in ((_GLOW_PX, 0.10), (_GLOW_PX * 0.55, 0.14)):
        _pen(painter, colour, alpha, width * ratio)
        painter.drawPath(path)


def _fill_ways(painter: QPainter, request: Piece, ways: Ways, style: WayStyle) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q_colour(style.colour))
    hit = touching(boxes_of(ways.coords_m, ways.offsets[:-1]), request.bbox_m)
    xy, starts = gathered(ways.coords_m, ways.offsets, np.flatnonzero(hit))
    painter.drawPath(path_of(request.to_px(xy), starts))


def _band(m_per_px: float) -> int:
    """Bands of a factor of four in scale share their snapped coordinates."""
    return int(np.floor(np.log2(m_per_px) / 2))


def _snap_m(band: int) -> float:
    return float(4.0**band) * _SNAP_PX


def _grown(request: Piece, by_px: float) -> tuple[float, float, float, float]:
    west, south, east, north = request.bbox_m
    by_m = by_px * request.pixel_ratio * request.m_per_px
    return west - by_m, south - by_m, east + by_m, north + by_m
