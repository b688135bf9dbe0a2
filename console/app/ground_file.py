"""The GeoPackage that a home's map lies on: `ground.gpkg`, with layers `roads` and `water`.

A demo gets one of its own. It is an ordinary file: QGIS shows it, and whoever changes it, or
puts another of this name into a home, has another map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from console.app.whole_file import whole_file
from models.geography.roads import Roads

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from models.domain.error import Words
    from models.simulation.district import FictionalDistrict

FILE: Final = "ground.gpkg"
ROADS: Final = "roads"
WATER: Final = "water"
_CLASS_OF_GRADE: Final = np.array(["primary", "secondary", "residential", "residential"])
"""Arterial, secondary, street and lane as values of OpenStreetMap's `highway`."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundFile:
    """What such a file holds, WGS 84: `water` are polygons as WKB; `faults` what was odd."""

    roads: Roads
    water: tuple[bytes, ...]
    faults: tuple[Words, ...] = ()


def write_ground(folder: Path, district: FictionalDistrict) -> None:
    """Write a fictional district's roads and water, whole or not at all."""
    roads = district.roads
    names = np.array([zh for zh, _ in roads.names] + [""], object)
    names_en = np.array([en for _, en in roads.names] + [""], object)
    classes = _CLASS_OF_GRADE[roads.grade].astype(object)
    water = district.water
    shapes = np.array([water.sea, water.lake, *water.rivers], object)
    kinds = np.array(["sea", "lake"] + ["river"] * len(water.rivers), object)
    with whole_file(folder / FILE, overwrite=True) as half:
        columns = {"highway": classes, "name": names[roads.name]}
        _layer(half, ROADS, roads.lines(), columns | {"name_en": names_en[roads.name]})
        _layer(half, WATER, shapes, {"kind": kinds})


def read_ground(file: Path, classes: frozenset[str]) -> GroundFile:
    """Read such a file; a layer that is missing is empty. `classes` are those travelled on.

    Raises
    ------
    BadInput
        As `maps.geometry.road_file.read_roads` and `maps.tiles.geopackage.read_shapes` do.
    """
    import pyogrio

    from maps.geometry.opening import unreadable
    from maps.geometry.road_file import RoadRequest, read_roads

    try:
        layers = {str(name) for name, _ in pyogrio.list_layers(file)}
    except (pyogrio.errors.DataSourceError, RuntimeError) as error:
        raise unreadable(file, str(error)) from error
    roads, faults = Roads(), []
    if ROADS in layers:
        reading = read_roads(RoadRequest(file, classes, ROADS))
        roads, faults = reading.roads, [doubt.words for doubt in reading.warnings]
    water = _water(file) if WATER in layers else ()
    return GroundFile(roads, water, tuple(faults))


def _water(file: Path) -> tuple[bytes, ...]:
    from maps.tiles.base_map import base_map_of
    from maps.tiles.geopackage import read_shapes

    table = {"kind": "gpkg", "file": str(file), "kinds": {WATER: WATER}}
    base = base_map_of("ground", table, FILE)
    found = (one for one in read_shapes(base) if one.is_area and one.kind == WATER)
    return tuple(wkb for one in found for wkb in one.wkb)


def _layer(
    file: Path, name: str, shapes: NDArray[np.object_], columns: dict[str, NDArray[Any]]
) -> None:
    import pyogrio

    pyogrio.raw.write(
        file,
        geometry=shapely.to_wkb(shapes),
        field_data=list(columns.values()),
        fields=list(columns),
        layer=name,
        driver="GPKG",
        geometry_type="LineString" if name == ROADS else "Polygon",
        crs="EPSG:4326",
    )
