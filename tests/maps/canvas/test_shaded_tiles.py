"""Cells in the colours of their classes, on the tiles of a canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest

from maps.canvas.overlays import HoverCard
from maps.canvas.tile_shading import shading_from, shading_told
from maps.canvas.tile_wire import message, read_message
from maps.layers.cells import cell_at, ways_of
from maps.layers.layer import CELL_NAMES, CHOROPLETH, MEMBER_NAMES, ROADS, WATER
from maps.layers.scene import Scene
from maps.layers.shading import Shading
from maps.layers.style import map_style
from models.domain.error import BadInput
from tests.maps.canvas.conftest import GROUND

pytestmark = pytest.mark.gui
TOWN = GROUND.cells[1].level
BARE = (WATER, ROADS, CELL_NAMES, MEMBER_NAMES)


def towns_in(*numbers):
    return Shading("burden", {TOWN: np.array(numbers, np.uint8)})


@pytest.fixture
def coloured(a_canvas):
    """A canvas of bare cells, the choropleth switched on."""
    canvas = a_canvas(Scene(ground=GROUND))
    layers = canvas.layers.switched(CHOROPLETH, on=True)
    for key in BARE:
        layers = layers.switched(key, on=False)
    canvas.set_layers(layers)
    canvas.settle()
    return canvas


def colour_at(canvas, row):
    """The colour a little beside the middle of a town, off its outline."""
    image = canvas.grab().toImage()
    x, y = canvas.view.to_screen(GROUND.cells[1].label_m[row])[0].tolist()
    return {image.pixelColor(round(x) + dx, round(y) + 3).rgb() for dx in range(-8, 9, 4)}


def ramp(number, theme="night"):
    red, green, blue, _ = map_style(theme).ramps["burden"][number - 1]
    return 0xFF000000 | red << 16 | green << 8 | blue


def test_each_cell_has_the_colour_of_its_class(coloured):
    coloured.set_shading(towns_in(1, 2, 4, 6))
    coloured.settle()
    for row, number in enumerate((1, 2, 4, 6)):
        assert ramp(number) in colour_at(coloured, row)


def test_a_cell_without_a_value_has_a_pattern_and_no_colour_of_the_ramp(coloured):
    coloured.set_shading(towns_in(0, 0, 0, 0))
    coloured.settle()
    assert not colour_at(coloured, 0) & {ramp(number) for number in range(1, 7)}


def test_switched_off_nothing_is_coloured(coloured):
    before = coloured.grab().toImage()
    coloured.set_shading(towns_in(6, 6, 6, 6))
    coloured.settle()
    assert coloured.grab().toImage() != before
    coloured.set_layers(coloured.layers.switched(CHOROPLETH, on=False))
    coloured.settle()
    assert coloured.grab().toImage() == before


def test_a_changed_class_redraws_the_tiles_it_lies_on_and_no_others(coloured):
    first = towns_in(1, 2, 3, 4)
    coloured.looking.zoom_to(tuple(GROUND.cells[1].bounds_m[0].tolist()))
    coloured.set_shading(first)
    coloured.settle()
    tiles = coloured._tiles
    sharp = {key for key in tiles._wanted if tiles.cache.has(key, tiles._generation)}
    coloured.set_shading(towns_in(1, 2, 3, 6))
    still = {key for key in sharp if tiles.cache.has(key, tiles._generation)}
    assert still
    assert still != sharp
    coloured.settle()
    assert coloured.is_sharp


def test_the_worker_colours_as_this_process_would(a_canvas):
    shown = []
    for where in ("process", "here"):
        canvas = a_canvas(Scene(ground=GROUND), tiles=where)
        canvas.set_layers(canvas.layers.switched(CHOROPLETH, on=True))
        area = ways_of("market", [], is_area=True)
        canvas.set_shading(replace(towns_in(0, 2, 4, 6), areas=(area,)))
        assert canvas.settle()
        shown.append(canvas.grab().toImage())
    assert shown[0] == shown[1]


def test_another_ground_has_nothing_over_it(coloured):
    coloured.set_shading(towns_in(6, 6, 6, 6))
    coloured.set_scene(Scene(ground=replace(GROUND, ways=())))
    assert coloured.shading == Shading()
    coloured.settle()
    assert ramp(6) not in colour_at(coloured, 0)


def test_a_shading_survives_the_way_to_the_worker(tmp_path):
    shading = replace(
        towns_in(0, 1, 2, 3),
        level=TOWN,
        strength=0.5,
        narrowest_px=60.0,
        areas=(ways_of("school", [], is_area=True),),
    )
    (tmp_path / "message").write_bytes(message(*shading_told(shading)))
    with (tmp_path / "message").open("rb") as stream:
        there = shading_from(*read_message(stream))
    assert there.classes[TOWN].tolist() == [0, 1, 2, 3]
    assert [area.kind for area in there.areas] == ["school"]
    assert replace(there, classes={}, areas=()) == replace(shading, classes={}, areas=())


def test_the_cell_under_the_cursor_is_named_while_the_cells_are_coloured(coloured):
    asked = []

    def card(cells, row):
        asked.append((cells.level, row))
        return HoverCard(cells.names[row])

    coloured.hovering.classes.source = card
    coloured.set_shading(towns_in(1, 2, 3, 4))
    coloured.settle()
    x, y = coloured.view.to_screen(GROUND.cells[1].label_m[2])[0].tolist()
    before = coloured.grab().toImage()
    QTest.mouseMove(coloured, QPoint(round(x), round(y)))
    coloured.hand.on_hover(QPointF(x, y))
    assert coloured.grab().toImage() != before
    assert asked[-1] == (TOWN, cell_at(GROUND.cells[1], GROUND.cells[1].label_m[2]))
    asked.clear()
    coloured.set_layers(coloured.layers.switched(CHOROPLETH, on=False))
    coloured.grab()
    assert asked == []


def test_a_homes_own_style_is_drawn_here_and_by_the_worker(a_canvas):
    own = '[night]\nbackground = "#123456"\n'
    for where in ("process", "here"):
        canvas = a_canvas(Scene(ground=GROUND), tiles=where)
        canvas.set_own_style(own)
        assert canvas.settle()
        corner = canvas.grab().toImage().pixelColor(2, 2)
        assert corner.name() == "#123456"
        with pytest.raises(BadInput):
            canvas.set_own_style("[night]\nbackground = 3\n")
        assert canvas.image.brushes.style.plain["background"] == (0x12, 0x34, 0x56, 255)


def test_who_hears_of_layers_hears_of_every_change_and_of_nothing_else(coloured, qtbot):
    with qtbot.waitSignal(coloured.layers_changed) as told:
        coloured.set_layers(coloured.layers.faded(CHOROPLETH, 0.5))
    assert told.args[0].strength_of(CHOROPLETH) == 0.5
    with qtbot.assertNotEmitted(coloured.layers_changed):
        coloured.set_layers(coloured.layers)
