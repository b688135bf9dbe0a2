"""What a console does for the journal's honesty: remembers its end, and looks back at it.

Each minute the head is written down in the home, and the one of before is looked up: a
journal that was rewritten or cut tells itself within a minute at every console. Where the
home has a key for anchors, the day's anchor is made by a process of its own.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.app.own_process import start_apart
from console.work.desk_lane import Question
from models.domain.error import BadInput, Words
from models.store.anchor import anchor_places, last_made_at
from models.store.engine import troubles
from models.store.heads import HeadBook, broken, head_of, place_of

if TYPE_CHECKING:
    from console.app.home import Home
    from console.state.session import Session
    from console.work.desk_lane import DeskLane
    from models.feed.frame import Frame

EVERY = timedelta(minutes=1)
"""By the home's clock."""
_KEY = "head"
_log = logging.getLogger(__name__)


class HeadKeeper(QObject):
    """Has the desk lane remember the head, as frames come by.

    Signals: `alarmed(object)` Words: the journal contradicts what was remembered.
    Thread: GUI
    """

    alarmed = Signal(object)

    def __init__(self, home: Home, session: Session, lane: DeskLane) -> None:
        super().__init__(session)
        self._home, self._lane = home, lane
        self._since: datetime | None = None
        self._anchored_on: date | None = None
        session.frame_changed.connect(self.on_frame)
        lane.told.connect(self.on_told)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Look, if it is time again and the database is there."""
        is_early = self._since is not None and abs(frame.now - self._since) < EVERY
        if is_early or frame.problem is not None:
            return
        self._since = frame.now
        self._lane.ask(Question(_KEY, _Remember(self._home)))
        today = datetime.now(UTC).date()
        if self._anchored_on != today:
            self._anchored_on = today
            self._lane.ask(Question("anchor", _AskForAnchor(self._home)))

    @Slot(object, object)
    def on_told(self, key: object, answer: object) -> None:
        """Say it loudly where the journal is not what it was."""
        if key == _KEY and isinstance(answer, Words):
            _log.error("%s", answer.en)
            self.alarmed.emit(answer)
        elif key == "anchor" and answer is True:
            start_apart(self._home.address, ["journal", "anchor", "--daily"])


class _Remember:
    """Compares and remembers, on the lane."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._place = place_of(home.url, is_embedded=home.is_embedded)

    def __call__(self) -> Words | None:
        book = HeadBook(self._home.address.folder)
        kept = book.last(self._place)
        with troubles(), self._home.engine.connect() as pooled:
            connection = pooled.connection.driver_connection
            if connection is None:
                return None
            found = broken(connection, kept) if kept else None
            head = None if found else head_of(connection)
        if head is not None:
            book.keep(self._place, head)
        return found


class _AskForAnchor:
    """Whether the home makes anchors and has none of today, on the lane."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __call__(self) -> bool:
        try:
            places = anchor_places(self._home.address.folder)
            if places is None or places.key is None:
                return False
            made_at = last_made_at(places)
        except BadInput as bad:
            _log.warning("no anchor is made: %s", bad)
            return False
        return made_at is None or made_at.date() != datetime.now(UTC).date()
