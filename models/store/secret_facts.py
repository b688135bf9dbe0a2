"""Which facts of the journal a role without the grant may not see.

A picture forgets what left it; the journal does not. So the tables are asked: whatever is
restricted by now is hidden with all its past, and of what was restricted for a while the
facts of that while are. What was drawn for an incident, or told the room of it, goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, LiteralString

from models.domain.fact import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from psycopg import Connection

    from models.domain.fact import Entry

_INCIDENTS_OF: LiteralString = """
SELECT id, incident FROM drawing WHERE id = ANY(%(ids)s)
UNION ALL SELECT id, incident FROM room_note WHERE id = ANY(%(ids)s)
"""
_ABOUT: Final = frozenset({SubjectKind.DRAWING, SubjectKind.ROOM_NOTE})
_RESTRICTED: LiteralString = """
SELECT i.id FROM incident i LEFT JOIN category c ON c.code = i.category
WHERE i.id = ANY(%s) AND (i.restricted OR c.restricted)
"""
_TURNS: LiteralString = """
SELECT subject_id, seq, (body->'fields'->>'restricted')::boolean FROM journal
WHERE subject_id = ANY(%s) AND body->'fields'->>'restricted' IS NOT NULL ORDER BY seq
"""


def ever_restricted(connection: Connection, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these incidents are restricted, or were at any time."""
    asked = list(ids)
    secret = {row[0] for row in connection.execute(_RESTRICTED, [asked])}
    turned = {row[0] for row in connection.execute(_TURNS, [asked]) if row[2]}
    return frozenset(secret | turned)


def without_secrets(connection: Connection, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that somebody without the grant may see, in order."""
    entries = list(entries)
    told = [e.fact.subject_id for e in entries if e.fact.subject_kind in _ABOUT]
    rows = connection.execute(_INCIDENTS_OF, {"ids": told}).fetchall() if told else []
    about: dict[UUID, UUID | None] = dict(rows)
    asked = {about.get(e.fact.subject_id) or e.fact.subject_id for e in entries}
    secret = {row[0] for row in connection.execute(_RESTRICTED, [list(asked)])}
    turns: dict[UUID, list[tuple[int, bool]]] = {}
    for subject, seq, is_restricted in connection.execute(_TURNS, [list(asked - secret)]):
        turns.setdefault(subject, []).append((seq, is_restricted))
    shown = []
    for entry in entries:
        whose = about.get(entry.fact.subject_id) or entry.fact.subject_id
        if whose not in secret and not _was_restricted(turns.get(whose, []), entry.seq):
            shown.append(entry)
    return shown


def _was_restricted(turns: list[tuple[int, bool]], seq: int) -> bool:
    return next((is_so for at, is_so in reversed(turns) if at <= seq), False)
