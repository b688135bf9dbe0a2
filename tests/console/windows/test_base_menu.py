"""What lies under the cells, chosen from the menu over the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from console.settings.base_maps import BaseMaps
from console.windows.base_under import BaseUnder
from console.windows.desk import DeskWindow
from console.windows.wall import WallWindow
from maps.tiles.matrix import TileAt
from tests.maps.tiles.raster_files import a_plain_tile, write_mbtiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.gui


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_wall(room: Any) -> WallWindow:
    wall = WallWindow(room.session, room.look, (1920, 1080), tiles="here")
    BaseUnder(room.session, wall.map.canvas, BaseMaps(room.settings, wall), wall)
    return wall


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A file of one red tile for the whole world."""
    tiles = {TileAt(0, 0, 0): a_plain_tile("#ff0000", form="JPEG")}
    return write_mbtiles(tmp_path / "town.mbtiles", tiles, attribution="© Town")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk)


def titles(desk: Any) -> list[str]:
    menu = desk.window.base_menu.made()
    words = [entry.text() for entry in menu.actions() if entry.text()]
    menu.deleteLater()
    return words


def choose(desk: Any, title: str) -> None:
    menu = desk.window.base_menu.made()
    next(entry for entry in menu.actions() if entry.text() == title).trigger()
    menu.deleteLater()


def foot(canvas: Any) -> tuple[str, str]:
    canvas.settle()
    return canvas._attribution, canvas._notice


def test_the_menu_offers_nothing_tianditu_a_file_a_key_and_a_proxy(desk: Any) -> None:
    assert titles(desk)[:3] == ["No base map", "Tianditu map", "Tianditu imagery"]
    assert titles(desk)[-3:] == ["Add a file…", "Tianditu key…", "Proxy…"]


def test_a_file_that_is_added_is_shown_named_and_remembered(desk: Any, town: Path) -> None:
    desk.window.base_menu.on_file(str(town))
    assert foot(desk.window.map.canvas) == ("© Town", "")
    pixel = desk.window.map.canvas.grab().toImage().pixelColor(12, 12)
    assert pixel.red() > 2 * pixel.blue()
    assert desk.settings.base_map == "town"
    assert "town" in titles(desk)


def test_no_base_map_is_exactly_the_map_of_before(desk: Any, town: Path) -> None:
    canvas = desk.window.map.canvas
    canvas.settle()
    before = canvas.grab().toImage()
    desk.window.base_menu.on_file(str(town))
    canvas.settle()
    assert canvas.grab().toImage() != before
    choose(desk, "No base map")
    assert foot(canvas) == ("", "")
    assert canvas.grab().toImage() == before


def test_a_file_of_another_kind_is_refused_in_words(desk: Any, tmp_path: Path) -> None:
    desk.window.base_menu.on_file(str(tmp_path / "town.zip"))
    assert ".mbtiles" in desk.told
    assert desk.settings.base_map == ""


def test_a_damaged_file_is_told_at_the_foot_of_the_map(desk: Any, town: Path) -> None:
    town.write_bytes(town.read_bytes()[:3_000])
    desk.window.base_menu.on_file(str(town))
    assert "damaged" in foot(desk.window.map.canvas)[1]


def test_tianditu_without_a_key_says_what_to_do(desk: Any) -> None:
    choose(desk, "Tianditu map")
    attribution, notice = foot(desk.window.map.canvas)
    assert "Tianditu" in attribution
    assert "needs a key" in notice


def test_the_key_is_asked_for_and_kept(desk: Any, qtbot: Any) -> None:
    dialog = desk.window.base_menu.ask_for_key()
    qtbot.waitUntil(dialog.isVisible)
    dialog.setTextValue("  0123abcd ")
    dialog.accept()
    assert desk.settings.tianditu_key == "0123abcd"


def test_a_key_of_tianditu_goes_to_tianditu_alone(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "basemaps.toml").write_text(
        '[other]\nkind = "xyz"\nurl = "http://127.0.0.1:9/{z}/{x}/{y}?k={key}"\n'
    )
    desk.settings.tianditu_key = "0123abcd"
    desk.window.base_menu.base_maps.choose("other")
    assert desk.window.base_menu.base_maps.chosen().key == ""


def test_the_foot_is_said_in_the_language_of_now(desk: Any) -> None:
    choose(desk, "Tianditu map")
    canvas = desk.window.map.canvas
    desk.session.seat = replace(desk.session.seat, language="zh")
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.LanguageChange))
    assert "密钥" in foot(canvas)[1]


def test_ctrl_b_opens_it_and_the_arrows_walk_through_it(desk: Any, qtbot: Any) -> None:
    desk.window.activateWindow()
    desk.window.do("base-map")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.settings.base_map == "tianditu-vec"


def test_a_wrong_table_is_told_when_the_menu_opens(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "basemaps.toml").write_text('[mine]\nkind = "xyz"\n')
    titles(desk)
    assert "[mine] url" in desk.told


def test_the_wall_shows_what_the_home_has_chosen(
    room: Callable[..., Any], town: Path, tmp_path: Path
) -> None:
    wall = room(a_wall)
    BaseMaps(wall.settings).add(town)
    assert foot(wall.window.map.canvas) == ("© Town", "")


def test_a_proxy_is_kept_and_a_wrong_one_told(desk: Any) -> None:
    settings = desk.window.settings
    desk.window.base_menu.on_proxy("proxy.example.org")
    assert settings.proxy == ""
    assert "http://proxy.example.org:3128" in desk.told
    desk.window.base_menu.on_proxy(" http://proxy.example.org:8080 ")
    assert settings.proxy == "http://proxy.example.org:8080"
