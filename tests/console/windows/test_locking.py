"""A locked desk shows nothing and obeys nobody; what lies below goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.app.unlocking import Remembered, is_theirs
from console.windows.desk import DeskWindow
from console.windows.locking import IdleWatch
from models.domain.error import Trouble, Words
from tests.console.cells import a_gridded_reference

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
Key = Qt.Key
URL = "postgresql://zhang:secret@db/wangge"


@pytest.fixture
def desk(room: Callable[..., Any], qtbot: Any) -> Any:
    """A desk that somebody signed in to with a password, and that has the keyboard."""

    def make(room: Any) -> DeskWindow:
        return DeskWindow(room.session, room.settings, room.look, tiles="here")

    desk = room(make, reference=a_gridded_reference())
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    desk.window.locking.arm()
    return desk


def test_a_locked_desk_is_covered_whole_and_stays_on_top(desk: Any) -> None:
    window, card = desk.window, desk.window.locking.card
    window.docks.roster.setFloating(True)
    window.docks.roster.show()
    window.do("lock")
    assert card.geometry() == window.rect()
    assert not window.docks.roster.isVisible()
    late = QLabel("王小明 13912345678", window)
    late.resize(window.size())
    late.show()
    late.raise_()
    window.resize(1300, 800)
    assert card.geometry() == window.rect()
    for x, y in ((5, 5), (650, 400), (1290, 790)):
        found = window.childAt(x, y)
        assert found is card or card.isAncestorOf(found)
    card.go()
    assert window.docks.roster.isVisible()
    assert window.menuBar().isEnabled()


def test_no_key_of_the_desk_works_while_it_is_locked(desk: Any) -> None:
    window, card = desk.window, desk.window.locking.card
    window.selection.pick_incident(desk.case.id)
    window.do("lock")
    for key, held in (
        (Key.Key_D, Qt.KeyboardModifier.NoModifier),
        (Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_F2, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(window.windowHandle(), key, held)
    QTest.keyClicks(window.queue.view, "x")
    assert window.isVisible()
    assert not window.picker.isVisible()
    assert not window.palette_.isVisible()
    assert card.focusWidget() is card.password
    for part in (card.unlock, card.other, card.password):
        QTest.keyClick(window.windowHandle(), Key.Key_Tab)
        assert window.focusWidget() is part


def test_the_password_unlocks_and_nothing_else_does(desk: Any) -> None:
    locking, card = desk.window.locking, desk.window.locking.card
    tried: list[str] = []
    locking.tried.connect(tried.append)
    card.other.clicked.connect(lambda: tried.append("somebody else"))
    desk.window.do("lock")
    QTest.keyClick(card.password, Key.Key_Escape)
    QTest.keyClick(card.password, Key.Key_Return)
    assert (tried, card.is_up) == ([], True)
    QTest.keyClicks(card.password, "wrong")
    QTest.keyClick(card.password, Key.Key_Return)
    locking.answer(is_right=False)
    assert (card.is_up, card.password.text()) == (True, "")
    QTest.keyClicks(card.password, "secret")
    QTest.keyClick(card.password, Key.Key_Return)
    locking.answer(is_right=True)
    assert (tried, card.is_up) == (["wrong", "secret"], False)


def test_a_desk_without_a_password_is_never_locked(room: Callable[..., Any]) -> None:
    def make(room: Any) -> DeskWindow:
        return DeskWindow(room.session, room.settings, room.look, tiles="here")

    desk = room(make, reference=a_gridded_reference())
    desk.window.do("lock")
    assert not desk.window.locking.card.is_up
    assert "nothing to unlock it with" in desk.told


def test_a_desk_that_no_hand_touches_is_idle_and_a_hand_puts_that_off(
    qtbot: Any, desk: Any
) -> None:
    watch = IdleWatch(desk.window)
    with qtbot.waitSignal(watch.idle, timeout=5_000):
        watch.begin(120)
    watch.begin(60_000)
    QTest.keyClick(desk.window.windowHandle(), Key.Key_Shift)
    watch.on_timeout()
    assert watch._timer.isActive(), "a hand was there"
    watch.begin(0)
    assert not watch._timer.isActive()


def test_with_the_server_away_the_password_of_the_sign_in_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[Any] = []

    def asked(*_: object) -> bool | None:
        if isinstance(said[-1], Trouble):
            raise said[-1]
        return bool(said[-1]) or None

    monkeypatch.setattr("console.app.unlocking.is_password", asked)
    known = Remembered("secret")
    away = Trouble("database_away", Words("断开", "away"))
    refused = Trouble("database_refuses", Words("拒绝", "refused"))
    for answer, password, is_right in (
        (True, "newer", True),
        (refused, "secret", False),
        (away, "secret", True),
        (away, "wrong", False),
        (None, "secret", True),
        (None, "wrong", False),
    ):
        said.append(answer)
        assert is_theirs(URL, password, known) is is_right
