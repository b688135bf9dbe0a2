"""A fact that nobody can read, whoever got it past the guards: no desk stumbles over it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest

from models.domain.command import Judge
from models.feed.clock import SystemClock
from models.feed.player import Player
from models.feed.timeline import Seek
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store.engine import connect
from models.store.journal import read_after, tail
from models.store.source import JournalSource
from models.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.domain.ids import IncidentId
    from tests.store.homes import Home

pytestmark = pytest.mark.db

_PUT = """
SELECT journal_put(home_now(), home_now(), %s, 0::smallint, 'wang', 'dispatcher', 'psql',
    'commented', 'incident', %s, 9, '{}', %s, 2::smallint)
"""
HOSTILE = (
    "[]",
    '{"fields":{"mood":"grim"}}',
    '{"fields":{"supervise":"one"}}',
    '{"fields":{"urgency":"grim"}}',
    '{"fields":{"due_at":"tomorrow"}}',
    '{"fields":{"place":[1,2,3]}}',
    '{"fields":{"id":"00000000000000000000000000000000"}}',
    '{"fields":{},"tasks":[{"id":"00000000000000000000000000000000"}]}',
    '{"fields":{},"advice":{"mood":1}}',
)


@pytest.fixture
def source(database_url: str) -> Iterator[JournalSource]:
    """A source on the test's database."""
    with closing(JournalSource(database_url)) as made:
        yield made


def _smuggled(admin_url: str, subject: UUID, body: str) -> int:
    """A fact past every guard, in a chain that holds: its seq."""
    with psycopg.connect(admin_url) as connection:
        ((seq,),) = connection.execute(_PUT, [uuid4(), subject, body]).fetchall()
        return int(seq)


@pytest.mark.parametrize("body", HOSTILE)
def test_a_desk_passes_over_it_names_it_and_goes_on(
    home: Home, source: JournalSource, admin_url: str, body: str
) -> None:
    incident = home.dispatched(home.member())
    player = Player(source, SystemClock())
    player.advance()
    seq = _smuggled(admin_url, incident, body)

    frame = player.advance()
    assert (frame.problem, frame.changes.unread, frame.jumped) == (None, (seq,), True)
    assert frame.picture == source.present()

    home.do(Judge(verb="comment", incident=incident, text="已联系当事人"))
    after = player.advance()
    assert (after.problem, after.changes.unread, after.jumped) == (None, (), False)
    assert [entry.fact.verb for entry in after.changes.entries] == ["commented"]
    assert after.picture == source.present()


@pytest.mark.parametrize("body", HOSTILE)
def test_a_proof_names_it(home: Home, admin_url: str, body: str) -> None:
    seq = _smuggled(admin_url, home.dispatched(home.member()), body)
    with connect(admin_url) as connection:
        found = verify(connection)
    assert (found.first_bad_seq, found.fold_equals_tables) == (None, False)
    assert found.problem is not None
    assert found.problem.en.startswith(f"fact {seq} cannot be read: ")


def test_one_of_a_case_that_nobody_knows_is_passed_over_too(
    source: JournalSource, admin_url: str
) -> None:
    seq = _smuggled(admin_url, uuid4(), '{"fields":{"supervise":1}}')
    picture, changes = fold(Picture(), source.read_after(0, 10))
    assert (picture.seq, picture.incidents, changes.unread) == (seq, {}, (seq,))


def test_a_replay_passes_over_it_and_a_list_of_facts_says_why(
    home: Home, source: JournalSource, admin_url: str, database_url: str
) -> None:
    incident: IncidentId = home.dispatched(home.member())
    seq = _smuggled(admin_url, incident, HOSTILE[1])
    clock = SystemClock()
    player = Player(source, clock)
    player.steer(Seek(clock.now()))
    frame = player.advance()
    assert (frame.problem, frame.changes.unread) == (None, (seq,))
    assert frame.picture.incidents[incident].state == source.present().incidents[incident].state
    with connect(database_url) as connection:
        (last,) = tail(connection, 1)
        whole = read_after(connection, 0, 100)
    assert "mood" in last.unread
    assert [entry.seq for entry in whole if entry.unread] == [seq]
