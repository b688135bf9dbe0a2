"""Sheets to files: PDF with vectors and text as text, PNG with as many dots as wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from maps.canvas.primitives import q_colour
from maps.canvas.sheet.content import paint_content
from maps.canvas.sheet.frame import FramePainter, SheetWords
from maps.canvas.sheet.layout import MM_PER_INCH, PX_PER_INCH, layout_of, view_at_round_scale
from maps.layers.layer import LayerStack
from maps.layers.style import map_style
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from pathlib import Path

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Scene
    from maps.layers.style import Theme

_PDF_DPI: Final = 600
"""How finely a PDF's coordinates are written; its letters and lines have no dots at all."""
_MOST_PX: Final = 32_000
"""Qt paints no larger pictures."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be printed.

    `bounds_m` is the box of the plane to be seen, EPSG:3857; `size_mm` width and height.
    """

    scene: Scene
    bounds_m: Bounds
    words: SheetWords
    size_mm: tuple[float, float] = (420.0, 297.0)
    theme: Theme = "day"
    layers: LayerStack = field(default_factory=LayerStack)
    has_grid: bool = False


def write_pdf(sheet: Sheet, file: Path) -> int:
    """Write a sheet as a PDF of one page; the denominator of its map's scale.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(sheet.words.title)
    writer.setCreator("Wangge Console")
    size = QPageSize(QSizeF(*sheet.size_mm), QPageSize.Unit.Millimeter)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    painter = QPainter(writer)
    scale = _paint(sheet, painter, _PDF_DPI)
    painter.end()
    file.write_bytes(made.data().data())
    return scale


def write_png(sheet: Sheet, file: Path, dpi: int) -> int:
    """Write a sheet as a picture of so many dots an inch; the denominator of its scale.

    Raises
    ------
    BadInput
        `bad_size`: more dots than a picture can have.
    OSError
        The file cannot be written.
    """
    image = _blank(sheet.size_mm, dpi)
    painter = QPainter(image)
    scale = _paint(sheet, painter, dpi)
    painter.end()
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(made, QByteArray(b"png")).write(image)
    file.write_bytes(made.data().data())
    return scale


def _blank(size_mm: tuple[float, float], dpi: int) -> QImage:
    width, height = (round(side * dpi / MM_PER_INCH) for side in size_mm)
    is_large = max(width, height) > _MOST_PX
    image = QImage() if is_large else QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        words = Words(
            f"{width}x{height} 像素过大：请减小纸张或 --dpi",
            f"{width}x{height} dots are too many: take a smaller paper or --dpi",
        )
        raise BadInput("bad_size", words)
    image.setDotsPerMeterX(round(dpi * 1_000 / MM_PER_INCH))
    image.setDotsPerMeterY(round(dpi * 1_000 / MM_PER_INCH))
    return image


def _paint(sheet: Sheet, painter: QPainter, dpi: int) -> int:
    layout, style = layout_of(sheet.size_mm), map_style(sheet.theme)
    view, scale = view_at_round_scale(sheet.bounds_m, layout.map)
    painter.scale(dpi / PX_PER_INCH, dpi / PX_PER_INCH)
    paper = q_colour(style.plain["card"] if sheet.theme == "night" else style.plain["halo"])
    paper.setAlpha(255)
    painter.fillRect(0, 0, round(layout.width + 1), round(layout.height + 1), paper)
    paint_content(painter, sheet.scene, view, style, sheet.layers, layout.map)
    frame = FramePainter(layout, style, sheet.words)
    frame.paint(painter, view, scale, has_grid=sheet.has_grid)
    return scale
