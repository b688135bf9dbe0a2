"""Promises of "assign all" at a desk: shown first, ticked by hand, sent one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from console.windows.desk import DeskWindow
from models.domain.command import Dispatch
from models.domain.incident import State
from tests.builders import an_incident
from tests.console.desk_stand_in import REPLAY, a_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


class Side(QObject):
    """Answers lookups when told to. Thread: GUI."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self.lookups: list[Any] = []
        room.session.lookups.asked.connect(self.lookups.append)

    def answer(self) -> None:
        while self.lookups:
            lookup = self.lookups.pop()
            lookup.take(lookup.read())


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    return room(make)


def _planned(desk: Room) -> Any:
    side = Side(desk)
    desk.window.do("assign-all")
    side.answer()
    return desk.window.planning.card


def test_nothing_is_sent_before_the_plan_was_shown_and_confirmed(desk: Room) -> None:
    card = _planned(desk)
    assert not card.isHidden()
    assert desk.lane.commands == []
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    assert desk.lane.intents == [Dispatch(incident=desk.case.id, members=(desk.near.id,))]
    assert desk.lane.commands[0].seen_version == 4
    assert desk.lane.intents[0].advice.chosen == (1,)
    assert card.isHidden()


def test_what_a_plan_sent_is_told_in_one_line_and_taken_back_by_one_undo(desk: Room) -> None:
    card = _planned(desk)
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    desk.lane.answer()
    assert desk.window.notices.texts == ("Dispatch: 1 done",)
    desk.window.do("undo")
    assert [intent.verb for intent in desk.lane.intents] == ["withdraw"]


def _waiting(desk: Room, qtbot: QtBot) -> tuple[Side, Any]:
    side, card = Side(desk), desk.window.planning.card
    desk.window.do("assign-all")
    qtbot.waitUntil(lambda: not card.isHidden())
    return side, card


def test_a_plan_that_is_long_in_the_making_says_so_and_is_made_once(
    desk: Room, qtbot: QtBot
) -> None:
    side, card = _waiting(desk, qtbot)
    assert "is being made" in card.help.text()
    assert card.go.isHidden()
    desk.window.do("assign-all")
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    assert (len(side.lookups), desk.lane.commands) == (1, [])
    side.answer()
    assert not card.go.isHidden()


def test_whoever_leaves_before_the_plan_is_made_is_not_shown_it(
    desk: Room, qtbot: QtBot
) -> None:
    side, card = _waiting(desk, qtbot)
    QTest.keyClick(card.view, Qt.Key.Key_Escape)
    side.answer()
    assert card.isHidden()


def test_a_jump_in_time_leaves_a_plan_that_is_being_made(desk: Room) -> None:
    side = Side(desk)
    desk.window.do("assign-all")
    desk.session.show_frame(replace(desk.session.frame, jumped=True))
    side.answer()
    assert desk.window.planning.card.isHidden()


def test_a_plan_that_cannot_be_made_is_waited_for_no_longer(desk: Room, qtbot: QtBot) -> None:
    side, card = _waiting(desk, qtbot)
    side.lookups.pop().take(None)
    assert card.isHidden()


def test_a_plan_of_nobody_says_the_way_out_and_no_minutes(desk: Room) -> None:
    assert "of way in all" in _planned(desk).help.text()
    desk.window.planning.card.leave()
    far = an_incident(place=a_place(60_000))
    frame = desk.session.frame
    picture = replace(frame.picture, incidents={far.id: far})
    desk.session.show_frame(replace(frame, picture=picture))
    card = _planned(desk)
    assert "0 of 1" in card.title.text()
    assert "min" not in card.help.text()
    assert "choose by hand" in card.help.text()
    assert card.go.isHidden()


def test_a_row_that_was_unticked_is_not_sent(desk: Room) -> None:
    card = _planned(desk)
    QTest.keyClick(card.view, Qt.Key.Key_Space)
    assert not card.go.isEnabled()
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    assert desk.lane.commands == []


def test_every_row_says_whom_and_why(desk: Room) -> None:
    card = _planned(desk)
    said = card.model.data(card.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "近处" in said
    assert "first choice" in said
    assert "400 m" in said


def test_an_incident_nobody_can_be_sent_to_stands_there_with_the_reason(desk: Room) -> None:
    far = an_incident(place=a_place(60_000))
    frame = desk.session.frame
    incidents = {**frame.picture.incidents, far.id: far}
    desk.session.show_frame(replace(frame, picture=replace(frame.picture, incidents=incidents)))
    card = _planned(desk)
    last = card.model.index(card.model.rowCount() - 1, 4)
    assert "nobody near can go at once" in card.model.data(last)
    assert "first choice" in card.why.text()
    QTest.keyClick(card.view, Qt.Key.Key_Down)
    assert card.why.text().endswith(card.model.data(last))
    assert card.model.rowCount() == 2


def test_what_somebody_else_took_meanwhile_is_passed_over_and_told(desk: Room) -> None:
    card = _planned(desk)
    frame = desk.session.frame
    taken = replace(desk.case, state=State.HANDLING, version=5)
    incidents = {**frame.picture.incidents, taken.id: taken}
    desk.session.show_frame(replace(frame, picture=replace(frame.picture, incidents=incidents)))
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    assert desk.lane.commands == []
    assert "things changed meanwhile" in desk.told


def test_a_sealed_desk_assigns_nothing_and_says_so(room: Callable[..., Room]) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    sealed = room(make, capabilities=REPLAY)
    sealed.window.do("assign-all")
    assert "sealed" in sealed.told


def test_escape_leaves_the_plan_undone(desk: Room) -> None:
    card = _planned(desk)
    QTest.keyClick(card.view, Qt.Key.Key_Escape)
    assert card.isHidden()
    assert desk.lane.commands == []
