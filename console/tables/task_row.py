"""One task on an incident card: who, as what, how far, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.state.convey_words import failure_words
from console.state.words import (
    ago_words,
    masked_phone,
    moment_words,
    task_role_words,
    task_state_words,
)
from console.tables.case_words import CaseWords
from console.tables.convey_steps import ConveySteps
from console.tables.flow import at_once
from models.domain.conveying import is_failed
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind, TaskState
from models.domain.welfare import asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.incident import Task


_LOOKS: Final = {True: "accent", False: "soft"}
"""Of the words for a task's state, by whether it is open."""


class TaskRow(QFrame):
    """One task: who, as what, how far, since when; one after the other as they are put up.

    Signals: `reveal_wanted()` somebody needs the number to call.
    Thread: GUI
    """

    reveal_wanted = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._is_clear = False
        self._said: tuple[object, ...] = ()
        self.setProperty("box", "true")
        # Numbers are long: where they do not fit beside the state they wrap.
        self.who, self.call, self.times, self.note = (
            card_words(kind, wraps=True) for kind in ("", "small", "small", "soft")
        )
        # The look of its words goes by a task's state, and a style sheet makes looks dear.
        self._states = {is_open: card_words(look_) for is_open, look_ in _LOOKS.items()}
        self.steps = ConveySteps(look, self)
        self.reveal = QPushButton(self)
        self.reveal.setProperty("kind", "flat")
        self.reveal.clicked.connect(self.reveal_wanted)
        self._column = QVBoxLayout(self)
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        column, top, line = self._column, QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(look.px(10), look.px(6), look.px(10), look.px(6))
        column.setSpacing(look.px(2))
        top.addWidget(self.who, 1)
        for state in self._states.values():
            top.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.call, 1)
        line.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        for part in (self.steps, self.times, self.note):
            column.addWidget(part)
        column.addLayout(line)

    @property
    def state(self) -> QLabel:
        """What says how far the task is."""
        return self._states[self._task is None or self._task.state.is_open]

    def show_of(self, task: Task, *, is_clear: bool) -> None:
        """Put a task up; `is_clear`: with the numbers to call whole."""
        self._task, self._is_clear = task, is_clear
        name = CaseWords(self._session).assignee(task, numbered=True) or self.tr("unknown")
        who, numbers = f"{task_role_words(task.role)} · {name}", self._numbers(task)
        said = (task, is_clear, who, numbers)
        if said != self._said:
            self._said = said
            with at_once(self._column):
                self._put_up(task, who, numbers)
        self.tick(self._session.frame.now)

    def take_down(self) -> None:
        """Say nothing of anybody: who is gone from the screen is gone from the row too."""
        if self._task is not None:
            self._task, self._is_clear, self._said = None, False, ()
            self.steps.take_down()
            for label in (self.who, self.call, self.times, self.note, *self._states.values()):
                label.clear()

    def _put_up(self, task: Task, who: str, numbers: str) -> None:
        self.who.setText(who)
        for is_open, state in self._states.items():
            state.setVisible(is_open is task.state.is_open)
        self.note.setText(task.instruction)
        self.note.setVisible(bool(task.instruction))
        self.call.setText(self.tr("Call: {0}").format(numbers))
        self.call.setVisible(bool(numbers))
        self.reveal.setText(self.tr("Mask") if self._is_clear else self.tr("Reveal"))
        self.reveal.setVisible(bool(numbers) and (self._is_clear or "*" in numbers))
        self.steps.show_of(task)

    def _numbers(self, task: Task) -> str:
        """Whom to call about a task that is not signed yet."""
        reference = self._session.reference
        waits = task.state is TaskState.TO_SIGN or asking(task) is not None
        member = self._session.frame.picture.members.get(MemberId(task.assignee))
        if waits and member is not None:
            return member.phone if self._is_clear else masked_phone(member.phone)
        department = reference.departments.get(task.assignee) if waits else None
        if department is None or task.assignee_kind is not AssigneeKind.DEPARTMENT:
            return ""
        own = [one for one in reference.rulebook.contacts if one.department == department.code]
        hide = _same if self._is_clear else masked_phone
        said = (" ".join(filter(None, (one.post, one.name, hide(one.phone)))) for one in own)
        return " · ".join(filter(None, (department.duty_phone, *said)))

    def tick(self, now: datetime) -> None:
        """Say state and times as of now."""
        task = self._task
        if task is None:
            return
        self.state.setText(task_state_words(task.state))
        zone = self._session.reference.calendar.zone
        steps = (
            (self.tr("given {0}"), task.given_at),
            (self.tr("arrived {0}"), task.arrived_at),
            (self.tr("ended {0}"), task.ended_at),
        )
        said = [words.format(moment_words(at, zone, now)) for words, at in steps if at]
        if task.state is TaskState.TO_SIGN:
            said.append(ago_words((now - task.given_at).total_seconds()))
        said += self._whistled(task, now)
        if task.reworks:
            said.append(self.tr("Reworked ×{0}").format(task.reworks))
        if asking(task) is not None and task.welfare_at is not None:
            asked = self.tr("asked at {0} whether they are well, no answer")
            said.append(asked.format(moment_words(task.welfare_at, zone, now)))
        elif task.well_at is not None:
            said.append(self.tr("well {0}").format(moment_words(task.well_at, zone, now)))
        if is_failed(task):
            said.append(failure_words(task.failure))
        self.times.setText(" · ".join(said))
        self.steps.tick(zone, now)

    def _whistled(self, task: Task, now: datetime) -> Iterator[str]:
        """By when whoever was called must be there; afterwards the town's marks."""
        if task.arrive_by is not None and task.arrived_at is None and task.state.is_open:
            at = moment_words(task.arrive_by, self._session.reference.calendar.zone, now)
            yield self.tr("to be there by {0}").format(at)
        if task.ratings:
            yield self.tr("marks {0}").format(" / ".join(map(str, task.ratings)))


def _same(words: str) -> str:
    return words


def card_words(kind: str, *, wraps: bool = False) -> QLabel:
    """A label of a card: `kind` is its look in the style sheet."""
    label = QLabel()
    label.setProperty("words", kind)
    label.setWordWrap(wraps)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if wraps:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
