"""COPY into tables, with and without policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection


def copy_rows(
    connection: Connection, table: str, names: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Send rows into a table of which everybody sees all; `names` as SQL lists them."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(names))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def bring_rows(
    connection: Connection, table: str, names: str, rows: Iterable[Sequence[Any]]
) -> None:
    """The same for a table with policies, by way of one of our own.

    COPY asks no policy, so PostgreSQL allows it nobody who is bound by one.
    """
    ours, columns, into = f"brought_{table}", sql.SQL(names), sql.Identifier(table)
    connection.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
            sql.Identifier(ours), columns, into
        )
    )
    copy_rows(connection, ours, names, rows)
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            into, columns, columns, sql.Identifier(ours)
        )
    )
