"""Promises of where the map looks."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from maps.geometry.projection import HALF_WORLD_M
from maps.geometry.viewport import COARSEST_M_PER_PX, FINEST_M_PER_PX, Viewport

VIEW = Viewport((13_400_000.0, 4_350_000.0), 10.0, (800.0, 600.0))


def test_the_centre_is_in_the_middle_and_north_is_up() -> None:
    points = [VIEW.centre_mercator_m, (13_401_000.0, 4_351_000.0)]
    assert VIEW.to_screen(points).tolist() == [[400, 300], [500, 200]]


def test_from_the_screen_to_the_map_and_back() -> None:
    pixels = np.random.default_rng(1).uniform(-1000, 2000, (100, 2))
    assert np.abs(VIEW.to_screen(VIEW.to_map(pixels)) - pixels).max() < 1e-6


@pytest.mark.parametrize("factor", [0.5, 2.0, 1e9])
def test_zooming_keeps_the_point_under_the_cursor_where_it_is(factor: float) -> None:
    cursor = (123.0, 456.0)
    under = VIEW.to_map(cursor)
    assert np.abs(VIEW.zoomed(factor, cursor).to_map(cursor) - under).max() < 1e-3


def test_a_zoom_ends_at_the_finest_and_the_coarsest_scale() -> None:
    assert VIEW.zoomed(1e9).m_per_px == FINEST_M_PER_PX
    assert VIEW.zoomed(1e-9).m_per_px == COARSEST_M_PER_PX


def test_a_senseless_zoom_changes_nothing() -> None:
    assert VIEW.zoomed(0) == VIEW.zoomed(nan) == VIEW.zoomed(-1) == VIEW


def test_dragging_the_map_right_shows_what_lies_west() -> None:
    assert VIEW.panned(10, 20).centre_mercator_m == (13_399_900.0, 4_350_200.0)


def test_what_is_seen_is_the_size_times_the_scale() -> None:
    assert VIEW.bounds_m() == (13_396_000.0, 4_347_000.0, 13_404_000.0, 4_353_000.0)
    west, south, east, north = VIEW.bounds_deg()
    assert west < east
    assert south < north


def test_a_box_is_fitted_with_a_margin() -> None:
    fitted = VIEW.fitted_to((0, 0, 7680, 100), margin_px=16)
    assert fitted.centre_mercator_m == (3840, 50)
    assert fitted.m_per_px == 10
    west, _, east, _ = fitted.bounds_m()
    assert west <= 0
    assert east >= 7680


def test_a_box_of_one_point_is_centred_and_no_box_changes_nothing() -> None:
    assert VIEW.fitted_to((5, 5, 5, 5)) == VIEW.centred_on((5, 5))
    assert VIEW.fitted_to((nan, nan, nan, nan)) == VIEW


@pytest.mark.parametrize("size", [(0, 0), (-5, 3), (nan, inf)])
def test_a_window_folded_to_nothing_is_safe(size: tuple[float, float]) -> None:
    folded = VIEW.resized(size).fitted_to((0, 0, 100, 100))
    assert min(folded.size_px) >= 1
    assert np.isfinite(folded.to_map([(0, 0)])).all()


def test_wild_numbers_are_brought_into_the_world() -> None:
    wild = Viewport((1e99, nan), inf, (100, 100))
    assert wild.centre_mercator_m == (HALF_WORLD_M, 0.0)
    assert FINEST_M_PER_PX <= wild.m_per_px <= COARSEST_M_PER_PX


def test_past_the_edge_of_the_world_the_whole_round_is_seen() -> None:
    far_out = Viewport((0, 0), COARSEST_M_PER_PX, (800, 600))
    assert far_out.bounds_deg()[::2] == (-180, 180)
