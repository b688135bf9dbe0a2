"""Makes a database ours: roles, migrations, legal moves; and says how it stands.

Runs on an administrator's URL. Every step may be repeated. The owner of all tables
cannot log in; what a login is a member of says what it may (`models.store.groups`).
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql

from models.domain.error import Trouble, Words
from models.domain.lifecycle import Role
from models.store import migrations
from models.store.engine import an_admin_engine, connect, troubles
from models.store.gis import drop_views, let_gis_in, make_gis
from models.store.groups import (
    CONSOLE,
    OWNER,
    grant_all,
    let_in,
    make_groups,
    make_role,
    write_matrix,
)
from models.store.revision import HEAD, KNOWN, require_known, revision_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """How a database stands. `revision` is None where `wangge db init` never ran."""

    revision: str | None
    head: str
    server_version: str
    postgis: bool
    facts: int
    first_at: datetime | None
    last_at: datetime | None


def db_init(admin_url: str, console_login: str | None = None) -> None:
    """Make roles and tables where they are missing, and bring them to the head.

    `console_login` is let in with every role, everywhere; None lets in the administrator alone.

    Raises
    ------
    Trouble
        `no_right`, where the login may not make roles or tables.
    """
    with connect(admin_url) as connection:
        with troubles():
            require_known(revision_of(connection), connection.info.dbname)
        make_roles(connection, console_login)
    upgrade(admin_url)


def upgrade(admin_url: str, revision: str = "head") -> None:
    """Migrate to a revision, and renew what follows from the program: the legal moves.

    Raises
    ------
    Trouble
        `unknown_schema`, where a later release or another program was there.
    """
    with troubles(), connect(admin_url) as connection:
        require_known(revision_of(connection), connection.info.dbname)
        # A later release may know roles that the server lacks.
        make_roles(connection)
        let_gis_in(connection, OWNER)
    with _owner(admin_url) as connection:
        # Views stand on columns that a migration may take away.
        drop_views(_driver_of(connection))
        command.upgrade(_config(connection), revision)
        write_matrix(_driver_of(connection))
        if revision == "head":
            make_gis(_driver_of(connection))


def downgrade(admin_url: str, revision: str) -> None:
    """Migrate back; `base` takes everything away.

    Raises
    ------
    Trouble
        `no_way_back`, where something is there that the earlier release could not read;
        nothing has changed then.
    """
    try:
        with _owner(admin_url) as connection:
            drop_views(_driver_of(connection))
            command.downgrade(_config(connection), revision)
    except psycopg.Error as error:
        if error.sqlstate != "WG013":
            raise
        raise _no_way_back(revision, error.diag.message_detail or "") from error


def status(url: str) -> DatabaseStatus:
    """Revision, server and extent of the journal."""
    with connect(url) as connection, troubles():
        version, postgis = _one(
            connection,
            "SELECT current_setting('server_version'),"
            " EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'postgis')",
        )
        revision = revision_of(connection)
        facts, first_at, last_at = 0, None, None
        if revision is not None and revision in KNOWN:
            facts, first_at, last_at = _one(
                connection,
                "SELECT coalesce(max(seq), 0), min(recorded_at), max(recorded_at) FROM journal",
            )
    return DatabaseStatus(revision, HEAD, version, postgis, facts, first_at, last_at)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _owner(admin_url: str) -> Iterator[Connection]:
    engine = an_admin_engine(admin_url)
    try:
        with troubles(), engine.begin() as connection:
            driver = _driver_of(connection)
            # Two commands that upgrade at once: the second waits, then finds nothing to do.
            driver.execute("SELECT pg_advisory_xact_lock(20477, 3)")
            driver.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
            yield connection
    finally:
        engine.dispose()


def _driver_of(connection: Connection) -> psycopg.Connection:
    driver: psycopg.Connection | None = connection.connection.driver_connection
    if driver is None:  # pragma: no cover - an open connection has one
        raise RuntimeError("no connection")
    return driver


def make_roles(connection: psycopg.Connection, console_login: str | None = None) -> None:
    """Make the roles that own and use the tables; may be repeated."""
    try:
        # Roles belong to the whole cluster: two databases may be made at once.
        connection.execute("SELECT pg_advisory_xact_lock(20477, 4)")
        make_groups(connection)
        grant_all(connection, [(OWNER, connection.info.user)])
        connection.execute(
            sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(sql.Identifier(OWNER))
        )
        connection.execute(
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(CONSOLE))
        )
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(name))
        if console_login is not None:
            make_role(connection, console_login, "LOGIN")
            let_in(connection, console_login, Role)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException) as error:
        raise _no_right(connection.info.user, str(error).strip().splitlines()[0]) from error


def _one(
    connection: psycopg.Connection, query: LiteralString, *values: object
) -> tuple[Any, ...]:
    row = connection.execute(query, values or None).fetchone()
    if row is None:  # pragma: no cover - such questions always have one row
        raise RuntimeError(query)
    return row


_LATER = {
    "leaves": ("请假", "leave of members"),
    "rota": ("排班", "rosters of shifts"),
    "shifts": ("交接班与值班提示", "hand-overs of shifts or notes to the room"),
    "drawings": ("标绘", "drawings"),
}
"""What a release before could not read, by the word of the migration that refuses."""


def _no_way_back(revision: str, what: str) -> Trouble:
    zh, en = _LATER.get(what, (what, what))
    return Trouble(
        "no_way_back",
        Words(
            f"数据库不能退回到 {revision}：日志中已有{zh}，旧版本读不了。什么也没有改动；"
            "请继续使用本版本，或恢复升级前的备份",
            f"the database cannot go back to {revision}: its journal tells of {en}, which the"
            " earlier release cannot read. Nothing was changed; stay with this release, or"
            " restore a backup from before the upgrade",
        ),
    )


def _no_right(login: str, detail: str) -> Trouble:
    return Trouble(
        "no_right",
        Words(
            f"登录名 {login} 无权建立角色或表（{detail}）："
            "请用数据库管理员的地址运行 wangge db init",
            f"the login {login} may not make roles or tables ({detail}): run `wangge db init`"
            " with an administrator's URL",
        ),
    )
