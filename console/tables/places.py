"""Names of cells along a path, as rows and groups need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.state.reference import Reference
    from models.domain.grid import Cell
    from models.domain.ids import CellId

TOWN, COMMUNITY = 2, 3
"""Levels of the grid (`domain.md` §1.1)."""


def cell_at(reference: Reference, path: tuple[CellId, ...], level: int) -> Cell | None:
    """The cell of a level on a path; None where the path has none."""
    for cell_id in path:
        cell = reference.cell(cell_id)
        if cell is not None and cell.level == level:
            return cell
    return None


def cell_name(reference: Reference, cell_id: CellId | None) -> str:
    """The name of a cell, its code where it has none, "" where nobody knows it."""
    cell = reference.cell(cell_id)
    return (cell.name or cell.code) if cell is not None else ""


def path_words(reference: Reference, path: tuple[CellId, ...], *, since: int = TOWN) -> str:
    """The names along a path from a level down: 龙山街道 › 前进社区 › 三里村."""
    names = []
    for cell_id in path:
        cell = reference.cell(cell_id)
        if cell is not None and cell.level >= since:
            names.append(cell.name or cell.code)
    return " › ".join(names)


def cells_on(
    reference: Reference, paths: Iterable[tuple[CellId, ...]], level: int
) -> list[Cell]:
    """The cells of a level that any of the paths crosses, by code."""
    ids = {cell_id for path in paths for cell_id in path}
    cells = [cell for cell in map(reference.cell, ids) if cell is not None]
    return sorted(
        (cell for cell in cells if cell.level == level), key=lambda cell: (cell.code, cell.id)
    )
