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

from console.tables.drop_target import DropTarget
from console.tables.payload import Payload
from console.tables.roster_columns import Column
from console.tables.roster_drawing import RosterDelegate
from models.domain.ids import IncidentId, MemberId

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QKeyEvent,
        QMouseEvent,
        QPainter,
    )

    from console.settings.look import Look
    from console.state.session import Session
    from console.tables.payload import Judge
    from console.tables.roster_model import RosterModel
    from models.domain.dispatching import Answer
    from models.domain.error import Language

_WIDTHS = {
    Column.NAME: 152,
    Column.STATE: 156,
    Column.LOAD: 72,
    Column.FIX: 130,
    Column.PLACE: 120,
    Column.SKILLS: 140,
}
_OPEN_GROUPS = 24
"""So many groups are opened by themselves; of more, nobody would see the second."""


class RosterView(DropTarget[MemberId, IncidentId], QTreeView):
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
        self.look = look
        self._roster = model
        self.judge = judge
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
        self.setIndentation(self.look.px(18))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, self.look.px(width))
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

    def carried(self, payload: Payload) -> tuple[IncidentId, ...]:
        """Incidents may be dropped on a member."""
        return payload.incidents

    def answer(self, target: MemberId, carried: tuple[IncidentId, ...]) -> Answer | None:
        """What the rule says of the incidents for the row's member."""
        return self.judge(carried, (target,)) if self.judge else None

    def take(self, target: MemberId, carried: tuple[IncidentId, ...]) -> None:
        """Hand out what was dropped on whom; whoever composes the window acts on it."""
        self.incidents_dropped.emit(target, carried)

    def language(self) -> Language:
        """That of the seat."""
        return self._session.seat.language

    def repaint_row(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Repaint one row, and no other."""
        if index.isValid():
            box = self.visualRect(index)
            self.viewport().update(0, box.y(), self.viewport().width(), box.height())

    # -- Qt ------------------------------------------------------------------------------

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A group's ground begins at the edge, under its arrow."""
        if not index.parent().isValid():
            painter.fillRect(rect, self.look.colour("raised"))
            painter.fillRect(
                rect.left(), rect.bottom(), rect.width(), 1, self.look.colour("line")
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
        self.carry_away(payload, title, lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        self.hover(self.indexAt(event.position().toPoint()))
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
            self.hover(None)
        return super().viewportEvent(event)
