"""Word of tasks going out over the channels, from a live desk; and what is heard of it.

Each channel has a lane of its own: one that hangs holds up neither the window, nor acts, nor
another channel. A try is claimed in the journal before it is sent (ADR 61); without the
database nothing is claimed, and so nothing is sent.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from console.app.channels import broken_words, open_channel
from console.app.convey_text import word_of
from console.app.tending import sent
from console.work.desk_lane import Question
from console.work.side_lane import CLOSING_S, SideLane
from models.desk.channel import Message, NotSent, key_of
from models.desk.courier import Courier
from models.domain.conveying import IN_APP, channel_order
from models.domain.error import Words, WorldlyError
from models.domain.fact_reach import GIVING
from models.domain.ids import IncidentId, MemberId
from models.domain.lifecycle import BY_ACTION
from models.feed.frame import Capability
from models.store.home_clock import ClockMode, read_home_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from console.app.home import Home
    from console.state.reference import Reference
    from console.state.session import Session
    from models.desk.channel import Channel, Receipt
    from models.desk.courier import Errand
    from models.domain.command import Command
    from models.domain.conveying import Tried
    from models.domain.error import Language
    from models.feed.frame import Frame
    from models.picture.picture import Picture

EVERY: Final = timedelta(seconds=2)
"""By the home's clock."""
NOT_HERE: Final = timedelta(seconds=60)
"""So long a desk without a channel's package leaves it to those that have it."""
AGAIN_S: Final = 60.0
UP_MS: Final = 3_000
"""So long a window that just came up is left to itself: it has its first pictures to paint."""
HANGS_MS: Final = 60_000
"""By the real clock: what hangs, hangs there."""
MOST_OWN: Final = 500
MOST_A_TURN: Final = 5
"""Tries. A desk that comes up to a thousand words unsent sends them a few a frame."""
_log = logging.getLogger(__name__)


class Couriers(QObject):
    """Sends word of tasks, as frames come by.

    Signals: `told(object)` Words about a channel that fails.
    Thread: GUI
    """

    told = Signal(object)

    def __init__(self, home: Home, session: Session, *, is_real: bool, up_ms: int = 0) -> None:
        """They set out `up_ms` after the first frame, by the real clock."""
        super().__init__(session)
        self._home, self._session, self._is_real = home, session, is_real
        self._up, self._up_ms = QElapsedTimer(), up_ms
        self._roles = home.rights.roles & BY_ACTION["send"].roles
        self._own: dict[IncidentId, None] = {}
        self._since: datetime | None = None
        self._runs: dict[str, _Run] = {}
        self._said: set[str] = set()
        self._is_over = False
        session.frame_changed.connect(self.on_frame)

    @property
    def is_under_way(self) -> bool:
        """Whether any channel was looked at."""
        return bool(self._runs)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Note what was given here; see what is due, if it is time again."""
        for entry in frame.changes.entries:
            if entry.station == self._home.station and entry.fact.verb in GIVING:
                self._own[IncidentId(entry.fact.subject_id)] = None
        while len(self._own) > MOST_OWN:
            del self._own[next(iter(self._own))]
        if not self._up.isValid():
            self._up.start()
        if self._since is None:
            is_early = self._up.elapsed() < self._up_ms
        else:
            is_early = frame.now - self._since < EVERY
        if is_early or self._is_over or not frame.may(Capability.DISPATCH):
            return
        self._since = frame.now
        order = channels_of(self._session.reference.settings.channels, is_real=self._is_real)
        courier = Courier(order, self._roles, self._home.station)
        for one in order:
            self._set_going(one.channel, courier, frame)

    def _set_going(self, name: str, courier: Courier, frame: Frame) -> None:
        run = self._runs.get(name)
        if run is None:
            lane = SideLane(f"courier-{name}")
            lane.told.connect(self.on_told)
            run = self._runs[name] = _Run(lane, Post(name, self._home.address.folder))
            lane.start()
        if run.busy.isValid():
            if run.busy.hasExpired(HANGS_MS):
                self._say(name, _hangs(name))
            return
        run.busy.start()
        turn = Turn(
            run.post,
            courier,
            frame.picture,
            frame.now,
            self._session.reference,
            self._session.seat.language,
            Door(self._home),
            frozenset(self._own),
        )
        run.lane.ask(Question(name, turn))

    @Slot(object, object)
    def on_told(self, name: object, answer: object) -> None:
        """A channel's turn is over."""
        run = self._runs.get(str(name))
        if run is not None:
            run.busy.invalidate()
        if isinstance(answer, Words):
            self._say(str(name), answer)
        elif isinstance(answer, str):
            self._said.discard(str(name))
            if answer == MORE:
                self._since = None

    @Slot()
    def close(self) -> None:
        """Stop the lanes, all within one deadline; a frame still on its way starts none."""
        self._is_over = True
        for run in self._runs.values():
            run.lane.stop()
        end_s = monotonic() + CLOSING_S
        for run in self._runs.values():
            run.lane.close(max(0.0, end_s - monotonic()))
        self._runs.clear()

    def _say(self, name: str, words: Words) -> None:
        """Once, until the channel is sound again."""
        if name not in self._said:
            self._said.add(name)
            self.told.emit(words)


SOUND: Final = "sound"
"""The answer of a turn in which nothing failed."""
MORE: Final = "more"
"""Nothing failed, and more is due than a turn may send."""


@dataclass(slots=True)
class _Run:
    """A channel's lane; `busy` runs while it has not answered."""

    lane: SideLane
    post: Post
    busy: QElapsedTimer = field(default_factory=QElapsedTimer)


class Opens(Protocol):
    """Something that a channel is behind."""

    @property
    def name(self) -> str:
        """The channel's."""

    def open(self) -> Channel | None:
        """The channel; None where it is not installed here."""


class Post:
    """A channel that is opened when it is first needed. Thread: the channel's lane.

    One that is not here, or does not come up, is looked for again after a minute: to go
    through all installed packages takes a while, and each failure is logged.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self._channel: Channel | None = None
        self._problem: WorldlyError | None = None
        self._again_s = 0.0

    def open(self) -> Channel | None:
        """The channel; None where it is not installed here."""
        if self._channel is None and monotonic() >= self._again_s:
            self._again_s, self._problem = monotonic() + AGAIN_S, None
            try:
                self._channel = open_channel(self.name, self._folder)
            except WorldlyError as known:
                self._problem = known
        if self._problem is not None:
            raise self._problem.with_traceback(None)
        return self._channel


@dataclass(frozen=True, slots=True)
class Turn:
    """One look at a channel: sends what is due, takes what was heard. Thread: its lane.

    `door` sends a command and says whether it was done; `own` are the incidents whose tasks
    this desk gave.
    """

    post: Opens
    courier: Courier
    picture: Picture
    now: datetime
    reference: Reference
    language: Language
    door: Callable[[Command], bool]
    own: frozenset[IncidentId] = frozenset()

    def __call__(self) -> Words | str:
        """Do it; Words where the channel failed, `SOUND` or `MORE` where it did not."""
        try:
            channel = self.post.open()
        except WorldlyError as known:
            self._miss()
            return known.words
        if channel is None:
            return self._miss()
        due = self._due(self.now)
        problem = self._deliver(channel, due)
        return self._listen(channel) or problem or _outcome(due)

    def _miss(self) -> str:
        """Pass over a channel that nobody here has, once others had the time to use it."""
        due = self._due(self.now - NOT_HERE)
        for errand in self._claimed(due):
            self.door(self.courier.failed(errand, "no_channel"))
        return _outcome(due)

    def _claimed(self, due: list[Errand]) -> Iterator[Errand]:
        """As many as a turn may send of those that are left to this desk."""
        return islice((errand for errand in due if self.door(errand.command)), MOST_A_TURN)

    def _due(self, now: datetime) -> list[Errand]:
        incidents = self.picture.incidents.values()
        return self.courier.due(self.post.name, incidents, self.own, now)

    def _deliver(self, channel: Channel, due: list[Errand]) -> Words | None:
        problem = None
        for errand in self._claimed(due):
            failure = self._given(channel, errand)
            if failure:
                self.door(self.courier.failed(errand, failure))
            if failure == _BROKEN:
                problem = broken_words(self.post.name)
        return problem

    def _given(self, channel: Channel, errand: Errand) -> str:
        """Why the channel did not take it; empty where it did."""
        try:
            channel.send(self._message(errand))
        except NotSent as not_sent:
            return not_sent.failure or "unknown"
        except Exception as error:
            self._log(error)
            return _BROKEN
        return ""

    def _message(self, errand: Errand) -> Message:
        task = errand.task
        member = self.picture.members.get(MemberId(task.assignee))
        department = self.reference.departments.get(task.assignee)
        name = member.name if member else department.name if department else ""
        phone = member.phone if member else department.duty_phone if department else ""
        text = word_of(errand.incident, task, self.reference, self.language)
        return Message(key_of(task.id, errand.attempt), name, phone, text)

    def _listen(self, channel: Channel) -> Words | None:
        problem = None
        try:
            for receipt in channel.receipts():
                if not self._is_heard(receipt):
                    problem = broken_words(self.post.name)
                channel.settle(receipt)
        except WorldlyError:
            raise
        except Exception as error:
            self._log(error)
            return broken_words(self.post.name)
        return problem

    def _is_heard(self, receipt: Receipt) -> bool:
        """Take a receipt; False where nobody can: it would hold up all that come after it."""
        try:
            command = self.courier.heard(receipt, self.picture.incidents.values())
            if command is not None:
                self.door(command)
        except WorldlyError:
            raise
        except Exception as error:
            self._log(error)
            return False
        return True

    def _log(self, error: Exception) -> None:
        # Its words may hold a number: only what kind it was is kept.
        _log.error("channel %s fails: %s", self.post.name, type(error).__name__)


_BROKEN: Final = "broken"


def _outcome(due: list[Errand]) -> str:
    return MORE if len(due) > MOST_A_TURN else SOUND


class Door:
    """Sends a command; False where somebody was faster."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __call__(self, command: Command) -> bool:
        """Whether it was done now."""
        return sent(self._home, command)


def channels_of(text: str, *, is_real: bool) -> tuple[Tried, ...]:
    """The channels in their order; out of a home that only plays, nothing leaves."""
    order = channel_order(text)
    return order if is_real else tuple(one for one in order if one.channel == IN_APP)


def word_clock(home: Home) -> ClockMode | None:
    """The clock of a home whose desk may send word; None where it may not."""
    if home.rights.roles.isdisjoint(BY_ACTION["send"].roles):
        return None
    with home.connection() as connection:
        mode = read_home_clock(connection).mode
    return None if mode is ClockMode.SCRIPTED else mode


def _hangs(name: str) -> Words:
    return Words(
        f"任务通道 {name} 没有回应；到时会改用下一通道。",
        f"The channel {name} does not answer; the next one is tried in its time.",
    )
