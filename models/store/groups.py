"""The group roles of a server: one for each role of the centre, and what it lets one see.

Roles belong to the whole server, not to a database; what they may do in one is granted by
the migrations. A login is a member of its roles, and of the one sight that follows from
them and its cells. `READER` and `CLEARED` only say which roles those are, to whoever grants
without this program (`installer/server`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from models.domain.fact_reach import fact_columns
from models.domain.lifecycle import CLEARED_ROLES, Role, legal_moves
from models.domain.rights import (
    ACTING_ROLES,
    READING_ROLES,
    answering_rights,
    beginning_rights,
    clock_facts,
    fact_rights,
    move_rights,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import LiteralString

OWNER = "wangge_owner"
CONSOLE = "wangge_console"
DESK = "wangge_desk"
READER = "wangge_reader"
CLEARED = "wangge_cleared"
WHOLE, OPEN = "wangge_whole", "wangge_open"
SCOPED, SCOPED_OPEN = "wangge_scoped", "wangge_scoped_open"
PREFIX = "wangge_"

_KNOWN = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
_MEMBERS = """
SELECT g.rolname, m.rolname FROM pg_auth_members a
JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
"""


def group_of(role: Role) -> str:
    """The group role of a role."""
    return f"{PREFIX}{role.value}"


SIGHTS = (WHOLE, OPEN, SCOPED, SCOPED_OPEN)
ALL_ROLES = tuple(group_of(role) for role in Role)


def sight_of(roles: Iterable[Role], *, is_scoped: bool = False) -> str | None:
    """What a login in these roles sees, everywhere or in its cells; None is nothing."""
    held = frozenset(roles)
    if held.isdisjoint(READING_ROLES):
        return None
    if held.isdisjoint(CLEARED_ROLES):
        return SCOPED_OPEN if is_scoped else OPEN
    return SCOPED if is_scoped else WHOLE


def make_groups(connection: psycopg.Connection) -> None:
    """Make the groups that are missing, and their memberships; may be repeated."""
    groups = (OWNER, CONSOLE, DESK, READER, CLEARED, *SIGHTS, *ALL_ROLES)
    known = {name for (name,) in connection.execute(_KNOWN, [list(groups)])}
    for group in groups:
        if group not in known:
            make_role(connection, group, "NOLOGIN")
    grant_all(connection, _memberships())


def let_in(connection: psycopg.Connection, login: str, roles: Iterable[Role]) -> None:
    """Give a login roles everywhere; what it has already stays."""
    held = tuple(roles)
    groups = [*map(group_of, held), sight_of(held)]
    grant_all(connection, ((group, login) for group in groups if group))


def grant_all(connection: psycopg.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Make the second of each pair a member of the first."""
    there = set(connection.execute(_MEMBERS))
    for group, member in pairs:
        if (group, member) not in there:
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member))
            )


def make_role(connection: psycopg.Connection, role: str, kind: LiteralString) -> None:
    """Make a role, unless somebody makes it in this moment."""
    making = sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(kind))
    try:
        with connection.transaction():
            connection.execute(making)
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return


Rows = set[tuple[str, ...]]


def matrix() -> dict[str, tuple[LiteralString, Rows]]:
    """By table of the guard: how a row goes in, and the rows, as this release has them."""
    return {
        "lifecycle_move": (
            "INSERT INTO lifecycle_move VALUES (%s, %s)",
            {(a.value, b.value) for a, b in legal_moves()},
        ),
        "role_right": (
            "INSERT INTO role_right VALUES (%s, %s)",
            {(role.value, verb) for role, verb in fact_rights()}
            | {(f"@{name}", verb) for name, verb in clock_facts()},
        ),
        "role_move": (
            "INSERT INTO role_move VALUES (%s, %s, %s)",
            {(role.value, a.value, b.value) for role, a, b in move_rights()}
            | {(role.value, "", state.value) for role, state in beginning_rights()}
            | {(role.value, before, after) for role, before, after in answering_rights()},
        ),
        "fact_column": ("INSERT INTO fact_column VALUES (%s, %s, %s)", set(fact_columns())),
    }


def write_matrix(connection: psycopg.Connection) -> None:
    """Tell the guard which moves are legal, and which role may say and move what.

    A database is told whenever it is migrated: a change of the matrix needs a migration,
    be there nothing else in it.
    """
    for table, (insert, rows) in matrix().items():
        there = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
        if there == (None,):
            continue
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        with connection.cursor() as cursor:
            cursor.executemany(insert, sorted(rows))


def _memberships() -> Iterator[tuple[str, str]]:
    for role in Role:
        yield CONSOLE, group_of(role)
        for group, members in (
            (DESK, ACTING_ROLES),
            (READER, READING_ROLES),
            (CLEARED, CLEARED_ROLES),
        ):
            if role in members:
                yield group, group_of(role)
