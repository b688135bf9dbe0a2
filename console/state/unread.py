"""What others said or asked of an incident since this seat looked at it.

It is a mark on the row, kept for this console alone: what was read where is nobody's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from console.state.words import fact_words
from models.domain.fact import SubjectKind
from models.domain.ids import IncidentId
from models.feed.frame import Capability

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.fact import Entry
    from models.feed.frame import Frame

SAID: Final = frozenset(
    {
        *("reported", "verified", "appealed", "sent-back", "audit-failed", "made-urgent"),
        *("return-asked", "extension-asked", "suspension-asked", "void-asked"),
        *("finished", "assist-finished", "check-failed", "close-refused", "reopened"),
        *("commented", "instructed", "task-not-delivered", "second-handling"),
        *("attached-before", "attached-after", "attached-check", "choice-demanded"),
    }
)
"""What a desk should know of. That somebody signed or is on the way shows in the row itself."""


class Unread(QObject):
    """The newest of it by incident.

    Invariants: only live frames leave marks, never one's own acts; a jump leaves none; an
    incident that is looked at, or that left the picture, has none.

    Signals: `changed()` other marks.
    Thread: GUI
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._news: dict[IncidentId, str] = {}
        session.frame_changed.connect(self.on_frame)
        session.selection.incident_changed.connect(self.on_looked)

    def of(self, incident_id: IncidentId) -> str:
        """The verb of the newest fact that nobody here has looked at; "" for none."""
        return self._news.get(incident_id, "")

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Mark what others said."""
        if frame.jumped or not frame.may(Capability.DISPATCH):
            self._put({})
            return
        known = frame.picture.incidents
        news = {one: verb for one, verb in self._news.items() if one in known}
        for entry in frame.changes.entries:
            if self._is_news(entry):
                news[IncidentId(entry.fact.subject_id)] = entry.fact.verb
        self._put(news)

    @Slot(object)
    def on_looked(self, incident_id: IncidentId | None) -> None:
        """Somebody looks at an incident here."""
        self._put({one: verb for one, verb in self._news.items() if one != incident_id})

    def _is_news(self, entry: Entry) -> bool:
        seat = self._session.seat
        return (
            entry.fact.subject_kind is SubjectKind.INCIDENT
            and entry.fact.verb in SAID
            and (entry.actor, entry.station) != (seat.operator, seat.station)
            and entry.fact.subject_id != self._session.selection.incident
        )

    def _put(self, news: dict[IncidentId, str]) -> None:
        if news != self._news:
            self._news = news
            self.changed.emit()


def unread_words(session: Session, incident_id: IncidentId) -> str:
    """What is unread of an incident, for a tool tip and whoever reads aloud; "" for nothing."""
    verb = session.unread.of(incident_id)
    said = QCoreApplication.translate("Unread", "unread: {0}")
    return said.format(fact_words(verb)) if verb else ""
