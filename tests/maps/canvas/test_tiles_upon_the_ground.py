"""Tiles that come to a map at rest: the ground is brought, not painted anew; it is the same."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from maps.canvas.brushes import Brushes
from maps.canvas.scene_image import SceneImage
from maps.canvas.static_tiles import StaticTiles
from maps.canvas.tile_cache import m_per_px_of, tiles_over
from maps.canvas.tile_drawing import TILE_PX
from maps.geometry.viewport import Viewport
from maps.layers.style import map_style

pytestmark = pytest.mark.gui
STEP = 20


def an_image(tiles: StaticTiles) -> SceneImage:
    image = SceneImage(Brushes(map_style("night"), 1.0), tiles)
    image.view = Viewport((0.0, 0.0), m_per_px_of(STEP), (1100.0, 900.0))
    image.ground_changed()
    return image


def a_tile(colour: int) -> QImage:
    tile = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    tile.fill(QColor.fromHsv(colour * 37 % 360, 200, 200))
    return tile


def composed(image: SceneImage) -> QImage:
    shown = QImage(1100, 900, QImage.Format.Format_RGB32)
    painter = QPainter(shown)
    image.paint_still(painter, QSize(1100, 900))
    painter.end()
    return shown


def test_the_first_picture_is_the_ground_and_says_that_marks_are_to_come(qapp: object) -> None:
    image = an_image(StaticTiles("here"))
    composed(image)
    assert not image.is_whole
    composed(image)
    assert image.is_whole


@pytest.mark.parametrize("seed", range(6))
def test_a_ground_brought_tile_by_tile_is_the_ground_painted_at_once(
    qapp: object, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    tiles = StaticTiles("here")
    brought = an_image(tiles)
    composed(brought)
    keys = tiles_over(STEP, brought.view.bounds_m())
    others = tiles_over(STEP - 2, brought.view.bounds_m())
    arriving = [*keys, *others]
    for number, at in enumerate(rng.permutation(len(arriving)).tolist()):
        key = arriving[at]
        tiles.cache.put(key, 1, a_tile(number))
        brought.tiles_came(frozenset({key}))
        if rng.random() < 0.6:
            assert composed(brought) == composed(an_image(tiles))
    assert composed(brought) == composed(an_image(tiles))


def test_a_tile_that_comes_does_not_count_the_marks_again(qapp: object) -> None:
    tiles = StaticTiles("here")
    image = an_image(tiles)
    composed(image)
    sight = image.sight
    key = tiles_over(STEP, image.view.bounds_m())[0]
    tiles.cache.put(key, 1, a_tile(1))
    image.tiles_came(frozenset({key}))
    composed(image)
    assert image.sight is sight


def test_what_came_is_told_once(qapp: object) -> None:
    assert StaticTiles("here").take_come() == frozenset()
