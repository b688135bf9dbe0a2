"""`wangge list leaves`: the leaves that members still carry, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from models.store.ask import listed

if TYPE_CHECKING:
    from psycopg import Connection

    from models.store.ask import Wanted

_LEAVES: LiteralString = """
SELECT (one->>'id')::uuid::text AS id, m.number, m.name, one->>'state' AS state,
    one->>'kind' AS kind, (one->>'begins_at')::timestamptz AS begins_at,
    (one->>'ends_at')::timestamptz AS ends_at, one->>'asked_by' AS asked_by,
    one->>'decided_by' AS decided_by, NULL::float8 AS lon, NULL::float8 AS lat
FROM member m, jsonb_array_elements(m.leaves) AS l (one)
WHERE (%(state)s::text IS NULL OR one->>'state' = %(state)s)
    AND (%(cell)s::bigint IS NULL OR m.cell_path @> ARRAY[%(cell)s::bigint])
ORDER BY begins_at, m.number LIMIT %(limit)s
"""


def list_leaves(connection: Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """Leaves in order of their beginning; why somebody is away is not among them."""
    return listed(connection, _LEAVES, wanted)
