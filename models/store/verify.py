"""Proves the journal: the chain holds, and folding it gives the state tables.

Two passes, both streamed. The first walks the chain in order of seq and recomputes
every hash. The second goes subject by subject, through the same steps as the fold, and
lays the result beside the row; so a journal of years needs the memory of one incident.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, LiteralString

from psycopg import IsolationLevel

from models.domain.error import Trouble, Words
from models.domain.fact import CLASS_OF, Entry, Subject, SubjectKind, subject_after
from models.domain.incident import Task
from models.store import rows
from models.store.codec import from_row
from models.store.journal import ENTRIES, entries_of
from models.store.journal_hash import GENESIS, Stamped, journal_hash
from models.store.mapping import UNREADABLE, words_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from uuid import UUID

    from psycopg import Connection

_CHAIN = """
SELECT j.seq, j.recorded_at, j.occurred_at, j.command_id, j.ordinal, j.actor, j.role,
    j.station, j.login::text, j.xid, j.verb, j.subject_kind, j.subject_id, j.subject_version,
    j.cell_path, j.body::text, j.format, j.prev_hash, j.hash, p.words::text, p.salt
FROM journal j LEFT JOIN personal p USING (command_id, ordinal) ORDER BY j.seq
"""
_BY_SUBJECT: LiteralString = ENTRIES + " WHERE j.subject_kind = %s ORDER BY j.subject_id, j.seq"
_ROWS: dict[SubjectKind, LiteralString] = {
    SubjectKind.INCIDENT: (
        f"SELECT command_id, ordinal, {rows.INCIDENT_COLUMNS} FROM incident"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
    SubjectKind.MEMBER: (
        f"SELECT command_id, ordinal, {rows.MEMBER_COLUMNS} FROM member"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
    SubjectKind.DRAWING: (
        f"SELECT command_id, ordinal, {rows.DRAWING_COLUMNS} FROM drawing"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
    SubjectKind.WALL: (
        f"SELECT command_id, ordinal, {rows.WALL_COLUMNS} FROM wall_view"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
    SubjectKind.HANDOVER: (
        f"SELECT command_id, ordinal, {rows.HANDOVER_COLUMNS} FROM handover"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
    SubjectKind.ROOM_NOTE: (
        f"SELECT command_id, ordinal, {rows.NOTE_COLUMNS} FROM room_note"  # noqa: S608 - names of our own columns
        " ORDER BY id"
    ),
}
_TASKS = (
    f"SELECT incident_id, {rows.TASK_COLUMNS} FROM task"  # noqa: S608 - names of our own columns
    " ORDER BY incident_id, position"
)
_AT_ONCE = 1000

Head = tuple[int, bytes]
"""A seq and its hash, as somebody remembers them."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    `first_bad_seq` is where the chain breaks first; `fold_equals_tables` speaks of state
    tables; `problem` names the first thing wrong, in words. `erased` counts the facts
    whose words are gone.
    """

    facts: int
    ok: bool
    first_bad_seq: int | None
    fold_equals_tables: bool
    head_hash: str
    erased: int = 0
    problem: Words | None = None


def verify(
    connection: Connection,
    known_heads: Sequence[Head] = (),
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Walk the chain and compare fold and tables, in one snapshot.

    Parameters
    ----------
    known_heads
        Heads that consoles or anchors remember: a chain rewritten whole is found by them.
    progress
        Told the number of facts walked, now and then.
    """
    connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    try:
        with connection.transaction():
            walk = _Walk(known_heads)
            with connection.cursor("chain") as cursor:
                cursor.itersize = _AT_ONCE
                cursor.execute(_CHAIN)
                for row in cursor:
                    walk.step(row)
                    if progress is not None and walk.seq % _AT_ONCE == 0:
                        progress(walk.seq)
            walk.end()
            unlike = _unlike_after(walk, connection)
    finally:
        connection.set_isolation_level(None)
    problem = walk.problem or unlike
    return Verification(
        facts=walk.seq,
        ok=problem is None,
        first_bad_seq=walk.first_bad_seq,
        fold_equals_tables=unlike is None,
        head_hash=walk.hash.hex(),
        erased=walk.erased,
        problem=problem,
    )


class _Walk:
    """Where the walk stands; the first thing wrong is kept, later ones follow from it."""

    def __init__(self, known: Sequence[Head]) -> None:
        self.seq = 0
        self.hash = GENESIS
        self.erased = 0
        self.first_bad_seq: int | None = None
        self.problem: Words | None = None
        self._known: dict[int, set[bytes]] = {}
        for seq, kept in known:
            self._known.setdefault(seq, set()).add(kept)
        self._at: Any = None

    def step(self, row: tuple[Any, ...]) -> None:
        """One more fact."""
        stamped = Stamped(*row[:17])
        prev, kept, words, salt = bytes(row[17]), bytes(row[18]), row[19], row[20]
        if self.first_bad_seq is None:
            self._check_place(stamped, prev)
        if self.first_bad_seq is None:
            self._check_bytes(stamped, prev, kept)
        if self.first_bad_seq is None:
            self._check_words(stamped, words, salt)
        self.seq, self.hash, self._at = stamped.seq, kept, stamped.recorded_at

    def end(self) -> None:
        """Heads beyond the end: the journal was cut."""
        beyond = [seq for seq in self._known if seq > self.seq]
        if beyond and self.first_bad_seq is None:
            self._bad(self.seq + 1, "已缺失", "is missing: the journal was cut")

    def _check_place(self, row: Stamped, prev: bytes) -> None:
        if row.seq != self.seq + 1:
            self._bad(self.seq + 1, "已缺失", "is missing")
        elif prev != self.hash:
            self._bad(row.seq, "与前一条不相连", "does not follow the one before it")
        elif self._at is not None and row.recorded_at < self._at:
            self._bad(row.seq, "时间早于前一条", "is older than the one before it")

    def _check_bytes(self, row: Stamped, prev: bytes, kept: bytes) -> None:
        if journal_hash(prev, row) != kept:
            self._bad(row.seq, "内容已被改动", "was changed")
        elif self._known.get(row.seq, {kept}) != {kept}:
            self._bad(row.seq, "与记住的校验值不符", "is not the one that was remembered")

    def _check_words(self, row: Stamped, words: str | None, salt: bytes | None) -> None:
        body = json.loads(row.body)
        told = body.get("words") if isinstance(body, dict) else None
        if told is None and words is not None:
            self._bad(row.seq, "附有不属于它的文字", "has words that it never had")
        elif told is not None and words is None:
            self.erased += 1
        elif told is not None and words_digest(bytes(salt or b""), words or "") != told:
            self._bad(row.seq, "的文字已被改动", "has other words than it was given")

    def _bad(self, seq: int, zh: str, en: str) -> None:
        self.first_bad_seq = seq
        self.problem = Words(f"第 {seq} 条记录{zh}", f"fact {seq} {en}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What there is of one subject on one side: its value and its last fact."""

    subject: Subject | None
    stamp: tuple[UUID, int]


def _unlike_after(walk: _Walk, connection: Connection) -> Words | None:
    """What fold and tables differ in; a broken chain may hold what nobody can fold."""
    try:
        return _first_unlike(connection)
    except Trouble:
        # A format of a later release: in a whole chain the reader is too old to judge.
        if walk.problem is None:
            raise
        return walk.problem


def _first_unlike(connection: Connection) -> Words | None:
    for kind in _ROWS:
        try:
            # Closed by hand: an error keeps its frames, and they the cursors, beyond the
            # end of the transaction.
            with (
                closing(_folded(connection, kind)) as folded,
                closing(_kept(connection, kind)) as kept,
            ):
                unlike = _compared(folded, kept, kind)
        except _Unread as unread:
            seq, why = unread.args
            return Words(f"第 {seq} 条记录无法解读：{why}", f"fact {seq} cannot be read: {why}")
        except UNREADABLE as error:
            return Words(f"{kind} 表无法解读：{error!r}", f"the table of {kind}: {error!r}")
        if unlike is not None:
            return unlike
    return None


def _compared(
    folded: Iterator[tuple[UUID, _Kept]], kept: Iterator[tuple[UUID, _Kept]], kind: SubjectKind
) -> Words | None:
    """Both sides come in order of id: the first that is missing or differs, in words."""
    end: tuple[None, None] = (None, None)
    left_id, left = next(folded, end)
    right_id, right = next(kept, end)
    while left_id is not None or right_id is not None:
        if right_id is None or (left_id is not None and left_id < right_id):
            return _unlike(kind, left_id, "只在记录中，不在表中", "is not in the table")
        if left_id is None or right_id < left_id:
            return _unlike(kind, right_id, "只在表中，不在记录中", "is not in the journal")
        if left != right:
            return _unlike(kind, left_id, _difference(left, right), _difference(left, right))
        left_id, left = next(folded, end)
        right_id, right = next(kept, end)
    return None


def _unlike(kind: SubjectKind, subject_id: UUID | None, zh: str, en: str) -> Words:
    return Words(f"{kind} {subject_id}：{zh}", f"{kind} {subject_id}: {en}")


def _difference(left: _Kept | None, right: _Kept | None) -> str:
    if left is None or right is None or left.subject is None or right.subject is None:
        return "fold ≠ table"
    for f in fields(left.subject):
        ours, theirs = getattr(left.subject, f.name), getattr(right.subject, f.name)
        if ours != theirs:
            return f"{f.name}: fold {ours!r} ≠ table {theirs!r}"
    return f"last fact: fold {left.stamp} ≠ table {right.stamp}"


def _folded(
    connection: Connection, kind: SubjectKind
) -> Generator[tuple[UUID, _Kept], None, None]:
    with connection.cursor(f"folded_{kind}") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_BY_SUBJECT, [kind.value])
        for subject_id, entries in groupby(entries_of(cursor), lambda e: e.fact.subject_id):
            yield subject_id, _fold_one(entries)


class _Unread(Exception):
    """A body lacks or invents fields, and cannot be folded: that is a finding."""


def _fold_one(entries: Iterator[Entry]) -> _Kept:
    subject: Subject | None = None
    for entry in entries:
        try:
            if entry.unread:
                raise ValueError(entry.unread)
            subject = subject_after(subject, entry.fact)
        except UNREADABLE as error:
            raise _Unread(entry.seq, error) from error
        stamp = (entry.command_id, entry.ordinal)
    return _Kept(subject, stamp)


def _kept(
    connection: Connection, kind: SubjectKind
) -> Generator[tuple[UUID, _Kept], None, None]:
    tasks = _Tasks(connection) if kind is SubjectKind.INCIDENT else None
    with connection.cursor(f"kept_{kind}") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_ROWS[kind])
        for row in cursor:
            subject = from_row(CLASS_OF[kind], row[2:])
            if tasks is not None:
                subject = replace(subject, tasks=tasks.of(subject.id))
            yield subject.id, _Kept(subject, (row[0], row[1]))


class _Tasks:
    """All tasks in order of incident, handed out as the incidents come by."""

    def __init__(self, connection: Connection) -> None:
        self._groups = groupby(self._stream(connection), lambda pair: pair[0])
        self._next: tuple[UUID, tuple[Task, ...]] | None = self._group()

    def of(self, incident_id: UUID) -> tuple[Task, ...]:
        """The tasks of one incident; ask in order of id."""
        while self._next is not None and self._next[0] < incident_id:
            self._next = self._group()
        if self._next is None or self._next[0] != incident_id:
            return ()
        tasks = self._next[1]
        self._next = self._group()
        return tasks

    def _group(self) -> tuple[UUID, tuple[Task, ...]] | None:
        for incident_id, pairs in self._groups:
            return incident_id, tuple(task for _, task in pairs)
        return None

    @staticmethod
    def _stream(connection: Connection) -> Iterator[tuple[UUID, Task]]:
        with connection.cursor("kept_tasks") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(_TASKS)
            for row in cursor:
                yield row[0], from_row(Task, row[1:])
