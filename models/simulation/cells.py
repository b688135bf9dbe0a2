"""The cells of a fictional district: blocks grouped into five levels, named and coded.

Codes follow `domain.md` §2.2-2.3 with the county code 999901 and onward, which no real
county bears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from models.simulation.grouping import (
    block_costs,
    divided,
    grown,
    in_one_piece,
    outlines,
    quotas,
    started_at,
)
from models.simulation.names import CITY, DISTRICT_STEMS, Name, place_stems
from models.simulation.plane import BoolArray, FloatArray, IntArray, to_lonlat
from models.simulation.special import set_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.simulation.mesh import Mesh
    from models.simulation.settlement import Settlement

CITY_CODE = "9999"
COUNTY = 999901
_MOST_VILLAGES = 199  # of one town: 201 to 399
_MOST_UNITS = 899  # of one village: 001 to 899


@dataclass(frozen=True, slots=True)
class FictionalCell:
    """One cell as a boundary file would bring it.

    `level` is 0 city … 5 unit; `parent` is the parent's code, None at the top;
    `polygon` is WGS 84, and exactly the union of its children's; `kind` is a `CellKind`, ""
    for a basic cell.
    """

    code: str
    name: str
    name_en: str
    level: int
    parent: str | None
    polygon: shapely.Polygon | shapely.MultiPolygon
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """The group of every block at each level, and each group's parent.

    `label[k]` (b,) for k in 0..4: district, town, community, village, unit;
    `parent[k]` (groups of k,) indexes groups of k - 1 (all 0 for districts).
    `urban[k]` is the mean urban share of a group, 0..1.
    """

    label: tuple[IntArray, ...]
    parent: tuple[IntArray, ...]
    urban: tuple[FloatArray, ...]

    def count(self, k: int) -> int:
        """How many groups a level has."""
        return len(self.parent[k])


def grouped(
    rng: np.random.Generator,
    mesh: Mesh,
    plan: Settlement,
    barrier: FloatArray,
    counts: tuple[int, int],
) -> Levels:
    """Blocks grouped into districts, towns, communities and then (villages, units)."""
    graph = block_costs(rng, mesh, barrier)
    districts = len(plan.core)
    # Communities first: grown from their planned sites they are all large enough, and
    # towns and districts, made of whole ones, cannot be squeezed between neighbours.
    whole = np.zeros(len(mesh.seed), np.int64)
    community = grown(*graph, whole, started_at(mesh, plan.community))
    town_of_community = in_one_piece(graph[0], community, plan.town_of_community)
    town = town_of_community[community]
    district_of_town = in_one_piece(graph[0], town, plan.district_of_town)
    district = district_of_town[town]
    quota = _village_quota(town_of_community, community, counts[0])
    village = divided(rng, mesh, graph, community, quota)
    parent_of_village = np.repeat(np.arange(len(quota)), quota)
    units = quotas(village, counts[0], counts[1], _MOST_UNITS)
    unit = divided(rng, mesh, graph, village, units)
    label = (district, town, community, village, unit)
    parent = (
        np.zeros(districts, np.int64),
        district_of_town,
        town_of_community,
        parent_of_village,
        np.repeat(np.arange(len(units)), units),
    )
    urban = tuple(np.bincount(own, mesh.urban) / np.bincount(own) for own in label)
    return Levels(label, parent, urban)


def _village_quota(town: IntArray, community: IntArray, total: int) -> IntArray:
    quota = quotas(community, len(town), total, _MOST_VILLAGES)
    by_town = np.bincount(town, quota)
    if by_town.max() > _MOST_VILLAGES:
        # A very dense town: even shares keep every code within its three digits.
        per = _MOST_VILLAGES // int(np.bincount(town).max())
        quota = quotas(community, len(town), total, per)
    return quota


def a_cell_set(
    rng: np.random.Generator, mesh: Mesh, levels: Levels
) -> tuple[tuple[FictionalCell, ...], IntArray]:
    """All cells, parents before children, each level in order of its codes.

    Also the place of each unit group among the units so ordered, shape (units,).
    """
    vertex, inner = to_lonlat(mesh.vertex), to_lonlat(mesh.inner)
    shapes = [
        outlines(mesh, label, levels.count(k), vertex, inner)
        for k, label in enumerate(levels.label)
    ]
    codes = _codes(levels, shapes)
    names = _names(rng, levels, codes)
    kinds = set_apart(levels.parent[-1], codes, names)
    cells: list[FictionalCell] = []
    top = None
    order: list[int] = []
    if levels.count(0) > 1:
        top = CITY_CODE
        land = outlines(mesh, np.zeros(len(mesh.seed), np.int64), 1, vertex, inner)[0]
        cells.append(FictionalCell(top, CITY.zh, CITY.en, 0, None, land))
    for k, shape in enumerate(shapes):
        order = sorted(range(len(shape)), key=codes[k].__getitem__)
        for i in order:
            parent = codes[k - 1][levels.parent[k][i]] if k else top
            name = names[k][i]
            kind = kinds.get(i, "") if k == len(shapes) - 1 else ""
            cells.append(
                FictionalCell(codes[k][i], name.zh, name.en, k + 1, parent, shape[i], kind)
            )
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return tuple(cells), place


def _codes(levels: Levels, shapes: list[NDArray[np.object_]]) -> list[list[str]]:
    """Codes by level. Serials run from west to east in bands from north to south."""
    codes: list[list[str]] = [[str(COUNTY + i) for i in range(levels.count(0))]]
    places = [shapely.get_coordinates(shapely.point_on_surface(shape)) for shape in shapes]
    towns = _serials(levels.parent[1], places[1])
    street = _streets(levels)
    codes.append(
        [
            f"{codes[0][d]}{n if s else 100 + n:03d}"
            for d, n, s in zip(levels.parent[1], towns, street, strict=True)
        ]
    )
    areas = _serials(levels.parent[2], places[2])
    codes.append(
        [f"{codes[1][t]}A{n:02d}" for t, n in zip(levels.parent[2], areas, strict=True)]
    )
    town_of_village = levels.parent[2][levels.parent[3]]
    villages = _serials(town_of_village, places[3])
    codes.append(
        [f"{codes[1][t]}{200 + n:03d}" for t, n in zip(town_of_village, villages, strict=True)]
    )
    units = _serials(levels.parent[4], places[4])
    codes.append(
        [f"{codes[3][v]}{n:03d}" for v, n in zip(levels.parent[4], units, strict=True)]
    )
    return codes


def _streets(levels: Levels) -> BoolArray:
    """Which towns are streets: the built-up ones, and the most built-up of each district."""
    urban, district = levels.urban[1], levels.parent[1]
    most = np.zeros(levels.count(0))
    np.maximum.at(most, district, urban)
    return np.asarray((urban > 0.5) | (urban == most[district]))


def _serials(parent: IntArray, place: FloatArray) -> IntArray:
    """1, 2, 3 … within each parent: bands from north to south, west to east in a band."""
    count = np.bincount(parent)[parent]
    first = np.searchsorted(np.sort(parent), parent)
    down = np.lexsort((-place[:, 1], parent))
    rank = np.empty(len(parent), np.int64)
    rank[down] = np.arange(len(parent))
    band = ((rank - first) / np.maximum(np.sqrt(count), 1)).astype(np.int64)
    order = np.lexsort((place[:, 0], band, parent))
    serial = np.empty(len(parent), np.int64)
    serial[order] = np.arange(len(parent))
    return serial - first + 1


def _names(
    rng: np.random.Generator, levels: Levels, codes: list[list[str]]
) -> list[list[Name]]:
    towns, villages = levels.count(1), levels.count(3)
    stems = place_stems(rng, towns + levels.count(2) + villages)
    districts = [DISTRICT_STEMS[i].as_("区", "District") for i in range(levels.count(0))]
    town = [
        stem.as_("街道", "Street") if street else stem.as_("镇", "Town")
        for stem, street in zip(stems, _streets(levels), strict=False)
    ]
    rest = stems[towns:]
    community = [
        stem.as_("社区", "Community") if urban > 0.5 else stem.as_("管区", "Area")
        for stem, urban in zip(rest, levels.urban[2], strict=False)
    ]
    village = [
        stem.as_("居", "Neighbourhood") if urban > 0.5 else stem.as_("村", "Village")
        for stem, urban in zip(rest[levels.count(2) :], levels.urban[3], strict=False)
    ]
    unit = [
        village[v].as_(f"{int(code[-3:])}单元", f"Unit {int(code[-3:])}")
        for v, code in zip(levels.parent[4], codes[4], strict=True)
    ]
    return [districts, town, community, village, unit]
