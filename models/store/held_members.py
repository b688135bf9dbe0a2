"""Members whose rows are written from what was read before: held, and as they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from psycopg import Connection

    from models.domain.fact import Entry

_HOLD: Final = """
SELECT id, number, version FROM member WHERE id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""


def require_unmoved(
    connection: Connection, before: Collection[UUID], entries: Sequence[Entry]
) -> None:
    """Hold the members that are there, and see that nobody changed them since they were read.

    `before` are the ids of those that are no new ones.

    Raises
    ------
    Refused
        `row_moved_on`.
    """
    first: dict[UUID, int] = {}
    for entry in entries:
        if entry.fact.subject_id in before:
            first.setdefault(entry.fact.subject_id, entry.fact.subject_version)
    held = connection.execute(_HOLD, [sorted(first)]) if first else ()
    for member_id, number, version in held:
        if first[member_id] != version + 1:
            raise Refused(
                refuse(
                    "row_moved_on",
                    f"网格员 {number} 在此期间已被别人修改：请重新读取后再改。",
                    f"Member {number} was changed by somebody else meanwhile; read them again, "
                    "then change them.",
                    member=number,
                )
            )
