"""Departmental cells in the database: those of a department are replaced together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.domain.department import DepartmentCell
from models.domain.ids import DepartmentId
from models.store.reference_write import Batch, Written, in_batch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from psycopg import Connection
    from sqlalchemy import Engine

    from models.store.journal_append import Author

KIND: Final = "department_cells"
"""What batches of them are called in `reference_batch`."""


@dataclass(frozen=True, slots=True)
class ShapedCell:
    """A departmental cell with its (multi)polygon, WGS 84 as WKB, and its area, m²."""

    cell: DepartmentCell
    wkb: bytes
    area_m2: float


def store_department_cells(
    engine: Engine, cells: Sequence[ShapedCell], author: Author
) -> Batch:
    """Put cells in the place of all those of the same departments; one fact, or none."""
    return in_batch(engine, author, KIND, lambda connection: _write(connection, cells))


def read_department_cells(
    connection: Connection,
) -> dict[UUID, tuple[tuple[DepartmentCell, bytes], ...]]:
    """The cells of each department with their shapes, by code."""
    found: dict[UUID, list[tuple[DepartmentCell, bytes]]] = {}
    rows = connection.execute(
        "SELECT department, code, name, geom FROM department_cell ORDER BY department, code"
    )
    for department, code, name, wkb in rows:
        cell = DepartmentCell(code, name, DepartmentId(department))
        found.setdefault(department, []).append((cell, bytes(wkb)))
    return {department: tuple(cells) for department, cells in found.items()}


def _write(connection: Connection, cells: Sequence[ShapedCell]) -> Written:
    departments = sorted({one.cell.department for one in cells})
    before = {
        (row[0], row[1]): (row[2], bytes(row[3]))
        for row in connection.execute(
            "SELECT department, code, name, geom FROM department_cell"
            " WHERE department = ANY(%s)",
            [departments],
        )
    }
    now = {(one.cell.department, one.cell.code): (one.cell.name, one.wkb) for one in cells}
    same = sum(before.get(key) == value for key, value in now.items())
    if before == now:
        return Written(0, 0, same, b"")
    connection.execute("DELETE FROM department_cell WHERE department = ANY(%s)", [departments])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO department_cell (department, code, name, area_m2, geom)"
            " VALUES (%s, %s, %s, %s, %s)",
            [
                (one.cell.department, one.cell.code, one.cell.name, one.area_m2, one.wkb)
                for one in cells
            ],
        )
    fresh = len(now.keys() - before.keys())
    other = len(before.keys() - now.keys()) + len(now) - fresh - same
    return Written(fresh, other, same, _content(cells))


def _content(cells: Sequence[ShapedCell]) -> bytes:
    sha = hashlib.sha256()
    for one in sorted(cells, key=lambda one: (one.cell.department, one.cell.code)):
        sha.update(f"{one.cell.department}\n{one.cell.code}\n{one.cell.name}\n".encode())
        sha.update(one.wkb)
    return sha.digest()
