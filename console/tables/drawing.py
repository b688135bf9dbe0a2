"""How rows are drawn: the queue's, the roster's, the journal's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.state.words import fate_words
from console.tables import entries_model, queue_model, roster_model
from console.tables.marks import (
    AVAILABILITY_WORDS,
    LIGHT_WORDS,
    VERDICT_COLOUR,
    paint_availability,
    paint_light,
    paint_load,
    paint_pill,
    paint_urgency,
    state_colour,
)
from models.domain.dispatching import Verdict

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from console.settings.look import Look

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_PX = 32
"""Height of a row in design pixels."""


class RowDelegate(QStyledItemDelegate):
    """The ground of a row: selection, the pointer, a drop target, a hairline below.

    `hovered` is the index under the pointer, `target` that under a drag with its
    verdict: solid frame where it may, dashed where it warns, dotted where it may not.
    Thread: GUI
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.hovered = QPersistentModelIndex()
        self.target = QPersistentModelIndex()
        self.verdict: Verdict | None = None

    def paint_ground(
        self, painter: QPainter, box: QRect, index: _Index, *, selected: bool
    ) -> None:
        """Fill the cell and draw its lower edge."""
        if selected:
            painter.fillRect(box, self.look.colour("selected"))
        elif _same_row(self.hovered, index):
            painter.fillRect(box, self.look.colour("hover"))
        painter.fillRect(
            box.left(), box.bottom(), box.width(), 1, self.look.colour("line", 0.7)
        )

    def paint_target(self, painter: QPainter, box: QRect, index: _Index) -> None:
        """Frame the row that a drag is over."""
        if self.verdict is None or not _same_row(self.target, index):
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


class QueueDelegate(RowDelegate):
    """Rows of the queue.

    Thread: GUI
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell."""
        box: QRect = option.rect
        selected = is_selected(option)
        painter.save()
        self.paint_ground(painter, box, index, selected=selected)
        pending = index.data(queue_model.PENDING) is not None
        if index.data(queue_model.FRESH):
            painter.fillRect(box, self.look.colour("accent_mark", 0.14))
        if pending:
            painter.fillRect(box, self.look.colour("accent_fill", 0.22))
        if index.column() == 0:
            self._paint_edge(painter, box, index, pending=pending)
        font = self.look.font()
        font.setItalic(pending)
        painter.setFont(font)
        self._paint_column(
            painter, box.adjusted(self.look.px(8), 0, -self.look.px(6), 0), index
        )
        self.paint_target(painter, box, index)
        painter.restore()

    def _paint_edge(
        self, painter: QPainter, box: QRect, index: _Index, *, pending: bool
    ) -> None:
        colour = None
        if pending:
            colour = self.look.colour("accent")
        elif index.data(queue_model.FRESH):
            colour = self.look.colour("accent_mark")
        if colour is not None:
            painter.fillRect(box.left(), box.top(), self.look.px(3), box.height(), colour)

    def _paint_column(self, painter: QPainter, box: QRect, index: _Index) -> None:
        words = index.data() or ""
        incident = index.data(queue_model.INCIDENT)
        if incident is None:
            return
        match queue_model.Column(index.column()):
            case queue_model.Column.URGENCY:
                side = self.look.px(17)
                mark = QRectF(0, 0, side, side)
                mark.moveCenter(QRectF(box).center())
                paint_urgency(painter, mark, incident.urgency, self.look)
            case queue_model.Column.DUE:
                self._paint_due(painter, box, index, words)
            case queue_model.Column.STATE:
                self._paint_state(painter, box, index, words)
            case queue_model.Column.TEXT | queue_model.Column.CLASS:
                self.paint_words(painter, box, words)
            case queue_model.Column.AGE:
                self.paint_words(painter, box, words, "soft", _RIGHT)
            case _:
                self.paint_words(painter, box, words, "soft")

    def _paint_state(self, painter: QPainter, box: QRect, index: _Index, words: str) -> None:
        act = index.data(queue_model.PENDING)
        role = "accent" if act else state_colour(index.data(queue_model.INCIDENT).state)
        words = fate_words(act.fate) if act else words
        paint_pill(painter, QRectF(box), words, self.look.colour(role), self.look)

    def _paint_due(self, painter: QPainter, box: QRect, index: _Index, words: str) -> None:
        clock = index.data(queue_model.STANDING)
        if clock is None:
            return
        side = self.look.px(13)
        mark = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
        paint_light(painter, mark, clock.light, self.look)
        self.paint_words(
            painter,
            box.adjusted(side + self.look.px(7), 0, 0, 0),
            words,
            LIGHT_WORDS[clock.light],
        )


class RosterDelegate(RowDelegate):
    """Rows of the roster.

    Thread: GUI
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell; a group's first cell spans its row."""
        box: QRect = option.rect
        painter.save()
        member = index.data(roster_model.MEMBER)
        if member is None:
            self._paint_group(painter, box, index)
        else:
            self.paint_ground(painter, box, index, selected=is_selected(option))
            painter.setFont(self.look.font())
            inner = box.adjusted(self.look.px(6), 0, -self.look.px(6), 0)
            self._paint_column(painter, inner, index)
            self.paint_target(painter, box, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRect, index: _Index) -> None:
        painter.fillRect(box, self.look.colour("raised"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self.look.colour("line"))
        inner = box.adjusted(self.look.px(6), 0, -self.look.px(10), 0)
        count = index.sibling(index.row(), roster_model.Column.STATE).data() or ""
        painter.setFont(self.look.font(14))
        taken = painter.fontMetrics().horizontalAdvance(count) + self.look.px(12)
        self.paint_words(painter, inner, count, "soft", _RIGHT)
        painter.setFont(self.look.font(14, bold=True))
        self.paint_words(painter, inner.adjusted(0, 0, -taken, 0), index.data() or "")

    def _paint_column(self, painter: QPainter, box: QRect, index: _Index) -> None:
        words = index.data() or ""
        match roster_model.Column(index.column()):
            case roster_model.Column.NAME:
                self._paint_name(painter, box, index)
            case roster_model.Column.STATE:
                self._paint_state(painter, box, index, words)
            case roster_model.Column.LOAD:
                self._paint_load(painter, box, index, words)
            case roster_model.Column.FIX:
                stale = index.data(roster_model.IS_STALE)
                self.paint_words(painter, box, words, "yellow" if stale else "soft")
            case _:
                self.paint_words(painter, box, words, "soft")

    def _paint_name(self, painter: QPainter, box: QRect, index: _Index) -> None:
        member = index.data(roster_model.MEMBER)
        if member.held_for is not None:
            flag = self.look.pixmap("hold", "violet", 14)
            painter.drawPixmap(box.left(), box.center().y() - self.look.px(7), flag)
            box = box.adjusted(self.look.px(18), 0, 0, 0)
        self.paint_words(painter, box, member.name or member.number)
        if member.name:
            taken = painter.fontMetrics().horizontalAdvance(member.name) + self.look.px(8)
            painter.setFont(self.look.font(13))
            # Numbers differ at their ends.
            rest, cut = box.adjusted(taken, 0, 0, 0), Qt.TextElideMode.ElideLeft
            number = painter.fontMetrics().elidedText(member.number, cut, rest.width())
            self.paint_words(painter, rest, number, "soft")

    def _paint_state(self, painter: QPainter, box: QRect, index: _Index, words: str) -> None:
        availability = index.data(roster_model.AVAILABILITY)
        side = self.look.px(12)
        mark = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
        paint_availability(painter, mark, availability, self.look)
        rest = box.adjusted(side + self.look.px(6), 0, 0, 0)
        self.paint_words(painter, rest, words, AVAILABILITY_WORDS[availability])

    def _paint_load(self, painter: QPainter, box: QRect, index: _Index, words: str) -> None:
        load, capacity = index.data(roster_model.LOAD)
        height = self.look.px(6)
        text_width = self.look.px(30)
        width = max(self.look.px(20), box.width() - text_width)
        bar = QRectF(box.left(), box.center().y() - height / 2 + 0.5, width, height)
        paint_load(painter, bar, load, capacity, self.look)
        self.paint_words(painter, box, words, "soft", _RIGHT)


class EntryDelegate(RowDelegate):
    """Rows of a timeline of facts; `compact` puts each on one line, for the log.

    Thread: GUI
    """

    def __init__(self, look: Look, *, compact: bool, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self._compact = compact

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
        self.paint_ground(painter, box, index, selected=False)
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
            width = (room or look.px(320)) - look.px(30)
            box = QFontMetrics(look.font(14)).boundingRect(
                QRect(0, 0, width, 10_000), int(_wrapped()), note
            )
            height += box.height() + look.px(2)
        return QSize(look.px(100), height)


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the cell belongs to a selected row."""
    state: QStyle.StateFlag = option.state
    return bool(state & QStyle.StateFlag.State_Selected)


def _same_row(one: QPersistentModelIndex, other: _Index) -> bool:
    return one.isValid() and one.row() == other.row() and one.parent() == other.parent()


def _wrapped() -> int:
    wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    return int(wrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value)
