"""The kept image of the drawings: the same picture as painting them, and made anew in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from maps.canvas.brushes import Brushes
from maps.canvas.label_painter import Pace
from maps.canvas.passes.drawings import paint_drawings, paint_layer
from maps.canvas.sight import sight_of
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import Viewport
from maps.layers.drawings import layer_of
from maps.layers.layer import LayerStack
from maps.layers.scene import Scene
from maps.layers.style import map_style
from models.domain.drawing import DrawingKind, DrawingShape
from tests.builders import JIMO, a_drawing

pytestmark = pytest.mark.gui
REST, PAN, ZOOM = Pace(8), Pace(2, is_moving=True), Pace(2, is_zooming=True, is_moving=True)
VIEW = Viewport(mercator_of(JIMO), 8.0, (640.0, 480.0))


@pytest.fixture
def easel(qapp):
    return Easel()


class Easel:
    def __init__(self):
        self.brushes = Brushes(map_style("night"), 1.0)
        self.layer = layer_of(
            [
                a_drawing(text="标注"),
                a_drawing(
                    kind=DrawingKind.OTHER,  # a pattern would lie elsewhere after a pan
                    shape=DrawingShape.CIRCLE,
                    points=(JIMO,),
                    radius_m=700.0,
                    text="警戒区",
                ),
            ]
        )

    def paper(self):
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(0)
        return image

    def kept(self, view, pace, layer=None):
        image = self.paper()
        painter = QPainter(image)
        sight = sight_of(Scene(drawings=layer or self.layer), view, LayerStack())
        paint_drawings(painter, sight, self.brushes, pace)
        painter.end()
        return image, self.brushes.drawings

    def direct(self, view):
        image = self.paper()
        painter = QPainter(image)
        paint_layer(painter, self.layer, view, self.brushes)
        painter.end()
        return image


def apart(one, other):
    """How far two pictures are apart on the average of 0…255; blending twice rounds twice."""
    a, b = (np.array(image.constBits()).astype(int) for image in (one, other))
    return float(np.abs(a - b).mean())


def test_the_kept_image_is_what_painting_gives(easel):
    assert apart(easel.kept(VIEW, REST)[0], easel.direct(VIEW)) < 0.1


def test_at_rest_it_is_used_again_while_nothing_changes(easel):
    _, first = easel.kept(VIEW, REST)
    assert easel.kept(VIEW, REST)[1] is first
    other = layer_of([a_drawing()])
    assert easel.kept(VIEW, REST, other)[1] is not first


def test_a_pan_moves_it_and_leaves_it_when_its_margin_is_used_up(easel):
    _, first = easel.kept(VIEW, REST)
    near = VIEW.panned(40, 20)
    image, kept = easel.kept(near, PAN)
    assert kept is first
    assert apart(image, easel.direct(near)) < 0.1
    assert easel.kept(VIEW.panned(300, 0), PAN)[1] is not first


def test_once_the_map_rests_it_is_made_for_where_it_stands(easel):
    _, first = easel.kept(VIEW, REST)
    near = VIEW.panned(40, 20)
    easel.kept(near, PAN)
    assert easel.kept(near, REST)[1] is not first


def test_a_zoom_stretches_it(easel):
    _, first = easel.kept(VIEW, REST)
    closer = replace(VIEW, m_per_px=7.0)
    assert easel.kept(closer, ZOOM)[1] is first
    assert easel.kept(closer, PAN)[1] is not first


@pytest.mark.parametrize("edge", [0.02, 0.5, 0.98])
def test_long_names_that_step_aside_are_whole_wherever_they_stand(easel, edge):
    west, south, east, north = VIEW.bounds_m()
    at = place_of((west + edge * (east - west), (south + north) / 2))
    long = "消防车由东门进入，沿河北路行驶至泵站北侧"
    easel.layer = layer_of([a_drawing(points=(at,), text=f"{n}{long}") for n in range(6)])
    kept, direct = (
        np.array(image.constBits()).astype(int)
        for image in (easel.kept(VIEW, REST)[0], easel.direct(VIEW))
    )
    assert (np.abs(kept - direct) > 40).sum() < 20  # all but the blending of letters
