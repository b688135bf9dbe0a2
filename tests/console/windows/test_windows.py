"""The three windows: what one sees, what one hears, what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from console.actions.action import Group
from console.actions.catalogue import CATALOGUE
from console.panels.timeline_bar import TimelineBar
from console.tables.roster_columns import Column
from console.windows.arrangement import size_kept
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from console.windows.wall import WallWindow
from maps.canvas.marks import INCIDENT
from models.domain.command import Accept, Report
from models.domain.error import Words
from models.feed.timeline import Follow, Mode, Play, Seek
from tests.builders import a_member
from tests.console.desk_stand_in import REPLAY, a_frame, a_place

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> ReplayWindow:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


def a_wall(room: Any) -> WallWindow:
    return WallWindow(room.session, room.look, (1920, 1080), tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk)


def type_into(widget: Any, words: str) -> None:
    QTest.keyClicks(widget, words)


def test_every_act_of_the_desks_menus_is_in_the_catalogue_and_the_other_way_round(
    desk: Any,
) -> None:
    offered = {bound.act.id for bound in desk.window.actions_.all}
    assert offered == {action.id for action in CATALOGUE if action.group is not Group.TIME}


def test_what_cannot_be_done_is_greyed_with_the_reason(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.early.id)
    desk.session.turns.finish()
    assert desk.window.actions_["accept"].isEnabled()
    assert not desk.window.actions_["close"].isEnabled()
    assert "not possible now" in desk.window.actions_["close"].toolTip()


def test_a_button_of_the_card_sends_the_act(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.early.id)
    desk.window.card.refresh()
    QTest.mouseClick(desk.window.card.acts.buttons["accept"], LEFT)
    assert desk.lane.intents == [Accept(incident=desk.early.id)]


def test_clicking_a_mark_selects_it_everywhere(desk: Any) -> None:
    canvas = desk.window.map.canvas
    x, y = canvas.view.to_screen([canvas.image.place_m(INCIDENT, desk.case.id)])[0]
    QTest.mouseClick(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(round(x), round(y)))
    assert desk.session.selection.incident == desk.case.id
    row = desk.window.queue.model.row_of(desk.case.id)
    assert desk.window.queue.view.currentIndex().row() == row
    assert desk.window.card.incident.id == desk.case.id


def test_choosing_an_incident_asks_for_its_timeline(desk: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(desk.window.timeline_wanted) as asked:
        desk.session.selection.pick_incident(desk.case.id)
    assert asked.args == [desk.case.id]


def test_the_picker_ranks_filters_and_leaves(desk: Any) -> None:
    picker = desk.window.picker
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("dispatch")
    desk.session.turns.finish()
    assert picker.model.rows[0].key == desk.near.id
    type_into(picker.field, "M-OFF")
    assert [row.key for row in picker.model.rows] == [desk.off.id]
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert desk.lane.commands == []


def test_several_marked_members_go_together_the_first_marked_leads(desk: Any) -> None:
    picker, ctrl = desk.window.picker, Qt.KeyboardModifier.ControlModifier
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("dispatch")
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    second = picker.current.key
    QTest.keyClick(picker.field, Qt.Key.Key_Space, ctrl)
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    first = picker.current.key
    QTest.keyClick(picker.field, Qt.Key.Key_Space, ctrl)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert [intent.members for intent in desk.lane.intents] == [(second, first)]


def test_the_picker_keeps_its_order_while_members_walk(desk: Any) -> None:
    picker = desk.window.picker
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.do("dispatch")
    desk.session.turns.finish()
    before = [row.key for row in picker.model.rows]
    later = replace(desk.session.frame, now=desk.session.frame.now + timedelta(minutes=30))
    desk.session.show_frame(later)
    picker.on_beat()
    assert [row.key for row in picker.model.rows] == before
    assert "minutes old" in picker.model.rows[0].detail


def test_the_palette_does_what_is_typed(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.early.id)
    desk.window.do("palette")
    type_into(desk.window.palette_.field, "Accept")
    QTest.keyClick(desk.window.palette_.field, Qt.Key.Key_Return)
    assert desk.lane.intents == [Accept(incident=desk.early.id)]


def test_the_palette_finds_a_member_by_number(desk: Any) -> None:
    desk.window.do("palette")
    type_into(desk.window.palette_.field, "M-LEAD")
    QTest.keyClick(desk.window.palette_.field, Qt.Key.Key_Return)
    assert desk.session.selection.members == (desk.lead.id,)


def test_an_act_that_the_palette_shows_as_refused_is_told_and_not_done(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.early.id)
    desk.window.palette_.action_chosen.emit("close")
    assert desk.lane.commands == []
    assert "not possible now" in desk.told


def test_a_new_incident_is_reported_where_the_map_was_clicked(desk: Any) -> None:
    window = desk.window
    window.do("report")
    window.report.text.setPlainText("a tree lies across the road")
    canvas = window.map.canvas
    corner = QPoint(canvas.width() - 90, canvas.height() - 60)
    QTest.mouseClick(canvas, LEFT, Qt.KeyboardModifier.NoModifier, corner)
    QTest.mouseClick(window.report.go, LEFT)
    (report,) = desk.lane.intents
    assert isinstance(report, Report)
    assert report.place is not None
    assert not window.report.isVisible()


def test_a_report_that_lacks_its_place_says_so_and_stays(desk: Any) -> None:
    window = desk.window
    window.do("report")
    window.report.text.setPlainText("a tree lies across the road")
    QTest.mouseClick(window.report.go, LEFT)
    assert desk.lane.commands == []
    assert "click the map" in window.report.complaint.text()


def test_the_arrangement_of_the_docks_is_kept_and_comes_back(room: Callable[..., Any]) -> None:
    first = room(a_desk)
    first.window.docks.log.hide()
    first.window.close()
    second = room(a_desk)
    assert not second.window.docks.log.isVisible()
    second.window.do("view.reset")
    assert second.window.docks.log.isVisible()


def test_docks_left_on_a_large_screen_leave_the_map_its_share_of_a_small_one(
    room: Callable[..., Any], qtbot: Any
) -> None:
    first = room(a_desk)
    first.window.docks.log.hide()
    first.window.resize(2600, 1400)
    qtbot.waitUntil(lambda: first.window.docks.queue.width() > 680)
    first.window.close()
    second = room(a_desk)
    assert second.window.docks.queue.width() < 0.37 * second.window.width()
    assert not second.window.docks.log.isVisible(), "which of them show stays as it was"


def test_a_picked_place_is_pinned_and_the_keyboard_sends_the_report(desk: Any) -> None:
    window = desk.window
    window.do("report")
    window.report.text.setPlainText("a tree lies across the road")
    window.map.canvas.setFocus()
    window.map.on_ground_clicked(a_place(-300, 800))
    assert window.map.pin.isVisible()
    assert window.map.pin.place == a_place(-300, 800)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [intent.place for intent in desk.lane.intents] == [a_place(-300, 800)]
    assert not window.map.pin.isVisible()


def test_a_window_comes_up_as_large_as_it_was_left_and_never_beyond_its_screen(
    desk: Any,
) -> None:
    desk.window.resize(1500, 800)
    desk.window.arrangement.keep()
    screen = QSize(1920, 1080)
    assert size_kept(desk.settings.layout_of("desk.size"), screen) == QSize(1500, 800)
    assert size_kept(b"9000x700", screen) == QSize(1920, 700)
    for nothing in (None, b"", b"wide"):
        assert size_kept(nothing, screen) == screen


def test_docks_keep_their_shares_of_a_window_that_grows_after_it_came_up(
    desk: Any, qtbot: Any
) -> None:
    window = desk.window
    window.resize(700, 450)
    qtbot.waitUntil(lambda: window.docks.queue.width() < 300)
    window.resize(1900, 1000)
    qtbot.waitUntil(lambda: window.docks.queue.width() > 600)


def test_name_state_load_and_fix_of_a_member_are_seen_whole_in_the_usual_desk(
    desk: Any, qtbot: Any
) -> None:
    window = desk.window
    window.resize(1920, 1080)
    view = window.roster.view
    # The docks take their shares a moment later; on a busy machine that is long.
    qtbot.waitUntil(
        lambda: view.columnViewportPosition(Column.PLACE) <= view.viewport().width(),
        timeout=30_000,
    )


def test_docks_that_a_hand_moved_stay_as_they_are(desk: Any, qtbot: Any) -> None:
    window = desk.window
    window.docks.log.setFloating(True)
    across = Qt.Orientation.Horizontal
    window.resizeDocks([window.docks.queue], [300], across)
    qtbot.waitUntil(lambda: window.docks.queue.width() < 320)
    window.resize(1900, 1000)
    qtbot.waitUntil(lambda: window.map.width() > 900)
    assert window.docks.queue.width() < 320


def test_theme_language_and_size_go_to_the_settings(desk: Any) -> None:
    for action in ("view.theme", "language", "view.larger"):
        desk.window.do(action)
    settings = desk.settings
    assert (settings.theme, settings.language, settings.font_size) == ("day", "zh", "large")


def test_columns_are_shown_and_hidden_by_keys(desk: Any) -> None:
    view = desk.window.queue.view
    assert not view.isColumnHidden(0)
    desk.window.do("view.columns")
    (menu,) = (one for one in desk.window.queue.findChildren(QMenu) if one.isVisible())
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert view.isColumnHidden(0)


def test_a_large_grid_is_asked_for_and_not_made_on_the_gui_thread(
    room: Callable[..., Any],
) -> None:
    from types import SimpleNamespace

    desk = room(a_desk)
    asked: list[object] = []
    desk.window.ground_wanted.connect(asked.append)
    grid = SimpleNamespace(get=lambda _: None)
    shapes = dict.fromkeys(range(5_000), b"")
    desk.window.map.on_reference(replace(desk.session.reference, shapes=shapes, grid=grid))
    assert len(asked) == 1


def test_the_replay_says_that_it_is_sealed_and_steers(
    room: Callable[..., Any], qtbot: Any
) -> None:
    replay = room(a_replay, capabilities=REPLAY, mode=Mode.PAUSED)
    assert replay.window.sealed.isVisible()
    acts: list[object] = []
    replay.window.steered.connect(acts.append)
    for action in ("time.follow", "time.back", "time.pause"):
        replay.window.do(action)
    at = replay.session.frame.now - timedelta(minutes=1)
    assert acts == [Follow(), Seek(at), Play(1.0)]


def test_a_replay_that_follows_is_a_desk_again(room: Callable[..., Any]) -> None:
    replay = room(a_replay, capabilities=REPLAY, mode=Mode.PAUSED)
    live = a_frame([replay.case], [replay.near])
    replay.session.show_frame(replace(live, jumped=True))
    assert not replay.window.sealed.isVisible()


def test_the_wall_names_nobody_and_takes_no_drag(room: Callable[..., Any]) -> None:
    wall = room(a_wall)
    canvas = wall.window.map.canvas
    x, y = canvas.view.to_screen([canvas.image.place_m(INCIDENT, wall.case.id)])[0]
    start = QPoint(round(x), round(y))
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(60, 10))
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 10))
    assert wall.lane.commands == []
    assert not wall.window.map.tools.isVisible()
    assert not canvas.layers.shows("member_names")


def test_the_wall_says_in_words_how_old_its_data_is(room: Callable[..., Any]) -> None:
    wall = room(a_wall)
    frame = wall.session.frame
    old = replace(
        frame, now=frame.now + timedelta(minutes=5), problem=Words("数据库离线", "no database")
    )
    wall.session.show_frame(old)
    assert "old" in wall.window.title_bar.age_words


def test_members_come_and_go_on_the_map_with_the_frames(desk: Any) -> None:
    newcomer = a_member()
    desk.session.show_frame(replace(a_frame([desk.case], [desk.near, newcomer]), jumped=True))
    assert newcomer.id in desk.window.map.canvas.scene.members.row
    assert desk.taken.id not in desk.window.map.canvas.scene.incidents.row


def a_wall_of_its_own_time(room: Any) -> WallWindow:
    bar = TimelineBar(room.session, room.look)
    return WallWindow(room.session, room.look, (1920, 1080), tiles="here", timeline=bar)


def test_a_wall_with_its_own_timeline_steers_itself(
    room: Callable[..., Any], qtbot: Any
) -> None:
    wall = room(a_wall_of_its_own_time).window
    bar = wall.findChild(TimelineBar)
    assert bar is not None
    assert bar.isVisibleTo(wall)
    with qtbot.waitSignal(wall.steered) as steered:
        bar.steered.emit(Follow())
    assert steered.args == [Follow()]
