"""Which migration a database stands at, and whether this program can work with it.

Apart from `provision`, because every console asks this and none of them migrates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    import psycopg

KNOWN: Final = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"),
    *("0009", "0010", "0011", "0012", "0013", "0014", "0015", "0016"),
    *("0017", "0018", "0019", "0020", "0021", "0022", "0023", "0024"),
    *("0025", "0026", "0027", "0028"),
    *("0029", "0030", "0031", "0032", "0033"),
)
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
        `no_schema` or `old_schema`, naming the command that helps; `must_update` where a
        later release has been there that leaves no room for this one.
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
    if revision not in KNOWN:
        floor = _floor(connection)
        if floor is None:
            require_known(revision, name)
        require_served(floor, name)
        return
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


def require_served(floor: str | None, name: str) -> None:
    """Let a release work on tables of a later one, as long as these leave it room.

    `floor` is the least head that a program must know; None where nobody says.

    Raises
    ------
    Trouble
        `must_update`.
    """
    if floor is None or floor <= HEAD:
        return
    raise Trouble(
        "must_update",
        Words(
            f"数据库 {name} 已升级，本程序版本过旧：请更新本程序。已受理的操作留存在本机，"
            "更新后自动送出",
            f"the database {name} has been upgraded and this program is too old for it: please"
            " update it. What was accepted here is kept on this station and goes out after"
            " the update",
        ),
    )


def _floor(connection: psycopg.Connection) -> str | None:
    there = connection.execute("SELECT to_regclass('public.release_floor')").fetchone()
    if there is None or there[0] is None:
        return None
    row = connection.execute("SELECT least FROM release_floor").fetchone()
    return None if row is None else row[0]


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
