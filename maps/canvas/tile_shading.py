"""Draws what is laid over the ground of a tile: classes of a choropleth, patterned areas.

A pattern says what a colour says, for those who cannot tell the colours apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QTransform

from maps.canvas.packing import Touched, gathered, touching
from maps.canvas.primitives import path_of, q_colour
from maps.layers.scene import Ways
from maps.layers.shading import AREA_OF_DEPARTMENT, Shading

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from maps.canvas.tile_drawing import Piece
    from maps.layers.scene import CellsOfLevel, Ground
    from maps.layers.style import MapStyle

PATTERNS: Final = {
    AREA_OF_DEPARTMENT: Qt.BrushStyle.FDiagPattern,
    "market": Qt.BrushStyle.DiagCrossPattern,
    "school": Qt.BrushStyle.VerPattern,
    "hospital": Qt.BrushStyle.CrossPattern,
    "park": Qt.BrushStyle.HorPattern,
    "compound": Qt.BrushStyle.Dense6Pattern,
}
"""The pattern of each kind of area; one of another kind has that of `OTHER_AREA`."""
OTHER_AREA: Final = Qt.BrushStyle.BDiagPattern
NO_VALUE_PATTERN: Final = Qt.BrushStyle.BDiagPattern
_FIRST_COLOURED: Final = 1
_EDGE_PX: Final = 1.6
_DEPARTMENT_PX: Final = 2.6
_PATTERN_ALPHA: Final = 0.4


def paint_classes(
    painter: QPainter,
    request: Piece,
    ground: Ground,
    shading: Shading,
    style: MapStyle,
    touched_by: Callable[[CellsOfLevel, Piece], Touched],
) -> None:
    """Fill the cells that fit the zoom, each in the colour of its class."""
    cells = shading.cells_at(ground, request.m_per_px * request.pixel_ratio)
    if cells is None:
        return
    classes = shading.classes[cells.level]
    touched = touched_by(cells, request)
    of_ring = classes[touched.cell]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in np.unique(of_ring).tolist():
        xy, starts = touched.of(of_ring == number)
        painter.setBrush(_brush_of(number, shading, style, thick_px(request)))
        painter.drawPath(path_of(request.to_px(xy), starts))


def paint_areas(painter: QPainter, request: Piece, shading: Shading, style: MapStyle) -> None:
    """Lay a pattern and an edge over each area."""
    for area in shading.areas:
        if not len(area.coords_m):
            continue
        low = np.minimum.reduceat(area.coords_m, area.offsets[:-1], axis=0)
        high = np.maximum.reduceat(area.coords_m, area.offsets[:-1], axis=0)
        hit = touching(np.hstack([low, high]), request.bbox_m)
        if not hit.any():
            continue
        colour = style.ground.get(area.kind, style.ground["special"])
        xy, starts = gathered(area.coords_m, area.offsets, np.flatnonzero(hit))
        pattern = PATTERNS.get(area.kind, OTHER_AREA)
        is_department = area.kind == AREA_OF_DEPARTMENT
        width = (_DEPARTMENT_PX if is_department else _EDGE_PX) * thick_px(request)
        path = path_of(request.to_px(xy), starts)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        alpha = _PATTERN_ALPHA * (0.6 if is_department else 1.0)
        painter.setBrush(_pattern(q_colour(colour, alpha), pattern, thick_px(request)))
        painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(q_colour(colour), width, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)


def thick_px(request: Piece) -> float:
    """Device pixels to a pixel of a line or a pattern as it was designed."""
    return request.pixel_ratio * request.line_scale


def _brush_of(number: int, shading: Shading, style: MapStyle, ratio: float) -> QBrush:
    if number < _FIRST_COLOURED:
        return _pattern(q_colour(style.ground["no_value"]), NO_VALUE_PATTERN, ratio)
    ramp = style.ramps[shading.ramp]
    colour = ramp[min(number - _FIRST_COLOURED, len(ramp) - 1)]
    return QBrush(q_colour(colour, shading.strength))


def _pattern(colour: Any, pattern: Qt.BrushStyle, ratio: float) -> QBrush:
    brush = QBrush(colour, pattern)
    brush.setTransform(QTransform.fromScale(ratio, ratio))
    return brush


def shading_told(shading: Shading) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """A shading as the header and the arrays of a message."""
    levels = sorted(shading.classes)
    header = {
        "say": "shade",
        "ramp": shading.ramp,
        "level": shading.level,
        "strength": shading.strength,
        "levels": levels,
        "areas": [area.kind for area in shading.areas],
        "narrowest_px": shading.narrowest_px,
    }
    arrays: list[NDArray[Any]] = [shading.classes[level] for level in levels]
    arrays += [array for area in shading.areas for array in (area.coords_m, area.offsets)]
    return header, arrays


def shading_from(header: dict[str, Any], arrays: list[NDArray[Any]]) -> Shading:
    """The shading of such a message."""
    supply = iter(arrays)
    classes = {level: next(supply) for level in header["levels"]}
    areas = [Ways(kind, next(supply), next(supply), is_area=True) for kind in header["areas"]]
    return Shading(
        header["ramp"],
        classes,
        header["level"],
        header["strength"],
        tuple(areas),
        header["narrowest_px"],
    )
