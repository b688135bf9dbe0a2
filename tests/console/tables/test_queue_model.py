"""The queue's model: right rows in the right order, telling Qt the truth about changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from console.tables.payload import MIME, Payload, payload_of
from console.tables.queue_columns import Column
from console.tables.queue_filter import QueueFilter, Whose, WorkList
from console.tables.queue_model import QueueModel
from models.desk.act import Fate
from models.domain.category import Urgency
from models.domain.command import Dispatch
from models.domain.grid import Level
from models.domain.incident import State
from tests.builders import a_task, an_incident, at
from tests.console.frames import (
    a_frame,
    a_picture,
    a_session,
    later,
    next_frame,
    some_incidents,
)

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from console.state.session import Session
    from models.domain.incident import Incident

pytestmark = pytest.mark.gui


def with_incidents(*incidents: Incident) -> Session:
    session = a_session()
    session.show_frame(a_frame(a_picture(list(incidents), [])))
    return session


def words(model: QueueModel, row: int, column: Column) -> str:
    return str(model.index(row, column).data())


def test_qt_finds_no_fault_while_rows_come_go_and_move(
    qapp: object, qtmodeltester: ModelTester
) -> None:
    session = a_session(40, 10)
    model = QueueModel(session)
    qtmodeltester.check(model)
    shown = list(session.frame.picture.incidents.values())
    closed = [replace(i, version=2, state=State.VOID, tasks=()) for i in shown[:7]]
    made_urgent = replace(shown[9], version=2, urgency=Urgency.EMERGENCY)
    fresh = some_incidents(session.reference, [], 5, seed=7)
    frame = next_frame(
        session.frame,
        *[(old, new, "voided") for old, new in zip(shown[:7], closed, strict=True)],
        (shown[9], made_urgent, "made-urgent"),
        *[(None, incident, "reported") for incident in fresh],
    )
    session.show_frame(frame)
    model.take(frame)
    model.settle()
    assert model.rowCount() == 38
    model.sort(Column.CLASS, Qt.SortOrder.AscendingOrder)
    qtmodeltester.check(model)


def test_the_lists_count_what_counting_all_anew_counts(qapp: object) -> None:
    session = a_session(40, 10)
    model = QueueModel(session)
    whose = Whose("somebody", cell=session.reference.grid.at_level(Level.TOWN)[0].id)
    model.counts(whose)
    shown = list(session.frame.picture.incidents.values())
    states = [State.VOID, State.CHECKING, State.SUSPENDED, State.REGISTERED] * 10
    later_on = [
        replace(i, version=2, state=state) for i, state in zip(shown, states, strict=True)
    ]
    fresh = [
        replace(i, reported_by="somebody")
        for i in some_incidents(session.reference, [], 5, seed=7)
    ]
    frame = next_frame(
        session.frame,
        *[(old, new, "changed") for old, new in zip(shown, later_on, strict=True)],
        *[(None, incident, "reported") for incident in fresh],
    )
    session.show_frame(frame)
    model.take(frame)
    counts = model.counts(whose)
    assert +counts == +QueueModel(session).counts(whose)
    assert (counts[WorkList.ALL], counts[WorkList.MINE], counts[WorkList.TO_CHECK]) == (
        35,
        5,
        10,
    )


def test_the_most_urgent_stands_first_and_of_those_the_soonest_due(qapp: object) -> None:
    calm = an_incident(due_at=at(hours=1))
    late = an_incident(urgency=Urgency.URGENT, due_at=at(minutes=-5))
    soon = an_incident(urgency=Urgency.URGENT, due_at=at(minutes=5))
    model = QueueModel(with_incidents(calm, soon, late))
    assert model.incident_ids == (late.id, soon.id, calm.id)


def test_what_waits_for_an_answer_in_vain_comes_back_to_the_top(qapp: object) -> None:
    urgent = an_incident(urgency=Urgency.URGENT)
    seen = a_task(seen_at=at())
    sent = an_incident(State.DISPATCHED, tasks=(seen,), step_due_at=at(minutes=10))
    session = with_incidents(urgent, sent)
    model = QueueModel(session)
    assert model.incident_ids == (urgent.id, sent.id)
    session.show_frame(later(session.frame, 10 * 60))
    model.take(session.frame)
    assert model.is_unsettled
    model.settle()
    assert model.incident_ids == (sent.id, urgent.id)
    assert words(model, 0, Column.STATE) == "Not signed"


def test_an_emergency_nobody_was_sent_to_stands_above_every_silence(qapp: object) -> None:
    emergency = an_incident(urgency=Urgency.EMERGENCY, due_at=at(hours=2))
    silent = an_incident(State.DISPATCHED, tasks=(a_task(),), step_due_at=at(minutes=-10))
    sent = an_incident(State.DISPATCHED, urgency=Urgency.EMERGENCY, tasks=(a_task(),))
    model = QueueModel(with_incidents(sent, silent, emergency))
    assert model.incident_ids == (emergency.id, silent.id, sent.id)
    model.sort(Column.AGE, Qt.SortOrder.AscendingOrder)
    assert model.incident_ids[0] == emergency.id


def test_ended_incidents_are_not_in_the_queue(qapp: object) -> None:
    model = QueueModel(with_incidents(an_incident(State.CLOSED), an_incident(State.VOID)))
    assert model.rowCount() == 0


def test_ages_and_clocks_count_to_the_frames_now(qapp: object) -> None:
    incident = an_incident(
        State.REGISTERED, reported_at=at(minutes=-10), step_due_at=at(minutes=10)
    )
    session = with_incidents(incident)
    model = QueueModel(session)
    assert words(model, 0, Column.AGE) == "10m 00s"
    assert words(model, 0, Column.DUE) == "10m 00s left"
    session.show_frame(later(session.frame, 11 * 60))
    assert words(model, 0, Column.AGE) == "21m 00s"
    assert words(model, 0, Column.DUE) == "1m 00s over"


def test_refresh_tells_of_the_asked_rows_and_of_no_other(qapp: object) -> None:
    model = QueueModel(a_session(50))
    told: list[tuple[int, int]] = []

    class Hearer:
        def on_changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
            told.append((top.row(), bottom.row()))

    hearer = Hearer()
    model.dataChanged.connect(hearer.on_changed)
    model.refresh(3, 9)
    model.refresh(45, 400)
    model.refresh(0, -1)
    assert told == [(3, 9), (45, 49)]


def test_a_frame_changes_values_at_once_and_the_order_only_when_settled(qapp: object) -> None:
    first, second = an_incident(due_at=at(hours=1)), an_incident(due_at=at(hours=2))
    session = with_incidents(first, second)
    model = QueueModel(session)
    hurried = replace(second, version=2, urgency=Urgency.EMERGENCY)
    frame = next_frame(session.frame, (second, hurried, "made-urgent"))
    session.show_frame(frame)
    model.take(frame)
    assert model.incident_ids == (first.id, second.id)
    assert model.is_unsettled
    assert model.index(1, Column.URGENCY).data() == "Emergency"
    model.settle()
    assert model.incident_ids == (second.id, first.id)


def test_selected_rows_keep_their_incident_when_the_order_changes(qapp: object) -> None:
    session = a_session(30)
    model = QueueModel(session)
    kept = QPersistentModelIndex(model.index(4, Column.TEXT))
    incident_id = model.incident_ids[4]
    model.sort(Column.NUMBER, Qt.SortOrder.AscendingOrder)
    assert model.incident_ids[kept.row()] == incident_id
    assert kept.column() == Column.TEXT


def test_only_what_came_after_the_first_frame_is_announced_as_new(qapp: object) -> None:
    session = with_incidents(an_incident())
    model = QueueModel(session)
    fresh = an_incident()
    frame = next_frame(session.frame, (None, fresh, "reported"))
    session.show_frame(frame)
    assert model.take(frame) == (fresh.id,)
    model.settle()
    row = model.row_of(fresh.id)
    assert row is not None
    assert model.cell(row, Column.TEXT).is_fresh
    model.forget_fresh([fresh.id])
    assert not model.cell(row, Column.TEXT).is_fresh


def test_after_a_jump_in_time_nothing_is_new(qapp: object) -> None:
    session = with_incidents(an_incident())
    model = QueueModel(session)
    elsewhere = [an_incident(), an_incident()]
    frame = a_frame(a_picture(elsewhere, []), jumped=True)
    session.show_frame(frame)
    assert model.take(frame) == ()
    model.settle()
    assert set(model.incident_ids) == {incident.id for incident in elsewhere}


def test_an_incident_that_is_reopened_comes_back(qapp: object) -> None:
    closed = an_incident(State.CLOSED)
    session = with_incidents(closed)
    model = QueueModel(session)
    reopened = replace(closed, version=2, state=State.REGISTERED)
    frame = next_frame(session.frame, (closed, reopened, "reopened"))
    session.show_frame(frame)
    model.take(frame)
    model.settle()
    assert model.incident_ids == (closed.id,)


def test_each_filter_narrows_and_all_hold_together(qapp: object) -> None:
    session = a_session(300, 20)
    model = QueueModel(session)
    everything = model.rowCount()
    town = session.reference.grid.at_level(2)[0].id  # type: ignore[arg-type]
    wanted = QueueFilter(
        states=frozenset({State.REGISTERED, State.HANDLING}),
        urgencies=frozenset({Urgency.GENERAL}),
        cells=frozenset({town}),
    )
    model.show_only(wanted)
    shown = [model.incident_at(row) for row in range(model.rowCount())]
    assert 0 < len(shown) < everything
    assert all(i and i.state in wanted.states and town in i.cell_path for i in shown)
    model.show_only(QueueFilter())
    assert model.rowCount() == everything


def test_classes_are_filtered_by_their_major_class(qapp: object) -> None:
    session = with_incidents(an_incident(category="E0102"), an_incident(category="E1401"))
    model = QueueModel(session)
    major = session.reference.categories["E0102"].major_code
    model.show_only(QueueFilter(majors=frozenset({major})))
    assert model.rowCount() == 1


def test_words_are_sought_in_text_number_address_class_place_and_lead(qapp: object) -> None:
    session = a_session(5_000, 40)
    model = QueueModel(session)
    assert model.rowCount() == 5_000
    model.show_only(QueueFilter(text="井盖 龙山"))
    shown = [model.incident_at(row) for row in range(model.rowCount())]
    assert 0 < len(shown) < 5_000
    assert all(
        i and "井盖" in i.text + words(model, r, Column.CLASS) for r, i in enumerate(shown)
    )
    model.show_only(QueueFilter(text="370215-20261120-004711"))
    assert model.rowCount() == 1


def test_a_pending_act_shows_as_a_ghost_on_its_row(qapp: object) -> None:
    incident = an_incident(State.REGISTERED)
    session = with_incidents(incident)
    model = QueueModel(session)
    assert model.cell(0, Column.STATE).fate is None
    session.send(Dispatch(incident=incident.id))
    assert model.cell(0, Column.STATE).fate is Fate.SENT


def test_a_drag_carries_the_ids_of_its_rows_once_each(qapp: object) -> None:
    model = QueueModel(a_session(5))
    indexes = [model.index(row, column) for row in (2, 0) for column in (0, 3)]
    mime = model.mimeData(indexes)
    assert mime.hasFormat(MIME)
    payload = payload_of(mime)
    assert payload == Payload("incident", (model.incident_ids[0], model.incident_ids[2]))


def test_a_payload_that_cannot_be_read_is_none(qapp: object) -> None:
    mime = Payload("member", ()).to_mime()
    assert payload_of(mime) is None
    mime.setData(MIME, b'{"kind": "incident", "ids": ["x"]}')
    assert payload_of(mime) is None
    mime.setData(MIME, b"\xff\x00")
    assert payload_of(mime) is None
    mime.setData(MIME, b'["incident"]')
    assert payload_of(mime) is None


def test_a_state_told_by_what_was_not_heard_stands_out(qapp: object) -> None:
    sent = an_incident(State.DISPATCHED, tasks=(a_task(),), step_due_at=at(minutes=10))
    session = with_incidents(sent)
    model = QueueModel(session)
    told = []
    for _ in range(2):
        cell = model.cell(0, Column.STATE)
        assert cell is not None
        told.append(cell.is_silent)
        session.show_frame(later(session.frame, 10 * 60))
    assert told == [False, True]
