"""Who else is at an incident: on its row, on its card, at the cursor of a drag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from console.actions.judging import judged, weighed
from console.tables.payload import Payload
from console.tables.queue_columns import Column
from console.windows.desk import DeskWindow
from maps.canvas.drop import DragPayload
from maps.canvas.marks import INCIDENT
from models.domain.dispatching import Verdict
from models.feed.presence import Holding, Present

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    made = room(a_desk)
    made.held = []
    made.session.presence.held.connect(made.held.append)
    return made


def zhao(desk: Any, *, in_hand: bool) -> Present:
    return Present(desk.case.id, "zhao", "2", in_hand)


def test_a_row_and_the_card_say_who_else_has_the_incident(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    desk.session.presence.on_told((zhao(desk, in_hand=False),))
    model = desk.window.queue.model
    row = model.row_of(desk.case.id)
    assert model.cell(row, Column.TEXT).present[0].operator == "zhao"
    assert model.cell(row, Column.PLACE).present == ()
    tip = model.index(row, Column.TEXT).data(Qt.ItemDataRole.ToolTipRole)
    assert "zhao has it open (station 2)" in tip
    desk.window.card.refresh()
    assert desk.window.card.ghost.text() == "zhao has it open (station 2)"
    desk.session.presence.on_told(())
    desk.window.card.refresh()
    assert not desk.window.card.ghost.isVisible()


def test_a_drag_says_in_whose_hand_the_incident_is_and_forbids_nothing(desk: Any) -> None:
    desk.session.presence.on_told((zhao(desk, in_hand=True),))
    answer = judged(desk.session, (desk.case.id,), (desk.near.id,))
    assert answer is not None
    assert answer.verdict is Verdict.ELIGIBLE
    assert [g.words.en for g in answer.grounds] == ["zhao has it in hand (station 2)"]
    assert weighed(answer) == ()


def test_those_with_it_in_hand_are_named_first_and_many_are_counted(desk: Any) -> None:
    many = [Present(desk.case.id, f"o{n}", str(n), n == 4) for n in range(5)]
    desk.session.presence.on_told(tuple(many))
    desk.session.selection.pick_incident(desk.case.id)
    desk.window.card.refresh()
    lines = desk.window.card.ghost.text().splitlines()
    assert lines[0] == "o4 has it in hand (station 4)"
    assert lines[-1] == "and 2 more"


def test_a_drag_from_the_map_or_the_queue_is_told_and_over_when_it_ends(desk: Any) -> None:
    case = desk.case.id
    canvas = desk.window.map.canvas
    canvas.drag_started.emit(DragPayload(INCIDENT, (case,)))
    canvas.drag_ended.emit()
    # Offscreen, Qt's own drag ends at once.
    desk.window.queue.view.carry_away(Payload("incident", (case,)), "x", [])
    assert desk.held == [Holding(hand=(case,)), Holding()] * 2
