"""Places reckoned when asked for: the same as all reckoned at once."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maps.geometry.projection import HALF_WORLD_M, to_mercator
from maps.layers.places import OfFixes, OnPlane, place_in
from tests.maps.worlds import Fixes

degrees = st.tuples(st.floats(-200, 200), st.floats(-90, 90))
metres = st.floats(-1.2 * HALF_WORLD_M, 1.2 * HALF_WORLD_M)
WORLD = (-1.2 * HALF_WORLD_M, -HALF_WORLD_M, 1.2 * HALF_WORLD_M, HALF_WORLD_M)


def fixes_at(lonlat):
    lonlat = np.array(lonlat, float).reshape(-1, 2)
    count = len(lonlat)
    return Fixes(
        np.arange(count, dtype=np.int32),
        np.zeros(count, np.int64),
        lonlat[:, 0].copy(),
        lonlat[:, 1].copy(),
        np.zeros(count, np.float32),
        np.zeros(count, np.float32),
    )


def places_of(lonlat, unknown=2):
    """Marks at these fixes, the last first, and some that have none."""
    fix = np.concatenate([np.arange(len(lonlat))[::-1], np.full(unknown, -1)])
    return OfFixes(fixes_at(lonlat), fix)


@given(st.lists(degrees, max_size=30), st.tuples(metres, metres), st.tuples(metres, metres))
@example([(120.0, 90.0), (0.0, -90.0)], WORLD[:2], WORLD[2:])
@example([(0.0, 0.0)], (0.0, 0.0), (0.0, 0.0))
def test_within_bounds_is_who_stands_there_on_the_plane(lonlat, one, other):
    low, high = np.minimum(one, other), np.maximum(one, other)
    bounds = (*low.tolist(), *high.tolist())
    rows, at = places_of(lonlat).within(bounds)
    every = places_of(lonlat).mercator_m
    with np.errstate(invalid="ignore"):
        assert (
            rows.tolist()
            == np.flatnonzero(((every >= low) & (every <= high)).all(axis=1)).tolist()
        )
    assert np.array_equal(at, every[rows])
    assert OnPlane(every).within(bounds)[0].tolist() == rows.tolist()


@given(st.lists(degrees, min_size=1, max_size=30))
def test_some_places_are_those_among_all(lonlat):
    places, rows = places_of(lonlat), np.array([len(lonlat), 0, len(lonlat) - 1, 0])
    alone = places.of(rows)
    assert np.array_equal(alone, places.mercator_m[rows], equal_nan=True)
    assert np.array_equal(places.of(rows), alone, equal_nan=True)
    assert np.array_equal(alone[1], to_mercator([lonlat[-1]])[0])


def test_without_a_fix_there_is_no_place():
    places = places_of([(120.4, 36.4)], unknown=1)
    assert place_in(places, 1) is None
    assert place_in(places, None) is None
    assert place_in(places, 0) == pytest.approx(tuple(to_mercator([(120.4, 36.4)])[0]))


def test_of_nobody_there_are_no_places():
    rows, at = places_of([], unknown=3).within(WORLD)
    assert not len(rows)
    assert at.shape == (0, 2)
