"""Promises of the command bar at a desk: said, completed, done, remembered; no mouse needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.windows.desk import DeskWindow
from models.domain.command import Dispatch, SetDuty
from models.domain.leave import AskLeave
from models.domain.member import Duty

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    return room(make)


def _typed(desk: Room, text: str) -> Any:
    palette = desk.window.palette_
    desk.window.do("palette")
    QTest.keyClicks(palette.field, text)
    return palette


def _tail(desk: Room) -> str:
    return str(desk.case.number.rpartition("-")[2].lstrip("0"))


def test_the_first_row_says_what_enter_will_do_and_enter_does_it(desk: Room) -> None:
    palette = _typed(desk, f"dispatch {_tail(desk)} M-NEAR")
    row = palette.model.rows[0]
    assert "Dispatch" in row.title
    assert "近处" in row.title
    assert (row.tone, row.aside) == ("green", "Enter")
    assert desk.lane.commands == []
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert desk.lane.intents == [Dispatch(incident=desk.case.id, members=(desk.near.id,))]
    assert palette.isHidden()


def test_a_line_that_cannot_be_done_is_red_and_stays(desk: Room) -> None:
    palette = _typed(desk, "dispatch 99999 M-NEAR")
    assert palette.model.rows[0].tone == "red"
    assert "ends with 99999" in palette.model.rows[0].detail
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isHidden()
    assert desk.lane.commands == []
    assert "ends with 99999" in desk.told


@pytest.mark.parametrize(
    ("line", "act"), [("hand over", "Hand over the seat"), ("check passed", "Check passed")]
)
def test_an_act_typed_by_its_name_is_not_another_act_with_words(
    desk: Room, line: str, act: str
) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    palette = _typed(desk, line)
    assert palette.model.rows[0].title.startswith(act)
    titles = [row.title for row in palette.model.rows]
    assert line == "check passed" or "Shift hand-over sheet…" in titles


def test_tab_completes_and_keeps_the_keyboard_in_the_line(desk: Room) -> None:
    palette = _typed(desk, "disp")
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == "dispatch "
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == f"dispatch {_tail(desk)} "
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == f"dispatch {_tail(desk)} M-NEAR "


def test_who_the_rule_warns_of_is_yellow_and_asks_for_a_reason(desk: Room) -> None:
    palette = _typed(desk, f"dispatch {_tail(desk)} M-OFF")
    assert palette.model.rows[0].tone == "yellow"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert desk.lane.commands == []
    assert desk.window.ask_card.isVisible()


def test_an_empty_bar_offers_what_was_typed_before(desk: Room) -> None:
    line = f"comment {_tail(desk)} called"
    palette = _typed(desk, line)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    desk.window.do("palette")
    assert palette.model.rows[0].title == line
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.field.text() == line
    assert len(desk.lane.commands) == 1


def test_the_search_of_the_map_takes_no_commands(desk: Room) -> None:
    palette = desk.window.palette_
    palette.open_search()
    QTest.keyClicks(palette.field, f"dispatch {_tail(desk)} M-NEAR")
    assert all("Dispatch" not in row.title for row in palette.model.rows)


def test_acts_on_the_selected_members_are_done_by_their_keys(desk: Room) -> None:
    desk.session.selection.pick_members((desk.near.id,))
    desk.window.do("duty-break")
    assert desk.lane.intents == [SetDuty(member=desk.near.id, duty=Duty.BREAK)]
    desk.window.do("ask-leave")
    ask = desk.window.asking.current
    assert ask is not None
    assert [field.text() for field in desk.window.ask_card.blanks] == [
        b.usual for b in ask.blanks
    ]
    QTest.keyClick(desk.window.ask_card.field, Qt.Key.Key_Return)
    (_, given) = desk.lane.intents
    assert isinstance(given, AskLeave)
    assert given.verb == "give-leave"
