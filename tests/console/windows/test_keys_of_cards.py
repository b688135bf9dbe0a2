"""Keys that a card or a button needs come before the shortcuts of the window below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from console.tables.enclosure import Enclosure
from console.windows.desk import DeskWindow
from maps.layers.layer import INCIDENTS
from tests.console.cells import a_gridded_reference

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(room: Callable[..., Any], qtbot: Any) -> Any:
    """A desk whose window has the keyboard, so that its shortcuts are live."""

    def make(room: Any) -> DeskWindow:
        return DeskWindow(room.session, room.settings, room.look, tiles="here")

    desk = room(make, reference=a_gridded_reference())
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    return desk


def test_the_list_of_layers_keeps_alt_with_arrows_and_space(desk: Any) -> None:
    canvas = desk.window.map.canvas
    desk.window.selection.pick_incident(desk.case.id)
    before, view = canvas.layers, canvas.view
    desk.window.do("map.legend")
    layers = desk.window.map.layers.legend.layers
    layers.setCurrentRow(layers.listed().index(INCIDENTS))
    QTest.keyClick(layers, Key.Key_Down, ALT)
    moved = canvas.layers
    assert moved.order.index(INCIDENTS) == before.order.index(INCIDENTS) - 1
    QTest.keyClick(layers, Key.Key_Space)
    assert not canvas.layers.shows(INCIDENTS)
    assert canvas.view == view, "neither key moved the map"


def test_del_in_the_bookmarks_deletes_one_and_erases_nothing(desk: Any) -> None:
    window, card = desk.window, desk.window.map_acts.card
    window.map_acts.keep("Market")
    window.do("place.views")
    card.list.setCurrentRow(1)
    QTest.keyClick(card.list, Key.Key_Delete)
    assert window.settings.views == ()
    assert not desk.told


def test_enter_presses_the_button_that_has_the_keyboard(desk: Any, qtbot: Any) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.card.refresh()
    button = window.card.acts.buttons["dispatch"]
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    QTest.keyClick(button, Key.Key_Return)
    assert window.picker.isVisible()


def test_escape_in_the_queue_puts_away_what_is_open_on_the_map(desk: Any) -> None:
    window = desk.window
    window.do("map.measure")
    window.queue.view.setFocus()
    QTest.keyClick(window.queue.view, Key.Key_Escape)
    assert window.map.canvas.sketching.sketch is None


def test_space_in_a_card_ticks_a_box_and_leaves_the_map_alone(desk: Any) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.do("export.page")
    box = next(one for one in window.exports.card.findChildren(QCheckBox) if one.isVisible())
    was, view = box.isChecked(), window.map.canvas.view
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)
    assert box.isChecked() is not was
    assert window.map.canvas.view == view


def test_the_enter_that_answers_an_ask_presses_nothing_that_it_returns_to(
    desk: Any, qtbot: Any
) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.card.refresh()
    button = window.card.acts.buttons["comment"]
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("comment"))
    QTest.keyClick(button, Key.Key_Return)
    assert window.ask_card.isVisible()
    window.ask_card.field.setText("已核实")
    QTest.keyClick(window.ask_card.field, Key.Key_Return)
    assert not window.ask_card.isVisible()
    assert window.focusWidget() is button
    assert len(pressed) == 1


@pytest.mark.parametrize("panel", ["queue", "roster", "map"])
def test_a_card_that_goes_gives_the_keyboard_back(desk: Any, panel: str) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.do(f"view.{panel}")
    before = window.focusWidget()
    for act in ("dispatch", "report", "comment", "palette", "find", "place.views", "conflicts"):
        window.do(act)
        assert window.focusWidget() is not before, act
        QTest.keyClick(window.focusWidget(), Key.Key_Escape)
        at_map = act == "place.views"
        assert window.focusWidget() is (window.map.canvas if at_map else before), act
        before.setFocus()


@pytest.mark.parametrize(
    ("act", "way"),
    [
        ("comment", ["Reason or result", "Cancel (Esc)", "Comment"]),
        ("tell-room", ["Note", "Until", "About incident", "Cancel (Esc)", "Tell"]),
        ("place.views", ["A name for the view", "Keep", "Bookmarks", "Go there"]),
    ],
)
def test_tab_goes_round_a_card_as_it_is_laid_out_and_shift_tab_back(
    desk: Any, act: str, way: list[str]
) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.do(act)
    card = next(one for one in window.findChildren(Enclosure) if one.isVisible())
    stops = card.stops()
    said = [stop.accessibleName() or getattr(stop, "text", str)() for stop in stops]
    assert [words[: len(begin)] for words, begin in zip(said, way, strict=True)] == way
    stops[0].setFocus()
    for stop in (*stops[1:], stops[0]):
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        assert window.focusWidget() is stop
    QTest.keyClick(window.focusWidget(), Key.Key_Backtab)
    assert window.focusWidget() is stops[-1]


def test_an_ask_that_follows_the_picker_gives_the_keyboard_back_to_what_came_before_both(
    desk: Any,
) -> None:
    window = desk.window
    window.selection.pick_incident(desk.case.id)
    window.do("view.queue")
    window.do("dispatch")
    window.do("comment")
    assert window.ask_card.field.hasFocus()
    window.picker.leave()
    assert window.ask_card.field.hasFocus(), "a card below goes without taking anything"
    QTest.keyClick(window.ask_card.field, Key.Key_Escape)
    assert window.focusWidget() is window.queue.view


def test_a_notice_that_offers_undo_leaves_the_keyboard_to_the_window(
    desk: Any, qtbot: Any
) -> None:
    window = desk.window
    window.dispatching.ask_dispatch((desk.case.id,), (desk.near.id,))
    idle = QTimer(window, singleShot=True)
    with qtbot.waitSignal(idle.timeout):
        desk.lane.answer()
        idle.start()
    assert any("Dispatch" in words for words in window.notices.texts)
    assert window.isActiveWindow()


def test_what_stands_beside_the_form_lies_over_the_queue_that_one_came_from(
    desk: Any,
) -> None:
    window = desk.window
    window.do("view.queue")
    window.do("report")
    beside = window.intake.beside
    beside.show()
    at = beside.mapTo(window, beside.rect().center())
    assert beside in {window.childAt(at), window.childAt(at).parentWidget()}


def test_a_card_takes_the_keyboard_from_a_panel_that_stands_in_a_window_of_its_own(
    desk: Any, qtbot: Any
) -> None:
    window, dock = desk.window, desk.window.docks.roster
    dock.setFloating(True)
    with qtbot.waitActive(dock):
        dock.activateWindow()
        window.roster.view.setFocus()
    window.selection.pick_members((desk.near.id,))
    window.do("ask-leave")
    qtbot.waitUntil(window.isActiveWindow)
    assert window.ask_card.field.hasFocus()
    QTest.keyClick(window.ask_card.field, Key.Key_Escape)
    qtbot.waitUntil(dock.isActiveWindow)
    assert window.roster.view.hasFocus()
    dock.setFloating(False)
