"""`journal verify` finds what a superuser did behind everybody's back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from models.domain.command import Judge
from models.store.engine import connect
from models.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from tests.store.homes import Home

pytestmark = pytest.mark.db

_LAST = "(SELECT max(seq) FROM journal)"
_REHASHED = """
hash = journal_hash(prev_hash, seq, recorded_at, occurred_at, command_id, ordinal, 'zhao',
    role, station, login::text, xid, verb, subject_kind, subject_id, subject_version,
    cell_path, body::text, format)
"""


@pytest.fixture
def a_day(home: Home) -> Home:
    """A home with one incident closed, one open and one archived."""
    member = home.member()
    home.closed(member)
    home.do(Judge(verb="archive", incident=home.closed(member)))
    home.dispatched(member)
    return home


@contextmanager
def _behind_the_guards(url: str) -> Iterator[psycopg.Connection]:
    """A superuser with every trigger off."""
    with connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def test_an_honest_journal_is_sound(a_day: Home, database_url: str) -> None:
    with connect(database_url) as connection:
        found = verify(connection)
        ((head,),) = connection.execute(
            "SELECT encode(hash, 'hex') FROM journal ORDER BY seq DESC LIMIT 1"
        ).fetchall()
    assert (found.ok, found.fold_equals_tables, found.first_bad_seq) == (True, True, None)
    assert found.head_hash == head


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("UPDATE journal SET actor = 'zhao' WHERE seq = 5", 5),
        ("UPDATE journal SET body = (body::text || ' ')::json WHERE seq = 6", 6),
        ("UPDATE journal SET xid = xid + 1 WHERE seq = 6", 6),
        (f"UPDATE journal SET actor = 'zhao', {_REHASHED} WHERE seq = 4", 5),
        ("DELETE FROM journal WHERE seq = 7", 7),
        (
            "UPDATE journal SET seq = CASE seq WHEN 8 THEN 9 ELSE 8 END + 1000"
            " WHERE seq IN (8, 9)",
            8,
        ),
        ("UPDATE personal SET words = '{\"note\":\"x\"}' WHERE subject_kind = 'member'", 2),
        ("UPDATE journal SET recorded_at = 'epoch' WHERE seq = 9", 9),
        ("UPDATE journal SET format = 999 WHERE seq = 9", 9),
    ],
)
def test_a_changed_chain_is_found_at_its_first_bad_fact(
    a_day: Home, admin_url: str, tampering: str, first_bad: int
) -> None:
    with _behind_the_guards(admin_url) as connection:
        connection.execute(tampering)
    with connect(admin_url) as connection:
        found = verify(connection)
    assert not found.ok
    assert found.first_bad_seq == first_bad
    assert found.problem is not None
    assert str(first_bad) in found.problem.en


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE incident SET urgency = 'emergency' WHERE state = 'ST40'",
        "UPDATE incident SET text = 'x' WHERE state = 'ST80'",
        "UPDATE task SET state = 'done'",
        "DELETE FROM task",
        "UPDATE member SET capacity = 9",
        "DELETE FROM incident WHERE state = 'ST70'",
        "INSERT INTO member SELECT gen_random_uuid(), version, ref + 1, number || 'x', name,"
        " kind, home_cell, cell_path, skills, duty, capacity, phone, held_for, command_id,"
        " ordinal, leaves, rota FROM member",
        "UPDATE incident SET ordinal = 9 WHERE state = 'ST40'",
    ],
)
def test_a_changed_table_no_longer_equals_the_fold(
    a_day: Home, admin_url: str, tampering: str
) -> None:
    with _behind_the_guards(admin_url) as connection:
        connection.execute(tampering)
    with connect(admin_url) as connection:
        found = verify(connection)
    assert (found.ok, found.fold_equals_tables, found.first_bad_seq) == (False, False, None)


def test_a_journal_cut_at_its_end_is_found_by_a_remembered_head(
    a_day: Home, admin_url: str
) -> None:
    with connect(admin_url) as connection:
        ((seq, kept),) = connection.execute(
            f"SELECT seq, hash FROM journal WHERE seq = {_LAST}"
        ).fetchall()
    with _behind_the_guards(admin_url) as connection:
        connection.execute(f"DELETE FROM journal WHERE seq = {_LAST}")
    with connect(admin_url) as connection:
        found = verify(connection, [(seq, bytes(kept))])
    assert found.first_bad_seq == seq


def test_a_chain_rewritten_whole_is_found_by_a_remembered_head(
    a_day: Home, admin_url: str
) -> None:
    with connect(admin_url) as connection:
        found = verify(connection, [(3, bytes(32))])
    assert found.first_bad_seq == 3
