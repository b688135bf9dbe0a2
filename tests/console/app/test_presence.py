"""The post of presence: told when it changes and while it lasts, and never in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from console.app import presence
from console.app.presence import PresencePost
from console.state.session import Seat
from models.domain.error import Trouble, Words
from models.domain.ids import IncidentId
from models.feed.presence import Caller, Holding, Present
from tests.builders import an_id

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
CASE = IncidentId(an_id())
OTHER = Present(CASE, "zhao", "2", in_hand=True)


@dataclass
class FakeBoard:
    """A switchboard in memory, which may be away."""

    said: list[Holding] = field(default_factory=list)
    found: tuple[Present, ...] = ()
    is_away: bool = False
    woken: int = 0

    def _reach(self) -> None:
        if self.is_away:
            raise Trouble("database_away", Words("断开", "away"))

    def tell_presence(self, caller: Caller, holding: Holding) -> None:
        self._reach()
        assert caller.operator == "li"
        self.said.append(holding)

    def presence(self, caller: Caller) -> tuple[Present, ...]:
        del caller
        self._reach()
        return self.found

    def leave_presence(self, caller: Caller) -> None:
        del caller
        self._reach()
        self.said.append(Holding())

    def wake(self) -> None:
        self.woken += 1


@dataclass
class Clock:
    """Steady seconds, moved by hand."""

    now_s: float = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(presence, "time", made)
    return made


@pytest.fixture
def post(clock: Clock, qtbot: Any) -> Callable[[FakeBoard], PresencePost]:
    def make(board: FakeBoard) -> PresencePost:
        made = PresencePost(Seat("li", frozenset(), "1", "en"))
        made.use(board)
        return made

    return make


def test_a_change_is_said_at_once_and_a_lasting_hold_every_few_seconds(
    post: Callable[[FakeBoard], PresencePost], clock: Clock
) -> None:
    board = FakeBoard()
    desk = post(board)
    desk.turn()
    desk.hold(Holding(CASE))
    assert board.woken == 1
    for _ in range(12):
        desk.turn()
        clock.now_s += 1
    assert board.said == [Holding(), *[Holding(CASE)] * 3]


def test_the_others_are_told_of_when_they_change(
    post: Callable[[FakeBoard], PresencePost], clock: Clock
) -> None:
    board, told = FakeBoard(found=(OTHER,)), []
    desk = post(board)
    desk.told.connect(told.append)
    for _ in range(3):
        desk.turn()
        clock.now_s += 1
    board.found = ()
    desk.turn()
    assert told == [(OTHER,), ()]


def test_with_the_database_away_nobody_is_known_and_nobody_is_held_up(
    post: Callable[[FakeBoard], PresencePost], clock: Clock
) -> None:
    board, told = FakeBoard(found=(OTHER,)), []
    desk = post(board)
    desk.told.connect(told.append)
    desk.turn()
    board.is_away = True
    clock.now_s += 1
    desk.turn()
    desk.leave()
    board.is_away = False
    clock.now_s += 1
    desk.turn()  # still resting
    clock.now_s += presence.REST_S
    desk.turn()
    assert told == [(OTHER,), (), (OTHER,)]
