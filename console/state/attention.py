"""What wants eyes and ears: urgent incidents nobody has taken up, dispatches nobody signs.

It knows no widget and no sound. An incident leaves by itself once somebody has it in hand,
and comes back when they let the time to sign run out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.domain.category import Urgency
from models.domain.fact import SubjectKind
from models.domain.ids import IncidentId
from models.domain.incident import State
from models.feed.frame import Capability
from models.picture.query import is_unattended
from models.picture.secrecy import is_cleared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.state.session import Session
    from models.domain.incident import Incident
    from models.feed.frame import Frame

REPEAT_S: Final = {Urgency.EMERGENCY: 6, Urgency.URGENT: 60}
"""How often a sound comes again until somebody acknowledges; general ones make none."""
_BEAT_MS: Final = 1_000


class Attention(QObject):
    """The alarms of one seat.

    Invariants: only live frames alarm; what this seat may not be told of never does; an
    acknowledged incident alarms again only when it became more urgent.

    Signals: `changed()` other alarms; `rang(object)` an Urgency whose sound is due.
    Thread: GUI
    """

    changed = Signal()
    rang = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[IncidentId, Urgency] = {}
        self._taken_note: dict[IncidentId, Urgency] = {}
        self._sign_by: dict[IncidentId, datetime] = {}
        self._called: dict[IncidentId, datetime] = {}
        self._rang_at: dict[Urgency, datetime] = {}
        self._has_looked = False
        self.muted: frozenset[Urgency] = frozenset()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        session.frame_changed.connect(self.on_frame)

    @property
    def waiting(self) -> tuple[IncidentId, ...]:
        """The alarms, the gravest first, of equals the oldest."""
        order = sorted(self._waiting, key=lambda one: -self._waiting[one].rank)
        return tuple(order)

    @property
    def gravest(self) -> Urgency | None:
        """How urgent the gravest alarm is; None where there is none."""
        return max(self._waiting.values(), key=_rank, default=None)

    def acknowledge(self, incident_id: IncidentId) -> None:
        """Somebody has seen it."""
        urgency = self._waiting.pop(incident_id, None)
        if urgency is None:
            return
        if incident_id in self._sign_by:
            self._called[incident_id] = self._sign_by[incident_id]
        else:
            self._taken_note[incident_id] = urgency
        self._settle()

    def mute(self, urgency: Urgency, *, is_muted: bool) -> None:
        """Take the sound of one kind away, or bring it back; the eye is told all the same."""
        others = self.muted - {urgency}
        self.muted = others | {urgency} if is_muted else others
        self.changed.emit()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Look at what changed; at everything, after a jump and at first."""
        if not frame.may(Capability.DISPATCH):
            self._sign_by.clear()
            if self._waiting:
                self._waiting.clear()
                self._settle()
            self._has_looked = False
            return
        known = frame.picture.incidents
        if frame.jumped or not self._has_looked:
            self._has_looked = bool(frame.seq)
            self._look_at(known.values())
            return
        ids = {
            IncidentId(entry.fact.subject_id)
            for entry in frame.changes.entries
            if entry.fact.subject_kind is SubjectKind.INCIDENT
        }
        ids |= {one for one, by in self._sign_by.items() if by <= frame.now}
        gone = ids - known.keys()
        for one in gone:
            self._waiting.pop(one, None)
            self._sign_by.pop(one, None)
        self._look_at(known[one] for one in ids - gone)

    @Slot()
    def on_beat(self) -> None:
        """Sound again what nobody acknowledged."""
        for urgency in set(self._waiting.values()) - self.muted:
            self._ring(urgency)

    def _look_at(self, incidents: Iterable[Incident]) -> None:
        before = dict(self._waiting)
        for incident in incidents:
            if self._is_unanswered(incident):
                graver = max(incident.urgency, Urgency.URGENT, key=_rank)
                self._waiting[incident.id] = graver
            elif self._alarms(incident):
                self._waiting[incident.id] = incident.urgency
            else:
                self._waiting.pop(incident.id, None)
        if self._waiting != before:
            fresh = {u for one, u in self._waiting.items() if before.get(one) != u}
            self._settle()
            for urgency in fresh - self.muted:
                self._rang_at.pop(urgency, None)
                self._ring(urgency)

    def _is_unanswered(self, incident: Incident) -> bool:
        """Whether the time to sign ran out, and nobody has called about it since."""
        by = incident.step_due_at
        if incident.state is not State.DISPATCHED or by is None or self._is_veiled(incident):
            self._sign_by.pop(incident.id, None)
            return False
        self._sign_by[incident.id] = by
        return by <= self._session.frame.now and self._called.get(incident.id) != by

    def _is_veiled(self, incident: Incident) -> bool:
        return incident.restricted and not is_cleared(self._session.seat.roles)

    def _alarms(self, incident: Incident) -> bool:
        if incident.urgency not in REPEAT_S or not is_unattended(incident):
            return False
        if self._is_veiled(incident):
            return False
        noted = self._taken_note.get(incident.id)
        return noted is None or incident.urgency.rank > noted.rank

    def _ring(self, urgency: Urgency) -> None:
        now, last = self._session.frame.now, self._rang_at.get(urgency)
        if last is None or (now - last).total_seconds() >= REPEAT_S[urgency]:
            self._rang_at[urgency] = now
            self.rang.emit(urgency)

    def _settle(self) -> None:
        if self._waiting and not self._beat.isActive():
            self._beat.start()
        elif not self._waiting:
            self._beat.stop()
        self.changed.emit()


def _rank(urgency: Urgency) -> int:
    return urgency.rank
