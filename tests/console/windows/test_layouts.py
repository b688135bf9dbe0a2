"""Promises of layouts: panels as they stood once come back by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.settings.kept_layouts import MOST_LAYOUTS, layouts_read, layouts_written
from console.settings.kept_views import LONGEST_NAME
from console.settings.settings import Settings
from console.windows.desk import DeskWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:
    return room(lambda r: DeskWindow(r.session, r.settings, r.look, tiles="here"))


def keep(window: Any, name: str) -> None:
    window.do("layouts-keep")
    window.layouts.card.field.insert(name)
    QTest.keyClick(window.layouts.card.field, Qt.Key.Key_Return)
    QTest.keyClick(window.layouts.card, Qt.Key.Key_Escape)


def go(window: Any, row: int) -> None:
    window.do("layouts")
    window.layouts.card.list.setCurrentRow(row)
    QTest.keyClick(window.layouts.card.list, Qt.Key.Key_Return)


def test_a_layout_brings_back_what_was_hidden_and_what_floated(desk: Room) -> None:
    docks = desk.window.docks
    docks.log.hide()
    docks.roster.setFloating(True)
    keep(desk.window, "夜班")
    desk.window.arrangement.reset()
    assert not docks.log.isHidden()
    assert not docks.roster.isFloating()
    go(desk.window, 1)
    assert docks.log.isHidden()
    assert docks.roster.isFloating()
    assert desk.window.layouts.card.isHidden()


def test_the_first_layout_is_the_usual_one(desk: Room) -> None:
    desk.window.docks.log.hide()
    go(desk.window, 0)
    assert not desk.window.docks.log.isHidden()


def test_the_line_below_says_what_enter_does_as_the_button_says_it(desk: Room) -> None:
    layouts, views = desk.window.layouts.card, desk.window.map_acts.card
    assert layouts.help.text().startswith("Enter: Arrange · F2: Rename")
    assert views.help.text().startswith("Enter: Go there · ")


def test_layouts_outlive_the_window(desk: Room, tmp_path: Path) -> None:
    keep(desk.window, "夜班")
    assert desk.window.settings.write()
    kept = Settings(tmp_path).kept("layouts/desk")
    assert list(layouts_read(kept)) == ["夜班"]


def test_a_layout_is_renamed_and_deleted_in_its_row(desk: Room) -> None:
    keep(desk.window, "夜班")
    keep(desk.window, "白班")
    desk.window.layouts.rename(1, "值守")
    assert list(desk.window.layouts.layouts) == ["值守", "白班"]
    desk.window.layouts.rename(1, "白班")
    assert list(desk.window.layouts.layouts) == ["值守", "白班"]
    desk.window.layouts.delete(1)
    assert list(desk.window.layouts.layouts) == ["白班"]


def test_a_row_means_the_layout_that_it_names_whatever_others_kept_since(desk: Room) -> None:
    keep(desk.window, "夜班")
    keep(desk.window, "白班")
    desk.window.do("layouts")
    theirs = dict(desk.window.layouts.layouts)
    del theirs["夜班"]
    desk.window.settings.keep("layouts/desk", layouts_written({"别的": b"x", **theirs}))
    desk.window.layouts.delete(2)
    assert list(desk.window.layouts.layouts) == ["别的"]
    desk.window.settings.keep("layouts/desk", layouts_written({}))
    desk.window.layouts.delete(1)
    assert desk.window.layouts.layouts == {}


def test_names_that_differ_where_nobody_sees_it_are_one_name(desk: Room) -> None:
    keep(desk.window, "甲")
    keep(desk.window, "乙")
    desk.window.layouts.rename(1, "长" * LONGEST_NAME + "一")
    desk.window.layouts.rename(2, "长" * LONGEST_NAME + "二")
    assert list(desk.window.layouts.layouts) == ["长" * LONGEST_NAME, "乙"]


def test_a_spoilt_layout_changes_nothing_and_says_so(desk: Room) -> None:
    desk.window.settings.keep("layouts/desk", layouts_written({"旧": b"nonsense"}))
    go(desk.window, 1)
    assert "cannot be used" in desk.told
    assert not desk.window.docks.queue.isHidden()


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"a": 1}', '{"a": "***"}', '{"": "aa=="}', "[" * 100_000]
)
def test_a_torn_settings_file_has_no_layouts(text: object) -> None:
    assert layouts_read(text) == {}


def test_there_is_an_end_to_how_many_are_kept(desk: Room) -> None:
    many = {str(number): b"x" for number in range(MOST_LAYOUTS)}
    desk.window.settings.keep("layouts/desk", layouts_written(many))
    keep(desk.window, "one more")
    assert "no room" in desk.told
    assert len(desk.window.layouts.layouts) == MOST_LAYOUTS
