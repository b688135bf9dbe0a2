"""Grouping blocks into cells, top down, and drawing the outline of any grouping.

Groups grow over the graph of neighbouring blocks, slowly across rivers and main roads,
so that cells are in one piece and their borders lie where real ones lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from models.simulation.mesh import RIVER, Mesh
from models.simulation.settlement import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.simulation.plane import BoolArray, FloatArray, IntArray


def block_costs(
    rng: np.random.Generator, mesh: Mesh, barrier: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Neighbouring blocks (n, 2) and how reluctantly a group grows from one to the other.

    `barrier` (e,) multiplies the cost of crossing an edge of the mesh.
    """
    rows = np.flatnonzero((mesh.sides >= 0).all(axis=1))
    pair = mesh.sides[rows]
    apart = np.hypot(*(mesh.seed[pair[:, 0]] - mesh.seed[pair[:, 1]]).T)
    # Counted in blocks, not metres: a group of town blocks is as rich as one of fields.
    cost = apart / np.sqrt(mesh.spacing_m[pair[:, 0]] * mesh.spacing_m[pair[:, 1]])
    cost *= barrier[rows] * np.where(mesh.kind[rows] == RIVER, 5.0, 1.0)
    return pair, cost * np.exp(rng.normal(0, 0.16, len(cost)))


def grown(pair: IntArray, cost: FloatArray, parent: IntArray, starts: IntArray) -> IntArray:
    """The group of each block: the start block nearest by cost within the same parent.

    Parameters
    ----------
    parent
        Shape (b,): the parent group of each block; groups do not grow out of it.
    starts
        Shape (k,): one block for each group.
    """
    graph = _within(pair, cost, parent)
    _, _, source = dijkstra(
        graph, directed=False, indices=starts, min_only=True, return_predecessors=True
    )
    label = np.full(len(parent), -1, np.int64)
    label[starts] = np.arange(len(starts))
    return label[source]


def _within(pair: IntArray, cost: FloatArray, parent: IntArray) -> csr_matrix:
    same = parent[pair[:, 0]] == parent[pair[:, 1]]
    a, b = pair[same].T
    return coo_matrix((cost[same], (a, b)), shape=(len(parent), len(parent))).tocsr()


def divided(
    rng: np.random.Generator,
    mesh: Mesh,
    graph: tuple[IntArray, FloatArray],
    parent: IntArray,
    quota: IntArray,
) -> IntArray:
    """Each parent group divided into `quota` compact groups of like richness.

    Returns the group of each block, numbered parent by parent. Every parent needs at
    least as many blocks as groups.
    """
    order = np.lexsort((rng.random(len(parent)), parent))
    first = np.searchsorted(parent[order], np.arange(len(quota)))
    starts = np.concatenate(
        [order[f : f + q] for f, q in zip(first.tolist(), quota.tolist(), strict=True)]
    )
    label = grown(*graph, parent, starts)
    for _ in range(3):
        starts = middle_blocks(mesh, label, len(starts))
        label = grown(*graph, parent, starts)
    return label


def middle_blocks(mesh: Mesh, label: IntArray, count: int) -> IntArray:
    """The block nearest to the centroid of each group, shape (count,)."""
    size = np.bincount(label, minlength=count)
    centre = np.column_stack(
        [np.bincount(label, mesh.seed[:, axis], count) / size for axis in (0, 1)]
    )
    away = np.hypot(*(mesh.seed - centre[label]).T)
    order = np.lexsort((away, label))
    return np.asarray(order[np.searchsorted(label[order], np.arange(count))])


def started_at(mesh: Mesh, sites: FloatArray) -> IntArray:
    """For each site the nearest block that no earlier site took, shape (sites,)."""
    near = cKDTree(mesh.seed).query(sites, k=min(8, len(mesh.seed)))[1]
    taken: dict[int, None] = {}  # keeps the order of the sites
    for choices in near.reshape(len(sites), -1).tolist():
        taken[next(block for block in choices if block not in taken)] = None
    return np.array(list(taken), np.int64)


def in_one_piece(pair: IntArray, child: IntArray, parent: IntArray) -> IntArray:
    """The parents of child groups, mended so that every parent is connected.

    A child cut off from its parent's largest piece goes to the neighbour with which it
    shares the most block borders. `pair` are neighbouring blocks, `child` (b,).
    """
    parent = parent.copy()
    a, b = child[pair].T
    count = len(parent)
    while True:
        same = (parent[a] == parent[b]) & (a != b)
        graph = coo_matrix((np.ones(int(same.sum())), (a[same], b[same])), shape=(count, count))
        piece = connected_components(graph, directed=False)[1]
        size = np.bincount(child, minlength=count)
        weight = np.bincount(piece, size)
        best = np.zeros(int(parent.max()) + 1)
        np.maximum.at(best, parent, weight[piece])
        lost = np.flatnonzero(weight[piece] < best[parent])
        if not len(lost):
            return parent
        stray = int(lost[0])
        around = np.concatenate([b[(a == stray)], a[(b == stray)]])
        around = parent[around[parent[around] != parent[stray]]]
        parent[stray] = np.bincount(around).argmax()


def quotas(label: IntArray, parents: int, total: int, cap: int) -> IntArray:
    """How many of `total` children each parent gets, in proportion to its blocks."""
    size = np.bincount(label, minlength=parents)
    part = shares(total, size.astype(float), 1, cap)
    over = part > size
    while over.any():  # a parent cannot have more children than blocks
        spare = int((part - size)[over].sum())
        part = np.minimum(part, size)
        room = np.argsort(-(size / part), kind="stable")[:spare]
        part[room] += 1
        over = part > size
    return part


def outlines(
    mesh: Mesh, label: IntArray, count: int, vertex: FloatArray, inner: FloatArray
) -> NDArray[np.object_]:
    """The polygons of a grouping, shape (count,), from shared edges alone.

    `vertex` and `inner` are the mesh's points in the coordinates wanted. Two groupings
    drawn with the same points fit each other exactly.
    """
    side = np.where(mesh.sides >= 0, label[mesh.sides], -1)
    edge = np.flatnonzero(side[:, 0] != side[:, 1])
    left, right = side[edge].T
    cell = np.concatenate([left, right])
    real = np.flatnonzero(cell >= 0)
    cell, forward = cell[real], real < len(left)
    start = np.concatenate([mesh.ends[edge, 0], mesh.ends[edge, 1]])[real]
    end = np.concatenate([mesh.ends[edge, 1], mesh.ends[edge, 0]])[real]
    half = (np.tile(edge, 2)[real], forward)
    order, ring = _rings(cell * len(mesh.vertex) + start, cell * len(mesh.vertex) + end)
    points, ring_of_point = _walked(mesh, (vertex, inner), half, (order, ring))
    rings = np.asarray(shapely.linearrings(points, indices=ring_of_point), object)
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    return _polygons(rings, np.asarray(cell[order[first]], np.int64), count)


def _rings(start: IntArray, end: IntArray) -> tuple[IntArray, IntArray]:
    """Half-edges in walking order, and the ring that each belongs to."""
    by_start = np.argsort(start, kind="stable")
    follow = by_start[np.searchsorted(start[by_start], end)].tolist()
    seen = bytearray(len(follow))
    order: list[int] = []
    ring: list[int] = []
    number = 0
    for first in range(len(follow)):
        if seen[first]:
            continue
        at = first
        while not seen[at]:
            seen[at] = 1
            order.append(at)
            ring.append(number)
            at = follow[at]
        number += 1
    return np.array(order, np.int64), np.array(ring, np.int64)


def _walked(
    mesh: Mesh,
    points: tuple[FloatArray, FloatArray],
    half: tuple[IntArray, BoolArray],
    walk: tuple[IntArray, IntArray],
) -> tuple[FloatArray, IntArray]:
    """The points met on the walk: each half-edge gives its start and its inner points."""
    vertex, inner = points
    order, ring = walk
    edge, forward = half[0][order], half[1][order]
    count = mesh.offset[edge + 1] - mesh.offset[edge]
    place = np.concatenate([[0], np.cumsum(count + 1)])
    owner = np.repeat(np.arange(len(edge)), count + 1)
    step = np.arange(place[-1]) - place[owner]
    out = np.empty((place[-1], 2))
    first = np.where(forward, mesh.ends[edge, 0], mesh.ends[edge, 1])
    out[place[:-1]] = vertex[first]
    between = step > 0
    who, nth = owner[between], step[between] - 1
    row = np.where(
        forward[who], mesh.offset[edge[who]] + nth, mesh.offset[edge[who] + 1] - 1 - nth
    )
    out[between] = inner[row]
    return out, ring[owner]


def _polygons(rings: NDArray[np.object_], cell: IntArray, count: int) -> NDArray[np.object_]:
    """Rings sorted into shells and holes; a cell with exclaves becomes a multipolygon."""
    area = shapely.area(shapely.polygons(rings))
    order = np.lexsort((-area, cell))
    first = np.searchsorted(cell[order], np.arange(count))
    many = np.bincount(cell, minlength=count)
    result = np.asarray(shapely.polygons(rings[order[first]]), object)
    for index in np.flatnonzero(many > 1).tolist():
        own = order[first[index] : first[index] + many[index]]
        shells = [r for r in own.tolist() if shapely.is_ccw(rings[r])]
        holes = [r for r in own.tolist() if not shapely.is_ccw(rings[r])]
        result[index] = _with_holes(rings, shells, holes)
    return result


def _with_holes(
    rings: NDArray[np.object_], shells: list[int], holes: list[int]
) -> shapely.Geometry:
    parts = [shapely.Polygon(rings[s]) for s in shells]
    kept: list[list[int]] = [[] for _ in parts]
    for hole in holes:
        inside = shapely.Polygon(rings[hole]).representative_point()
        owner = next(i for i, part in enumerate(parts) if part.contains(inside))
        kept[owner].append(hole)
    whole = [
        shapely.polygons(rings[s], holes=[rings[h] for h in own] or None)
        for s, own in zip(shells, kept, strict=True)
    ]
    return whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)
