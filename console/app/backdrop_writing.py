"""Writes a fictional district's roads and water as the backdrop of a home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np

from console.app.backdrop import FILE

if TYPE_CHECKING:
    from pathlib import Path

    from models.simulation.district import FictionalDistrict

_RANKS = np.array([1, 2, 3, 3])
"""Arterial, secondary, street and lane as the three classes that the map draws."""


def write_backdrop(folder: Path, district: FictionalDistrict) -> None:
    """Keep roads and water in a GeoPackage; WGS 84, whole or not at all."""
    roads = district.roads
    names = [roads.names[i][0] if i >= 0 else "" for i in roads.name]
    table = geopandas.GeoDataFrame(
        {"rank": _RANKS[roads.grade], "name": names}, geometry=roads.lines(), crs=4326
    )
    water = district.water
    shapes = [water.sea, water.lake, *water.rivers]
    blue = geopandas.GeoDataFrame({"name": [""] * len(shapes)}, geometry=shapes, crs=4326)
    half = folder / f".{FILE}.part.gpkg"
    half.unlink(missing_ok=True)
    table.to_file(half, layer="roads", driver="GPKG", engine="pyogrio")
    blue.to_file(half, layer="water", driver="GPKG", engine="pyogrio")
    half.replace(folder / FILE)
