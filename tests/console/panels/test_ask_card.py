"""The card that asks for words before an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from console.actions.asking import NO_WORDS, Ask, Asking, Blank, Choice
from console.actions.initials import read_initials
from console.actions.naming import Named, Names
from console.actions.shelf import Label
from console.panels.ask_card import BLANK_PX, AskCard
from console.settings.look import Look
from models.domain.error import Words
from tests.console.frames import a_session

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.actions.asking import Act

pytestmark = pytest.mark.gui
LONG = Words("照片位置（经度, 纬度）", "Where the photo was taken, as longitude, latitude")
GO = Choice("finish", Words("办结", "Finish"))
WHERE = "120.449232, 36.389000"


class Bench:
    """The card over a ground that is on the screen; nothing is asked yet."""

    def __init__(self, qtbot: QtBot) -> None:
        session, self.look, self.ground = a_session(), Look(), QWidget()
        qtbot.addWidget(self.ground)
        self.ground.resize(900, 700)
        self.asking = Asking(session)
        self.card = AskCard(session, self.look, self.asking, self.ground)
        with qtbot.waitExposed(self.ground):
            self.ground.show()

    def fields(self, ask: Ask) -> list[QLineEdit]:
        """Those for the blanks of an ask, laid out."""
        self.asking.open(ask)
        self.card.adjustSize()
        return self.card.blanks


def test_a_blank_beside_a_long_label_shows_what_it_holds(qtbot: QtBot) -> None:
    bench, prompt = Bench(qtbot), Words("结果", "Result")
    blanks = (Blank(Words("姓名", "Name"), "王强"), Blank(LONG, WHERE))
    fields = bench.fields(Ask(GO.words, (GO,), prompt, lambda *_: (), blanks=blanks))
    for field in fields:
        assert field.width() >= bench.look.px(BLANK_PX)
        assert field.fontMetrics().horizontalAdvance(WHERE) < field.width()
    name, where = (field.geometry() for field in fields)
    assert (where.left(), where.right()) == (name.left(), name.right())


@pytest.mark.parametrize("second", [Words("至", "Until"), LONG])
def test_blanks_stand_below_each_other_within_the_card(qtbot: QtBot, second: Words) -> None:
    bench = Bench(qtbot)
    blanks = (
        Blank(Words("从（如 11-28）", "From (11-28 or 11-28 13:00)"), "11-28"),
        Blank(second),
    )
    ask = Ask(GO.words, (GO,), NO_WORDS, lambda *_: (), blanks=blanks)
    one, two = (field.geometry() for field in bench.fields(ask))
    assert (one.left(), one.right()) == (two.left(), two.right())
    assert one.right() < bench.card.width() - bench.look.px(15)


class Naming(Bench):
    """A card that asks for departments, with the keyboard in its field."""

    def __init__(self, qtbot: QtBot, most: int = 9) -> None:
        super().__init__(qtbot)
        self.qtbot, self.answers = qtbot, []
        self.asking.spelling = read_initials
        names = Names(tuple(map(_named, ("环卫中心", "城管局", "水务集团"))), most)
        self.asking.open(Ask(GO.words, (GO,), GO.words, self.made, names=names))

    def made(self, *said: str) -> list[Act]:
        self.answers.append(said)
        return []

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.card.field, text)

    def offered(self) -> list[str]:
        buttons = self.card.findChildren(QPushButton)
        return [one.text() for one in buttons if one.property("word")]


def _named(name: str) -> Named:
    return Named(name, name, (Label(name, spelt=True),))


def test_departments_are_offered_before_a_word_is_typed(qtbot: QtBot) -> None:
    assert Naming(qtbot).offered() == ["环卫中心", "城管局", "水务集团"]


def test_initials_and_tab_name_one_after_the_other(qtbot: QtBot) -> None:
    naming = Naming(qtbot)
    naming.type("sw")
    assert naming.offered() == ["水务集团"]
    qtbot.keyClick(naming.card.field, Qt.Key.Key_Tab)
    naming.type("cg")
    qtbot.keyClick(naming.card.field, Qt.Key.Key_Tab)
    assert naming.card.field.text() == "水务集团 城管局 "
    qtbot.keyClick(naming.card.field, Qt.Key.Key_Return)
    assert naming.answers == [("finish", "水务集团 城管局")]


def test_a_name_is_taken_by_a_click_and_the_keyboard_stays(qtbot: QtBot) -> None:
    naming = Naming(qtbot)
    naming.type("sw")
    (button,) = (b for b in naming.card.findChildren(QPushButton) if b.property("word"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert naming.card.field.text() == "水务集团 "
    assert naming.card.focusWidget() is naming.card.field


def test_tab_goes_on_where_there_is_nothing_to_complete(qtbot: QtBot) -> None:
    naming = Naming(qtbot)
    qtbot.keyClick(naming.card.field, Qt.Key.Key_Tab)
    assert naming.card.field.text() == ""
    assert naming.card.focusWidget() is not naming.card.field


def test_where_one_alone_can_be_named_another_takes_its_place(qtbot: QtBot) -> None:
    naming = Naming(qtbot, most=1)
    naming.type("cg")
    qtbot.keyClick(naming.card.field, Qt.Key.Key_Tab)
    assert naming.card.field.text() == "城管局"


def test_a_choice_without_words_has_no_field_and_enter_takes_the_first(qtbot: QtBot) -> None:
    naming = Naming(qtbot)
    other = Choice("other", Words("协办", "Assist"), needs_text=False)
    first = Choice("first", Words("主办", "Lead"), needs_text=False)
    naming.asking.open(Ask(GO.words, (first, other), NO_WORDS, naming.made))
    assert naming.card.field.isHidden()
    button = naming.card.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.text() == first.words.en
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert naming.answers == [("first", "")]


def test_a_blank_of_a_phrase_is_filled_in_before_the_act_goes_out(qtbot: QtBot) -> None:
    naming = Naming(qtbot)
    card, phrase = naming.card, Words("已联系{谁}", "Called {whom}")
    naming.asking.open(Ask(GO.words, (GO,), GO.words, naming.made, phrases=(phrase,)))
    (chip,) = (b for b in card.findChildren(QPushButton) if b.text() == phrase.en)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert card.field.selectedText() == "{whom}"
    card.field.deselect()
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    assert naming.answers == []
    assert "{whom}" in card.complaint.text()
    assert card.field.selectedText() == "{whom}"
    naming.type("the owner")
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    assert naming.answers == [("finish", "Called the owner")]


def test_a_rule_that_is_a_sentence_is_read_whole_on_its_button(qtbot: QtBot) -> None:
    bench, rule = Bench(qtbot), "现场无积存垃圾且周边五十米内无散落物并经社区复核确认" * 2
    choice = Choice("close", Words(rule, rule), needs_text=False)
    phrase = Words(f"{rule}。", f"{rule}.")
    ask = Ask(GO.words, (choice,), GO.words, lambda *_: (), phrases=(phrase,))
    bench.fields(ask)
    said = [b for b in bench.card.findChildren(QPushButton) if b.property("said")]
    assert {button.property("said") for button in said} == {rule, phrase.en}
    for button in said:
        assert button.geometry().right() < bench.card.width()
        lines = button.text().split("\n")
        assert "".join(lines) == button.accessibleName() == button.property("said")
        metrics = button.fontMetrics()
        assert max(map(metrics.horizontalAdvance, lines)) < button.width()
        assert button.height() > len(lines) * metrics.height()


def test_the_lines_of_a_cell_are_not_those_of_a_button(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    rule = "\n".join(["no rubbish lies there", "the pavement is whole again"] * 3)
    bench.fields(Ask(GO.words, (Choice("close", Words(rule, rule)),), NO_WORDS, lambda *_: ()))
    (button,) = bench.card.choices
    assert button.geometry().right() < bench.card.width()
    assert " ".join(button.text().split()) == button.accessibleName()
    assert button.text().count("\n") < rule.count("\n")


def test_an_ampersand_in_a_name_is_no_key(qtbot: QtBot) -> None:
    bench, name = Bench(qtbot), Words("R&D", "R&D")
    ask = Ask(GO.words, (Choice("do", name),), GO.words, lambda *_: (), phrases=(name,))
    bench.fields(ask)
    (button,) = bench.card.choices
    assert button.shortcut().isEmpty()
    said = [b for b in bench.card.findChildren(QPushButton) if b.property("said")]
    next(one for one in said if one is not button).click()
    assert bench.card.field.text() == "R&D"
