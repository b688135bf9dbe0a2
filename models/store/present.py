"""The present from the state tables, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import IsolationLevel

from models.domain.incident import State
from models.picture.picture import Picture
from models.store import rows
from models.store.pictures import a_picture

if TYPE_CHECKING:
    from psycopg import Connection

_HEAD = """
SELECT seq, recorded_at, (SELECT coalesce(max(version), 0) FROM reference_batch)
FROM journal ORDER BY seq DESC LIMIT 1
"""
_INCIDENTS = f"SELECT {rows.INCIDENT_COLUMNS} FROM incident WHERE state <> %s"  # noqa: S608 - names of our own columns
_TASKS = (
    f"SELECT incident_id, {rows.TASK_COLUMNS} FROM task"  # noqa: S608 - names of our own columns
    " WHERE incident_id IN (SELECT id FROM incident WHERE state <> %s)"
    " ORDER BY incident_id, position"
)
_MEMBERS = f"SELECT {rows.MEMBER_COLUMNS} FROM member"  # noqa: S608 - names of our own columns


def present_picture(connection: Connection) -> Picture:
    """The picture at the head of the journal, in one snapshot; leaves no transaction open.

    `connection` must be between transactions.
    """
    connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    try:
        with connection.transaction():
            head = connection.execute(_HEAD).fetchone()
            if head is None:
                return Picture()
            ended = State.ARCHIVED.value
            found = connection.execute(_INCIDENTS, [ended]).fetchall()
            tasks = connection.execute(_TASKS, [ended]).fetchall()
            members = connection.execute(_MEMBERS).fetchall()
    finally:
        connection.set_isolation_level(None)
    seq, at, reference = head
    return a_picture(
        seq, at, reference, rows.incidents_of(found, tasks), rows.members_of(members)
    )
