"""Departments (处置部门): the units that stand across the levels of the grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.domain.ids import CellId, DepartmentId


@dataclass(frozen=True, slots=True)
class Department:
    """A department that incidents can be dispatched to. Reference data."""

    id: DepartmentId
    code: str
    name: str
    cell: CellId | None = None
    duty_phone: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentCell:
    """A departmental cell (部门网格): one of the areas that a department divides its work into.

    It is laid over the basic grids. Reference data; its code is the department's own.
    """

    code: str
    name: str
    department: DepartmentId
