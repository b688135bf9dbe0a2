"""How the roster's rows are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from console.tables.drawing import RIGHT, RowDelegate, is_selected, same_row
from console.tables.marks import AVAILABILITY_WORDS, paint_availability, paint_load
from console.tables.roster_columns import Cell, Column
from console.tables.roster_model import RosterModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem


class _MemberCell(NamedTuple):
    cell: Cell
    selected: bool
    hovered: bool


class RosterDelegate(RowDelegate):
    """Rows of the roster.

    Thread: GUI
    """

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell, as it was drawn before; a group's first cell spans its row."""
        box: QRect = option.rect
        model = index.model()
        assert isinstance(model, RosterModel)  # noqa: S101 - no other is shown
        cell = model.cell(index)
        if cell is None:
            painter.save()
            self._paint_group(painter, box, index)
            painter.restore()
            self.paint_keys(painter, box, index, selected=False)
            return
        hovered = same_row(self.hovered, index)
        shown = _MemberCell(cell, is_selected(option), hovered)
        self.drawn.paint(painter, box, shown, self._paint_cell)
        self.paint_keys(painter, box, index, selected=shown.selected)
        self.paint_target(painter, box, index)

    def _paint_cell(self, painter: QPainter, box: QRect, shown: _MemberCell) -> None:
        self.paint_ground(painter, box, selected=shown.selected, hovered=shown.hovered)
        painter.setFont(self.look.font())
        inner = box.adjusted(self.look.px(6), 0, -self.look.px(6), 0)
        self._paint_column(painter, inner, shown.cell)

    def _paint_group(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.fillRect(box, self.look.colour("raised"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self.look.colour("line"))
        inner = box.adjusted(self.look.px(6), 0, -self.look.px(10), 0)
        count = index.sibling(index.row(), Column.STATE).data() or ""
        painter.setFont(self.look.font(14))
        taken = painter.fontMetrics().horizontalAdvance(count) + self.look.px(12)
        self.paint_words(painter, inner, count, "soft", RIGHT)
        painter.setFont(self.look.font(14, bold=True))
        self.paint_words(painter, inner.adjusted(0, 0, -taken, 0), index.data() or "")

    def _paint_column(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        match cell.column:
            case Column.NAME:
                self._paint_name(painter, box, cell)
            case Column.STATE:
                self._paint_state(painter, box, cell)
            case Column.LOAD:
                self._paint_load(painter, box, cell)
            case Column.FIX:
                self.paint_words(
                    painter, box, cell.words, "yellow" if cell.is_stale else "soft"
                )
            case _:
                self.paint_words(painter, box, cell.words, "soft")

    def _paint_name(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.is_held:
            flag = self.look.pixmap("hold", "violet", 14)
            painter.drawPixmap(box.left(), box.center().y() - self.look.px(7), flag)
            box = box.adjusted(self.look.px(18), 0, 0, 0)
        self.paint_words(painter, box, cell.name or cell.number)
        if cell.name:
            taken = painter.fontMetrics().horizontalAdvance(cell.name) + self.look.px(8)
            painter.setFont(self.look.font(13))
            # Numbers differ at their ends.
            rest, cut = box.adjusted(taken, 0, 0, 0), Qt.TextElideMode.ElideLeft
            number = painter.fontMetrics().elidedText(cell.number, cut, rest.width())
            self.paint_words(painter, rest, number, "soft")

    def _paint_state(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        side = self.look.px(12)
        mark = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
        paint_availability(painter, mark, cell.availability, self.look)
        rest = box.adjusted(side + self.look.px(6), 0, 0, 0)
        role = AVAILABILITY_WORDS[cell.availability]
        if not cell.until:
            self.paint_words(painter, rest, cell.words, role)
            return
        said, room = cell.words.removesuffix(cell.until), rest.width()
        small = QFontMetrics(self.look.font(13), painter.device())
        taken = small.horizontalAdvance(cell.until) + self.look.px(2)
        # The mark tells the state too; when the shift ends stands nowhere else.
        left = min(painter.fontMetrics().horizontalAdvance(said) + 1, room - taken)
        self.paint_words(painter, rest.adjusted(0, 0, left - room, 0), said, role)
        painter.setFont(self.look.font(13))
        self.paint_words(painter, rest.adjusted(left, 0, 0, 0), cell.until, role)

    def _paint_load(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        height = self.look.px(6)
        text_width = self.look.px(30)
        width = max(self.look.px(20), box.width() - text_width)
        bar = QRectF(box.left(), box.center().y() - height / 2 + 0.5, width, height)
        paint_load(painter, bar, cell.load, cell.capacity, self.look)
        self.paint_words(painter, box, cell.words, "soft", RIGHT)
