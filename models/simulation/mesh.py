"""The mesh: building blocks, the smallest pieces of land, and the edges they share.

Blocks follow the features that part real grid cells: coast, river and roads get
mirrored seeds, so that a cell border runs along them; towns get rectangular blocks;
fields get irregular ones. Every edge is bent once and shared by both sides, so any
grouping of blocks covers the land without gap or overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi, cKDTree

from models.simulation.planting import Density, seeds_of

if TYPE_CHECKING:
    from models.simulation.plane import BoolArray, FloatArray, IntArray
    from models.simulation.settlement import Settlement
    from models.simulation.terrain import Terrain

PLAIN, COAST, BORDER, RIVER = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Mesh:
    """Blocks and shared edges, in board metres.

    Invariants: `ends` (e, 2) index `vertex` (v, 2); walking an edge from its first end to
    its second, block `sides[:, 0]` lies to the left and `sides[:, 1]` to the right;
    -1 is the outside. `inner[offset[i]:offset[i + 1]]` are the points between the ends
    of edge i. `kind` is PLAIN, COAST, BORDER or RIVER. `urban` (b,) is 0..1.
    """

    seed: FloatArray
    spacing_m: FloatArray
    urban: FloatArray
    vertex: FloatArray
    ends: IntArray
    sides: IntArray
    kind: IntArray
    inner: FloatArray
    offset: IntArray

    def length_m(self) -> FloatArray:
        """Straight length of each edge."""
        return np.asarray(
            np.hypot(*(self.vertex[self.ends[:, 1]] - self.vertex[self.ends[:, 0]]).T)
        )

    def middle(self) -> FloatArray:
        """Midpoint of each edge's chord."""
        return np.asarray(self.vertex[self.ends].mean(axis=1))


def a_mesh(rng: np.random.Generator, terrain: Terrain, plan: Settlement, blocks: int) -> Mesh:
    """About `blocks` blocks over the land."""
    density = Density(rng, terrain, plan, blocks)
    seeds = seeds_of(rng, terrain, plan, density, blocks)
    return _voronoi_mesh(rng, terrain, plan, density, seeds)


def _voronoi_mesh(
    rng: np.random.Generator,
    terrain: Terrain,
    plan: Settlement,
    density: Density,
    seeds: FloatArray,
) -> Mesh:
    inside = shapely.contains_xy(density.land, seeds)
    far = 8 * terrain.radius_m * np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [-1, -1]])
    diagram = Voronoi(np.vstack([seeds, far]))
    pairs = np.asarray(diagram.ridge_points, np.int64)
    index = np.full(len(seeds) + len(far), -1, np.int64)
    index[np.flatnonzero(_one_piece(pairs, inside, len(index)))] = 1
    index = np.where(index > 0, np.cumsum(index > 0) - 1, -1)
    sides = index[pairs]
    ends = np.array(diagram.ridge_vertices, np.int64)
    used = (sides >= 0).any(axis=1)
    sides, ends, pair = sides[used], ends[used], pairs[used]
    corner, ends = np.unique(ends, return_inverse=True)
    vertex, ends = diagram.vertices[corner], ends.reshape(-1, 2)
    seed = diagram.points[np.argsort(np.where(index >= 0, index, len(index)), kind="stable")]
    seed = seed[: int(index.max()) + 1]
    turned = _to_the_right(vertex, ends, diagram.points[pair[:, 0]])
    ends[turned] = ends[turned, ::-1]
    spacing, urban = density.both(seed)
    middle, local = vertex[ends].mean(axis=1), spacing[sides.max(axis=1)]
    kind = _kinds(terrain, (middle, local), sides)
    facing = diagram.points[pair]
    straight = _roadside(plan, middle, local)
    bare = Mesh(seed, spacing, urban, vertex, ends, sides, kind, np.empty((0, 2)), ends[:, 0])
    return _bent(rng, bare, facing, straight)


def _one_piece(pairs: IntArray, inside: BoolArray, count: int) -> BoolArray:
    """The largest connected group of inside blocks; specks cut off by the sea are left out."""
    flag = np.zeros(count, bool)
    flag[: len(inside)] = inside
    own = pairs[flag[pairs].all(axis=1)]
    graph = coo_matrix((np.ones(len(own)), (own[:, 0], own[:, 1])), shape=(count, count))
    label = connected_components(graph, directed=False)[1]
    return np.asarray(flag & (label == np.bincount(label[flag]).argmax()))


def _to_the_right(vertex: FloatArray, ends: IntArray, point: FloatArray) -> BoolArray:
    step = vertex[ends[:, 1]] - vertex[ends[:, 0]]
    to_point = point - vertex[ends[:, 0]]
    return np.asarray(step[:, 0] * to_point[:, 1] - step[:, 1] * to_point[:, 0] < 0)


def _kinds(
    terrain: Terrain, at_edge: tuple[FloatArray, FloatArray], sides: IntArray
) -> IntArray:
    middle, local = at_edge
    kind = np.zeros(len(sides), np.int64)
    outer = (sides < 0).any(axis=1)
    facing = terrain.coast[cKDTree(terrain.outline).query(middle)[1]]
    kind[outer] = np.where(facing[outer], COAST, BORDER)
    inner = np.flatnonzero(~outer)
    for river in terrain.rivers:
        away, at = cKDTree(river.line).query(middle[inner])
        near = away < np.maximum(river.half_width_m[at], 0.22 * local[inner])
        kind[inner[near]] = RIVER
    wet = shapely.contains_xy(terrain.lake, middle[inner])
    kind[inner[wet]] = RIVER
    return kind


def _roadside(plan: Settlement, middle: FloatArray, local: FloatArray) -> BoolArray:
    """Which edges lie along a planned road: roads sweep, field borders wriggle."""
    lines = np.vstack([link.line for link in plan.links])
    away = cKDTree(lines).query(middle, distance_upper_bound=float(local.max()))[0]
    return np.asarray(away < 0.2 * local)


def _bent(
    rng: np.random.Generator, mesh: Mesh, facing: FloatArray, straight: BoolArray
) -> Mesh:
    """Edges bent by midpoint displacement towards the seeds on either side.

    A point of an edge moves on the ray to a seed, so a bent edge stays within the two
    triangles that it alone owns: bent edges never cross.
    """
    length = mesh.length_m()
    grain = np.where(mesh.kind == COAST, 0.07, 0.30) * np.sqrt(np.median(length) * length)
    depth = np.clip(np.round(np.log2(np.maximum(length / grain, 1))), 0, 4).astype(np.int64)
    rough = np.where(straight & (mesh.kind == PLAIN), 0.03, _roughness(mesh))
    count = (1 << depth) - 1
    offset = np.concatenate([[0], np.cumsum(count)])
    inner = np.empty((offset[-1], 2))
    for level in range(1, 5):
        rows = np.flatnonzero(depth == level)
        points = _displaced(
            rng, mesh.vertex[mesh.ends[rows]], facing[rows], (rough[rows], level)
        )
        place = offset[rows][:, None] + np.arange((1 << level) - 1)
        inner[place.ravel()] = points.reshape(-1, 2)
    return Mesh(
        mesh.seed,
        mesh.spacing_m,
        mesh.urban,
        mesh.vertex,
        mesh.ends,
        mesh.sides,
        mesh.kind,
        inner,
        offset,
    )


def _roughness(mesh: Mesh) -> FloatArray:
    urban = mesh.urban[mesh.sides].max(axis=1)
    return np.select(
        [mesh.kind == COAST, mesh.kind == BORDER, mesh.kind == RIVER],
        [0.24, 0.20, 0.10],
        0.20 * (1 - urban) ** 1.5,
    )


def _displaced(
    rng: np.random.Generator,
    ends: FloatArray,
    facing: FloatArray,
    plan: tuple[FloatArray, int],
) -> FloatArray:
    """Inner points of edges of one depth, shape (n, 2**depth - 1, 2)."""
    rough, depth = plan
    count = 1 << depth
    lift = np.zeros((len(ends), count + 1))
    for step in range(depth):
        half = count >> (step + 1)
        at = np.arange(half, count, 2 * half)
        noise = rng.normal(0, 1, (len(ends), len(at))) * (rough * 0.55**step)[:, None]
        lift[:, at] = (lift[:, at - half] + lift[:, at + half]) / 2 + noise
    lift = np.clip(lift[:, 1:-1], -0.5, 0.5)
    # Where the line between the seeds misses the edge, the two triangles make no convex
    # kite, and a stroke from one side to the other could leave it: keep to one side.
    chord = ends[:, 1] - ends[:, 0]
    foot = ((facing[:, 0] - ends[:, 0]) * chord).sum(axis=1) / (chord**2).sum(axis=1)
    skew = (foot < 0) | (foot > 1)
    lift = np.where(skew[:, None], np.abs(lift), lift)[:, :, None]
    t = (np.arange(1, count) / count)[:, None]
    flat = ends[:, 0, None] * (1 - t) + ends[:, 1, None] * t
    toward = np.where(lift > 0, facing[:, 0, None], facing[:, 1, None])
    return np.asarray(flat + np.abs(lift) * (toward - flat))
