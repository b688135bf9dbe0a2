"""Sends facts to the one function that may append them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.domain.fact import FORMAT, Fact
from models.store.mapping import Written, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from psycopg import Connection, Cursor

_APPEND = """
SELECT first_seq, last_seq FROM journal_append(
    %s, %s, %s, %s, %s::timestamptz[], %s::text[], %s::text[], %s::uuid[], %s::integer[],
    %s::text[], %s::text[], %s::smallint)
"""
_KEEP_WORDS = """
INSERT INTO personal (command_id, ordinal, subject_kind, subject_id, words, salt)
VALUES (%s, %s, %s, %s, %s::text::json, %s)
"""


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, as the journal stamps it."""

    command_id: UUID
    actor: str
    role: str
    station: str


def send_facts(
    connection: Connection, author: Author, facts: Sequence[Fact]
) -> Cursor[tuple[Any, ...]]:
    """Keep the personal words and append the facts; the cursor will tell first and last seq.

    The last statement before COMMIT: the journal is locked from here on.
    """
    bodies = [written(fact) for fact in facts]
    for ordinal, (fact, body) in enumerate(zip(facts, bodies, strict=True)):
        keep_words(connection, author.command_id, ordinal, fact, body)
    return connection.execute(
        _APPEND,
        [
            author.command_id,
            author.actor,
            author.role,
            author.station,
            [fact.occurred_at for fact in facts],
            [fact.verb for fact in facts],
            [fact.subject_kind.value for fact in facts],
            [fact.subject_id for fact in facts],
            [fact.subject_version for fact in facts],
            ["{" + ",".join(map(str, fact.cell_path)) + "}" for fact in facts],
            [body.body for body in bodies],
            FORMAT,
        ],
    )


def keep_words(
    connection: Connection, command_id: UUID, ordinal: int, fact: Fact, body: Written
) -> None:
    """The personal words of one fact, where it has any."""
    if body.words is not None:
        connection.execute(
            _KEEP_WORDS,
            [
                command_id,
                ordinal,
                fact.subject_kind.value,
                fact.subject_id,
                body.words,
                body.salt,
            ],
        )
