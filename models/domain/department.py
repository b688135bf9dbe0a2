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
