"""What a frame asks of a window is done a piece a turn."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from console.state.turns import Turns

pytestmark = pytest.mark.gui
_KEY = QEvent.Type(QEvent.registerEventType())


class Panel(QObject):
    """Writes into one list what it did, and what it was told between."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self.done = done

    @Slot()
    def on_one(self) -> None:
        self.done.append("one")

    @Slot()
    def on_other(self) -> None:
        self.done.append("other")

    def event(self, event: QEvent) -> bool:
        if event.type() == _KEY:
            self.done.append("key")
        return super().event(event)


def test_each_is_done_once_in_the_order_of_the_first_asking(qtbot: Any) -> None:
    turns, done = Turns(), []
    panel = Panel(done)
    for work in (panel.on_one, panel.on_other, panel.on_one):
        turns.ask(work)
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["one", "other"]


def test_what_came_meanwhile_is_taken_between_two(qtbot: Any) -> None:
    turns, done = Turns(), []
    panel = Panel(done)

    class Keys(Panel):
        @Slot()
        def on_one(self) -> None:
            super().on_one()
            QApplication.postEvent(panel, QEvent(_KEY))

    typist = Keys(done)
    turns.ask(typist.on_one)
    turns.ask(panel.on_other)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["one", "key", "other"]


def test_finished_at_once_nothing_is_left_to_do(qtbot: Any) -> None:
    turns, done = Turns(), []
    panel = Panel(done)
    turns.ask(panel.on_one)
    turns.ask(panel.on_other)
    turns.finish()
    assert done == ["one", "other"]
    turns.on_turn()
    assert done == ["one", "other"]


def test_whoever_is_gone_is_left_out(qtbot: Any) -> None:
    turns, done = Turns(), []
    gone, panel = Panel(done), Panel(done)
    turns.ask(gone.on_one)
    turns.ask(panel.on_other)
    delete(gone)
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["other"]
