"""Many follow one journal: who is new, who slept and who is slow costs the others nothing."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from models.domain.command import Judge
from models.domain.ids import new_uuid
from models.feed.clock import SystemClock
from models.feed.player import LEAP, Player
from models.store.doorbell import CHANNEL
from models.store.engine import connect
from models.store.source import JournalSource

if TYPE_CHECKING:
    from uuid import UUID

    from models.store.engine import Connection
    from tests.store.homes import Home

pytestmark = pytest.mark.db
AWAKE_WITHIN_S = 2.0
_APPEND = """
SELECT journal_append(%s, 'li', 'dispatcher', 'desk-2', array_fill(now(), ARRAY[500]),
    array_fill('commented'::text, ARRAY[500]), array_fill('incident'::text, ARRAY[500]),
    array_fill(%s::uuid, ARRAY[500]),
    (SELECT array_agg(%s + n) FROM generate_series(1, 500) n)::integer[],
    array_fill((SELECT cell_path::text FROM incident LIMIT 1), ARRAY[500]),
    array_fill('{"fields":{}}'::text, ARRAY[500]),
    (SELECT max(format) FROM journal)::smallint, array_fill(NULL::text, ARRAY[500]),
    array_fill(NULL::bytea, ARRAY[500]), NULL, NULL)
"""
_STAMP = "UPDATE incident SET command_id = %s, ordinal = 499, version = %s + 500 WHERE id = %s"


def a_busy_hour(connection: Connection, incident: UUID, facts: int) -> None:
    """So many facts about one incident, five hundred at a time."""
    row = connection.execute(
        "SELECT version FROM incident WHERE id = %s", [incident]
    ).fetchone()
    assert row is not None
    for version in range(row[0], row[0] + facts, 500):
        command = new_uuid()
        connection.execute(_STAMP, [command, version, incident])
        connection.execute(_APPEND, [command, incident, version])
        connection.commit()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("facts", [6_000, pytest.param(180_000, marks=pytest.mark.long)])
def test_a_desk_that_slept_while_others_worked_is_awake_within_two_seconds(
    home: Home, database_url: str, facts: int
) -> None:
    assert facts > LEAP
    incident = home.registered()
    with (
        closing(JournalSource(database_url)) as source,
        closing(connect(database_url)) as connection,
    ):
        player = Player(source, SystemClock())
        slept_at = player.advance().seq
        a_busy_hour(connection, incident, facts)
        begun_s = time.monotonic()
        frame = player.advance()
        took_s = time.monotonic() - begun_s
    assert (frame.seq, frame.jumped, frame.problem) == (slept_at + facts, True, None)
    if facts >= 100_000:  # the suite says that it leaps, the long form how fast
        assert took_s < AWAKE_WITHIN_S


def test_a_new_desk_folds_nothing_of_what_was_before(home: Home, database_url: str) -> None:
    incident = home.registered()
    with (
        closing(JournalSource(database_url)) as source,
        closing(connect(database_url)) as connection,
    ):
        a_busy_hour(connection, incident, 2_000)
        frame = Player(source, SystemClock()).advance()
        assert frame.seq == source.extent().last_seq
        assert frame.changes.entries == ()
        assert incident in frame.picture.incidents


def test_desks_that_hear_and_do_not_answer_hold_up_neither_acts_nor_others(
    home: Home, database_url: str
) -> None:
    incident = home.registered()
    with ExitStack() as stack:
        for _ in range(5):
            # One listens and never reads; its transaction stays open, as a stopped process's.
            deaf = stack.enter_context(closing(connect(database_url, autocommit=True)))
            deaf.execute(f"LISTEN {CHANNEL}")
            deaf.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            deaf.execute("SELECT count(*) FROM journal")
        source = stack.enter_context(closing(JournalSource(database_url)))
        player = Player(source, SystemClock())
        player.advance()
        seen = 0
        for _ in range(50):
            done = home.do(Judge(verb="comment", incident=incident, text="已联系"))
            assert player.wait(5.0)
            frame = player.advance()
            seen += len(frame.changes.entries)
            assert frame.seq == done.seq
    assert seen == 50
