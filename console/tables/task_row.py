"""One task on an incident card: who, as what, how far, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

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
from models.domain.conveying import is_failed
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind, TaskState
from models.domain.welfare import asking

if TYPE_CHECKING:
    from datetime import datetime

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.incident import Task


class TaskRow(QFrame):
    """One task: who, as what, how far, since when.

    Signals: `reveal_wanted()` somebody needs the number to call.
    Thread: GUI
    """

    reveal_wanted = Signal()

    def __init__(
        self, session: Session, look: Look, task: Task, *, is_clear: bool = False
    ) -> None:
        super().__init__()
        self._session = session
        self._is_clear = is_clear
        self._task = task
        self.setProperty("box", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(10), look.px(6), look.px(10), look.px(6))
        column.setSpacing(look.px(2))
        top = QHBoxLayout()
        # Numbers are long: where they do not fit beside the state they wrap.
        self.who = card_words("", wraps=True)
        self.who.setText(self._assignee())
        self.state = card_words("accent" if task.state.is_open else "soft")
        top.addWidget(self.who, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.times = card_words("small", wraps=True)
        self.steps = ConveySteps(look, task, self)
        column.addWidget(self.steps)
        column.addWidget(self.times)
        if task.instruction:
            note = card_words("soft", wraps=True)
            note.setText(task.instruction)
            column.addWidget(note)
        self.reveal = QPushButton(self)
        self.reveal.hide()
        numbers = self._numbers()
        if numbers:
            column.addLayout(self._line_to_call(numbers))
        self.tick(session.frame.now)

    def _line_to_call(self, numbers: str) -> QHBoxLayout:
        line = QHBoxLayout()
        call = card_words("small", wraps=True)
        call.setText(self.tr("Call: {0}").format(numbers))
        line.addWidget(call, 1)
        if self._is_clear or "*" in numbers:
            self.reveal.setText(self.tr("Mask") if self._is_clear else self.tr("Reveal"))
            self.reveal.setProperty("kind", "flat")
            self.reveal.clicked.connect(self.reveal_wanted)
            self.reveal.show()
            line.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _numbers(self) -> str:
        """Whom to call about a task that is not signed yet."""
        task, reference = self._task, self._session.reference
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

    def _assignee(self) -> str:
        name = CaseWords(self._session).assignee(self._task, numbered=True)
        return f"{task_role_words(self._task.role)} · {name or self.unknown}"

    @property
    def unknown(self) -> str:
        """What an assignee is called whom this picture does not know."""
        return self.tr("unknown")


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
