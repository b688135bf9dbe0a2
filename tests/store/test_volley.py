"""Volleys: many statements, one round trip, and every value as it was given."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.incident import State
from models.store.engine import connect
from models.store.volley import Line, Volley, _told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls
    from models.store.engine import Connection

pytestmark = pytest.mark.db
HOSTILE = "\"\\{,}NULL'\n\t $1 %s 网格员 𠀀 \\x41"


@pytest.fixture
def connection(server: ServerUrls) -> Iterator[Connection]:
    """A connection to a server, to any database."""
    with closing(connect(server.console)) as opened:
        yield opened


def answered(connection: Connection, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    volley = Volley(Line(connection))
    answer = volley.execute(statement, values)
    volley.fly()
    return answer.fetchall()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", HOSTILE),
        ("text", ""),
        ("text", None),
        ("integer", -7),
        ("bigint", 2**62),
        ("float8", 1e-300),
        ("float8", 121.50000000000001),
        ("boolean", True),
        ("boolean", False),
        ("uuid", UUID(int=2**127)),
        ("bytea", bytes(range(256))),
        ("text[]", []),
        ("text[]", ["", "NULL", None, HOSTILE]),
        ("bigint[]", [1, None, -3]),
        ("float8[]", [[1.5, 2.5], [3.5, 4.5]]),
        ("uuid[]", [UUID(int=1)]),
        ("bytea[]", [b"", b"\\x", None]),
    ],
)
def test_a_value_comes_back_as_it_went(connection: Connection, kind: str, value: Any) -> None:
    assert answered(connection, f"SELECT %s::{kind}", value) == [(value,)]


def test_instants_of_any_zone_come_back_as_the_same_instant(connection: Connection) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=8)))
    ((one, many),) = answered(connection, "SELECT %s::timestamptz, %s::timestamptz[]", at, [at])
    assert [one, *many] == [at, at]
    assert one.astimezone(UTC) == at


def test_what_the_volley_does_not_know_is_told_as_psycopg_tells_it(
    connection: Connection,
) -> None:
    day = datetime(2026, 1, 2, tzinfo=UTC).date()
    assert answered(connection, "SELECT %s::date, %s::text", day, State.CLOSED) == [
        (day, State.CLOSED.value)
    ]


@given(st.lists(st.one_of(st.none(), st.text()), max_size=4))
def test_no_text_breaks_out_of_an_array(texts: list[str | None]) -> None:
    told = _told([text and text.replace("\0", "") for text in texts])
    inside, quoted = False, b""
    for byte in (told or b"").replace(b"\\\\", b"").replace(b'\\"', b""):
        inside ^= byte == ord('"')
        quoted += bytes([byte]) if inside else b""
    assert not inside
    assert (told or b"").endswith(b"}")


@pytest.mark.parametrize("way", ["environment", "url"])
def test_text_goes_as_it_is_whatever_encoding_a_machine_is_used_to(
    server: ServerUrls, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    url = server.console
    if way == "url":
        url += f"{'&' if '?' in url else '?'}client_encoding=GBK"
    else:
        monkeypatch.setenv("PGCLIENTENCODING", "GBK")
    with closing(connect(url)) as opened:
        assert answered(opened, "SELECT %s::text, length(%s)", "网格员", "网格员") == [
            ("网格员", 3)
        ]


def test_text_with_a_nul_is_refused_before_anything_is_sent(connection: Connection) -> None:
    volley = Volley(Line(connection))
    with pytest.raises(psycopg.DataError):
        volley.execute("SELECT %s::text[]", [["a\0b"]])
    assert connection.info.transaction_status.name == "IDLE"


def test_a_volley_is_one_transaction_and_may_commit_it(connection: Connection) -> None:
    line = Line(connection)
    ask = "SELECT pg_current_xact_id()::text"
    first, second = Volley(line), Volley(line)
    one = first.execute(ask, [])
    first.fly()
    again = Volley(line)
    two = again.execute(ask, [])
    again.fly(commit=True)
    assert one.fetchall() == two.fetchall()
    assert connection.info.transaction_status.name == "IDLE"
    three = second.execute(ask, [])
    second.fly(commit=True)
    assert three.fetchall() != one.fetchall()


def test_the_first_that_fails_is_told_and_nothing_after_it_is_done(
    connection: Connection,
) -> None:
    line = Line(connection)
    volley = Volley(line)
    volley.execute("CREATE TEMPORARY TABLE t (n integer CHECK (n > 0))", [])
    volley.execute("SELECT %s::integer / %s::integer", [1, 0])
    volley.execute("SELECT %s::integer", ["no number"])
    with pytest.raises(psycopg.errors.DivisionByZero):
        volley.fly(commit=True)
    assert connection.info.transaction_status.name == "INERROR"
    connection.rollback()
    again = Volley(line)
    again.execute("SELECT %s::integer / %s::integer", [1, 1])
    answer = again.execute("SELECT to_regclass('t')", [])
    again.fly(commit=True)
    assert answer.fetchall() == [(None,)]


def test_more_statements_than_the_server_keeps_are_answered_all_the_same(
    connection: Connection,
) -> None:
    line = Line(connection)
    volley = Volley(line)
    asked = [volley.execute(f"SELECT {n} + %s::integer", [1]) for n in range(150)]
    volley.fly()
    assert [answer.fetchall() for answer in asked] == [[(n + 1,)] for n in range(150)]
    ((count,),) = connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchall()
    assert count == len(line.statements) == 100


def test_a_large_volley_does_not_choke_on_its_own_answers(connection: Connection) -> None:
    volley = Volley(Line(connection))
    text = "x" * 3_000_000
    asked = [volley.execute("SELECT %s::text", [text]) for _ in range(5)]
    volley.fly()
    assert all(answer.fetchall() == [(text,)] for answer in asked)


def test_a_lost_line_is_an_error_and_not_a_wait_for_ever(
    connection: Connection, server: ServerUrls
) -> None:
    volley = Volley(Line(connection))
    volley.execute("SELECT 1", [])
    with closing(connect(server.admin, autocommit=True)) as admin:
        pid = connection.info.backend_pid
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with pytest.raises(psycopg.OperationalError):
        volley.fly()


def test_rows_cannot_be_read_before_the_volley_is_back(connection: Connection) -> None:
    answer = Volley(Line(connection)).execute("SELECT 1", [])
    with pytest.raises(RuntimeError):
        answer.fetchall()
