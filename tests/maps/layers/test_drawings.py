"""Drawings as arrays: what stands is there, where it is; what is over is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from maps.geometry.measures import CIRCLE_POINTS
from maps.geometry.projection import to_mercator
from maps.layers.drawings import drawings_layer, layer_of
from maps.layers.moment import next_scene
from models.domain.drawing import Drawing, DrawingKind, DrawingShape
from models.domain.place import LonLat
from models.feed.track import no_fixes, to_us
from models.picture.fold import Changes
from models.picture.picture import Picture
from tests.builders import JIMO, NINE, a_drawing, at

TRIANGLE = (LonLat(120.4, 36.3), LonLat(120.5, 36.3), LonLat(120.45, 36.4))
NOW_US = to_us(NINE)


def a_picture(*drawings: Drawing) -> Picture:
    return Picture(drawings={drawing.id: drawing for drawing in drawings})


def an_area(**given: Any) -> Drawing:
    return a_drawing(**{"kind": DrawingKind.CORDON, "shape": DrawingShape.AREA,
                        "points": TRIANGLE} | given)  # fmt: skip


def test_an_area_has_its_corners_on_the_plane_and_its_name_above() -> None:
    layer = drawings_layer(a_picture(an_area()), NOW_US)
    corners = to_mercator([(p.lon_deg, p.lat_deg) for p in TRIANGLE])

    assert np.allclose(layer.part_m(0), corners)
    assert layer.is_area.tolist() == [True]
    assert np.allclose(layer.bounds_m[0], [*corners.min(axis=0), *corners.max(axis=0)])
    assert layer.anchor_m[0, 1] == pytest.approx(corners[:, 1].max())


def test_a_circle_is_round_on_the_ground_and_so_wider_on_the_plane() -> None:
    circle = a_drawing(
        kind=DrawingKind.CORDON, shape=DrawingShape.CIRCLE, points=(JIMO,), radius_m=500.0
    )
    layer = layer_of([circle])
    west, _, east, _ = layer.bounds_m[0].tolist()

    assert len(layer.part_m(0)) == CIRCLE_POINTS
    assert (east - west) * np.cos(np.radians(JIMO.lat_deg)) == pytest.approx(1_000, rel=3e-3)


def test_the_name_of_a_line_stands_at_its_middle() -> None:
    points = (LonLat(120.0, 36.0), LonLat(120.1, 36.0), LonLat(120.4, 36.0))
    line = a_drawing(kind=DrawingKind.ROUTE, shape=DrawingShape.LINE, points=points)
    assert layer_of([line]).anchor_m[0] == pytest.approx(to_mercator([(120.2, 36.0)])[0])


def test_the_newest_lies_on_top() -> None:
    old, new = a_drawing(), a_drawing()
    assert drawings_layer(a_picture(new, old), NOW_US).ids == (old.id, new.id)


def test_what_is_over_by_now_is_not_there_even_without_a_fact() -> None:
    short, long = a_drawing(expires_at=at(minutes=5)), a_drawing()
    picture = a_picture(short, long)
    first = drawings_layer(picture, NOW_US)
    same = drawings_layer(picture, NOW_US + 1, before=first, changes=Changes())
    later_us = to_us(NINE + timedelta(minutes=5))
    then = drawings_layer(picture, later_us, before=first, changes=Changes())

    assert set(first.ids) == {short.id, long.id}
    assert same is first
    assert then.ids == (long.id,)


def test_the_scene_follows_what_is_drawn() -> None:
    before = next_scene(None, Picture(), no_fixes(), NOW_US)
    drawing = a_drawing()
    changes = Changes(drawings=frozenset({drawing.id}))
    after = next_scene(before, a_picture(drawing), no_fixes(), NOW_US, changes=changes)

    assert before.drawings.ids == ()
    assert after.drawings.row == {drawing.id: 0}


def test_a_label_of_several_lines_is_one_on_the_map() -> None:
    drawing = replace(a_drawing(), text="一\n二  三")
    assert layer_of([drawing]).texts == ("一 二 三",)
