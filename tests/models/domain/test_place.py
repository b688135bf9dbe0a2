"""Promises of points, bearings and distances."""

from __future__ import annotations

from math import inf, nan

import pytest

from models.domain.error import BadInput
from models.domain.place import LonLat, a_bearing, bearing_between, distance_m


@pytest.mark.parametrize(
    ("lon", "lat"), [(nan, 0.0), (0.0, inf), (180.1, 0.0), (0.0, -90.5), (36.4, 120.4)]
)
def test_a_point_out_of_range_is_bad_input_and_names_them(lon: float, lat: float) -> None:
    with pytest.raises(BadInput) as caught:
        LonLat(lon, lat)
    assert caught.value.code == "bad_point"
    assert str(lon) in caught.value.words.zh
    assert str(lat) in caught.value.words.en


def test_the_ends_of_the_range_are_points() -> None:
    assert LonLat(-180.0, -90.0) != LonLat(180.0, 90.0)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_m(LonLat(120, 36), LonLat(120, 37)) == pytest.approx(111_195, abs=1)


def test_distance_is_the_same_both_ways_and_nought_to_itself() -> None:
    a, b = LonLat(120.447, 36.389), LonLat(120.5, 36.4)
    assert distance_m(a, b) == distance_m(b, a)
    assert distance_m(a, a) == 0


def test_the_antimeridian_is_no_detour() -> None:
    assert distance_m(LonLat(179.999, 0), LonLat(-179.999, 0)) < 223


def test_bearings_run_clockwise_from_north() -> None:
    here = LonLat(120, 36)
    assert bearing_between(here, LonLat(120, 37)) == 0
    assert bearing_between(LonLat(0, 0), LonLat(1, 0)) == pytest.approx(90)
    assert bearing_between(LonLat(0, 0), LonLat(-1, 0)) == pytest.approx(270)
    assert bearing_between(here, here) == 0


def test_any_finite_angle_is_a_bearing_below_360() -> None:
    assert a_bearing(-90) == 270
    assert a_bearing(720) == 0
    assert a_bearing(-1e-20) == 0
    with pytest.raises(BadInput):
        a_bearing(nan)
