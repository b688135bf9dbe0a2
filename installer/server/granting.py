"""Roles and cells of a login: what it may do, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.cluster import query
from server.note import DATABASE
from setting_up.words import Trouble

if TYPE_CHECKING:
    from server.note import Note


# Each role of the program is a group that is let in to the console.
_ROLES = (
    "SELECT substr(m.rolname, 8) FROM pg_auth_members a"
    " JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
    " WHERE g.rolname = 'wangge_console' AND NOT m.rolcanlogin ORDER BY 1"
)
_HAS_ANY = (
    "SELECT 1 FROM pg_auth_members a"
    " JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
    " WHERE g.rolname = :'group' AND m.rolname = ANY (string_to_array(:'roles', ' ')) LIMIT 1"
)
_CELL = "SELECT id FROM cell WHERE code = :'code' AND valid_to IS NULL LIMIT 1"
_PUT_CELL = (
    "INSERT INTO login_scope SELECT :'name', id FROM cell"
    " WHERE code = :'code' AND valid_to IS NULL ON CONFLICT DO NOTHING"
)
_GROUPS_OF = (
    "SELECT g.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid"
    " JOIN pg_roles m ON m.oid = a.member"
    " WHERE m.rolname = :'name' AND g.rolname LIKE 'wangge\\_%' ORDER BY 1"
)


@dataclass(frozen=True)
class Grant:
    """What a login is given: its roles, and the codes of its cells; none is everywhere."""

    roles: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def require_grant(note: Note, grant: Grant) -> None:
    """Refuse roles and cells that nobody knows, before anything is changed.

    Raises
    ------
    Trouble
        `no-role`, `bad-role`, `bad-cell`.
    """
    if grant.cells and not grant.roles:
        raise Trouble(
            "no-role",
            zh="--cell 须与 --role 一起给出。",
            en="--cell goes with --role.",
        )
    known = query(note, _ROLES).split() if grant.roles else []
    for role in grant.roles:
        if role not in known:
            raise Trouble(
                "bad-role",
                zh=f"没有角色 {role}；可用：{' '.join(known)}",
                en=f"There is no role {role}; known: {' '.join(known)}",
            )
    for code in grant.cells:
        if not query(note, _CELL, database=DATABASE, code=code):
            raise Trouble(
                "bad-cell",
                zh=f"没有代码为 {code} 的网格；先 wangge import cells，再授权。",
                en=f"There is no cell with the code {code}; `wangge import cells` first.",
            )


def give(note: Note, name: str, grant: Grant) -> None:
    """Give a login exactly these roles and cells; what it had before is taken back."""
    wanted = {f"wangge_{role}" for role in grant.roles}
    sight = _sight(note, grant, wanted)
    if sight:
        wanted.add(sight)
    there = set(query(note, _GROUPS_OF, name=name).split())
    for group in sorted(there - wanted):
        query(note, f'REVOKE "{group}" FROM "{name}"')
    for group in sorted(wanted - there):
        query(note, f'GRANT "{group}" TO "{name}"')
    query(note, "DELETE FROM login_scope WHERE login = :'name'", database=DATABASE, name=name)
    for code in grant.cells:
        query(note, _PUT_CELL, database=DATABASE, name=name, code=code)


def _sight(note: Note, grant: Grant, groups: set[str]) -> str:
    """What follows from the roles: nothing, or all but restricted cases, or those too."""
    roles = " ".join(sorted(groups))
    if not query(note, _HAS_ANY, group="wangge_reader", roles=roles):
        return ""
    is_cleared = query(note, _HAS_ANY, group="wangge_cleared", roles=roles)
    if grant.cells:
        return "wangge_scoped" if is_cleared else "wangge_scoped_open"
    return "wangge_whole" if is_cleared else "wangge_open"
