"""`bench import`: a district's boundary polygons from a GeoPackage into the store."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import geopandas

from console.app.boundary_import import import_cells
from console.app.importing import Imported, Store
from console.bench.report import Report, a_scratch_home
from maps.geometry.boundary import read_boundaries
from maps.geometry.draft import BoundaryRequest
from models.simulation.district import FictionalDistrict, Size, make_district


def run() -> Report:
    """Write a district of 20,000 units, then read it, and import it whole."""
    district = make_district(Size.DISTRICT, 1)
    with (
        tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder,
        a_scratch_home() as home,
    ):
        file = Path(folder) / "cells.gpkg"
        _written(district, file)
        request = BoundaryRequest(
            path=file,
            level_field="level",
            code_field="code",
            name_field="name",
            parent_field="parent",
        )
        begun_s = time.perf_counter()
        read_boundaries(request, _silent)
        read_s = time.perf_counter() - begun_s
        begun_s = time.perf_counter()
        imported = import_cells(home, request, actor="bench", store=Store.ALL, progress=_silent)
        took_s = time.perf_counter() - begun_s
    return _report(imported, file_read_s=read_s, took_s=took_s)


def _report(imported: Imported, *, file_read_s: float, took_s: float) -> Report:
    return Report(
        "import",
        "a GeoPackage of five levels with parents by field: read and checked alone, then"
        " read, checked and stored in one transaction",
        {
            "polygons": imported.read,
            "stored": imported.batch.inserted,
            "rejected": len(imported.rejected),
            "read_s": round(file_read_s, 2),
            "import_s": round(took_s, 2),
            "polygons_per_s": round(imported.read / took_s),
        },
        {"import_to_read": round(took_s / file_read_s, 2)},
    )


def _written(district: FictionalDistrict, file: Path) -> None:
    """The cells as an office would send them: one layer, codes as text."""
    table = {
        "code": [cell.code for cell in district.cells],
        "name": [cell.name for cell in district.cells],
        "level": [int(cell.level) for cell in district.cells],
        "parent": [cell.parent for cell in district.cells],
    }
    shapes = [cell.polygon for cell in district.cells]
    geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").to_file(file)


def _silent(done: int, total: int, what: str) -> None:
    """A benchmark draws no bar."""
