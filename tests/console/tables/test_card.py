"""Every card has the same keys and manners, whatever it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.settings.look import Look
from console.tables.card import FormCard, refill

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
Key = Qt.Key
FIELD = QFormLayout.ItemRole.FieldRole


class Wish(FormCard):
    """A card that asks for one word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("wish", Look(), parent)
        self.word, self.done = QLineEdit(), 0
        self.ask(self.word)
        self.dress()

    def go_on(self) -> None:
        if not self.word.text():
            self.complain("a word, please", at=self.word)
            return
        self.done += 1
        self.leave()

    def retranslate(self) -> None:
        super().retranslate()
        self.say_rows("Word")


class Quick(Wish):
    """The same, where Enter is enough."""

    ENTER_GOES = True


@pytest.fixture
def card(qtbot: Any) -> Callable[..., Any]:
    window = QWidget()
    qtbot.addWidget(window)

    def make(kind: type[Wish]) -> Wish:
        card = kind(window)
        with qtbot.waitExposed(window):
            window.show()
        card.come_up(card.word)
        return card

    return make


def test_escape_and_cancel_leave_and_nothing_is_done(card: Any) -> None:
    wish = card(Wish)
    QTest.keyClick(wish.word, Key.Key_Escape)
    assert not wish.isVisible()
    wish.come_up(wish.word)
    QTest.mouseClick(wish.cancel, Qt.MouseButton.LeftButton)
    assert not wish.isVisible()
    assert wish.done == 0


def test_ctrl_enter_goes_on_and_enter_alone_does_not(card: Any) -> None:
    wish = card(Wish)
    wish.word.setText("rain")
    QTest.keyClick(wish.word, Key.Key_Return)
    assert wish.done == 0
    QTest.keyClick(wish.word, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wish.done == 1


def test_where_enter_is_enough_it_still_leaves_on_cancel(card: Any) -> None:
    quick = card(Quick)
    quick.word.setText("rain")
    quick.cancel.setFocus()
    QTest.keyClick(quick.cancel, Key.Key_Return)
    assert not quick.isVisible()
    assert quick.done == 0


def test_a_complaint_stays_until_the_card_comes_up_again(card: Any) -> None:
    wish = card(Wish)
    QTest.mouseClick(wish.go, Qt.MouseButton.LeftButton)
    assert wish.complaint.isVisible()
    assert wish.isVisible()
    wish.come_up(wish.word)
    assert not wish.complaint.isVisible()


def test_a_box_filled_anew_keeps_what_was_chosen_and_tells_nobody(qtbot: Any) -> None:
    box, told = QComboBox(), []
    qtbot.addWidget(box)
    refill(box, [("one", 1), ("two", 2)], default=1)
    assert box.currentData() == 2
    box.currentIndexChanged.connect(told.append)
    refill(box, [("zwei", 2), ("eins", 1)])
    assert box.currentText() == "zwei"
    assert told == []


class Ticks(Wish):
    """A card that also asks for some ticks, in two lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ticks = [QCheckBox("a tick"), QCheckBox("another")]
        lines = QVBoxLayout()
        for tick in self.ticks:
            lines.addWidget(tick)
        self.ask(lines)
        self.dress()

    def retranslate(self) -> None:
        FormCard.retranslate(self)
        self.say_rows(*["Word", "Ticks"][: self.form.rowCount()])


def test_a_label_stands_level_with_the_first_line_of_its_field(card: Any) -> None:
    asked = card(Ticks)
    label = asked.form.labelForField(asked.form.itemAt(1, FIELD).layout())
    first = asked.ticks[0]
    middle = label.mapTo(asked, label.rect().center()).y()
    assert abs(middle - first.mapTo(asked, first.rect().center()).y()) <= 1
