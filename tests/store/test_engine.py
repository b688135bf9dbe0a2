"""Connections: one door for every URL, and words when the database is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.domain.error import BadInput, Trouble
from models.store import engine as engine_module
from models.store.engine import an_admin_engine, an_engine, connect, troubles
from tests.store.urls import with_database

if TYPE_CHECKING:
    from pathlib import Path

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db


def code_of(url: str) -> str:
    engine = an_engine(url)
    with pytest.raises(Trouble) as caught, troubles(), engine.connect():
        pass
    return caught.value.code


def test_a_station_is_seen_by_its_name(server: ServerUrls) -> None:
    engine = an_engine(server.console, station="desk-1")
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "wangge desk-1"
    engine.dispose()


def test_json_comes_back_as_values(server: ServerUrls) -> None:
    with an_admin_engine(server.admin).connect() as connection:
        assert connection.scalar(text("""SELECT '{"a": [1]}'::jsonb""")) == {"a": [1]}


def test_of_several_hosts_the_one_that_answers_is_taken(
    server: ServerUrls, tmp_path: Path
) -> None:
    here = psycopg.conninfo.conninfo_to_dict(server.console)["host"]
    several = server.console.replace("host=", f"host={tmp_path},").replace(
        "port=", "target_session_attrs=read-write&port="
    )
    engine = an_engine(several)
    with engine.connect() as connection:
        assert connection.connection.driver_connection.info.host == here  # type: ignore[union-attr]
    engine.dispose()


def test_an_absent_server_is_away(tmp_path: Path) -> None:
    assert code_of(f"postgresql://wangge@/wangge?host={tmp_path}") == "database_away"
    assert code_of("postgresql://wangge@127.0.0.1:1/wangge") == "database_away"


def test_a_refused_login_and_a_missing_database_are_told_apart(server: ServerUrls) -> None:
    password = psycopg.conninfo.conninfo_to_dict(server.console)["password"]
    assert code_of(server.console.replace(str(password), "wrong")) == "database_refuses"
    assert code_of(with_database(server.console, "没有")) == "no_such_database"


def test_a_connection_cut_while_in_use_is_away(server: ServerUrls) -> None:
    engine = an_engine(server.console)
    with engine.connect() as connection, connect(server.admin, autocommit=True) as admin:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        with pytest.raises(Trouble) as caught, troubles():
            connection.scalar(text("SELECT 1"))
    engine.dispose()
    assert caught.value.code == "database_away"


@pytest.mark.parametrize("state", ["40001", "40P01", "57014", "23505"])
def test_what_a_handler_can_answer_passes_unchanged(server: ServerUrls, state: str) -> None:
    with an_admin_engine(server.admin).connect() as connection:
        with pytest.raises(DBAPIError) as caught, troubles():
            connection.execute(text(f"DO $$ BEGIN RAISE 'x' USING ERRCODE='{state}'; END $$"))
        assert isinstance(caught.value.orig, psycopg.Error)
        assert caught.value.orig.sqlstate == state


@pytest.mark.parametrize(
    ("state", "code"),
    [("53100", "database_full"), ("53300", "database_busy"), ("25006", "database_read_only")],
)
def test_a_server_in_need_is_trouble(server: ServerUrls, state: str, code: str) -> None:
    engine = an_admin_engine(server.admin)
    with pytest.raises(Trouble) as caught, troubles(), engine.connect() as connection:
        connection.execute(text(f"DO $$ BEGIN RAISE 'x' USING ERRCODE='{state}'; END $$"))
    assert caught.value.code == code


def test_a_server_too_old_is_refused_with_the_oldest_that_will_do(
    server: ServerUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FLOOR", 99)
    assert code_of(server.console) == "server_too_old"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://a/b?nonsense=1", "nonsense"])
def test_an_unreadable_url_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        an_engine(url)
    assert caught.value.code == "bad_database_url"


def test_each_test_has_a_database_of_its_own(database_url: str, admin_url: str) -> None:
    with connect(database_url) as console, connect(admin_url) as admin:
        assert console.info.dbname == admin.info.dbname
        assert console.info.dbname.startswith("test_")
