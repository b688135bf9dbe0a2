"""Databases are made, brought up to date, and taken back."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest
from psycopg import sql

from models.domain.drawing import Drawing
from models.domain.error import Trouble
from models.domain.incident import Incident, Task
from models.domain.member import Member
from models.store import provision, revision
from models.store.codec import wires
from models.store.engine import an_admin_engine, connect, troubles
from models.store.revision import HEAD, require_head
from models.store.rights import require_matrix
from models.store.schema_desks import metadata
from models.store.source import JournalSource
from tests.store.urls import with_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls
    from tests.store.homes import Home

pytestmark = pytest.mark.db

_COLUMNS = """
SELECT table_name, column_name, udt_name, is_nullable, column_default, generation_expression
FROM information_schema.columns WHERE table_schema = 'public'
    AND table_name NOT IN ('alembic_version')
"""
_INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version')
"""
_OPTIONS = """
SELECT relname, reloptions, relpersistence, relkind FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND relname NOT IN ('alembic_version')
"""
_THINGS = """
SELECT 'table', relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'
UNION ALL SELECT 'function', proname::text FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
"""


@pytest.fixture
def empty(server: ServerUrls) -> Iterator[str]:
    """A database that `wangge db init` never saw: its administrator's URL."""
    name = "never_seen"
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield with_database(server.admin, name)
        connection.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _told(url: str, query: Any) -> set[tuple[Any, ...]]:
    with connect(url) as connection:
        return {tuple(map(str, row)) for row in connection.execute(query)}


@pytest.mark.parametrize("query", [_COLUMNS, _INDEXES, _OPTIONS])
def test_the_migrations_end_at_the_schema(empty: str, admin_url: str, query: str) -> None:
    engine = an_admin_engine(empty)
    metadata.create_all(engine)
    engine.dispose()
    assert _told(empty, query) == _told(admin_url, query)


def test_migrating_up_down_and_up_again_leaves_the_same(empty: str, admin_url: str) -> None:
    provision.db_init(empty)
    provision.downgrade(empty, "base")
    left = _told(empty, _THINGS)
    provision.upgrade(empty)
    assert left == {("table", "alembic_version")}
    assert _told(empty, _THINGS) == _told(admin_url, _THINGS)


def test_initialising_twice_changes_nothing(admin_url: str) -> None:
    before = provision.status(admin_url)
    provision.db_init(admin_url)
    assert provision.status(admin_url) == before


def test_everything_belongs_to_an_owner_who_cannot_log_in(admin_url: str) -> None:
    with connect(admin_url) as connection:
        owners = connection.execute(
            "SELECT DISTINCT r.rolname, r.rolcanlogin FROM pg_class c JOIN pg_roles r"
            " ON r.oid = c.relowner WHERE c.relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert owners == [("wangge_owner", False)]


def test_status_tells_revision_and_extent(database_url: str) -> None:
    found = provision.status(database_url)
    assert (found.revision, found.facts, found.first_at) == (HEAD, 0, None)


def test_an_empty_database_names_the_command_that_fills_it(empty: str) -> None:
    source = JournalSource(empty)
    with pytest.raises(Trouble, match="wangge db init") as caught:
        source.extent()
    source.close()
    assert caught.value.code == "no_schema"


def test_an_old_database_names_the_command_that_upgrades_it(
    admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision, "HEAD", "9999")
    with (
        connect(admin_url) as connection,
        pytest.raises(Trouble, match="wangge db upgrade"),
    ):
        require_head(connection)


def test_a_database_that_lacks_rights_of_this_release_names_the_command_that_brings_them(
    admin_url: str,
) -> None:
    with connect(admin_url) as connection:
        require_matrix(connection)
        connection.execute("DELETE FROM role_right WHERE verb = 'attached-before'")
        with pytest.raises(Trouble) as caught:
            require_matrix(connection)
        connection.rollback()
        connection.execute("DELETE FROM fact_column WHERE verb = 'rota-set'")
        with pytest.raises(Trouble, match="'rota-set'"):
            require_matrix(connection)
    assert caught.value.code == "old_schema"
    assert "'attached-before'" in caught.value.words.en
    assert "wangge db upgrade" in caught.value.words.en
    provision.upgrade(admin_url)
    with connect(admin_url) as connection:
        require_matrix(connection)


_ON_LEAVE: LiteralString = """UPDATE member SET leaves = '[{"id":
    "0192a6f0c0de7000800000000000000a", "kind": "sick", "state": "granted", "asked_by": "li",
    "begins_at": "2026-11-20T00:00:00.000000Z", "ends_at": "2026-11-21T00:00:00.000000Z",
    "decided_by": "li"}]'"""


@pytest.mark.parametrize(
    ("change", "below", "above", "what"),
    [
        ("UPDATE member SET rota = '2026-11-23 D'", "0021", "0022", "rosters of shifts"),
        (_ON_LEAVE, "0019", "0020", "leave of members"),
    ],
)
def test_no_members_leave_or_shifts_are_lost_by_a_way_back(
    home: Home, admin_url: str, change: LiteralString, below: str, above: str, what: str
) -> None:
    home.member()
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        # Nothing but the row itself speaks of it.
        connection.execute("DELETE FROM journal")
        connection.execute(change)
    provision.downgrade(admin_url, above)
    with pytest.raises(Trouble, match=what) as caught:
        provision.downgrade(admin_url, below)
    assert caught.value.code == "no_way_back"
    assert provision.status(admin_url).revision == above


def test_facts_that_an_earlier_release_cannot_read_bar_the_way_back(
    home: Home, admin_url: str
) -> None:
    # Whoever is enrolled is told of whole, with leave and shifts, though there are none.
    home.member()
    with pytest.raises(Trouble, match="restore a backup") as caught:
        provision.downgrade(admin_url, "0021")
    assert caught.value.code == "no_way_back"
    assert provision.status(admin_url).revision == HEAD


@pytest.mark.parametrize("old", ["0010", "0011"])
def test_a_migration_from_an_old_revision_brings_every_right_itself(
    admin_url: str, old: str
) -> None:
    with connect(admin_url) as connection:
        rights = connection.execute("SELECT * FROM role_right").fetchall()
        moves = connection.execute("SELECT * FROM role_move").fetchall()
    provision.downgrade(admin_url, old)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM role_right WHERE verb ~ 'attached|revealed'")
        connection.execute("DELETE FROM role_move WHERE from_state = ''")
    provision.upgrade(admin_url)
    with connect(admin_url) as connection:
        require_matrix(connection)
        assert set(connection.execute("SELECT * FROM role_right")) == set(rights)
        assert set(connection.execute("SELECT * FROM role_move")) == set(moves)


def test_a_database_of_a_later_release_or_another_program_is_left_alone(
    empty: str,
) -> None:
    with connect(empty) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES ('theirs')")
    for step in (provision.db_init, provision.upgrade):
        with pytest.raises(Trouble, match="theirs") as caught:
            step(empty)
        assert caught.value.code == "unknown_schema"
    assert provision.status(empty).revision == "theirs"


@pytest.mark.parametrize(
    ("statement", "code", "way_out"),
    [
        ("SELECT * FROM no_table_of_ours", "no_schema", "wangge db init"),
        ("SELECT * FROM pg_authid", "no_right", "give it a role"),
    ],
)
def test_missing_tables_and_rights_are_told_with_the_way_out(
    database_url: str, statement: LiteralString, code: str, way_out: str
) -> None:
    with (
        connect(database_url) as connection,
        pytest.raises(Trouble, match=way_out) as caught,
        troubles(),
    ):
        connection.execute(statement)
    assert caught.value.code == code


def test_a_desk_cannot_initialise_and_is_told_who_can(database_url: str) -> None:
    with pytest.raises(Trouble) as caught:
        provision.db_init(database_url, "somebody")
    assert caught.value.code == "no_right"


def test_the_guard_of_rows_knows_every_word_of_the_domain(admin_url: str) -> None:
    with connect(admin_url) as connection:
        guards = dict(
            connection.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conname LIKE '%\\_is\\_readable'"
            ).fetchall()
        )
    tables = {Incident: "incident", Task: "task", Member: "member", Drawing: "drawing"}
    for cls, table in tables.items():
        words = [word.value for wire in wires(cls) if issubclass(wire.base, Enum)
                 for word in wire.base]  # fmt: skip
        known = guards[f"{table}_is_readable"]
        assert [word for word in words if f"'{word}'" not in known] == [], table
