"""Marks of others at an incident, painted before what a cell says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from console.state.presence_words import names_words

if TYPE_CHECKING:
    from console.settings.look import Look
    from models.feed.presence import Present


def paint_present(
    painter: QPainter, box: QRect, found: tuple[Present, ...], look: Look
) -> QRect:
    """Who else has an incident, at the left of a cell; the room that is left of it.

    A hand where somebody drags it, a head where they have it open; half the cell at most.
    """
    if not found:
        return box
    side, gap = look.px(15), look.px(5)
    icon = look.pixmap("hold" if found[0].in_hand else "person", "accent", 15)
    painter.drawPixmap(box.left(), box.center().y() - side // 2, side, side, icon)
    names = box.adjusted(side + gap, 0, 0, 0)
    names.setWidth(box.width() // 2 - side)
    metrics = painter.fontMetrics()
    said = metrics.elidedText(names_words(found), Qt.TextElideMode.ElideRight, names.width())
    painter.setPen(look.colour("accent"))
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(names, align, said)
    return box.adjusted(side + gap + metrics.horizontalAdvance(said) + look.px(10), 0, 0, 0)


def paint_unread(painter: QPainter, box: QRect, look: Look) -> QRect:
    """A dot and bold words: somebody said something; the room that is left for them."""
    side = look.px(8)
    dot = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    painter.drawEllipse(dot)
    painter.restore()
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    return box.adjusted(side + look.px(6), 0, 0, 0)
