"""What is selected, in step in queue, map and roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from models.domain.ids import DrawingId, IncidentId, MemberId


class Selection(QObject):
    """The selected incident and members, and a drawing on the map.

    Invariants: at most one incident is *current*, the one the card shows; members keep
    the order they were picked in.

    Signals: `incident_changed(object)` IncidentId or None; `members_changed(object)` tuple
    of MemberId; `drawing_changed(object)` DrawingId or None.
    Thread: GUI
    """

    incident_changed = Signal(object)
    members_changed = Signal(object)
    drawing_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._incident: IncidentId | None = None
        self._members: tuple[MemberId, ...] = ()
        self._drawing: DrawingId | None = None

    @property
    def incident(self) -> IncidentId | None:
        """The current incident."""
        return self._incident

    @property
    def members(self) -> tuple[MemberId, ...]:
        """The picked members."""
        return self._members

    @property
    def drawing(self) -> DrawingId | None:
        """The selected drawing."""
        return self._drawing

    def pick_drawing(self, drawing_id: DrawingId | None) -> None:
        """Select a drawing, or none."""
        if drawing_id != self._drawing:
            self._drawing = drawing_id
            self.drawing_changed.emit(drawing_id)

    def pick_incident(self, incident_id: IncidentId | None) -> None:
        """Make an incident current; telling the same twice tells nobody."""
        if incident_id != self._incident:
            self._incident = incident_id
            self.incident_changed.emit(incident_id)

    def pick_members(self, members: tuple[MemberId, ...]) -> None:
        """Replace the picked members."""
        if members != self._members:
            self._members = members
            self.members_changed.emit(members)
