"""What of the room waits for whoever sits here: a shift to sign for, notes not acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.state.shifts import may_sign, unread_notes, waiting_shift
from console.state.words import moment_words
from console.tables.thrift import Saying

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session


class RoomChips(QWidget):
    """Two buttons of the status strip; away while nothing waits.

    What they say is put up by the strip, which knows how much room there is: `sayings`.

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

    def sayings(self) -> tuple[Saying, Saying]:
        """What waits as of the session's frame."""
        return self._of_notes(), self._of_shift()

    def _of_notes(self) -> Saying:
        unread = len(unread_notes(self._session))
        if not unread:
            return Saying(self.notes, ("",))
        self._look.put_icon(self.notes, "people", "yellow", 16)
        words = self.tr("%n note(s) to read", "", unread)
        return Saying(self.notes, (words, str(unread)), self.tr("Ctrl+J shows them"))

    def _of_shift(self) -> Saying:
        session = self._session
        waiting = waiting_shift(session)
        is_mine = may_sign(session, waiting)
        is_own = waiting is not None and waiting.author == session.seat.operator
        if waiting is None or not (is_mine or is_own):
            return Saying(self.shift, ("",))
        zone, now = session.reference.calendar.zone, session.frame.now
        when = moment_words(waiting.handed_at, zone, now)
        words = (
            self.tr("{0} handed the shift over at {1}: take over")
            if is_mine
            else self.tr("Shift of {0}, {1}: waits for a signature")
        )
        self._look.put_icon(self.shift, "list", "yellow" if is_mine else "soft", 16)
        short = self.tr("Take over") if is_mine else self.tr("Not signed for")
        said = (words.format(waiting.author, when), short)
        return Saying(self.shift, said, self.tr("Ctrl+Shift+H shows the sheet"))
