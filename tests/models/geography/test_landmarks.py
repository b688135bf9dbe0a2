"""A place is told as people tell it: the crossing, the direction, the metres."""

from __future__ import annotations

import numpy as np

from models.domain.place import LonLat
from models.geography.landmarks import Kind, Landmarks, Spots, Way

EAST_M, NORTH_M = 1 / 89_600, 1 / 111_195


def _at(east_m: float, north_m: float) -> LonLat:
    return LonLat(120.447 + east_m * EAST_M, 36.389 + north_m * NORTH_M)


def _way(name: str, *points: tuple[float, float]) -> Way:
    places = [_at(*point) for point in points]
    return Way(name, np.array([[one.lon_deg, one.lat_deg] for one in places]))


ROADS = (
    _way("鹤山路", (-1_000, 0), (0, 0), (1_000, 0)),
    _way("烟青路", (0, -1_000), (0, 0), (0, 1_000)),
)
PLACES = Spots(
    ("前进社区", "新民", "未画", "新民"),
    np.array(
        [(at.lon_deg, at.lat_deg) for at in (_at(0, 3_000), _at(1, 1), _at(2, 2), _at(9, 9))]
    ),
    np.array([0, 1, 3]),
)
KNOWN = Landmarks(ROADS, PLACES, (("育才小学", _at(0, 3_000)),))


def test_near_a_crossing_the_crossing_is_named() -> None:
    near = KNOWN.near(_at(25, 25))
    assert near is not None
    assert near.said("zh") == "烟青路与鹤山路路口东北35米"
    assert near.said("en") == "35 m NE of 烟青路 × 鹤山路"


def test_all_eight_directions_and_steps_of_five_metres() -> None:
    winds = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
    for wind, (east, north) in enumerate(winds):
        near = KNOWN.near(_at(43 * east, 43 * north))
        assert near is not None
        assert near.wind == wind
        assert near.away_m in {45, 60}


def test_at_the_crossing_itself_no_direction_is_told() -> None:
    near = KNOWN.near(_at(1, 0.5))
    assert near is not None
    assert near.said("zh") == "烟青路与鹤山路路口"


def test_away_from_crossings_the_road_is_named_and_then_the_place() -> None:
    road = KNOWN.near(_at(600, 42))
    assert road is not None
    assert road.landmark.kind is Kind.ROAD
    assert road.said("zh") == "鹤山路北40米"
    place = KNOWN.near(_at(300, 3_000))
    assert place is not None
    assert place.said("zh") == "育才小学东300米"
    assert KNOWN.near(_at(0, 90_000)) is None


def test_a_text_that_names_both_roads_finds_the_crossing() -> None:
    found = KNOWN.named_in("烟青路和鹤山路交叉口井盖丢了，靠近前进社区")
    assert [one.kind for one in found] == [Kind.CROSSING, Kind.PLACE]
    assert KNOWN.named_in("鹤山路上有坑") == ()


def test_a_name_that_two_places_bear_finds_neither() -> None:
    assert KNOWN.named_in("新民有人打架") == ()


def test_a_district_without_names_tells_nothing() -> None:
    assert Landmarks(()).near(_at(0, 0)) is None
    assert Landmarks(()).named_in("鹤山路") == ()


def test_a_road_that_passes_by_with_both_ends_far_away_is_near() -> None:
    long = Landmarks([_way("长江路", (-9_000, -8_990), (9_000, 9_010))])
    near = long.near(_at(0, 0))
    assert near is not None
    assert near.said("zh") == "长江路东南5米"


def test_places_that_are_not_meant_are_not_found() -> None:
    assert KNOWN.named_in("未画着火了") == ()
    assert Landmarks((), Spots(("未画", "新民"), np.zeros((2, 2)), np.array([1]))).named_in(
        "新民"
    )
