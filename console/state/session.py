"""The session: the frame on show, the reference data, who sits here, what is pending.

Panels read it and listen to it; nobody but the feed lane's delivery writes the frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.state.conflicts import Conflicts
from console.state.experience import Experience
from console.state.inquiries import Inquiries
from console.state.lookups import Lookups
from console.state.merged import Merged
from console.state.own_notes import OwnNotes
from console.state.pending import PendingActs
from console.state.photos import Photos
from console.state.presence import Presence
from console.state.revealed import Revealed
from console.state.selection import Selection
from console.state.travel import Travel
from console.state.turns import Turns
from console.state.unread import Unread
from models.domain.command import Command
from models.domain.conveying import devices_heard
from models.domain.ids import CommandId, new_uuid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.state.reference import Reference
    from models.domain.command import Intent
    from models.domain.conveying import Waits
    from models.domain.error import Language
    from models.domain.ids import CellId, IncidentId
    from models.domain.incident import Incident
    from models.domain.lifecycle import Role
    from models.feed.frame import Frame


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits here, in which roles, at which station; `cells` None is everywhere."""

    operator: str
    roles: frozenset[Role]
    station: str
    language: Language
    cells: frozenset[CellId] | None = None


class Session(QObject):
    """What all windows of a console share.

    Signals: `frame_changed(object)` the new Frame; `reference_changed(object)` the new
    Reference; `several_wanted(str, object, object)` the verb of acts that go out together,
    these, and none that is left out, for the one window that tells of them.
    Thread: GUI
    """

    frame_changed = Signal(object)
    reference_changed = Signal(object)
    several_wanted = Signal(str, object, object)

    def __init__(
        self, frame: Frame, reference: Reference, seat: Seat, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._reference = reference
        self.seat = seat
        self.turns = Turns(self)
        self.pending = PendingActs(self)
        self.conflicts = Conflicts(self)
        self.selection = Selection(self)
        self.presence = Presence(self)
        self.unread = Unread(self)
        self.revealed = Revealed(self.pending, self.selection, self)
        self.travel = Travel(self)
        self.experience = Experience(self)
        self.lookups = Lookups(self)
        self.photos = Photos(self.lookups, self)
        self.inquiries = Inquiries(self)
        self.own_notes = OwnNotes(self)
        self.merged = Merged(frame.picture.incidents)
        self._speaking = frozenset(devices_heard(frame.picture.incidents.values()))
        self._found: Incident | None = None

    @property
    def frame(self) -> Frame:
        """The frame on show."""
        return self._frame

    def incident(self, incident_id: IncidentId | None) -> Incident | None:
        """An incident of the picture on show, or the archived one that was looked up last."""
        if incident_id is None:
            return None
        known = self._frame.picture.incidents.get(incident_id)
        found = self._found
        return found if known is None and found and found.id == incident_id else known

    def keep_found(self, incident: Incident) -> None:
        """Know an incident that is in no picture any more; the one before it is forgotten."""
        self._found = incident

    @property
    def reference(self) -> Reference:
        """The reference data on show."""
        return self._reference

    @property
    def waits(self) -> Waits:
        """How long silence is borne, of those whose device has spoken in the picture."""
        return replace(self._reference.settings.waits, speaking=self._speaking)

    def show_frame(self, frame: Frame) -> None:
        """Put a frame up; GUI thread only."""
        require_gui_thread(self)
        self._frame = frame
        self._hear(frame)
        self.pending.seen(frame.seq)
        self.frame_changed.emit(frame)

    def _hear(self, frame: Frame) -> None:
        known = frame.picture.incidents
        if frame.jumped:
            self.merged.show(known)
            self._speaking = frozenset(devices_heard(known.values()))
            return
        self.merged.change(frame.changes.incidents, known)
        changed = (known[one] for one in frame.changes.incidents if one in known)
        if fresh := set(devices_heard(changed)) - self._speaking:
            self._speaking |= fresh

    def show_reference(self, reference: Reference) -> None:
        """Put newer reference data up; GUI thread only."""
        require_gui_thread(self)
        self._reference = reference
        self.reference_changed.emit(reference)

    def send(self, intent: Intent, *, seen_version: int | None = None) -> None:
        """Make a command of an intent and hand it to the desk lane."""
        command = Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=self.seat.operator,
            roles=self.seat.roles,
            station=self.seat.station,
            seen_version=seen_version,
        )
        self.pending.send(command, self._frame.now)

    def send_all(self, acts: Sequence[tuple[Intent, int | None]]) -> None:
        """Send one act, given with the version that was seen; several are wanted together."""
        if len(acts) > 1:
            self.several_wanted.emit(acts[0][0].verb, acts, ())
            return
        for intent, seen_version in acts:
            self.send(intent, seen_version=seen_version)


def require_gui_thread(owner: QObject) -> None:
    """Stop at once where a session is touched from a lane; such a bug hides for weeks."""
    if not owner.thread().isCurrentThread():
        message = "the session belongs to the GUI thread"
        raise RuntimeError(message)
