"""The database is the referee: what nobody can do to journal and tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import errors

from models.domain.lifecycle import legal_moves
from models.store.engine import connect
from models.store.journal_hash import GENESIS, Stamped, journal_hash

if TYPE_CHECKING:
    from tests.store.homes import Home

pytestmark = pytest.mark.db

_HASH = (
    "SELECT journal_hash(%s, %s, %s, %s, %s, %s::smallint, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
    " %s::bigint[], %s, %s::smallint)"
)
_MICROSECONDS = st.datetimes(
    min_value=datetime(1700, 1, 1),  # noqa: DTZ001 - made aware below
    max_value=datetime(2300, 1, 1),  # noqa: DTZ001 - made aware below
).map(lambda at: at.replace(tzinfo=UTC))
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
_ROWS = st.builds(
    Stamped,
    seq=st.integers(1, 2**63 - 1),
    recorded_at=_MICROSECONDS,
    occurred_at=_MICROSECONDS,
    command_id=st.uuids(),
    ordinal=st.integers(0, 2**15 - 1),
    actor=_TEXT,
    role=_TEXT,
    station=_TEXT,
    login=_TEXT,
    xid=st.integers(0, 2**63 - 1),
    verb=_TEXT,
    subject_kind=_TEXT,
    subject_id=st.uuids(),
    subject_version=st.integers(-(2**31), 2**31 - 1),
    cell_path=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=6),
    body=_TEXT,
    format=st.integers(0, 2**15 - 1),
)


def test_sql_and_python_hash_alike_whatever_the_text(database_url: str) -> None:
    with connect(database_url, autocommit=True) as connection:

        @given(prev=st.binary(min_size=32, max_size=32), row=_ROWS)
        def alike(prev: bytes, row: Stamped) -> None:
            values = [getattr(row, field.name) for field in fields(row)]
            ((ours,),) = connection.execute(_HASH, [prev, *values]).fetchall()
            assert bytes(ours) == journal_hash(prev, row)

        alike()


def test_moving_a_byte_from_one_field_to_the_next_changes_the_hash() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        Stamped(1, at, at, UUID(int=1), 0, *names, "l", 1, "v", "k", UUID(int=2), 1, (), "", 1)
        for names in (("ab", "c", "d"), ("a", "bc", "d"))
    ]
    assert journal_hash(GENESIS, rows[0]) != journal_hash(GENESIS, rows[1])


def test_facts_of_eight_writers_are_in_commit_order_and_none_is_lost(
    home: Home, database_url: str
) -> None:
    seen: list[int] = []

    def write(writer: int) -> None:
        desk = home.another_desk()
        for number in range(10):
            desk.member(f"{writer}-{number}")

    with connect(database_url, autocommit=True) as reader, ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(write, writer) for writer in range(8)]
        while not all(job.done() for job in jobs) or not seen or seen[-1] < 81:
            last = seen[-1] if seen else 0
            rows = reader.execute("SELECT seq FROM journal WHERE seq > %s ORDER BY seq", [last])
            seen += [seq for (seq,) in rows]
            for job in jobs:
                if job.done():
                    job.result()
    assert seen == list(range(1, 82))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal SELECT * FROM journal LIMIT 0",
        "UPDATE journal SET actor = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "DELETE FROM personal",
        "UPDATE personal SET words = '{}'",
        "DELETE FROM incident",
        "UPDATE command_receipt SET answer = '{}'",
        "INSERT INTO lifecycle_move VALUES ('ST10', 'ST80')",
        "UPDATE home_clock SET rate = 5",
        "SELECT journal_put(now(), now(), gen_random_uuid(), 0::smallint, '', '', '', '', '',"
        " gen_random_uuid(), 1, '{}', '{}', 1::smallint)",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "SET ROLE wangge_owner",
    ],
)
def test_a_desk_may_not(database_url: str, statement: str) -> None:
    with connect(database_url) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"],
)
def test_not_even_the_owner_changes_the_journal(admin_url: str, statement: str) -> None:
    with connect(admin_url) as connection:
        connection.execute("SET ROLE wangge_owner")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
    assert caught.value.sqlstate == "WG001"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incident SET urgency = 'urgent'",
        "UPDATE task SET state = 'done'",
        "UPDATE member SET duty = 'off_duty'",
    ],
)
def test_a_row_changed_without_a_fact_is_refused_at_commit(
    home: Home, database_url: str, statement: str
) -> None:
    home.dispatched(home.member())
    connection = connect(database_url)
    connection.execute(statement)
    with pytest.raises(psycopg.Error) as caught:
        connection.commit()
    connection.close()
    assert caught.value.sqlstate == "WG002"


def test_a_fact_of_an_earlier_transaction_does_not_cover_a_change(
    home: Home, database_url: str
) -> None:
    home.member()
    connection = connect(database_url)
    connection.execute("UPDATE member SET capacity = 9")
    with pytest.raises(psycopg.Error, match="without a fact"):
        connection.commit()
    connection.close()


def test_an_incident_may_not_jump_to_a_state_that_the_lifecycle_does_not_know(
    home: Home, database_url: str
) -> None:
    home.reported()
    with connect(database_url) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("UPDATE incident SET state = 'ST80'")
    assert caught.value.sqlstate == "WG004"


def test_the_database_knows_exactly_the_legal_moves(database_url: str) -> None:
    with connect(database_url) as connection:
        rows = connection.execute("SELECT from_state, to_state FROM lifecycle_move").fetchall()
    assert set(rows) == {(a.value, b.value) for a, b in legal_moves()}
