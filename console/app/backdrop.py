"""Roads and water under the map of a home, in a GeoPackage of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pyogrio
import shapely

from console.state.reference import Backdrop

if TYPE_CHECKING:
    from pathlib import Path

    from models.simulation.district import FictionalDistrict

FILE = "backdrop.gpkg"
_RANKS = np.array([1, 2, 3, 3])
"""Arterial, secondary, street and lane as the three classes that the map draws."""


def write_backdrop(folder: Path, district: FictionalDistrict) -> None:
    """Keep a fictional district's roads and water; WGS 84, whole or not at all."""
    roads = district.roads
    names = [roads.names[i][0] if i >= 0 else "" for i in roads.name]
    table = geopandas.GeoDataFrame(
        {"rank": _RANKS[roads.grade], "name": names}, geometry=roads.lines(), crs=4326
    )
    water = district.water
    shapes = [("", water.sea), ("", water.lake), *(("", river) for river in water.rivers)]
    blue = geopandas.GeoDataFrame(
        {"name": [name for name, _ in shapes]},
        geometry=[shape for _, shape in shapes],
        crs=4326,
    )
    half = folder / f".{FILE}.part.gpkg"
    half.unlink(missing_ok=True)
    table.to_file(half, layer="roads", driver="GPKG", engine="pyogrio")
    blue.to_file(half, layer="water", driver="GPKG", engine="pyogrio")
    half.replace(folder / FILE)


def read_backdrop(folder: Path) -> Backdrop:
    """The roads and water of a home; nothing where it has none."""
    file = folder / FILE
    if not file.exists():
        return Backdrop()
    _, _, lines, (grades, names) = pyogrio.raw.read(file, layer="roads")
    _, _, polygons, (water_names,) = pyogrio.raw.read(file, layer="water")
    coordinates, index = shapely.get_coordinates(shapely.from_wkb(lines), return_index=True)
    parts = np.split(coordinates, np.flatnonzero(np.diff(index)) + 1)
    return Backdrop(
        roads=tuple(
            (int(grade), str(name), part)
            for grade, name, part in zip(grades, names, parts, strict=True)
        ),
        water=tuple(
            (str(name), bytes(wkb)) for name, wkb in zip(water_names, polygons, strict=True)
        ),
    )
