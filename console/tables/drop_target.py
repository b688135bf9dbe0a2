"""Rows that are dragged and dropped upon: carry, aim, colour, take; for queue and roster.

They say which of them has the keyboard, too: its current and its chosen rows are framed.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView

from console.tables.dragging import begin_drag, grounds_words, tell_at_cursor
from console.tables.payload import payload_of
from models.domain.dispatching import Verdict

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
    )

    from console.settings.look import Look
    from console.tables.drawing import RowDelegate
    from console.tables.payload import Payload
    from models.domain.dispatching import Answer
    from models.domain.error import Language

    _View = QAbstractItemView
else:
    _View = object

_MANY_ROWS = 50
"""From so many rows on it is quicker to repaint all that are on the screen."""
Target = TypeVar("Target", bound=UUID)
Carried = TypeVar("Carried", bound=UUID)


class DropTarget(Generic[Target, Carried], _View):
    """What a table or tree adds to take drops; stands before Qt's class among the bases.

    Invariants: `is_held` while something is dragged from or over the view: no row may move.

    Thread: GUI
    """

    rows: RowDelegate
    look: Look
    _is_source = False
    _is_under_drag = False

    @property
    def is_held(self) -> bool:
        """Whether no row may move at all now."""
        return self._is_source or self._is_under_drag

    # What the view says of itself.

    @abstractmethod
    def id_at(self, at: QPoint) -> Target | None:
        """The subject of the row at a place of the viewport."""

    @abstractmethod
    def carried(self, payload: Payload) -> tuple[Carried, ...]:
        """What of a payload may be dropped here."""

    @abstractmethod
    def answer(self, target: Target, carried: tuple[Carried, ...]) -> Answer | None:
        """What the rule says of it."""

    @abstractmethod
    def take(self, target: Target, carried: tuple[Carried, ...]) -> None:
        """Hand out what was dropped on what; whoever composes the window acts on it."""

    @abstractmethod
    def language(self) -> Language:
        """In which the rule speaks."""

    @abstractmethod
    def repaint_row(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Repaint one row, and no other; nothing where the index is not valid."""

    # The pointer and the keyboard.

    def hover(self, index: QModelIndex | None) -> None:
        """Light up the row under the pointer, or none."""
        before = QPersistentModelIndex(self.rows.hovered)
        self.rows.hovered = QPersistentModelIndex(index) if index else QPersistentModelIndex()
        if before != self.rows.hovered:
            self.repaint_row(before)
            self.repaint_row(self.rows.hovered)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current and the chosen rows are framed; where none is current, the first is.

        Not Qt's own answer, which paints every row anew each time the keyboard comes or goes.
        """
        first = QAbstractItemView.CursorAction.MoveNext
        if not self.currentIndex().isValid():
            index = self.moveCursor(first, Qt.KeyboardModifier.NoModifier)
            self.selectionModel().setCurrentIndex(
                index, self.selectionModel().SelectionFlag.NoUpdate
            )
        self._frame(framed=True)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The chosen rows stay chosen, without the frame."""
        self._frame(framed=False)
        event.accept()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The frame goes along."""
        super().currentChanged(current, previous)
        self.rows.current = QPersistentModelIndex(current)
        for index in (previous, current):
            self.repaint_row(index)

    def _frame(self, *, framed: bool) -> None:
        self.rows.has_keys = framed
        chosen = self.selectionModel().selectedRows()
        if len(chosen) > _MANY_ROWS:
            self.viewport().update()
            return
        for index in (self.currentIndex(), *chosen):
            self.repaint_row(index)

    # The drag.

    def carry_away(self, payload: Payload, title: str, lines: list[str]) -> None:
        """Drag a payload from here; rows hold still until it is dropped."""
        self._is_source = True
        try:
            begin_drag(self, payload.to_mime(), title, lines, self.look)
        finally:
            self._is_source = False

    def _aim(self, at: QPoint, payload: Payload) -> bool:
        """Colour the row under a drag; whether it may be dropped there."""
        target, carried = self.id_at(at), self.carried(payload)
        if target is None or not carried:
            self._forget_aim()
            return False
        answer = self.answer(target, carried)
        verdict = answer.verdict if answer else Verdict.ELIGIBLE
        self._colour(QPersistentModelIndex(self.indexAt(at)), verdict)
        tell_at_cursor(self, at, grounds_words(answer, self.language()))
        return verdict is not Verdict.BLOCKED

    def _forget_aim(self) -> None:
        self._colour(QPersistentModelIndex(), None)

    def _colour(self, target: QPersistentModelIndex, verdict: Verdict | None) -> None:
        if (target, verdict) != (self.rows.target, self.rows.verdict):
            before, self.rows.target, self.rows.verdict = self.rows.target, target, verdict
            self.repaint_row(before)
            self.repaint_row(target)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What fits may come in."""
        payload = payload_of(event.mimeData())
        if payload is None or not self.carried(payload):
            event.ignore()
            return
        self._is_under_drag = True
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Ask the rule about the row under the drag."""
        payload = payload_of(event.mimeData())
        if payload is not None and self._aim(event.position().toPoint(), payload):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went on."""
        self._is_under_drag = False
        self._forget_aim()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it where the rule allows."""
        payload = payload_of(event.mimeData())
        at = event.position().toPoint()
        may = payload is not None and self._aim(at, payload)
        target = self.id_at(at)
        self._is_under_drag = False
        self._forget_aim()
        tell_at_cursor(self, at, "")
        if payload is None or target is None or not may:
            event.ignore()
            return
        event.acceptProposedAction()
        self.take(target, self.carried(payload))
