"""Rows of a legend: a mark as the map draws it, what it means, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.settings.look import Look

ROW_PX: Final = 24
MARK_PX: Final = 30
_COUNT_PX: Final = 44
_BAR_PX: Final = 64


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What draws its mark into a box, its words, and a count with its share, 0 to 1."""

    paint: Callable[[QPainter, QRectF], None]
    words: str
    count: int | None = None
    share: float = 0.0


class KeyRows(QWidget):
    """Rows under each other, painted; read aloud as one description.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows: tuple[KeyRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[KeyRow]) -> None:
        """Show other rows."""
        is_as_high = len(rows) == len(self.rows)
        self.rows = tuple(rows)
        said = (row.words if row.count is None else f"{row.words}: {row.count}" for row in rows)
        self.setAccessibleDescription("; ".join(said))
        if not is_as_high:
            self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """As high as the rows, as wide as a short sentence."""
        return QSize(self._look.px(240), self._look.px(ROW_PX) * len(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._look.px(ROW_PX)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, QRectF(0, number * height, self.width(), height), row)
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, row: KeyRow) -> None:
        look = self._look
        mark = QRectF(box.left(), box.top(), look.px(MARK_PX), box.height())
        painter.save()
        row.paint(painter, mark)
        painter.restore()
        right = box.right()
        if row.count is not None:
            right = self._paint_count(painter, box, row)
        left = mark.right() + look.px(8)
        words = QRectF(left, box.top(), right - left, box.height())
        painter.setFont(look.font(14))
        painter.setPen(look.colour("text"))
        cut = painter.fontMetrics().elidedText(
            row.words, Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_count(self, painter: QPainter, box: QRectF, row: KeyRow) -> float:
        """A number at the right edge and a bar before it; where they begin."""
        look = self._look
        number = QRectF(box.right() - look.px(_COUNT_PX), box.top(), 0, box.height())
        number.setRight(box.right())
        painter.setFont(look.font(14))
        painter.setPen(look.colour("soft"))
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(number, aligned, f"{row.count:,}")
        wide, thick = look.px(_BAR_PX), look.px(8)
        left = number.left() - wide
        middle = box.center().y() - thick / 2
        painter.fillRect(QRectF(left, middle, wide, thick), look.colour("line", 0.5))
        painter.fillRect(
            QRectF(left, middle, wide * row.share, thick), look.colour("accent_mark")
        )
        return left - look.px(8)
