"""What of the room waits for whoever sits here: a shift to sign for, notes not acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.state.shifts import may_sign, unread_notes, waiting_shift
from console.state.words import moment_words
from console.tables.chips import is_language_change

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session


class RoomChips(QWidget):
    """Two buttons of the status strip; away while nothing waits.

    Signals: `shift_wanted()` the sheet; `notes_wanted()` the notes.
    Thread: GUI
    """

    shift_wanted = Signal()
    notes_wanted = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self.shift, self.notes = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button, signal in (
            (self.shift, self.shift_wanted),
            (self.notes, self.notes_wanted),
        ):
            button.setProperty("kind", "flat")
            button.clicked.connect(signal)
            row.addWidget(button)
            button.hide()

    @Slot()
    def refresh(self) -> None:
        """Say what waits as of the session's frame."""
        self._show_shift()
        unread = len(unread_notes(self._session))
        self.notes.setVisible(unread > 0)
        if unread:
            self.notes.setText(self.tr("%n note(s) to read", "", unread))
            self.notes.setToolTip(self.tr("Ctrl+J shows them"))
            self._look.put_icon(self.notes, "people", "yellow", 16)

    def _show_shift(self) -> None:
        session = self._session
        waiting = waiting_shift(session)
        is_mine = may_sign(session, waiting)
        is_own = waiting is not None and waiting.author == session.seat.operator
        self.shift.setVisible(is_mine or is_own)
        if waiting is None:
            return
        zone, now = session.reference.calendar.zone, session.frame.now
        when = moment_words(waiting.handed_at, zone, now)
        words = (
            self.tr("{0} handed the shift over at {1}: take over")
            if is_mine
            else self.tr("Shift of {0}, {1}: waits for a signature")
        )
        self.shift.setText(words.format(waiting.author, when))
        self.shift.setToolTip(self.tr("Ctrl+Shift+H shows the sheet"))
        self._look.put_icon(self.shift, "list", "yellow" if is_mine else "soft", 16)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.refresh()
        super().changeEvent(event)
