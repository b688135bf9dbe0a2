"""Flights of the view: smooth, exact at the end, and out of the way of a hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.canvas.camera import Camera
from maps.canvas.flight import FLIGHT_S, Flight
from maps.geometry.viewport import Viewport

SIZE = (800.0, 600.0)
places = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
scales = st.floats(0.1, 1e4)
views = st.builds(Viewport, places, scales, st.just(SIZE))


@given(views, views)
def test_a_flight_begins_here_and_ends_exactly_there(start: Viewport, goal: Viewport) -> None:
    begun = Flight(start, goal).view()
    assert begun.m_per_px == pytest.approx(start.m_per_px)
    assert begun.centre_mercator_m == pytest.approx(start.centre_mercator_m)
    assert Flight(start, goal, FLIGHT_S).view() == goal


@given(views, views, st.floats(0, FLIGHT_S))
def test_on_the_way_the_scale_is_never_beyond_both_ends(
    start: Viewport, goal: Viewport, flown_s: float
) -> None:
    scale = Flight(start, goal, flown_s).view().m_per_px
    low, high = sorted((start.m_per_px, goal.m_per_px))
    assert low * (1 - 1e-9) <= scale <= high * (1 + 1e-9)


def test_the_camera_flies_step_by_step_and_then_stands() -> None:
    start, goal = Viewport((0, 0), 100, SIZE), Viewport((5_000, 0), 10, SIZE)
    camera = Camera(start)
    camera.fly(goal)
    seen = [camera.view.m_per_px]
    while camera.is_moving:
        camera.advance(0.016)
        seen.append(camera.view.m_per_px)

    assert seen == sorted(seen, reverse=True)
    assert len(seen) > FLIGHT_S / 0.016
    assert camera.view == goal


def test_a_zoom_or_a_pan_ends_a_flight_where_it_was_going() -> None:
    start, goal = Viewport((0, 0), 100, SIZE), Viewport((5_000, 0), 100, SIZE)
    camera = Camera(start)
    camera.fly(goal)
    camera.advance(0.1)
    camera.pan(0, 0)
    assert camera.view == goal
    assert not camera.is_moving
