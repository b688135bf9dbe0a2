"""Has the journal kept: pictures for seeking, what has been closed long, what is old.

That takes seconds, so a process of its own does it (`wangge journal keep`): once after the
start, and whenever a picture is due. All consoles see that at the same moment; each waits a
while of its own and then looks whether another has done it or is at it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from console.app.own_process import start_apart
from console.app.tending import turn_of
from console.work.desk_lane import Question
from models.domain.error import Trouble
from models.store.engine import troubles
from models.store.keyframes import EVERY, is_due, is_turn_taken

if TYPE_CHECKING:
    from console.app.home import Home
    from console.state.session import Session
    from console.work.desk_lane import DeskLane
    from models.feed.frame import Frame

FIRST_MS: Final = 5_000
"""The first picture is up and drawn by then, and the district's roads are read."""
APART_MS: Final = 1_000
_PLACES: Final = 30
_KEY: Final = "keep"


class JournalKeeper(QObject):
    """Has a process keep the journal when it is time.

    Thread: GUI
    """

    def __init__(self, home: Home, session: Session, lane: DeskLane) -> None:
        super().__init__(session)
        self._home, self._lane = home, lane
        self._asked = -1
        # The number of the process spreads consoles that were started or woken together.
        wait_ms = FIRST_MS + APART_MS * (os.getpid() % _PLACES)
        self.pause = QTimer(self, interval=wait_ms, singleShot=True)
        self.pause.timeout.connect(self.on_pause)
        self._is_first = True
        session.frame_changed.connect(self.on_frame)
        lane.told.connect(self.on_told)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Begin to wait, where a picture may be due."""
        mark = frame.seq // EVERY
        if frame.problem is None and frame.seq and mark > self._asked:
            self._asked = mark
            self.pause.start()

    @Slot()
    def on_pause(self) -> None:
        """Ask whether another console has done it, or does it now."""
        self._lane.ask(Question(_KEY, _IsWanted(self._home, is_first=self._is_first)))

    @Slot(object, object)
    def on_told(self, key: object, answer: object) -> None:
        """Nobody has; or the database went away before it could say, and is asked again."""
        if key != _KEY:
            return
        if isinstance(answer, Trouble):
            self._asked = -1
            return
        self._is_first = False
        if answer is True:
            start_apart(self._home.address, ["journal", "keep"])


class _IsWanted:
    """Whether the journal is to be kept from here, on the lane.

    After the start there is more to do than a picture that is due.
    """

    def __init__(self, home: Home, *, is_first: bool) -> None:
        self._home, self.is_first = home, is_first

    def __call__(self) -> bool:
        with troubles(), self._home.connection() as connection:
            is_something = self.is_first or is_due(connection)
            return is_something and not is_turn_taken(connection, turn_of(self._home))
