"""The dispatcher's desk: everything at hand, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from console.actions.action import Group
from console.windows.locking import Locking
from console.windows.presence_room import PresenceRoom
from console.windows.workbench import Workbench

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from maps.canvas.static_tiles import Where


class DeskWindow(Workbench):
    """The desk.

    Signals: those of `Workbench`; `admin_wanted()` the administrator's pages;
    `hand_over_wanted()` somebody else sits down.
    Thread: GUI
    """

    admin_wanted = Signal()
    hand_over_wanted = Signal()

    NAME = "desk"
    # No acts on time: a desk that slips out of the present by a key press is a danger.
    GROUPS = tuple(group for group in Group if group is not Group.TIME)

    def __init__(
        self,
        session: Session,
        settings: Settings,
        look: Look,
        parent: QWidget | None = None,
        *,
        tiles: Where = "process",
    ) -> None:
        super().__init__(session, settings, look, parent, tiles=tiles)
        self.presence = PresenceRoom(self)
        self.locking = Locking(self)
        self.locking.card.hand_over_wanted.connect(self.hand_over_wanted)

    def do_plain(self, action_id: str) -> None:
        """Acts of the whole window; the administrator's pages are a window of their own."""
        match action_id:
            case "admin":
                self.admin_wanted.emit()
            case "hand-over":
                self.hand_over_wanted.emit()
            case "lock":
                self.locking.lock()
            case "lock-after":
                self.locking.choose()
            case _:
                super().do_plain(action_id)

    def title(self) -> str:
        """Who sits here."""
        seat = self._session.seat
        return self.tr("Wangge dispatch desk — {0} @ {1}").format(seat.operator, seat.station)
