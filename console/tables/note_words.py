"""What a note says of itself: who, when, until when, about what; and its place on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.settings.jottings import OwnNote
from console.state.shifts import standing_notes
from console.state.words import moment_words, short_number
from console.tables.flow import clear
from console.tables.task_row import card_words
from models.domain.shift import RoomNote

if TYPE_CHECKING:
    from datetime import datetime

    from console.settings.look import Look
    from console.state.session import Session


class NoteWords(QObject):
    """Words for notes as of the session's frame.

    Thread: GUI
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def lines(self, note: RoomNote | OwnNote) -> tuple[str, str]:
        """The words, and below them whose they are."""
        return note.text, self.about(note)

    def about(self, note: RoomNote | OwnNote, *, names_incident: bool = True) -> str:
        """Whose it is, of when, until when, about what, seen by how many."""
        if isinstance(note, OwnNote):
            parts = [self.tr("to self"), self._at(note.written_at)]
            number = note.number
        else:
            parts = [note.author, self._at(note.told_at)]
            parts.append(self.tr("until {0}").format(self._at(note.until)))
            if note.seen_by:
                parts.append(self.tr("seen by {0}").format(self.tr(", ").join(note.seen_by)))
            incident = self._session.incident(note.incident)
            number = incident.number if incident else ""
        if number and names_incident:
            parts.append(self.tr("about {0}").format(short_number(number)))
        return " · ".join(parts)

    def _at(self, at: datetime) -> str:
        zone, now = self._session.reference.calendar.zone, self._session.frame.now
        return moment_words(at, zone, now)


class NotePane(QWidget):
    """The notes about the current incident, on its card; away where there are none.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._words = NoteWords(session, self)
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        session.frame_changed.connect(self.refresh)
        session.own_notes.changed.connect(self.refresh)
        session.selection.incident_changed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Show those about the current incident; what did not change is left alone."""
        session = self._session
        incident_id = session.selection.incident
        if incident_id is None:
            return
        told = [one for one in standing_notes(session) if one.incident == incident_id]
        notes: tuple[RoomNote | OwnNote, ...] = (
            *told,
            *session.own_notes.about(incident_id),
        )
        state = (notes, session.seat.language)
        if state == self._shown:
            return
        self._shown = state
        clear(self._column)
        self.setVisible(bool(notes))
        for note in notes:
            is_news = isinstance(note, RoomNote) and note.is_news_to(session.seat.operator)
            self._column.addWidget(self._box(note, is_news=is_news))

    def _box(self, note: RoomNote | OwnNote, *, is_news: bool) -> QFrame:
        box, look = QFrame(), self._look
        box.setProperty("box", "true")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(look.px(10), look.px(6), look.px(10), look.px(6))
        inner.setSpacing(look.px(2))
        words, whose = card_words("yellow" if is_news else "", wraps=True), card_words("small")
        words.setText(note.text)
        whose.setText(self._words.about(note, names_incident=False))
        whose.setWordWrap(True)
        inner.addWidget(words)
        inner.addWidget(whose)
        return box
