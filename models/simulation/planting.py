"""Planting: where the seeds of the blocks lie, before any edge is drawn between them.

Seeds go down in order of what must be kept: mirrored pairs along coast, rivers and roads,
rectangles in the towns, irregular ones wherever there is still room, and a fringe outside
that keeps blocks from running out into the sea.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

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


def seeds_of(
    rng: np.random.Generator, terrain: Terrain, plan: Settlement, density: Density, blocks: int
) -> FloatArray:
    """Seeds of about `blocks` blocks, and those outside; shape (n, 2), board metres."""
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
    return planting.points


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


class Density:
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
    density: Density,
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
    rng: np.random.Generator, planting: _Planting, density: Density, plan: Settlement
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


def _plant_fields(rng: np.random.Generator, planting: _Planting, density: Density) -> None:
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


def _plant_beyond(planting: _Planting, density: Density, terrain: Terrain) -> None:
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
