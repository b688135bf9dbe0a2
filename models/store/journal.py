"""Reading the journal: after a seq, of one incident, its extent.

Words that were erased are missing from what is read, and the entry says so. A body that cannot
be read makes no reader stumble: the entry says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from models.domain.fact import Change, Entry, Fact, SubjectKind
from models.domain.ids import CellId, CommandId
from models.feed.source import Extent
from models.store.mapping import UNREADABLE, read_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from psycopg import Connection

ENTRIES: LiteralString = """
SELECT j.seq, j.recorded_at, j.command_id, j.ordinal, j.actor, j.role, j.station, j.verb,
    j.subject_kind, j.subject_id, j.subject_version, j.occurred_at, j.cell_path, j.body,
    j.format, p.words
FROM journal j LEFT JOIN personal p USING (command_id, ordinal)
"""
_EXTENT = """
SELECT a.seq, a.recorded_at, z.seq, z.recorded_at
FROM (SELECT seq, recorded_at FROM journal ORDER BY seq LIMIT 1) a,
    (SELECT seq, recorded_at FROM journal ORDER BY seq DESC LIMIT 1) z
"""


def read_after(connection: Connection, seq: int, limit: int) -> list[Entry]:
    """The next entries in order of seq, at most `limit`."""
    rows = connection.execute(
        ENTRIES + "WHERE j.seq > %s ORDER BY j.seq LIMIT %s", [seq, limit]
    )
    return list(entries_of(rows))


def read_between(connection: Connection, first_seq: int, last_seq: int) -> Iterator[Entry]:
    """The entries of a closed stretch, streamed."""
    with connection.cursor("journal_between") as cursor:
        cursor.itersize = 2000
        cursor.execute(
            ENTRIES + "WHERE j.seq BETWEEN %s AND %s ORDER BY j.seq", [first_seq, last_seq]
        )
        yield from entries_of(cursor)


def tail(connection: Connection, count: int) -> list[Entry]:
    """The last entries, in order."""
    rows = connection.execute(ENTRIES + "ORDER BY j.seq DESC LIMIT %s", [count])
    return list(entries_of(rows))[::-1]


def timeline(connection: Connection, subject_id: UUID) -> list[Entry]:
    """All that happened to one incident or member, in order."""
    rows = connection.execute(ENTRIES + "WHERE j.subject_id = %s ORDER BY j.seq", [subject_id])
    return list(entries_of(rows))


def extent(connection: Connection) -> Extent:
    """How far the journal reaches now."""
    row = connection.execute(_EXTENT).fetchone()
    if row is None:
        return Extent(0, 0, None, None, grows=True)
    first_seq, first_at, last_seq, last_at = row
    return Extent(first_seq, last_seq, first_at, last_at, grows=True)


def seq_at(connection: Connection, instant: Any) -> int:
    """The last fact recorded at or before an instant; 0 where there is none."""
    row = connection.execute(
        "SELECT seq FROM journal WHERE recorded_at <= %s ORDER BY recorded_at DESC, seq DESC"
        " LIMIT 1",
        [instant],
    ).fetchone()
    return 0 if row is None else int(row[0])


def entries_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """Entries from rows of the journal with their words."""
    return (_entry(row) for row in rows)


def _entry(row: tuple[Any, ...]) -> Entry:
    kind = SubjectKind(row[8])
    change, erased, unread = Change(), False, ""
    try:
        change, erased = read_change(kind, row[13], row[15], row[14])
    except UNREADABLE as error:
        unread = repr(error)
    fact = Fact(
        verb=row[7],
        subject_kind=kind,
        subject_id=row[9],
        subject_version=row[10],
        occurred_at=row[11],
        cell_path=tuple(map(CellId, row[12])),
        change=change,
    )
    return Entry(
        row[0], row[1], CommandId(row[2]), row[3], row[4], row[5], row[6], fact, erased, unread
    )
