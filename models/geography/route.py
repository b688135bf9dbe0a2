"""Travel time on roads: one search from a place answers for everybody.

A search settles every node within a limit of one place once (Dijkstra, 1959); after it the
time of any number of points is a look-up. What a point needs to get onto its road and
off it again is walked by the straight line.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from models.geography.roads import legs_m
from models.geography.travel_net import NO_EDGE, Snapped, TravelNet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.domain.place import LonLat

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.signedinteger[Any]]

SEARCHES_KEPT: Final = 64
_FEWEST: Final = 8
_NODES_KEPT: Final = 6_000_000


class Found(IntEnum):
    """What a search says of a point."""

    BY_ROAD = 0
    BEYOND = 1
    """There may be a way, longer than the search went."""
    CUT_OFF = 2
    """No way leads there."""
    OFF_ROAD = 3
    """No road is near the point, or the place."""


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Of k points: `seconds` (k,), not a number unless `found` (k,) is `Found.BY_ROAD`."""

    seconds: FloatArray
    found: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The nodes that a search reached, k of the n of its net: of a city a tenth.

    `nodes` (k,) rise; `seconds` (k,) lie between each and the place, its leg off the road
    included; `via` (k,) is the next node on the way to the place (or the one before, coming
    from it), n for the place itself.
    """

    n: int
    nodes: NDArray[np.int32]
    seconds: FloatArray
    via: NDArray[np.int32]

    @classmethod
    def of(cls, n: int, nodes: IntArray, node_s: FloatArray, via: IntArray) -> Settled:
        """From what is known of some nodes; it is infinite where a search did not get."""
        got = np.isfinite(node_s)
        return cls(n, nodes[got].astype(np.int32), node_s[got], via[got].astype(np.int32))

    def seconds_of(self, nodes: IntArray) -> FloatArray:
        """Of some nodes, (k,); infinite beyond the limit of the search."""
        if not len(self.nodes):
            return np.full(len(nodes), np.inf)
        row = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return np.where(self.nodes[row] == nodes, self.seconds[row], np.inf)

    def following(self, node: int) -> int:
        """The node after one that was reached."""
        return int(self.via[np.searchsorted(self.nodes, node)])


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What one search found. Immutable: may be read on any thread.

    `towards` says that it is the way *to* the place that is timed, else the way from it.
    """

    net: TravelNet
    place_deg: FloatArray
    at: Snapped
    towards: bool
    limit_s: float
    settled: Settled

    @property
    def node_s(self) -> FloatArray:
        """Of every node (n,) the seconds to the place; infinite beyond the limit."""
        seconds = np.full(self.settled.n, np.inf)
        seconds[self.settled.nodes] = self.settled.seconds
        return seconds

    @property
    def leg_s(self) -> float:
        """Seconds between the place and its road, on foot."""
        return float(self.at.leg_m[0]) / self.net.profile.walk_mps

    def times(self, lonlat_deg: FloatArray) -> Times:
        """How long the way of each point (k, 2) is, WGS 84 degrees."""
        points = np.asarray(lonlat_deg, np.float64).reshape(-1, 2)
        found = np.full(len(points), Found.OFF_ROAD, np.int8)
        seconds = np.full(len(points), np.nan)
        known = np.flatnonzero(np.isfinite(points).all(axis=1))
        if not len(known) or self.at.edge[0] == NO_EDGE:
            return Times(seconds, found)
        snapped = self.net.snap(points[known])
        on_road = snapped.edge != NO_EDGE
        total = self.on_edges(snapped.edge, snapped.share)
        total += snapped.leg_m / self.net.profile.walk_mps
        total = np.minimum(total, self._walked(points[known], snapped.leg_m))
        state = np.where(total <= self.limit_s, Found.BY_ROAD, self._why_not(snapped.edge))
        state = np.where(np.isinf(total), self._why_not(snapped.edge), state)
        found[known] = np.where(on_road, state, Found.OFF_ROAD)
        seconds[known] = np.where(found[known] == Found.BY_ROAD, total, np.nan)
        return Times(seconds, found)

    def on_edges(self, edge: IntArray, share: FloatArray) -> FloatArray:
        """Seconds between the place and spots on the road: edges and shares of them, (k,)."""
        seconds: FloatArray = self._options(edge, share).min(axis=0)
        return seconds

    def line(self, place: LonLat) -> FloatArray:
        """The way between a point and the place, (p, 2) WGS 84 degrees, the point first.

        Empty where there is none within the limit.
        """
        point = np.array([[place.lon_deg, place.lat_deg]])
        if self.times(point).found[0] != Found.BY_ROAD:
            return np.empty((0, 2))
        snapped = self.net.snap(point)
        by_road = self.on_edges(snapped.edge, snapped.share) * self.net.profile.walk_mps
        if self._walked(point, snapped.leg_m)[0] * self.net.profile.walk_mps <= (
            by_road[0] + snapped.leg_m[0]
        ):
            return np.vstack([point, self.place_deg])
        option = int(np.argmin(self._options(snapped.edge, snapped.share)[:, 0]))
        edge, share = int(snapped.edge[0]), float(snapped.share[0])
        if option == 2:
            parts = [self._stretch(edge, share, float(self.at.share[0]))]
        else:
            parts = self._along(edge, share, option)
        return np.vstack([point, *parts, self.place_deg])

    def _along(self, edge: int, share: float, option: int) -> list[FloatArray]:
        """The stretches from a spot on an edge, by its first or second end, to the place."""
        ends = self.net.graph.ends
        arcs = self.net.towards if self.towards else self.net.outwards
        parts = [self._stretch(edge, share, float(option))]
        node = int(ends[edge, option])
        while (following := self.settled.following(node)) < self.settled.n:
            between = arcs.edge_between(following, node)
            is_along = ends[between, 0] == node
            parts.append(self._stretch(between, *((0.0, 1.0) if is_along else (1.0, 0.0))))
            node = following
        at = int(self.at.edge[0])
        entry = int(np.argmin(np.where(ends[at] == node, self._entries()[:, 0], np.inf)))
        return [*parts, self._stretch(at, float(entry), float(self.at.share[0]))]

    def _stretch(self, edge: int, begin: float, end: float) -> FloatArray:
        """The line of an edge from one share of it to another, either way."""
        graph = self.net.graph
        rows = slice(int(graph.first[edge]), int(graph.last[edge]) + 1)
        line, into = graph.lonlat_deg[rows], graph.along_m[rows] - graph.along_m[rows.start]
        low, high = sorted((begin * into[-1], end * into[-1]))
        inner = line[(into > low) & (into < high)]
        tips = [[np.interp(m, into, line[:, axis]) for axis in (0, 1)] for m in (low, high)]
        stretch = np.vstack([tips[0], inner, tips[1]])
        return stretch if begin <= end else stretch[::-1]

    def _options(self, edge: IntArray, share: FloatArray) -> FloatArray:
        """Seconds between k spots and the place by first end, second end, the edge itself."""
        ends = self.net.graph.ends[edge]
        along, against = self._seconds(edge)
        by_edge = np.full(len(edge), np.inf)
        same = edge == self.at.edge[0]
        gap = self.at.share[0] - share
        between = _part(np.abs(gap), np.where(gap >= 0, along, against))
        by_edge[same] = between[same] + self.leg_s
        return np.stack(
            [
                self.settled.seconds_of(ends[:, 0]) + _part(share, against),
                self.settled.seconds_of(ends[:, 1]) + _part(1.0 - share, along),
                by_edge,
            ]
        )

    def _entries(self) -> FloatArray:
        return _entries(self.net, self.at, towards=self.towards)

    def _seconds(self, edge: IntArray) -> tuple[FloatArray, FloatArray]:
        """Of edges, as a point travels them: along, against; coming from the place, turned."""
        along, against = self.net.seconds[edge].T
        return (along, against) if self.towards else (against, along)

    def _walked(self, points: FloatArray, leg_m: FloatArray) -> FloatArray:
        """Straight across, where that is no further than going to the road and back."""
        straight_m = legs_m(points, np.broadcast_to(self.place_deg, points.shape))
        is_near = straight_m <= leg_m + self.at.leg_m[0]
        return np.where(is_near, straight_m / self.net.profile.walk_mps, np.inf)

    def _why_not(self, edge: IntArray) -> IntArray:
        piece = self.net.component[self.net.graph.ends[:, 0]]
        is_there = (piece[edge] == piece[self.at.edge[0]]) & np.isfinite(self.limit_s)
        return np.where(is_there, Found.BEYOND, Found.CUT_OFF)


def search(
    net: TravelNet, place: LonLat, *, towards: bool = True, limit_s: float = np.inf
) -> Reach:
    """Settle everything within so many seconds of a place: of going there, or of leaving it.

    Only nodes that lie near enough are looked at: of a city and 45 minutes by e-bike a tenth.
    """
    place_deg = np.array([[place.lon_deg, place.lat_deg]])
    at = net.snap(place_deg)
    n = len(net.graph.node_lonlat_deg)
    leg_s = float(at.leg_m[0]) / net.profile.walk_mps
    left_s = max(limit_s - leg_s, 0.0)
    nodes = net.nodes_within(at.road_deg[0], net.fastest_mps * left_s)
    if at.edge[0] == NO_EDGE or not len(nodes):
        nobody = np.empty(0, np.int32)
        nowhere = Settled.of(n, nobody, np.empty(0), nobody)
        return Reach(net, place_deg, at, towards, limit_s, nowhere)
    arcs = net.towards if towards else net.outwards
    entries = _entries(net, at, towards=towards)
    around = _with_place(arcs.matrix, nodes, net.graph.ends[at.edge[0]], entries)
    k = len(nodes)
    node_s, via = dijkstra(  # type: ignore[call-overload]  # the stubs want all or nothing
        around, indices=k, limit=left_s, return_predecessors=True
    )
    # The place itself is node n to whoever follows the way; so is what was not reached.
    following = np.append(nodes, n)[np.where(via[:k] < 0, k, via[:k])]
    settled = Settled.of(n, nodes, node_s[:k] + leg_s, following)
    return Reach(net, place_deg, at, towards, limit_s, settled)


def _entries(net: TravelNet, at: Snapped, *, towards: bool) -> FloatArray:
    """Seconds between the two ends of the place's edge and its spot on it, (2, 1)."""
    along, against = net.seconds[at.edge].T
    if not towards:
        along, against = against, along
    return np.stack([_part(at.share, along), _part(1.0 - at.share, against)])


def _with_place(
    matrix: csr_array, nodes: IntArray, ends: IntArray, entries: FloatArray
) -> csr_array:
    """The arcs between some nodes, which rise, and the place as one more after the last.

    From it an arc leads to each end of its edge that is among them.
    """
    if len(nodes) < matrix.shape[0]:
        matrix = matrix[nodes][:, nodes]
    k, seconds = len(nodes), entries[:, 0]
    order = np.argsort(seconds, kind="stable")
    if ends[0] == ends[1]:
        order = order[:1]
    order = order[np.isfinite(seconds[order]) & np.isin(ends[order], nodes)]
    return csr_array(
        (
            np.concatenate([matrix.data, seconds[order]]),
            np.concatenate([matrix.indices, np.searchsorted(nodes, ends[order])]),
            np.append(matrix.indptr, len(matrix.data) + len(order)),
        ),
        shape=(k + 1, k + 1),
    )


def _part(share: FloatArray, seconds: FloatArray) -> FloatArray:
    """A share of an edge's seconds; of a closed edge nothing costs nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(share > 0, share * seconds, 0.0)


def searches_kept(nodes: int) -> int:
    """How many searches of a net of so many nodes are kept: 16 bytes a node reached."""
    return max(_FEWEST, min(SEARCHES_KEPT, _NODES_KEPT // max(nodes, 1)))


class Searches:
    """The last searches of one net. A new net has new ones: nothing outlives its graph.

    Thread: one at a time.
    """

    def __init__(self, net: TravelNet) -> None:
        self.net = net
        self._kept: OrderedDict[tuple[float, float, bool], Reach] = OrderedDict()
        self._most = searches_kept(len(net.graph.node_lonlat_deg))

    def around(self, place: LonLat, *, towards: bool, limit_s: float) -> Reach:
        """The search of a place, kept or made; one that went further serves as well."""
        key = (place.lon_deg, place.lat_deg, towards)
        kept = self._kept.get(key)
        if kept is None or kept.limit_s < limit_s:
            kept = search(self.net, place, towards=towards, limit_s=limit_s)
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return kept
