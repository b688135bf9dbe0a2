"""The tree that shows the roster: groups, members, drags in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from console.tables.dragging import begin_drag, grounds_words, tell_at_cursor
from console.tables.drawing import RosterDelegate
from console.tables.payload import Payload, payload_of
from console.tables.roster_model import Column, RosterModel
from models.domain.dispatching import Verdict

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
        QPainter,
    )

    from console.settings.look import Look
    from console.state.session import Session
    from console.tables.payload import Judge
    from models.domain.ids import MemberId

_WIDTHS = {
    Column.NAME: 152,
    Column.STATE: 96,
    Column.LOAD: 90,
    Column.FIX: 124,
    Column.PLACE: 120,
    Column.SKILLS: 140,
}
_OPEN_GROUPS = 24
"""So many groups are opened by themselves; of more, nobody would see the second."""


class RosterView(QTreeView):
    """The roster's tree.

    Invariants: open groups, chosen members and the place on the screen outlive a reset of
    the model; groups that nobody opened or closed follow their number.

    Signals: `incidents_dropped(object, object)` MemberId and tuple of IncidentId;
    `opened(object)` MemberId, by Enter or a double click.
    Thread: GUI
    """

    incidents_dropped = Signal(object, object)
    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        model: RosterModel,
        judge: Judge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._roster = model
        self.judge = judge
        self.is_held = False
        self._open: dict[str, bool] = {}
        self._kept: tuple[tuple[MemberId, ...], int] = ((), 0)
        self._restoring = False
        self.rows = RosterDelegate(look, self)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self._prepare()
        self.measure()
        model.modelAboutToBeReset.connect(self.on_about_to_reset)
        model.modelReset.connect(self.on_reset)
        self.expanded.connect(self.on_expanded)
        self.collapsed.connect(self.on_collapsed)
        self.on_reset()

    def _prepare(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setStretchLastSection(True)
        self.header().setFirstSectionMovable(False)

    def measure(self) -> None:
        """Heights and widths for the look as it is now."""
        self.setIndentation(self._look.px(18))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, self._look.px(width))
        self.scheduleDelayedItemsLayout()

    # -- what outlives a reset -----------------------------------------------------------

    @Slot()
    def on_about_to_reset(self) -> None:
        """Remember who is chosen and where the screen stands."""
        self._kept = (self.chosen_ids(), self.verticalScrollBar().value())
        self.rows.hovered = self.rows.target = QPersistentModelIndex()

    @Slot()
    def on_reset(self) -> None:
        """Open what was open, choose who was chosen, stand where it stood."""
        chosen, value = self._kept
        titles = self._roster.group_titles
        self._restoring = True
        for row, title in enumerate(titles):
            self.setFirstColumnSpanned(row, QModelIndex(), True)  # noqa: FBT003 - Qt's way
            is_open = self._open.get(title, len(titles) <= _OPEN_GROUPS)
            self.setExpanded(self._roster.index(row, 0), is_open)
        self._restoring = False
        self.choose(chosen, scroll=False)
        self.verticalScrollBar().setValue(value)

    @Slot(QModelIndex)
    def on_expanded(self, index: QModelIndex) -> None:
        """Somebody opened a group."""
        self._note(index, is_open=True)

    @Slot(QModelIndex)
    def on_collapsed(self, index: QModelIndex) -> None:
        """Somebody closed a group."""
        self._note(index, is_open=False)

    def _note(self, index: QModelIndex, *, is_open: bool) -> None:
        if not self._restoring:
            self._open[self._roster.group_titles[index.row()]] = is_open

    # -- rows ----------------------------------------------------------------------------

    def visible_members(self) -> list[QModelIndex]:
        """The members' rows on the screen."""
        found = []
        index = self.indexAt(QPoint(1, 0))
        bottom = self.viewport().height()
        while index.isValid() and self.visualRect(index).top() < bottom:
            if index.parent().isValid():
                found.append(index)
            index = self.indexBelow(index)
        return found

    def chosen_ids(self) -> tuple[MemberId, ...]:
        """The selected members."""
        found = (self._roster.member_at(i) for i in self.selectionModel().selectedRows())
        return tuple(member.id for member in found if member is not None)

    def choose(self, member_ids: tuple[MemberId, ...], *, scroll: bool = True) -> None:
        """Select members by program, opening their groups."""
        if set(member_ids) == set(self.chosen_ids()):
            return
        model, selection = self._roster, self.selectionModel()
        flag = selection.SelectionFlag
        selection.clearSelection()
        for member_id in member_ids:
            index = model.index_of(member_id)
            if index.isValid():
                selection.select(index, flag.Select | flag.Rows)
                if scroll:
                    self.scrollTo(index)

    def id_at(self, at: QPoint) -> MemberId | None:
        """The member at a place of the viewport."""
        member = self._roster.member_at(self.indexAt(at))
        return member.id if member else None

    # -- drags ---------------------------------------------------------------------------

    def _aim(self, at: QPoint, payload: Payload) -> bool:
        target = self.id_at(at)
        if target is None or not payload.incidents:
            self._forget_aim()
            return False
        answer = self.judge(payload.incidents, (target,)) if self.judge else None
        self.rows.target = QPersistentModelIndex(self.indexAt(at))
        self.rows.verdict = answer.verdict if answer else Verdict.ELIGIBLE
        self.viewport().update()
        tell_at_cursor(self, at, grounds_words(answer, self._session.seat.language))
        return self.rows.verdict is not Verdict.BLOCKED

    def _forget_aim(self) -> None:
        self.rows.target = QPersistentModelIndex()
        self.rows.verdict = None
        self.viewport().update()

    # -- Qt ------------------------------------------------------------------------------

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A group's ground begins at the edge, under its arrow."""
        if not index.parent().isValid():
            painter.fillRect(rect, self._look.colour("raised"))
            painter.fillRect(
                rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line")
            )
        super().drawBranches(painter, rect, index)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: ARG002 - Qt's signature
        """Carry the selected members away."""
        indexes = [i for i in self.selectionModel().selectedRows() if i.parent().isValid()]
        members = [m for m in map(self._roster.member_at, indexes) if m is not None]
        if not members:
            return
        lines = [f"{member.name} {member.number}".strip() for member in members]
        payload = Payload("member", tuple(member.id for member in members))
        title = self.tr("%n member(s)", "", len(members))
        self.is_held = True
        try:
            begin_drag(self, payload.to_mime(), title, lines, self._look)
        finally:
            self.is_held = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Incidents may come in."""
        payload = payload_of(event.mimeData())
        if payload is None or not payload.incidents:
            event.ignore()
            return
        self.is_held = True
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Ask the rule about the member under the drag."""
        payload = payload_of(event.mimeData())
        if payload is not None and self._aim(event.position().toPoint(), payload):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went on."""
        self.is_held = False
        self._forget_aim()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand out what was dropped on whom; whoever composes the window acts on it."""
        payload = payload_of(event.mimeData())
        at = event.position().toPoint()
        may = payload is not None and self._aim(at, payload)
        target = self.id_at(at)
        self.is_held = False
        self._forget_aim()
        tell_at_cursor(self, at, "")
        if payload is None or target is None or not may:
            event.ignore()
            return
        event.acceptProposedAction()
        self.incidents_dropped.emit(target, payload.incidents)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        self.rows.hovered = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self.viewport().update()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on a group opens or closes it."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        is_group = index.isValid() and not index.parent().isValid()
        on_words = event.position().x() > self.indentation()
        if is_group and on_words and event.button() is Qt.MouseButton.LeftButton:
            self.setExpanded(index.siblingAtColumn(0), not self.isExpanded(index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a member."""
        target = self.id_at(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if target is not None:
            self.opened.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current member."""
        member = self._roster.member_at(self.currentIndex())
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and member is not None:
            self.opened.emit(member.id)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer left: no row is under it."""
        if event.type() == QEvent.Type.Leave:
            self.rows.hovered = QPersistentModelIndex()
            self.viewport().update()
        return super().viewportEvent(event)
