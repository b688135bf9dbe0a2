"""Who finished cases alike: of one major class, in or below one cell, within a year."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, LiteralString

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from psycopg import Connection

    from models.domain.ids import CellId

_ALIKE: LiteralString = """
SELECT t.assignee, count(*)
FROM incident i
JOIN task t ON t.incident_id = i.id AND t.role = 'lead' AND t.state = 'done'
JOIN category c ON c.code = i.category
WHERE i.cell_path @> ARRAY[%(cell)s::bigint]
    AND c.major_code = (SELECT major_code FROM category WHERE code = %(category)s)
    AND t.ended_at > journal_now() - interval '1 year'
GROUP BY t.assignee
"""


def finished_alike(connection: Connection, category: str, cell: CellId) -> Mapping[UUID, int]:
    """How many cases alike each assignee led to their end; whoever has none is left out."""
    rows = connection.execute(_ALIKE, {"cell": cell, "category": category})
    return MappingProxyType({assignee: int(count) for assignee, count in rows})
