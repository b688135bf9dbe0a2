"""Handing the seat over: the next person signs in over the running desk.

The desk is built anew under the new login, so that nothing of whoever leaves is left in it:
no draft, no revealed name, no act to take back. It stands where the old one stood, looks at
the same place of the map, and the old one goes when the new one is up. What waits in the
outbox stays its author's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Slot

from console.app.home import Home
from console.app.signing_in import SigningIn
from console.app.windows import a_desk
from console.windows.sign_in import Given, SignInWindow
from models.domain.error import WorldlyError

if TYPE_CHECKING:
    from console.app.stage import Stage
    from console.app.windows import Who
    from console.windows.desk import DeskWindow
    from maps.canvas.static_tiles import Where
    from maps.geometry.viewport import Viewport
    from models.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the one before looked at."""

    view: Viewport
    incident: IncidentId | None


class HandingOver(QObject):
    """The desk of this process, whoever sits at it: one after the other.

    Invariants: where the next desk cannot be built, the one before goes on.
    Thread: GUI
    """

    def __init__(self, stage: Stage, home: Home, who: Who, *, tiles: Where = "process") -> None:
        """The first of them. The home is closed by whoever opened it."""
        super().__init__()
        self._stage, self._tiles = stage, tiles
        self._first = self._home = home
        self._roles = who[1]
        self._sight: _Sight | None = None
        self._signing: SigningIn | None = None
        self._naming: SignInWindow | None = None
        self.show = a_desk(stage, home, who, tiles=tiles)
        self.window.hand_over_wanted.connect(self.on_wanted)

    @property
    def window(self) -> DeskWindow:
        """The desk's window of now."""
        return cast("DeskWindow", self.show.window)

    def start(self) -> None:
        """Set the lanes going."""
        self.show.start()

    def close(self) -> None:
        """Take the desk down, and what only it stood on."""
        self.show.close()
        if self._home is not self._first:
            self._home.close()

    @Slot()
    def on_wanted(self) -> None:
        """Ask who takes over; the desk goes on meanwhile. Waits for nothing."""
        until_now = self.show.running.session.seat.operator
        url = self._home.address.db_url
        if url is None:
            self._naming = SignInWindow(
                self._stage.look, "", until_now=until_now, parent=self.window
            )
            self._naming.tried.connect(self.on_named)
            self._open(self._naming)
        else:
            self._signing = SigningIn(self._stage, url, until_now=until_now, over=self.window)
            self._signing.window.accepted.connect(self.on_signed_in)
            self._open(self._signing.window)

    def _open(self, window: SignInWindow) -> None:
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Behind a lock nobody reads it.
        window.sheet.setVisible(not self.window.locking.card.is_up)
        window.sheet_wanted.connect(self.window.shifts.open_sheet)
        window.open()

    @Slot(object)
    def on_named(self, given: Given) -> None:
        """Somebody said who they are; at an embedded home they are believed."""
        if self._naming is not None:
            self._naming.accept()
            self._naming = None
        self._seat(self._home, (given.login, self._roles))

    @Slot()
    def on_signed_in(self) -> None:
        """Somebody is in: the desk becomes theirs."""
        found = self._signing.signed_in if self._signing else None
        self._signing = None
        if found is None:
            return
        home = Home(replace(self._home.address, db_url=found.url), station=self._home.station)
        self._seat(home, (found.rights.login, found.rights.roles))

    def _seat(self, home: Home, who: Who) -> None:
        before, window = self.show, self.window
        try:
            show = a_desk(self._stage, home, who, tiles=self._tiles)
        except WorldlyError as error:
            self._stage.hold(before.running.session)
            window.tell(error.words)
            if home is not self._home:
                home.close()
            return
        window.locking.unlock()
        selected = before.running.session.selection.incident
        self._sight = _Sight(window.map.canvas.view, selected)
        before.running.close()
        show.running.take_over()
        self.show = show
        self._come_up(window)
        before.close()
        for left in (window, before.running, before):
            left.deleteLater()
        if home is not self._home:
            if self._home is not self._first:
                self._home.close()
            self._home = home

    def _come_up(self, before: DeskWindow) -> None:
        window = self.window
        window.hand_over_wanted.connect(self.on_wanted)
        self.show.ready.connect(self.on_ready)
        before.arrangement.keep()
        window.setGeometry(before.geometry())
        window.setWindowState(before.windowState())
        window.show()
        window.activateWindow()
        self.show.start()

    @Slot()
    def on_ready(self) -> None:
        """The new picture is up: look where the one before looked."""
        sight, self._sight = self._sight, None
        if sight is None:
            return
        session = self.show.running.session
        self.window.map.canvas.looking.set_view(sight.view)
        if sight.incident in session.frame.picture.incidents:
            session.selection.pick_incident(sight.incident)
