"""A console has the journal kept: once after its start, then where nobody else has done it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from console.app.journal_keeper import JournalKeeper
from models.domain.error import Trouble, Words
from models.store.keyframes import EVERY
from tests.console.desk_stand_in import AskedLane, a_frame, a_session

pytestmark = pytest.mark.gui


class Bench:
    """A keeper on a session whose frames the test makes, and what it started."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.frame = a_frame([], [], {})
        self.session, self.lane = a_session(self.frame), AskedLane()
        home: Any = SimpleNamespace(address="home")
        self.keeper = JournalKeeper(home, self.session, self.lane)  # type: ignore[arg-type]
        self.started: list[list[str]] = []
        monkeypatch.setattr(
            "console.app.journal_keeper.start_apart",
            lambda _, words: self.started.append(words),
        )

    def show(self, seq: int, problem: Words | None = None) -> None:
        picture = replace(self.frame.picture, seq=seq)
        self.session.show_frame(replace(self.frame, picture=picture, problem=problem))

    def answer(self, *, is_wanted: bool | Trouble) -> None:
        """The lane has looked."""
        self.lane.told.emit(self.lane.asked.pop().key, is_wanted)

    def wait(self) -> None:
        """The pause goes by, if there is one."""
        if self.keeper.pause.isActive():
            self.keeper.pause.stop()
            self.keeper.pause.timeout.emit()


@pytest.fixture
def bench(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_after_the_start_it_is_kept_once_and_not_while_the_first_picture_is_drawn(
    bench: Bench,
) -> None:
    bench.show(5)
    assert bench.started == []
    assert bench.keeper.pause.interval() >= 5_000
    bench.wait()
    bench.answer(is_wanted=True)
    bench.show(6)
    bench.wait()
    assert bench.started == [["journal", "keep"]]
    assert not bench.lane.asked


def test_a_picture_that_is_due_is_kept_unless_another_console_did_it_meanwhile(
    bench: Bench,
) -> None:
    bench.show(5)
    bench.wait()
    bench.answer(is_wanted=True)
    for others_did_it in (True, False):
        bench.show(EVERY * (2 - others_did_it))
        bench.wait()
        bench.answer(is_wanted=not others_did_it)
        assert len(bench.started) == 2 - others_did_it


def test_a_database_that_is_away_or_empty_is_not_kept(bench: Bench) -> None:
    bench.show(EVERY, Words("没有", "away"))
    bench.show(0)
    bench.wait()
    assert not bench.started
    assert not bench.lane.asked


def test_a_database_that_went_away_before_it_answered_is_asked_again(bench: Bench) -> None:
    bench.show(5)
    bench.wait()
    bench.answer(is_wanted=Trouble("database_away", Words("断开", "away")))
    bench.show(6, Words("断开", "away"))
    assert not bench.keeper.pause.isActive()
    bench.show(6)
    bench.wait()
    assert bench.lane.asked[-1].read.is_first
    bench.answer(is_wanted=True)
    assert bench.started == [["journal", "keep"]]
