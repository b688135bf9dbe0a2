"""What people type, found: an incident, member or department by its id or its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, LiteralString
from uuid import UUID

from models.domain.error import BadInput, Words
from models.domain.ids import DepartmentId, IncidentId, MemberId

if TYPE_CHECKING:
    from psycopg import Connection


def incident_named(connection: Connection, text: str) -> IncidentId:
    """The incident of an id or number.

    Raises
    ------
    BadInput
        `unknown_incident`.
    """
    found = _found(connection, "SELECT id FROM incident WHERE id = %s OR number = %s", text)
    if found is None:
        raise _unknown("incident", "事件", text)
    return IncidentId(found)


def member_named(connection: Connection, text: str) -> MemberId:
    """The member of an id or number.

    Raises
    ------
    BadInput
        `unknown_member`.
    """
    found = _found(connection, "SELECT id FROM member WHERE id = %s OR number = %s", text)
    if found is None:
        raise _unknown("member", "网格员", text)
    return MemberId(found)


def department_named(connection: Connection, text: str) -> DepartmentId:
    """The department of an id or code.

    Raises
    ------
    BadInput
        `unknown_department`.
    """
    found = _found(connection, "SELECT id FROM department WHERE id = %s OR code = %s", text)
    if found is None:
        raise _unknown("department", "部门", text)
    return DepartmentId(found)


def _found(connection: Connection, query: LiteralString, text: str) -> UUID | None:
    row = connection.execute(query, [_as_uuid(text), text]).fetchone()
    return None if row is None else row[0]


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _unknown(kind: str, zh: str, text: str) -> BadInput:
    return BadInput(
        f"unknown_{kind}",
        Words(
            f"没有编号为 {text!r} 的{zh}；用 wangge list {kind}s 查看",
            f"there is no {kind} {text!r}; see `wangge list {kind}s`",
        ),
    )
