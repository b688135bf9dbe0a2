"""COPY into tables, with and without policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection


def copy_rows(
    connection: Connection,
    table: str,
    names: str | sql.Composable,
    rows: Iterable[Sequence[Any]],
) -> None:
    """Send rows into a table of which everybody sees all; `names` as SQL lists them."""
    columns = sql.SQL(names) if isinstance(names, str) else names
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def bring_rows(
    connection: Connection, table: str, names: str, rows: Iterable[Sequence[Any]]
) -> None:
    """The same for a table with policies, by way of one of our own.

    COPY asks no policy, so PostgreSQL allows it nobody who is bound by one.
    """
    columns = sql.SQL(names)
    ours = stage_rows(connection, table, columns, rows)
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            sql.Identifier(table), columns, columns, ours
        )
    )


def stage_rows(
    connection: Connection, table: str, columns: sql.Composable, rows: Iterable[Sequence[Any]]
) -> sql.Identifier:
    """Rows for a table, sent into one of our own that goes with the transaction: its name."""
    ours = f"brought_{table}"
    connection.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
            sql.Identifier(ours), columns, sql.Identifier(table)
        )
    )
    copy_rows(connection, ours, columns, rows)
    return sql.Identifier(ours)
