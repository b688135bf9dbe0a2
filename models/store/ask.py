"""Plain questions to the state tables: lists for people and scripts.

Items are dictionaries of plain values (ids as text, instants as datetimes), each with at
least `id`, `number` or `code`, `name`, `lon`, `lat`, `state`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

from psycopg.rows import dict_row

from models.domain.error import BadInput, Words
from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from psycopg import Connection

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: in one state, in or below the cell of one code, at most so many.

    `is_cleared`: whoever asks may know of restricted incidents.
    """

    state: str | None = None
    cell: str | None = None
    limit: int | None = None
    is_cleared: bool = True


_INCIDENTS: LiteralString = """
SELECT i.id::text, i.number, i.state, i.version, i.category, c.zh AS name, i.urgency, i.source,
    i.lon, i.lat, i.address, i.text, i.reported_at, i.registered_at, i.dispatched_at,
    i.closed_at, i.due_at, i.step_due_at, i.handle_limit, i.restricted,
    i.supervise, i.reply_by, i.returns, i.denials, i.wrong_dispatches, i.buck_passing,
    i.is_binding AS binding, i.reworks, i.reopened, i.sent_back, i.extended, i.extended_days,
    i.asked_days, i.asked_until, i.resume_by, i.ground, i.level, i.escalated,
    i.whistled_at, i.is_self_handled AS self_handled, i.verified, i.second_handling,
    i.legacy, i.important, i.appeals, i.criterion, i.area, i.stay_due_at,
    i.satisfaction, i.unreachable, i.merged_into::text, i.rungs,
    (SELECT code FROM cell WHERE id = i.cell) AS cell,
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'assignee', t.assignee,
        'role', t.role, 'state', t.state, 'due_at', t.due_at, 'arrive_by', t.arrive_by,
        'arrived_at', t.arrived_at, 'whistled', t.is_whistled, 'ratings', t.ratings)
        ORDER BY t.position)
        FROM task t WHERE t.incident_id = i.id), '[]') AS tasks
FROM incident i LEFT JOIN category c ON c.code = i.category
WHERE (%(state)s::text IS NULL OR i.state = %(state)s)
    AND (%(cell)s::bigint IS NULL OR i.cell_path @> ARRAY[%(cell)s::bigint])
    AND (%(cleared)s::boolean OR NOT (i.restricted OR coalesce(c.restricted, FALSE)))
ORDER BY i.reported_at, i.number LIMIT %(limit)s
"""
_MEMBERS: LiteralString = """
SELECT m.id::text, m.number, m.name, m.duty AS state, m.version, m.kind, m.ref, m.skills,
    m.capacity, m.held_for::text,
    coalesce(p.lon, h.centre_lon) AS lon, coalesce(p.lat, h.centre_lat) AS lat,
    p.ts AS fixed_at, h.code AS cell,
    (SELECT count(*) FROM task t WHERE t.assignee = m.id
        AND t.state IN ('to_sign', 'signed', 'on_site')) AS load
FROM member m LEFT JOIN position p ON p.member = m.ref LEFT JOIN cell h ON h.id = m.home_cell
WHERE (%(state)s::text IS NULL OR m.duty = %(state)s)
    AND (%(cell)s::bigint IS NULL OR m.cell_path @> ARRAY[%(cell)s::bigint])
ORDER BY m.number LIMIT %(limit)s
"""
_DEPARTMENTS: LiteralString = """
SELECT d.id::text, d.code, d.name, c.centre_lon AS lon, c.centre_lat AS lat,
    'active' AS state, c.code AS cell
FROM department d LEFT JOIN cell c ON c.id = d.cell
WHERE (%(state)s::text IS NULL OR 'active' = %(state)s)
    AND (%(cell)s::bigint IS NULL OR c.path @> ARRAY[%(cell)s::bigint])
ORDER BY d.code LIMIT %(limit)s
"""
_CELLS: LiteralString = """
SELECT c.id, c.code, c.name, c.level, p.code AS parent, c.centre_lon AS lon,
    c.centre_lat AS lat, c.area_m2, c.valid_from, c.valid_to,
    CASE WHEN c.valid_to IS NULL OR c.valid_to > current_date THEN 'valid' ELSE 'ended' END
        AS state
FROM cell c LEFT JOIN cell p ON p.id = c.parent_id
WHERE (%(state)s::text IS NULL OR %(state)s =
        CASE WHEN c.valid_to IS NULL OR c.valid_to > current_date THEN 'valid' ELSE 'ended' END)
    AND (%(cell)s::bigint IS NULL OR c.path @> ARRAY[%(cell)s::bigint])
ORDER BY c.level, c.code, c.id LIMIT %(limit)s
"""
_CATEGORIES: LiteralString = """
SELECT code AS id, code, zh AS name, en AS name_en, major_code, major_zh, urgency,
    handle_limit, departments, restricted, NULL::float8 AS lon, NULL::float8 AS lat,
    'active' AS state
FROM category WHERE %(state)s::text IS NULL OR 'active' = %(state)s
ORDER BY code LIMIT %(limit)s
"""


def list_incidents(connection: Connection, wanted: Wanted) -> list[Item]:
    """Incidents in order of report, each with its tasks; `state` is ST10 … ST95."""
    return listed(connection, _INCIDENTS, wanted)


def list_members(connection: Connection, wanted: Wanted) -> list[Item]:
    """Members by number; the place is the last fix, else the centre of the home cell."""
    return listed(connection, _MEMBERS, wanted)


def list_departments(connection: Connection, wanted: Wanted) -> list[Item]:
    """Departments by code."""
    return listed(connection, _DEPARTMENTS, wanted)


def list_cells(connection: Connection, wanted: Wanted) -> list[Item]:
    """Cells by level, then code; `state` is valid or ended."""
    return listed(connection, _CELLS, wanted)


def list_categories(connection: Connection, wanted: Wanted) -> list[Item]:
    """Minor classes by code."""
    return listed(connection, _CATEGORIES, wanted)


def restricted_incidents(connection: Connection) -> frozenset[IncidentId]:
    """Every incident, archived ones too, that is restricted by its mark or by its class."""
    rows = connection.execute(
        "SELECT i.id FROM incident i LEFT JOIN category c ON c.code = i.category"
        " WHERE i.restricted OR c.restricted"
    )
    return frozenset(IncidentId(row[0]) for row in rows)


def listed(connection: Connection, query: LiteralString, wanted: Wanted) -> list[Item]:
    """The rows of a question that takes `state`, `cell` (an id) and `limit`.

    Raises
    ------
    BadInput
        `unknown_cell`.
    """
    values = {
        "state": wanted.state,
        "cell": _cell_id(connection, wanted.cell),
        "limit": wanted.limit,
        "cleared": wanted.is_cleared,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values).fetchall()


def _cell_id(connection: Connection, code: str | None) -> int | None:
    if code is None:
        return None
    row = connection.execute(
        "SELECT id FROM cell WHERE code = %s AND (valid_to IS NULL OR valid_to > current_date)"
        " ORDER BY level LIMIT 1",
        [code],
    ).fetchone()
    if row is None:
        raise BadInput(
            "unknown_cell",
            Words(
                f"没有代码为 {code} 的网格；用 wangge list cells 查看",
                f"there is no cell with the code {code}; see `wangge list cells`",
            ),
        )
    return int(row[0])
