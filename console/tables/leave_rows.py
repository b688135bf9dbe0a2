"""The leaves of a member on their card: one line each, with what can be decided upon it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.state.leave_words import leave_words
from console.tables.flow import clear
from console.tables.task_row import card_words
from models.domain.leave import JudgeLeave, LeaveState

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.state.session import Session
    from models.domain.leave import Leave
    from models.domain.member import Member


class LeaveRows(QWidget):
    """What a member's leaves are; hidden where there is none. `may` says what the seat may do.

    Signals: `judged(object)` a JudgeLeave that somebody asked for.
    Thread: GUI
    """

    judged = Signal(object)

    def __init__(
        self, session: Session, may: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._may = may
        self._painted: tuple[object, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def show_of(self, member: Member) -> None:
        """Bring the lines up to a member, where anything differs from what is painted."""
        now = self._session.frame.now
        shown = [one for one in member.leaves if one.ends_at > now or one.holds(now)]
        said = tuple((one, leave_words(self._session, one), self._acts(one)) for one in shown)
        self.setVisible(bool(said))
        if said == self._painted:
            return
        self._painted = said
        clear(self._rows)
        for leave, words, acts in said:
            self._rows.addWidget(self._row(member, leave, words, acts))

    def forget(self) -> None:
        """Another language or member: every word is another one."""
        self._painted = ()
        clear(self._rows)

    def buttons(self) -> list[QPushButton]:
        """What can be decided, from above."""
        return self.findChildren(QPushButton)

    def _acts(self, leave: Leave) -> tuple[str, ...]:
        """The verbs that this seat may do to it now."""
        if not leave.counts:
            return ()
        is_asked = leave.state is LeaveState.ASKED
        verbs = ("grant-leave", "deny-leave", "end-leave") if is_asked else ("end-leave",)
        return tuple(filter(self._may, verbs))

    def _row(self, member: Member, leave: Leave, words: str, acts: tuple[str, ...]) -> QWidget:
        line, label = QWidget(), card_words("", wraps=True)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        label.setText(words)
        row.addWidget(label, 1)
        for verb in acts:
            button = QPushButton(self._named(verb, leave))
            button.setProperty("kind", "flat")
            button.setProperty(
                "intent", JudgeLeave(verb=verb, member=member.id, leave=leave.id)
            )
            button.setAccessibleName(f"{button.text()} {words}")
            button.clicked.connect(self.on_clicked)
            row.addWidget(button)
        return line

    def _named(self, verb: str, leave: Leave) -> str:
        if verb == "end-leave":
            runs = leave.holds(self._session.frame.now)
            return self.tr("Is back") if runs else self.tr("Take back")
        return self.tr("Grant") if verb == "grant-leave" else self.tr("Deny")

    @Slot()
    def on_clicked(self) -> None:
        """Hand out what was asked for."""
        button = self.sender()
        if button is not None:
            self.judged.emit(button.property("intent"))
