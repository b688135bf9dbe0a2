"""Promises of several rows chosen at once: what opens beside them is about all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint

from console.windows.desk import DeskWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


def test_the_menu_beside_a_chosen_row_leaves_all_of_them_chosen(
    room: Callable[..., Room],
) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    window = room(make).window
    view = window.queue.view
    view.selectAll()
    last = view.model().index(view.model().rowCount() - 1, 1)
    view.selectionModel().setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
    chosen = view.chosen_ids()
    assert len(chosen) > 1
    view.customContextMenuRequested.emit(QPoint(20, 20))
    assert view.chosen_ids() == chosen
    assert window.selection.incident == chosen[-1]


def test_what_became_of_all_chosen_rows_is_told_once(room: Callable[..., Room]) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    r = room(make)
    view = r.window.queue.view
    view.setCurrentIndex(view.model().index(0, 1))
    view.selectAll()
    assert len(view.chosen_ids()) == 3
    r.window.do("comment")
    assert r.window.asking.answer("comment", "rain is coming")
    r.lane.answer()
    assert r.window.notices.texts == ("Comment: 3 done",)
