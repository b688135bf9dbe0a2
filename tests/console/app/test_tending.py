"""What is closed is archived the day after, once, and never in a home that tells history."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from console.app.home import Address, Home
from console.app.tending import tend, turn_of
from console.bench.cases import send, some_members, some_registered
from models.domain.command import Attend, Dispatch, Judge
from models.domain.incident import State
from models.domain.ladder import Rung
from models.store.embedded import stop_embedded
from models.store.home_clock import set_running, set_scripted
from models.store.keyframes import Turn, is_turn_taken, take_turn
from models.store.present import present_picture
from models.store.verify import verify
from tests.builders import CLEARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.db
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
_eras = count()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder: Path = tmp_path_factory.mktemp("tended")
    with Home(Address(folder), station="test") as home:
        yield home
    stop_embedded(folder)


@pytest.fixture
def morning(home: Home) -> datetime:
    """A morning after all that other tests did, with everything done that fell due by then."""
    begin = MORNING + 100 * next(_eras) * DAY
    put_clock(home, begin)
    tend(home)
    return begin


def put_clock(home: Home, at: datetime, *, scripted: bool = False) -> None:
    with contextlib.closing(home.admin_connection()) as admin, admin.transaction():
        if scripted:
            set_scripted(admin, at)
        else:
            set_running(admin, at, 1.0)


def test_closed_cases_are_archived_the_day_after(home: Home, morning: datetime) -> None:
    (member,) = some_members(home.desk, 1)
    closed, still_open = some_registered(home.desk, 2)
    send(home.desk, Dispatch(incident=closed, members=(member,)))
    send(home.desk, Attend(verb="sign", incident=closed))
    send(home.desk, Attend(verb="finish", incident=closed, result=CLEARED))
    send(home.desk, Judge(verb="check-pass", incident=closed))
    send(home.desk, Judge(verb="close", incident=closed))
    assert tend(home).archived == 0

    put_clock(home, morning + DAY, scripted=True)
    assert tend(home).archived == 0

    put_clock(home, morning + DAY + timedelta(hours=1))
    assert tend(home).archived == 1
    assert tend(home).archived == 0
    with contextlib.closing(home.connection()) as connection:
        picture = present_picture(connection)
        found = verify(connection)
    assert closed not in picture.incidents
    assert picture.incidents[still_open].state is State.REGISTERED
    assert found.ok
    assert found.fold_equals_tables


def test_what_fell_due_happens_once_however_many_tend(home: Home, morning: datetime) -> None:
    (member,) = some_members(home.desk, 1, first=50)
    (left_alone,) = some_registered(home.desk, 1)
    send(home.desk, Dispatch(incident=left_alone, members=(member,)))
    assert tend(home).climbed == 0

    # Five working days and some: reminder, red light, yellow card.
    put_clock(home, morning + 8 * DAY)
    assert tend(home).climbed >= 3
    assert tend(home).climbed == 0
    with contextlib.closing(home.connection()) as connection:
        incident = present_picture(connection).incidents[left_alone]
        found = verify(connection)
    assert incident.rungs[:3] == (Rung.REMIND, Rung.RED, Rung.YELLOW_CARD)
    assert incident.supervise >= 2
    assert found.fold_equals_tables


def test_a_told_home_is_left_alone_until_it_is_asked(home: Home, morning: datetime) -> None:
    (member,) = some_members(home.desk, 1, first=60)
    (case,) = some_registered(home.desk, 1)
    send(home.desk, Dispatch(incident=case, members=(member,)))
    put_clock(home, morning + 8 * DAY, scripted=True)
    assert tend(home).climbed == 0
    assert tend(home, is_asked=True).climbed >= 3


def test_one_keeps_the_journal_at_a_time_and_others_go_away(home: Home) -> None:
    with (
        contextlib.closing(home.connection()) as one,
        contextlib.closing(home.connection()) as other,
    ):
        assert not is_turn_taken(other, Turn.LEADING)
        assert take_turn(one, Turn.LEADING)
        assert is_turn_taken(other, Turn.LEADING)
        assert tend(home).is_elsewhere
        # As its end does, but for the moment that the server takes to notice.
        one.execute("SELECT pg_advisory_unlock_all()")
        assert not tend(home).is_elsewhere


def test_whoever_may_not_archive_keeps_no_leader_from_it(home: Home) -> None:
    with contextlib.closing(home.connection()) as other:
        assert take_turn(other, Turn.OTHERS)
        assert turn_of(home) is Turn.LEADING
        assert not tend(home).is_elsewhere
