"""Baidu's plane: held against Baidu's own answer, smooth, alike in its quarters."""

from __future__ import annotations

import numpy as np
import pytest

from models.geography.baidu_mercator import MOST_LAT_DEG, bd09_to_plane

BEIJING_DEG, BEIJING_M = (116.403874, 39.914889), (12958160.97, 4825907.72)
"""What Baidu's location service says of Beijing, in its degrees and in its metres."""


def test_beijing_is_where_baidu_says_it_is() -> None:
    assert bd09_to_plane([BEIJING_DEG])[0] == pytest.approx(BEIJING_M, abs=0.01)


def test_the_four_quarters_are_mirrored() -> None:
    rng = np.random.default_rng(7)
    places = rng.uniform((0.0, 0.0), (179.0, 73.9), (5_000, 2))
    here = bd09_to_plane(places)
    assert (here > 0).all()
    for east, north in ((1, -1), (-1, 1), (-1, -1)):
        assert (bd09_to_plane(places * (east, north)) == here * (east, north)).all()


def test_pieces_meet_within_half_a_metre_in_china_and_grow_northwards() -> None:
    lat = np.arange(0.0, MOST_LAT_DEG, 0.01)
    north = bd09_to_plane(np.column_stack((np.full(len(lat), 120.0), lat)))[:, 1]
    assert (np.diff(north) > 0).all()
    for seam in (15.0, 30.0, 45.0):
        below, above = bd09_to_plane([(120.0, seam - 1e-9), (120.0, seam)])
        assert abs(above[1] - below[1]) < 0.5


def test_nothing_lies_beyond_where_baidu_ends() -> None:
    assert np.isfinite(bd09_to_plane([(0.0, 90.0), (0.0, -90.0)])).all()
    assert bd09_to_plane(np.empty((0, 2))).shape == (0, 2)
