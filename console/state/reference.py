"""Reference data as the screens need it: cells with their shapes, categories, departments.

Read once at the start and again when a frame names a newer reference version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.department import Department
    from models.domain.grid import Cell, Grid
    from models.domain.ids import CellId
    from models.domain.work_calendar import WorkCalendar


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What lies under the map of a home: roads and water, WGS 84 degrees.

    `roads`: (class 1-3, name, array (n, 2) lon/lat); `water`: (name, polygon as WKB).
    """

    roads: tuple[tuple[int, str, Any], ...] = ()
    water: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of it. `shapes` holds each cell's polygon as WKB, EPSG:4326."""

    version: int
    grid: Grid
    calendar: WorkCalendar
    shapes: Mapping[CellId, bytes] = field(default_factory=_none)
    categories: Mapping[str, Category] = field(default_factory=_none)
    departments: Mapping[UUID, Department] = field(default_factory=_none)
    backdrop: Backdrop = field(default_factory=Backdrop)

    def cell(self, cell_id: CellId | None) -> Cell | None:
        """The cell of an id, if this version has it."""
        return self.grid[cell_id] if cell_id is not None and cell_id in self.grid else None
