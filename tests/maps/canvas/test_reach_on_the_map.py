"""Promises of the areas of travel time, as painted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from maps.canvas.brushes import Brushes
from maps.canvas.label_painter import Pace
from maps.canvas.passes.reach import paint_minutes, paint_reach
from maps.canvas.sight import sight_of
from maps.geometry.viewport import Viewport
from maps.layers.layer import REACH, LayerStack
from maps.layers.reach import ReachArea, Reached
from maps.layers.scene import Scene
from maps.layers.style import map_style

pytestmark = pytest.mark.gui
SIZE = (400, 300)
MIDDLE = (13_500_000.0, 4_190_000.0)
GROUND = QColor("#808080")


def a_square(minutes: int, half_m: float) -> ReachArea:
    x, y = MIDDLE
    ring = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * half_m + [x, y]
    return ReachArea(minutes, ring, np.array([0]))


def a_reach() -> Reached:
    return Reached((a_square(5, 300.0), a_square(10, 900.0)), MIDDLE)


def a_view(m_per_px: float = 10.0, east_m: float = 0.0) -> Viewport:
    return Viewport((MIDDLE[0] + east_m, MIDDLE[1]), m_per_px, SIZE)


def painted(view: Viewport, brushes: Brushes, stack=None, *, is_zooming=False) -> QImage:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    sight = replace(sight_of(Scene(), view, stack or LayerStack()), reach=KEPT)
    painter = QPainter(image)
    paint_reach(painter, sight, brushes, Pace(5, is_zooming))
    paint_minutes(painter, sight, brushes, Pace(5, is_zooming))
    painter.end()
    return image


KEPT = a_reach()


def is_touched(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y) != GROUND


@pytest.mark.parametrize("theme", ["night", "day"])
def test_an_area_is_painted_where_it_lies_and_nowhere_else(qapp, theme) -> None:
    image = painted(a_view(), Brushes(map_style(theme), 1.0))
    # Nine hundred metres at ten a pixel: 90 pixels from the middle on each side.
    assert is_touched(image, 200 - 60, 150 + 20)
    assert not is_touched(image, 200 - 100, 150 + 20)
    assert not is_touched(image, 200, 150 + 100)
    inner, outer = image.pixelColor(200 - 20, 150 + 15), image.pixelColor(200 - 60, 150 + 15)
    assert inner != outer


def test_a_pan_within_the_margin_shifts_the_picture_and_makes_none(qapp) -> None:
    brushes = Brushes(map_style("night"), 1.0)
    painted(a_view(), brushes)
    before = brushes.reach._kept
    image = painted(a_view(east_m=200.0), brushes)
    assert brushes.reach._kept is before
    assert is_touched(image, 180 - 60, 150 + 20)
    assert not is_touched(image, 180 - 100, 150 + 20)


def test_while_the_scale_is_on_its_way_the_picture_is_stretched_then_made_anew(qapp) -> None:
    brushes = Brushes(map_style("night"), 1.0)
    painted(a_view(), brushes)
    before = brushes.reach._kept
    stretched = painted(a_view(5.0), brushes, is_zooming=True)
    assert brushes.reach._kept is before
    assert is_touched(stretched, 200 - 120, 150 + 40)
    painted(a_view(5.0), brushes)
    assert brushes.reach._kept is not before


def test_far_from_the_areas_nothing_is_painted(qapp) -> None:
    image = painted(a_view(east_m=90_000.0), Brushes(map_style("night"), 1.0))
    assert not any(is_touched(image, x, y) for x in range(0, 400, 7) for y in range(0, 300, 7))


def test_the_layer_can_be_switched_off(a_canvas) -> None:
    canvas = a_canvas()
    canvas.looking.set_view(Viewport(MIDDLE, 10.0, (800, 600)))
    canvas.set_reach(a_reach())
    canvas.settle()
    shown = canvas.grab().toImage()
    canvas.set_layers(canvas.layers.switched(REACH, on=False))
    canvas.settle()
    assert canvas.grab().toImage() != shown
    canvas.set_reach(None)
    canvas.set_layers(canvas.layers.switched(REACH, on=True))


def test_escape_asks_to_take_the_areas_away(a_canvas, qtbot) -> None:
    canvas = a_canvas()
    canvas.set_reach(a_reach())
    with qtbot.waitSignal(canvas.reach_left):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_a_way_is_drawn_over_the_scene(a_canvas) -> None:
    canvas = a_canvas()
    canvas.settle()
    before = canvas.grab().toImage()
    west, south, east, north = canvas.view.bounds_m()
    canvas.hand.show_way(np.array([[west, south], [east, north]]))
    after = canvas.grab().toImage()
    assert after.pixelColor(400, 300) != before.pixelColor(400, 300)
    canvas.hand.show_way(None)
    assert canvas.grab().toImage() == before
