"""Boundary files into the home: read by the map's geometry, stored as one batch."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from console.app.importing import Imported, Store, an_author
from maps.geometry.boundary import read_boundaries
from maps.geometry.draft import KnownCell
from models.intake.row_problem import RowProblem
from models.store.cell_rows import read_shapes
from models.store.cell_write import CellDraft, store_cells
from models.store.engine import troubles
from models.store.reference_write import Batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.app.home import Home
    from maps.geometry.draft import BoundaryReading, BoundaryRequest, DraftCell


def import_cells(
    home: Home,
    request: BoundaryRequest,
    *,
    actor: str,
    store: Store,
    progress: Callable[[int, int, str], None],
) -> Imported:
    """Read a boundary file against the cells the home has, and store what it brings."""
    reading = read_boundaries(_against(request, home), progress)
    batch = Batch(0, 0, 0)
    refused = bool(reading.rejected) and store is Store.ALL
    if store is not Store.NOTHING and not refused and reading.cells:
        progress(0, 1, "store")
        drafts = [_draft(cell, reading) for cell in reading.cells]
        batch = store_cells(home.engine, drafts, an_author(home, actor))
        progress(1, 1, "store")
    return _imported(reading, batch, is_refused=refused)


def _imported(reading: BoundaryReading, batch: Batch, *, is_refused: bool) -> Imported:
    return Imported(
        read=reading.read,
        batch=batch,
        rejected=tuple(RowProblem(r.row, r.field, r.reason) for r in reading.rejected),
        repaired=tuple(RowProblem(r.row, "geometry", r.reason) for r in reading.repaired),
        warnings=tuple(doubt.words for doubt in reading.warnings),
        joined=reading.joined,
        crs=reading.crs,
        encoding=reading.encoding,
        more={
            "by_level": {str(int(level)): n for level, n in reading.by_level.items()},
            "area_km2": {str(int(level)): round(a, 3) for level, a in reading.area_km2.items()},
            "skipped": reading.skipped,
            "layer": reading.layer,
        },
        is_refused=is_refused,
    )


def _against(request: BoundaryRequest, home: Home) -> BoundaryRequest:
    with contextlib.closing(home.connection()) as connection, troubles():
        shaped = read_shapes(connection)
    known = tuple(
        KnownCell(cell.id, cell.code, cell.name, cell.level, _shape(wkb))
        for cell, wkb in shaped
    )
    return replace(request, known=known)


def _shape(wkb: bytes | None) -> shapely.Polygon | shapely.MultiPolygon | None:
    shape = None if wkb is None else shapely.from_wkb(wkb)
    return shape if isinstance(shape, shapely.Polygon | shapely.MultiPolygon) else None


def _draft(cell: DraftCell, reading: BoundaryReading) -> CellDraft:
    return CellDraft(
        code=cell.code,
        name=cell.name,
        level=int(cell.level),
        parent=cell.parent,
        parent_id=cell.parent_id,
        wkb=cell.wkb,
        area_m2=cell.area_m2,
        src_crs=reading.crs,
        attributes=cell.attributes,
    )
