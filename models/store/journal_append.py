"""Sends facts to the one function that may append them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.domain.fact import FORMAT, Fact
from models.store.mapping import written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.store.volley import Executor, Rows

_APPEND = """
SELECT first_seq, last_seq FROM journal_append(
    %s, %s, %s, %s, %s::timestamptz[], %s::text[], %s::text[], %s::uuid[], %s::integer[],
    %s::text[], %s::text[], %s::smallint, %s::text[], %s::bytea[], %s, %s)
"""

Receipt = tuple[bytes, str]
"""The digest of a command's content and its answer."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, as the journal stamps it."""

    command_id: UUID
    actor: str
    role: str
    station: str


def send_facts(
    connection: Executor,
    author: Author,
    facts: Sequence[Fact],
    receipt: Receipt | None = None,
) -> Rows:
    """Keep receipt and personal words, append the facts; the rows tell first and last seq.

    The last statement before COMMIT: the journal is locked from here on.
    """
    bodies = [written(fact) for fact in facts]
    digest, answer = receipt or (None, None)
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
            [body.words for body in bodies],
            [body.salt for body in bodies],
            digest,
            answer,
        ],
    )
