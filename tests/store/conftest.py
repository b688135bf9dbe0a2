"""One embedded server for each test process, and a fresh database for each test that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from models.store.embedded import ServerUrls, open_embedded, stop_embedded
from tests.store.homes import Home
from tests.store.template import fill
from tests.store.urls import with_database

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerUrls]:
    """A running embedded server in a home of its own; stopped at the end."""
    home = tmp_path_factory.mktemp("server")
    # On a slow machine more than ten minutes may lie between two tests of one worker that ask.
    yield open_embedded(home, idle_s=2 * 3600.0)
    stop_embedded(home)


@pytest.fixture(scope="session")
def template_database(server: ServerUrls) -> str:
    """The name of the database that each test's own is cloned from."""
    name = _make(server, "template_wangge")
    fill(with_database(server.admin, name))
    return name


@pytest.fixture
def database(server: ServerUrls, template_database: str) -> Iterator[ServerUrls]:
    """A fresh database: its two URLs."""
    name = _make(server, f"test_{uuid4().hex}", template=template_database)
    yield ServerUrls(
        admin=with_database(server.admin, name), console=with_database(server.console, name)
    )
    _run(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def database_url(database: ServerUrls) -> str:
    """A fresh database, as the console's login sees it."""
    return database.console


@pytest.fixture
def admin_url(database: ServerUrls) -> str:
    """The database of `database_url`, as the superuser sees it."""
    return database.admin


@pytest.fixture
def home(database_url: str) -> Iterator[Home]:
    """A desk on a fresh database with one class of incident."""
    home = Home.on(database_url)
    yield home
    home.engine.dispose()


def _make(server: ServerUrls, name: str, *, template: str = "template1") -> str:
    _run(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    return name


def _run(server: ServerUrls, statement: str, *names: str) -> None:
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
