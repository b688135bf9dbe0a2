"""Boundary files made on the spot: a district of two towns, and whatever can go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from maps.geometry.boundary import read_boundaries
from maps.geometry.draft import BoundaryReading, BoundaryRequest, KnownCell
from models.domain.grid import Level
from models.domain.ids import CellId

WEST = shapely.box(120.4, 36.3, 120.5, 36.4)
EAST = shapely.box(120.5, 36.3, 120.6, 36.4)
WHOLE = shapely.box(120.4, 36.3, 120.6, 36.4)
KNOWN_DISTRICT = KnownCell(CellId(7), "370215", "即墨区", Level.DISTRICT, WHOLE)

Row = tuple[str | None, str | None, int, str | None, Any]
"""Code, name, level, code of the parent, shape."""
ROWS: list[Row] = [
    ("370215", "即墨区", 1, "", WHOLE),
    ("370215001", "环秀街道", 2, "370215", WEST),
    ("370215002", "通济街道", 2, "370215", EAST),
]


def a_frame(rows: list[Row] | None = None, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """The rows as a table, their shapes given in degrees."""
    rows = ROWS if rows is None else rows
    texts = {
        name: [row[index] for row in rows]
        for index, name in enumerate(("CODE", "NAME", "LV", "PARENT"))
    }
    frame = gpd.GeoDataFrame(texts, geometry=[row[4] for row in rows], crs="EPSG:4326")
    return frame if crs == "EPSG:4326" else frame.to_crs(crs)


def a_file(path: Path, rows: list[Row] | None = None) -> Path:
    """The rows in a file of the format its name asks for."""
    pyogrio.write_dataframe(a_frame(rows), path)
    return path


def a_shapefile(
    path: Path,
    *,
    encoding: str,
    crs: str = "EPSG:4326",
    cpg: str | None = None,
    has_prj: bool = False,
    rows: list[Row] | None = None,
) -> Path:
    """A shapefile as Chinese offices send them: by default without `.cpg` and `.prj`."""
    pyogrio.write_dataframe(a_frame(rows, crs), path, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    if not has_prj:
        path.with_suffix(".prj").unlink()
    return path


def reading(path: Path, **how: Any) -> BoundaryReading:
    """Read a file whose level is in the column LV, unless something else is said."""
    if "level" not in how:
        how.setdefault("level_field", "LV")
    return read_boundaries(BoundaryRequest(path, **how))


def names(result: BoundaryReading) -> list[str]:
    return [cell.name for cell in result.cells]


def kinds(result: BoundaryReading) -> set[str]:
    return {notice.kind for notice in result.warnings}


def tree(result: BoundaryReading) -> dict[str, str | int | None]:
    """Each cell's name with its parent's: the name of one read, the id of a known one."""
    return {
        cell.name: cell.parent_id if cell.parent is None else result.cells[cell.parent].name
        for cell in result.cells
    }
