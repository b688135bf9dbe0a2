"""The state tables' statements, built once from the fields of the domain classes.

Reading locks on request; writing keeps, with each row, which fact its values are of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.rows import tuple_row

from models.domain.drawing import Drawing
from models.domain.incident import Incident, Task, TaskState
from models.domain.member import Member
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import WallView
from models.store.codec import column_names, from_json_row, from_row, to_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from psycopg import Connection, Cursor

    from models.domain.fact import Subject

OPEN_TASK_STATES = [state.value for state in TaskState if state.is_open]

_STAMP = ("command_id", "ordinal")
_TASK_EXTRA = ("incident_id", "position")


def _list(cls: type) -> str:
    return ", ".join(f'"{name}"' for name in column_names(cls))


def _insert(table: str, names: Sequence[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    # Column names of our own classes: nothing a user wrote is in them.
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608 - names of our own columns


def _setting(names: Sequence[str], value: str) -> str:
    return ", ".join(f'"{name}" = {value.format(name)}' for name in names if name != "id")


_INCIDENT_NAMES = (*column_names(Incident), *_STAMP)
_TASK_NAMES = (*column_names(Task), *_TASK_EXTRA, *_STAMP)

INCIDENT_COLUMNS = _list(Incident)
MEMBER_COLUMNS = _list(Member)
DRAWING_COLUMNS = _list(Drawing)
WALL_COLUMNS = _list(WallView)
HANDOVER_COLUMNS = _list(Handover)
NOTE_COLUMNS = _list(RoomNote)
TASK_COLUMNS = _list(Task)

_INSERT_INCIDENT = _insert("incident", _INCIDENT_NAMES)
_UPDATE_INCIDENT = f"UPDATE incident SET {_setting(_INCIDENT_NAMES, '%s')} WHERE id = %s"  # noqa: S608 - names of our own columns


def _plain_writes(table: str, cls: type) -> tuple[str, str]:
    """How a row of a subject without parts is inserted, and how it is updated."""
    names = (*column_names(cls), *_STAMP)
    update = f"UPDATE {table} SET {_setting(names, '%s')} WHERE id = %s"  # noqa: S608 - names of our own columns
    return _insert(table, names), update


_PLAIN_WRITES = {
    Member: _plain_writes("member", Member),
    Drawing: _plain_writes("drawing", Drawing),
    WallView: _plain_writes("wall_view", WallView),
    Handover: _plain_writes("handover", Handover),
    RoomNote: _plain_writes("room_note", RoomNote),
}
_KEEP_TASK = (
    _insert("task", _TASK_NAMES)
    + f" ON CONFLICT (id) DO UPDATE SET {_setting(_TASK_NAMES, 'excluded.{0}')}"
)

LOCKED_INCIDENTS = (
    f"SELECT {INCIDENT_COLUMNS} FROM incident WHERE id = ANY(%s)"  # noqa: S608 - names of our own columns
    " ORDER BY id FOR NO KEY UPDATE"
)
TASKS_OF = (
    f"SELECT incident_id, {TASK_COLUMNS} FROM task WHERE incident_id = ANY(%s)"  # noqa: S608 - names of our own columns
    " ORDER BY incident_id, position"
)
LOCKED_MEMBERS = (
    f"SELECT {MEMBER_COLUMNS} FROM member WHERE id = ANY(%s)"  # noqa: S608 - names of our own columns
    " ORDER BY id FOR NO KEY UPDATE"
)
LOCKED_DRAWING = f"SELECT {DRAWING_COLUMNS} FROM drawing WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608 - names of our own columns
LOCKED_WALL = f"SELECT {WALL_COLUMNS} FROM wall_view WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608 - names of our own columns
LOCKED_HANDOVER = f"SELECT {HANDOVER_COLUMNS} FROM handover WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608 - names of our own columns
LAST_HANDOVER = (
    f"SELECT {HANDOVER_COLUMNS} FROM handover WHERE cell_path = %s::bigint[]"  # noqa: S608 - names of our own columns
    " ORDER BY handed_at DESC, id DESC LIMIT 1 FOR NO KEY UPDATE"
)
LOCKED_NOTE = f"SELECT {NOTE_COLUMNS} FROM room_note WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608 - names of our own columns
NOTES_STANDING = "SELECT count(*) FROM room_note WHERE ended_at IS NULL AND until > %s"
DRAWINGS_STANDING = (
    "SELECT count(*) FROM drawing"
    " WHERE erased_at IS NULL AND (expires_at IS NULL OR expires_at > %s)"
)
INCIDENTS_WITH_TASKS = (
    f"SELECT {INCIDENT_COLUMNS},"  # noqa: S608 - names of our own columns
    " (SELECT json_agg(t ORDER BY t.position) FROM task t WHERE t.incident_id = incident.id)"
    " FROM incident WHERE id = ANY(%s)"
)
MEMBERS_WITH_LOAD = (
    f"SELECT {MEMBER_COLUMNS},"  # noqa: S608 - names of our own columns
    " (SELECT count(*) FROM task t WHERE t.assignee = member.id AND t.state = ANY(%s))"
    " FROM member WHERE id = ANY(%s)"
)


def incident_with_tasks(row: tuple[Any, ...]) -> Incident:
    """An incident from a row of `INCIDENTS_WITH_TASKS`."""
    tasks = tuple(from_json_row(Task, task) for task in row[-1] or ())
    incident: Incident = from_row(Incident, row[:-1], tasks=tasks)
    return incident


def incidents_of(
    rows: Iterable[tuple[Any, ...]], task_rows: Iterable[tuple[Any, ...]]
) -> Iterator[Incident]:
    """Incidents from their rows and the rows of `TASKS_OF`."""
    tasks: dict[UUID, list[Task]] = {}
    for row in task_rows:
        tasks.setdefault(row[0], []).append(from_row(Task, row[1:]))
    for row in rows:
        yield from_row(Incident, row, tasks=tuple(tasks.get(row[0], ())))


def members_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Member]:
    """Members from their rows."""
    return (from_row(Member, row) for row in rows)


def write_subject(
    connection: Connection, old: Subject | None, new: Subject, stamp: tuple[UUID, int]
) -> None:
    """The row of a subject of any kind, and those of its parts that changed."""
    if isinstance(new, Incident):
        write_incident(connection, old if isinstance(old, Incident) else None, new, stamp)
        return
    insert, update = _PLAIN_WRITES[type(new)]
    row = [*to_row(new), *stamp]
    if old is None:
        connection.execute(insert, row)
    else:
        connection.execute(update, [*row[1:], new.id])


def write_incident(
    connection: Connection, old: Incident | None, new: Incident, stamp: tuple[UUID, int]
) -> None:
    """The row of an incident, and those of its tasks that changed."""
    row = [*to_row(new), *stamp]
    if old is None:
        connection.execute(_INSERT_INCIDENT, row)
    else:
        connection.execute(_UPDATE_INCIDENT, [*row[1:], new.id])
    before = {task.id: task for task in old.tasks} if old else {}
    for position, task in enumerate(new.tasks):
        if before.get(task.id) != task:
            connection.execute(_KEEP_TASK, [*to_row(task), new.id, position, *stamp])


def plain_cursor(connection: Connection) -> Cursor[tuple[Any, ...]]:
    """A cursor that gives tuples, whatever the connection is used to."""
    return connection.cursor(row_factory=tuple_row)
