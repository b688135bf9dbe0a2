"""Reference data as the screens need it: cells with their shapes, categories, departments.

Read once at the start and again when a frame names a newer reference version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from models.domain.clocks import signer
from models.domain.home_settings import HomeSettings
from models.domain.incident import AssigneeKind
from models.domain.rulebook import Rulebook
from models.domain.timetable import Timetable, timetable_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    import numpy as np
    from numpy.typing import NDArray

    from models.domain.category import Category
    from models.domain.department import Department, DepartmentCell
    from models.domain.grid import Cell, Grid
    from models.domain.ids import CellId
    from models.domain.incident import Incident, Task
    from models.domain.work_calendar import WorkCalendar
    from models.geography.cells_by_box import CellsByBox


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Many lines in two arrays.

    `lonlat_deg` (n, 2) float64, WGS 84 degrees; line i is rows `ends[i]` to `ends[i + 1]`, the
    latter left out; `ends` (lines + 1,) int64.
    """

    lonlat_deg: NDArray[np.float64]
    ends: NDArray[np.int64]


ROAD_KINDS: Final = ("motorway", "primary", "secondary", "minor", "path")
"""What roads are drawn as, the greatest first: kinds of `symbols.toml`."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What lies under the map of a home, WGS 84 degrees.

    `roads` by their kind in `symbols.toml`; `water` are polygons as WKB; `names` are those of
    `named` lines by kind, in their order, the longest first.
    """

    roads: Mapping[str, Lines] = field(default_factory=_none)
    water: tuple[bytes, ...] = ()
    named: Mapping[str, Lines] = field(default_factory=_none)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of it. `shapes` holds each cell's polygon as WKB, EPSG:4326.

    `calendars` are those of departments that have their own; `department_cells` the areas of
    each department over the basic grids, with their polygons as WKB; `settings` what the
    district decided for itself; `by_box` finds in `shapes`, where it is made already.
    """

    version: int
    grid: Grid
    calendar: WorkCalendar
    shapes: Mapping[CellId, bytes] = field(default_factory=_none)
    categories: Mapping[str, Category] = field(default_factory=_none)
    departments: Mapping[UUID, Department] = field(default_factory=_none)
    calendars: Mapping[UUID, WorkCalendar] = field(default_factory=_none)
    backdrop: Backdrop = field(default_factory=Backdrop)
    rulebook: Rulebook = field(default_factory=Rulebook)
    settings: HomeSettings = field(default_factory=HomeSettings)
    department_cells: Mapping[UUID, tuple[tuple[DepartmentCell, bytes], ...]] = field(
        default_factory=_none
    )
    by_box: CellsByBox | None = None

    @property
    def timetable(self) -> Timetable:
        """By what members are rostered."""
        return timetable_of(self.calendar.zone, self.rulebook.shifts)

    def cell(self, cell_id: CellId | None) -> Cell | None:
        """The cell of an id, if this version has it."""
        return self.grid[cell_id] if cell_id is not None and cell_id in self.grid else None

    def step_calendar(self, incident: Incident) -> WorkCalendar:
        """The calendar that the present step of an incident goes by."""
        return self.calendar_of(signer(incident))

    def calendar_of(self, task: Task | None) -> WorkCalendar:
        """The calendar a task's assignee works by: a department's own, else the district's."""
        if task is None or task.assignee_kind is not AssigneeKind.DEPARTMENT:
            return self.calendar
        return self.calendars.get(task.assignee, self.calendar)
