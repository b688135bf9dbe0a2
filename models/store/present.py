"""The present from the state tables, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from psycopg import IsolationLevel

from models.domain.drawing import Drawing
from models.domain.incident import State
from models.domain.shift import KEPT_HANDOVERS, Handover, RoomNote
from models.domain.wall_view import THE_WALL, WallView
from models.picture.picture import Picture
from models.store import rows
from models.store.codec import Known, from_row
from models.store.pictures import Sketches, a_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

_AT_ONCE = 1_000
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
_DRAWINGS = (
    f"SELECT {rows.DRAWING_COLUMNS} FROM drawing"  # noqa: S608 - names of our own columns
    " WHERE erased_at IS NULL AND (expires_at IS NULL OR expires_at > %s)"
)
_WALL = f"SELECT {rows.WALL_COLUMNS} FROM wall_view WHERE id = %s"  # noqa: S608 - names of our own columns
_HANDOVERS = (
    f"SELECT {rows.HANDOVER_COLUMNS} FROM handover"  # noqa: S608 - names of our own columns
    " ORDER BY handed_at DESC, id DESC LIMIT %s"
)
_NOTES = f"SELECT {rows.NOTE_COLUMNS} FROM room_note WHERE ended_at IS NULL AND until > %s"  # noqa: S608 - names of our own columns
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
            sketches = _sketches(connection, head[1])
            known = Known()
            tasks = _streamed(connection, _TASKS, [ended])
            incidents = rows.incidents_of(
                _streamed(connection, _INCIDENTS, [ended]), tasks, known
            )
            members = rows.members_of(_streamed(connection, _MEMBERS), known)
            return a_picture(head, incidents, members, sketches)
    finally:
        connection.set_isolation_level(None)


def _streamed(
    connection: Connection, query: LiteralString, arguments: Sequence[object] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows some at a time; until the last the connection is taken."""
    with connection.cursor() as cursor:
        yield from cursor.stream(query, arguments, size=_AT_ONCE)


def _sketches(connection: Connection, at: datetime) -> Sketches:
    """The drawings and notes that stand at the last fact, the walls' view, the hand-overs."""
    drawings = connection.execute(_DRAWINGS, [at]).fetchall()
    wall = connection.execute(_WALL, [THE_WALL]).fetchone()
    handovers = connection.execute(_HANDOVERS, [KEPT_HANDOVERS]).fetchall()
    notes = connection.execute(_NOTES, [at]).fetchall()
    return Sketches(
        tuple(from_row(Drawing, row) for row in drawings),
        None if wall is None else from_row(WallView, wall),
        tuple(from_row(Handover, row) for row in handovers),
        tuple(from_row(RoomNote, row) for row in notes),
    )
