"""Promises of isochrones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from models.geography.contour import rings_below
from models.geography.isochrone import FINEST_M, OFF_ROAD_M, isochrones
from models.geography.route import Found, search
from tests.models.geography.road_nets import M_PER_DEG, a_net, a_random_net, at, degrees


def area_of(isochrone) -> shapely.Geometry:
    """As filled by the odd-even rule, in metres."""
    rings = np.split(isochrone.lonlat_deg * M_PER_DEG, isochrone.offset[1:-1])
    area = shapely.Polygon()
    for ring in rings:
        if len(ring):
            area = area.symmetric_difference(shapely.Polygon(ring).buffer(0))
    return area


def test_an_area_ends_in_the_middle_of_an_edge() -> None:
    reach = search(a_net([(-5000, 0), (5000, 0)]), at(0, 0), limit_s=300)
    (area,) = map(area_of, isochrones(reach, (300,)))
    west, south, east, north = area.bounds
    # Whoever has come the whole way has no time left to walk off the road.
    assert (east, west) == pytest.approx((3000, -3000), abs=FINEST_M)
    assert (north, south) == pytest.approx((OFF_ROAD_M, -OFF_ROAD_M), abs=FINEST_M)


def test_a_one_way_road_reaches_one_way_only() -> None:
    net = a_net([(-2000, 0), (2000, 0)], oneway=[1])
    (away,) = map(area_of, isochrones(search(net, at(0, 0), towards=False), (60,)))
    (towards,) = map(area_of, isochrones(search(net, at(0, 0), towards=True), (60,)))
    assert away.bounds[2] == pytest.approx(600, abs=FINEST_M)
    assert away.bounds[0] > -FINEST_M - 60
    assert towards.bounds[0] == pytest.approx(-600, abs=FINEST_M)


def test_where_no_road_is_near_there_is_no_area() -> None:
    (none,) = isochrones(search(a_net([(0, 0), (100, 0)]), at(0, 900)), (300,))
    assert none.lonlat_deg.shape == (0, 2)
    assert none.offset.tolist() == [0]


@given(st.integers(0, 60), st.booleans(), st.tuples(st.floats(0, 2000), st.floats(0, 2000)))
def test_more_time_reaches_more_and_no_reached_road_is_left_out(seed, towards, spot) -> None:
    net = a_random_net(seed, two_way=False)
    reach = search(net, at(*spot), towards=towards, limit_s=180)
    areas = [area_of(one) for one in isochrones(reach, (60, 120, 180))]
    assert all(a.buffer(-FINEST_M).difference(b).is_empty for a, b in pairwise(areas))
    nodes = reach.times(net.graph.node_lonlat_deg)
    for area, limit in zip(areas, (60, 120, 180), strict=True):
        well_within = (nodes.found == Found.BY_ROAD) & (nodes.seconds < limit - FINEST_M * 1.5)
        points = shapely.points(net.graph.node_lonlat_deg[well_within] * M_PER_DEG)
        assert shapely.intersects(area.buffer(FINEST_M / 2), points).all()


def test_contours_are_closed_and_run_around_what_is_inside() -> None:
    field = np.full((5, 6), 2.0)
    field[1:4, 1:5] = 0.0
    field[2, 2] = 2.0
    xy, offset = rings_below(field, 1.0)
    rings = [shapely.LinearRing(ring) for ring in np.split(xy, offset[1:-1])]
    assert len(rings) == 2
    assert sorted(ring.is_ccw for ring in rings) == [False, True]
    outer = next(ring for ring in rings if ring.is_ccw)
    assert outer.bounds == pytest.approx((0.5, 0.5, 4.5, 3.5))


def test_a_field_that_is_nowhere_low_has_no_contour() -> None:
    xy, offset = rings_below(np.full((4, 4), 9.0), 1.0)
    assert xy.shape == (0, 2)
    assert offset.tolist() == [0]
    assert degrees([]).shape == (0, 2)
