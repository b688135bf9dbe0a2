"""Drawings on the map: seen, picked where they are seen, and never carried away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from maps.canvas.drawing_pick import drawing_at
from maps.canvas.marks import DRAWING, Subject
from maps.canvas.overlays import HoverCard
from maps.canvas.passes import drawings as passes_drawings
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.drawings import layer_of
from maps.layers.labels import fitted
from maps.layers.layer import DRAWINGS
from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
from models.domain.place import LonLat
from tests.builders import JIMO, a_drawing
from tests.maps.canvas.conftest import GROUND
from tests.maps.worlds import a_scene

pytestmark = pytest.mark.gui
MIDDLE = (400.0, 300.0)


def a_spot(east=0.0, north=0.0):
    return LonLat(JIMO.lon_deg + east, JIMO.lat_deg + north)


def a_square(half=0.01, **given):
    points = tuple(
        a_spot(*c) for c in ((-half, -half), (half, -half), (half, half), (-half, half))
    )
    return a_drawing(
        **{"kind": DrawingKind.CORDON, "shape": DrawingShape.AREA, "points": points} | given
    )


@pytest.fixture
def a_map(a_canvas, mouse):
    def make(*drawings):
        canvas = a_canvas(
            replace(a_scene(GROUND, members=0, incidents=0), drawings=layer_of(drawings))
        )
        canvas.looking.set_view(Viewport(mercator_of(JIMO), 6.0, (800, 600)))
        return canvas, mouse(canvas)

    return make


def test_inside_and_on_the_line_an_area_is_picked_and_outside_not(a_map):
    area = a_square()
    canvas, _ = a_map(area)
    layer, view = canvas.scene.drawings, canvas.view
    west = view.to_screen([(layer.bounds_m[0, 0], mercator_of(JIMO)[1])])[0]

    assert drawing_at(layer, view, MIDDLE) == area.id
    assert drawing_at(layer, view, (west[0] - 5, west[1])) == area.id
    assert drawing_at(layer, view, (west[0] - 30, west[1])) is None


def test_of_areas_in_each_other_the_smaller_is_picked_and_a_sign_before_both(a_map):
    large, small, note = a_square(), a_square(0.004), a_drawing()
    canvas, _ = a_map(small, large, note)
    layer, view = canvas.scene.drawings, canvas.view

    assert drawing_at(layer, view, MIDDLE) == note.id
    assert drawing_at(layer, view, (MIDDLE[0] + 30, MIDDLE[1] + 30)) == small.id


def test_a_click_on_a_drawing_picks_it_and_is_a_click_on_the_ground_too(a_map):
    area = a_square()
    canvas, mouse = a_map(area)
    picked, ground = [], []
    canvas.subject_clicked.connect(lambda kind, one, _keys: picked.append((kind, one)))
    canvas.ground_clicked.connect(ground.append)
    mouse.click(MIDDLE)

    assert picked == [(DRAWING, area.id)]
    assert len(ground) == 1


def test_dragging_in_a_perimeter_moves_the_map(a_map):
    canvas, mouse = a_map(a_square())
    before = canvas.view.centre_mercator_m
    mouse.drag(MIDDLE, (460.0, 360.0))
    assert canvas.view.centre_mercator_m != before


def test_its_card_is_asked_for_under_the_cursor(a_map):
    area = a_square()
    canvas, mouse = a_map(area)
    asked = []
    canvas.hovering.card_source = lambda kind, one: asked.append((kind, one)) or HoverCard("x")
    mouse.move(MIDDLE, held=Qt.MouseButton.NoButton)
    canvas.grab()
    assert asked[-1] == (DRAWING, area.id)


def test_a_hidden_layer_is_neither_seen_nor_picked(a_map):
    canvas, _ = a_map(a_square())
    canvas.set_layers(canvas.layers.switched(DRAWINGS, on=False))
    assert canvas.hand.pick(QPointF(*MIDDLE)) is None


def test_a_perimeter_changes_the_picture_and_its_pattern_tells_kinds_apart(a_map):
    def seen(*drawings):
        canvas, _ = a_map(*drawings)
        canvas.settle()
        return canvas.grab().toImage()

    nothing, cordon = seen(), seen(a_square(text=""))
    search = seen(a_square(text="", kind=DrawingKind.SEARCH_AREA, tone=DrawingTone.DANGER))
    assert cordon != nothing
    assert search != cordon


@pytest.mark.parametrize("kind", list(DrawingKind))
@pytest.mark.parametrize("theme", ["night", "day"])
def test_every_kind_is_painted_night_and_day_and_as_a_ghost(a_map, kind, theme):
    line = a_drawing(
        kind=kind, shape=DrawingShape.LINE, points=(a_spot(-0.01), a_spot(0.01, 0.004))
    )
    canvas, _ = a_map(line, a_square(kind=kind), a_drawing(kind=kind))
    canvas.set_theme(theme)
    canvas.hand.show_drawing_ghosts([a_square(0.002, kind=kind)])
    canvas.set_selection(DRAWING, [line.id])
    assert not canvas.grab().toImage().isNull()


def test_a_perimeter_far_larger_than_the_screen_is_cut_before_it_is_dashed(a_map):
    huge = a_square(20.0, kind=DrawingKind.SEARCH_AREA)
    canvas, _ = a_map(huge)
    canvas.looking.set_view(Viewport(mercator_of(JIMO), 0.3, (800, 600)))
    canvas.settle()
    assert canvas.hand.pick(QPointF(*MIDDLE)) == Subject(DRAWING, huge.id)


def test_the_name_of_a_drawing_makes_way_for_badges_too(a_canvas, monkeypatch):
    asked = []

    def watched(spots, sizes, **given):
        asked.append(given["marks_px"])
        return fitted(spots, sizes, **given)

    monkeypatch.setattr(passes_drawings, "fitted", watched)
    scene = replace(a_scene(GROUND, 300, 40), drawings=layer_of([a_square()]))
    canvas = a_canvas(scene)
    canvas.looking.set_view(Viewport(mercator_of(JIMO), 40.0, (800, 600)))
    canvas.settle()
    canvas.grab()
    sight = canvas.image.sight
    badges = np.vstack([sight.member_groups.screen_px, sight.incident_groups.screen_px])
    assert len(badges)
    boxes = asked[-1]
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    apart = np.hypot(*(badges[:, None, :] - middles[None, :, :]).transpose(2, 0, 1))
    assert (apart.min(axis=1) < 1.0).all()
