"""Looks incidents up by words, all of them, however long closed.

An index over the pieces of the texts says which ones may fit; the words themselves are then
looked for in their texts. So many candidates are looked at for a page, the newest first, and
no more: a word that half of all cases have is answered as fast as a rare one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.domain.incident import Incident
from models.picture.search import Found
from models.store import rows
from models.store.codec import column_names, from_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from psycopg import Connection

    from models.picture.search import Cursor, Sought

_CANDIDATES = 400
_UNINDEXED = 2_000
"""Candidates of a page where the words are too short for the index."""
_COLUMNS = ", ".join(f'i."{name}"' for name in column_names(Incident))
_HAY = "concat_ws(E'\\n', i.number, i.text, i.address, i.reporter_name, i.reporter_phone)"
_SEARCH = f"""
WITH candidate AS MATERIALIZED (
    SELECT incident, reported_at
    FROM search_candidates(%(said)s, %(at)s::timestamptz, %(id)s::uuid, %(candidates)s)
)
SELECT s.incident, s.reported_at, {_COLUMNS},
    i.id IS NOT NULL AND {_HAY} ILIKE ALL (%(likes)s)
        AND (%(cleared)s OR NOT (i.restricted OR coalesce(c.restricted, false)))
        AND (%(phone)s = '' OR regexp_replace(i.reporter_phone, '\\D', '', 'g') = %(phone)s)
FROM candidate s LEFT JOIN incident i ON i.id = s.incident
    LEFT JOIN category c ON c.code = i.category
ORDER BY s.reported_at DESC, s.incident DESC
"""  # noqa: S608 - names of our own columns


def search(connection: Connection, wanted: Sought) -> Found:
    """One page of what fits, the newest first.

    Words match anywhere, whatever their case. Without words and without a telephone the
    newest incidents come.
    """
    phone = "".join(filter(str.isdigit, wanted.phone))
    said = " ".join((*wanted.words, phone))
    ((indexed,),) = connection.execute(
        "SELECT cardinality(search_pieces(%s)) > 0", [said]
    ).fetchall()
    candidates = max(wanted.limit, _CANDIDATES if indexed or not said.strip() else _UNINDEXED)
    at, last = wanted.after or (None, None)
    found = connection.execute(
        _SEARCH,
        {
            "said": said,
            "at": at,
            "id": last,
            "candidates": candidates,
            "likes": [_like(word) for word in wanted.words],
            "cleared": wanted.is_cleared,
            "phone": phone,
        },
    )
    return _page(found, wanted.limit, candidates)


def incident_of(
    connection: Connection, incident_id: UUID, *, is_cleared: bool
) -> Incident | None:
    """One incident with its tasks, however long archived; None where there is none to see."""
    found = connection.execute(rows.INCIDENTS_WITH_TASKS, [[incident_id]]).fetchone()
    if found is None:
        return None
    incident = rows.incident_with_tasks(found)
    if is_cleared:
        return incident
    ((hidden,),) = connection.execute(
        "SELECT coalesce((SELECT restricted FROM category WHERE code = %s), false)",
        [incident.category],
    ).fetchall()
    return None if hidden or incident.restricted else incident


def past_reports(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """Class and text of the newest reports that have both, restricted ones left out."""
    found = connection.execute(
        "SELECT i.category, i.text FROM incident i JOIN category c ON c.code = i.category"
        " WHERE NOT (i.restricted OR c.restricted) AND i.text <> ''"
        " AND i.state NOT IN ('ST10', 'ST12', 'ST90')"
        " ORDER BY i.id DESC LIMIT %s",
        [limit],
    )
    return [(code, text) for code, text in found]


def _page(found: Iterable[tuple[Any, ...]], limit: int, candidates: int) -> Found:
    incidents: list[Incident] = []
    looked, last = 0, None
    for row in found:
        looked, last = looked + 1, _cursor(row)
        if row[-1]:
            incidents.append(from_row(Incident, row[2:-1], tasks=()))
            if len(incidents) == limit:
                return Found(tuple(incidents), last)
    return Found(tuple(incidents), last if looked == candidates else None)


def _cursor(row: tuple[Any, ...]) -> Cursor:
    return row[1], row[0]


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
