"""Writing a note: to the room until an instant, or to oneself."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit

from console.settings.jottings import MOST_OWN
from console.state.words import short_number
from console.tables.card import FormCard, refill
from models.domain.ids import RoomNoteId, new_uuid
from models.domain.shift import MOST_NOTE, TellRoom

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

HOURS: Final = (1, 2, 4, 8, 24, 72, 168)
TODAY: Final = 0
"""As a stretch: until midnight."""


class NoteCard(FormCard):
    """Asks for the words of a note, what it is about, and how long a room reads it.

    Thread: GUI
    """

    WIDTH = 480

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("note", look, parent)
        self._session = session
        self._incident: IncidentId | None = None
        self.is_own = False
        self.text, self.lasting, self.about = QPlainTextEdit(), QComboBox(), QCheckBox()
        self.text.setTabChangesFocus(True)
        self.ask(self.text, self.lasting, self.about)
        self.dress()

    @property
    def incident(self) -> Incident | None:
        """What it may be about."""
        return self._session.incident(self._incident)

    def open_for(self, incident: Incident | None, *, is_own: bool) -> None:
        """Come up, about an incident where one is current."""
        if is_own != self.is_own or self.isHidden():
            self.text.clear()
        self.is_own = is_own
        self._incident = incident.id if incident else None
        self.about.setChecked(incident is not None)
        self.form.setRowVisible(1, not is_own)
        self.form.setRowVisible(2, incident is not None)
        self.retranslate()
        self.come_up(self.text)

    @Slot()
    def go_on(self) -> None:
        """Keep it, or tell the room, or say what is wrong."""
        words, most = self.text.toPlainText().strip(), MOST_OWN if self.is_own else MOST_NOTE
        if not words:
            self.complain(self.tr("Write something first."), self.text)
            return
        if len(words) > most:
            said = self.tr("A note takes at most {0} characters; this has {1}.")
            self.complain(said.format(most, len(words)), self.text)
            return
        about = self.incident if self.about.isChecked() else None
        now = self._session.frame.now
        if not self.is_own:
            self._session.send(
                TellRoom(
                    note=RoomNoteId(new_uuid()),
                    text=words,
                    until=self._until(now),
                    about=about.id if about else None,
                )
            )
        elif not self._session.own_notes.write(words, now, about):
            self.complain(self.tr("It could not be kept on this machine."), self.text)
            return
        self.text.clear()
        self.leave()

    def _until(self, now: datetime) -> datetime:
        hours = int(self.lasting.currentData())
        if hours != TODAY:
            return now + timedelta(hours=hours)
        zone = self._session.reference.calendar.zone
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time.min, zone)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        super().on_look()
        self.text.setFixedHeight(self._look.px(84))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        own = self.is_own
        self.title.setText(self.tr("Note to self") if own else self.tr("Tell the room"))
        self.say_rows(self.tr("Note"), self.tr("Until"), "")
        incident = self.incident
        number = short_number(incident.number) if incident else ""
        self.about.setText(self.tr("About incident {0}").format(number))
        self.text.setAccessibleName(self.tr("Note"))
        self.lasting.setAccessibleName(self.tr("Until"))
        self.text.setPlaceholderText(
            self.tr("Only you see it, at this station.")
            if own
            else self.tr("All desks see it at once, and acknowledge it.")
        )
        self.go.setText(self.tr("Keep") if own else self.tr("Tell"))
        stretches = [(self.tr("%n hour(s)", "", hours), hours) for hours in HOURS if hours < 24]
        days = [
            (self.tr("%n day(s)", "", hours // 24), hours) for hours in HOURS if hours >= 24
        ]
        today = (self.tr("the end of the day"), TODAY)
        refill(self.lasting, [*stretches, today, *days], default=3)
