"""Promises of several rows chosen at once: what opens beside them is about all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from console.windows.desk import DeskWindow
from models.domain.command import Reserve
from models.domain.member import Duty
from tests.builders import an_incident
from tests.console.desk_stand_in import a_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

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


def test_what_was_done_to_several_members_is_told_once_and_taken_back_together(
    room: Callable[..., Room],
) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    desk = room(make)
    desk.session.selection.pick_members((desk.near.id, desk.lead.id))
    desk.window.do("duty-break")
    desk.lane.answer()
    assert desk.window.notices.texts == ("Change duty: 2 done",)
    desk.window.do("undo")
    duties = [(intent.member, intent.duty) for intent in desk.lane.intents]
    assert duties == [(desk.near.id, Duty.ON), (desk.lead.id, Duty.ON)]


@pytest.mark.parametrize("reason", ["", "nobody else"])
def test_several_cases_given_to_one_are_told_once_and_taken_back_together(
    room: Callable[..., Room], reason: str
) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    desk = room(make)
    other = an_incident(place=a_place(50), version=2)
    known = {one.id: one for one in (desk.case, other)}
    picture = replace(desk.session.frame.picture, incidents=known)
    desk.session.show_frame(replace(desk.session.frame, picture=picture))
    whom = desk.off if reason else desk.near
    desk.window.dispatching.ask_dispatch(tuple(known), (whom.id,))
    if reason:
        choice = desk.window.asking.current.choices[0].id
        assert desk.window.asking.answer(choice, reason)
    desk.lane.answer()
    assert desk.window.notices.texts == ("Dispatch: 2 done",)
    desk.window.do("undo")
    assert [intent.verb for intent in desk.lane.intents] == ["withdraw"] * 2


def test_of_several_members_those_alone_that_are_held_are_let_go(
    room: Callable[..., Room],
) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    desk = room(make)
    desk.session.send(Reserve(verb="reserve", member=desk.near.id, incident=desk.case.id))
    desk.lane.answer()
    desk.session.selection.pick_members((desk.near.id, desk.lead.id))
    desk.window.do("release")
    assert [intent.member for intent in desk.lane.intents] == [desk.near.id]


class Painted(QObject):
    """Hears which part of a widget is painted anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.heights: list[int] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        if isinstance(event, QPaintEvent):
            self.heights.append(event.region().boundingRect().height())
        return False


@pytest.mark.parametrize("name", ["queue", "roster"])
def test_the_row_that_has_the_keyboard_is_framed_and_no_other_row_is_painted_for_it(
    room: Callable[..., Room], qtbot: QtBot, name: str
) -> None:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    window = room(make).window
    view = window.queue.view if name == "queue" else window.roster.view
    painted = Painted(view.viewport())
    qtbot.waitUntil(lambda: view.indexAt(QPoint(60, 40)).isValid())
    view.setCurrentIndex(view.indexAt(QPoint(60, 40)))
    row = view.visualRect(view.currentIndex())
    for _ in range(2):  # the first time whatever else waits is painted, too
        for come_or_go in (partial(window.do, f"view.{name}"), window.map.canvas.setFocus):
            painted.heights.clear()
            come_or_go()
            qtbot.waitUntil(lambda: bool(painted.heights))
    assert painted.heights == [row.height()]

    without = seen_at(view, row)
    window.do(f"view.{name}")
    assert view.hasFocus()
    assert seen_at(view, row) != without


def seen_at(view: QAbstractItemView, row: QRect) -> QImage:
    return view.viewport().grab(QRect(0, row.y(), 200, row.height())).toImage()
