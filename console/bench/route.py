"""`bench route`: a district's road graph: made, snapped to, searched; its isochrones."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra

from console.bench.report import Report, milliseconds
from console.state.road_net import FARTHEST_S, MINUTES, travel_profiles
from models.domain.place import LonLat
from models.geography.isochrone import isochrones
from models.geography.nearest import Nearest
from models.geography.road_graph import build_graph
from models.geography.roads import plain_roads
from models.geography.route import Found, Searches
from models.geography.travel_net import TravelNet
from models.simulation.district import Size, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from models.geography.roads import Roads
    from models.simulation.roads import Roads as FictionalRoads

KINDS = ("primary", "secondary", "residential", "service")
"""The four grades of a fictional road as classes of `travel.toml`."""
CANDIDATES, MEMBERS, PLACES = 20, 50_000, 40
PLAIN = 5
"""So many incidents are also asked for in the plain way, which is slow."""


def run() -> Report:
    """Measure on the roads of a district demo, by e-bike."""
    fictional = make_district(Size.DISTRICT, 1).roads
    begun_s = time.perf_counter()
    graph = build_graph(_roads(fictional))
    graph_s = time.perf_counter() - begun_s
    begun_s = time.perf_counter()
    net = TravelNet(graph, travel_profiles()["e-bike"])
    net_s = time.perf_counter() - begun_s
    rng = np.random.default_rng(1)
    crowd = _beside_roads(rng, fictional, MEMBERS)
    places = [LonLat(*at) for at in _beside_roads(rng, fictional, PLACES).tolist()]
    figures = {
        "nodes": len(graph.node_lonlat_deg),
        "edges": len(graph.first),
        "graph_s": round(graph_s, 3),
        "net_s": round(net_s, 3),
    }
    return _measured(net, crowd, places, figures)


def _measured(
    net: TravelNet,
    crowd: NDArray[np.float64],
    places: list[LonLat],
    figures: dict[str, float],
) -> Report:
    near = Nearest(crowd, list(range(len(crowd))))
    is_free = np.random.default_rng(2).random(len(crowd)) < 0.5
    searches = Searches(net)
    taken: dict[str, list[float]] = {}
    by_road = 0
    for number, place in enumerate(places):
        with _timed(taken, "nearest_20_free_of_50000"):
            found = near.k_nearest(place, CANDIDATES, among=is_free)
        candidates = crowd[[one.key for one in found]]
        with _timed(taken, "snap_20"):
            net.snap(candidates)
        with _timed(taken, "twenty_by_road"):
            reach = searches.around(place, towards=True, limit_s=FARTHEST_S)
            times = reach.times(candidates)
        by_road += int((times.found == Found.BY_ROAD).sum())
        with _timed(taken, "twenty_by_road_again"):
            searches.around(place, towards=True, limit_s=FARTHEST_S).times(candidates)
        with _timed(taken, "isochrones"):
            isochrones(reach, [60.0 * minutes for minutes in MINUTES])
        if number < PLAIN:
            with _timed(taken, "plain_twenty"):
                _plainly(net, candidates)
    for name, seconds in taken.items():
        figures |= milliseconds(name, seconds)
    figures["answered_share"] = round(by_road / (CANDIDATES * len(places)), 3)
    return Report(
        "route",
        "20 candidates by travel time: one search turned round from the incident, kept, against"
        " a search of the whole graph for each of them (scipy alike); goals 100 ms, 1 ms",
        figures,
        {
            "to_plain": _ratio(figures, "plain_twenty", "twenty_by_road"),
            "kept_to_plain": _ratio(figures, "plain_twenty", "twenty_by_road_again"),
            "to_goal_of_100_ms": round(100 / figures["twenty_by_road_p95_ms"], 2),
            "nearest_to_goal_of_1_ms": round(1 / figures["nearest_20_free_of_50000_p95_ms"], 2),
        },
    )


@contextmanager
def _timed(taken: dict[str, list[float]], name: str) -> Iterator[None]:
    begun_s = time.perf_counter()
    yield
    taken.setdefault(name, []).append(time.perf_counter() - begun_s)


def _ratio(figures: dict[str, float], slow: str, fast: str) -> float:
    return round(figures[f"{slow}_p50_ms"] / figures[f"{fast}_p50_ms"], 1)


def _plainly(net: TravelNet, candidates: NDArray[np.float64]) -> None:
    """As one would without thinking: from each candidate's nearest node over everything."""
    nodes = net.graph.ends[net.snap(candidates).edge, 0]
    dijkstra(net.outwards.matrix, indices=nodes)


def _roads(fictional: FictionalRoads) -> Roads:
    return plain_roads(
        fictional.line_lonlat_deg, fictional.offset, fictional.grade.astype(np.int16), KINDS
    )


def _beside_roads(
    rng: np.random.Generator, fictional: FictionalRoads, count: int
) -> NDArray[np.float64]:
    """Places some 50 m from nodes of the net, (count, 2) degrees: where people are."""
    nodes = fictional.node_lonlat_deg
    at: NDArray[np.float64] = nodes[rng.integers(0, len(nodes), count)]
    return at + rng.normal(0.0, 5e-4, at.shape)
