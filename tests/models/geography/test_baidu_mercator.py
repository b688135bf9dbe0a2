"""Baidu's plane: held against Baidu's own answer, smooth, and back again."""

from __future__ import annotations

import numpy as np
import pytest

from models.geography.baidu_mercator import MOST_LAT_DEG, bd09_to_plane, plane_to_bd09

BEIJING_DEG, BEIJING_M = (116.403874, 39.914889), (12958160.97, 4825907.72)
"""What Baidu's location service says of Beijing, in its degrees and in its metres."""


def test_beijing_is_where_baidu_says_it_is() -> None:
    assert bd09_to_plane([BEIJING_DEG])[0] == pytest.approx(BEIJING_M, abs=0.01)
    assert plane_to_bd09([BEIJING_M])[0] == pytest.approx(BEIJING_DEG, abs=1e-6)


def test_there_and_back_is_the_same_place_in_all_four_quarters() -> None:
    rng = np.random.default_rng(7)
    places = rng.uniform((-179.0, -73.9), (179.0, 73.9), (5_000, 2))
    assert np.abs(plane_to_bd09(bd09_to_plane(places)) - places).max() <= 1e-7


def test_pieces_meet_within_half_a_metre_in_china_and_grow_northwards() -> None:
    lat = np.arange(0.0, MOST_LAT_DEG, 0.01)
    north = bd09_to_plane(np.column_stack((np.full(len(lat), 120.0), lat)))[:, 1]
    assert (np.diff(north) > 0).all()
    for seam in (15.0, 30.0, 45.0):
        below, above = bd09_to_plane([(120.0, seam - 1e-9), (120.0, seam)])
        assert abs(above[1] - below[1]) < 0.5


def test_nothing_lies_beyond_where_baidu_ends() -> None:
    assert np.isfinite(bd09_to_plane([(0.0, 90.0), (0.0, -90.0)])).all()
    assert np.isfinite(plane_to_bd09([(0.0, 4e7), (0.0, -4e7)])).all()
    assert bd09_to_plane(np.empty((0, 2))).shape == (0, 2)
