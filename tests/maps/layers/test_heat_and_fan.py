import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.layers.fan import MOST_FANNED, fan_px
from maps.layers.heat import LEAST_PEAK, heat_field, peak_of

BOX = (-400.0, -400.0, 400.0, 400.0)


def test_one_incident_is_one_high_where_it_is_and_fades_around():
    field = heat_field(np.array([[2.0, 2.0]]), BOX, 4.0, 22.0)
    row, column = np.unravel_index(field.density.argmax(), field.density.shape)
    assert field.density.max() == pytest.approx(1.0, abs=0.03)
    assert (column, row) == (100, 99)
    assert field.density[row, column + 20] < 0.01


def test_three_on_one_point_are_three_times_as_hot():
    at = np.array([[2.0, 2.0]])
    one, three = (heat_field(np.repeat(at, n, 0), BOX, 4.0, 22.0) for n in (1, 3))
    assert np.allclose(three.density, 3 * one.density, atol=1e-5)


def test_what_lies_beyond_the_edge_warms_it():
    field = heat_field(np.array([[420.0, 0.0]]), BOX, 4.0, 22.0)
    assert field.density[100, -1] > 0.5


@given(st.integers(-30, 30), st.integers(-30, 30))
def test_a_map_panned_shows_the_same_heat(dx, dy):
    at = np.random.default_rng(5).uniform(-300, 300, (60, 2))
    here = heat_field(at, BOX, 4.0, 20.0)
    west, south, east, north = BOX
    moved = (west + dx * 4, south + dy * 4, east + dx * 4, north + dy * 4)
    there = heat_field(at, moved, 4.0, 20.0)
    assert here.peak == there.peak
    row, column = 100 - dy, 100
    ours = here.density[row, max(dx, 0) : 200 + min(dx, 0)]
    theirs = there.density[100, max(-dx, 0) : 200 - max(dx, 0)]
    assert column
    assert np.allclose(ours, theirs, atol=1e-5)


def test_few_incidents_are_no_blaze_and_unknown_places_none():
    assert peak_of(np.array([[0.0, 0.0], [np.nan, np.nan]]), 20.0) == LEAST_PEAK
    assert peak_of(np.zeros((40, 2)), 20.0) == 40


def test_nothing_is_cold_everywhere():
    assert not heat_field(np.empty((0, 2)), BOX, 4.0, 22.0).density.any()


@given(st.integers(1, MOST_FANNED), st.floats(8, 80))
def test_marks_of_a_fan_leave_each_other_and_the_middle_room(count, pitch):
    spots = fan_px(count, pitch)
    assert spots.shape == (count, 2)
    assert np.hypot(*spots.T).min() >= pitch
    between = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    assert between[~np.eye(count, dtype=bool)].min(initial=np.inf) >= pitch * (1 - 1e-9)
