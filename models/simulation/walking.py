"""Moving along roads: many walkers at once, in arrays.

Owns where everybody is on the network and how they get elsewhere; why they go is
`field`'s. Time is the caller's, in seconds of the home's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from models.simulation.plane import to_lonlat, to_plane

if TYPE_CHECKING:
    from models.simulation.beats import Beats
    from models.simulation.plane import BoolArray, FloatArray, IntArray
    from models.simulation.roads import Roads

_DETOUR: Final = 1.7
"""A first guess of how much longer a way is than the straight line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a road: which one, and how far from its first end, in metres."""

    road: int
    along_m: float


class Network:
    """The road graph, ready for walking.

    A *way* is a road in one direction: way 2·r runs from the first end of road r to its
    second, way 2·r + 1 back. All of it lies in arrays: a city has a million ways, and of the
    roads it was made from only the ends and the offsets are kept.
    """

    def __init__(self, roads: Roads) -> None:
        self.ends, self.offset = roads.ends, roads.offset
        self.line_m = to_plane(roads.line_lonlat_deg)
        start = np.ascontiguousarray(roads.ends.ravel())
        end = np.ascontiguousarray(roads.ends[:, ::-1].ravel())
        self.length_m = np.maximum(np.repeat(roads.length_m, 2), 0.01)
        self.node_m = to_plane(roads.node_lonlat_deg)
        self._measure()
        order = np.argsort(start, kind="stable")
        size = len(self.node_m)
        first = np.searchsorted(start[order], np.arange(size + 1))
        # Read one by one at every crossing: a view of an array answers quicker than it does.
        self._first, self._from, self._end = first.data, order.data, end.data
        self._graph = self._shortest(start, end, size)
        self._points = cKDTree(self.line_m)

    def _shortest(self, start: IntArray, end: IntArray, size: int) -> csr_matrix:
        """The way from node to node; a matrix of them all would add up parallel roads."""
        order = np.lexsort((self.length_m, end, start))
        is_first = np.append(True, np.diff(start[order] * size + end[order]) != 0)
        ways = order[is_first]
        entries = (self.length_m[ways], (start[ways], end[ways]))
        return csr_matrix(entries, shape=(size, size))

    def _measure(self) -> None:
        """One running length over all lines, so that a single search places everybody."""
        leg = np.append(np.hypot(*np.diff(self.line_m, axis=0).T), 0.0)
        leg[self.offset[1:] - 1] = 1.0  # a gap between roads, never walked on
        self.run_m = np.concatenate([[0.0], np.cumsum(leg)[:-1]])
        self.road_at_m = self.run_m[self.offset[:-1]]

    def end_of(self, way: int) -> int:
        """The node where a way ends."""
        return self._end[way]

    def ways_on(self, way: int) -> list[int]:
        """The ways that begin where a way ends, in order of their numbers."""
        return self._ways_from(self._end[way])

    def _ways_from(self, node: int) -> list[int]:
        return self._from[self._first[node] : self._first[node + 1]].tolist()

    def nearest(self, lonlat_deg: FloatArray) -> Spot:
        """The vertex of a road nearest to one point, shape (2,)."""
        index = int(self._points.query(to_plane(lonlat_deg[None])[0])[1])
        road = int(np.searchsorted(self.offset, index, side="right")) - 1
        return Spot(road, float(self.run_m[index] - self.road_at_m[road]))

    def route(self, node: int, spot: Spot) -> tuple[list[int], float]:
        """The shortest ways from a node to a spot, and where on the last one to stop."""
        first, last = self.ends[spot.road].tolist()
        straight = float(np.hypot(*(self.node_m[node] - self.node_m[first])))
        limit = straight * _DETOUR + 600.0
        while True:
            reached, back_to = dijkstra(
                self._graph, indices=np.array([node]), limit=limit, return_predecessors=True
            )
            far, before = reached[0], back_to[0]
            if np.isfinite(far[first]) or np.isfinite(far[last]):
                break
            limit *= 2.5
        length = float(self.length_m[2 * spot.road])
        onward = far[first] + spot.along_m <= far[last] + length - spot.along_m
        at = first if onward else last
        ways = [2 * spot.road if onward else 2 * spot.road + 1]
        while at != node:
            back = int(before[at])
            there = [way for way in self._ways_from(back) if self._end[way] == at]
            ways.append(min(there, key=self.length_m.__getitem__))
            at = back
        stop = spot.along_m if onward else length - spot.along_m
        return ways[::-1], min(stop, length)


class Walkers:
    """Where n walkers are and how they move on.

    Invariants: all arrays (n,); `way` is the way underfoot and `gone_m` how far along it;
    `speed_mps` is the pace now, 0 for who stands; a walker with a route follows it to
    its `stop_m` and then stands, one without roams on its beat for ever.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        network: Network,
        way: IntArray,
        beats: Beats,
    ) -> None:
        self.network = network
        self.way = way.copy()
        self.gone_m: FloatArray = rng.random(len(way)) * network.length_m[way]
        self.pace_mps: FloatArray = np.zeros(len(way))
        self.idle_until_s: FloatArray = np.full(len(way), -np.inf)
        self.stop_m: FloatArray = np.full(len(way), np.inf)
        self.routed: BoolArray = np.zeros(len(way), bool)
        self.arrived: BoolArray = np.zeros(len(way), bool)
        self.active: BoolArray = np.ones(len(way), bool)
        self._moved: BoolArray = np.zeros(len(way), bool)
        self._routes: list[list[int]] = [[] for _ in way]
        self._beats = beats
        self._rng = rng

    def send(self, walker: int, spot: Spot) -> None:
        """Send a walker to a spot by the shortest way; no turning on the spot."""
        way = int(self.way[walker])
        route, stop = self.network.route(self.network.end_of(way), spot)
        self._routes[walker] = route[::-1]
        self.routed[walker] = True
        self.arrived[walker] = False
        self.stop_m[walker] = stop
        self.idle_until_s[walker] = -np.inf

    def release(self, walker: int) -> None:
        """Let a walker roam again."""
        self._routes[walker] = []
        self.routed[walker] = self.arrived[walker] = False
        self.stop_m[walker] = np.inf

    def advance(self, now_s: float, dt_s: float) -> None:
        """Move everybody on by `dt_s` seconds; nobody goes further than their pace allows."""
        moving = self.active & ~self.arrived & (self.idle_until_s <= now_s)
        self._moved = moving
        self.gone_m[moving] += self.pace_mps[moving] * dt_s
        length = self.network.length_m[self.way]
        for walker in np.flatnonzero(moving & (self.gone_m >= length)).tolist():
            self._turn(walker, now_s)
        self._halt()

    def _halt(self) -> None:
        last = self.routed & ~self.arrived & (self.gone_m >= self.stop_m)
        for walker in np.flatnonzero(last).tolist():
            if not self._routes[walker]:
                self.gone_m[walker] = self.stop_m[walker]
                self.arrived[walker] = True

    def _turn(self, walker: int, now_s: float) -> None:
        """Take the ways that lie ahead until the distance gone fits on one."""
        length = self.network.length_m.data  # plain numbers, one by one
        way, gone = int(self.way[walker]), float(self.gone_m[walker])
        route = self._routes[walker]
        while gone >= length[way]:
            if self.routed[walker] and not route:
                break
            gone -= length[way]
            way = route.pop() if route else self._roam(walker, way)
            if not self.routed[walker] and self._rng.random() < 0.08:
                # A word with a shopkeeper: roaming is not racing.
                self.idle_until_s[walker] = now_s + float(self._rng.uniform(20, 150))
                gone = min(gone, length[way] * 0.999)
        self.way[walker], self.gone_m[walker] = way, gone

    def _roam(self, walker: int, way: int) -> int:
        """Another way within the walker's range, back only from a dead end."""
        beats = self._beats
        ahead = [w for w in self.network.ways_on(way) if w != way ^ 1]
        inside = [w for w in ahead if beats.has(walker, w >> 1)]
        choice = inside or ([way ^ 1] if beats.has(walker, way >> 1) else ahead or [way ^ 1])
        return int(choice[int(self._rng.random() * len(choice))])

    def places(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Longitude and latitude (n, 2) in WGS 84 degrees, speed (n,), heading (n,).

        Speed is metres a second at the last step; heading degrees clockwise from north.
        """
        network = self.network
        length = network.length_m[self.way]
        gone = np.clip(self.gone_m, 0, length)
        forward = self.way % 2 == 0
        run = network.road_at_m[self.way >> 1] + np.where(forward, gone, length - gone)
        index = np.searchsorted(network.run_m, run, side="right") - 1
        offset = network.offset
        index = np.clip(index, offset[self.way >> 1], offset[(self.way >> 1) + 1] - 2)
        here, there = network.line_m[index], network.line_m[index + 1]
        leg = np.maximum(network.run_m[index + 1] - network.run_m[index], 1e-9)
        share = np.clip((run - network.run_m[index]) / leg, 0, 1)[:, None]
        step = np.where(forward[:, None], there - here, here - there)
        heading = np.degrees(np.arctan2(step[:, 0], step[:, 1])) % 360
        standing = ~self._moved | self.arrived
        return (
            to_lonlat(here + share * (there - here)),
            np.where(standing, 0.0, self.pace_mps),
            heading,
        )
