"""A bar says less where there is less room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from console.tables.thrift import Saying, say_within

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def bar(window: QWidget) -> tuple[Saying, Saying]:
    """A lag that can be missed first, and a count that is never left out."""
    lag, count = QLabel(), QPushButton()
    row = QHBoxLayout(window)
    for part in (lag, count):
        row.addWidget(part)
    return (
        Saying(lag, ("Lag 0.1 s", "0.1 s", "")),
        Saying(count, ("8 conflicts to decide", "8"), "F8 lists them"),
    )


def texts(bar: tuple[Saying, Saying]) -> list[str]:
    return [one.part.text() for one in bar]


def test_where_there_is_room_everything_is_said(bar: tuple[Saying, Saying]) -> None:
    say_within(bar, None)
    assert texts(bar) == ["Lag 0.1 s", "8 conflicts to decide"]
    say_within(bar, 2000)
    assert texts(bar) == ["Lag 0.1 s", "8 conflicts to decide"]


def test_the_first_says_less_before_the_second_and_none_the_least_before_all_say_less(
    bar: tuple[Saying, Saying],
) -> None:
    say_within(bar, None)
    whole = sum(one.part.sizeHint().width() for one in bar)
    said = []
    for room in range(whole, 0, -1):
        say_within(bar, room)
        if texts(bar) not in said:
            said.append(texts(bar))
    assert said == [
        ["Lag 0.1 s", "8 conflicts to decide"],
        ["0.1 s", "8 conflicts to decide"],
        ["0.1 s", "8"],
        ["", "8"],
    ]


def test_what_says_less_tells_the_whole_in_its_tool_tip_and_to_a_screen_reader(
    bar: tuple[Saying, Saying],
) -> None:
    say_within(bar, 1)
    lag, count = (one.part for one in bar)
    assert not lag.isVisible()
    assert count.toolTip() == "8 conflicts to decide\nF8 lists them"
    assert count.accessibleName() == "8 conflicts to decide"
    say_within(bar, None)
    assert lag.isVisible()
    assert count.toolTip() == "F8 lists them"
