"""The files of attachments in the database: what one desk brings, every desk may see.

Their names are those of `models.store.attachment`; the database takes no file under another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.store.engine import Connection

_IS_THERE = "SELECT attachment_is_there(%s)"
_BRING = "INSERT INTO attachment (name, content) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_FETCH = "SELECT content FROM attachment WHERE name = %s"
_FORGET = "SELECT attachments_forget(%s)"
_FORGOTTEN = "SELECT name FROM attachment_forgotten WHERE name = ANY(%s)"
_SWEEP = "SELECT attachments_sweep()"


def bring_attachment(connection: Connection, name: str, content: bytes) -> bool:
    """Keep a file in the database, once; False where it was there already, or was erased.

    One that is there waits for its act from now on, however long ago it came.
    """
    (is_there,) = connection.execute(_IS_THERE, [name]).fetchone() or (False,)
    is_new = not is_there and connection.execute(_BRING, [name, content]).rowcount > 0
    connection.commit()
    return is_new


def fetch_attachment(connection: Connection, name: str) -> bytes | None:
    """The bytes of a photo of an incident that this login sees; None where there is none."""
    row = connection.execute(_FETCH, [name], binary=True).fetchone()
    connection.rollback()
    return None if row is None else bytes(row[0])


def forget_attachments(connection: Connection, names: Sequence[str]) -> int:
    """Let the files of a person go, for good; how many there were."""
    (count,) = connection.execute(_FORGET, [list(names)]).fetchone() or (0,)
    connection.commit()
    return int(count)


def forgotten_among(connection: Connection, names: Sequence[str]) -> list[str]:
    """Those of these names whose files were let go of, wherever they lay."""
    rows = connection.execute(_FORGOTTEN, [list(names)]).fetchall()
    connection.rollback()
    return [name for (name,) in rows]


def sweep_attachments(connection: Connection) -> int:
    """Let files go that no incident names and that came a month ago; how many."""
    (count,) = connection.execute(_SWEEP).fetchone() or (0,)
    connection.commit()
    return int(count)
