"""The clocks of a live desk, minded every few seconds: what falls due becomes a fact.

Every desk of a home does it, and what falls due happens once all the same: it is asked again
on the locked row. A home whose clock is moved by hand is left alone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.app.tending import sent
from console.work.desk_lane import Question
from models.desk.clockwork import Clockwork
from models.domain.lifecycle import Role
from models.feed.frame import Capability
from models.store.home_clock import ClockMode, read_home_clock

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from console.app.home import Home
    from console.state.session import Session
    from console.work.desk_lane import DeskLane
    from models.domain.deadline import WorkCalendar
    from models.feed.frame import Frame
    from models.picture.picture import Picture

EVERY = timedelta(seconds=15)
"""By the home's clock: the shortest rung is five minutes high."""


class ClockMinder(QObject):
    """Asks the desk lane to do what fell due, as frames come by.

    Thread: GUI
    """

    def __init__(self, home: Home, session: Session, lane: DeskLane) -> None:
        super().__init__(session)
        self._home, self._session, self._lane = home, session, lane
        self._since: datetime | None = None
        self._reference = -1
        self._clockwork = self._made()
        session.frame_changed.connect(self.on_frame)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Mind the clocks, if it is time again and the desk is open."""
        is_early = self._since is not None and frame.now - self._since < EVERY
        if is_early or not frame.may(Capability.DISPATCH):
            return
        self._since = frame.now
        if self._session.reference.version != self._reference:
            self._clockwork = self._made()
        job = _Mind(self._home, self._clockwork, frame.picture, frame.now)
        self._lane.ask(Question("clocks", job))

    def _made(self) -> Clockwork:
        reference = self._session.reference
        self._reference = reference.version

        def calendar_of(department: UUID | None) -> WorkCalendar:
            if department is None:
                return reference.calendar
            return reference.calendars.get(department, reference.calendar)

        return Clockwork(
            reference.categories, calendar_of, self._home.station, reference.rulebook
        )


class _Mind:
    """Does it, on the lane."""

    def __init__(
        self, home: Home, clockwork: Clockwork, picture: Picture, now: datetime
    ) -> None:
        self._home, self._clockwork = home, clockwork
        self._picture, self._now = picture, now

    def __call__(self) -> int:
        due = self._clockwork.due(self._picture.incidents.values(), self._now)
        return sum(sent(self._home, command) for command in due)


def minds_clocks(home: Home) -> bool:
    """Whether the home's time goes on by itself, and this desk may say what fell due."""
    if Role.SHIFT_LEAD not in home.rights.roles:
        return False
    with home.connection() as connection:
        return read_home_clock(connection).mode is not ClockMode.SCRIPTED
