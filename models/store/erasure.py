"""Personal words are erased on request; the chain of facts stays whole.

The words of a subject's facts and their salts go from `personal`, so the digests in the
bodies say nothing any more; keyframes, which quote them, go too. The row is blanked by a
fact of its own, so every console forgets the words as soon as it folds it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, LiteralString, cast

from models.domain.drawing import Drawing
from models.domain.error import BadInput, Words
from models.domain.fact import SubjectKind, fact_between
from models.domain.incident import Incident, Task
from models.domain.rights import ERASED
from models.domain.shift import Handover, RoomNote
from models.store import rows
from models.store.codec import WORDS, from_row
from models.store.engine import troubles
from models.store.journal_append import Author, send_facts

if TYPE_CHECKING:
    from uuid import UUID

    from psycopg import Connection
    from sqlalchemy import Engine

    from models.domain.fact import Subject

_PLAIN: dict[SubjectKind, tuple[type, LiteralString]] = {
    SubjectKind.DRAWING: (Drawing, rows.LOCKED_DRAWING),
    SubjectKind.HANDOVER: (Handover, rows.LOCKED_HANDOVER),
    SubjectKind.ROOM_NOTE: (RoomNote, rows.LOCKED_NOTE),
}


def erase_words(
    engine: Engine, kind: SubjectKind, subject_id: UUID, author: Author, reason: str = ""
) -> int:
    """Erase the personal words of one subject, everywhere in the database.

    `reason` goes on the record; it must not say again what is being erased.

    Returns
    -------
    int
        How many facts lost their words.

    Raises
    ------
    BadInput
        `unknown_subject`.
    """
    with troubles():
        pooled = engine.raw_connection()
    connection = cast("Connection", pooled.driver_connection)
    try:
        with troubles():
            count = _erase(connection, kind, subject_id, author, reason)
            connection.commit()
            return count
    finally:
        if not connection.closed:
            connection.rollback()
        pooled.close()


def blanked(subject: Subject) -> Subject:
    """The next version of a subject, without its words."""
    return replace(without_words(subject), version=subject.version + 1)


def without_words(subject: Subject) -> Subject:
    """The subject as it is, without its words."""
    changes: dict[str, Any] = dict.fromkeys(WORDS[type(subject)], "")
    if isinstance(subject, Incident):
        no_words: dict[str, Any] = dict.fromkeys(WORDS[Task], "")
        changes["tasks"] = tuple(replace(task, **no_words) for task in subject.tasks)
    return replace(subject, **changes)


def _erase(
    connection: Connection, kind: SubjectKind, subject_id: UUID, author: Author, reason: str
) -> int:
    old: Any = _locked(connection, kind, subject_id)
    if old is None:
        raise _unknown(kind, subject_id)
    ((now, count),) = connection.execute(
        "SELECT journal_now(), erase_words(%s, %s)", [kind.value, subject_id]
    ).fetchall()
    new = blanked(old)
    stamp = (author.command_id, 0)
    rows.write_subject(connection, old, new, stamp)
    fact = fact_between(ERASED, old, new, occurred_at=now, note=reason)
    send_facts(connection, author, [fact])
    return int(count)


def _locked(connection: Connection, kind: SubjectKind, subject_id: UUID) -> Subject | None:
    if kind in _PLAIN:
        cls, statement = _PLAIN[kind]
        row = connection.execute(statement, [subject_id]).fetchone()
        return None if row is None else cast("Subject", from_row(cls, row))
    if kind is SubjectKind.MEMBER:
        found = connection.execute(rows.LOCKED_MEMBERS, [[subject_id]])
        return next(rows.members_of(found), None)
    found = connection.execute(rows.LOCKED_INCIDENTS, [[subject_id]])
    tasks = connection.execute(rows.TASKS_OF, [[subject_id]])
    return next(rows.incidents_of(found, tasks), None)


def _unknown(kind: SubjectKind, subject_id: UUID) -> BadInput:
    return BadInput(
        "unknown_subject",
        Words(f"没有 {kind} {subject_id}", f"there is no {kind} {subject_id}"),
    )
