"""Where people live: town and community sites, the density of units, the planned roads.

Plans only, in board metres: cells and roads are made from them later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import MultiPolygon, Polygon

from models.simulation.plane import (
    BoolArray,
    FloatArray,
    IntArray,
    cumulative_m,
    normals,
    resampled,
)

if TYPE_CHECKING:
    from models.simulation.terrain import Terrain

_SAMPLES_A_TOWN = 4_000
_SAMPLES = 12_000, 120_000
"""Fewest and most points that sound out the land."""
ARTERIAL, SECONDARY = 0, 1


@dataclass(frozen=True, slots=True)
class Link:
    """A planned road from one community site to another."""

    grade: int
    line: FloatArray
    ends: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settlement:
    """Sites and how densely people live around them.

    `core` are the districts' main centres (n, 2); `town` and `community` are sites with
    `district_of_town` and `town_of_community` pointing up. Site arrays are board metres.
    """

    radius_m: float
    core: FloatArray
    town: FloatArray
    district_of_town: IntArray
    town_reach_m: FloatArray
    town_weight: FloatArray
    community: FloatArray
    town_of_community: IntArray
    peak: FloatArray
    links: tuple[Link, ...] = ()

    def intensity(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Relative density of building blocks at points, and the urban part's share 0..1."""
        base = self._countryside(points)
        built = np.zeros(len(points))
        order = np.argsort(points[:, 0], kind="stable")
        x = points[order, 0]
        for site, reach, weight in zip(
            self.town, self.town_reach_m, self.town_weight, strict=True
        ):
            # A strip first: a town says nothing far away, and there may be 150 of them.
            span = site[0] - 4.2 * reach, site[0] + 4.2 * reach
            near = order[slice(*np.searchsorted(x, span))]
            near = near[np.abs(points[near, 1] - site[1]) < 4.2 * reach]
            if not len(near):
                continue
            away = np.hypot(*(points[near] - site).T) / reach
            built[near] += weight * np.exp(-(away**1.6))
        nearest, _ = cKDTree(self.community).query(points)
        built += 2.2 * np.exp(-((nearest / (0.022 * self._scale())) ** 2))
        return base + built, np.clip((built / base - 2.5) / 3.5, 0, 1)

    def _scale(self) -> float:
        return float(self.radius_m / np.sqrt(len(self.core)))

    def _countryside(self, points: FloatArray) -> FloatArray:
        # Hills inland, rolling fields elsewhere: three waves are enough to look uneven.
        x, y = (points / self._scale()).T
        a, b, c = self.peak
        wave = np.sin(2.1 * x + a) * np.sin(1.7 * y + b) + 0.5 * np.sin(4.3 * x - 3.1 * y + c)
        hills = 0.5 * (1 + np.tanh(1.6 * (y - x) - 0.5))
        return np.asarray((0.75 + 0.28 * wave) * (1 - 0.5 * hills) + 0.12)


def a_settlement(
    rng: np.random.Generator, terrain: Terrain, counts: tuple[int, int, int]
) -> Settlement:
    """Sites for (districts, towns, communities), the roads between them not yet planned."""
    districts, towns, communities = counts
    samples = int(np.clip(_SAMPLES_A_TOWN * towns, *_SAMPLES))
    ground = _dry(terrain, _scattered(rng, terrain, samples), 0.004 * terrain.radius_m)
    core = _cores(rng, terrain, ground, districts)
    scale = terrain.radius_m / np.sqrt(districts)
    inland = ground[cKDTree(terrain.outline).query(ground)[0] > 0.075 * scale]
    town, owner, reach, weight = _towns(rng, inland, core, (towns // districts, scale))
    plan = Settlement(
        radius_m=terrain.radius_m,
        core=core,
        town=town,
        district_of_town=owner,
        town_reach_m=reach,
        town_weight=weight,
        community=town,
        town_of_community=np.arange(len(town)),
        peak=rng.uniform(0, 6.28, 3),
    )
    community, above = _communities(rng, plan, ground, communities)
    return replace(plan, community=community, town_of_community=above)


def _scattered(rng: np.random.Generator, terrain: Terrain, count: int) -> FloatArray:
    low, high = terrain.outline.min(axis=0), terrain.outline.max(axis=0)
    points = rng.uniform(low, high, (int(count * 1.7), 2))
    land = terrain.land()
    shapely.prepare(land)
    return points[shapely.contains_xy(land, points)][:count]


def _dry(terrain: Terrain, points: FloatArray, margin_m: float) -> FloatArray:
    wet = MultiPolygon(
        [part for water in terrain.waters() for part in _parts(water.buffer(margin_m))]
    )
    merged = shapely.union_all(wet)
    shapely.prepare(merged)
    return points[~shapely.contains_xy(merged, points)]


def _parts(shape: Polygon | MultiPolygon) -> list[Polygon]:
    return list(shapely.get_parts(shape))


def _cores(
    rng: np.random.Generator, terrain: Terrain, ground: FloatArray, count: int
) -> FloatArray:
    """The first core stands at the head of the bay, the others far from one another."""
    inland = -terrain.bay_head / np.hypot(*terrain.bay_head)
    side = np.array([-inland[1], inland[0]])
    scale = terrain.radius_m / np.sqrt(count)
    first = terrain.bay_head + inland * 0.11 * scale - side * 0.10 * scale
    cores = [ground[cKDTree(ground).query(first)[1]]]
    edge = cKDTree(terrain.outline)
    safe = ground[edge.query(ground)[0] > 0.35 * scale]
    for _ in range(count - 1):
        near = cKDTree(np.array(cores)).query(safe)[0]
        cores.append(safe[np.argmax(near * rng.uniform(0.85, 1.0, len(safe)))])
    sites = np.array(cores)
    for _ in range(3 if count > 1 else 0):
        home = cKDTree(sites).query(ground)[1]
        for k in range(1, count):
            sites[k] = (sites[k] + ground[home == k].mean(axis=0)) / 2
    return sites


def _towns(
    rng: np.random.Generator,
    ground: FloatArray,
    core: FloatArray,
    plan: tuple[int, float],
) -> tuple[FloatArray, IntArray, FloatArray, FloatArray]:
    per, scale = plan
    inner = max(1, round(per * 0.26))
    home = cKDTree(core).query(ground)[1]
    sites, owner, reach, weight = [], [], [], []
    for district, centre in enumerate(core):
        own = ground[home == district]
        chosen = _inner_towns(rng, own, centre, (inner, scale))
        sites += list(_spread(rng, own, np.ones(len(own)), np.array(chosen), per))
        owner += [district] * per
        size = np.exp(rng.normal(0, 0.3, per))
        outer = np.arange(per) >= inner
        reach += list(np.where(outer, 0.050 * size, 0.082) * scale)
        weight += list(np.where(outer, 10.0 * size, 26.0))
    return np.array(sites), np.array(owner), np.array(reach), np.array(weight)


def _inner_towns(
    rng: np.random.Generator, own: FloatArray, centre: FloatArray, plan: tuple[int, float]
) -> list[FloatArray]:
    count, scale = plan
    chosen = [centre]
    turn = rng.uniform(0, 6.28)
    for k in range(1, count):
        angle = turn + 2.4 * k
        spot = centre + 0.105 * scale * np.array([np.cos(angle), np.sin(angle)])
        chosen.append(own[cKDTree(own).query(spot)[1]])
    return chosen


def shares(total: int, weight: FloatArray, low: int, high: int) -> IntArray:
    """Whole shares of `total` in proportion to weights, each within [low, high].

    The largest remainders get what rounding leaves; the sum is exact.
    """
    exact = weight / weight.sum() * total
    part = np.clip(np.floor(exact), low, high).astype(np.int64)
    while (left := total - int(part.sum())) != 0:
        step = 1 if left > 0 else -1
        free = part < high if step > 0 else part > low
        want = np.where(free, step * (exact - part), -np.inf)
        chosen = np.argsort(-want, kind="stable")[: min(abs(left), int(free.sum()))]
        part[chosen] += step
    return np.asarray(part)


def _communities(
    rng: np.random.Generator, plan: Settlement, ground: FloatArray, total: int
) -> tuple[FloatArray, IntArray]:
    dense, _ = plan.intensity(ground)
    town = cKDTree(plan.town).query(ground)[1]
    mass = np.asarray(np.bincount(town, dense, len(plan.town)) ** 0.6, np.float64)
    quota = shares(total, mass, 1, 60)
    sites, above = [], []
    for index, count in enumerate(quota):
        own = np.flatnonzero(town == index)
        chosen = _spread(rng, ground[own], dense[own] ** 0.45, plan.town[[index]], int(count))
        sites.append(chosen)
        above += [index] * int(count)
    return np.vstack(sites), np.array(above)


def _spread(
    rng: np.random.Generator,
    points: FloatArray,
    weight: FloatArray,
    fixed: FloatArray,
    count: int,
) -> FloatArray:
    """`count` sites spread over weighted points, the first ones held at `fixed`."""
    held = len(fixed)
    pick = rng.choice(len(points), count - held, replace=False, p=weight / weight.sum())
    sites = np.vstack([fixed, points[pick]])
    for _ in range(6):
        home = cKDTree(sites).query(points)[1]
        total = np.bincount(home, weight, count)
        for axis in (0, 1):
            mean = np.bincount(home, weight * points[:, axis], count)
            moved = np.where(total > 0, mean / np.maximum(total, 1e-9), sites[:, axis])
            sites[held:, axis] = moved[held:]
    return sites


def with_links(plan: Settlement, rng: np.random.Generator, terrain: Terrain) -> Settlement:
    """The settlement with its roads planned: arterials between towns, secondaries around."""
    pairs = _gabriel(plan.community)
    pairs = pairs[_on_dry_land(plan.community, pairs, terrain)]
    grade = _grades(plan, pairs)
    tangent = _through_tangents(plan.community, pairs, grade)
    links = [
        Link(int(g), _bowed(rng, plan.community, tangent, (int(a), int(b))), (int(a), int(b)))
        for (a, b), g in zip(pairs, grade, strict=True)
    ]
    links.sort(key=lambda link: link.grade)
    return replace(plan, links=tuple(links))


def _gabriel(sites: FloatArray) -> IntArray:
    """Pairs of sites whose diametral circle holds no third one, sorted."""
    if len(sites) < 4:
        return np.array([(i, j) for i in range(len(sites)) for j in range(i)]).reshape(-1, 2)
    corner = Delaunay(sites).simplices
    pairs = np.unique(
        np.sort(np.vstack([corner[:, [0, 1]], corner[:, [1, 2]], corner[:, [0, 2]]]), axis=1),
        axis=0,
    )
    middle = (sites[pairs[:, 0]] + sites[pairs[:, 1]]) / 2
    half = np.hypot(*(sites[pairs[:, 0]] - sites[pairs[:, 1]]).T) / 2
    return np.asarray(pairs[cKDTree(sites).query(middle)[0] >= half * 0.97], np.int64)


def _on_dry_land(sites: FloatArray, pairs: IntArray, terrain: Terrain) -> BoolArray:
    """Whether a link keeps out of sea and lake; rivers are bridged."""
    lines = shapely.linestrings(sites[pairs])
    land = terrain.land().buffer(-0.004 * terrain.radius_m)
    shapely.prepare(land)
    over_land = shapely.length(shapely.difference(lines, land)) < 0.02 * terrain.radius_m
    return np.asarray(over_land & ~shapely.intersects(lines, terrain.lake))


def _grades(plan: Settlement, pairs: IntArray) -> IntArray:
    sites = plan.community
    length = np.hypot(*(sites[pairs[:, 0]] - sites[pairs[:, 1]]).T)
    count = len(sites)
    graph: csr_matrix = coo_matrix(
        (length**1.15, (pairs[:, 0], pairs[:, 1])), shape=(count, count)
    ).tocsr()
    heads = np.flatnonzero(np.append(True, np.diff(plan.town_of_community) > 0))
    town_pairs = _gabriel(plan.town)
    _, before = dijkstra(graph, directed=False, indices=heads, return_predecessors=True)
    used: set[tuple[int, int]] = set()
    for start, end in town_pairs:
        node = int(heads[end])
        while (back := int(before[start, node])) >= 0:
            used.add((min(node, back), max(node, back)))
            node = back
    return np.array(
        [ARTERIAL if (int(a), int(b)) in used else SECONDARY for a, b in pairs], np.int64
    )


def _through_tangents(
    sites: FloatArray, pairs: IntArray, grade: IntArray
) -> dict[int, FloatArray]:
    """At sites that one arterial passes through, its direction there."""
    ways: dict[int, list[int]] = {}
    for (a, b), g in zip(pairs, grade, strict=True):
        if g == ARTERIAL:
            ways.setdefault(int(a), []).append(int(b))
            ways.setdefault(int(b), []).append(int(a))
    return {
        node: sites[ends[1]] - sites[ends[0]] for node, ends in ways.items() if len(ends) == 2
    }


def _bowed(
    rng: np.random.Generator,
    sites: FloatArray,
    tangent: dict[int, FloatArray],
    ends: tuple[int, int],
) -> FloatArray:
    a, b = sites[ends[0]], sites[ends[1]]
    chord = b - a
    length = float(np.hypot(*chord))
    slopes = [_slope(chord, tangent.get(node)) for node in ends]
    t = np.linspace(0, 1, 60)[:, None]
    line = (
        (2 * t**3 - 3 * t**2 + 1) * a
        + (t**3 - 2 * t**2 + t) * slopes[0]
        + (3 * t**2 - 2 * t**3) * b
        + (t**3 - t**2) * slopes[1]
    )
    bow = np.sin(np.pi * t[:, 0]) ** 2 * rng.normal(0, 0.035) * length
    bow += np.sin(2 * np.pi * t[:, 0]) * rng.normal(0, 0.02) * length
    return resampled(line + normals(line) * bow[:, None], max(length / 200, 5.0))


def _slope(chord: FloatArray, through: FloatArray | None) -> FloatArray:
    if through is None:
        return chord
    direction = through / max(float(np.hypot(*through)), 1e-9)
    along_chord = float(direction @ chord)
    if abs(along_chord) < 0.5 * float(np.hypot(*chord)):
        return chord
    return np.asarray(direction * np.sign(along_chord) * np.hypot(*chord))


def spaced_along(line: FloatArray, spacing: FloatArray) -> FloatArray:
    """Distances along a line at which points stand, `spacing` apart (given per vertex)."""
    length = cumulative_m(line)
    steps = np.diff(length) / ((spacing[1:] + spacing[:-1]) / 2)
    count = np.concatenate([[0.0], np.cumsum(steps)])
    whole = max(1, round(count[-1]))
    wanted = (np.arange(whole) + 0.5) * count[-1] / whole
    return np.asarray(np.interp(wanted, count, length))
