"""What wants eyes and ears: urgent incidents nobody has taken up, tasks nobody answers.

It knows no widget and no sound. An incident leaves by itself once somebody has it in hand,
and comes back when the word of a task does not come through, is not seen or not signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.domain.category import Urgency
from models.domain.conveying import Silence, silences
from models.domain.fact import SubjectKind
from models.domain.ids import IncidentId
from models.feed.frame import Capability
from models.picture.query import is_unattended
from models.picture.secrecy import is_cleared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from console.state.session import Session
    from models.domain.conveying import DueSilence
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
        self._silent: dict[IncidentId, tuple[DueSilence, ...]] = {}
        self._called: dict[IncidentId, datetime] = {}
        self._rang_at: dict[Urgency, datetime] = {}
        self._has_looked = False
        self._looked_at = session.frame.now
        self.muted: frozenset[Urgency] = frozenset()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        session.frame_changed.connect(self.on_frame)

    @property
    def waiting(self) -> tuple[IncidentId, ...]:
        """The alarms, the gravest first; of equals what nobody has in hand, then the oldest."""
        return tuple(sorted(self._waiting, key=self._place))

    def _place(self, incident_id: IncidentId) -> tuple[int, bool]:
        return -self._waiting[incident_id].rank, incident_id in self._silent

    @property
    def gravest(self) -> Urgency | None:
        """How urgent the gravest alarm is; None where there is none."""
        return max(self._waiting.values(), key=_rank, default=None)

    def acknowledge(self, incident_id: IncidentId) -> None:
        """Somebody has seen it."""
        urgency = self._waiting.pop(incident_id, None)
        if urgency is None:
            return
        due = self._due(incident_id)
        if due:
            self._called[incident_id] = due[-1].at
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
            self._silent.clear()
            if self._waiting:
                self._waiting.clear()
                self._settle()
            self._has_looked = False
            return
        known = frame.picture.incidents
        if frame.jumped or not self._has_looked:
            self._has_looked = bool(frame.seq)
            self._forget({one for kept in self._kept for one in kept} - known.keys())
            self._look_at(known.values())
            self._looked_at = frame.now
            return
        ids = {
            IncidentId(entry.fact.subject_id)
            for entry in frame.changes.entries
            if entry.fact.subject_kind is SubjectKind.INCIDENT
        }
        ids |= self._newly_silent(frame.now)
        gone = ids - known.keys()
        self._forget(gone)
        self._look_at(known[one] for one in ids - gone)

    def _newly_silent(self, now: datetime) -> set[IncidentId]:
        """Those of whom something more fell due since the last look."""
        since, self._looked_at = self._looked_at, now
        return {
            one
            for one, ahead in self._silent.items()
            if ahead[0].at <= now and any(due.at > since for due in ahead if due.at <= now)
        }

    @Slot()
    def on_beat(self) -> None:
        """Sound again what nobody acknowledged."""
        for urgency in set(self._waiting.values()) - self.muted:
            self._ring(urgency)

    def _look_at(self, incidents: Iterable[Incident]) -> None:
        before = dict(self._waiting)
        for incident in incidents:
            if self._is_unanswered(incident):
                graver = max(incident.urgency, self._weight(incident.id), key=_rank)
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

    @property
    def _kept(self) -> tuple[dict[IncidentId, Any], ...]:
        """All that is kept by incident."""
        return self._waiting, self._silent, self._called, self._taken_note

    def _forget(self, gone: Collection[IncidentId]) -> None:
        """Drop what is about incidents out of the picture: nobody could go to them any more."""
        told = len(self._waiting)
        for kept in self._kept:
            for one in gone:
                kept.pop(one, None)
        if len(self._waiting) != told:
            self._settle()

    def _is_unanswered(self, incident: Incident) -> bool:
        """Whether nothing was heard in time, and nobody has called about it since."""
        waits = self._session.waits
        ahead = () if self._is_veiled(incident) else silences(incident, waits)
        if not ahead:
            self._silent.pop(incident.id, None)
            return False
        self._silent[incident.id] = ahead
        due = self._due(incident.id)
        return bool(due) and self._called.get(incident.id) != due[-1].at

    def _weight(self, incident_id: IncidentId) -> Urgency:
        """How loud a silence is: for one who may be in danger as an emergency."""
        is_grave = any(one.kind is Silence.NOT_WELL for one in self._due(incident_id))
        return Urgency.EMERGENCY if is_grave else Urgency.URGENT

    def _due(self, incident_id: IncidentId) -> list[DueSilence]:
        now = self._session.frame.now
        return [one for one in self._silent.get(incident_id, ()) if one.at <= now]

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
