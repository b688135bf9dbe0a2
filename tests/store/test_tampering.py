"""Whatever a superuser does to journal or tables is found, and what it was is named.

The head was kept by a console while all was well; the tamperer switches the guards off,
computes hashes as the server does, and knows the schema. What is found is held against
what was done: the first bad fact, or the subject and the field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from models.domain.command import Judge
from models.store.engine import connect
from models.store.heads import head_of
from models.store.verify import verify

if TYPE_CHECKING:
    from psycopg import Connection

    from models.store.heads import Head
    from tests.store.homes import Home

pytestmark = pytest.mark.db

_HASH = """journal_hash({prev}, seq, recorded_at, occurred_at, command_id, ordinal, actor, role,
    station, login::text, xid, verb, subject_kind, subject_id, subject_version, cell_path,
    body::text, format)"""
_REHASHED = f"UPDATE journal SET hash = {_HASH.format(prev='prev_hash')}"
# The whole chain anew, as its owner could: every link is right again.
_REWRITTEN = f"""
DO $$ DECLARE r record; prev bytea := decode(repeat('00', 32), 'hex');
BEGIN
    FOR r IN SELECT seq FROM journal ORDER BY seq LOOP
        UPDATE journal SET prev_hash = prev, hash = {_HASH.format(prev="prev")}
        WHERE seq = r.seq RETURNING hash INTO prev;
    END LOOP;
END $$;
"""
_COLUMNS = """recorded_at, occurred_at, {command}, ordinal, actor, role, station, login, xid,
    verb, subject_kind, subject_id, subject_version, cell_path, body, format, prev_hash, hash"""
_LAST = "(SELECT max(seq) FROM journal)"
_SAME = _COLUMNS.format(command="command_id")
_OTHER = _COLUMNS.format(command="gen_random_uuid()")
_MADE_ROOM = """
UPDATE journal SET seq = -seq - 1 WHERE seq >= 6; UPDATE journal SET seq = -seq WHERE seq < 0;
"""
_INSERTED = f"""
INSERT INTO journal (seq, {_SAME}) SELECT 6, {_OTHER} FROM journal WHERE seq = 5;
"""
_SWAPPED = """
UPDATE journal SET seq = CASE seq WHEN 8 THEN -9 ELSE -8 END WHERE seq IN (8, 9);
UPDATE journal SET seq = -seq WHERE seq < 0;
"""


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done, and what must be said of it.

    `seq` is the first bad fact, counted from the end where negative; None where the chain
    itself stays whole.
    """

    sql: str
    seq: int | None
    named: str


KINDS = {
    "a field altered": Tampering(
        "UPDATE journal SET actor = 'zhao' WHERE seq = 5", 5, "fact 5 was changed"
    ),
    "a body altered, and its hash with it": Tampering(
        "UPDATE journal SET body = replace(body::text, 'ST', 'XT')::json WHERE seq = 5;"
        f"{_REHASHED} WHERE seq = 5",
        6,
        "fact 6 does not follow the one before it",
    ),
    "a fact removed": Tampering("DELETE FROM journal WHERE seq = 7", 7, "fact 7 is missing"),
    "the first fact removed": Tampering(
        "DELETE FROM journal WHERE seq = 1", 1, "fact 1 is missing"
    ),
    "a fact inserted in between": Tampering(
        _MADE_ROOM + _INSERTED, 6, "fact 6 does not follow the one before it"
    ),
    "two facts swapped": Tampering(_SWAPPED, 8, "fact 8 does not follow the one before it"),
    "a fact dated back": Tampering(
        "UPDATE journal SET recorded_at = recorded_at - interval '1 day' WHERE seq = 9", 9,
        "fact 9 is older than the one before it",
    ),
    "the chain rewritten whole": Tampering(
        "UPDATE journal SET actor = 'zhao' WHERE seq = 4;" + _REWRITTEN, -1,
        "is not the one that was remembered",
    ),
    "a fact inserted and the chain rewritten": Tampering(
        _MADE_ROOM + _INSERTED + _REWRITTEN, -1, "is not the one that was remembered"
    ),
    "the tail cut": Tampering(
        f"DELETE FROM journal WHERE seq = {_LAST}", -1, "is missing: the journal was cut"
    ),
    "all facts taken away": Tampering(
        "TRUNCATE journal CASCADE; TRUNCATE task, incident, member CASCADE", 1,
        "fact 1 is missing: the journal was cut",
    ),
    "a fact forged at the end by the server's own function": Tampering(
        "SELECT journal_put(now(), now(), gen_random_uuid(), 0::smallint, 'li', '', 's', verb,"
        " subject_kind, subject_id, subject_version + 1, cell_path, body::text, format)"
        " FROM journal WHERE subject_kind = 'incident' ORDER BY seq DESC LIMIT 1",
        None,
        "incident ",
    ),
    "somebody's words replaced": Tampering(
        "UPDATE personal SET words = '{\"note\":\"x\"}' WHERE subject_kind = 'member'", 2,
        "fact 2 has other words than it was given",
    ),
    "an incident changed in its table": Tampering(
        "UPDATE incident SET urgency = 'emergency' WHERE state = 'ST40'", None,
        ": urgency: fold",
    ),
    "an incident deleted from its table": Tampering(
        "DELETE FROM task WHERE incident_id = (SELECT id FROM incident WHERE state = 'ST40');"
        "DELETE FROM incident WHERE state = 'ST40'",
        None,
        "is not in the table",
    ),
    "a task given to somebody else": Tampering(
        "UPDATE task SET assignee = gen_random_uuid() WHERE state = 'to_sign'", None,
        ": tasks: fold",
    ),
    "a task deleted": Tampering("DELETE FROM task", None, ": tasks: fold"),
    "a member invented": Tampering(
        "INSERT INTO member SELECT gen_random_uuid(), version, ref + 1, number || 'x', name,"
        " kind, home_cell, cell_path, skills, duty, capacity, phone, held_for, command_id,"
        " ordinal, leaves, rota FROM member",
        None,
        "is not in the journal",
    ),
    "a row stamped with another fact": Tampering(
        "UPDATE incident SET ordinal = 9 WHERE state = 'ST40'", None, ": last fact: fold"
    ),
}  # fmt: skip


@pytest.fixture
def kept(home: Home, database_url: str) -> Head:
    """A home with one incident closed, one archived and one open; its head, as kept."""
    member = home.member()
    home.closed(member)
    home.do(Judge(verb="archive", incident=home.closed(member)))
    home.dispatched(member)
    with connect(database_url) as connection:
        head = head_of(connection)
    assert head is not None
    return head


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_by_a_superuser_is_found_and_named(
    kept: Head, admin_url: str, kind: str
) -> None:
    done = KINDS[kind]
    with connect(admin_url) as connection:
        _behind_the_guards(connection, done.sql)
    with connect(admin_url) as connection:
        found = verify(connection, [(kept.seq, kept.hash)])
    first_bad = kept.seq if done.seq == -1 else done.seq
    assert not found.ok
    assert found.first_bad_seq == first_bad
    assert found.problem is not None
    assert done.named in found.problem.en
    assert first_bad is None or str(first_bad) in found.problem.zh


def test_without_a_kept_head_a_chain_rewritten_whole_would_pass(
    kept: Head, admin_url: str
) -> None:
    """Why heads are kept: the same journal, verified by somebody who never saw it before."""
    with connect(admin_url) as connection:
        _behind_the_guards(connection, "UPDATE journal SET station = 'x';" + _REWRITTEN)
    with connect(admin_url) as connection:
        assert verify(connection).ok
        assert verify(connection, [(kept.seq, kept.hash)]).first_bad_seq == kept.seq


def test_of_two_heads_kept_of_one_fact_the_wrong_one_is_told(
    kept: Head, database_url: str
) -> None:
    with connect(database_url) as connection:
        found = verify(connection, [(3, bytes(32)), (kept.seq, kept.hash)])
    assert found.first_bad_seq == 3


def _behind_the_guards(connection: Connection, sql: str) -> None:
    # Triggers and foreign keys off; the journal's key is asked at the end alone.
    connection.execute("SET session_replication_role = replica")
    connection.execute(sql.encode())
