"""Boundary files as offices send them, made in a folder of the test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
from shapely import box

from maps.geometry.boundary import read_boundaries
from maps.geometry.draft import BoundaryReading, BoundaryRequest

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"level_field": "级", "code_field": "代码", "name_field": "名称"}
DISTRICT = box(120.0, 36.0, 121.0, 37.0)
WEST, EAST = box(120.0, 36.0, 120.5, 37.0), box(120.5, 36.0, 121.0, 37.0)


def a_table(**columns: Any) -> geopandas.GeoDataFrame:
    """A district and its two towns, EPSG:4326; columns may be replaced or added."""
    rows = {
        "名称": ["即墨区", "潮海街道", "通济街道"],
        "代码": ["370215", "370215003", "370215004"],
        "级": [1, 2, 2],
        "geometry": [DISTRICT, WEST, EAST],
    } | columns
    return geopandas.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def a_shapefile(folder: Path, table: geopandas.GeoDataFrame, *, without: str = "") -> Path:
    """A shapefile in GBK, without its sidecars of the given suffixes."""
    path = folder / "边界.shp"
    table.to_file(path, encoding="GBK")
    for suffix in without.split():
        path.with_suffix(suffix).unlink()
    return path


def a_geojson(folder: Path, **columns: Any) -> Path:
    """The district and its towns as GeoJSON."""
    path = folder / "cells.geojson"
    a_table(**columns).to_file(path)
    return path


def read(path: Path, **request: Any) -> BoundaryReading:
    """What is in a file, by the fields of `a_table` unless told otherwise."""
    return read_boundaries(BoundaryRequest(path, **(FIELDS | request)))


def kinds(reading: BoundaryReading) -> set[str]:
    """The kinds of everything that was doubted."""
    return {one.kind for one in reading.warnings}
