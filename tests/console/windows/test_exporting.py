"""The card that asks for an export, and the notices that tell how it ended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.actions.exporting import ExportWish, Product
from console.app.exporter import Exporter, size_words
from console.app.home import Address
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from models.feed.timeline import Mode
from tests.console.desk_stand_in import REPLAY

pytestmark = pytest.mark.gui


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> ReplayWindow:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk)


def asked(window: Any) -> list[ExportWish]:
    """The wishes that the window lets go."""
    wishes: list[ExportWish] = []
    window.exports.wanted.connect(wishes.append)
    return wishes


def test_the_card_comes_up_at_the_moment_of_the_frame(desk: Any, tmp_path: Path) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    card = desk.window.exports.card

    assert card.isVisible()
    assert card.wish.at == desk.session.frame.now
    assert card.wish.product is Product.PAGE
    assert "2026-11-20 09:00" in card.when.itemText(0)


def test_it_sends_what_is_filled_in_and_goes(desk: Any, tmp_path: Path) -> None:
    wishes = asked(desk.window)
    desk.window.do("export.page")
    card = desk.window.exports.card
    card.layers["heat"].setChecked(False)
    card.file.setText(str(tmp_path / "map.html"))

    QTest.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    (wish,) = wishes
    assert wish.file == tmp_path / "map.html"
    assert wish.layers == Product.PAGE.layers - {"heat"}
    assert wish.period is None
    assert not card.isVisible()


def test_a_period_is_that_of_the_districts_clock(desk: Any, tmp_path: Path) -> None:
    desk.window.do("export.page")
    card = desk.window.exports.card
    assert not card.begin.isVisible()
    card.when.setCurrentIndex(1)

    assert card.begin.isVisible()
    now = desk.session.frame.now
    assert card.wish.period == (now - timedelta(hours=2), now)
    assert card.wish.period[0].isoformat() == "2026-11-20T07:00:00+08:00"


def test_a_sheet_shows_what_the_map_shows_or_the_whole(desk: Any) -> None:
    desk.window.do("export.pdf")
    card = desk.window.exports.card

    assert card.wish.bounds == desk.window.map.canvas.view.bounds_deg()
    card.part.setCurrentIndex(1)
    assert card.wish.bounds is None
    assert card.file.text().endswith(".pdf")
    assert not card.when.isVisible()


def test_another_kind_of_file_has_another_ending_and_other_layers(desk: Any) -> None:
    desk.window.do("export.page")
    card = desk.window.exports.card
    card.product.setCurrentIndex(card.product.findData(Product.PACKAGE))
    card.when.setCurrentIndex(1)

    assert card.file.text().endswith(".gpkg")
    assert card.layers["tracks"].isVisible()
    assert not card.layers["heat"].isVisible()
    assert card.wish.layers == Product.PACKAGE.layers


def test_a_file_that_is_there_is_asked_about_once(desk: Any, tmp_path: Path) -> None:
    wishes, file = asked(desk.window), tmp_path / "map.html"
    file.write_text("mine")
    desk.window.do("export.page")
    card = desk.window.exports.card
    card.file.setText(str(file))

    card.go_on()
    assert (wishes, card.complaint.text()) == (
        [],
        "The file is there already. Export again to replace it.",
    )
    card.go_on()
    assert [wish.file for wish in wishes] == [file]


def test_what_is_wrong_is_said_and_the_card_stays(desk: Any) -> None:
    wishes = asked(desk.window)
    desk.window.do("export.page")
    card = desk.window.exports.card
    card.file.setText("/nowhere/at/all.html")
    card.go_on()

    assert (wishes, card.isVisible()) == ([], True)
    assert "no folder" in card.complaint.text()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_replay_exports_the_moment_it_stands_at(room: Callable[..., Any]) -> None:
    replay = room(a_replay, capabilities=REPLAY, mode=Mode.PAUSED)
    replay.window.do("export.page")

    assert replay.window.exports.card.wish.at == replay.session.frame.now


@pytest.fixture
def exporter(desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exporter:
    """Runs a script of the test in place of `wangge`."""
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(
        f"from pathlib import Path\nprint(Path({str(tmp_path / 'says')!r}).read_text())\n",
        encoding="utf-8",
    )
    (tmp_path / "says").touch()
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in}"\n')
    wrapper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(wrapper))
    return Exporter(desk.window.exports, Address(tmp_path), None)


SAID = [
    ('{"file": "x", "bytes": 6400000}', "map.html (6.4 MB)"),
    ('{"trouble": "disk", "words": "cannot write it"}', "cannot write it"),
    ("", "map.html failed"),
    ("not JSON", "map.html failed"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("said", SAID)
def test_how_an_export_ended_is_told_in_a_notice(
    desk: Any, exporter: Exporter, qtbot: QtBot, tmp_path: Path, said: tuple[str, str]
) -> None:
    says, words = said
    (tmp_path / "says").write_text(says, encoding="utf-8")
    file = tmp_path / "map.html"
    desk.window.exports.wanted.emit(ExportWish(Product.PAGE, file, desk.session.frame.now))
    assert "Exporting map.html" in desk.told

    qtbot.waitUntil(lambda: words in desk.told, timeout=10_000)
    exporter.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_no_more_than_two_run_at_once(desk: Any, exporter: Exporter, tmp_path: Path) -> None:
    for number in range(3):
        file = tmp_path / f"{number}.html"
        exporter.take(ExportWish(Product.PAGE, file, desk.session.frame.now))

    assert "Exports are under way" in desk.told
    exporter.close()


@pytest.mark.parametrize(
    ("size", "words"), [(812, "812 B"), (45_100, "45 kB"), (6_400_000, "6.4 MB")]
)
def test_sizes_are_written_for_people(size: int, words: str) -> None:
    assert size_words(size) == words
