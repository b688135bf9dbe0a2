"""How rows are drawn: what all have in common, the queue's and the journal's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.state.words import fate_words
from console.tables import entries_model
from console.tables.drawn_cells import DrawnCells
from console.tables.marks import (
    LIGHT_WORDS,
    VERDICT_COLOUR,
    paint_light,
    paint_pill,
    paint_urgency,
    state_colour,
)
from console.tables.present_mark import paint_present, paint_unread
from console.tables.queue_columns import TICKING, Cell, Column
from console.tables.queue_model import QueueModel
from models.domain.dispatching import Verdict

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from console.settings.look import Look

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_PX = 32
"""Height of a row in design pixels."""
_CLOCK_SCREENS: Final = 1.0
"""What is left of a limit is other words each second: kept among the rest, they would push out
within a minute whatever stays the same."""


class RowDelegate(QStyledItemDelegate):
    """The ground of a row: selection, the pointer, a drop target, a hairline below.

    `hovered` is the index under the pointer, `target` that under a drag with its
    verdict: solid frame where it may, dashed where it warns, dotted where it may not.
    `has_keys` says that the keyboard rests on the rows: `current` and the selected ones are
    framed.
    Thread: GUI
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.has_keys = False
        self.current = QPersistentModelIndex()
        self.hovered = QPersistentModelIndex()
        self.target = QPersistentModelIndex()
        self.verdict: Verdict | None = None
        self.drawn = DrawnCells(look)
        look.changed.connect(self.on_look)

    @Slot()
    def on_look(self) -> None:
        """What was drawn looks otherwise now."""
        self.drawn.forget()

    def paint_ground(
        self, painter: QPainter, box: QRect, *, selected: bool, hovered: bool
    ) -> None:
        """Fill the cell and draw its lower edge."""
        if selected:
            painter.fillRect(box, self.look.colour("selected"))
        elif hovered:
            painter.fillRect(box, self.look.colour("hover"))
        painter.fillRect(
            box.left(), box.bottom(), box.width(), 1, self.look.colour("line", 0.7)
        )

    def paint_keys(
        self, painter: QPainter, box: QRect, index: _Index, *, selected: bool
    ) -> None:
        """Frame a row that is selected or current while the keyboard rests on the rows."""
        if not (self.has_keys and (selected or same_row(self.current, index))):
            return
        colour, width = self.look.colour("accent"), self.look.px(2)
        painter.fillRect(box.left(), box.top(), box.width(), width, colour)
        painter.fillRect(box.left(), box.bottom() - width, box.width(), width, colour)

    def paint_target(self, painter: QPainter, box: QRect, index: _Index) -> None:
        """Frame the row that a drag is over."""
        if self.verdict is None or not same_row(self.target, index):
            return
        style = {
            Verdict.ELIGIBLE: Qt.PenStyle.SolidLine,
            Verdict.WARN: Qt.PenStyle.DashLine,
            Verdict.BLOCKED: Qt.PenStyle.DotLine,
        }[self.verdict]
        painter.save()
        colour = self.look.colour(VERDICT_COLOUR[self.verdict])
        painter.setPen(QPen(colour, self.look.px(2), style))
        for y in (box.top() + 1, box.bottom() - 1):
            painter.drawLine(box.left(), y, box.right(), y)
        painter.restore()

    def paint_words(
        self,
        painter: QPainter,
        box: QRect,
        words: str,
        role: str = "text",
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        """Words on one line, cut with dots where they do not fit."""
        painter.setPen(self.look.colour(role))
        cut = painter.fontMetrics().elidedText(
            words.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, align, cut)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line."""
        return QSize(super().sizeHint(option, index).width(), self.look.px(ROW_PX))


_MOST_HEIGHTS: Final = 2_000
_SELECTED: Final[int] = QStyle.StateFlag.State_Selected.value


class _QueueCell(NamedTuple):
    cell: Cell
    selected: bool
    hovered: bool


class QueueDelegate(RowDelegate):
    """Rows of the queue.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self.clocks = DrawnCells(look, _CLOCK_SCREENS)

    @Slot()
    def on_look(self) -> None:
        """What was drawn looks otherwise now."""
        super().on_look()
        self.clocks.forget()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell, as it was drawn before where it still says the same."""
        model = index.model()
        assert isinstance(model, QueueModel)  # noqa: S101 - the view has no other
        cell = model.cell(index.row(), Column(index.column()))
        if cell is None:
            return
        hovered = same_row(self.hovered, index)
        shown = _QueueCell(cell, is_selected(option), hovered)
        kept = self.clocks if cell.column in TICKING else self.drawn
        kept.paint(painter, option.rect, shown, self._paint_cell)
        self.paint_keys(painter, option.rect, index, selected=shown.selected)
        self.paint_target(painter, option.rect, index)

    def _paint_cell(self, painter: QPainter, box: QRect, shown: _QueueCell) -> None:
        cell = shown.cell
        self.paint_ground(painter, box, selected=shown.selected, hovered=shown.hovered)
        pending = cell.fate is not None
        if cell.is_fresh:
            painter.fillRect(box, self.look.colour("accent_mark", 0.14))
        if pending:
            painter.fillRect(box, self.look.colour("accent_fill", 0.22))
        if cell.column == 0 and (pending or cell.is_fresh):
            colour = self.look.colour("accent" if pending else "accent_mark")
            painter.fillRect(box.left(), box.top(), self.look.px(3), box.height(), colour)
        font = self.look.font()
        font.setItalic(pending)
        painter.setFont(font)
        inner = box.adjusted(self.look.px(8), 0, -self.look.px(6), 0)
        self._paint_column(painter, inner, cell)

    def _paint_column(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        match cell.column:
            case Column.URGENCY:
                side = self.look.px(17)
                mark = QRectF(0, 0, side, side)
                mark.moveCenter(QRectF(box).center())
                paint_urgency(painter, mark, cell.urgency, self.look)
            case Column.DUE:
                self._paint_due(painter, box, cell)
            case Column.STATE:
                role = "red" if cell.is_silent else state_colour(cell.state)
                role = "accent" if cell.fate is not None else role
                words = cell.words if cell.fate is None else fate_words(cell.fate)
                paint_pill(painter, QRectF(box), words, self.look.colour(role), self.look)
            case Column.TEXT | Column.CLASS:
                rest = paint_present(painter, box, cell.present, self.look)
                if cell.is_unread:
                    rest = paint_unread(painter, rest, self.look)
                self.paint_words(painter, rest, cell.words)
            case Column.AGE:
                self.paint_words(painter, box, cell.words, "soft", RIGHT)
            case _:
                self.paint_words(painter, box, cell.words, "soft")

    def _paint_due(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.light is None:
            return
        side = self.look.px(13)
        mark = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
        paint_light(painter, mark, cell.light, self.look)
        rest = box.adjusted(side + self.look.px(7), 0, 0, 0)
        self.paint_words(painter, rest, cell.words, LIGHT_WORDS[cell.light])


class EntryDelegate(RowDelegate):
    """Rows of a timeline of facts; `compact` puts each on one line, for the log.

    Thread: GUI
    """

    def __init__(self, look: Look, *, compact: bool, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self._compact = compact
        self._heights: dict[tuple[str, int, int], int] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        box: QRect = option.rect
        painter.save()
        if self._compact:
            self._paint_line(painter, box, index)
        else:
            self._paint_step(painter, box, index)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRect, index: _Index) -> None:
        look = self.look
        hovered = same_row(self.hovered, index)
        self.paint_ground(painter, box, selected=False, hovered=hovered)
        when = box.adjusted(look.px(10), 0, 0, 0)
        painter.setFont(look.font(13))
        self.paint_words(painter, when, index.data(entries_model.WHEN), "soft")
        left = look.px(116)
        painter.setFont(look.font(14))
        what = index.data() or ""
        width = painter.fontMetrics().horizontalAdvance(what) + look.px(2)
        self.paint_words(painter, box.adjusted(left, 0, -look.px(8), 0), what)
        rest = box.adjusted(left + width + look.px(12), 0, -look.px(8), 0)
        painter.setFont(look.font(13))
        note = index.data(entries_model.NOTE)
        said = " — ".join(filter(None, (index.data(entries_model.WHO), note)))
        if rest.width() > look.px(40):
            self.paint_words(painter, rest, said, "soft")

    def _paint_step(self, painter: QPainter, box: QRect, index: _Index) -> None:
        look = self.look
        x, line = box.left() + look.px(8), look.px(20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line_strong"), look.px(2)))
        top = box.top() + (look.px(12) if index.row() == 0 else 0)
        last = index.row() == index.model().rowCount() - 1
        painter.drawLine(x, top, x, box.top() + look.px(12) if last else box.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent_mark" if index.row() == 0 else "grey_mark"))
        dot = QRectF(x - look.px(5), box.top() + look.px(7), look.px(10), look.px(10))
        painter.drawEllipse(dot)
        words = QRect(box.left() + look.px(24), box.top() + look.px(2), 0, line)
        words.setRight(box.right() - look.px(4))
        painter.setFont(look.font(15, bold=True))
        self.paint_words(painter, words, index.data() or "")
        painter.setFont(look.font(13))
        said = " · ".join((index.data(entries_model.WHEN), index.data(entries_model.WHO)))
        self.paint_words(painter, words.translated(0, line), said, "soft")
        note = index.data(entries_model.NOTE)
        if note:
            painter.setFont(look.font(14))
            rest = words.translated(0, 2 * line)
            rest.setHeight(box.bottom() - rest.top())
            painter.setPen(look.colour("text"))
            painter.drawText(rest, int(_wrapped()), note)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line, or as many as the note needs."""
        look = self.look
        if self._compact:
            return QSize(look.px(200), look.px(26))
        height = look.px(48)
        note = index.data(entries_model.NOTE)
        if note:
            view = option.widget
            room = view.viewport().width() if isinstance(view, QAbstractItemView) else 0
            height += self._height(note, (room or look.px(320)) - look.px(30)) + look.px(2)
        return QSize(look.px(100), height)

    def _height(self, note: str, width: int) -> int:
        """How high a note is, wrapped; kept, for a list asks of every row at every new one."""
        key = note, width, self.look.px(100)
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) >= _MOST_HEIGHTS:
                self._heights.clear()
            box = QFontMetrics(self.look.font(14)).boundingRect(
                QRect(0, 0, width, 10_000), int(_wrapped()), note
            )
            height = self._heights[key] = box.height()
        return height


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the cell belongs to a selected row."""
    state: QStyle.StateFlag = option.state
    # Flags of Python cost as much as the picture of a cell; whole numbers cost nothing.
    return bool(state.value & _SELECTED)


def same_row(one: QPersistentModelIndex, other: _Index) -> bool:
    """Whether two indexes lie in one row."""
    return one.isValid() and one.row() == other.row() and one.parent() == other.parent()


def _wrapped() -> int:
    wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    return int(wrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value)
