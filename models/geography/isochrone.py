"""What can be reached within so many minutes, as areas: contours of a field of travel times.

Times are taken along the reached roads every few metres, not at junctions only. From there
people walk off the road by the straight line, `OFF_ROAD_M` at the most: who knows what lies
behind. The field is kept on a grid, its contours are cut by marching squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from models.domain.place import EARTH_RADIUS_M
from models.geography.contour import rings_below
from models.geography.travel_net import NO_EDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.geography.route import Reach

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.signedinteger[Any]]

OFF_ROAD_M: Final = 100.0
FINEST_M: Final = 20.0
"""The grid's spacing where the area is small."""
MOST_CELLS: Final = 400
"""The grid has at most so many cells across; larger areas get larger cells."""
SMALLEST_M2: Final = 15_000.0
"""Holes and specks smaller than a block say nothing on a map."""


@dataclass(frozen=True, slots=True, eq=False)
class Isochrone:
    """The area within `seconds` of a place.

    Ring i is `lonlat_deg[offset[i]:offset[i + 1]]`, closed, WGS 84 degrees; areas are filled by
    the odd-even rule, so that a ring within a ring is a hole. None where no road is near.
    """

    seconds: float
    lonlat_deg: FloatArray
    offset: IntArray


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres east and north of a corner: exact in north, as in the middle in east."""

    west_deg: float
    south_deg: float
    east_m_per_deg: float
    north_m_per_deg: float

    def to_m(self, lonlat_deg: FloatArray) -> FloatArray:
        return (lonlat_deg - [self.west_deg, self.south_deg]) * self._scale

    def to_deg(self, xy_m: FloatArray) -> FloatArray:
        return xy_m / self._scale + [self.west_deg, self.south_deg]

    @property
    def _scale(self) -> FloatArray:
        return np.array([self.east_m_per_deg, self.north_m_per_deg])


def isochrones(reach: Reach, seconds: Sequence[float]) -> tuple[Isochrone, ...]:
    """The areas within each of these times, which must not go beyond the search's limit.

    Pure: may run on any thread; some 60 ms for a quarter of an hour on a bicycle.
    """
    edge = _reached(reach, max(seconds))
    ends = reach.net.graph.node_lonlat_deg[reach.net.graph.ends[edge].ravel()]
    cell_m = FINEST_M
    if len(edge):
        cell_m = max(FINEST_M, float(_plane_over(ends)[1].max()) / MOST_CELLS)
    if not len(edge):
        return tuple(Isochrone(s, np.empty((0, 2)), np.zeros(1, np.int64)) for s in seconds)
    on_road = _sampled(reach, edge, max(seconds), cell_m / 2)
    on_leg = _leg(reach, max(seconds), cell_m / 2)
    places, times = (np.concatenate(pair) for pair in zip(on_road, on_leg, strict=True))
    plane, span_m = _plane_over(places)
    walk_mps = reach.net.profile.walk_mps
    field = _field(plane.to_m(places) / cell_m, times, span_m / cell_m)
    _walk_off(field, OFF_ROAD_M / cell_m, cell_m / walk_mps)
    found = []
    for limit_s in seconds:
        # Beyond what was walked the field is nowhere: let it rise at walking pace.
        capped = np.minimum(field, limit_s + OFF_ROAD_M / walk_mps)
        xy, offset = _tidied(*rings_below(capped, limit_s), cell_m)
        found.append(Isochrone(limit_s, plane.to_deg(xy * cell_m), offset))
    return tuple(found)


def _tidied(xy: FloatArray, offset: IntArray, cell_m: float) -> tuple[FloatArray, IntArray]:
    """The rings without specks, and without points that are finer than the grid."""
    if not len(xy):
        return xy, offset
    index = np.repeat(np.arange(len(offset) - 1), np.diff(offset))
    rings = np.asarray(shapely.linearrings(xy, indices=index), object)
    large = shapely.area(shapely.polygons(rings)) * cell_m**2 >= SMALLEST_M2
    if not large.any():
        large = np.ones_like(large)
    rings = shapely.simplify(rings[large], 0.4)
    points, index = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(index, np.arange(len(rings) + 1))
    return np.asarray(points, np.float64), starts.astype(np.int64)


def _reached(reach: Reach, limit_s: float) -> IntArray:
    """The edges that are reached within a time, at least in part."""
    graph, at = reach.net.graph, reach.at.edge[0]
    if at == NO_EDGE:
        return np.empty(0, np.int64)
    near = np.asarray((reach.node_s[graph.ends] <= limit_s).any(axis=1))
    near[at] = True
    return np.flatnonzero(near & np.isfinite(reach.net.seconds).any(axis=1))


def _sampled(
    reach: Reach, edge: IntArray, limit_s: float, step_m: float
) -> tuple[FloatArray, FloatArray]:
    """Spots along these edges within a time, (k, 2) degrees, and their times (k,)."""
    graph = reach.net.graph
    length_m = graph.length_m[edge]
    count = np.maximum(np.ceil(length_m / step_m).astype(np.int64), 1) + 1
    which = np.repeat(np.arange(len(edge)), count)
    number = np.arange(len(which)) - (np.cumsum(count) - count)[which]
    share = number / (count - 1)[which]
    seconds = reach.on_edges(edge[which], share)
    # A little further than the limit: the contour lies between two spots.
    kept = seconds <= limit_s + step_m / reach.net.profile.walk_mps
    which, share = which[kept], share[kept]
    begin = graph.first[edge[which]]
    metres = graph.along_m[begin] + share * length_m[which]
    row = np.searchsorted(graph.along_m, metres, side="right") - 1
    row = np.clip(row, begin, graph.last[edge[which]] - 1)
    part = (metres - graph.along_m[row]) / (graph.along_m[row + 1] - graph.along_m[row])
    a, b = graph.lonlat_deg[row], graph.lonlat_deg[row + 1]
    return a + part[:, None] * (b - a), seconds[kept]


def _leg(reach: Reach, limit_s: float, step_m: float) -> tuple[FloatArray, FloatArray]:
    """Spots between the place and its road, as `_sampled` gives them."""
    count = max(int(np.ceil(float(reach.at.leg_m[0]) / step_m)), 1) + 1
    share = np.linspace(0.0, 1.0, count)
    seconds = share * reach.leg_s
    kept = seconds <= limit_s
    step = reach.at.road_deg - reach.place_deg
    return reach.place_deg + share[kept, None] * step, seconds[kept]


def _plane_over(lonlat_deg: FloatArray) -> tuple[_Plane, FloatArray]:
    """A plane with room around these points, and how many metres it goes east and north."""
    low, high = lonlat_deg.min(axis=0), lonlat_deg.max(axis=0)
    north = np.radians(1.0) * EARTH_RADIUS_M
    east = north * float(np.cos(np.radians((low[1] + high[1]) / 2)))
    room_m = OFF_ROAD_M + 3 * FINEST_M
    plane = _Plane(float(low[0] - room_m / east), float(low[1] - room_m / north), east, north)
    return plane, plane.to_m(high[None, :])[0] + room_m


def _field(at: FloatArray, seconds: FloatArray, span: FloatArray) -> FloatArray:
    """The least time of the spots nearest to each crossing of the grid; infinite elsewhere.

    `at` (k, 2) and `span` (2,) are in cells: half of one is how exact the field is.
    """
    columns, rows = (np.ceil(span).astype(int) + 2).tolist()
    field = np.full((rows, columns), np.inf)
    column, row = np.round(at).astype(np.int64).T
    np.minimum.at(field, (row, column), seconds)
    return field


def _walk_off(field: FloatArray, radius: float, cell_s: float) -> None:
    """Let people walk from the roads into the cells around, `radius` cells at the most."""
    on_road = field.copy()
    far = int(radius)
    rows, columns = field.shape
    for up in range(-far, far + 1):
        for right in range(-far, far + 1):
            away = np.hypot(up, right)
            if not 0 < away <= radius:
                continue
            to = field[max(up, 0) : rows + min(up, 0), max(right, 0) : columns + min(right, 0)]
            begin = on_road[
                max(-up, 0) : rows + min(-up, 0), max(-right, 0) : columns + min(-right, 0)
            ]
            np.minimum(to, begin + away * cell_s, out=to)
