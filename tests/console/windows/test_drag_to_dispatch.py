"""Drag to dispatch at the desk: real mouse and drop events, exactly one command, or words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputDevice,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from console.panels.map_panel.drops import prospect_of
from console.tables.payload import Payload
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from maps.canvas.marks import INCIDENT, MEMBER
from models.domain.command import Dispatch, Judge
from models.domain.incident import State
from tests.console.desk_stand_in import REPLAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtGui import QPointingDevice
    from PySide6.QtWidgets import QWidget

pytestmark = pytest.mark.gui
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> ReplayWindow:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk)


def spot(room: Any, kind: str, subject: UUID) -> QPoint:
    """Where a mark stands on the canvas."""
    canvas = room.window.map.canvas
    x, y = canvas.view.to_screen([canvas.image.place_m(kind, subject)])[0]
    return QPoint(round(x), round(y))


def drag(canvas: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in three steps, let go."""
    QTest.mousePress(canvas, LEFT, NO_KEY, start)
    for share in (0.2, 0.6, 1.0):
        at = QPointF(start) + (QPointF(end) - QPointF(start)) * share
        QTest.mouseMove(canvas, at.toPoint())
    QTest.mouseRelease(canvas, LEFT, NO_KEY, end)


def drop(target: QWidget, at: QPoint, payload: Payload) -> bool:
    """A drag from elsewhere: in, over, let go; whether it was taken."""
    mime = payload.to_mime()
    enter = QDragEnterEvent(at, COPY, mime, LEFT, NO_KEY)
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDragMoveEvent(at, COPY, mime, LEFT, NO_KEY))
    end = QDropEvent(QPointF(at), COPY, mime, LEFT, NO_KEY)
    QApplication.sendEvent(target, end)
    return end.isAccepted()


def touch(canvas: QWidget, glass: QPointingDevice, what: str, at: QPoint) -> None:
    """One finger on the glass: `press`, `move`, `release`."""
    window = canvas.window().windowHandle()
    event = QTest.touchEvent(window, glass)
    getattr(event, what)(0, canvas.mapTo(canvas.window(), at), window)
    event.commit()


def only_dispatch(room: Any) -> None:
    assert room.lane.intents == [Dispatch(incident=room.case.id, members=(room.near.id,))]
    assert room.lane.commands[0].seen_version == 4


def test_on_the_map_an_incident_dragged_onto_a_member_is_dispatched_once(desk: Any) -> None:
    canvas = desk.window.map.canvas
    drag(canvas, spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.near.id))
    only_dispatch(desk)


def test_on_the_map_a_finger_dispatches_by_the_very_same_command(desk: Any) -> None:
    canvas = desk.window.map.canvas
    begin, end = spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.near.id)
    glass = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    touch(canvas, glass, "press", begin)
    canvas._touches.on_long()
    touch(canvas, glass, "move", (begin + end) / 2)
    touch(canvas, glass, "move", end)
    touch(canvas, glass, "release", end)
    only_dispatch(desk)


def test_on_the_map_a_member_dragged_onto_an_incident_is_dispatched_once(desk: Any) -> None:
    canvas = desk.window.map.canvas
    drag(canvas, spot(desk, MEMBER, desk.near.id), spot(desk, INCIDENT, desk.case.id))
    only_dispatch(desk)


def test_a_queue_row_dropped_on_a_member_of_the_map_is_dispatched(desk: Any) -> None:
    at = spot(desk, MEMBER, desk.near.id) + QPoint(6, 4)
    assert drop(desk.window.map.canvas, at, Payload("incident", (desk.case.id,)))
    only_dispatch(desk)


def test_a_queue_row_dropped_on_the_roster_is_dispatched(desk: Any) -> None:
    view = desk.window.roster.view
    view.expandAll()
    at = view.visualRect(desk.window.roster.model.index_of(desk.near.id)).center()
    assert drop(view.viewport(), at, Payload("incident", (desk.case.id,)))
    only_dispatch(desk)


def test_a_member_dropped_on_a_queue_row_is_dispatched(desk: Any) -> None:
    view, model = desk.window.queue.view, desk.window.queue.model
    row = model.row_of(desk.case.id)
    at = view.visualRect(model.index(row, 0)).center()
    assert drop(view.viewport(), at, Payload("member", (desk.near.id,)))
    only_dispatch(desk)


def test_by_the_keyboard_alone_the_very_same_command(desk: Any) -> None:
    window = desk.window
    desk.session.selection.pick_incident(desk.case.id)
    window.activateWindow()
    window.map.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_D)
    assert window.picker.isVisible()
    QTest.keyClick(window.picker.field, Qt.Key.Key_Return)
    assert not window.picker.isVisible()
    only_dispatch(desk)


def test_at_the_cursor_stands_who_would_go_with_how_much_in_hand_and_how_long(
    desk: Any,
) -> None:
    said = prospect_of(desk.session, ((desk.case.id,), (desk.near.id,)))
    assert said == "近处 · Free · 0/3 · ≈ 3 min by straight line · by e-bike"
    assert prospect_of(desk.session, ((desk.case.id, desk.early.id), (desk.near.id,))) == ""


def test_dropping_on_nothing_does_nothing(desk: Any) -> None:
    canvas = desk.window.map.canvas
    drag(canvas, spot(desk, INCIDENT, desk.case.id), QPoint(8, canvas.height() - 8))
    drop(canvas, QPoint(8, 8), Payload("incident", (desk.case.id,)))
    assert desk.lane.commands == []
    assert desk.told == ""


def test_escape_gives_a_drag_up(desk: Any) -> None:
    canvas = desk.window.map.canvas
    start, end = spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.near.id)
    QTest.mousePress(canvas, LEFT, NO_KEY, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, end)
    assert desk.lane.commands == []


def test_a_warning_asks_for_a_reason_in_a_card_that_holds_nothing_up(desk: Any) -> None:
    window = desk.window
    drag(window.map.canvas, spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.off.id))
    assert desk.lane.commands == []
    assert window.ask_card.isVisible()
    assert "not on duty" in window.ask_card.grounds.text()
    window.ask_card.field.setText("asked by phone")
    QTest.keyClick(window.ask_card.field, Qt.Key.Key_Return)
    assert [intent.reason for intent in desk.lane.intents] == ["asked by phone"]
    assert not window.ask_card.isVisible()
    assert window.focusWidget() is window.map.canvas


def test_an_ask_with_many_words_shows_every_line_of_them(desk: Any) -> None:
    window = desk.window
    window.dispatching.ask_dispatch((desk.taken.id,), (desk.off.id,))
    card = window.ask_card
    needed = card.layout().totalHeightForWidth(card.width())
    assert card.height() == needed > card.layout().minimumSize().height()
    assert card.grounds.height() >= card.grounds.heightForWidth(card.grounds.width())
    lowest = max(button.geometry().bottom() for button in card.findChildren(QPushButton))
    assert lowest < card.height()


def test_a_warned_drop_without_a_reason_is_not_sent(desk: Any) -> None:
    window = desk.window
    desk.window.dispatching.ask_dispatch((desk.case.id,), (desk.off.id,))
    QTest.keyClick(window.ask_card.field, Qt.Key.Key_Return)
    assert desk.lane.commands == []
    assert window.ask_card.complaint.isVisible()


def test_a_blocked_drop_sends_nothing_and_says_why(desk: Any) -> None:
    canvas = desk.window.map.canvas
    drag(canvas, spot(desk, INCIDENT, desk.early.id), spot(desk, MEMBER, desk.near.id))
    assert desk.lane.commands == []
    assert "not registered yet" in desk.told


@pytest.mark.parametrize("choice", [0, 1])
def test_onto_a_dispatched_incident_one_joins_or_replaces(desk: Any, choice: int) -> None:
    window = desk.window
    canvas = window.map.canvas
    drag(canvas, spot(desk, MEMBER, desk.near.id), spot(desk, INCIDENT, desk.taken.id))
    window.ask_card.field.setText("more hands")
    button = window.ask_card.choices[choice]
    QTest.mouseClick(button, LEFT)
    assert {button.property("choice")} == {intent.verb for intent in desk.lane.intents}


def test_until_confirmed_the_act_is_a_ghost_on_the_map(desk: Any) -> None:
    canvas = desk.window.map.canvas
    drag(canvas, spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.near.id))
    assert desk.session.pending.of(desk.case.id) is not None
    desk.lane.answer()
    assert desk.session.pending.acts == ()
    assert desk.session.frame.picture.incidents[desk.case.id].state is State.DISPATCHED


def test_undo_by_the_keyboard_withdraws_the_last_dispatch(desk: Any) -> None:
    desk.window.dispatching.ask_dispatch((desk.case.id,), (desk.near.id,))
    desk.lane.answer()
    desk.window.activateWindow()
    desk.window.map.canvas.setFocus()
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(desk.lane.intents[0], Judge)
    assert desk.lane.intents[0].verb == "withdraw"


def test_a_jump_in_time_drops_a_drag_half_done(desk: Any) -> None:
    canvas = desk.window.map.canvas
    start, end = spot(desk, INCIDENT, desk.case.id), spot(desk, MEMBER, desk.near.id)
    QTest.mousePress(canvas, LEFT, NO_KEY, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    desk.session.show_frame(replace(desk.session.frame, jumped=True))
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, end)
    assert desk.lane.commands == []


def test_in_a_replay_a_drag_sends_nothing_and_says_that_the_desk_is_sealed(
    room: Callable[..., Any],
) -> None:
    replay = room(a_replay, capabilities=REPLAY)
    canvas = replay.window.map.canvas
    drag(canvas, spot(replay, INCIDENT, replay.case.id), spot(replay, MEMBER, replay.near.id))
    assert replay.lane.commands == []
    assert "sealed" in replay.told


def test_in_a_replay_the_keys_say_so_too(room: Callable[..., Any]) -> None:
    replay = room(a_replay, capabilities=REPLAY)
    replay.session.selection.pick_incident(replay.case.id)
    replay.window.activateWindow()
    replay.window.map.canvas.setFocus()
    QTest.keyClick(replay.window, Qt.Key.Key_D)
    assert not replay.window.picker.isVisible()
    assert "sealed" in replay.told
