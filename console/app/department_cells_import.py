"""Departmental cells into the home: read by the map's geometry, stored as one batch."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING

from console.app.importing import Imported, Store, an_author
from maps.geometry.department_file import read_department_areas
from models.domain.department import DepartmentCell
from models.domain.error import Words
from models.intake.row_problem import RowProblem
from models.store.department_cells import ShapedCell, store_department_cells
from models.store.engine import troubles
from models.store.reference import Reference
from models.store.reference_write import Batch

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.home import Home
    from models.domain.ids import DepartmentId


def import_department_cells(
    home: Home, file: Path, *, layer: str | None, crs: str | None, actor: str, store: Store
) -> Imported:
    """Departmental cells, in the place of those the same departments had; others' stay."""
    reading = read_department_areas(file, layer=layer, crs=crs)
    known = _departments(home)
    problems = [RowProblem(*fault) for fault in reading.rejected]
    cells: list[ShapedCell] = []
    for area in reading.areas:
        department = known.get(area.department)
        if department is None:
            zh = f"没有部门 {area.department!r}：请先导入部门（编码或名称）"
            en = f"there is no department {area.department!r}: import it first (code or name)"
            problems.append(RowProblem(area.row, "department", Words(zh, en)))
        else:
            cell = DepartmentCell(area.code, area.name, department)
            cells.append(ShapedCell(cell, area.wkb, area.area_m2))
    batch = Batch(0, 0, 0)
    if store.may(problems) and cells:
        batch = store_department_cells(home.engine, cells, an_author(home, actor))
    counts = Counter(area.department for area in reading.areas)
    return Imported(
        read=reading.read,
        batch=batch,
        rejected=tuple(sorted(problems, key=lambda problem: problem.row)),
        repaired=tuple(RowProblem(row, "geometry", words) for row, words in reading.repaired),
        warnings=tuple(doubt.words for doubt in reading.warnings),
        crs=reading.crs,
        encoding=reading.encoding,
        more={"by_department": dict(counts.most_common()), "layer": reading.layer},
        is_refused=bool(problems) and store is Store.ALL,
    )


def _departments(home: Home) -> dict[str, DepartmentId]:
    """By code and by name; a code outranks another's name."""
    with contextlib.closing(home.connection()) as connection, troubles():
        found = Reference(0).through(connection).departments.values()
    return {one.name: one.id for one in found} | {one.code: one.id for one in found}
