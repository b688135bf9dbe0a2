"""Runs the SQL files that lie beside the migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import op

_FOLDER = Path(__file__).parent / "versions"


def run_sql(name: str) -> None:
    """All statements of one file, in the migration's own transaction.

    Sent as they are, without parameters: so may hold several statements and `%` signs.
    """
    sql = (_FOLDER / name).read_text(encoding="utf-8")
    connection = op.get_bind().connection.driver_connection
    if connection is None:  # pragma: no cover - alembic never gives a closed one
        raise RuntimeError("the migration has no connection")
    connection.execute(sql)
