"""A fictional district, whole: cells, roads, water, members and departments.

It lies in the open Yellow Sea around 121.5° E, 35.2° N, where no real district can be harmed.
Place, people and names are invented; the same size and seed give the same district
to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from models.simulation.cells import FictionalCell, a_cell_set, grouped
from models.simulation.mesh import COAST, Mesh, a_mesh
from models.simulation.people import FictionalDepartment, departments, members
from models.simulation.plane import FloatArray, to_lonlat
from models.simulation.roads import Roads, a_road_net, main_roads
from models.simulation.settlement import a_settlement, with_links
from models.simulation.terrain import Terrain, a_terrain, largest, sea_polygon

if TYPE_CHECKING:
    from models.domain.command import Enrol
    from models.simulation.plane import IntArray


class Size(StrEnum):
    """How large a demo is; the counts are those of `wangge demo --size`."""

    SMALL = "small"
    DISTRICT = "district"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a size means. `blocks` is how many blocks a unit is made of, on average."""

    districts: int
    towns: int
    communities: int
    villages: int
    units: int
    members: int
    area_km2: float
    blocks: float
    reports_per_day: int


SCOPES = {
    Size.SMALL: Scope(1, 3, 12, 40, 240, 60, 110.0, 10.0, 120),
    Size.DISTRICT: Scope(1, 15, 133, 1_101, 20_000, 3_000, 1_250.0, 2.0, 2_400),
    Size.CITY: Scope(10, 150, 1_330, 11_010, 200_000, 30_000, 12_500.0, 1.25, 24_000),
}


@dataclass(frozen=True, slots=True)
class Water:
    """The blue of the base map, WGS 84: inland waters, the sea, and the coastline."""

    rivers: tuple[shapely.Polygon, ...]
    lake: shapely.Polygon
    sea: shapely.Polygon
    coastline: shapely.LineString


@dataclass(frozen=True, slots=True)
class FictionalDistrict:
    """A place to try things in.

    Invariants: `cells` has parents before children and, within a level, the order of the
    codes; a cell's polygon is exactly the union of its children's; `urban` (units,) is
    how built-up each unit is, 0..1, in the order of `of_level(5)`; `ground_lonlat_deg`
    (blocks, 2) are points on dry land, as dense as what is built, `unit_of_ground` their
    units.
    """

    size: Size
    seed: int
    cells: tuple[FictionalCell, ...]
    roads: Roads
    water: Water
    members: tuple[Enrol, ...]
    departments: tuple[FictionalDepartment, ...]
    urban: FloatArray
    ground_lonlat_deg: FloatArray
    unit_of_ground: IntArray

    def of_level(self, level: int) -> tuple[FictionalCell, ...]:
        """The cells of one level, 0 city … 5 unit, in order of their codes."""
        return tuple(cell for cell in self.cells if cell.level == level)

    @property
    def scope(self) -> Scope:
        """The counts of its size."""
        return SCOPES[self.size]


def make_district(size: Size, seed: int) -> FictionalDistrict:
    """A fictional district (or city), reproducible from its seed."""
    scope = SCOPES[size]
    rng = np.random.default_rng([seed, list(Size).index(size)])
    terrain = a_terrain(rng, scope.area_km2 * 1e6)
    plan = a_settlement(rng, terrain, (scope.districts, scope.towns, scope.communities))
    plan = with_links(plan, rng, terrain)
    mesh = a_mesh(rng, terrain, plan, round(scope.units * scope.blocks))
    main = main_roads(mesh, plan)
    levels = grouped(rng, mesh, plan, main.barrier(), (scope.villages, scope.units))
    cells, order = a_cell_set(rng, mesh, levels)
    unit = order[levels.label[4]]
    roads = a_road_net(rng, mesh, terrain, main, unit, len(plan.links))
    villages = tuple(cell for cell in cells if cell.level == 4)
    return FictionalDistrict(
        size=size,
        seed=seed,
        cells=cells,
        roads=roads,
        water=_water(rng, terrain, mesh),
        members=members(rng, seed, villages, _richness(cells, villages, unit), scope.members),
        departments=departments(cells),
        urban=np.bincount(unit, mesh.urban) / np.bincount(unit),
        ground_lonlat_deg=to_lonlat(mesh.seed),
        unit_of_ground=unit,
    )


def _richness(
    cells: tuple[FictionalCell, ...], villages: tuple[FictionalCell, ...], unit: IntArray
) -> FloatArray:
    """How many blocks each village has."""
    row = {cell.code: i for i, cell in enumerate(villages)}
    above = np.array([row[str(cell.parent)] for cell in cells if cell.level == 5])
    return np.bincount(above[unit], minlength=len(villages)).astype(float)


def _water(rng: np.random.Generator, terrain: Terrain, mesh: Mesh) -> Water:
    shore = _shore(mesh)
    land = shapely.Polygon(terrain.outline).buffer(0)
    rivers = [largest(shapely.intersection(r.polygon(), land)) for r in terrain.rivers]
    return Water(
        rivers=tuple(_lonlat(river) for river in rivers),
        lake=shapely.Polygon(to_lonlat(shapely.get_coordinates(terrain.lake))),
        sea=_lonlat(sea_polygon(rng, terrain, shore)),
        coastline=shapely.LineString(to_lonlat(shore)),
    )


def _lonlat(shape: shapely.Polygon) -> shapely.Polygon:
    rings = [
        to_lonlat(shapely.get_coordinates(ring)) for ring in (shape.exterior, *shape.interiors)
    ]
    return shapely.Polygon(rings[0], rings[1:])


def _shore(mesh: Mesh) -> FloatArray:
    """The coast in one piece, as the cells have it, from its southern to its eastern end."""
    edges = np.flatnonzero(mesh.kind == COAST)
    lines = []
    for edge in edges.tolist():
        inner = mesh.inner[mesh.offset[edge] : mesh.offset[edge + 1]]
        ends = mesh.vertex[mesh.ends[edge]]
        line = np.vstack([ends[:1], inner, ends[1:]])
        lines.append(line if mesh.sides[edge, 0] >= 0 else line[::-1])
    merged = shapely.line_merge(shapely.MultiLineString([*map(shapely.LineString, lines)]))
    longest = max(shapely.get_parts(merged), key=shapely.length)
    coast = shapely.get_coordinates(longest)
    turn = np.arctan2(coast[[0, -1], 1], coast[[0, -1], 0])
    return np.asarray(coast if turn[0] < turn[1] else coast[::-1])
