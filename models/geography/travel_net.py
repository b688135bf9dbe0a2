"""A road graph as one profile travels it: seconds for each edge, arcs, and the way onto it.

Arcs lie in compressed rows for `scipy.sparse.csgraph`, outwards and turned round; points
reach the graph at the nearest edge, which is cut there in the reckoning, not in the arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.geography.pieces import NOTHING, Pieces
from models.geography.road_graph import rows_between
from models.geography.roads import legs_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.geography.road_graph import RoadGraph
    from models.geography.travel import Profile

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.signedinteger[Any]]

ISLET_M: Final = 1_000.0
"""Less road than this, cut off from the rest, is a slip of the map and not an island.

Other routers go by counts: GraphHopper drops pieces of fewer than 200 edges."""
NO_EDGE: Final = -1
LEAST_M_PER_DEG: Final = 110_000.0
"""Less than a degree of latitude is long anywhere on WGS 84 (110,574 m at the equator)."""
_HALF_TURN_DEG: Final = 180.0
_SURELY: Final = 1.05
"""How much further than anybody walks is searched: the plane of the pieces is not exact."""


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Directed edges in compressed rows: row u of `matrix` has the seconds to its neighbours.

    `edge` has, for each entry of the matrix, the edge it goes along.
    """

    matrix: csr_array
    edge: IntArray

    def edge_between(self, u: int, v: int) -> int:
        """The edge of the arc from node u to node v, which must be there."""
        begin, end = self.matrix.indptr[u : u + 2]
        at = begin + np.flatnonzero(self.matrix.indices[begin:end] == v)[0]
        return int(self.edge[at])


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Where k points reach the road.

    `edge` (k,) is `NO_EDGE` where no road is near; `share` (k,) is how far into the edge, 0 to
    1; `road_deg` (k, 2) the spot, WGS 84 degrees; `leg_m` (k,) the metres to it.
    """

    edge: IntArray
    share: FloatArray
    road_deg: FloatArray
    leg_m: FloatArray


class TravelNet:
    """The graph of one profile. Immutable; making it takes some 0.3 s for 80,000 edges.

    `seconds` (m, 2) are those of each edge along its line and against it, infinite where that
    is closed; on none one gets on by more than `fastest_mps`; `component` (n,) tells pieces of
    the graph apart that no way connects.
    """

    def __init__(self, graph: RoadGraph, profile: Profile) -> None:
        self.graph = graph
        self.profile = profile
        self.seconds = _seconds(graph, profile)
        self.fastest_mps = _fastest_mps(graph, profile)
        self.outwards = _arcs(graph, self.seconds)
        self.towards = _arcs(graph, self.seconds[:, ::-1])
        self.component = connected_components(self.outwards.matrix, directed=False)[1]
        self._squeeze = np.array([np.cos(np.radians(_middle_lat(graph))), 1.0])
        self._open = self._worth_snapping()
        _ = self._pieces  # now, and not when somebody waits

    def snap(self, lonlat_deg: FloatArray) -> Snapped:
        """The spot on the nearest edge for each point (k, 2), WGS 84 degrees."""
        k = len(lonlat_deg)
        if not len(self._open) or not k:
            nowhere = np.full(k, np.inf)
            return Snapped(np.full(k, NO_EDGE), np.zeros(k), lonlat_deg.copy(), nowhere)
        piece = self._pieces.nearest(lonlat_deg, self.profile.most_walk_m * _SURELY)
        # What is near no piece is laid onto some edge all the same, and told apart below.
        edge = np.searchsorted(self.graph.first, np.maximum(piece, 0), side="right") - 1
        share, road_deg = self._onto(edge, lonlat_deg)
        leg_m = legs_m(lonlat_deg, road_deg)
        edge[(piece == NOTHING) | (leg_m > self.profile.most_walk_m)] = NO_EDGE
        return Snapped(edge, share, road_deg, leg_m)

    def nodes_within(self, lonlat_deg: FloatArray, radius_m: float) -> IntArray:
        """All nodes so near a point (2,), and some further off: rows that rise, (k,)."""
        n = len(self.graph.node_lonlat_deg)
        lat_deg = (radius_m + 1.0) / LEAST_M_PER_DEG
        edge_deg = min(abs(float(lonlat_deg[1])) + lat_deg, 90.0)
        lon_deg = lat_deg / max(float(np.cos(np.radians(edge_deg))), 1e-9)
        if lon_deg >= _HALF_TURN_DEG:
            return np.arange(n, dtype=np.int32)
        away = self.graph.node_lonlat_deg[:, 0] - lonlat_deg[0]
        away += _HALF_TURN_DEG
        away %= 2 * _HALF_TURN_DEG
        away -= _HALF_TURN_DEG
        near = np.abs(away, out=away) <= lon_deg
        near &= np.abs(self.graph.node_lonlat_deg[:, 1] - lonlat_deg[1]) <= lat_deg
        return np.flatnonzero(near).astype(np.int32)

    def _onto(self, edge: IntArray, lonlat_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The nearest spot of each point's edge: its share of the edge, and where it is."""
        graph = self.graph
        row, point = rows_between(graph.first[edge], graph.last[edge])
        a, step = graph.lonlat_deg[row], graph.lonlat_deg[row + 1] - graph.lonlat_deg[row]
        # East-west degrees are as short as they are at the point.
        squeeze = np.ones_like(lonlat_deg)
        squeeze[:, 0] = np.cos(np.radians(lonlat_deg[:, 1]))
        flat, away = step * squeeze[point], (lonlat_deg[point] - a) * squeeze[point]
        part = np.clip((flat * away).sum(axis=1) / (flat * flat).sum(axis=1), 0.0, 1.0)
        off = ((away - part[:, None] * flat) ** 2).sum(axis=1)
        best = np.lexsort((off, point))[np.flatnonzero(np.diff(np.sort(point), prepend=-1))]
        row, part = row[best], part[best]
        metres = graph.along_m[row] + part * (graph.along_m[row + 1] - graph.along_m[row])
        into = metres - graph.along_m[graph.first[edge]]
        # Of these alone: the lengths of all edges of a city are 6 MB, made anew each time.
        length_m = graph.along_m[graph.last[edge]] - graph.along_m[graph.first[edge]]
        share = np.clip(into / length_m, 0.0, 1.0)
        return share, graph.lonlat_deg[row] + part[:, None] * step[best]

    @cached_property
    def _pieces(self) -> Pieces:
        graph, edge = self.graph, self._open
        rows, _ = rows_between(graph.first[edge], graph.last[edge])
        return Pieces(graph.lonlat_deg, rows, self._squeeze)

    def _worth_snapping(self) -> IntArray:
        """The edges that lead into or out of a piece within which one can go round and back."""
        graph = self.graph
        passable = np.isfinite(self.seconds).any(axis=1)
        if not passable.any():
            return np.empty(0, np.int64)
        pieces = connected_components(self.outwards.matrix, connection="strong")[1]
        a, b = pieces[graph.ends].T
        size_m = np.bincount(a, graph.length_m * (passable & (a == b)), pieces.max() + 1)
        counts = (size_m >= ISLET_M) | (size_m == size_m.max())
        return np.flatnonzero(passable & (counts[a] | counts[b]))


def _seconds(graph: RoadGraph, profile: Profile) -> FloatArray:
    roads, road = graph.roads, graph.road
    with np.errstate(divide="ignore"):
        one_way = graph.length_m / profile.speed_mps(roads)[road]
    both = np.column_stack([one_way, one_way])
    if profile.obeys_oneway:
        both[roads.oneway[road] < 0, 0] = np.inf
        both[roads.oneway[road] > 0, 1] = np.inf
    return both


def _fastest_mps(graph: RoadGraph, profile: Profile) -> float:
    speeds = profile.speed_mps(graph.roads)
    return float(speeds.max()) if len(speeds) else 0.0


def _arcs(graph: RoadGraph, seconds: FloatArray) -> Arcs:
    """The quickest edge from each node to each neighbour; loops lead nowhere."""
    a, b = graph.ends.T
    begin, end = np.concatenate([a, b]), np.concatenate([b, a])
    cost = seconds.T.ravel()
    edge = np.tile(np.arange(len(a)), 2)
    used = np.flatnonzero(np.isfinite(cost) & (begin != end))
    order = used[np.lexsort((cost[used], end[used], begin[used]))]
    pair = np.column_stack([begin[order], end[order]])
    order = order[np.any(np.diff(pair, axis=0, prepend=-1) != 0, axis=1)]
    n = len(graph.node_lonlat_deg)
    starts = np.searchsorted(begin[order], np.arange(n + 1))
    matrix = csr_array((cost[order], end[order], starts), shape=(n, n))
    return Arcs(matrix, edge[order].astype(np.int32))


def _middle_lat(graph: RoadGraph) -> float:
    lats = graph.node_lonlat_deg[:, 1]
    return float((lats.min() + lats.max()) / 2) if len(lats) else 0.0
