"""What is dear the first time is done while nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from console.state.intake_lore import LoreWanted
from console.tables.enclosure import Enclosure
from console.tables.task_row import TaskRow
from console.windows.desk import DeskWindow
from console.windows.warm_up import WarmUp
from models.domain.incident import State
from tests.builders import a_task, an_incident
from tests.console.desk_stand_in import a_frame, a_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(lambda r: DeskWindow(r.session, r.settings, r.look, tiles="here"))


class Dear:
    """Steps that each take a slice and more, and how many were taken at once."""

    def __init__(self) -> None:
        self.done = 0

    def steps(self) -> Iterator[None]:
        for _ in range(5):
            sum(range(400_000))
            self.done += 1
            yield


def test_steps_that_are_dear_are_taken_one_at_a_time(qtbot: QtBot) -> None:
    dear, parent = Dear(), QObject()
    warm_up = WarmUp(dear.steps(), parent)
    warm_up.on_pause()
    assert dear.done < 5
    warm_up.begin()
    qtbot.waitUntil(lambda: not warm_up.is_under_way)
    assert dear.done == 5


def test_a_window_that_closes_leaves_the_rest_undone(desk: Any) -> None:
    desk.window.warm_up.begin()
    desk.window.close()
    assert not desk.window.warm_up.is_under_way


def test_a_first_picture_that_comes_after_the_end_begins_nothing(qtbot: QtBot) -> None:
    dear, parent = Dear(), QObject()
    warm_up = WarmUp(dear.steps(), parent)
    warm_up.end()
    warm_up.begin()
    qtbot.waitUntil(lambda: not warm_up.is_under_way)
    assert not dear.done


def test_another_theme_in_the_middle_of_it_leaves_nothing_half_made(
    desk: Any, qtbot: QtBot
) -> None:
    window = desk.window
    window.warm_up.begin()
    qtbot.waitUntil(lambda: bool(window.card.tasks.findChildren(TaskRow)))
    desk.look.wear("day", "large")
    qtbot.waitUntil(lambda: not window.warm_up.is_under_way, timeout=20_000)
    desk.session.selection.pick_incident(desk.taken.id)
    window.card.refresh()
    (row,) = window.card.tasks.rows
    assert row.isVisibleTo(window.card)


def test_the_first_case_finds_its_buttons_and_rows_made(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    window.warm_up.begin()
    qtbot.waitUntil(lambda: not window.warm_up.is_under_way, timeout=20_000)
    made = {id(one) for one in window.card.acts.children()}
    rows = {id(one) for one in window.card.tasks.children()}
    for state in (State.REPORTED, State.REGISTERED, State.DISPATCHED, State.HANDLING):
        case = an_incident(state, place=a_place(), tasks=(a_task(desk.near),))
        desk.session.show_frame(a_frame([case], [desk.near], {}))
        desk.session.selection.pick_incident(case.id)
        window.card.refresh()
        assert {id(one) for one in window.card.acts.buttons.values()} <= made
        assert {id(one) for one in window.card.tasks.rows} <= rows


def test_the_first_call_finds_learnt_what_it_needs(desk: Any, qtbot: QtBot) -> None:
    asked: list[object] = []
    desk.session.inquiries.asked.connect(asked.append)
    desk.window.warm_up.begin()
    qtbot.waitUntil(lambda: not desk.window.warm_up.is_under_way, timeout=20_000)
    assert [type(question) for question in asked] == [LoreWanted]


def test_nothing_shows_that_is_not_asked_for(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    desk.session.selection.pick_incident(desk.early.id)
    window.card.refresh()
    offered = {one for one in window.card.acts.buttons.values() if one.isVisible()}
    window.warm_up.begin()
    qtbot.waitUntil(lambda: not window.warm_up.is_under_way, timeout=20_000)
    assert {one for one in window.card.acts.children() if _is_seen(one)} == offered
    assert not window.card.tasks.rows
    assert not any(card.isVisible() for card in window.findChildren(Enclosure))


def _is_seen(part: QObject) -> bool:
    return part.isWidgetType() and part.isVisible()  # type: ignore[attr-defined]
