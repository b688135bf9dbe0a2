"""Going about on the map: levels, coordinates, bookmarks, the search; by mouse and by key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputDevice, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from console.actions.index import learn
from console.settings.kept_views import KeptView, views_read, views_written
from console.settings.settings import COORDINATES, Settings
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from console.windows.wall import WallWindow
from maps.canvas.camera import rest_m_per_px
from maps.canvas.marks import INCIDENT
from maps.geometry.coordinate_text import place_read
from maps.geometry.coordinates import CoordinateSystem
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import Viewport
from models.domain.place import LonLat, distance_m
from tests.console.cells import (
    DISTRICT,
    EAST_TOWN,
    NORTH_WEST,
    UNITS,
    WEST_TOWN,
    a_gridded_reference,
)
from tests.console.desk_stand_in import a_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.gui
NO_KEYS = Qt.KeyboardModifier.NoModifier
GROUND = a_place(2000, 3000)


def a_desk(room: Any, kind: Any = DeskWindow) -> Any:
    return kind(room.session, room.settings, room.look, tiles="here")


def a_wall(room: Any) -> WallWindow:
    return WallWindow(room.session, room.look, (1920, 1080), tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk, reference=a_gridded_reference())


@pytest.fixture
def window(desk: Any) -> DeskWindow:
    return desk.window


@pytest.fixture(scope="module")
def glass(qapp: object) -> Any:
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)


def at(window: Any, place: LonLat) -> tuple[float, float]:
    x, y = window.map.canvas.view.to_screen([mercator_of(place)])[0].tolist()
    return x, y


def hover(window: Any, place: LonLat) -> None:
    point = QPointF(*at(window, place))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, NO_KEYS)
    QApplication.sendEvent(window.map.canvas, event)


def names(window: Any) -> list[str]:
    return [cell.name for cell in window.map.crumbs.path]


def press(window: Any, key: Any, keys: Any = NO_KEYS) -> None:
    QTest.keyClick(window, key, keys)


# -- the breadcrumb -----------------------------------------------------------------------


def test_the_crumbs_begin_with_the_district(window: DeskWindow) -> None:
    window.map.fit()
    window.map.crumbs.refresh()
    assert names(window) == ["即墨区"]


def test_a_double_click_goes_into_the_cell_and_the_crumbs_name_the_way(
    window: DeskWindow,
) -> None:
    window.map.show_cell(NORTH_WEST)
    x, y = at(window, a_place(-2500, 2000))
    QTest.mouseDClick(
        window.map.canvas, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(round(x), round(y))
    )
    assert names(window) == ["即墨区", "重庆街道", "长河社区", "网格2"]


def test_a_crumb_leads_back_up(window: DeskWindow) -> None:
    window.map.show_cell(UNITS[0])
    window.map.crumbs.buttons[1].click()
    assert names(window) == ["即墨区", "重庆街道"]
    west, south, east, north = window.map.canvas.view.bounds_m()
    box = [mercator_of(a_place(-4000, -4000)), mercator_of(a_place(0, 4000))]
    assert west <= box[0][0]
    assert east >= box[1][0]
    assert south <= box[0][1]
    assert north >= box[1][1]


def test_one_level_up_by_either_key_ends_at_the_whole_district(window: DeskWindow) -> None:
    window.map.show_cell(UNITS[0])
    seen = [names(window)[-1]]
    for key, keys in (
        (Qt.Key.Key_Backspace, NO_KEYS),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Backspace, NO_KEYS),
        (Qt.Key.Key_Backspace, NO_KEYS),
    ):
        press(window.map.canvas, key, keys)
        seen.append(names(window)[-1])
    assert seen == ["网格1", "长河社区", "重庆街道", "即墨区", "即墨区"]


def test_into_the_cell_by_key_is_a_double_click_in_the_middle(window: DeskWindow) -> None:
    window.map.show_cell(WEST_TOWN)
    window.map.canvas.looking.set_view(
        Viewport(mercator_of(a_place(-2000, 3000)), 8.0, (800, 600))
    )
    press(window.map.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(window)[-1] in {"网格2", "网格3"}


def test_the_crumbs_follow_the_middle_of_the_map(window: DeskWindow) -> None:
    view = Viewport(mercator_of(a_place(2000, 100)), 5.0, (800, 600))
    window.map.canvas.looking.set_view(view)
    window.map.crumbs.refresh()
    assert names(window) == ["即墨区", "通济街道"]


def test_a_map_moved_by_hand_forgets_the_cell_gone_into(window: DeskWindow) -> None:
    window.map.show_cell(WEST_TOWN)
    window.map.canvas.looking.pan(-150, 0)
    window.map.crumbs.refresh()
    assert names(window) != ["即墨区", "重庆街道"]


def test_beyond_the_grid_there_are_no_crumbs(window: DeskWindow) -> None:
    window.map.canvas.looking.set_view(Viewport((0.0, 0.0), 10.0, (800, 600)))
    window.map.crumbs.refresh()
    assert not window.map.crumbs.isVisible()


def test_the_crumbs_are_walked_by_keyboard_alone(window: DeskWindow, qtbot: Any) -> None:
    window.activateWindow()
    window.map.show_cell(UNITS[0])
    window.do("place.crumbs")
    qtbot.waitUntil(window.map.crumbs.buttons[3].hasFocus)
    QTest.keyClick(window.map.crumbs.buttons[3], Qt.Key.Key_Left)
    assert window.map.crumbs.buttons[2].hasFocus()
    QTest.keyClick(window.map.crumbs.buttons[2], Qt.Key.Key_Return)
    assert names(window)[-1] == "长河社区"


def test_every_crumb_tells_a_screen_reader_its_level(window: DeskWindow) -> None:
    window.map.show_cell(NORTH_WEST)
    said = [button.accessibleName() for button in window.map.crumbs.buttons[:3]]
    assert said == ["district 即墨区", "town 重庆街道", "community 长河社区"]


def test_crumbs_without_room_become_dots_in_the_middle(window: DeskWindow) -> None:
    window.map.canvas.resize(300, 400)
    window.map.show_cell(UNITS[0])
    shown = [button.text() for button in window.map.crumbs.buttons[:4]]
    assert shown[1] == "…"
    assert shown[3] == "网格1"


def test_the_ground_of_a_level_gone_to_is_drawn_sharp(window: DeskWindow) -> None:
    canvas = window.map.canvas
    for level in (2, 3, 5):
        window.map.go_to_level(level)
        scale = canvas.view.m_per_px
        assert scale == rest_m_per_px(scale, canvas.looking.camera.pixel_ratio)


# -- coordinates --------------------------------------------------------------------------


@pytest.mark.parametrize("system", list(CoordinateSystem))
def test_the_corner_says_where_the_cursor_is_in_the_system_chosen(
    window: DeskWindow, system: CoordinateSystem
) -> None:
    window.map_acts.readout.choose(system)
    hover(window, GROUND)
    said = place_read(window.map_acts.readout.text())
    assert distance_m(said, GROUND) < 0.5 * window.map.canvas.view.m_per_px + 0.2


def test_the_coordinates_follow_a_map_that_moves_below_the_cursor(
    window: DeskWindow, qtbot: Any
) -> None:
    canvas, readout = window.map.canvas, window.map_acts.readout
    hover(window, GROUND)
    under = QPointF(*at(window, GROUND))
    press(canvas, Qt.Key.Key_Right)
    canvas.looking.settle()
    east, north = canvas.view.to_map([(under.x(), under.y())])[0].tolist()
    now = place_of((east, north))
    assert distance_m(now, GROUND) > 50 * canvas.view.m_per_px
    qtbot.waitUntil(lambda: distance_m(place_read(readout.text()), now) < canvas.view.m_per_px)


def test_off_the_map_the_coordinates_last_pointed_at_stay_while_they_are_shown(
    window: DeskWindow,
) -> None:
    canvas, readout = window.map.canvas, window.map_acts.readout
    hover(window, GROUND)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    canvas.looking.pan(-20, 0)
    assert distance_m(readout.place, GROUND) < canvas.view.m_per_px
    middle = a_place(-40_000, 0)
    canvas.looking.set_view(Viewport(mercator_of(middle), 8.0, (800, 600)))
    assert distance_m(readout.place, middle) < canvas.view.m_per_px


def test_after_a_drag_the_coordinates_are_those_under_the_cursor(window: DeskWindow) -> None:
    canvas, readout = window.map.canvas, window.map_acts.readout
    hover(window, GROUND)
    start = QPoint(*(round(side) for side in at(window, GROUND)))
    canvas.set_draggable(False)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NO_KEYS, start)
    for step in (QPoint(20, 0), QPoint(60, 10)):
        QTest.mouseMove(canvas, start + step)
    assert distance_m(readout.place, GROUND) < 2 * canvas.view.m_per_px
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NO_KEYS, start + QPoint(60, 10))
    canvas.looking.settle()
    assert distance_m(readout.place, GROUND) < 60 * canvas.view.m_per_px
    east, north = canvas.view.to_map([(start.x() + 60, start.y() + 10)])[0].tolist()
    assert distance_m(readout.place, place_of((east, north))) < canvas.view.m_per_px


def test_the_corner_is_as_wide_for_any_place(window: DeskWindow) -> None:
    readout = window.map_acts.readout
    for system in CoordinateSystem:
        readout.choose(system)
        wide = readout.width()
        for place in (LonLat(0, 0), LonLat(-179.999999, -80), LonLat(120.4, 36.4)):
            readout.on_place(place)
            assert readout.width() == wide
            assert readout.sizeHint().width() <= wide


def test_the_system_chosen_is_kept(window: DeskWindow, tmp_path: Path) -> None:
    window.do("place.system")
    window.settings.write()
    assert Settings(tmp_path).coordinates == COORDINATES[1]


def test_the_systems_are_offered_by_keyboard(window: DeskWindow) -> None:
    readout = window.map_acts.readout
    QTest.keyClick(readout, Qt.Key.Key_Return)
    (menu,) = (menu for menu in readout.findChildren(QMenu) if menu.isVisible())
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert readout.system is not CoordinateSystem.DEGREES


def test_the_systems_kept_are_those_that_can_be_shown() -> None:
    assert set(COORDINATES) == {system.value for system in CoordinateSystem}


def test_what_is_copied_is_what_is_shown_and_leads_back(window: DeskWindow) -> None:
    hover(window, GROUND)
    press(
        window.map.canvas,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    copied = QGuiApplication.clipboard().text()
    assert copied == window.map_acts.readout.text()
    assert distance_m(place_read(copied), GROUND) < 20


def test_beside_the_ground_opens_a_menu_of_places(window: DeskWindow, qtbot: Any) -> None:
    hover(window, GROUND)
    point = QPoint(*(round(side) for side in at(window, GROUND)))
    canvas = window.map.canvas
    asking = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, canvas.mapToGlobal(point))
    QApplication.sendEvent(canvas, asking)
    menu = next(m for m in window.findChildren(QMenu) if m.isVisible())
    assert "Copy the coordinates" in {a.text().split("\t")[0] for a in menu.actions()}
    menu.close()


# -- bookmarks ----------------------------------------------------------------------------


def test_a_bookmark_of_another_window_of_the_home_is_not_lost(
    window: DeskWindow, tmp_path: Path
) -> None:
    other = Settings(tmp_path)
    other.views = (KeptView("Market", 120.4, 36.3, 4.0),)
    assert other.write()
    keep(window, "Harbour")
    assert window.settings.write()
    assert [view.name for view in Settings(tmp_path).views] == ["Market", "Harbour"]


def keep(window: DeskWindow, name: str) -> None:
    window.do("place.keep")
    window.map_acts.card.field.insert(name)  # an input method, not a key, writes Chinese
    QTest.keyClick(window.map_acts.card.field, Qt.Key.Key_Return)


def test_a_view_kept_is_gone_back_to_by_its_key(window: DeskWindow) -> None:
    window.map.show_cell(UNITS[0])
    kept = window.map.canvas.view
    keep(window, "老城")
    window.map.fit()
    press(window.map.canvas, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    now = window.map.canvas.view
    assert now.m_per_px == kept.m_per_px
    assert now.centre_mercator_m == pytest.approx(kept.centre_mercator_m, abs=1e-3)


def test_the_first_bookmark_is_the_whole_district_and_stays(window: DeskWindow) -> None:
    window.map.fit()
    whole = window.map.canvas.view
    window.map.show_cell(UNITS[0])
    press(window.map.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.map.canvas.view == whole
    window.do("place.views")
    QTest.keyClick(window.map_acts.card.list, Qt.Key.Key_Delete)
    assert window.map_acts.card.list.item(0).text() == "The whole district"
    assert not window.map_acts.card.delete.isEnabled()


def test_the_menu_names_the_bookmarks_and_hides_what_is_not_kept(window: DeskWindow) -> None:
    keep(window, "港口")
    assert window.actions_["place.view-2"].text().startswith("港口")
    assert window.actions_["place.view-2"].isVisible()
    assert not window.actions_["place.view-3"].isVisible()


def test_a_key_without_a_bookmark_says_so(desk: Any) -> None:
    desk.window.do("place.view-7")
    assert "no such bookmark" in desk.told


def test_a_bookmark_is_renamed_in_its_row_and_deleted(window: DeskWindow) -> None:
    keep(window, "港口")
    card = window.map_acts.card
    card.list.item(1).setText("新港")
    assert [view.name for view in window.settings.views] == ["新港"]
    card.list.item(1).setText("  ")
    assert card.list.item(1).text() == "新港"
    card.list.setCurrentRow(1)
    card.delete.click()
    assert window.settings.views == ()
    assert card.list.count() == 1


def test_a_name_that_stands_already_gets_the_new_view(window: DeskWindow) -> None:
    keep(window, "港口")
    window.map.show_cell(EAST_TOWN)
    keep(window, "港口")
    (view,) = window.settings.views
    middle = place_of(window.map.canvas.view.centre_mercator_m)
    assert (view.lon_deg, view.lat_deg) == (middle.lon_deg, middle.lat_deg)


def test_bookmarks_survive_the_home_being_opened_again(tmp_path: Path) -> None:
    views = (KeptView("老城", 120.4, 36.4, 3.2), KeptView("a, b; c=1", -179.9, -80.0, 0.1))
    settings = Settings(tmp_path)
    settings.views = views
    settings.write()
    assert Settings(tmp_path).views == views


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "7",
        "[1, null]",
        '[{"name": "x"}]',
        '[{"name": "x", "lon_deg": 1e999, "lat_deg": 0, "m_per_px": 1}]',
        '[{"name": "x", "lon_deg": 500, "lat_deg": 0, "m_per_px": 1}]',
        '[{"name": "x", "lon_deg": 0, "lat_deg": 0, "m_per_px": 0}]',
        '[{"name": "x", "lon_deg": 0, "lat_deg": 0, "m_per_px": 1e-300}]',
        '[{"name": "x", "lon_deg": 0, "lat_deg": 0, "m_per_px": %s}]' % ("9" * 400),
        '[{"name": " ", "lon_deg": 0, "lat_deg": 0, "m_per_px": 1}]',
        "[" * 100_000,
    ],
    ids=lambda text: str(text)[:40],
)
def test_bookmarks_of_a_torn_file_are_none(text: object) -> None:
    assert views_read(text) == ()


def test_one_torn_bookmark_does_not_take_the_others_with_it() -> None:
    good = KeptView("老城", 120.4, 36.4, 3.2)
    torn = views_written((good,))[:-1] + ', {"name": 7}]'
    assert views_read(torn) == (good,)


# -- the search ---------------------------------------------------------------------------


def search(window: Any, text: str) -> None:
    press(window.map.canvas, Qt.Key.Key_S)
    window.palette_.field.insert(text)


def test_the_search_over_the_map_finds_things_but_no_acts(window: DeskWindow) -> None:
    search(window, "Accept")
    assert window.palette_.isVisible()
    assert not window.palette_.model.rows


def test_a_cell_found_by_initials_is_gone_into(window: DeskWindow) -> None:
    window.palette_.take(learn(window.map._session.reference))
    search(window, "chsq")
    QTest.keyClick(window.palette_.field, Qt.Key.Key_Return)
    assert names(window)[-1] == "长河社区"


def test_a_member_found_is_selected_and_shown_in_the_middle(desk: Any) -> None:
    search(desk.window, "M-LEAD")
    QTest.keyClick(desk.window.palette_.field, Qt.Key.Key_Return)
    assert desk.session.selection.members == (desk.lead.id,)
    middle = place_of(desk.window.map.canvas.view.centre_mercator_m)
    assert distance_m(middle, a_place(-800, -200)) < 1


def test_coordinates_typed_into_the_search_get_a_pin_until_the_ground_is_clicked(
    window: DeskWindow,
) -> None:
    place = a_place(1000, 1000)
    search(window, f"{place.lon_deg}, {place.lat_deg}")
    QTest.keyClick(window.palette_.field, Qt.Key.Key_Return)
    middle = place_of(window.map.canvas.view.centre_mercator_m)
    assert distance_m(middle, place) < 0.1
    assert window.map.pin.place == place
    QTest.mouseClick(window.map.canvas, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(300, 500))
    assert window.map.pin.place is None


def test_wrong_coordinates_say_why_and_leave_the_search_open(window: DeskWindow) -> None:
    before = window.map.canvas.view
    search(window, "540104.43, 4028799.94")
    assert "which zone" in window.palette_.model.rows[0].detail
    QTest.keyClick(window.palette_.field, Qt.Key.Key_Return)
    assert window.palette_.isVisible()
    assert window.map.canvas.view == before


def test_what_is_missing_to_find_everything_is_asked_for_once(window: DeskWindow) -> None:
    asked: list[object] = []
    window.learning_wanted.connect(asked.append)
    window.do("palette")
    window.do("place.search")
    assert asked == [window.map._session.reference]


def test_nothing_found_is_said(window: DeskWindow) -> None:
    search(window, "no such thing")
    assert "Nothing fits" in window.palette_.help.text()


# -- the edges of the world, replay and wall ----------------------------------------------


@pytest.mark.parametrize("place", [LonLat(180, 0), LonLat(-180, 84), LonLat(0, 90)])
def test_at_the_edges_of_the_world_the_map_and_its_corner_go_on(
    window: DeskWindow, place: LonLat
) -> None:
    canvas = window.map.canvas
    window.map.show_coordinates(place)
    canvas.looking.zoom_by(-30)
    for _ in range(120):
        canvas.looking.on_frame()
        canvas.looking.camera.advance(0.016)
    for x, y in ((0, 0), (canvas.width() - 1, canvas.height() - 1)):
        point = QPointF(x, y)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, NO_KEYS)
        QApplication.sendEvent(canvas, event)
        assert place_read(window.map_acts.readout.text())
    canvas.grab()
    window.map.crumbs.up()
    assert np.isfinite(canvas.view.centre_mercator_m).all()


def test_a_replay_has_all_of_it_too(room: Callable[..., Any]) -> None:
    make = partial(a_desk, kind=ReplayWindow)
    window = room(make, reference=a_gridded_reference()).window
    window.do("place.into")
    keep(window, "那时")
    search(window, "通济")
    QTest.keyClick(window.palette_.field, Qt.Key.Key_Return)
    assert names(window) == ["即墨区", "通济街道"]


def test_the_wall_has_crumbs_to_tap_and_a_key_up_but_no_card(room: Callable[..., Any]) -> None:
    made = room(a_wall, reference=a_gridded_reference())
    wall = made.window
    wall.map.show_cell(UNITS[1])
    wall.map.crumbs.buttons[2].click()
    assert names(wall)[-1] == "长河社区"
    press(wall, Qt.Key.Key_Backspace)
    assert names(wall)[-1] == "重庆街道"
    place = wall.map.canvas.image.place_m(INCIDENT, made.case.id)
    hover(wall, place_of(place))
    assert wall.map.canvas.hovering.card() is None


def test_a_crumb_on_the_wall_is_tapped_by_a_finger(
    room: Callable[..., Any], glass: Any
) -> None:
    wall = room(a_wall, reference=a_gridded_reference()).window
    wall.map.show_cell(UNITS[1])
    crumb = wall.map.crumbs.buttons[1]
    for what in ("press", "release"):
        touch = QTest.touchEvent(crumb, glass)
        getattr(touch, what)(0, crumb.rect().center(), crumb)
        touch.commit()
    assert names(wall)[-1] == "重庆街道"


def test_the_districts_cells_are_gone_into_from_the_top(window: DeskWindow) -> None:
    window.map.show_cell(DISTRICT)
    assert names(window) == ["即墨区"]
