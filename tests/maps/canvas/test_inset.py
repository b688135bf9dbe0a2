"""The small map: the canvas's ground and marks around one place, from nearer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from maps.canvas.inset import MapInset
from maps.canvas.marks import MEMBER
from maps.canvas.tile_cache import step_of, tiles_over

pytestmark = pytest.mark.gui


@pytest.fixture
def canvas(a_canvas):
    return a_canvas()


@pytest.fixture
def inset(canvas, qtbot):
    inset = MapInset(canvas, 130)
    qtbot.addWidget(inset)
    inset.resize(300, 130)
    inset.look_at(middle_of(canvas))
    inset.show()
    return inset


def middle_of(canvas) -> tuple[float, float]:
    west, south, east, north = canvas.image.bounds_m()
    return (west + east) / 2, (south + north) / 2


def somebody(canvas):
    members = canvas.scene.members
    return next(one for one in members.ids if canvas.image.place_m(MEMBER, one) is not None)


def test_the_place_lies_in_its_middle(inset, canvas) -> None:
    assert inset.view.to_screen([middle_of(canvas)])[0].tolist() == [150.0, 65.0]


def test_its_ground_is_drawn_beside_the_maps_own(inset, canvas, qtbot) -> None:
    inset.look_at(middle_of(canvas))
    tiles = canvas.image.tiles
    step = step_of(inset.view.m_per_px)
    wanted = [key for key in tiles_over(step, inset.view.bounds_m()) if tiles.covers(key)]
    assert wanted
    qtbot.waitUntil(lambda: all(key in tiles.cache for key in wanted))
    assert canvas.is_sharp


def test_the_map_is_not_painted_anew_for_the_tiles_of_an_inset(inset, canvas, qtbot) -> None:
    canvas.settle()
    tiles = canvas.image.tiles
    tiles.take_come()
    inset.look_at(middle_of(canvas))
    keys = tiles_over(step_of(inset.view.m_per_px), inset.view.bounds_m())
    qtbot.waitUntil(lambda: all(key in tiles.cache for key in keys if tiles.covers(key)))
    assert not tiles.take_come() - set(tiles.wanted)


def test_whoever_is_coming_is_on_it(inset, canvas) -> None:
    one = somebody(canvas)
    east, north = canvas.image.place_m(MEMBER, one)
    inset.look_at((east - 700.0, north + 1_500.0), [one])
    x, y = inset.view.to_screen([canvas.image.place_m(MEMBER, one)])[0]
    assert 0 <= x <= 300
    assert 0 <= y <= 130


def test_its_scale_follows_those_who_come_in_whole_levels(inset, canvas) -> None:
    one = somebody(canvas)
    east, north = canvas.image.place_m(MEMBER, one)
    here = east, north + 1_500.0
    inset.look_at(here, [one])
    before = inset.view.m_per_px
    inset.look_at(here)
    far = inset.view.m_per_px
    assert far < before
    inset.look_at((east, north + 1_499.0), [one])
    assert inset.view.m_per_px == before


def test_a_case_without_a_place_has_no_small_map(inset) -> None:
    inset.look_at(None)
    assert inset.isHidden()


def test_a_click_asks_for_the_large_map(inset, qtbot) -> None:
    with qtbot.waitSignal(inset.wanted):
        QTest.mouseClick(inset, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_a_day_theme_of_the_map_is_its_own_too(inset, canvas, qtbot) -> None:
    night = inset.grab().toImage().pixelColor(3, 3)
    canvas.set_theme("day")
    inset.look_at(middle_of(canvas))
    qtbot.waitUntil(lambda: inset.grab().toImage().pixelColor(3, 3).lightness() > 128)
    assert np.subtract(255, night.lightness()) > 128


def test_it_is_painted_anew_only_where_what_it_shows_has_changed(
    inset, canvas, qtbot, monkeypatch
) -> None:
    canvas.settle()
    qtbot.waitUntil(lambda: not inset.grab().isNull() and inset._pictured != ())
    painted = []
    monkeypatch.setattr(
        "maps.canvas.inset.paint_moving", lambda *given: painted.append(given) or True
    )
    for _ in range(3):
        inset.look_at(middle_of(canvas))
        inset.grab()
    assert painted == []
    for _ in range(3):
        canvas.set_scene(canvas.scene)
        inset.grab()
    assert painted == []
    qtbot.waitUntil(lambda: not inset.grab().isNull() and painted != [])
    inset.grab()
    assert len(painted) == 1


def test_shown_again_it_shows_nothing_of_before(inset, canvas, qtbot, monkeypatch) -> None:
    canvas.settle()
    qtbot.waitUntil(lambda: not inset.grab().isNull() and inset._pictured != ())
    painted = []
    monkeypatch.setattr(
        "maps.canvas.inset.paint_moving", lambda *given: painted.append(given) or True
    )
    inset.hide()
    canvas.set_scene(canvas.scene)
    inset.show()
    inset.grab()
    assert len(painted) >= 1


def test_the_maps_own_names_stay_where_they_stand(inset, canvas) -> None:
    canvas.settle()
    before = canvas.image.brushes.labels.standing
    assert before is not None
    canvas.set_scene(canvas.scene)
    inset.grab()
    assert canvas.image.brushes.labels.standing is before
