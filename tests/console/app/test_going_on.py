"""The desk's clock goes on though its source hangs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from console.app import going_on
from console.app.going_on import SILENT, GoingOn
from models.feed.clock import ManualClock
from models.feed.timeline import Mode
from tests.builders import NINE
from tests.console.frames import a_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.state.session import Session

pytestmark = pytest.mark.gui


@pytest.fixture
def hung(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Session, ManualClock, GoingOn]]:
    """A live session whose lane was heard once, and not since."""
    monkeypatch.setattr(going_on, "STILL_MS", 0)
    session, clock, parent = a_session(2, 2), ManualClock(NINE), QObject()
    ours = GoingOn(session, clock, parent)
    ours.on_heard()
    yield session, clock, ours
    ours.on_closing()


def test_the_hour_goes_on_and_what_is_known_stays(
    hung: tuple[Session, ManualClock, GoingOn],
) -> None:
    session, clock, ours = hung
    before = session.frame
    clock.advance(5)
    ours.on_beat()
    after = session.frame
    assert after.now - before.now == timedelta(seconds=5)
    assert (after.picture, after.positions) == (before.picture, before.positions)
    assert not after.changes.incidents
    assert after.problem is None


def test_after_a_while_it_says_that_nobody_answers(
    hung: tuple[Session, ManualClock, GoingOn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "OLD_MS", 0)
    session, _, ours = hung
    ours.on_beat()
    assert session.frame.problem == SILENT


def test_it_never_goes_back(hung: tuple[Session, ManualClock, GoingOn]) -> None:
    session, clock, ours = hung
    later = clock.at + timedelta(minutes=1)
    session.show_frame(replace(session.frame, now=later))
    ours.on_beat()
    assert session.frame.now == later


def test_a_replay_that_stands_is_left_alone(
    hung: tuple[Session, ManualClock, GoingOn],
) -> None:
    session, clock, ours = hung
    session.show_frame(replace(session.frame, mode=Mode.PAUSED))
    standing = session.frame
    clock.advance(60)
    ours.on_beat()
    assert session.frame is standing


def test_while_the_lane_is_heard_no_frame_is_made(
    hung: tuple[Session, ManualClock, GoingOn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "STILL_MS", 1_000_000)
    session, clock, ours = hung
    heard = session.frame
    clock.advance(1)
    ours.on_beat()
    assert session.frame is heard
