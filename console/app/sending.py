"""Word of tasks goes out where nobody sits: what a desk's couriers do, without a window.

It follows the journal like a desk, claims each try in the journal before it is sent (ADR 61),
and so shares the work with every open desk and every other such process. It accepts no acts of
people: it has no outbox, and leaves alone what consoles of the same home left in theirs.
"""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from console.app.couriers import Couriers
from console.app.reference import read_reference
from console.app.veil import Veil
from console.state.session import Session
from console.work.feed_lane import FeedLane
from models.domain.error import Trouble
from models.feed.frame import Frame
from models.feed.player import Player
from models.feed.timeline import Following
from models.picture.picture import Picture
from models.store.home_clock import ClockMode

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from console.app.home import Home
    from console.state.session import Seat
    from models.domain.error import Words

LOOK_MS: Final = 500
"""So long a signal to end waits at the most."""
SENT: Final = "task-sent"
_log = logging.getLogger(__name__)


class Sending(QObject):
    """Follows and sends until it is closed.

    Thread: GUI
    """

    def __init__(self, home: Home, seat: Seat, mode: ClockMode) -> None:
        """Build everything; `start` sets it going.

        Raises
        ------
        Trouble
            The reference data cannot be read.
        """
        super().__init__()
        self._home = home
        self._clock = home.clock()
        reference = read_reference(home)
        self._veil = Veil(
            seat.roles, reference.categories, cells=seat.cells, path_of=reference.grid.path_of
        )
        first = Frame(Picture(), self._clock.now(), Following().mode)
        self.session = Session(first, reference, seat, self)
        self._couriers = Couriers(home, self.session, is_real=mode is ClockMode.REAL)
        self._couriers.told.connect(self.on_told)
        self._feed = FeedLane(self._open_player)
        self._feed.frame_ready.connect(self.on_frame_ready)
        self.sent = 0

    def _open_player(self) -> tuple[Player, Callable[[], None]]:
        source = self._home.source()
        return Player(source, self._clock), source.close

    def start(self) -> None:
        """Begin to follow."""
        self._feed.start()

    def close(self) -> None:
        """Stop; what is on its way to a channel may take its few seconds."""
        self._feed.close()
        self._couriers.close()

    @Slot()
    def on_frame_ready(self) -> None:
        """See what is due by the newest picture."""
        taken = self._feed.take()
        if taken is None:
            return
        frame = self._veil.over(taken)
        if frame.picture.seq and frame.picture.reference > self.session.reference.version:
            self._read_reference()
        self.sent += sum(
            entry.fact.verb == SENT and entry.station == self._home.station
            for entry in frame.changes.entries
        )
        self.session.show_frame(frame)

    def _read_reference(self) -> None:
        try:
            reference = read_reference(self._home)
        except Trouble as trouble:
            # It is asked again with the next frame.
            _log.warning("no reference data read: %s", trouble)
            return
        self._veil.take_classes(reference.categories)
        self.session.show_reference(reference)

    @Slot(object)
    def on_told(self, words: Words) -> None:
        """Write down that a channel fails."""
        _log.warning("%s", words.in_(self.session.seat.language))


class Ending(QObject):
    """Lets the process end when it is told to, or after so many seconds.

    Thread: GUI
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__()
        self._is_wanted = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        # Python hears of a signal when it has something to do.
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.on_look)
        self._look.start()
        if seconds is not None:
            QTimer.singleShot(int(seconds * 1000), QCoreApplication.quit)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._is_wanted = True

    @Slot()
    def on_look(self) -> None:
        """End, where somebody wants it."""
        if self._is_wanted:
            QCoreApplication.quit()


def send_until_told(home: Home, seat: Seat, mode: ClockMode, seconds: float | None) -> int:
    """Send until a signal ends it, or so long; how many tries went out from here."""
    app = QCoreApplication.instance() or QCoreApplication(["wangge"])
    sending, _ending = Sending(home, seat, mode), Ending(seconds)
    try:
        sending.start()
        app.exec()
    finally:
        sending.close()
    return sending.sent
