"""Members whose rows are written from what was read before: held, and as they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from psycopg import sql

from models.domain.member import Member
from models.domain.refusal import Refused, refuse
from models.store.codec import column_names, to_row
from models.store.copying import stage_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from psycopg import Connection

    from models.domain.fact import Entry

_HOLD: Final = """
SELECT id, number, version FROM member WHERE id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""
_NAMES: Final = (*column_names(Member), "command_id", "ordinal")
_LISTED: Final = sql.SQL(", ").join(map(sql.Identifier, _NAMES))
_SETTING: Final = sql.SQL(", ").join(
    sql.SQL("{0} = ours.{0}").format(sql.Identifier(name)) for name in _NAMES[1:]
)


def write_members(
    connection: Connection,
    before: Collection[UUID],
    members: Sequence[Member],
    entries: Sequence[Entry],
    stamps: Mapping[UUID, tuple[UUID, int]],
) -> None:
    """The rows of members as they are at the end; see `require_unmoved`.

    They are sent before anybody is held, so that who acts on one of them waits the less.
    """
    rows = ([*to_row(member), *stamps[member.id]] for member in members)
    ours = stage_rows(connection, "member", _LISTED, rows)
    require_unmoved(connection, before, entries)
    connection.execute(
        sql.SQL("UPDATE member m SET {} FROM {} ours WHERE ours.id = m.id").format(
            _SETTING, ours
        )
    )
    new = [member.id for member in members if member.id not in before]
    connection.execute(
        sql.SQL("INSERT INTO member ({0}) SELECT {0} FROM {1} WHERE id = ANY (%s)").format(
            _LISTED, ours
        ),
        [new],
    )


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
