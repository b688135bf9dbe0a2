"""The road net of a home: brought in, or that under its map."""

from __future__ import annotations

import numpy as np

from console.app.backdrop import read_backdrop
from console.app.ground_file import write_ground
from console.app.roads import roads_of_backdrop
from console.state.reference import Backdrop, Lines
from console.state.road_net import travel_profiles
from models.domain.place import LonLat
from models.geography.road_graph import build_graph
from models.geography.route import Found, search
from models.geography.travel_net import TravelNet
from models.simulation.district import Size, make_district


def test_the_roads_under_a_map_meet_across_their_kinds() -> None:
    main = Lines(np.array([[121.5, 35.2], [121.51, 35.2]]), np.array([0, 2]))
    lane = Lines(np.array([[121.51, 35.2], [121.51, 35.21]]), np.array([0, 2]))
    roads = roads_of_backdrop(Backdrop({"primary": main, "minor": lane}))
    assert [roads.kinds[kind] for kind in roads.kind] == ["primary", "residential"]
    assert len(build_graph(roads).node_lonlat_deg) == 3


def test_a_home_without_anything_has_no_roads() -> None:
    assert len(roads_of_backdrop(Backdrop())) == 0


def test_everywhere_in_a_demo_can_be_ridden_to(tmp_path) -> None:
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    graph = build_graph(roads_of_backdrop(read_backdrop(tmp_path)))
    net = TravelNet(graph, travel_profiles()["e-bike"])
    reach = search(net, LonLat(*graph.node_lonlat_deg[0].tolist()))
    assert (reach.times(graph.node_lonlat_deg).found == Found.BY_ROAD).all()
