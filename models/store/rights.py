"""What the login at the other end of a connection may, and the guard's refusals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.error import Trouble, Words
from models.domain.fact_reach import fact_columns
from models.domain.ids import CellId
from models.domain.lifecycle import Role
from models.domain.refusal import Refused, refuse
from models.domain.rights import Rights, fact_rights

if TYPE_CHECKING:
    from psycopg import Connection, Error

_RIGHTS = "SELECT login, groups, cells FROM my_rights()"
_MISSING = """
SELECT min(verb) FROM unnest(%s::text[], %s::text[]) AS needed (role, verb)
WHERE NOT EXISTS (
    SELECT 1 FROM role_right r WHERE r.role = needed.role AND r.verb = needed.verb)
"""
_UNREACHED = """
SELECT min(verb) FROM unnest(%s::text[], %s::text[], %s::text[]) AS needed (kind, name, verb)
WHERE NOT EXISTS (
    SELECT 1 FROM fact_column f
    WHERE (f.kind, f.name, f.verb) = (needed.kind, needed.name, needed.verb))
"""
_NAMES = {role.value: role for role in Role}


def read_rights(connection: Connection) -> Rights:
    """Who signed in, with which roles, and where; the roles are empty where none was given."""
    ((login, groups, cells),) = connection.execute(_RIGHTS).fetchall()
    roles = frozenset(_NAMES[name] for name in groups if name in _NAMES)
    return Rights(login, roles, None if cells is None else frozenset(map(CellId, cells)))


def require_matrix(connection: Connection) -> None:
    """See that the database knows every fact that this program leaves, and what it changes.

    A release may bring new commands without touching a table.

    Raises
    ------
    Trouble
        `old_schema`, naming the command that helps.
    """
    needed = sorted((role.value, verb) for role, verb in fact_rights())
    roles, verbs = map(list, zip(*needed, strict=True))
    ((missing,),) = connection.execute(_MISSING, [roles, verbs]).fetchall()
    if not missing:
        reach = map(list, zip(*sorted(fact_columns()), strict=True))
        ((missing,),) = connection.execute(_UNREACHED, [*reach]).fetchall()
    if missing:
        raise Trouble(
            "old_schema",
            Words(
                f"数据库里的权限表来自旧版本，缺少“{missing}”等：请运行 wangge db upgrade",
                "the rights that the database keeps are of an earlier release and lack"
                f" {missing!r}: run `wangge db upgrade`",
            ),
        )


def require_whole_sight(connection: Connection) -> None:
    """Let nobody prove or erase anything from a part: that speaks of the whole.

    Raises
    ------
    Trouble
        `part_only`.
    """
    rights = read_rights(connection)
    connection.rollback()
    if not rights.sees_all:
        raise Trouble(
            "part_only",
            Words(
                "此登录名只看得到一部分（辖区或涉密限制）：核验、摘要与清除须由看得到全部的人来做，"
                "例如同时有审计员角色",
                "this login sees a part only (its cells, no cases, or no restricted ones):"
                " proofs, digests and erasures are for somebody who sees everything, with the"
                " auditor's role besides for instance",
            ),
        )


def refusal_of(error: Error) -> Refused | None:
    """What the database's guard refused, in words; None where it was something else.

    The refusal is `role`, `not_yourself` or `out_of_scope`.
    """
    if error.sqlstate == "42501" and "row-level security" in str(error):
        return Refused(
            refuse(
                "out_of_scope",
                "这不在您的辖区内，您的登录名不能在那里操作。",
                "This lies outside of your cells: your login may not act there.",
            )
        )
    detail = error.diag.message_detail or "?"
    if error.sqlstate in {"WG005", "WG006"}:
        return Refused(
            refuse(
                "role",
                f"数据库拒绝：您的登录名没有“{detail}”角色，或该角色不能这样做。",
                f"The database refuses: your login does not hold the role {detail}, or that"
                " role may not do this.",
                role=detail,
            )
        )
    if error.sqlstate == "WG007":
        return Refused(
            refuse(
                "not_yourself",
                f"不能以“{detail}”的名义操作：登录的是另一个人。",
                f"You cannot act as {detail}: somebody else is signed in.",
                actor=detail,
            )
        )
    return None
