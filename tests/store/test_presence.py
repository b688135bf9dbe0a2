"""Presence in a real database: said, seen, left, expired; and by nobody who may not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from models.feed.presence import Caller, Holding, Present
from models.store.presence import leave, others, tell
from tests.builders import an_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.homes import Home

pytestmark = pytest.mark.db
LI, ZHAO = Caller(an_id(), "li", "1"), Caller(an_id(), "zhao", "2")


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def test_what_one_desk_has_open_and_in_hand_the_other_sees(
    home: Home, connection: psycopg.Connection
) -> None:
    one, two = home.reported(), home.reported("路口井盖缺失")
    tell(connection, LI, Holding(one, (two,)))
    assert set(others(connection, ZHAO)) == {
        Present(one, "li", "1", in_hand=False),
        Present(two, "li", "1", in_hand=True),
    }
    assert others(connection, LI) == ()


def test_what_is_said_again_takes_the_place_of_what_was_said(
    home: Home, connection: psycopg.Connection
) -> None:
    one, two = home.reported(), home.reported("路口井盖缺失")
    tell(connection, LI, Holding(one))
    tell(connection, LI, Holding(two))
    assert [found.incident for found in others(connection, ZHAO)] == [two]
    leave(connection, LI)
    assert others(connection, ZHAO) == ()


def test_a_desk_that_falls_silent_is_gone_by_the_databases_clock(
    home: Home, connection: psycopg.Connection
) -> None:
    one = home.reported()
    tell(connection, LI, Holding(one), lease_s=0)
    assert others(connection, ZHAO) == ()
    connection.execute("SELECT presence_tell(%s, 'x', 'y', %s, '{}', 1e9)", [an_id(), one])
    ((longest,),) = connection.execute(
        "SELECT max(until) - clock_timestamp() < interval '61 s' FROM presence"
    ).fetchall()
    assert longest is True


def test_an_incident_nobody_knows_is_told_of_to_nobody(
    home: Home,
    connection: psycopg.Connection,
) -> None:
    tell(connection, LI, Holding(an_id()))  # type: ignore[arg-type]
    assert others(connection, ZHAO) == ()
    assert connection.execute("SELECT count(*) FROM presence").fetchall() == [(0,)]


def test_nobody_writes_the_table_but_through_its_functions(
    connection: psycopg.Connection,
) -> None:
    for statement in ("DELETE FROM presence", "UPDATE presence SET operator = 'x'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)  # type: ignore[arg-type]
