"""What a click on a mark of the map selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from maps.canvas.marks import DRAWING, INCIDENT
from models.domain.ids import DrawingId, IncidentId, MemberId

if TYPE_CHECKING:
    from uuid import UUID

    from console.state.selection import Selection


def pick(selection: Selection, kind: str, subject: UUID, keys: Qt.KeyboardModifier) -> None:
    """Select what was clicked; Ctrl adds or takes away members."""
    selection.pick_drawing(DrawingId(subject) if kind == DRAWING else None)
    if kind == DRAWING:
        return
    if kind == INCIDENT:
        selection.pick_incident(IncidentId(subject))
        return
    member = MemberId(subject)
    if not keys & Qt.KeyboardModifier.ControlModifier:
        selection.pick_members((member,))
    elif member in selection.members:
        selection.pick_members(tuple(m for m in selection.members if m != member))
    else:
        selection.pick_members((*selection.members, member))
