"""Promises of nearest."""

from __future__ import annotations

import numpy as np
import pytest

from models.domain.place import LonLat, distance_m
from models.geography.nearest import Nearest

HERE = LonLat(120.5, 36.5)


def test_the_nearest_come_first_with_their_distance_on_the_ground() -> None:
    places = [[120.6, 36.5], [120.5, 36.5001], [120.51, 36.5]]
    near = Nearest(places, ["far", "here", "there"]).k_nearest(HERE, 2)
    assert [one.key for one in near] == ["here", "there"]
    assert near[1].distance_m == pytest.approx(distance_m(HERE, LonLat(120.51, 36.5)))


def test_a_radius_includes_its_end() -> None:
    nearest = Nearest([[120.51, 36.5], [120.6, 36.5]], ["a", "b"])
    radius_m = distance_m(HERE, LonLat(120.51, 36.5)) + 1e-6
    assert [one.key for one in nearest.within(HERE, radius_m)] == ["a"]
    assert [one.key for one in nearest.k_nearest(HERE, 5, within_m=radius_m)] == ["a"]
    assert nearest.within(HERE, radius_m - 1) == []


def test_asking_for_more_than_there_are_gives_all() -> None:
    assert len(Nearest([[120, 36], [121, 36]], ["a", "b"]).k_nearest(HERE, 9)) == 2


def test_nobody_is_near_where_nobody_is_known() -> None:
    assert Nearest([], []).k_nearest(HERE, 3) == []
    lost: Nearest[str] = Nearest([[np.nan, np.nan]], ["lost"])
    assert len(lost) == 0
    assert lost.within(HERE, 1e7) == []
    assert Nearest([[120, 36]], ["a"]).k_nearest(HERE, 0) == []


def test_the_antimeridian_is_no_border() -> None:
    nearest = Nearest([[-179.99, 0], [179.0, 0]], ["across", "far"])
    assert nearest.k_nearest(LonLat(179.99, 0), 1)[0].key == "across"


def test_order_agrees_with_measuring_everybody() -> None:
    places = np.random.default_rng(3).uniform([120, 36], [121, 37], (300, 2))
    near = Nearest(places, list(range(300))).k_nearest(HERE, 300)
    measured = [distance_m(HERE, LonLat(*places[one.key])) for one in near]
    assert measured == sorted(measured)
    assert [one.distance_m for one in near] == pytest.approx(measured, abs=1e-3)


def test_places_and_keys_must_pair() -> None:
    with pytest.raises(ValueError, match="2 places for 1 keys"):
        Nearest([[1, 1], [2, 2]], ["a"])


def test_only_those_who_may_be_answered_are_and_none_of_them_is_passed_over() -> None:
    rng = np.random.default_rng(5)
    places = rng.uniform([120, 36], [121, 37], (2_000, 2))
    places[::7] = np.nan
    for share in (0.5, 0.01, 0.0):
        among = rng.random(len(places)) < share
        nearest = Nearest(places, list(range(len(places))))
        everybody = nearest.k_nearest(HERE, len(places))
        expected = [one for one in everybody if among[one.key]][:20]
        assert nearest.k_nearest(HERE, 20, among=among) == expected
