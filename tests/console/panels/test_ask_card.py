"""The card that asks for words before an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from console.actions.asking import Ask, Asking, Blank, Choice
from console.panels.ask_card import BLANK_PX, AskCard
from console.settings.look import Look
from models.domain.error import Words
from tests.console.frames import a_session

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui
LONG = Words("照片位置（经度, 纬度）", "Where the photo was taken, as longitude, latitude")
GO = Choice("finish", Words("办结", "Finish"))
WHERE = "120.449232, 36.389000"


def test_a_blank_beside_a_long_label_shows_what_it_holds(qtbot: QtBot) -> None:
    session, look, ground = a_session(), Look(), QWidget()
    qtbot.addWidget(ground)
    ground.resize(900, 700)
    asking = Asking(session)
    card = AskCard(session, look, asking, ground)
    with qtbot.waitExposed(ground):
        ground.show()
    title, prompt = Words("办结", "Finish"), Words("结果", "Result")
    blanks = (Blank(Words("姓名", "Name"), "王强"), Blank(LONG, WHERE))
    asking.open(Ask(title, (GO,), prompt, lambda *_: (), blanks=blanks))
    card.adjustSize()
    for field in card.blanks:
        assert field.width() >= look.px(BLANK_PX)
        assert field.fontMetrics().horizontalAdvance(WHERE) < field.width()
    name, where = (field.geometry() for field in card.blanks)
    assert where.right() == name.right()
