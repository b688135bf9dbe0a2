"""Names by marks: below them or elsewhere, over no other mark, over no count of a group."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from maps.canvas.label_painter import LabelPainter, MarkNames, Pace
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.style import map_style
from tests.builders import JIMO

pytestmark = pytest.mark.gui
SIZE = (400, 300)
MIDDLE = np.array([[200.0, 150.0]])


def painted(others_px, side_px, name="张三"):
    """The pixels that the name of a mark in the middle covers, (n, 2) as x, y."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    marked = MarkNames((name,), MIDDLE, np.array(others_px).reshape(-1, 2), side_px)
    view = Viewport(mercator_of(JIMO), 1.0, SIZE)
    LabelPainter(map_style("night"), 1.0).paint_names(painter, marked, view, Pace(1000))
    painter.end()
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(SIZE[::-1])
    return np.argwhere(flat & 0xFFFFFF)[:, ::-1]


def covers(pixels, middle, side_px):
    return bool((np.abs(pixels - middle) < side_px / 2 - 3).all(axis=1).any())


def test_a_name_stands_below_its_mark_where_nothing_is_in_the_way():
    (x, y) = painted([], 22.0).mean(axis=0)
    assert x == pytest.approx(200, abs=3)
    assert 150 < y < 180


@pytest.mark.parametrize("side", [22.0, 34.0])
def test_whoever_stands_at_an_incident_is_named_beside_it_and_not_over_it(side):
    pixels = painted(MIDDLE, side)
    assert len(pixels)
    assert not covers(pixels, MIDDLE[0], side)


def test_a_name_without_a_free_place_is_left_out_rather_than_hide_a_count():
    around = [(200 + 30 * x, 150 + 30 * y) for x in range(-3, 4) for y in range(-3, 4)]
    assert not len(painted(around, np.full(len(around), 30.0)))
