"""Whose names and phones this seat was shown, for a reason on the record, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.desk.act import Act, Fate
from models.domain.command import Judge

if TYPE_CHECKING:
    from console.state.pending import PendingActs
    from console.state.selection import Selection
    from models.domain.ids import IncidentId

FOR_S: Final = 120


class Revealed(QObject):
    """The one incident whose reporter is in clear.

    Invariants: only once the database has the reason; no longer than `FOR_S`, and not once
    another incident is looked at.

    Signals: `changed()`.
    Thread: GUI
    """

    changed = Signal()

    def __init__(self, pending: PendingActs, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._incident: IncidentId | None = None
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(FOR_S * 1_000)
        self._end.timeout.connect(self.hide)
        pending.settled.connect(self.on_settled)
        selection.incident_changed.connect(self.on_incident)

    def holds(self, incident_id: IncidentId | None) -> bool:
        """Whether the reporter of this incident may be shown in clear."""
        return incident_id is not None and incident_id == self._incident

    @Slot()
    def hide(self) -> None:
        """Mask it again."""
        self._end.stop()
        if self._incident is not None:
            self._incident = None
            self.changed.emit()

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """The reason is on the record: show it."""
        intent = act.command.intent
        if isinstance(intent, Judge) and intent.verb == "reveal" and act.fate is Fate.CONFIRMED:
            self._incident = intent.incident
            self._end.start()
            self.changed.emit()

    @Slot(object)
    def on_incident(self, incident_id: IncidentId | None) -> None:
        """Another incident is looked at."""
        if not self.holds(incident_id):
            self.hide()
