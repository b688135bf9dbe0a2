"""A hand-over sheet on paper: A4, black on white, the pages numbered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from console.app.paper_pages import pages_of
from console.app.printing import require_application
from console.settings.language import Speaker
from console.settings.theme import FONT_FAMILIES
from console.tables.shift_html import INK, Dress, html_of
from console.tables.shift_paper import PaperWriter

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.paper_pages import Band
    from console.tables.shift_paper import ShiftPaper, Told

_DPI: Final = 300
_MM_PER_INCH: Final = 25.4
_MARGIN_MM: Final = 15.0
_FOOT_MM: Final = 10.0
_PT_PER_PX: Final = 0.62
"""A size of the screen as points of paper: text of 14 px stands there at 8.7 pt."""


def paper_in(told: Told) -> ShiftPaper:
    """A paper in the language it is told in, written without any window."""
    app = require_application()
    speaker = Speaker(app)
    speaker.speak(told.language)
    try:
        return PaperWriter(told).paper()
    finally:
        speaker.be_silent()


def write_shift_pdf(file: Path, told: Told) -> int:
    """Write the sheet; how many pages it has.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    require_application()
    told = replace(told, is_printed=True)
    paper = paper_in(told)
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setResolution(_DPI)
    writer.setTitle(paper.title)
    writer.setCreator("Wangge Console")
    size = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, unit))
    pages = _paint(writer, paper, told)
    file.write_bytes(made.data().data())
    return pages


def _paint(writer: QPdfWriter, paper: ShiftPaper, told: Told) -> int:
    height = writer.height() - _FOOT_MM / _MM_PER_INCH * _DPI
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font())
    document.setHtml(html_of(paper, Dress(INK, _points, has_links=False)))
    document.setTextWidth(writer.width())
    pages = pages_of(document, height)
    painter = QPainter(writer)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        below = 0.0
        for band in filter(None, (page.head, page.body)):
            _paint_band(painter, document, band, below)
            below += band.height
        _paint_foot(painter, writer, f"{paper.title}", _page_words(told, number, len(pages)))
    painter.end()
    return len(pages)


def _paint_band(painter: QPainter, document: QTextDocument, band: Band, top: float) -> None:
    """Paint a strip of the document at so much below the top of the page."""
    shown = QRectF(0, band.top, document.textWidth(), band.height)
    painter.save()
    painter.translate(0, top - band.top)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = shown
    context.palette.setColor(QPalette.ColorRole.Text, INK["text"])
    painter.setClipRect(shown)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, writer: QPdfWriter, left: str, right: str) -> None:
    font = _font()
    font.setPointSizeF(8)
    painter.setFont(font)
    painter.setPen(INK["faint"])
    foot = QRectF(0, 0, writer.width(), writer.height())
    bottom = Qt.AlignmentFlag.AlignBottom
    painter.drawText(foot, int(bottom | Qt.AlignmentFlag.AlignLeft), left)
    painter.drawText(foot, int(bottom | Qt.AlignmentFlag.AlignRight), right)


def _font() -> QFont:
    """One face for Chinese and figures, or the figures of a row stand higher than its words."""
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    return font


def _page_words(told: Told, number: int, count: int) -> str:
    if told.language == "zh":
        return f"第 {number} 页，共 {count} 页"
    return f"Page {number} of {count}"


def _points(px: float) -> str:
    return f"{px * _PT_PER_PX:.1f}pt"
