"""Carries presence between a session and the database, beside the feed and never before it.

It rides on the feed lane's turns and its connection: a question of a row a desk twice a
second, a word of our own when it changes and every few seconds. A trouble is nobody's
trouble: who is at what is then simply not known.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from models.domain.error import Trouble
from models.domain.ids import new_uuid
from models.feed.presence import Caller, Holding
from models.store.presence import SAY_AGAIN_S

if TYPE_CHECKING:
    from console.state.session import Seat
    from models.feed.presence import Present

ASK_S: Final = 0.5
REST_S: Final = 3.0
"""After a trouble nobody is asked for so long."""


class Switchboard(Protocol):
    """Where presence is told and asked. Thread: the lane that owns it."""

    def tell_presence(self, caller: Caller, holding: Holding) -> None:
        """Say what a desk has."""

    def presence(self, caller: Caller) -> tuple[Present, ...]:
        """What the others have."""

    def leave_presence(self, caller: Caller) -> None:
        """Say that a desk has nothing any more."""

    def wake(self) -> None:
        """End the lane's wait, from any thread."""


class PresencePost(QObject):
    """One desk's presence.

    Signals: `told(object)` a tuple of the others' Present, when it is another one.
    Thread: `hold` is for the GUI thread, all else for the feed lane; the one value that
    both touch is frozen and replaced whole.
    """

    told = Signal(object)

    def __init__(self, seat: Seat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caller = Caller(new_uuid(), seat.operator, seat.station)
        self._holding = Holding()
        self._said: Holding | None = None
        self._say_at_s = 0.0
        self._ask_at_s = 0.0
        self._found: tuple[Present, ...] = ()
        self._board: Switchboard | None = None

    @Slot(object)
    def hold(self, holding: Holding) -> None:
        """Something else is held now: it is said with the lane's next turn."""
        self._holding = holding
        if self._board is not None:
            self._board.wake()

    # -- on the lane --------------------------------------------------------------------

    def use(self, board: Switchboard) -> None:
        """Where to tell and to ask, from now on."""
        self._board = board

    def turn(self) -> None:
        """Tell and ask what is due; never raises `Trouble`."""
        board, now_s, holding = self._board, time.monotonic(), self._holding
        if board is None:
            return
        try:
            if holding != self._said or now_s >= self._say_at_s:
                self._tell(board, holding, now_s)
            if now_s >= self._ask_at_s:
                self._ask_at_s = now_s + ASK_S
                self._take(board.presence(self._caller))
        except Trouble:
            self._said = None
            self._say_at_s = self._ask_at_s = now_s + REST_S
            self._take(())

    def leave(self) -> None:
        """Say good-bye, if somebody hears it."""
        if self._board is None or self._said is None:
            return
        try:
            self._board.leave_presence(self._caller)
        except Trouble:
            self._said = None

    def _tell(self, board: Switchboard, holding: Holding, now_s: float) -> None:
        if self._said is None and now_s < self._say_at_s:
            return
        board.tell_presence(self._caller, holding)
        self._said, self._say_at_s = holding, now_s + SAY_AGAIN_S

    def _take(self, found: tuple[Present, ...]) -> None:
        if found != self._found:
            self._found = found
            self.told.emit(found)
