"""Chips: the small drawings of classes and skills on plates, beside the marks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from maps.canvas.atlas import Atlas, made_atlas
from maps.canvas.primitives import q_colour
from maps.layers.glyphs import CLASS_GLYPHS, SKILL_GLYPHS
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.layers.style import Colour, MapStyle

CLASS_CHIP_PX = (0.0, 0.0, 15.0, 18.0)
"""From far to near, in device-independent pixels; 0 where a drawing could not be read."""
SKILL_CHIP_PX = (0.0, 0.0, 0.0, 15.0)
_AIR = 0.17
"""What of a plate stays free on each side of the drawing, as a share of its side."""


def class_chips(style: MapStyle, size_px: float, pixel_ratio: float) -> Atlas:
    """A square for each of `CLASS_GLYPHS`."""
    return _chips(style, CLASS_GLYPHS, "icon", size_px, pixel_ratio)


def skill_chips(style: MapStyle, size_px: float, pixel_ratio: float) -> Atlas:
    """A square for each of `SKILL_GLYPHS`."""
    return _chips(style, SKILL_GLYPHS, "skill", size_px, pixel_ratio)


def _chips(
    style: MapStyle, glyphs: Sequence[str], look: str, size_px: float, pixel_ratio: float
) -> Atlas:
    colours = style.moving
    plate, edge = q_colour(colours[f"{look}_plate"]), q_colour(colours[f"{look}_edge"])
    air = size_px * _AIR

    def draw(painter: QPainter, number: int) -> None:
        rect = QRectF(-size_px / 2, -size_px / 2, size_px, size_px)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(plate)
        painter.drawRoundedRect(rect, size_px * 0.28, size_px * 0.28)
        drawing = QSvgRenderer(QByteArray(_svg(glyphs[number], colours[look])))
        drawing.render(painter, rect.adjusted(air, air, -air, -air))

    return made_atlas(draw, len(glyphs), len(glyphs), size_px + 4, pixel_ratio)


@cache
def _svg(name: str, colour: Colour) -> bytes:
    text = resource_path(f"icons/glyph/{name}.svg").read_text("utf-8")
    return text.replace("currentColor", q_colour(colour).name()).encode()
