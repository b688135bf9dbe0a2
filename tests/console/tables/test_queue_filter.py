"""Working lists and filters of the queue: who sees which, what stands on them, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.panels.queue import QueuePanel
from console.settings.look import Look
from console.settings.queue_memory import QueueMemory
from console.settings.settings import Settings
from console.tables.queue_columns import Column
from console.tables.queue_filter import (
    STATES_OF,
    QueueFilter,
    WorkList,
    filter_plain,
    filter_read,
    lists_of,
)
from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.ids import CellId, IncidentId
from models.domain.incident import Source, State
from models.domain.lifecycle import Role
from tests.builders import a_department_task, an_id, an_incident, at
from tests.console.desk_stand_in import a_frame, a_session

if TYPE_CHECKING:
    from pathlib import Path

    from models.domain.incident import Incident

pytestmark = pytest.mark.gui
CELL = CellId(7)


def a_panel(qtbot: Any, *incidents: Incident, home: Path | None = None) -> QueuePanel:
    session = a_session(a_frame(list(incidents), []), language="en")
    memory = QueueMemory(Settings(home, "en")) if home else None
    panel = QueuePanel(session, Look(), memory=memory)
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.settle()
    return panel


def shown(panel: QueuePanel) -> set[IncidentId]:
    return set(panel.model.incident_ids)


def test_each_working_list_shows_what_waits_on_it_and_how_many(qtbot: Any) -> None:
    by_state = {
        WorkList.TO_ACCEPT: an_incident(State.REPORTED, reported_by="li"),
        WorkList.TO_REGISTER: an_incident(State.ACCEPTED),
        WorkList.TO_DISPATCH: an_incident(State.REGISTERED, step_due_at=at(hours=-1)),
        WorkList.TO_CHECK: an_incident(State.HANDLED),
        WorkList.TO_CLOSE: an_incident(State.CHECKED),
        WorkList.SUSPENDED: an_incident(State.SUSPENDED),
    }
    panel = a_panel(qtbot, *by_state.values())
    for worklist, incident in by_state.items():
        panel.filters.lists.choose(worklist)
        assert shown(panel) == {incident.id}, worklist
    panel.filters.lists.choose(WorkList.RED)
    assert shown(panel) == {by_state[WorkList.TO_DISPATCH].id}
    panel.filters.lists.choose(WorkList.MINE)
    assert shown(panel) == {by_state[WorkList.TO_ACCEPT].id}
    panel.filters.lists.choose(WorkList.ALL)
    assert len(shown(panel)) == 6
    assert panel.model.counts(panel.filters.whose)[WorkList.TO_CHECK] == 1


@pytest.mark.parametrize(
    "state", [State.RETURN_ASKED, State.EXTENSION_ASKED, State.SUSPENSION_ASKED]
)
def test_whatever_a_unit_asked_for_waits_on_the_list_to_decide_and_no_other(
    qtbot: Any, state: State
) -> None:
    asked = an_incident(state)
    panel = a_panel(qtbot, asked, an_incident(State.HANDLING))
    panel.filters.lists.choose(WorkList.TO_DECIDE)
    assert shown(panel) == {asked.id}
    counts = panel.model.counts(panel.filters.whose)
    assert {one for one in STATES_OF if counts[one]} == {WorkList.TO_DECIDE}


def test_a_seat_has_the_lists_of_its_roles(qapp: object) -> None:
    dispatcher = lists_of(frozenset({Role.DISPATCHER}))
    assert {WorkList.TO_DISPATCH, WorkList.TO_DECIDE} <= set(dispatcher)
    assert WorkList.TO_DECIDE in lists_of(frozenset({Role.CENTRE_LEADER}))
    assert WorkList.TO_CLOSE not in dispatcher
    assert WorkList.RED in dispatcher
    assert lists_of(frozenset({Role.ANALYST})) == tuple(WorkList)


def test_several_values_of_each_filter_are_laid_over_each_other(qtbot: Any) -> None:
    department = an_id()
    here = an_incident(State.REGISTERED, cell_path=(CellId(1), CELL), source=Source.HOTLINE)
    there = an_incident(State.REGISTERED, cell_path=(CellId(2),), urgency=Urgency.URGENT)
    with_department = an_incident(State.HANDLING, tasks=(a_department_task(department),))
    panel = a_panel(qtbot, here, there, with_department)
    model = panel.model
    for wanted, left in (
        (QueueFilter(cells=frozenset({CELL, CellId(2)})), {here.id, there.id}),
        (QueueFilter(sources=frozenset({Source.HOTLINE})), {here.id}),
        (QueueFilter(departments=frozenset({department})), {with_department.id}),
        (QueueFilter(urgencies=frozenset({Urgency.URGENT})), {there.id}),
        (QueueFilter(lights=frozenset({Light.RED})), set()),
    ):
        model.show_only(wanted)
        assert shown(panel) == left, wanted


def test_a_filter_is_kept_by_a_name_that_says_it_and_comes_back_whole(
    qtbot: Any, tmp_path: Path
) -> None:
    panel = a_panel(qtbot, an_incident(), home=tmp_path)
    wanted = QueueFilter(
        worklist=WorkList.TO_DISPATCH, urgencies=frozenset({Urgency.URGENT}), text="road"
    )
    panel.filters.ask_for(wanted)
    assert panel.filters.wanted == wanted
    panel.filters.on_keep()
    other = a_panel(qtbot, an_incident(), home=tmp_path)
    other.filters.on_menu()
    action = other.filters.menu.actions()[0]
    assert action.text() == "To dispatch · Urgency: Urgent · “road”"
    action.trigger()
    assert other.filters.wanted == wanted


def test_plain_filters_are_read_again_and_spoilt_ones_are_none() -> None:
    wanted = QueueFilter(
        worklist=WorkList.RED,
        states=frozenset({State.REPORTED}),
        cells=frozenset({CELL}),
        lights=frozenset({Light.YELLOW}),
        departments=frozenset({an_id()}),
    )
    assert filter_read(filter_plain(wanted)) == wanted
    for spoilt in (None, [], {"states": 3}, {"worklist": "?"}, {"departments": ["x"]}):
        assert filter_read(spoilt) is None


def test_columns_stay_where_somebody_put_them(qtbot: Any, tmp_path: Path) -> None:
    panel = a_panel(qtbot, an_incident(), home=tmp_path)
    header = panel.view.horizontalHeader()
    header.moveSection(header.visualIndex(Column.TEXT), 0)
    panel.view.show_column(Column.SOURCE, shown=True)
    other = a_panel(qtbot, an_incident(), home=tmp_path)
    again = other.view
    assert again.horizontalHeader().visualIndex(Column.TEXT) == 0
    assert not again.isColumnHidden(Column.SOURCE)


def test_a_spoilt_memory_is_none(qtbot: Any, tmp_path: Path) -> None:
    settings = Settings(tmp_path, "en")
    for key in ("queue/filters", "queue/columns", "queue/my_cell"):
        for text in (
            "{",
            "3",
            '"x"',
            '[3, {"name": 1}]',
            '{"order": [1], "widths": {"TEXT": "x"}}',
        ):
            settings.keep(key, text)
            panel = a_panel(qtbot, an_incident(), home=tmp_path)
            panel.filters.on_menu()
            assert panel.model.rowCount() == 1
