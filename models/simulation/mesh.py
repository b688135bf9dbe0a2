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

from models.simulation.plane import (
    BoolArray,
    FloatArray,
    IntArray,
    along,
    nearest,
    normals,
)
from models.simulation.settlement import ARTERIAL, Settlement, spaced_along

if TYPE_CHECKING:
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


class _Planting:
    """Seeds planted so far; a later one keeps its distance from all earlier ones."""

    def __init__(self) -> None:
        # Trees of doubling size: thousands of small plantings need no rebuilding of one.
        self._trees: list[cKDTree] = []

    @property
    def points(self) -> FloatArray:
        """All seeds, in order of planting; shape (n, 2)."""
        return np.vstack([np.empty((0, 2)), *(tree.data for tree in self._trees)])

    def count(self) -> int:
        """How many seeds there are."""
        return sum(tree.n for tree in self._trees)

    def room_m(self, points: FloatArray) -> FloatArray:
        """Distance from points to the nearest seed, shape (n,)."""
        room = np.full(len(points), np.inf)
        for tree in self._trees:
            room = np.minimum(room, tree.query(points)[0])
        return room

    def keep(self, points: FloatArray) -> None:
        """Plant without asking."""
        if len(points) == 0:
            return
        while self._trees and self._trees[-1].n <= 2 * len(points):
            points = np.vstack([self._trees.pop().data, points])
        self._trees.append(cKDTree(points))

    def plant(self, points: FloatArray, gap_m: FloatArray, group: IntArray) -> None:
        """Plant what keeps `gap_m`; seeds of one group stand or fall together."""
        if len(points) == 0:
            return
        keep = self.room_m(points) >= gap_m
        # A mirrored pair that lost one half would bend the border it stands for.
        bad = np.zeros(int(group.max()) + 1, bool)
        bad[group[~keep]] = True
        rows = np.flatnonzero(~bad[group])
        self.keep(points[rows][_thinned(points[rows], gap_m[rows], group[rows])])


def _thinned(points: FloatArray, gap_m: FloatArray, group: IntArray) -> BoolArray:
    if len(points) < 2:
        return np.ones(len(points), bool)
    pairs = cKDTree(points).query_pairs(float(gap_m.max()), output_type="ndarray")
    pairs = np.sort(pairs, axis=1)
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    close = apart < np.minimum(gap_m[pairs[:, 0]], gap_m[pairs[:, 1]])
    pairs = group[pairs[close]]
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    gone: set[int] = set()
    for first, second in pairs.tolist():
        if first not in gone:
            gone.add(second)
    return ~np.isin(group, np.array(sorted(gone), np.int64))


def a_mesh(rng: np.random.Generator, terrain: Terrain, plan: Settlement, blocks: int) -> Mesh:
    """About `blocks` blocks over the land."""
    density = _Density(rng, terrain, plan, blocks)
    planting = _Planting()
    _plant_curve(planting, density, np.vstack([terrain.outline, terrain.outline[:1]]), 0.85)
    for river in terrain.rivers:
        _plant_curve(planting, density, river.line, 0.9, river.half_width_m)
    budget = 0.42 * blocks
    for link in plan.links:
        if link.grade == ARTERIAL or planting.count() < budget:
            _plant_curve(planting, density, link.line, 1.0)
    _plant_towns(rng, planting, density, plan)
    _plant_fields(rng, planting, density)
    _plant_beyond(planting, density, terrain)
    return _voronoi_mesh(rng, terrain, plan, density, planting.points)


class _Density:
    """Local spacing of blocks, scaled so that the whole land holds as many as wanted."""

    def __init__(
        self, rng: np.random.Generator, terrain: Terrain, plan: Settlement, blocks: int
    ) -> None:
        self.plan = plan
        self.land = terrain.land()
        self.lake = terrain.lake
        shapely.prepare([self.land, self.lake])
        low, high = terrain.outline.min(axis=0), terrain.outline.max(axis=0)
        points = rng.uniform(low, high, (max(40_000, 5 * blocks), 2))
        self.ground = points[self.is_ground(points)]
        weight, self.urban = plan.intensity(self.ground)
        cell_m2 = float(np.prod(high - low)) / len(points)
        self.scale = blocks / (float(weight.sum()) * cell_m2)
        self.weight = weight

    def is_ground(self, points: FloatArray) -> BoolArray:
        """Whether points lie on dry land."""
        inside = shapely.contains_xy(self.land, points)
        return np.asarray(inside & ~shapely.contains_xy(self.lake, points))

    def spacing_m(self, points: FloatArray) -> FloatArray:
        """Distance between neighbouring seeds at points."""
        return self.both(points)[0]

    def both(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Spacing, and the urban share."""
        weight, urban = self.plan.intensity(points)
        return 1 / np.sqrt(weight * self.scale), urban


def _plant_curve(
    planting: _Planting,
    density: _Density,
    line: FloatArray,
    tightness: float,
    half_width_m: FloatArray | None = None,
) -> None:
    """Mirrored seeds on both sides of a curve, so that block borders run along it."""
    spacing = density.spacing_m(line)
    where = spaced_along(line, spacing * tightness)
    at = along(line, where)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    side = np.column_stack([np.interp(where, run, n) for n in normals(line).T])
    side /= np.maximum(np.hypot(*side.T), 1e-9)[:, None]
    local = np.interp(where, run, spacing)
    off = local * 0.5
    if half_width_m is not None:
        off = np.maximum(off, np.interp(where, run, half_width_m) + local * 0.25)
    points = np.vstack([at + side * off[:, None], at - side * off[:, None]])
    pair = np.tile(np.arange(len(at)), 2)
    planting.plant(points, np.tile(local, 2) * 0.62, pair)


def _plant_towns(
    rng: np.random.Generator, planting: _Planting, density: _Density, plan: Settlement
) -> None:
    """Rectangular blocks around town centres, larger towards the edge (in powers of √2)."""
    turn = _town_turns(rng, plan)
    for index, site in enumerate(plan.town):
        reach = 2.4 * plan.town_reach_m[index]
        finest = float(density.spacing_m(site[None])[0])
        for grow in range(6):
            pitch = finest * 2 ** (grow / 2)
            points = _lattice(rng, site, turn[index], (reach, pitch))
            points = points[cKDTree(plan.town).query(points)[1] == index]
            points = points[density.is_ground(points)]
            spacing, urban = density.both(points)
            fits = (spacing >= pitch * 2**-0.25) & (spacing < pitch * 2**0.25) & (urban > 0.3)
            points = points[fits]
            planting.plant(points, np.full(len(points), 0.7 * pitch), np.arange(len(points)))


def _town_turns(rng: np.random.Generator, plan: Settlement) -> FloatArray:
    """Street grid directions: along the town's first arterial; one for a whole core."""
    turn = rng.uniform(0, np.pi / 2, len(plan.town))
    heads = np.flatnonzero(np.append(True, np.diff(plan.town_of_community) > 0))
    for link in reversed(plan.links):
        for end, step in (
            (link.ends[0], link.line[5] - link.line[0]),
            (link.ends[1], link.line[-6] - link.line[-1]),
        ):
            if end in heads:
                turn[int(np.searchsorted(heads, end))] = np.arctan2(step[1], step[0])
    close = cKDTree(plan.core).query(plan.town)
    first = np.flatnonzero(np.append(True, np.diff(plan.district_of_town) > 0))
    near = close[0] < 0.16 * plan.radius_m / np.sqrt(len(plan.core))
    return np.where(near, turn[first[close[1]]], turn)


def _lattice(
    rng: np.random.Generator, site: FloatArray, turn: float, plan: tuple[float, float]
) -> FloatArray:
    reach, pitch = plan
    wide, high = pitch * 1.18, pitch / 1.18
    columns = np.arange(-np.ceil(reach / wide), np.ceil(reach / wide) + 1) * wide
    rows = np.arange(-np.ceil(reach / high), np.ceil(reach / high) + 1) * high
    x, y = (axis.ravel() for axis in np.meshgrid(columns, rows))
    spot = np.column_stack([x, y]) + rng.normal(0, 0.045 * pitch, (len(x), 2))
    spot = spot[np.hypot(*spot.T) < reach]
    cos, sin = np.cos(turn), np.sin(turn)
    return np.asarray(spot @ np.array([[cos, sin], [-sin, cos]]) + site)


def _plant_fields(rng: np.random.Generator, planting: _Planting, density: _Density) -> None:
    """Irregular blocks wherever there is still room, evened out by two Lloyd steps."""
    fixed = planting.points
    room = planting.room_m(density.ground)
    local = 1 / np.sqrt(density.weight * density.scale)
    free = np.flatnonzero(room > 0.72 * local)
    free = free[rng.permutation(len(free))]
    keep = _thinned(density.ground[free], 0.8 * local[free], np.arange(len(free)))
    fields = density.ground[free[keep]]
    for _ in range(2):
        tree = cKDTree(np.vstack([fixed, fields]))
        home = nearest(tree, density.ground)[1] - len(fixed)
        own = home >= 0
        total = np.bincount(home[own], density.weight[own], len(fields))
        for axis in (0, 1):
            mass = density.weight[own] * density.ground[own, axis]
            mean = np.bincount(home[own], mass, len(fields)) / np.maximum(total, 1e-12)
            fields[:, axis] = np.where(total > 0, mean, fields[:, axis])
    planting.keep(fields)


def _plant_beyond(planting: _Planting, density: _Density, terrain: Terrain) -> None:
    """Seeds outside, where the coast lost its mirror: no block may run out into the sea."""
    local = density.spacing_m(terrain.outline)
    pitch = float(np.median(local)) * 0.8
    low, high = terrain.outline.min(axis=0) - 4 * pitch, terrain.outline.max(axis=0) + 4 * pitch
    axes = [np.arange(low[k], high[k], pitch) for k in (0, 1)]
    points = np.column_stack([axis.ravel() for axis in np.meshgrid(*axes)])
    points = points[
        cKDTree(terrain.outline).query(points, distance_upper_bound=5 * pitch)[0] < 5 * pitch
    ]
    points = points[~shapely.contains_xy(density.land, points)]
    planting.plant(points, np.full(len(points), 0.8 * pitch), np.arange(len(points)))


def _voronoi_mesh(
    rng: np.random.Generator,
    terrain: Terrain,
    plan: Settlement,
    density: _Density,
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
