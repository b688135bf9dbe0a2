"""A map is painted again where there is something to be seen of it, and in its turn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QRegion

from maps.canvas.brushes import Brushes
from maps.canvas.scene_image import SceneImage
from maps.canvas.static_tiles import StaticTiles
from maps.canvas.tile_cache import m_per_px_of, tiles_over
from maps.geometry.viewport import Viewport
from maps.layers.moment import next_scene
from maps.layers.style import map_style
from models.picture.fold import Changes
from tests.maps.worlds import NOW_US, a_crowd, a_ground

pytestmark = pytest.mark.gui
GROUND = a_ground()
SIZE = QSize(640, 480)


def test_a_tile_drawn_ahead_is_not_shown_and_changes_nothing(qapp: object) -> None:
    tiles, step = StaticTiles("here"), 30
    image = SceneImage(Brushes(map_style("night"), 1.0), tiles)
    picture, fixes = a_crowd(GROUND, 60, 0)
    image.scene = next_scene(None, picture, fixes, NOW_US, ground=GROUND)
    view = Viewport((0.0, 0.0), 1.0, (640.0, 480.0)).fitted_to(GROUND.bounds_m())
    image.view = replace(view, m_per_px=m_per_px_of(step))
    image.ground_changed()
    seen = tiles_over(step, image.view.bounds_m())
    tile = QImage(512, 512, QImage.Format.Format_RGB32)
    for key in seen:
        tiles.cache.put(key, 1, tile)
        assert image.tiles_came(frozenset({key}))
    image.settle(SIZE)
    west, south, east, north = image.view.bounds_m()
    beside = tiles_over(step, (east + (east - west), south, east + 2 * (east - west), north))
    assert not image.tiles_came(frozenset(set(beside) - set(seen)))
    assert image.tiles_came(frozenset(seen[:1]))


def test_a_new_scene_is_painted_a_turn_after_it_came_and_once(a_canvas, monkeypatch) -> None:
    picture, fixes = a_crowd(GROUND, 60, 0)
    scene = next_scene(None, picture, fixes, NOW_US, ground=GROUND)
    canvas = a_canvas(scene)
    canvas.settle()
    canvas.repaint()
    told = []
    monkeypatch.setattr(canvas, "update", lambda: told.append(True))
    for second in (1, 2):
        moment_us = NOW_US + second * 1_000_000
        scene = next_scene(scene, picture, fixes, moment_us, changes=Changes())
        canvas.set_scene(scene)
    assert not told, "the panels of the same frame come first"
    assert canvas._turn.isActive()
    canvas.grab()
    assert not canvas._turn.isActive(), "a paint of all of it leaves nothing to do"


def test_no_part_of_a_new_scene_is_painted_beside_the_rest_of_the_old(a_canvas) -> None:
    """A pulse paints a few rectangles, and may come between a scene and its turn."""
    picture, fixes = a_crowd(GROUND, 60, 0)
    scene = next_scene(None, picture, fixes, NOW_US, ground=GROUND)
    canvas = a_canvas(scene)
    canvas.settle()
    canvas.repaint()
    part = QRect(100, 100, 600, 400)

    def painted() -> QImage:
        image = QImage(canvas.size(), QImage.Format.Format_RGB32)
        image.fill(0)
        canvas.render(image, part.topLeft(), QRegion(part))
        return image

    before = painted()
    canvas.set_scene(next_scene(None, *a_crowd(GROUND, 0, 0), NOW_US, ground=GROUND))
    assert painted() == before
    canvas.render(QImage(canvas.size(), QImage.Format.Format_RGB32), QPoint())
    assert painted() != before
