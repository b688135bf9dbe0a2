"""Tells the session what is being dragged on a window's map, for the other desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from maps.canvas.marks import INCIDENT
from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from console.windows.workbench import Workbench
    from maps.canvas.drop import DragPayload


class PresenceRoom(QObject):
    """What this window's map has in hand.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._session = window.session
        window.map.canvas.drag_started.connect(self.on_drag)
        window.map.canvas.drag_ended.connect(self.on_end)

    @Slot(object)
    def on_drag(self, payload: DragPayload) -> None:
        """A drag began on the map."""
        if payload.kind == INCIDENT:
            self._session.presence.take_in_hand(tuple(map(IncidentId, payload.ids)))

    @Slot()
    def on_end(self) -> None:
        """It is over, whatever came of it."""
        self._session.presence.let_go()
