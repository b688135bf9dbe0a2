"""Promises of the picker: a digit takes a row, every row says why, nobody is missing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.actions.asking import Asking
from console.actions.dispatching import Dispatching
from console.panels.dispatch_picker.picker import DispatchPicker
from console.panels.dispatch_picker.rows import LEFT_OUT
from console.settings.look import Look
from models.domain.command import Dispatch
from models.domain.department import Department
from models.domain.ids import CellId, DepartmentId
from models.domain.member import Duty
from tests.builders import NINE, a_category, a_member, an_id, an_incident
from tests.console.desk_stand_in import (
    RecordingLane,
    a_frame,
    a_place,
    a_reference,
    a_session,
    fixes_at,
)

pytestmark = pytest.mark.gui
CELL = CellId(7)
OFFICE = Department(DepartmentId(an_id()), "HW", "环境卫生中心")


class Bench:
    """A picker over a few people and one department."""

    def __init__(self, qtbot: Any, *, self_handle: bool = True) -> None:
        self.near = a_member(name="Near")
        self.own = a_member(name="Own", home_cell=CELL, cell_path=(CELL,))
        self.stale = a_member(name="Stale")
        self.off = a_member(name="Off", duty=Duty.OFF)
        self.people = [self.near, self.own, self.stale, self.off]
        self.case = an_incident(place=a_place(), cell=CELL, cell_path=(CELL,), version=3)
        places = {m.ref: a_place(300.0 * (i + 1)) for i, m in enumerate(self.people)}
        frame = a_frame([self.case], self.people, places)
        old = fixes_at({self.stale.ref: a_place(10)}, NINE, age_s=3_600)
        kept = frame.positions.taken(frame.positions.member != self.stale.ref)
        category = a_category(departments="环卫", self_handle=self_handle)
        reference = a_reference(categories={"E0102": category}, departments={OFFICE.id: OFFICE})
        self.session = a_session(
            replace(frame, positions=kept.joined(old)), reference=reference, language="en"
        )
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        self.dispatching = Dispatching(self.session, self.asking)
        self.picker = DispatchPicker(self.session, Look(), self.dispatching)
        self.picker.picked.connect(self.dispatching.ask_dispatch)
        self.picker.office_picked.connect(self.dispatching.ask_office)
        qtbot.addWidget(self.picker)
        self.picker.resize(600, 500)
        self.picker.open_for(self.case.id)
        self.session.turns.finish()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.picker.field, key)

    @property
    def titles(self) -> list[str]:
        return [row.title.split("  ")[0] for row in self.picker.model.rows]

    @property
    def sent(self) -> Any:
        return self.lane.intents[-1]


def test_the_rows_come_by_the_rule_then_by_the_sum(qtbot: Any) -> None:
    bench = Bench(qtbot)
    assert bench.titles == ["Own", "Near", "环境卫生中心", "Off", "Stale"]


def test_a_digit_takes_its_row_and_enter_the_first(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.press(Qt.Key.Key_2)
    assert bench.sent == Dispatch(incident=bench.case.id, members=(bench.near.id,))
    other = Bench(qtbot)
    other.press(Qt.Key.Key_Return)
    assert other.sent.members == (other.own.id,)


def test_an_instruction_goes_with_the_task_to_members_and_to_a_department(qtbot: Any) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for row, whom in ((0, "members"), (2, "department")):
        bench = Bench(qtbot)
        bench.picker.move_by(row)
        QTest.keyClick(bench.picker.field, Qt.Key.Key_Return, control)
        assert bench.lane.commands == []
        assert bench.asking.answer("dispatch", "先拍照")
        assert bench.sent.instruction == "先拍照"
        assert getattr(bench.sent, whom) in ((bench.own.id,), OFFICE.id)


def test_an_instruction_may_stand_beside_the_reason_that_a_warning_asks_for(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.press(Qt.Key.Key_5)
    assert bench.asking.answer("dispatch", "called them", ["先拍照"])
    assert (bench.sent.reason, bench.sent.instruction) == ("called them", "先拍照")


def test_what_was_chosen_stands_in_the_title_and_goes_with_the_pick(qtbot: Any) -> None:
    bench = Bench(qtbot)
    picked: list[str] = []
    bench.picker.picked.connect(lambda *said: picked.append(said[-1]))
    for verb, words in (("assist", "Who assists"), ("redispatch", "Redispatch")):
        bench.picker.open_for(bench.case.id, verb)
        bench.session.turns.finish()
        assert bench.picker.title.text().startswith(words)
        bench.press(Qt.Key.Key_Return)
    assert picked == ["assist", "redispatch"]


def test_a_digit_after_a_letter_is_typed(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.picker.field.setText("m")
    bench.press(Qt.Key.Key_2)
    assert bench.picker.field.text() == "m2"
    assert bench.lane.commands == []


def test_a_row_says_why_and_what_that_is_worth(qtbot: Any) -> None:
    bench = Bench(qtbot)
    assert "own cell (-6)" in bench.picker.model.rows[0].detail
    assert "own cell" in bench.picker.model.rows[0].tip


def test_a_stale_fix_is_never_taken_without_a_reason(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.press(Qt.Key.Key_5)
    assert bench.lane.commands == []
    assert bench.asking.current is not None
    assert "minutes old" in bench.asking.current.grounds[0].en
    assert bench.asking.answer("dispatch", "called them")
    assert bench.sent.reason == "called them"
    assert bench.sent.advice.candidates[4].warned == ("stale_fix",)


def test_the_choice_goes_out_with_what_was_suggested(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.press(Qt.Key.Key_2)
    advice = bench.sent.advice
    assert advice.chosen == (2,)
    assert advice.chosen[:1] != (1,)
    assert [one.assignee for one in advice.candidates[:2]] == [bench.own.id, bench.near.id]
    assert dict(advice.candidates[0].grounds)["own_cell"] == -6
    assert advice.considered == 5


def test_a_department_whose_duty_it_is_leads_what_no_member_may_settle(qtbot: Any) -> None:
    bench = Bench(qtbot, self_handle=False)
    assert bench.titles[0] == "环境卫生中心"
    assert "list of duties" in bench.picker.model.rows[0].detail
    bench.press(Qt.Key.Key_1)
    assert bench.sent == Dispatch(incident=bench.case.id, department=OFFICE.id)
    assert bench.sent.advice.chosen[:1] == (1,)


def test_those_left_out_stand_behind_the_last_row_each_with_a_reason(qtbot: Any) -> None:
    bench = Bench(qtbot)
    crowd = [a_member(duty=Duty.OFF) for _ in range(25)]
    frame = bench.session.frame
    members = {m.id: m for m in (*bench.people, *crowd)}
    bench.session.show_frame(replace(frame, picture=replace(frame.picture, members=members)))
    bench.picker.open_for(bench.case.id)
    bench.session.turns.finish()
    last = bench.picker.model.rows[-1]
    assert last.key == LEFT_OUT
    assert "not on duty" in last.detail
    bench.picker.on_row_taken(LEFT_OUT)
    assert all(row.detail == "not on duty" for row in bench.picker.model.rows)
    assert all(row.aside.endswith("0/3") for row in bench.picker.model.rows)
    assert bench.picker.title.text().startswith("Left out for")
    assert "Esc goes back" in bench.picker.help.text()
    bench.press(Qt.Key.Key_Escape)
    assert bench.picker.title.text().startswith("Whom for")
    assert bench.titles[0] == "Own"
    assert not bench.picker.isHidden()


def test_a_double_click_on_those_left_out_sends_none_of_them(
    qtbot: Any, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(QApplication.setDoubleClickInterval, 400))
    QApplication.setDoubleClickInterval(600_000)
    bench = Bench(qtbot)
    crowd = [a_member(duty=Duty.OFF) for _ in range(25)]
    frame = bench.session.frame
    members = {m.id: m for m in (*bench.people, *crowd)}
    bench.session.show_frame(replace(frame, picture=replace(frame.picture, members=members)))
    bench.picker.open_for(bench.case.id)
    bench.session.turns.finish()
    picker, seen = bench.picker, bench.picker.view
    seen.scrollToBottom()
    last = seen.visualRect(picker.model.index(len(picker.model.rows) - 1)).center()
    for _ in range(2):
        QTest.mouseClick(seen.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert picker.title.text().startswith("Left out for")
    assert not picker.isHidden()
    assert not bench.lane.intents


def test_reasons_that_share_a_line_have_no_full_stop_between_them(qtbot: Any) -> None:
    bench = Bench(qtbot)
    many = [bench.own, *(a_member(duty=Duty.OFF, capacity=0) for _ in range(3))]
    frame = bench.session.frame
    members = {m.id: m for m in many}
    bench.session.show_frame(replace(frame, picture=replace(frame.picture, members=members)))
    bench.picker.open_for(bench.case.id)
    bench.session.turns.finish()
    said = [row.detail for row in bench.picker.model.rows]
    assert any("; " in one for one in said)
    assert not any(".; " in one or one.endswith(".") for one in said)


def test_a_drag_too_is_kept_with_what_the_desk_would_have_said(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.picker.leave()
    bench.dispatching.ask_dispatch((bench.case.id,), (bench.near.id,))
    assert bench.sent.advice.chosen == (2,)


def test_cases_alike_put_somebody_forward_once_they_are_known(qtbot: Any) -> None:
    asked: list[Any] = []
    bench = Bench(qtbot)
    bench.session.experience.asked.connect(asked.append)
    case = replace(bench.case, category="E0103")
    frame = bench.session.frame
    incidents = {case.id: case}
    bench.session.show_frame(
        replace(frame, picture=replace(frame.picture, incidents=incidents))
    )
    bench.picker.open_for(case.id)
    bench.session.turns.finish()
    assert bench.titles[0] == "Own"
    (question,) = asked
    bench.session.experience.on_told(question, {bench.near.id: 12})
    bench.picker.open_for(case.id)
    bench.session.turns.finish()
    assert bench.titles[0] == "Near"
    assert "finished 12 alike" in bench.picker.model.rows[0].detail


def test_enter_sends_nobody_who_was_ranked_for_another_case(qtbot: Any) -> None:
    bench = Bench(qtbot)
    bench.picker.show()
    other = an_incident(place=a_place(5_000), version=3)
    picture = bench.session.frame.picture
    incidents = {**picture.incidents, other.id: other}
    bench.session.show_frame(
        replace(bench.session.frame, picture=replace(picture, incidents=incidents))
    )
    bench.picker.leave()
    bench.picker.open_for(other.id)
    # Asked for when the case was chosen, the ways may be known before the rows stand.
    bench.session.travel.changed.emit()
    assert bench.titles == []
    bench.session.turns.finish()
    first = bench.picker.model.rows[0].key
    bench.press(Qt.Key.Key_Return)
    assert bench.sent.incident == other.id
    assert first in (bench.sent.department, *bench.sent.members)


def test_a_picker_that_opens_ranks_once_whatever_was_typed_before(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(qtbot)
    QTest.keyClicks(bench.picker.field, "Near")
    bench.picker.leave()
    asked = []
    suggest = bench.dispatching.suggest

    def counted(*given: Any) -> Any:
        asked.append(given)
        return suggest(*given)

    monkeypatch.setattr(bench.dispatching, "suggest", counted)
    bench.picker.open_for(bench.case.id)
    assert asked == []
    bench.session.turns.finish()
    assert len(asked) == 1
    assert len(bench.titles) > 1
