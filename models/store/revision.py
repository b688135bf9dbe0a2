"""Which migration a database stands at, and whether this program can work with it.

Apart from `provision`, because every console asks this and none of them migrates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    import psycopg

KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Our migrations, oldest first; a test holds them to the folder."""
HEAD: Final = KNOWN[-1]


def revision_of(connection: psycopg.Connection) -> str | None:
    """The migration a database stands at; None where there is none."""
    there = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
    if there is None or there[0] is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else row[0]


def require_head(connection: psycopg.Connection) -> None:
    """Let nobody work on tables that are not those of this release.

    Raises
    ------
    Trouble
        `no_schema` or `old_schema`, naming the command that helps.
    """
    revision = revision_of(connection)
    name = connection.info.dbname
    if revision is None:
        raise Trouble(
            "no_schema",
            Words(
                f"数据库 {name} 还没有建表：请先运行 wangge db init",
                f"the database {name} has no tables yet: run `wangge db init`",
            ),
        )
    require_known(revision, name)
    if revision != HEAD:
        raise Trouble(
            "old_schema",
            Words(
                f"数据库 {name} 的版本是 {revision}，本程序需要 {HEAD}："
                "请运行 wangge db upgrade",
                f"the database {name} stands at revision {revision}, this program needs"
                f" {HEAD}: run `wangge db upgrade`",
            ),
        )


def require_known(revision: str | None, name: str) -> None:
    """Touch no tables that a later release made, or another program."""
    if revision is None or revision in KNOWN:
        return
    raise Trouble(
        "unknown_schema",
        Words(
            f"数据库 {name} 的版本 {revision} 本程序不认识：它属于更新的版本或别的程序。"
            "请升级本程序，或用 --db 指定别的数据库",
            f"the database {name} stands at revision {revision}, which this program does not"
            " know: it belongs to a later release or to another program. Upgrade this"
            " program, or name another database with --db",
        ),
    )
