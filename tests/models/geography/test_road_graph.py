"""Promises of the road graph."""

from __future__ import annotations

import numpy as np
import pytest

from models.domain.place import LonLat, distance_m
from models.geography.road_graph import build_graph
from models.geography.roads import Roads
from tests.models.geography.road_nets import roads_of


def test_roads_meet_where_they_share_a_point() -> None:
    graph = build_graph(roads_of([(0, 0), (100, 0), (200, 0)], [(100, 0), (100, 80)]))
    assert len(graph.node_lonlat_deg) == 4
    assert sorted(np.round(graph.length_m).tolist()) == [80, 100, 100]
    assert graph.road.tolist() == [0, 0, 1]


def test_roads_that_only_cross_pass_over_each_other() -> None:
    graph = build_graph(roads_of([(0, 0), (200, 0)], [(100, -50), (100, 50)]))
    assert len(graph.first) == 2
    assert len(graph.node_lonlat_deg) == 4


def test_a_bend_is_no_node() -> None:
    graph = build_graph(roads_of([(0, 0), (50, 10), (100, 0), (150, 10)]))
    assert len(graph.first) == 1
    assert graph.length_m[0] == pytest.approx(3 * np.hypot(50, 10), rel=1e-6)


def test_a_road_that_crosses_itself_is_cut_there() -> None:
    graph = build_graph(roads_of([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (-50, 0)]))
    assert len(graph.first) == 2
    assert sorted(np.round(graph.length_m).tolist()) == [50, 400]


def test_points_that_repeat_and_roads_without_length_do_no_harm() -> None:
    graph = build_graph(roads_of([(0, 0), (0, 0), (100, 0), (100, 0)], [(7, 7), (7, 7)]))
    assert len(graph.first) == 1
    assert graph.road.tolist() == [0]


def test_no_roads_make_an_empty_graph() -> None:
    graph = build_graph(Roads())
    assert len(graph.first) == len(graph.node_lonlat_deg) == 0


def test_lengths_are_those_of_the_domain() -> None:
    graph = build_graph(roads_of([(0, 0), (900, 500)]))
    a, b = (LonLat(*place) for place in graph.node_lonlat_deg.tolist())
    assert graph.length_m[0] == pytest.approx(distance_m(a, b))


def test_kilometres_are_told_by_class_the_longest_first() -> None:
    roads = roads_of(
        [(0, 0), (1000, 0)], [(0, 0), (0, 500)], [(0, 0), (0, -2000)], kind=[0, 1, 1]
    )
    assert list(roads.km_by_kind().items()) == [("lane", 2.5), ("street", 1.0)]
