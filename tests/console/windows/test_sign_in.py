"""Signing in: by keyboard, in words, and never with a password left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.app.keyring import Keyring
from console.settings.look import Look
from console.windows.sign_in import Given, SignInWindow
from models.store.signing_in import as_login, login_in, server_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


def _a_window(qtbot: QtBot, **given: bool | str) -> tuple[SignInWindow, list[Given]]:
    server = str(given.pop("server", "db1.example:5432/wangge"))
    window = SignInWindow(Look(), server, **given)  # type: ignore[arg-type]  # a test's shorthand
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    tried: list[Given] = []
    window.tried.connect(tried.append)
    return window, tried


def test_name_tab_password_enter_is_all_it_takes(qtbot: QtBot) -> None:
    window, tried = _a_window(qtbot)
    QTest.keyClicks(window.name, "zhang")
    QTest.keyClick(window.name, Qt.Key.Key_Tab)
    QTest.keyClicks(window.password, "secret")
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert tried == [Given("zhang", "secret", keep=False)]
    assert window.password.echoMode() is QLineEdit.EchoMode.Password


def test_a_window_that_explains_itself_is_no_larger_than_its_words(qtbot: QtBot) -> None:
    window, _ = _a_window(qtbot, until_now="zhao")
    assert window.said.text()
    assert window.height() <= window.heightForWidth(window.width()) + 1


def test_the_words_of_the_button_that_signs_in_are_whole(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Look().dress(qapp)
    for until_now in ("", "zhao"):
        window, _ = _a_window(qtbot, until_now=until_now)
        bold = QFont(window.go.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetrics(bold).horizontalAdvance(window.go.text())
        assert window.go.width() >= words + 2 * 12
    qapp.setStyleSheet("")


def test_a_failure_is_said_and_only_the_password_is_typed_again(qtbot: QtBot) -> None:
    window, _ = _a_window(qtbot, login="zhang")
    window.password.setText("wrong")
    window.begin()
    assert window.is_resting
    window.fail("no")
    assert (window.name.text(), window.password.text()) == ("zhang", "")
    assert window.said.accessibleName() == "no"


def test_esc_stops_waiting_first_and_leaves_then(qtbot: QtBot) -> None:
    window, _ = _a_window(qtbot)
    stopped: list[bool] = []
    window.given_up.connect(lambda: stopped.append(True))
    window.begin()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (stopped, window.isVisible()) == ([True], True)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_without_a_name_nothing_is_tried(qtbot: QtBot) -> None:
    window, tried = _a_window(qtbot)
    QTest.mouseClick(window.go, Qt.MouseButton.LeftButton)
    assert (tried, window.said.text()) == ([], "Fill in the name first.")


def test_a_keyring_that_fails_remembers_nothing_and_stops_nobody() -> None:
    class Broken:
        def __getattr__(self, _name: str) -> object:
            raise RuntimeError("locked")

    keyring = Keyring(Broken())  # type: ignore[arg-type]  # stands in for a module
    assert keyring.password("db", "zhang") == ""
    assert not keyring.keep("db", "zhang", "x")
    keyring.forget("db", "zhang")


@pytest.mark.parametrize("password", ["p@ss:w/ord?", "口令", "", "' OR 1=1 --"])
def test_a_password_of_any_letters_goes_into_the_url_whole(password: str) -> None:
    url = as_login("postgresql://old@db1,db2:5433/wangge?sslmode=require", "zhang", password)
    assert login_in(url) == "zhang"
    assert server_in(url) == server_in("postgresql://db1,db2:5433/wangge")
    assert "old" not in url


def test_the_next_person_at_an_embedded_home_gives_a_name_alone(qtbot: QtBot) -> None:
    window, tried = _a_window(qtbot, server="", until_now="zhang")
    assert "zhang" in window.title.text()
    assert not window.password.isVisible()
    QTest.keyClicks(window.name, " li ")
    QTest.keyClick(window.name, Qt.Key.Key_Return)
    assert tried == [Given("li", "", keep=False)]


def test_the_url_of_the_next_person_keeps_nothing_of_the_one_before() -> None:
    url = as_login("postgresql://db1/wangge?user=old&password=theirs&sslmode=require", "li", "")
    assert url == "postgresql://li@db1/wangge?sslmode=require"
