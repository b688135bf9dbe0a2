"""The dispatcher's desk: everything at hand, live."""

from __future__ import annotations

from console.actions.action import Group
from console.windows.workbench import Workbench


class DeskWindow(Workbench):
    """The desk.

    Signals: those of `Workbench`.
    Thread: GUI
    """

    NAME = "desk"
    # No acts on time: a desk that slips out of the present by a key press is a danger.
    GROUPS = tuple(group for group in Group if group is not Group.TIME)

    def title(self) -> str:
        """Who sits here."""
        seat = self._session.seat
        return self.tr("Wangge dispatch desk — {0} @ {1}").format(seat.operator, seat.station)
