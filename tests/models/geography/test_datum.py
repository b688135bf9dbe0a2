"""Promises of the shifted Chinese datums."""

from __future__ import annotations

import numpy as np
import pytest

from models.domain.place import LonLat, distance_m
from models.geography.datum import Datum, from_wgs84, to_wgs84

JIMO = [[120.447, 36.389]]
OUTSIDE = [[-122.4, 37.8], [2.35, 48.85], [139.7, 35.7]]


@pytest.mark.parametrize(
    ("datum", "lon", "lat", "off_m"),
    [(Datum.GCJ02, 120.452086, 36.389331, 458), (Datum.BD09, 120.458593, 36.395376, 1258)],
)
def test_the_known_vector_comes_out(datum: Datum, lon: float, lat: float, off_m: int) -> None:
    shifted = from_wgs84(JIMO, datum)[0]
    assert shifted.tolist() == pytest.approx([lon, lat], abs=5e-7)
    assert distance_m(LonLat(*JIMO[0]), LonLat(*shifted)) == pytest.approx(off_m, rel=5e-3)


@pytest.mark.parametrize("datum", list(Datum))
def test_there_and_back_is_better_than_a_ten_millionth_of_a_degree(datum: Datum) -> None:
    wgs = np.random.default_rng(1).uniform([73, 2], [136, 55], (2000, 2))
    assert np.abs(to_wgs84(from_wgs84(wgs, datum), datum) - wgs).max() < 1e-9


@pytest.mark.parametrize("datum", list(Datum))
def test_outside_china_nothing_moves(datum: Datum) -> None:
    assert from_wgs84(OUTSIDE, datum).tolist() == OUTSIDE
    assert to_wgs84(OUTSIDE, datum).tolist() == OUTSIDE


def test_what_is_given_is_left_alone() -> None:
    given = np.array(JIMO)
    to_wgs84(given, Datum.BD09)
    assert given.tolist() == JIMO


def test_no_points_are_no_trouble() -> None:
    assert to_wgs84([], Datum.BD09).shape == (0, 2)
