"""What can be reached in time, on a window: areas, ways, and the picker by road."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from console.settings.look import Look
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from maps.canvas.drop import DragPayload
from maps.canvas.marks import INCIDENT, MEMBER, Subject
from maps.geometry.projection import mercator_of
from models.feed.timeline import Mode
from tests.console.desk_stand_in import REPLAY, a_place
from tests.console.roads import RoadLane, a_net

pytestmark = pytest.mark.gui
STREETS = (
    [(-2_000.0, 0.0), (0.0, 0.0), (400.0, 0.0), (2_000.0, 0.0)],
    [(0.0, 0.0), (0.0, 500.0)],
)


def a_desk(room: Any) -> Any:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> Any:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Any) -> Any:
    made = room(a_desk)
    made.roads = RoadLane(made.session)
    made.session.travel.show_net(a_net(*STREETS))
    return made


def shown(room: Any) -> Any:
    return room.window.map.canvas.image.reach


def test_the_key_shows_areas_around_the_selected_incident_and_again_takes_them_away(
    desk: Any,
) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.activateWindow()
    desk.window.map.canvas.setFocus()
    QTest.keyClick(desk.window, Qt.Key.Key_J)
    desk.roads.answer()
    assert [area.minutes for area in shown(desk).areas] == [5, 10, 15]
    assert shown(desk).place_m == pytest.approx(mercator_of(a_place()))
    assert desk.window.map.tools.button("reach").isChecked()
    assert "by e-bike" in desk.told
    QTest.keyClick(desk.window, Qt.Key.Key_J)
    assert shown(desk) is None


def test_escape_on_the_map_takes_the_areas_away(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("map.reach")
    desk.roads.answer()
    QTest.keyClick(desk.window.map.canvas, Qt.Key.Key_Escape)
    assert shown(desk) is None
    assert not desk.window.map.tools.button("reach").isChecked()


def test_the_areas_go_with_the_selection_and_with_a_click_on_the_ground(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("map.reach")
    desk.roads.answer()
    desk.session.selection.pick_members((desk.near.id,))
    desk.roads.answer()
    assert shown(desk).place_m == pytest.approx(mercator_of(a_place(400)))
    desk.window.map.canvas.ground_clicked.emit(a_place(-700, 10))
    desk.roads.answer()
    assert shown(desk).place_m == pytest.approx(mercator_of(a_place(-700, 10)))


def test_with_nothing_selected_it_asks_for_a_place(desk: Any) -> None:
    desk.session.selection.pick_incident(None)
    desk.window.do("map.reach")
    assert "click a place" in desk.told
    desk.window.map.canvas.ground_clicked.emit(a_place(10, 10))
    desk.roads.answer()
    assert len(shown(desk).areas) == 3


def test_without_roads_it_says_how_to_bring_them_in(room: Any) -> None:
    desk = room(a_desk)
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("map.reach")
    assert "wangge import roads" in desk.told
    assert shown(desk) is None


def test_another_way_of_travelling_draws_the_areas_anew(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("map.reach")
    desk.roads.answer()
    by_bike = shown(desk)
    desk.window.do("map.travel")
    desk.roads.answer()
    assert shown(desk) is not by_bike
    assert "by car" in desk.told


def test_a_replay_shows_areas_as_of_then(room: Any) -> None:
    replay = room(a_replay, mode=Mode.PAUSED, capabilities=REPLAY)
    lane = RoadLane(replay.session)
    replay.session.travel.show_net(a_net(*STREETS))
    replay.session.selection.pick_members((replay.near.id,))
    replay.window.do("map.reach")
    lane.answer()
    assert shown(replay).place_m == pytest.approx(mercator_of(a_place(400)))
    frame = replay.session.frame
    there = replace(
        frame.positions, lat_deg=frame.positions.lat_deg * 0 + a_place(0, 300).lat_deg
    )
    replay.session.show_frame(replace(frame, positions=there, jumped=True))
    lane.answer()
    assert shown(replay).place_m == pytest.approx(mercator_of(a_place(400, 300)))


def test_the_picker_shows_estimates_then_times_by_road_the_soonest_first(desk: Any) -> None:
    desk.window.picker.open_for(desk.case.id)
    desk.session.turns.finish()
    row = desk.window.picker.model.rows[0]
    assert row.aside.startswith("≈ ")
    desk.roads.answer()
    row = desk.window.picker.model.rows[0]
    assert row.key == desk.near.id
    assert row.aside.startswith("2 min")
    assert "by road" in desk.window.picker.help.text()
    assert desk.window.picker.view.currentIndex().row() == 0


def test_the_way_of_the_one_under_the_keyboard_is_drawn_until_the_picker_goes(
    desk: Any, qtbot: Any
) -> None:
    desk.window.picker.open_for(desk.case.id)
    desk.session.turns.finish()
    desk.roads.answer()
    hand = desk.window.map.canvas.hand
    qtbot.waitUntil(lambda: hand.way_m is not None)
    way = hand.way_m
    assert way[0] == pytest.approx(mercator_of(a_place(400)))
    assert way[-1] == pytest.approx(mercator_of(a_place()))
    desk.window.picker.leave()
    assert hand.way_m is None


def test_a_drag_shows_the_way_and_says_what_its_time_rests_on(desk: Any, qtbot: Any) -> None:
    canvas = desk.window.map.canvas
    payload, target = DragPayload(INCIDENT, (desk.case.id,)), Subject(MEMBER, desk.near.id)
    canvas.hand.carrying.drop.start(payload, (0.0, 0.0))
    place = canvas.view.to_screen([canvas.image.place_m(MEMBER, desk.near.id)])[0].tolist()
    canvas.hand.on_drag(QPointF(*place))
    assert canvas.hand.carrying.drop.state.target == target
    assert "by straight line" in canvas.hand.carrying.drop.state.words
    desk.roads.answer()
    qtbot.waitUntil(lambda: canvas.hand.way_m is not None)
    canvas.hand.scene_changed()
    assert "2 min by road" in canvas.hand.carrying.drop.state.words
    canvas.hand.end_drag(is_dropped=False)
    assert canvas.hand.way_m is None


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_button_of_the_map_does_the_same_in_every_size(desk: Any, size: str) -> None:
    assert isinstance(desk.look, Look)
    desk.settings.font_size = size if size in {"small", "large"} else "normal"
    desk.session.selection.pick_incident(desk.case.id)
    QTest.mouseClick(desk.window.map.tools.button("reach"), Qt.MouseButton.LeftButton)
    desk.roads.answer()
    assert shown(desk) is not None
    assert desk.window.map.tools.button("reach").isChecked()
