"""Rooms, scales and grids of a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.canvas.sheet.layout import (
    MM_PER_INCH,
    PX_PER_INCH,
    Box,
    degree_words,
    grid_step_s,
    layout_of,
    round_scale,
    view_at_round_scale,
)
from maps.geometry.projection import ground_scale, to_lonlat, to_mercator

SIDES = st.floats(100, 1_500)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right - 1e-6
        and other.left < one.right - 1e-6
        and one.top < other.bottom - 1e-6
        and other.top < one.bottom - 1e-6
    )


@given(SIDES, SIDES)
def test_the_rooms_lie_on_the_sheet_and_apart(width_mm: float, height_mm: float) -> None:
    layout = layout_of((width_mm, height_mm))
    rooms = [layout.title, layout.map, layout.legend, layout.foot]

    assert all(room.left >= 0 and room.right <= layout.width for room in rooms)
    assert all(room.top >= 0 and room.bottom <= layout.height for room in rooms)
    pairs = [(a, b) for number, a in enumerate(rooms) for b in rooms[number + 1 :]]
    assert not any(overlap(a, b) for a, b in pairs)


def test_the_legend_stands_beside_a_lying_map_and_below_an_upright_one() -> None:
    lying, upright = layout_of((420, 297)), layout_of((297, 420))

    assert lying.legend.left >= lying.map.right
    assert upright.legend.top >= upright.map.bottom


@given(st.floats(1, 1e8))
def test_a_round_scale_is_not_smaller_and_not_much_larger(denominator: float) -> None:
    assert denominator * (1 - 1e-6) - 1 <= round_scale(denominator) <= denominator * 1.51 + 1


@pytest.mark.parametrize(("exact", "rounded"), [(24_100, 25_000), (25_000, 25_000), (99, 100)])
def test_scales_are_those_of_maps(exact: float, rounded: int) -> None:
    assert round_scale(exact) == rounded


def test_a_centimetre_of_the_sheet_is_what_the_scale_says() -> None:
    bounds = [tuple(corner) for corner in to_mercator([(120.1, 36.2), (120.8, 36.7)]).tolist()]
    view, scale = view_at_round_scale((*bounds[0], *bounds[1]), layout_of((420, 297)).map)
    _, lat = to_lonlat([view.centre_mercator_m])[0]

    centimetre_px = PX_PER_INCH / MM_PER_INCH * 10
    on_ground_m = centimetre_px * view.m_per_px * ground_scale(float(lat))
    assert on_ground_m == pytest.approx(scale / 100, rel=1e-9)


@given(st.floats(1e-3, 170))
def test_a_grid_has_a_few_lines(span_deg: float) -> None:
    assert 0 < span_deg * 3_600 / grid_step_s(span_deg) <= 6 + 1e-9


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(432_000, "120°E"), (436_500, "121°15′E"), (-5, "0°00′05″W"), (0, "0°E")],
)
def test_degrees_are_written_as_on_maps(seconds: int, words: str) -> None:
    assert degree_words(seconds, "EW") == words
