"""The journal of a database as a source for the player.

One connection reads, the doorbell's own listens; both come back by themselves after a
loss. Every method but `wait` raises `Trouble` while the database is away.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from models.store import fixes, journal, keyframes, presence
from models.store.doorbell import Doorbell
from models.store.engine import connect, troubles
from models.store.present import present_picture
from models.store.revision import require_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

    from models.domain.error import Words
    from models.domain.fact import Entry
    from models.feed.presence import Caller, Holding, Present
    from models.feed.source import Extent
    from models.feed.track import Fixes
    from models.picture.picture import Picture


LOOK_AGAIN_S: Final = 5.0
"""So often it is looked up whether the database was upgraded under us."""


class JournalSource:
    """Follows one database. Thread: the lane that owns it; any may `wake` it."""

    def __init__(self, url: str, *, revive: Callable[[], object] | None = None) -> None:
        """`revive` brings a dead server back, where that is ours to do."""
        self._url = url
        self._doorbell = Doorbell(url, revive=revive)
        self._connection: Connection | None = None
        self._checked_s = 0.0

    @property
    def problem(self) -> Words | None:
        """Why no ring can come just now; None while the doorbell is connected."""
        return self._doorbell.problem

    def extent(self) -> Extent:
        """How far the journal reaches now."""
        with self._reading() as connection:
            return journal.extent(connection)

    def present(self) -> Picture:
        """The picture at the head, from the state tables in one snapshot."""
        with self._reading() as connection:
            return present_picture(connection)

    def picture_before(self, at: datetime) -> Picture:
        """The nearest keyframe recorded at or before an instant."""
        with self._reading() as connection:
            return keyframes.before(connection, at)

    def picture_up_to(self, seq: int) -> Picture:
        """The nearest keyframe with at most this seq."""
        with self._reading() as connection:
            return keyframes.up_to(connection, seq)

    def read_after(self, seq: int, limit: int) -> Sequence[Entry]:
        """The next entries in order of seq, at most `limit`."""
        with self._reading() as connection:
            return journal.read_after(connection, seq, limit)

    def wait(self, timeout_s: float) -> bool:
        """Block until the journal may have grown; never raises for a lost connection."""
        return self._doorbell.wait(timeout_s)

    def fixes_between(self, since: datetime, until: datetime) -> Fixes:
        """Fixes with since < ts ≤ until, sorted by member, then time."""
        with self._reading() as connection:
            return fixes.read_fixes(connection, since, until)

    def fixes_at(self, at: datetime) -> Fixes:
        """The last fix of every member with ts ≤ at."""
        with self._reading() as connection:
            return fixes.fixes_at(connection, at)

    def latest_fixes(self) -> Fixes:
        """The last fix of every member."""
        with self._reading() as connection:
            return fixes.latest_fixes(connection)

    def keep_keyframe(self, picture: Picture) -> bool:
        """Offer the present picture as a keyframe; kept where one is due."""
        with self._reading() as connection, connection.transaction():
            return keyframes.keep_keyframe(connection, picture)

    def tell_presence(self, caller: Caller, holding: Holding) -> None:
        """Say what a desk has, for some seconds."""
        with self._reading() as connection:
            presence.tell(connection, caller, holding)

    def presence(self, caller: Caller) -> tuple[Present, ...]:
        """What the other desks have, of what this login may see."""
        with self._reading() as connection:
            return presence.others(connection, caller)

    def leave_presence(self, caller: Caller) -> None:
        """Say that a desk has nothing any more."""
        with self._reading() as connection:
            presence.leave(connection, caller)

    def wake(self) -> None:
        """End the present wait; from any thread."""
        self._doorbell.wake()

    def close(self) -> None:
        """Hang up both connections."""
        self._doorbell.close()
        if self._connection is not None:
            self._connection.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with troubles():
            if self._connection is None or self._connection.closed:
                self._connection = connect(self._url, name="wangge feed", autocommit=True)
                self._checked_s = -LOOK_AGAIN_S
            if time.monotonic() - self._checked_s >= LOOK_AGAIN_S:
                require_head(self._connection)
                self._checked_s = time.monotonic()
            yield self._connection
