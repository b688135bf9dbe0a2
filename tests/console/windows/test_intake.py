"""Taking a call: what the form finds by itself, what it never changes, what it never loses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.state.intake_lore import LoreWanted, make_lore
from console.state.reference import Reference
from console.windows.desk import DeskWindow
from models.desk.act import Act, Fate
from models.domain.category import Urgency
from models.domain.command import Dispatch, Merge, Report
from models.domain.deadline import WorkCalendar
from models.domain.error import Words
from models.domain.grid import Grid
from models.domain.incident import State
from models.domain.rulebook import Rulebook
from models.intake.category_table import all_categories
from models.intake.rule_values import phrases
from models.picture.search import Found, Sought
from resources.files import resource_path
from tests.builders import an_incident
from tests.console.desk_stand_in import a_frame, a_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.gui
KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_HERE = a_place()
AT_HAND = f"{_HERE.lat_deg:.5f}, {_HERE.lon_deg:.5f}"


def _reference() -> Reference:
    text = resource_path("event_categories.csv").read_text("utf-8")
    categories = {one.code: one for one in all_categories(text)}
    return Reference(1, Grid.of(()), WorkCalendar(), categories=categories)


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


class Caller:
    """A desk with its lore learnt, and every key that is pressed counted."""

    def __init__(self, room: Any) -> None:
        self.room = room
        self.window = room.window
        self.form = room.window.report
        self.intake = room.window.intake
        self.keys = 0
        self.asked: list[object] = []
        room.session.inquiries.asked.connect(self.asked.append)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """One key, to whatever has the keyboard."""
        self.keys += 1
        QTest.keyClick(self.window.focusWidget(), key, held)

    def type(self, words: str) -> None:
        """The text itself: not counted. Chinese comes from an input method."""
        widget = self.window.focusWidget()
        if words.isascii():
            QTest.keyClicks(widget, words)
        else:
            widget.insertPlainText(words)

    def begin(self) -> None:
        """Ctrl+N, and the lore comes."""
        self.keys += 1
        self.window.do("report")
        self.learn()

    def learn(self) -> None:
        """Answer as the lane would."""
        for question in self.asked:
            if isinstance(question, LoreWanted):
                self.room.session.inquiries.on_told(question, make_lore(question, []))
        self.asked.clear()

    def write(self, text: str) -> None:
        """Put a text in and let the form think."""
        self.form.text.setPlainText(text)
        self.intake.think()


@pytest.fixture
def caller(room: Callable[..., Any]) -> Caller:
    return Caller(room(a_desk, reference=_reference()))


def test_a_call_is_dispatched_in_twelve_keys_beside_its_text(caller: Caller) -> None:
    lane, window = caller.room.lane, caller.window
    caller.begin()
    caller.type("小区东门垃圾桶满溢，散发异味")
    caller.press(KEY.Key_Tab)
    caller.type(AT_HAND)
    caller.intake.think()
    caller.press(KEY.Key_1, ALT)
    caller.press(KEY.Key_Return, CTRL)
    (report,) = lane.intents
    assert isinstance(report, Report)
    assert report.category == "E0102"
    lane.answer()
    assert window.selection.incident == report.incident
    for act in ("accept", "register"):
        caller.keys += 1
        window.do(act)
        lane.answer()
    caller.keys += 1
    window.do("dispatch")
    caller.press(KEY.Key_Return)
    while caller.room.window.asking.current is not None:
        caller.press(KEY.Key_Return)
    (dispatch,) = lane.intents
    assert isinstance(dispatch, Dispatch)
    assert dispatch.incident == report.incident
    assert caller.keys <= 12, caller.keys


def test_a_sure_class_is_filled_in_and_a_chosen_one_is_never_changed(caller: Caller) -> None:
    caller.begin()
    caller.write("路灯坏了三个，路灯不亮，很暗")
    assert caller.form.draft.category == "E1703"
    caller.write("家里闻到煤气味，燃气泄漏")
    assert caller.form.draft.category == "E0403"
    caller.form.take_class("E1901")
    caller.write("路灯坏了三个，路灯不亮，很暗")
    assert caller.form.draft.category == "E1901"


def test_an_alarming_word_raises_the_urgency_and_is_named(caller: Caller) -> None:
    caller.begin()
    caller.write("楼上有人被困，请快来")
    assert caller.form.draft.urgency is Urgency.EMERGENCY
    assert "被困" in caller.form.note.text()
    caller.form.urgency.setCurrentIndex(caller.form.urgency.findData("general"))
    caller.form.on_urgency_chosen()
    caller.write("楼上有人被困，着火了")
    assert caller.form.draft.urgency is Urgency.GENERAL


def test_a_known_incident_stands_beside_and_can_be_joined_with_one_key(caller: Caller) -> None:
    known = an_incident(
        State.HANDLING, text="东门垃圾桶满溢散发异味", place=a_place(8), category="E0102"
    )
    session = caller.room.session
    session.show_frame(replace(a_frame([known], []), jumped=True))
    caller.begin()
    caller.write("东门垃圾桶满溢散发异味")
    caller.form.where.on_edited(AT_HAND)
    caller.intake.think()
    beside = caller.intake.beside
    assert not beside.twins[0].isHidden()
    caller.room.window.grab()
    # Distance, time, words and class: none of it cut away.
    for why in ("8 m away", "100% of the words", "same class"):
        assert why in beside.twins[0].text()
    caller.press(KEY.Key_J, ALT)
    caller.press(KEY.Key_Return, CTRL)
    report, merge = caller.room.lane.intents
    assert isinstance(merge, Merge)
    assert (merge.incident, merge.into) == (report.incident, known.id)


def test_what_few_may_know_of_joins_nothing_that_more_do(caller: Caller) -> None:
    known = an_incident(
        State.HANDLING, text="东门垃圾桶满溢散发异味", place=a_place(8), category="E0102"
    )
    session = caller.room.session
    session.show_frame(replace(a_frame([known], []), jumped=True))
    code, category = next(iter(session.reference.categories.items()))
    secret = {**session.reference.categories, code: replace(category, restricted=True)}
    session.show_reference(replace(session.reference, categories=secret))
    caller.begin()
    caller.write("东门垃圾桶满溢散发异味")
    caller.form.where.on_edited(AT_HAND)
    caller.form.take_class(code)
    caller.intake.think()
    caller.press(KEY.Key_J, ALT)
    caller.press(KEY.Key_Return, CTRL)
    assert not caller.room.lane.intents
    assert f"This class is restricted and {known.number} is not" in caller.form.complaint.text()
    caller.press(KEY.Key_J, ALT)
    caller.press(KEY.Key_Return, CTRL)
    (report,) = caller.room.lane.intents
    assert report.category == code


def test_the_phrases_are_found_with_the_mouse_too(caller: Caller) -> None:
    caller.begin()
    QTest.mouseClick(caller.form.phrases, Qt.MouseButton.LeftButton)
    menu = caller.intake.phrases.menu
    assert menu.isVisible()
    menu.actions()[0].trigger()
    menu.close()
    assert "{where}" in caller.form.text.toPlainText()
    assert caller.form.text.textCursor().selectedText() == "{where}"


def test_a_phrase_with_an_open_blank_is_not_reported_and_the_cursor_goes_to_the_blank(
    caller: Caller,
) -> None:
    caller.begin()
    caller.write("Rubbish at {where}, about {how much}.")
    caller.form.where.on_edited(AT_HAND)
    for blank, said in (("{where}", "the east gate 😀"), ("{how much}", "two bags")):
        caller.press(KEY.Key_Return, CTRL)
        assert not caller.room.lane.intents
        assert blank in caller.form.complaint.text()
        assert caller.form.text.hasFocus()
        assert caller.form.text.textCursor().selectedText() == blank
        caller.form.text.textCursor().insertText(said)
    caller.press(KEY.Key_Return, CTRL)
    (report,) = caller.room.lane.intents
    assert report.text == "Rubbish at the east gate 😀, about two bags."


def test_esc_keeps_the_draft_and_the_next_window_of_the_home_has_it(
    caller: Caller, room: Callable[..., Any]
) -> None:
    caller.begin()
    caller.type("电梯停运，三号楼")
    caller.form.phone.setText("13812345678")
    caller.form.where.on_edited(AT_HAND)
    caller.press(KEY.Key_Escape)
    assert not caller.form.isVisible()
    assert caller.room.lane.commands == []
    other = room(a_desk, reference=_reference()).window.report
    assert other.draft.text == "电梯停运，三号楼"
    assert other.draft.reporter_phone == "13812345678"
    assert other.draft.place is not None


def test_a_sent_report_leaves_no_draft_behind(caller: Caller) -> None:
    caller.begin()
    caller.write("电梯停运，三号楼")
    caller.form.keep()
    caller.form.where.on_edited(AT_HAND)
    caller.press(KEY.Key_Return, CTRL)
    assert len(caller.room.lane.intents) == 1
    assert list((caller.room.settings.home / "drafts").glob("*")) == []
    caller.window.do("report")
    assert caller.form.draft.text == ""


def test_a_spoilt_draft_is_an_empty_one(caller: Caller, room: Callable[..., Any]) -> None:
    folder = caller.room.settings.home / "drafts"
    folder.mkdir()
    for spoilt in ("{", "[]", '{"form": 1, "place": ["x", 2], "text": 3}'):
        (folder / "li.json").write_text(spoilt)
        assert room(a_desk, reference=_reference()).window.report.draft.text == ""


def test_the_report_that_came_back_is_selected_unless_somebody_looks_elsewhere(
    caller: Caller,
) -> None:
    caller.begin()
    caller.write("电梯停运，三号楼")
    caller.form.where.on_edited(AT_HAND)
    caller.press(KEY.Key_Return, CTRL)
    caller.window.selection.pick_incident(caller.room.case.id)
    caller.room.lane.answer()
    assert caller.window.selection.incident == caller.room.case.id


def test_earlier_calls_of_a_telephone_are_asked_for_and_told_masked(caller: Caller) -> None:
    caller.begin()
    caller.form.phone.setText("138 1234 5678")
    caller.intake.think()
    (asked,) = [one for one in caller.asked if isinstance(one, Sought)]
    assert asked.phone == "13812345678"
    past = an_incident(State.CLOSED, reporter_name="王小明", reporter_phone="13812345678")
    caller.room.session.inquiries.on_told(asked, Found((past,)))
    line = caller.intake.beside.calls[0]
    assert not line.isHidden()
    assert "138****5678" in line.text()
    assert "小明" not in line.text()


def test_coordinates_that_cannot_be_are_told_and_not_sent(caller: Caller) -> None:
    caller.begin()
    caller.write("电梯停运，三号楼")
    caller.form.where.on_edited("136.389, 220.447")
    caller.press(KEY.Key_Return, CTRL)
    assert caller.room.lane.commands == []
    assert not caller.form.complaint.isHidden()


def test_a_phrase_is_put_in_with_its_first_blank_selected_and_own_ones_are_kept(
    caller: Caller,
) -> None:
    caller.begin()
    caller.write("")
    caller.form.take_class("E0503")
    menu = caller.intake.phrases
    menu.open()
    first = menu.menu.actions()[0]
    first.trigger()
    assert "{where}" in caller.form.text.toPlainText()
    assert caller.form.text.textCursor().selectedText() == "{where}"
    menu.menu.close()
    caller.write("来电人是常客，请耐心")
    menu.on_keep()
    caller.learn()
    menu.open()
    menu.menu.close()
    assert any("常客" in action.text() for action in menu.menu.actions())


def test_going_to_a_panel_leaves_what_stands_beside_the_form_in_sight(caller: Caller) -> None:
    caller.begin()
    caller.write("小区东门垃圾桶满溢，散发异味")
    window = caller.window
    card = caller.intake.beside
    assert card.isVisible()
    for panel in ("queue", "card", "roster", "log"):
        window.do(f"view.{panel}")
        middle = card.mapTo(window, card.rect().center())
        over = window.childAt(middle)
        assert over is card or card.isAncestorOf(over)


def test_the_districts_own_phrases_win_over_the_shipped_ones(tmp_path: Path) -> None:
    shipped = make_lore(LoreWanted(_reference(), tmp_path), []).phrases
    row = {"act": "report", "zh": "水管爆裂", "en": "A pipe burst", "category": "E0102"}
    other = {"act": "finish", "zh": "已清理完毕", "en": "Cleared"}
    reference = replace(_reference(), rulebook=Rulebook(phrases=phrases([row, other])))
    lore = make_lore(LoreWanted(reference, tmp_path), [])
    assert len(shipped) > 1
    assert [(one.zh, one.category) for one in lore.phrases] == [("水管爆裂", "E0102")]


def refuse(caller: Caller) -> None:
    """The desk refuses the oldest report."""
    act = Act(caller.room.lane.commands.pop(0), caller.room.session.frame.now)
    words = Words("不在本区。", "Outside of the district.")
    caller.room.session.pending.on_answered(replace(act, fate=Fate.REFUSED, words=words))


def send(caller: Caller, text: str) -> None:
    caller.begin()
    caller.write(text)
    caller.form.where.on_edited(AT_HAND)
    caller.press(KEY.Key_Return, CTRL)


def test_a_refused_report_comes_back_with_why_and_can_be_sent_again(caller: Caller) -> None:
    send(caller, "电梯停运，三号楼")
    assert not caller.form.isVisible()
    refuse(caller)
    assert caller.form.isVisible()
    assert caller.form.draft.text == "电梯停运，三号楼"
    assert "Outside" in caller.form.complaint.text()
    caller.press(KEY.Key_Return, CTRL)
    assert caller.room.lane.intents[-1].text == "电梯停运，三号楼"


def test_a_refused_report_waits_for_the_call_that_is_being_taken(caller: Caller) -> None:
    send(caller, "电梯停运，三号楼")
    caller.begin()
    caller.write("路灯不亮，很暗")
    refuse(caller)
    assert caller.form.draft.text == "路灯不亮，很暗"
    caller.form.where.on_edited(AT_HAND)
    caller.press(KEY.Key_Return, CTRL)
    assert caller.form.isVisible()
    assert caller.form.draft.text == "电梯停运，三号楼"
