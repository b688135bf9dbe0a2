"""Promises of the search for the nearest piece of road."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.geography.pieces import NOTHING, Pieces
from tests.models.geography.road_nets import degrees

_FLAT = np.ones(2)


def away_m(points_m: np.ndarray, line_m: np.ndarray) -> np.ndarray:
    """From each point to each piece of a line, (points, pieces) metres, by brute force."""
    begin, step = line_m[:-1], np.diff(line_m, axis=0)
    away = points_m[:, None] - begin
    length2 = np.maximum((step * step).sum(axis=1), 1e-12)
    share = np.clip((away * step).sum(axis=2) / length2, 0, 1)
    return np.hypot(*np.moveaxis(away - share[..., None] * step, 2, 0))


@given(seed=st.integers(0, 10_000), reach_m=st.sampled_from([40.0, 700.0, 9_000.0]))
def test_the_nearest_of_all_pieces_is_found_and_none_beyond_the_reach(
    seed: int, reach_m: float
) -> None:
    rng = np.random.default_rng(seed)
    line = rng.normal(0, [3_000, 800], (12, 2))
    line[3] = line[2]  # a piece without length
    points = np.vstack([rng.normal(0, 4_000, (20, 2)), line[5:6]])
    rows = np.arange(len(line) - 1)
    found = Pieces(degrees(line), rows, _FLAT).nearest(degrees(points), reach_m)
    away = away_m(points, line)
    for row, least in enumerate(away.min(axis=1)):
        if abs(least - reach_m) > 1e-3:
            assert (found[row] != NOTHING) == (least < reach_m)
        if found[row] != NOTHING:
            assert abs(away[row, found[row]] - least) < 1e-3


def test_a_place_that_nobody_knows_is_near_nothing() -> None:
    pieces = Pieces(degrees([[0, 0], [100, 0]]), np.arange(1), _FLAT)
    places = np.vstack([[[np.nan, np.nan]], degrees([[50, 3]])])
    assert pieces.nearest(places, 500.0).tolist() == [NOTHING, 0]
