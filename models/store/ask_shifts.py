"""`wangge list handovers` and `wangge list notes`: rows of the two tables, newest first."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import dict_row

from models.domain.shift import ShiftFigures
from models.store.home_clock import home_now

if TYPE_CHECKING:
    from psycopg import Connection

    from models.store.ask import Wanted

_HANDOVERS: Final = """
SELECT id::text, CASE WHEN taken_at IS NULL THEN 'waiting' ELSE 'taken' END AS state, author,
    station, handed_at, since, made_at, made_seq, figures, instructions, taken_by,
    taken_station, taken_at
FROM handover
WHERE %(state)s::text IS NULL OR (taken_at IS NULL) = (%(state)s = 'waiting')
ORDER BY handed_at DESC, id DESC LIMIT %(limit)s
"""
_NOTES: Final = """
SELECT n.id::text,
    CASE WHEN n.ended_at IS NULL AND n.until > %(now)s THEN 'standing' ELSE 'over' END AS state,
    n.text AS name, i.number AS incident, n.author, n.station, n.told_at, n.until,
    n.seen_by, n.ended_at
FROM room_note n LEFT JOIN incident i ON i.id = n.incident
    LEFT JOIN category c ON c.code = i.category
WHERE (%(state)s::text IS NULL
        OR (n.ended_at IS NULL AND n.until > %(now)s) = (%(state)s = 'standing'))
    AND (%(cleared)s OR n.incident IS NULL
        OR NOT (i.restricted OR coalesce(c.restricted, false)))
ORDER BY n.told_at DESC, n.id DESC LIMIT %(limit)s
"""


def list_handovers(connection: Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """Shifts that were handed over, with their figures by name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_HANDOVERS, _asked(wanted)).fetchall()
    return [row | {"figures": asdict(ShiftFigures(*row["figures"]))} for row in rows]


def list_notes(connection: Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """Notes to the room."""
    asked = _asked(wanted) | {"now": home_now(connection), "cleared": wanted.is_cleared}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_NOTES, asked).fetchall()


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {"state": wanted.state, "limit": wanted.limit}
