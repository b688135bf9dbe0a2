"""The tasks of a case, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.tables.flow import at_once, clear, settle
from console.tables.task_row import TaskRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident, Task


AHEAD: Final = 6
"""As many as nearly all cases have; a turn of the event loop shows no more."""


class CaseTasks(QWidget):
    """The tasks of an incident, the open ones first.

    Invariants: a row that was made is kept for the next case: a style sheet makes them dear;
    one that is not on show says nothing of anybody. The tasks of a large joint case come a
    few a turn.

    Signals: `reveal_wanted()` somebody needs a number to call.
    Thread: GUI
    """

    reveal_wanted = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._made: list[TaskRow] = []
        self._case: IncidentId | None = None
        self._tasks: list[Task] = []
        self._most = AHEAD
        self._is_clear = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(6))

    @property
    def rows(self) -> list[TaskRow]:
        """Those on show, from the top."""
        return [row for row in self._made if not row.isHidden()]

    def show_of(self, incident: Incident, *, is_clear: bool) -> None:
        """Show an incident's tasks; `is_clear`: with the numbers to call whole."""
        if incident.id != self._case:
            self._case, self._most = incident.id, AHEAD
        self._tasks = sorted(incident.tasks, key=lambda t: (not t.state.is_open, t.given_at))
        self._is_clear = is_clear
        self.setVisible(bool(self._tasks))
        self._put_up()

    def take_down(self) -> None:
        """There is no case on show: say nothing of anybody."""
        self._case, self._tasks, self._most = None, [], AHEAD
        self._put_up()

    @Slot()
    def on_turn(self) -> None:
        """The next few."""
        if self._most < len(self._tasks):
            begin, self._most = self._most, self._most + AHEAD
            self._put_up(begin)
            settle()

    def _put_up(self, begin: int = 0) -> None:
        tasks = self._tasks[: self._most]
        while len(self._made) < len(tasks):
            self._add()
        with at_once(self._column):
            for place, row in enumerate(self._made[begin:], begin):
                if place < len(tasks):
                    row.show_of(tasks[place], is_clear=self._is_clear)
                else:
                    row.take_down()
                row.setVisible(place < len(tasks))
        if self._most < len(self._tasks):
            self._session.turns.ask(self.on_turn)

    def ahead(self) -> Iterator[None]:
        """Make the rows that nearly all cases do with, one a step."""
        while len(self._made) < AHEAD:
            row = self._add()
            row.hide()
            for part in (row, *row.findChildren(QWidget)):
                part.ensurePolished()
            yield

    def forget(self) -> None:
        """Make all rows anew: another look, other words."""
        clear(self._column)
        self._made, self._most = [], AHEAD

    def tick(self, now: datetime) -> None:
        """Say the times as of now."""
        for row in self.rows:
            row.tick(now)

    def _add(self) -> TaskRow:
        row = TaskRow(self._session, self._look, self)
        row.reveal_wanted.connect(self.reveal_wanted)
        self._made.append(row)
        self._column.addWidget(row)
        return row
