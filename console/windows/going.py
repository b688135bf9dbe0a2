"""Going to things: an incident, a member, a cell; from wherever somebody points at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from console.actions.finding import Kind
from maps.canvas.marks import INCIDENT, MEMBER

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from console.panels.map_panel.panel import MapPanel
    from console.state.session import Session
    from models.domain.ids import IncidentId, MemberId


class Going(QObject):
    """Selects a thing and shows it on the map and the card.

    Thread: GUI
    """

    def __init__(
        self, session: Session, shown_on: MapPanel, card: QDockWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._map = shown_on
        self._card = card

    @Slot(object)
    def to_incident(self, incident_id: IncidentId) -> None:
        """Show an incident in card and map."""
        self._session.selection.pick_incident(incident_id)
        self._card.show()
        self._card.raise_()
        self._map.show_place(INCIDENT, incident_id)

    @Slot(object)
    def to_arrived(self, incident_id: IncidentId) -> None:
        """Show in the card what was just reported; the map stays where somebody looks."""
        self._session.selection.pick_incident(incident_id)
        self._card.show()
        self._card.raise_()

    @Slot(object)
    def to_member(self, member_id: MemberId) -> None:
        """Show a member on the map."""
        self._session.selection.pick_members((member_id,))
        self._map.show_place(MEMBER, member_id)

    @Slot(object, object)
    def to_found(self, kind: Kind, key: Any) -> None:
        """Go to what the palette found; the kind says what the key is."""
        if kind is Kind.INCIDENT:
            self.to_incident(key)
        elif kind is Kind.MEMBER:
            self.to_member(key)
        elif kind is Kind.CELL:
            self._map.show_cell(key)
        elif kind is Kind.PLACE:
            self._map.show_coordinates(key)
        elif kind is Kind.ROAD:
            self._map.show_coordinates(key.place)
