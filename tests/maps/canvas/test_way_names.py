"""Names of roads on the canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from maps.layers.layer import CELL_NAMES, ROAD_NAMES
from maps.layers.scene import NamedWays, Scene
from tests.maps.canvas.conftest import GROUND

pytestmark = pytest.mark.gui


@pytest.fixture
def named(a_canvas):
    """A canvas with one named avenue across the middle, close enough to be named."""
    west, south, east, north = GROUND.bounds_m()
    middle = (south + north) / 2
    line = np.array([[west, middle], [east, middle]])
    avenue = NamedWays("primary", ("霭汀大道",), line, np.array([0, 2]))
    canvas = a_canvas(Scene(ground=replace(GROUND, named=(avenue,))))
    canvas.set_layers(canvas.layers.switched(CELL_NAMES, on=False))
    view = canvas.view
    canvas.looking.set_view(replace(view, m_per_px=12.0))
    canvas.settle()
    return canvas


def test_a_main_road_is_named_and_the_name_can_be_switched_off(named):
    shown = named.grab().toImage()
    named.set_layers(named.layers.switched(ROAD_NAMES, on=False))
    named.settle()
    assert named.grab().toImage() != shown


def test_from_far_away_no_road_is_named(named):
    named.looking.set_view(replace(named.view, m_per_px=200.0))
    named.settle()
    shown = named.grab().toImage()
    named.set_layers(named.layers.switched(ROAD_NAMES, on=False))
    named.settle()
    assert named.grab().toImage() == shown


def test_no_two_names_of_roads_overlap_and_none_a_name_of_a_cell(named):
    named.set_layers(named.layers.switched(CELL_NAMES, on=True))
    named.settle()
    painter = named.image.brushes.way_names
    placed = painter._placement
    assert placed.texts
    at = named.view.to_screen(placed.anchor_m)
    sizes = [painter._size(*one) for one in zip(placed.texts, placed.turn, strict=True)]
    half = np.array(sizes) / 2
    roads = np.hstack([at - half, at + half])
    cells = named.image.brushes.labels.names_px(named.view)
    every = np.vstack([roads, cells])
    for number, box in enumerate(roads):
        others = np.delete(every, number, axis=0)
        apart = (others[:, 0] >= box[2]) | (others[:, 2] <= box[0])
        apart |= (others[:, 1] >= box[3]) | (others[:, 3] <= box[1])
        assert apart.all()
