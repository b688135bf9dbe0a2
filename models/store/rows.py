"""The state tables' statements, built once from the fields of the domain classes.

Reading locks on request; writing keeps, with each row, which fact its values are of.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from psycopg.rows import tuple_row

from models.domain.drawing import Drawing
from models.domain.incident import Incident, Task, TaskState
from models.domain.member import Member
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import WallView
from models.store.codec import (
    Known,
    column_names,
    from_json_row,
    from_row,
    to_changed,
    to_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from psycopg import Connection, Cursor

    from models.domain.fact import Subject
    from models.store.volley import Executor

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


_TASK_NAMES = (*column_names(Task), *_TASK_EXTRA, *_STAMP)

INCIDENT_COLUMNS = _list(Incident)
MEMBER_COLUMNS = _list(Member)
DRAWING_COLUMNS = _list(Drawing)
WALL_COLUMNS = _list(WallView)
HANDOVER_COLUMNS = _list(Handover)
NOTE_COLUMNS = _list(RoomNote)
TASK_COLUMNS = _list(Task)

_TABLES: Mapping[type, str] = {
    Incident: "incident",
    Member: "member",
    Drawing: "drawing",
    WallView: "wall_view",
    Handover: "handover",
    RoomNote: "room_note",
}
_INSERTS = {
    cls: _insert(table, (*column_names(cls), *_STAMP)) for cls, table in _TABLES.items()
}


@lru_cache(maxsize=1024)
def _update(cls: type, names: tuple[str, ...]) -> str:
    """Sets these columns alone: an act changes few of many, and has few ways to do so."""
    names = (*names, *_STAMP)
    return f"UPDATE {_TABLES[cls]} SET {_setting(names, '%s')} WHERE id = %s"  # noqa: S608 - names of our own columns


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
    rows: Iterable[tuple[Any, ...]],
    task_rows: Iterable[tuple[Any, ...]],
    known: Known | None = None,
) -> Iterator[Incident]:
    """Incidents from their rows and the rows of `TASKS_OF`, which are all read first."""
    tasks: dict[UUID, list[Task]] = {}
    for row in task_rows:
        tasks.setdefault(row[0], []).append(from_row(Task, row[1:], known))
    for row in rows:
        yield from_row(Incident, row, known, tasks=tuple(tasks.pop(row[0], ())))


def members_of(rows: Iterable[tuple[Any, ...]], known: Known | None = None) -> Iterator[Member]:
    """Members from their rows."""
    return (from_row(Member, row, known) for row in rows)


def write_subject(
    connection: Executor, old: Subject | None, new: Subject, stamp: tuple[UUID, int]
) -> None:
    """The row of a subject of any kind, and those of its parts that changed."""
    if old is None:
        connection.execute(_INSERTS[type(new)], [*to_row(new), *stamp])
    else:
        names, row = to_changed(old, new)
        kind: Any = type(new)
        connection.execute(_update(kind, names), [*row, *stamp, new.id])
    if isinstance(new, Incident):
        before = {task.id: task for task in old.tasks} if isinstance(old, Incident) else {}
        for position, task in enumerate(new.tasks):
            if before.get(task.id) != task:
                connection.execute(_KEEP_TASK, [*to_row(task), new.id, position, *stamp])


def plain_cursor(connection: Connection) -> Cursor[tuple[Any, ...]]:
    """A cursor that gives tuples, whatever the connection is used to."""
    return connection.cursor(row_factory=tuple_row)
