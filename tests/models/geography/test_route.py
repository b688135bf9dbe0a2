"""Promises of travel times."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from models.domain.place import LonLat, distance_m
from models.geography.roads import Access, legs_m
from models.geography.route import SEARCHES_KEPT, Found, Searches, search, searches_kept
from models.geography.travel_net import NO_EDGE
from tests.models.geography.road_nets import RIDER, a_net, a_random_net, at, degrees

CROSS = ([(0, 0), (1000, 0)], [(1000, 0), (1000, 600)])


def seconds(reach, x_m: float, y_m: float) -> float:
    return float(reach.times(degrees([x_m, y_m])).seconds[0])


def found(reach, x_m: float, y_m: float) -> Found:
    return Found(int(reach.times(degrees([x_m, y_m])).found[0]))


def test_time_is_length_over_the_speed_of_the_class() -> None:
    reach = search(a_net(*CROSS, kind=[0, 1]), at(0, 0))
    assert seconds(reach, 1000, 600) == pytest.approx(100 + 120, rel=1e-6)


def test_a_place_beside_the_road_is_walked_to_and_the_edge_is_cut_there() -> None:
    reach = search(a_net(*CROSS), at(300, 20))
    assert seconds(reach, 700, -30) == pytest.approx(20 + 40 + 30, rel=1e-6)
    assert seconds(reach, 100, 0) == pytest.approx(20 + 20, rel=1e-6)
    assert seconds(reach, 1000, 100) == pytest.approx(20 + 70 + 10, rel=1e-6)


def test_nobody_goes_to_the_road_and_back_for_ten_metres() -> None:
    reach = search(a_net(*CROSS), at(300, 200))
    assert seconds(reach, 310, 200) == pytest.approx(10, rel=1e-6)


def test_a_one_way_road_is_gone_round_against_it() -> None:
    block = ([(0, 0), (100, 0)], [(100, 0), (100, 100), (0, 100), (0, 0)])
    net = a_net(*block, oneway=[1, 0])
    assert seconds(search(net, at(100, 0)), 0, 0) == pytest.approx(10, rel=1e-6)
    assert seconds(search(net, at(0, 0)), 100, 0) == pytest.approx(30, rel=1e-6)
    # On the one-way edge itself: forwards straight, backwards round the block.
    assert seconds(search(net, at(80, 0)), 20, 0) == pytest.approx(6, rel=1e-6)
    assert seconds(search(net, at(20, 0)), 80, 0) == pytest.approx(2 + 30 + 2, rel=1e-6)
    assert seconds(search(net, at(80, 0), towards=False), 20, 0) == pytest.approx(34, rel=1e-6)


def test_a_one_way_dead_end_is_left_by_nobody() -> None:
    net = a_net(*CROSS, oneway=[0, 1])
    assert found(search(net, at(0, 0)), 1000, 600) is Found.CUT_OFF
    assert seconds(search(net, at(1000, 600)), 0, 0) == pytest.approx(160, rel=1e-6)


def test_whoever_obeys_no_one_way_goes_against_it() -> None:
    net = a_net(*CROSS, oneway=[0, 1], profile=replace(RIDER, obeys_oneway=False))
    assert seconds(search(net, at(0, 0)), 1000, 600) == pytest.approx(160, rel=1e-6)


def test_what_no_road_connects_is_said_to_be_cut_off() -> None:
    net = a_net([(0, 0), (1500, 0)], [(0, 900), (1500, 900)])
    reach = search(net, at(0, 0))
    assert found(reach, 500, 900) is Found.CUT_OFF
    assert np.isnan(seconds(reach, 500, 900))


def test_what_lies_beyond_the_limit_is_not_said_to_be_cut_off() -> None:
    reach = search(a_net(*CROSS), at(0, 0), limit_s=60)
    assert found(reach, 1000, 600) is Found.BEYOND
    assert seconds(reach, 600, 0) == pytest.approx(60, rel=1e-6)


def test_far_from_any_road_nothing_is_said() -> None:
    net = a_net(*CROSS)
    assert found(search(net, at(0, 0)), 0, 501) is Found.OFF_ROAD
    assert found(search(net, at(0, 501)), 0, 0) is Found.OFF_ROAD
    assert net.snap(degrees([0, 501])).edge[0] == NO_EDGE
    assert found(search(net, at(0, 0)), np.nan, 0) is Found.OFF_ROAD


def test_a_net_without_roads_answers_all_the_same() -> None:
    net = a_net([(0, 0), (1000, 0)], access=[Access.FOOT])
    assert found(search(net, at(0, 0)), 10, 0) is Found.OFF_ROAD


def test_a_stump_cut_off_from_everything_draws_nobody_onto_it() -> None:
    net = a_net([(0, 0), (1000, 0)], [(500, 30), (600, 30)])
    assert seconds(search(net, at(0, 0)), 550, 30) == pytest.approx(55 + 30, rel=1e-6)


def test_of_two_edges_between_the_same_nodes_the_quicker_is_taken() -> None:
    net = a_net([(0, 0), (100, 0)], [(0, 0), (50, 200), (100, 0)], [(100, 0), (200, 0)])
    assert seconds(search(net, at(0, 0)), 200, 0) == pytest.approx(20, rel=1e-6)


def test_a_loop_is_left_where_it_was_entered() -> None:
    net = a_net([(0, 0), (300, 0)], [(300, 0), (400, 0), (400, 100), (300, 0)])
    reach = search(net, at(400, 50))
    assert seconds(reach, 0, 0) == pytest.approx(30 + 15, rel=1e-6)


def test_the_line_of_a_way_takes_as_long_as_was_said() -> None:
    net = a_net(*CROSS)
    line = search(net, at(200, 20)).line(at(1000, 300))
    walked = legs_m(line[:-1], line[1:])
    assert line[0].tolist() == pytest.approx(degrees([1000, 300])[0].tolist())
    assert line[-1].tolist() == pytest.approx(degrees([200, 20])[0].tolist())
    assert sum(walked) == pytest.approx(20 + 800 + 300, rel=1e-6)


def test_a_search_is_made_once_for_a_place_and_again_when_it_must_go_further() -> None:
    searches = Searches(a_net(*CROSS))
    first = searches.around(at(0, 0), towards=True, limit_s=60)
    assert searches.around(at(0, 0), towards=True, limit_s=30) is first
    assert searches.around(at(0, 0), towards=False, limit_s=30) is not first
    further = searches.around(at(0, 0), towards=True, limit_s=600)
    assert further is not first
    assert searches.around(at(0, 0), towards=True, limit_s=60) is further


def test_a_search_keeps_the_nodes_within_its_limit_and_no_others() -> None:
    net = a_random_net(3, two_way=True)
    whole = search(net, at(700, 700))
    limit_s = float(np.median(whole.settled.seconds))
    near = search(net, at(700, 700), limit_s=limit_s)
    assert 0 < len(near.settled.nodes) < len(whole.settled.nodes)
    every = np.arange(near.settled.n)
    seconds_of_each = near.settled.seconds_of(every)
    assert (seconds_of_each[np.isfinite(seconds_of_each)] <= limit_s + 1e-6).all()
    assert seconds_of_each.tolist() == near.node_s.tolist()
    kept = near.settled.nodes
    assert seconds_of_each[kept] == pytest.approx(whole.node_s[kept], rel=1e-9)


def test_a_shift_of_searches_is_kept_and_of_a_city_as_many_as_there_is_room() -> None:
    assert searches_kept(80_000) == SEARCHES_KEPT
    assert searches_kept(400_000) * 400_000 <= 6_000_000
    assert searches_kept(10_000_000) > 0


spots = st.tuples(st.floats(0, 2000), st.floats(0, 2000))
seeds = st.integers(0, 200)


@given(seeds, st.booleans(), st.booleans(), spots)
def test_a_search_agrees_with_asking_for_every_node_alone(seed, two_way, towards, spot) -> None:
    net = a_random_net(seed, two_way=two_way)
    reach = search(net, at(*spot), towards=towards)
    if reach.at.edge[0] == NO_EDGE:
        return
    edge, share = int(reach.at.edge[0]), float(reach.at.share[0])
    alone = dijkstra(net.outwards.matrix)
    along, against = net.seconds[edge]
    expected = np.full(len(reach.node_s), np.inf)
    parts = ((0, share, along, against), (1, 1 - share, against, along))
    for end, part, cost_in, cost_out in parts:
        node, cost = net.graph.ends[edge, end], cost_in if towards else cost_out
        if part == 0 or np.isfinite(cost):
            from_end = alone[:, node] if towards else alone[node]
            expected = np.minimum(expected, from_end + (part * cost if part else 0.0))
    assert reach.node_s == pytest.approx(expected + reach.leg_s, rel=1e-9)


@given(seeds, st.booleans(), spots, spots)
def test_no_way_is_quicker_than_the_straight_line_at_top_speed(seed, two_way, a, b) -> None:
    taken = seconds(search(a_random_net(seed, two_way=two_way), at(*a)), *b)
    straight = distance_m(at(*a), at(*b)) / RIDER.fastest_mps
    assert np.isnan(taken) or taken >= straight * (1 - 1e-5) - 1e-6


@given(seeds, spots, spots)
def test_on_two_way_roads_there_is_as_far_as_back(seed, a, b) -> None:
    net = a_random_net(seed, two_way=True)
    there, back = seconds(search(net, at(*a)), *b), seconds(search(net, at(*b)), *a)
    assert there == pytest.approx(back, rel=1e-6, abs=1e-6, nan_ok=True)


@given(seeds, st.booleans(), spots, spots)
def test_to_a_place_is_what_the_other_calls_from_it(seed, two_way, a, b) -> None:
    net = a_random_net(seed, two_way=two_way)
    there = seconds(search(net, at(*a), towards=True), *b)
    back = seconds(search(net, at(*b), towards=False), *a)
    assert there == pytest.approx(back, rel=1e-6, abs=1e-6, nan_ok=True)


@given(seeds, st.booleans(), st.tuples(*[st.integers(0, 35)] * 3))
def test_no_detour_over_a_third_place_is_quicker(seed, two_way, picked) -> None:
    net = a_random_net(seed, two_way=two_way)
    nodes = net.graph.node_lonlat_deg
    a, b, c = (LonLat(*nodes[i % len(nodes)].tolist()) for i in picked)

    def between(one: LonLat, other: LonLat) -> float:
        taken = search(net, other).times([[one.lon_deg, one.lat_deg]])
        return float(np.nan_to_num(taken.seconds[0], nan=np.inf))

    assert between(a, c) <= between(a, b) + between(b, c) + 1e-6


@given(seeds, spots, st.floats(10, 400), st.floats(10, 400))
def test_a_longer_limit_reaches_all_that_a_shorter_one_did(seed, spot, one, other) -> None:
    net = a_random_net(seed, two_way=False)
    nodes = net.graph.node_lonlat_deg
    near, far = (
        search(net, at(*spot), limit_s=limit).times(nodes) for limit in sorted((one, other))
    )
    reached = near.found == Found.BY_ROAD
    assert (far.found[reached] == Found.BY_ROAD).all()
    assert far.seconds[reached] == pytest.approx(near.seconds[reached])


@given(seeds, st.booleans(), st.booleans(), spots, spots)
def test_every_line_joins_its_ends_at_speeds_there_are(seed, two_way, towards, a, b) -> None:
    """A line is no shorter than what the time needs at top speed, and joins the two."""
    reach = search(a_random_net(seed, two_way=two_way), at(*a), towards=towards)
    line = reach.line(at(*b))
    if not len(line):
        assert found(reach, *b) is not Found.BY_ROAD
        return
    assert line[[0, -1]] == pytest.approx(degrees([b, a]), abs=1e-9)
    length = sum(
        distance_m(LonLat(*p), LonLat(*q))
        for p, q in zip(line[:-1].tolist(), line[1:].tolist(), strict=True)
    )
    taken = seconds(reach, *b)
    assert length / RIDER.fastest_mps <= taken * (1 + 1e-4) + 1e-3
    assert length >= taken * RIDER.walk_mps * (1 - 1e-4) - 1e-3


@given(seeds, st.booleans(), st.booleans(), spots, st.floats(1, 400))
def test_looking_at_what_is_near_alone_finds_what_looking_at_all_does(
    seed, two_way, towards, spot, limit_s
) -> None:
    net = a_random_net(seed, two_way=two_way)
    whole, near = (search(net, at(*spot), towards=towards, limit_s=s) for s in (1e9, limit_s))
    assume(limit_s > near.leg_s)
    within = np.where(whole.node_s <= limit_s, whole.node_s, np.inf)
    assert np.allclose(near.node_s, within)


def test_of_a_long_road_only_the_nodes_within_reach_are_looked_at() -> None:
    stops = [(1_000.0 * k, 0.0) for k in range(101)]
    net = a_net(*itertools.pairwise(stops))
    near = net.nodes_within(degrees([(50_000, 0)])[0], 2_500)
    assert len(net.nodes_within(degrees([(50_000, 0)])[0], np.inf)) == len(stops)
    assert len(near) == 5


def test_roads_on_both_sides_of_the_antimeridian_are_near_each_other() -> None:
    net = a_net([(0, 0), (1_000, 0)])
    lonlat_deg = net.graph.node_lonlat_deg
    lonlat_deg[:, 0] = [179.999, -179.999]
    assert len(net.nodes_within(np.array([179.9995, 0.0]), 500.0)) == 2
