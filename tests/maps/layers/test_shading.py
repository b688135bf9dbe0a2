"""What lies over the ground: which level is coloured, and which tiles a change concerns."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.layers.cells import ways_of
from maps.layers.layer import (
    CELLS,
    CHOROPLETH,
    INCIDENTS,
    LINKS,
    MEMBERS,
    SPECIAL_CELLS,
    STATIC,
    WATER,
    LayerStack,
)
from maps.layers.shading import Shading, outdated, spread_over
from maps.layers.style import map_style
from tests.maps.worlds import a_ground

GROUND = a_ground(((1, 1), (2, 2), (2, 3)))
DISTRICT, TOWN, COMMUNITY = (cells.level for cells in GROUND.cells)
WHOLE = GROUND.bounds_m()


def a_shading(**given):
    classes = {cells.level: np.ones(len(cells.ids), np.uint8) for cells in GROUND.cells}
    return Shading("burden", given.pop("classes", classes), **given)


def with_class(shading, level, row, number):
    classes = dict(shading.classes)
    classes[level] = classes[level].copy()
    classes[level][row] = number
    return replace(shading, classes=classes)


def at_width(level, px):
    """The scale at which the median cell of a level is so wide."""
    cells = next(cells for cells in GROUND.cells if cells.level == level)
    return float(cells.size_m[len(cells.ids) // 2]) / px


def test_the_finest_level_wide_enough_to_compare_is_coloured():
    shading = a_shading()
    assert shading.cells_at(GROUND, at_width(COMMUNITY, 40)).level == COMMUNITY
    assert shading.cells_at(GROUND, at_width(TOWN, 40)).level == TOWN


def test_one_cell_alone_is_never_coloured_while_it_has_children():
    assert a_shading().cells_at(GROUND, at_width(TOWN, 2)).level == TOWN


def test_larger_words_want_wider_cells():
    scale = at_width(COMMUNITY, 40)
    assert a_shading(narrowest_px=60).cells_at(GROUND, scale).level == TOWN


def test_a_level_once_chosen_is_coloured_at_every_zoom():
    for px in (1, 40, 900):
        assert a_shading(level=TOWN).cells_at(GROUND, at_width(TOWN, px)).level == TOWN


def test_without_classes_nothing_is_coloured():
    assert a_shading(classes={}).cells_at(GROUND, 10.0) is None
    assert not a_shading().shown(LayerStack()).classes
    shown = LayerStack().switched(CHOROPLETH, on=True).faded(CHOROPLETH, 0.5)
    assert a_shading().shown(shown).strength == 0.5


def test_a_tile_is_outdated_only_where_a_class_on_it_is_another():
    before = a_shading()
    after = with_class(before, TOWN, 0, 5)
    tells = outdated(before, after, GROUND)
    box = tuple(GROUND.cells[1].bounds_m[0].tolist())
    assert tells(box, at_width(TOWN, 40))
    assert not tells(box, at_width(COMMUNITY, 40))
    west, _south, _east, north = WHOLE
    assert not tells((west - 2e4, north + 1e4, west - 1e4, north + 2e4), at_width(TOWN, 40))


def test_nothing_is_outdated_by_the_same_classes_made_anew():
    tells = outdated(a_shading(), a_shading(), GROUND)
    assert not any(tells(WHOLE, at_width(level, 40)) for level in (TOWN, COMMUNITY))


@pytest.mark.parametrize(
    "other",
    [
        {"level": 3},
        {"strength": 0.4},
        {"narrowest_px": 90.0},
        {"classes": {}},
        {"areas": (ways_of("market", [], is_area=True),)},
    ],
)
def test_another_way_of_colouring_concerns_every_tile(other):
    assert outdated(a_shading(), a_shading(**other), GROUND)(WHOLE, 1.0)


def test_areas_go_with_their_layers():
    market, office = (ways_of(kind, [], is_area=True) for kind in ("market", "department"))
    shading = Shading(areas=(market, office))
    stack = LayerStack().switched(SPECIAL_CELLS, on=False)
    assert [area.kind for area in shading.shown(stack).areas] == ["department"]


def test_few_classes_are_spread_over_the_whole_ramp():
    assert spread_over(5, 1) == (2,)
    assert spread_over(5, 2) == (0, 4)
    assert spread_over(5, 3) == (0, 2, 4)
    assert spread_over(5, 5) == (0, 1, 2, 3, 4)


def test_layers_of_the_ground_keep_their_place_and_others_move():
    stack = LayerStack()
    assert set(stack.movable()).isdisjoint(STATIC)
    moved = stack.ordered([INCIDENTS, CELLS, MEMBERS, "of a later release", LINKS])
    kept = [key for key in moved.order if key in STATIC]
    assert kept == [key for key in stack.order if key in STATIC]
    assert moved.order.index(INCIDENTS) < moved.order.index(MEMBERS) < moved.order.index(LINKS)
    assert moved.order.index(WATER) < moved.order.index(INCIDENTS)
    assert sorted(moved.order) == sorted(stack.order)


@given(st.permutations(LayerStack().movable()), st.integers(0, 5))
def test_an_order_kept_is_the_order_restored_whatever_it_lacks(order, lacks):
    stack = LayerStack().ordered(order[lacks:])
    assert sorted(stack.order) == sorted(LayerStack().order)
    named = [key for key in stack.movable() if key in order[lacks:]]
    assert named == order[lacks:]


@pytest.mark.parametrize("theme", ["night", "day"])
@pytest.mark.parametrize("ramp", ["burden", "means"])
def test_names_are_readable_on_every_colour_and_steps_differ_in_lightness(theme, ramp):
    style = map_style(theme)
    light = [luminance(colour) for colour in style.ramps[ramp]]
    words = luminance(style.plain["text"])
    assert all(contrast(words, one) >= 4.5 for one in light)
    steps = np.diff(light) if theme == "night" else -np.diff(light)
    assert (steps > 0).all()
    assert min(contrast(a, b) for a, b in pairwise(light)) > 1.05


def luminance(colour):
    parts = np.array(colour[:3]) / 255
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)
