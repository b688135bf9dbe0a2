"""The cells above a cell, as people say where something is: town › community › village."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.state.reference import Reference
    from models.domain.grid import Cell
    from models.domain.ids import CellId

BETWEEN = " › "


def lineage(reference: Reference, cell_id: CellId | None) -> tuple[Cell, ...]:
    """From the coarsest cell down to a cell itself; empty where nobody knows it."""
    if cell_id is None or cell_id not in reference.grid:
        return ()
    return reference.grid.path(cell_id)


def where_words(reference: Reference, cell_id: CellId | None) -> str:
    """Where a cell is, without the district that everything lies in."""
    cells = lineage(reference, cell_id)
    return BETWEEN.join(cell.name or cell.code for cell in cells[1:] or cells)
