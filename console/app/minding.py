"""The clocks of a live desk, minded every few seconds: what falls due becomes a fact.

Every desk of a home does it, and what falls due happens once all the same: it is asked again
on the locked row. A home whose clock is moved by hand is left alone.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.app.tending import sent
from console.work.desk_lane import Question
from models.desk.clockwork import Clockwork
from models.domain.lifecycle import Role
from models.feed.frame import Capability
from models.store.home_clock import ClockMode, read_home_clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from console.app.home import Home
    from console.state.session import Session
    from console.work.desk_lane import DeskLane
    from models.domain.command import Command
    from models.domain.deadline import WorkCalendar
    from models.feed.frame import Frame

EVERY = timedelta(seconds=15)
"""By the home's clock: the shortest rung is five minutes high."""
AT_ONCE = 10
"""So much is done in one go; whatever a person does meanwhile comes before the rest."""


class ClockMinder(QObject):
    """Asks the desk lane to do what fell due, as frames come by.

    Invariants: at most one question is with the lane, however long it takes there: each holds
    all incidents of its frame.
    Thread: GUI
    """

    def __init__(self, home: Home, session: Session, lane: DeskLane) -> None:
        super().__init__(session)
        self._home, self._session, self._lane = home, session, lane
        self._since: datetime | None = None
        self._reference = -1
        self._clockwork = self._made()
        self._mind: _Mind | None = None
        session.frame_changed.connect(self.on_frame)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Mind the clocks, if it is time again and the desk is open."""
        last = self._mind
        if not frame.may(Capability.DISPATCH) or (last is not None and not last.is_over):
            return
        if last is not None and last.left:
            self._ask(_Mind(self._home, last.left.copy))
            return
        if self._since is not None and frame.now - self._since < EVERY:
            return
        self._since = frame.now
        if self._session.reference.version != self._reference:
            self._clockwork = self._made()
        incidents = frame.picture.incidents.values()
        self._ask(_Mind(self._home, partial(self._clockwork.due, incidents, frame.now)))

    def _ask(self, mind: _Mind) -> None:
        self._mind = mind
        self._lane.ask(Question("clocks", mind))

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
    """Does some of it, on the lane; what is `left` is for the next once this `is_over`."""

    def __init__(self, home: Home, due: Callable[[], list[Command]]) -> None:
        self._home = home
        self._due: Callable[[], list[Command]] | None = due
        self.left: list[Command] = []
        self.is_over = False

    def __call__(self) -> int:
        due, self._due = self._due, None
        try:
            commands = due() if due is not None else []
            done = sum(sent(self._home, command) for command in commands[:AT_ONCE])
            self.left = commands[AT_ONCE:]
        finally:
            self.is_over = True
        return done


def minds_clocks(home: Home) -> bool:
    """Whether the home's time goes on by itself, and this desk may say what fell due."""
    if Role.SHIFT_LEAD not in home.rights.roles:
        return False
    with home.connection() as connection:
        return read_home_clock(connection).mode is not ClockMode.SCRIPTED
