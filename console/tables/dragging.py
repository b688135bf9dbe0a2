"""Picking rows up and seeing what lies under a drag, for tables and trees alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from models.domain.dispatching import Answer
    from models.domain.error import Language

_SHOWN = 3


def begin_drag(
    source: QWidget, mime: QMimeData, title: str, lines: list[str], look: Look
) -> None:
    """Carry a payload until it is dropped; under the offscreen platform it ends at once."""
    drag = QDrag(source)
    drag.setMimeData(mime)
    pixmap = drag_picture(title, lines, look)
    drag.setPixmap(pixmap)
    # Above right of the cursor: the words of a verdict stand below right, its mark between.
    height = round(pixmap.height() / pixmap.devicePixelRatio())
    drag.setHotSpot(QPoint(-look.px(30), height + look.px(30)))
    drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)


def drag_picture(title: str, lines: list[str], look: Look) -> QPixmap:
    """A small card that follows the cursor: what is carried, the first three by name."""
    shown = lines[:_SHOWN]
    width, line = look.px(280), look.px(22)
    height = look.px(16) + line * (1 + len(shown))
    pixmap = QPixmap(width * 2, height * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("accent"), look.px(1)))
    painter.setBrush(look.colour("raised", 0.95))
    frame = QRectF(1, 1, width - 2, height - 2)
    painter.drawRoundedRect(frame, look.px(6), look.px(6))
    painter.fillRect(
        QRectF(1, look.px(6), look.px(4), height - look.px(12)), look.colour("accent")
    )
    left = look.px(14)
    box = QRectF(left, look.px(8), width - left - look.px(10), line)
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    for i, words in enumerate((title, *shown)):
        painter.setFont(look.font(14, bold=i == 0))
        painter.setPen(look.colour("text" if i == 0 else "soft"))
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box.translated(0, i * line), align, cut)
    painter.end()
    return pixmap


def grounds_words(answer: Answer | None, language: Language) -> str:
    """Why a drop is warned of or refused, and who else is at it, one ground a line."""
    if answer is None:
        return ""
    return "\n".join(ground.words.in_(language) for ground in answer.grounds)


def tell_at_cursor(view: QWidget, at: QPoint, words: str) -> None:
    """Say at the cursor why; nothing where there is nothing to say. `at` is the view's."""
    if words:
        QToolTip.showText(view.mapToGlobal(at + QPoint(16, 16)), words, view)
    else:
        QToolTip.hideText()
