"""The menus that open beside a thing: a row, a mark, a place of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot

from console.actions.action import Group
from console.actions.members import MEMBER_ACTS
from console.windows.drawing_room import is_of_drawings
from maps.canvas.marks import DRAWING, INCIDENT
from models.domain.ids import DrawingId, IncidentId, MemberId

if TYPE_CHECKING:
    from uuid import UUID

    from console.actions.action_set import BoundAction
    from console.windows.workbench import Workbench


class ContextMenus(QObject):
    """Selects what was asked about and offers what can be done with it; of one window.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window

    @Slot(object, object)
    def on_queue(self, incidents: tuple[IncidentId, ...], at: QPoint) -> None:
        """Rows of the queue: the current one stays so, and all stay chosen."""
        current = self._window.selection.incident
        self._of_incident(current if current in incidents else incidents[0], at)

    @Slot(object, object)
    def on_roster(self, members: tuple[MemberId, ...], at: QPoint) -> None:
        """Rows of the roster."""
        self._of_members(members, at)

    @Slot(str, object, object)
    def on_mark(self, kind: str, subject: UUID, at: QPoint) -> None:
        """A mark of the map."""
        if kind == INCIDENT:
            self._of_incident(IncidentId(subject), at)
        elif kind == DRAWING:
            self._of_drawing(DrawingId(subject), at)
        else:
            self._of_members((MemberId(subject),), at)

    @Slot(object)
    def on_ground(self, at: QPoint) -> None:
        """A place of the map, beside all marks."""
        self._window.menus.pop_up(at, _is_of_places)

    def _of_incident(self, incident_id: IncidentId, at: QPoint) -> None:
        self._window.selection.pick_incident(incident_id)
        self._window.refresh_actions()
        self._window.menus.pop_up(at, _is_of_incidents)

    def _of_drawing(self, drawing_id: DrawingId, at: QPoint) -> None:
        self._window.selection.pick_drawing(drawing_id)
        self._window.refresh_actions()
        self._window.menus.pop_up(at, is_of_drawings)

    def _of_members(self, members: tuple[MemberId, ...], at: QPoint) -> None:
        self._window.selection.pick_members(members)
        self._window.refresh_actions()
        self._window.menus.pop_up(at, _is_of_members)


def _is_of_incidents(action: BoundAction) -> bool:
    return bool(action.act.verb)


def _is_of_members(action: BoundAction) -> bool:
    return action.act.id in MEMBER_ACTS


def _is_of_places(action: BoundAction) -> bool:
    return action.act.group is Group.PLACES
