"""A field to type in and the rows that fit: what the picker and the palette share.

The keyboard stays in the field: arrows move through the rows, Enter takes one, Esc leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QElapsedTimer,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.tables.enclosure import Enclosure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QPainter

    from console.settings.look import Look

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = int(Qt.ItemDataRole.UserRole)
"""Role of the whole `PickRow`."""
_MARKS: Final = {"green": "✓", "yellow": "!", "red": "✕", "accent": "●", "faint": "○"}
_PAGE = 8
_DIGITS: Final = "123456789"
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


Spans = tuple[tuple[int, int], ...]
"""Parts of a text: from, to (the latter left out), in order."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """One row: a title with what stands right of it, a second line, a tone.

    `tone` is a colour of words in the theme; green, yellow and red bring a sign of their own.
    `lit` are parts of the title and of the second line to be seen first. `number` is the
    digit that takes the row.
    """

    key: object
    title: str
    detail: str = ""
    aside: str = ""
    tone: str = "faint"
    marked: bool = False
    lit: Spans = ()
    detail_lit: Spans = ()
    number: str = ""
    tip: str = ""


class PickModel(QAbstractListModel):
    """The rows.

    Thread: GUI
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PickRow, ...] = ()

    def show_rows(self, rows: Sequence[PickRow]) -> None:
        """Put other rows up; where the same things stand, they only change their words."""
        same = [row.key for row in rows] == [row.key for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows = tuple(rows)
        if not same:
            self.endResetModel()
        elif self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Rows that fit."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; the row itself for the delegate."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip or row.detail
            case Qt.ItemDataRole.AccessibleTextRole:
                said = (row.number, row.title, row.aside, row.detail)
                return ", ".join(part for part in said if part)
        return row if role == ROW else None


class PickDelegate(QStyledItemDelegate):
    """Paints a row in two lines.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines and some air."""
        row: PickRow | None = index.data(ROW)
        tall = 50 if row is not None and row.detail else 34
        return QSize(option.rect.width(), self._look.px(tall))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, sign, words."""
        row: PickRow = index.data(ROW)
        look, area = self._look, QRect(option.rect)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(area, look.colour("selected"))
            painter.fillRect(
                QRect(area.left(), area.top(), look.px(3), area.height()), look.colour("accent")
            )
        inner = area.adjusted(look.px(14), look.px(4), -look.px(14), -look.px(4))
        first: PickRow = index.sibling(0, 0).data(ROW)
        # Where the first row has a number, those without stand in line with it.
        if first.number:
            digit = QRect(inner.left(), inner.top(), look.px(14), inner.height())
            painter.setFont(look.font(14, bold=True))
            painter.setPen(look.colour("soft"))
            painter.drawText(digit, Qt.AlignmentFlag.AlignCenter, row.number)
            inner.setLeft(digit.right() + look.px(4))
        sign = QRect(inner.left(), inner.top(), look.px(22), inner.height())
        painter.setFont(look.font(15, bold=True))
        painter.setPen(look.colour(row.tone))
        mark = "☑" if row.marked else _MARKS.get(row.tone, "")
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, mark)
        inner.setLeft(sign.right() + look.px(10))
        self._words(painter, row, inner)
        painter.restore()

    def _words(self, painter: QPainter, row: PickRow, area: QRect) -> None:
        look, centre = self._look, Qt.AlignmentFlag.AlignVCenter
        first = QRect(area)
        if row.detail:
            first.setHeight(area.height() * 11 // 20)
        painter.setFont(look.font(14))
        painter.setPen(look.colour("soft"))
        aside_px = painter.fontMetrics().horizontalAdvance(row.aside)
        painter.drawText(first, centre | Qt.AlignmentFlag.AlignRight, row.aside)
        first.setRight(first.right() - aside_px - look.px(12))
        painter.setFont(look.font(15, bold=bool(row.detail)))
        painter.setPen(look.colour("text"))
        self._draw(painter, first, row.title, row.lit)
        if not row.detail:
            return
        second = QRect(area)
        second.setTop(area.top() + area.height() * 11 // 20)
        painter.setFont(look.font(13))
        painter.setPen(look.colour(row.tone if row.tone in {"yellow", "red"} else "soft"))
        self._draw(painter, second, row.detail, row.detail_lit)

    def _draw(self, painter: QPainter, area: QRect, words: str, lit: Spans) -> None:
        """A line, cut where it is too long, its lit parts over a stripe of the accent."""
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        shown = len(cut) if cut == words else len(cut) - 1
        for begin, end in lit:
            if begin < shown:
                left = metrics.horizontalAdvance(cut[:begin])
                right = metrics.horizontalAdvance(cut[: min(end, shown)])
                height = metrics.height()
                stripe = QRect(
                    area.left() + left,
                    area.center().y() - height // 2,
                    right - left,
                    height,
                )
                painter.fillRect(stripe, self._look.colour("accent", 0.32))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)


class PickField(QLineEdit):
    """A field that hands the keys of the rows on.

    Signals: `moved(int)` so many rows down; `taken()`; `worded()` Ctrl+Enter; `marked()` the
    row under the cursor is marked or not; `left()`; `numbered(int)` a digit from 1 on, typed
    into the empty field where it `takes_numbers`; `completed()` Tab, where it `takes_tab`.
    Thread: GUI
    """

    numbered = Signal(int)
    completed = Signal()

    moved = Signal(int)
    taken = Signal()
    worded = Signal()
    marked = Signal()
    left = Signal()
    _STEPS: Final = {
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_Down: 1,
        Qt.Key.Key_PageUp: -_PAGE,
        Qt.Key.Key_PageDown: _PAGE,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.takes_numbers = False
        self.takes_tab = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter, Esc, Ctrl+Space, digits; the rest is typed."""
        key = Qt.Key(event.key())
        if self._is_number(event):
            self.numbered.emit(int(event.text()))
        elif key in self._STEPS:
            self.moved.emit(self._STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.worded if event.modifiers() & _CTRL else self.taken).emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif (
            key is Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.marked.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab completes, where it does, and leaves the keyboard here."""
        if not self.takes_tab:
            return super().focusNextPrevChild(forward)
        self.completed.emit()
        return True

    def _is_number(self, event: QKeyEvent) -> bool:
        is_digit = event.text() in _DIGITS and bool(event.text())
        return self.takes_numbers and not self.text() and is_digit


class PickList(Enclosure):
    """The field, the rows, and a line of help.

    Signals: `typed(str)`; `taken(object)` the key of a row; `marked(object)` likewise;
    `left()`; `highlighted(object)` the key of the row the keyboard came upon.
    Thread: GUI
    """

    typed = Signal(str)
    taken = Signal(object)
    marked = Signal(object)
    left = Signal()
    highlighted = Signal(object)

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, look, parent)
        self.help = QLabel()
        self.help.setProperty("words", "small")
        self.help.setWordWrap(True)
        self.field = PickField()
        self.model = PickModel(self)
        self.view = QListView()
        self.view.setObjectName("rows")
        self.view.setModel(self.model)
        self.view.setItemDelegate(PickDelegate(look, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout(self)
        for widget in (self.title, self.field, self.view, self.help):
            self._column.addWidget(widget)
        self.field.textChanged.connect(self.typed)
        self.field.moved.connect(self.move_by)
        self.field.taken.connect(self.on_taken)
        self.field.worded.connect(self.on_worded)
        self.field.marked.connect(self.on_marked)
        self.field.left.connect(self.left)
        self._since_click = QElapsedTimer()
        self.view.clicked.connect(self.on_clicked)
        self.view.selectionModel().currentChanged.connect(self.on_current)
        look.changed.connect(self.on_look)
        self.on_look()

    @property
    def current(self) -> PickRow | None:
        """The row under the keyboard."""
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def show_rows(self, rows: Sequence[PickRow]) -> None:
        """Put rows up; the keyboard stays with its thing, or goes to the first row."""
        before = self.current
        self.model.show_rows(rows)
        keys = [row.key for row in rows]
        at = keys.index(before.key) if before is not None and before.key in keys else 0
        if keys:
            self.view.setCurrentIndex(self.model.index(at))

    @Slot(int)
    def move_by(self, rows: int) -> None:
        """Move the keyboard's row, stopping at the ends."""
        last = len(self.model.rows) - 1
        if last >= 0:
            at = min(max(self.view.currentIndex().row() + rows, 0), last)
            self.view.setCurrentIndex(self.model.index(at))

    @Slot()
    def on_taken(self) -> None:
        """Enter."""
        if self.current is not None:
            self.taken.emit(self.current.key)

    @Slot()
    def on_worded(self) -> None:
        """Ctrl+Enter: as Enter, unless a list knows better."""
        self.on_taken()

    @Slot()
    def on_marked(self) -> None:
        """Ctrl+Space."""
        if self.current is not None:
            self.marked.emit(self.current.key)

    @Slot(QModelIndex, QModelIndex)
    def on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        """The keyboard came upon another row."""
        if index.isValid() and self.current is not None:
            self.highlighted.emit(self.current.key)

    @Slot(QModelIndex)
    def on_clicked(self, index: QModelIndex) -> None:
        """A click is as good as Enter; the second of a double click is nothing of its own.

        Other rows may have come below the pointer between the two.
        """
        since = self._since_click
        is_second = since.isValid() and since.elapsed() < QApplication.doubleClickInterval()
        since.restart()
        if not is_second:
            self.view.setCurrentIndex(index)
            self.on_taken()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        margin = self._look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))
        self.view.doItemsLayout()
