"""Who else has which incident, and what this seat has; for rows, cards and drags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.feed.presence import Holding

if TYPE_CHECKING:
    from models.domain.ids import IncidentId
    from models.feed.presence import Present


class Presence(QObject):
    """Presence as one session knows it.

    Signals: `changed()` others took or left something; `held(object)` the Holding of this
    seat, to be told.
    Thread: GUI
    """

    changed = Signal()
    held = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at: dict[IncidentId, tuple[Present, ...]] = {}
        self._holding = Holding()

    def at(self, incident_id: IncidentId | None) -> tuple[Present, ...]:
        """Who else has an incident; those with it in hand first."""
        return self._at.get(incident_id, ()) if incident_id is not None else ()

    @Slot(object)
    def on_told(self, found: tuple[Present, ...]) -> None:
        """Take what the others say."""
        at: dict[IncidentId, tuple[Present, ...]] = {}
        for one in sorted(found, key=_in_hand_first):
            at[one.incident] = (*at.get(one.incident, ()), one)
        self._at = at
        self.changed.emit()

    @Slot(object)
    def open(self, incident_id: IncidentId | None) -> None:
        """The card of this seat shows another incident."""
        self._hold(Holding(incident_id, self._holding.hand))

    def take_in_hand(self, incidents: tuple[IncidentId, ...]) -> None:
        """Incidents are being dragged here."""
        self._hold(Holding(self._holding.open, incidents))

    def let_go(self) -> None:
        """The drag is over, whatever came of it."""
        self._hold(Holding(self._holding.open))

    def _hold(self, holding: Holding) -> None:
        if holding != self._holding:
            self._holding = holding
            self.held.emit(holding)


def _in_hand_first(one: Present) -> tuple[bool, str, str]:
    return not one.in_hand, one.operator, one.station
