"""The table that shows the queue: pointer, drags, and an order that keeps rows in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.tables.drawing import ROW_PX, QueueDelegate
from console.tables.drop_target import DropTarget
from console.tables.payload import Payload
from console.tables.queue_columns import TICKING, Column
from models.domain.ids import IncidentId, MemberId

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
    )

    from console.settings.look import Look
    from console.state.session import Session
    from console.tables.payload import Judge
    from console.tables.queue_model import QueueModel
    from models.domain.dispatching import Answer
    from models.domain.error import Language

_WIDTHS = {
    Column.URGENCY: 36,
    Column.DUE: 128,
    Column.TEXT: 140,
    Column.STATE: 104,
    Column.CLASS: 124,
    Column.PLACE: 118,
    Column.AGE: 84,
    Column.LEAD: 96,
    Column.NUMBER: 100,
    Column.SOURCE: 112,
}
"""Least widths in design pixels, by importance: what does not fit any more is hidden from
the end, and the text takes what is left over."""
_ENGLISH_WIDTHS = {Column.CLASS: 140, Column.STATE: 134}
"""English words are longer."""


class QueueView(DropTarget[IncidentId, MemberId], QTableView):
    """The queue's table.

    Invariants: an order is taken over only where the row under the pointer can stay where
    it is; while something is dragged from or over the table, never.

    Signals: `members_dropped(object, object)` IncidentId and tuple of MemberId;
    `opened(object)` IncidentId, by Enter or a double click; `arranged()` columns were moved,
    widened, shown or hidden by hand.
    Thread: GUI
    """

    members_dropped = Signal(object, object)
    opened = Signal(object)
    arranged = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        model: QueueModel,
        judge: Judge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.look = look
        self._queue = model
        self.judge = judge
        self._fitting = False
        self._wanted: dict[Column, bool] = {}
        self._given: dict[Column, int] = {}
        self.rows = QueueDelegate(look, self)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self._prepare()
        self.measure()
        self.horizontalHeader().sectionResized.connect(self.on_section_resized)
        self.horizontalHeader().sectionMoved.connect(self.arranged)

    def _prepare(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(Column.URGENCY, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def measure(self) -> None:
        """Heights and widths for the look as it is now; the topmost row stays so."""
        look, top = self.look, self.rowAt(0)
        vertical = self.verticalHeader()
        vertical.setMinimumSectionSize(look.px(ROW_PX))
        vertical.setDefaultSectionSize(look.px(ROW_PX))
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(look.px(30))
        self.fit_columns()
        if top > 0:
            self.updateGeometries()
            self.verticalScrollBar().setValue(top * self.rowHeight(top))
        self.viewport().update()

    def show_column(self, column: Column, *, shown: bool) -> None:
        """Show or hide a column for good, whether it fits or not."""
        self._wanted[column] = shown
        self.fit_columns()
        self.arranged.emit()

    def arrangement(self) -> dict[str, object]:
        """How the columns stand, in plain fields; widths in pixels of the normal size."""
        header, unit = self.horizontalHeader(), self.look.px(1_000) / 1_000
        return {
            "order": [header.logicalIndex(i) for i in range(len(Column))],
            "shown": {column.name: shown for column, shown in self._wanted.items()},
            "widths": {c.name: round(width / unit) for c, width in self._given.items()},
        }

    def arrange(self, plain: dict[str, Any]) -> None:
        """Put the columns as they stood; what is none of ours is left out."""
        header, unit = self.horizontalHeader(), self.look.px(1_000) / 1_000
        names, order = Column.__members__, plain.get("order")
        if isinstance(order, list) and sorted(map(str, order)) == sorted(map(str, range(10))):
            for place, column in enumerate(order):
                header.moveSection(header.visualIndex(int(column)), place)
        shown, widths = plain.get("shown"), plain.get("widths")
        if isinstance(shown, dict):
            self._wanted = {Column[k]: v is True for k, v in shown.items() if k in names}
        if isinstance(widths, dict):
            self._given = {
                Column[name]: round(max(30, min(width, 2_000)) * unit)
                for name, width in widths.items()
                if name in names and isinstance(width, int)
            }
        self.fit_columns()

    def fit_columns(self) -> None:
        """Show the columns that fit and those that somebody asked for."""
        room = self.viewport().width()
        self._fitting = True
        widths = _WIDTHS
        if self._session.seat.language == "en":
            widths = _WIDTHS | _ENGLISH_WIDTHS
        for column, width in widths.items():
            needed = self._given.get(column, self.look.px(width))
            shown = self._wanted.get(column, room >= needed)
            self.setColumnHidden(column, not shown)
            if shown:
                room -= needed
                self.setColumnWidth(column, needed)
        if Column.TEXT not in self._given and room > 0:
            self.setColumnWidth(Column.TEXT, self.columnWidth(Column.TEXT) + room)
        self._fitting = False

    @Slot(int, int, int)
    def on_section_resized(self, column: int, _before: int, width: int) -> None:
        """A width set by hand stays."""
        if not self._fitting and width > 0:
            self._given[Column(column)] = width
            self.arranged.emit()

    # -- keeping rows in place ---------------------------------------------------------

    def visible_rows(self) -> tuple[int, int]:
        """First and last row on the screen, both included; (0, -1) for none."""
        first = self.rowAt(0)
        if first < 0:
            return 0, -1
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self._queue.rowCount() - 1

    def settle(self, pointer: QPoint | None = None) -> bool:
        """Take a new order over if no row under the pointer moves by it; whether it was.

        `pointer` is in the viewport's coordinates; by default where the pointer is.
        """
        if self.is_held:
            return False
        order = self._queue.next_order()
        anchor = self._anchor(pointer if pointer is not None else self._pointer())
        if anchor is None:
            self._queue.settle(order)
            return True
        incident_id, y, must_stay = anchor
        value = None
        if incident_id in order:
            value = order.index(incident_id) * self.rowHeight(0) - y
        if must_stay and not self._can_scroll_to(value, len(order)):
            return False
        self._queue.settle(order)
        if value is not None:
            self.updateGeometries()
            self.verticalScrollBar().setValue(value)
        return True

    def _anchor(self, pointer: QPoint | None) -> tuple[IncidentId, int, bool] | None:
        """Which row must keep its place: its id, its y, and whether that is a must."""
        row = self.rowAt(pointer.y()) if pointer is not None else -1
        if row >= 0:
            return self._queue.incident_ids[row], self.rowViewportPosition(row), True
        # At the very top new rows may push the others down: that is what the top is for.
        top = self.rowAt(0)
        if top < 0 or self.verticalScrollBar().value() == 0:
            return None
        return self._queue.incident_ids[top], self.rowViewportPosition(top), False

    def _can_scroll_to(self, value: int | None, rows: int) -> bool:
        if value is None:
            return False
        most = max(0, rows * self.rowHeight(0) - self.viewport().height())
        return value == self.verticalScrollBar().value() or 0 <= value <= most

    def _pointer(self) -> QPoint | None:
        if not self.viewport().underMouse():
            return None
        return self.viewport().mapFromGlobal(QCursor.pos())

    # -- selection ---------------------------------------------------------------------

    def chosen_ids(self) -> tuple[IncidentId, ...]:
        """The selected rows' incidents, from above."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._queue.incident_ids[row] for row in rows)

    def choose(self, incident_id: IncidentId | None) -> None:
        """Select a row by program, without scrolling where it is on the screen already."""
        row = self._queue.row_of(incident_id)
        if row is None:
            self.clearSelection()
            return
        if self.currentIndex().row() != row or not self.selectionModel().isRowSelected(row):
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(self._queue.index(row, column))

    def id_at(self, at: QPoint) -> IncidentId | None:
        """The incident at a place of the viewport."""
        row = self.rowAt(at.y())
        return self._queue.incident_ids[row] if row >= 0 else None

    # -- pointer and drags -------------------------------------------------------------

    def carry_away(self, payload: Payload, title: str, lines: list[str]) -> None:
        """Drag rows from here; other desks see in whose hand they are."""
        self._session.presence.take_in_hand(payload.incidents)
        try:
            super().carry_away(payload, title, lines)
        finally:
            self._session.presence.let_go()

    def repaint_row(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Repaint one row, and no other."""
        if index.isValid():
            y, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
            self.viewport().update(0, y, self.viewport().width(), height)

    def repaint_clocks(self, first: int, last: int) -> None:
        """Repaint what the time alone changes in rows `first` to `last`, both included.

        Told by the model of whole columns, Qt paints the next column with each.
        """
        last = min(last, self._queue.rowCount() - 1)
        if first > last:
            return
        top = self.rowViewportPosition(first)
        height = self.rowViewportPosition(last) + self.rowHeight(last) - top
        for column in TICKING:
            if not self.isColumnHidden(column):
                left = self.columnViewportPosition(column)
                self.viewport().update(left, top, self.columnWidth(column), height)

    def carried(self, payload: Payload) -> tuple[MemberId, ...]:
        """Members may be dropped on a row."""
        return payload.members

    def answer(self, target: IncidentId, carried: tuple[MemberId, ...]) -> Answer | None:
        """What the rule says of the members for the row's incident."""
        return self.judge((target,), carried) if self.judge else None

    def take(self, target: IncidentId, carried: tuple[MemberId, ...]) -> None:
        """Hand out who was dropped on what; whoever composes the window acts on it."""
        self.members_dropped.emit(target, carried)

    def language(self) -> Language:
        """That of the seat."""
        return self._session.seat.language

    # -- Qt ----------------------------------------------------------------------------

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: ARG002 - Qt's signature
        """Carry the selected rows away."""
        ids = self.chosen_ids()
        if not ids:
            return
        rows = [row for row in map(self._queue.row_of, ids) if row is not None]
        lines = [
            " · ".join(
                str(self._queue.index(row, column).data() or "")
                for column in (Column.NUMBER, Column.CLASS, Column.TEXT)
            )
            for row in rows
        ]
        title = self.tr("%n incident(s)", "", len(ids))
        self.carry_away(Payload("incident", ids), title, lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        self.hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        target = self.id_at(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if target is not None:
            self.opened.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the card of the current row."""
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.opened.emit(self._queue.incident_ids[row])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self.fit_columns()

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer left: no row is under it."""
        if event.type() == QEvent.Type.Leave:
            self.hover(None)
        return super().viewportEvent(event)
