"""The roads of a fictional district: a connected network along the borders of blocks.

Arterials run between towns, secondaries between communities, streets around town
blocks, lanes out to every unit. Rivers are crossed by arterials and secondaries only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from models.simulation.mesh import PLAIN, RIVER, Mesh
from models.simulation.names import place_stems
from models.simulation.plane import (
    BoolArray,
    FloatArray,
    IntArray,
    along,
    cumulative_m,
    nearest,
    to_lonlat,
)
from models.simulation.settlement import ARTERIAL, SECONDARY, Link, Settlement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.simulation.terrain import Terrain

STREET, LANE, NONE = 2, 3, 9


@dataclass(frozen=True, slots=True)
class Roads:
    """A road network as a graph with its geometry.

    Invariants: connected; all coordinates WGS 84 degrees, longitude then latitude.
    `node_lonlat_deg` (n, 2); `ends` (m, 2) index the nodes; `grade` (m,) int8 is 0
    arterial, 1 secondary, 2 street, 3 lane; `line_lonlat_deg[offset[i]:offset[i + 1]]` is the
    line of road i from its first end to its second, both included; `length_m` (m,) is
    measured along the line; `unit` (m, 2) are the units to the left and right, as
    indices into `FictionalDistrict.of_level(5)`; `name` (m,) indexes `names`, -1 where a road
    has none.
    """

    node_lonlat_deg: FloatArray
    ends: IntArray
    grade: NDArray[np.int8]
    line_lonlat_deg: FloatArray
    offset: IntArray
    length_m: FloatArray
    unit: IntArray
    name: IntArray
    names: tuple[tuple[str, str], ...]

    def lines(self) -> NDArray[np.object_]:
        """The roads as LineStrings, shape (m,), for a base map."""
        index = np.repeat(np.arange(len(self.ends)), np.diff(self.offset))
        return np.asarray(shapely.linestrings(self.line_lonlat_deg, indices=index), object)


@dataclass(frozen=True, slots=True)
class MainRoads:
    """Which edges of the mesh carry a main road: `grade` (e,), and `link` (e,) or -1."""

    grade: IntArray
    link: IntArray

    def barrier(self) -> FloatArray:
        """How much a main road holds a group of blocks from growing over it, (e,)."""
        return np.select([self.grade == ARTERIAL, self.grade == SECONDARY], [2.6, 1.7], 1.0)


def main_roads(mesh: Mesh, plan: Settlement) -> MainRoads:
    """The planned links laid along edges of the mesh."""
    cost = mesh.length_m() + 0.1
    cost[mesh.kind == RIVER] *= 8
    cost[(mesh.sides < 0).any(axis=1)] = 0
    key = _edge_keys(mesh)
    order = np.argsort(key)
    tree = cKDTree(mesh.vertex)
    graph = _graph(mesh, cost, cost > 0)
    grade = np.full(len(mesh.ends), NONE)
    owner = np.full(len(mesh.ends), -1)
    for number, link in enumerate(plan.links):
        steps = _laid(mesh, tree, graph, link)
        wanted = np.sort(steps, axis=1) @ np.array([len(mesh.vertex), 1])
        edge = order[np.searchsorted(key[order], wanted)]
        edge = edge[grade[edge] > link.grade]
        grade[edge], owner[edge] = link.grade, number
    return MainRoads(grade, owner)


def _edge_keys(mesh: Mesh) -> IntArray:
    return np.asarray(np.sort(mesh.ends, axis=1) @ np.array([len(mesh.vertex), 1]), np.int64)


def _graph(mesh: Mesh, cost: FloatArray, used: BoolArray) -> csr_matrix:
    a, b = mesh.ends[used].T
    size = len(mesh.vertex)
    both = (np.concatenate([a, b]), np.concatenate([b, a]))
    return coo_matrix((np.tile(cost[used], 2), both), shape=(size, size)).tocsr()


def _laid(mesh: Mesh, tree: cKDTree, graph: csr_matrix, link: Link) -> IntArray:
    """The mesh vertices of a link in pairs (n, 2): the shortest way within its corridor."""
    line = link.line
    first, last = nearest(tree, line[[0, -1]])[1]
    blocks = nearest(tree, line, 6)[0]
    length = cumulative_m(line)
    spots = along(line, np.arange(0, length[-1], max(float(blocks.min()) / 2, 5.0)))
    reach = nearest(tree, spots, 6)[0]
    near = tree.query_ball_point(spots, reach)
    corridor = np.unique(np.concatenate([*map(np.array, near), [first, last]]).astype(np.int64))
    away = nearest(cKDTree(spots), mesh.vertex[corridor])[0]
    part = graph[corridor][:, corridor].tocoo()
    # Straying from the planned line costs, so the road keeps its sweep.
    stray = (away[part.row] + away[part.col]) / (2 * float(np.median(reach)))
    part = coo_matrix((part.data * (1 + 4 * stray), (part.row, part.col)), shape=part.shape)
    ends = np.searchsorted(corridor, [first, last])
    _, before = dijkstra(part.tocsr(), indices=ends[0], return_predecessors=True)
    way = [int(ends[1])]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    path = corridor[np.array(way)]
    return np.column_stack([path[:-1], path[1:]])


def a_road_net(
    rng: np.random.Generator,
    mesh: Mesh,
    terrain: Terrain,
    main: MainRoads,
    unit: IntArray,
    links: int,
) -> Roads:
    """The whole network; `unit` (b,) is the unit of each block."""
    usable = _passable(mesh, terrain) | (main.grade < NONE)
    urban = np.minimum(mesh.urban[mesh.sides[:, 0]], mesh.urban[mesh.sides[:, 1]])
    grade = main.grade.copy()
    grade[(grade == NONE) & usable & (urban > 0.45)] = STREET
    cost = mesh.length_m() * rng.uniform(1.0, 1.6, len(mesh.ends)) + 0.1
    cost[grade < NONE] *= 0.2
    backbone = _largest(mesh, grade < NONE)
    sources = np.unique(mesh.ends[backbone])
    away, before, _ = dijkstra(
        _graph(mesh, cost, usable), indices=sources, min_only=True, return_predecessors=True
    )
    used = np.zeros(len(mesh.vertex), bool)
    at = _doorsteps(rng, mesh, unit, away)
    while len(at):
        at = np.unique(at[~used[at]])
        used[at] = True
        at = np.asarray(before[at], np.int64)
        at = at[at >= 0]
    a, b = mesh.ends.T
    tree = used[a] & used[b] & ((before[a] == b) | (before[b] == a))
    grade[tree & usable & (grade == NONE)] = LANE
    return _extracted(
        mesh,
        main,
        np.where(_largest(mesh, grade < NONE), grade, NONE),
        unit,
        _link_names(rng, links, main),
    )


def _link_names(
    rng: np.random.Generator, links: int, main: MainRoads
) -> tuple[tuple[str, str], ...]:
    grade = np.full(links, SECONDARY)
    laid = main.link >= 0
    grade[main.link[laid]] = main.grade[laid]
    words = {ARTERIAL: ("大道", "Avenue"), SECONDARY: ("路", "Road")}
    stems = place_stems(rng, links)
    named = [stem.as_(*words[int(g)]) for stem, g in zip(stems, grade, strict=True)]
    return tuple((name.zh, name.en) for name in named)


def _passable(mesh: Mesh, terrain: Terrain) -> BoolArray:
    """Edges that can carry a road: inside, dry, and not ending in mid-river."""
    inner = (mesh.sides >= 0).all(axis=1) & (mesh.kind == PLAIN)
    wet = np.zeros(len(mesh.vertex), bool)
    wet[mesh.ends[mesh.kind == RIVER].ravel()] = True
    for water in terrain.waters():
        shapely.prepare(water)
        wet |= shapely.contains_xy(water, mesh.vertex)
    rim = np.zeros(len(mesh.vertex), bool)
    rim[mesh.ends[(mesh.sides < 0).any(axis=1)].ravel()] = True
    return np.asarray(inner & ~wet[mesh.ends].any(axis=1) & ~rim[mesh.ends].any(axis=1))


def _largest(mesh: Mesh, used: BoolArray) -> BoolArray:
    """Of the used edges those in the largest connected piece."""
    label = connected_components(_graph(mesh, np.ones(len(used)), used), directed=False)[1]
    own = label[mesh.ends[:, 0]]
    return np.asarray(used & (own == np.bincount(own[used]).argmax()))


def _doorsteps(
    rng: np.random.Generator, mesh: Mesh, unit: IntArray, away: FloatArray
) -> IntArray:
    """Vertices that lanes must reach: the handiest of every unit and of some blocks."""
    side = mesh.sides.ravel()
    edge_end = np.repeat(mesh.ends[:, 0], 2)
    known = (side >= 0) & np.isfinite(away[edge_end])
    block, vertex = side[known], edge_end[known]
    doors = []
    for group, share in ((unit, 1.0), (np.arange(len(mesh.seed)), 0.22)):
        own = group[block]
        order = np.lexsort((away[vertex], own))
        first = np.flatnonzero(np.diff(own[order], prepend=-1))
        doors.append(vertex[order[first]][rng.random(len(first)) < share])
    return np.concatenate(doors)


def _extracted(
    mesh: Mesh,
    main: MainRoads,
    grade: IntArray,
    unit: IntArray,
    names: tuple[tuple[str, str], ...],
) -> Roads:
    edge = np.flatnonzero(grade < NONE)
    node, ends = np.unique(mesh.ends[edge], return_inverse=True)
    count = mesh.offset[edge + 1] - mesh.offset[edge] + 2
    offset = np.concatenate([[0], np.cumsum(count)])
    line = np.empty((offset[-1], 2))
    owner = np.repeat(np.arange(len(edge)), count)
    step = np.arange(offset[-1]) - offset[owner]
    line[offset[:-1]] = mesh.vertex[mesh.ends[edge, 0]]
    line[offset[1:] - 1] = mesh.vertex[mesh.ends[edge, 1]]
    middle = (step > 0) & (step < count[owner] - 1)
    line[middle] = mesh.inner[mesh.offset[edge[owner[middle]]] + step[middle] - 1]
    leg = np.append(np.hypot(*np.diff(line, axis=0).T), 0.0)
    leg[offset[1:] - 1] = 0.0
    return Roads(
        node_lonlat_deg=to_lonlat(mesh.vertex[node]),
        ends=np.asarray(ends.reshape(-1, 2), np.int64),
        grade=grade[edge].astype(np.int8),
        line_lonlat_deg=to_lonlat(line),
        offset=offset,
        length_m=np.asarray(np.bincount(owner, leg, len(edge)), np.float64),
        unit=unit[mesh.sides[edge]],
        name=main.link[edge],
        names=names,
    )
