"""Promises of F1: it speaks of what has the keyboard, and gives the keyboard back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.actions.helping import topics
from console.windows.desk import DeskWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


@pytest.fixture
def window(room: Callable[..., Room]) -> Any:
    made = room(lambda r: DeskWindow(r.session, r.settings, r.look, tiles="here"))
    return made.window


def press(window: Any, key: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget(), key)


@pytest.mark.parametrize(
    ("act", "topic"),
    [
        ("view.queue", "queue"),
        ("view.map", "map"),
        ("view.roster", "roster"),
        ("view.log", "log"),
        ("report", "report"),
        ("palette", "palette"),
        ("find", "archive"),
        ("layouts", "layouts"),
        ("place.views", "views"),
    ],
)
def test_help_is_of_the_part_that_has_the_keyboard(window: Any, act: str, topic: str) -> None:
    window.do(act)
    before = window.focusWidget()
    press(window, Qt.Key.Key_F1)
    assert window.helping.card.topic == topic
    assert topics()[topic].example.en in window.helping.card.accessibleDescription()
    press(window, Qt.Key.Key_F1)
    assert window.helping.card.isHidden()
    assert window.focusWidget() is before


def test_one_leafs_through_all_topics(window: Any) -> None:
    window.do("view.queue")
    press(window, Qt.Key.Key_F1)
    seen = []
    for _ in topics():
        press(window, Qt.Key.Key_PageDown)
        seen.append(window.helping.card.topic)
    assert set(seen) == set(topics())
    assert seen[-1] == "queue"
    press(window, Qt.Key.Key_PageUp)
    assert window.helping.card.topic == "desk"
    press(window, Qt.Key.Key_Escape)
    assert window.helping.card.isHidden()
