"""The drawings as rows for people and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, LiteralString

from models.store.ask import Item, Wanted, listed

if TYPE_CHECKING:
    from psycopg import Connection

_DRAWINGS: LiteralString = """
WITH told AS (
    SELECT d.*, CASE WHEN d.erased_at IS NOT NULL THEN 'erased'
        WHEN d.expires_at <= home_now() THEN 'over' ELSE 'standing' END AS state
    FROM drawing d
)
SELECT d.id::text, d.text AS name, d.state, d.version, d.kind, d.shape, d.tone, d.radius_m,
    d.lon[1] AS lon, d.lat[1] AS lat,
    (SELECT json_agg(json_build_array(p.x, p.y) ORDER BY p.n)
        FROM unnest(d.lon, d.lat) WITH ORDINALITY AS p (x, y, n)) AS points,
    i.number AS incident, d.author, d.station, d.drawn_at, d.expires_at
FROM told d LEFT JOIN incident i ON i.id = d.incident
WHERE (%(state)s::text IS NULL OR d.state = %(state)s)
    AND (%(cell)s::bigint IS NULL OR d.cell_path @> ARRAY[%(cell)s::bigint])
ORDER BY d.drawn_at, d.id LIMIT %(limit)s
"""


def list_drawings(connection: Connection, wanted: Wanted) -> list[Item]:
    """Drawings, the last touched at the end; `state` is standing, over or erased.

    `lon` and `lat` are the first of `points`, which are pairs of degrees.
    """
    return listed(connection, _DRAWINGS, wanted)
