"""Lengths and areas on the ground: right to the metre, wherever on earth."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.geometry.measures import area_and_perimeter_m, circle, crosses_itself, lengths_m
from models.domain.place import LonLat, distance_m

SQUARE = [(120.0, 36.0), (120.01, 36.0), (120.01, 36.01), (120.0, 36.01)]


def test_a_degree_of_the_equator_has_its_known_length() -> None:
    assert lengths_m([(0, 0), (1, 0)])[-1] == pytest.approx(111_319.491, abs=0.01)


def test_the_way_to_each_point_grows_from_nothing() -> None:
    ways = lengths_m(SQUARE)
    assert ways[0] == 0
    assert (np.diff(ways) > 0).all()


def test_nothing_and_one_point_have_no_length_and_no_area() -> None:
    assert lengths_m([]).tolist() == []
    assert lengths_m(SQUARE[:1]).tolist() == [0.0]
    assert area_and_perimeter_m(SQUARE[:1]) == (0.0, 0.0)


def test_an_area_is_that_of_the_ground_and_not_of_the_map() -> None:
    area_m2, around_m = area_and_perimeter_m(SQUARE)
    east_m, north_m = 90_163.0 * 0.01, 110_960.0 * 0.01  # a degree at 36° N
    assert area_m2 == pytest.approx(east_m * north_m, rel=1e-3)
    assert around_m == pytest.approx(2 * (east_m + north_m), rel=1e-3)


@given(st.permutations(SQUARE))
def test_going_round_the_other_way_changes_no_area(corners: list[tuple[float, float]]) -> None:
    ahead, back = area_and_perimeter_m(corners), area_and_perimeter_m(corners[::-1])
    assert ahead == pytest.approx(back, rel=1e-9, abs=1e-3)


@given(
    st.floats(-179, 179), st.floats(-80, 80), st.floats(1, 20_000).map(lambda m: round(m, 1))
)
def test_every_point_of_a_circle_lies_its_radius_away(
    lon: float, lat: float, radius_m: float
) -> None:
    corners = circle((lon, lat), radius_m)
    away = [distance_m(LonLat(lon, lat), LonLat(*corner)) for corner in corners.tolist()]
    assert np.allclose(away, radius_m, rtol=6e-3)
    assert area_and_perimeter_m(corners)[0] == pytest.approx(pi * radius_m**2, rel=3e-3)


def test_a_bow_tie_crosses_itself_and_a_square_does_not() -> None:
    bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    assert crosses_itself(bow)
    assert not crosses_itself(SQUARE)
    assert not crosses_itself(SQUARE[:3])
