"""A desk speaks for every assignee of a joint case: the lead, and all who assist."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.actions.batch import Batch
from models.domain.attending import attendable
from models.domain.command import Attend
from models.domain.department import Department
from models.domain.ids import DepartmentId
from models.domain.incident import State, TaskRole, TaskState
from tests.builders import (
    CLEARED,
    NINE,
    a_department_task,
    a_member,
    a_task,
    an_id,
    an_incident,
)
from tests.console.actions.test_undo_and_lifecycle import Bench

pytestmark = pytest.mark.gui
OFFICE = Department(DepartmentId(an_id()), "D01", "环卫")
LEAD, HELPER, OTHER = (a_member(name=name) for name in ("张三", "李四", "王五"))


def joint(state: State = State.JOINT_HANDLING, **office: Any) -> Any:
    """A case with a lead who signed, an assist who did not, and a department whistled for."""
    return an_incident(
        state,
        tasks=(
            a_task(HELPER, role=TaskRole.ASSIST),
            a_department_task(OFFICE.id, role=TaskRole.ASSIST, is_whistled=True, **office),
            a_task(LEAD, state=TaskState.SIGNED, signed_at=NINE),
        ),
    )


def a_bench(incident: Any) -> Bench:
    bench = Bench(incident)
    known = {one.id: one for one in (LEAD, HELPER, OTHER)}
    picture = replace(bench.session.frame.picture, members=known)
    bench.session.show_frame(replace(bench.session.frame, picture=picture))
    reference = bench.session.reference
    bench.session.show_reference(replace(reference, departments={OFFICE.id: OFFICE}))
    return bench


def test_finishing_a_joint_case_asks_whose_task_is_done_the_lead_first(qapp: Any) -> None:
    incident = joint()
    bench = a_bench(incident)
    bench.lifecycle.ask("finish", incident.id)
    said = [choice.words.zh for choice in bench.asking.current.choices]
    assert said == ["张三（主办）", "李四（协办）", "环卫（协办）"]


@pytest.mark.parametrize(
    ("choice", "whose"),
    [
        ("finish", {}),
        ("finish~1", {"member": HELPER.id}),
        ("finish~2", {"department": OFFICE.id}),
    ],
)
def test_each_choice_finishes_the_task_of_its_own(
    qapp: Any, choice: str, whose: dict[str, Any]
) -> None:
    incident = joint()
    bench = a_bench(incident)
    bench.lifecycle.ask("finish", incident.id)
    assert bench.asking.answer(choice, CLEARED)
    made = Attend(verb="finish", incident=incident.id, result=CLEARED, **whose)
    assert bench.lane.intents == [made]


def test_an_act_that_one_task_alone_lacks_goes_out_at_once_in_its_name(qapp: Any) -> None:
    incident = joint()
    bench = a_bench(incident)
    bench.lifecycle.ask("check-in", incident.id)
    made = Attend(verb="check-in", incident=incident.id, department=OFFICE.id)
    assert bench.lane.intents == [made]


def test_signing_asks_for_a_choice_and_no_words(qapp: Any) -> None:
    incident = joint()
    bench = a_bench(incident)
    bench.lifecycle.ask("sign", incident.id)
    ask = bench.asking.current
    assert ask.prompt.en == ""
    assert [choice.words.en for choice in ask.choices] == ["李四 (assist)", "环卫 (assist)"]
    assert bench.asking.answer("sign", "")
    assert bench.lane.intents == [Attend(verb="sign", incident=incident.id, member=HELPER.id)]


def test_the_lead_alone_signs_without_a_question(qapp: Any) -> None:
    incident = an_incident(State.DISPATCHED, tasks=(a_task(LEAD),))
    bench = a_bench(incident)
    bench.lifecycle.ask("sign", incident.id)
    assert bench.lane.intents == [Attend(verb="sign", incident=incident.id)]


def test_nobody_checks_in_where_nobody_was_whistled_for(qapp: Any) -> None:
    incident = an_incident(State.HANDLING, tasks=(a_task(LEAD, state=TaskState.SIGNED),))
    assert "check-in" not in a_bench(incident).lifecycle.offered(incident.id)
    called = joint()
    assert "check-in" in a_bench(called).lifecycle.offered(called.id)


@pytest.mark.parametrize("state", [State.HANDLED, State.CHECKING, State.SUSPENDED])
def test_an_assist_may_still_finish_where_the_lead_cannot(state: State) -> None:
    case = joint()
    lead, *assists = attendable("finish", case)
    assert lead.role is TaskRole.LEAD
    assert attendable("finish", replace(case, state=state)) == tuple(assists)


def test_a_case_that_is_over_has_no_task_to_finish() -> None:
    assert attendable("finish", joint(State.CLOSED)) == ()


def _a_desk_of(*cases: Any) -> tuple[Bench, Batch, list[Any]]:
    bench = a_bench(cases[0])
    told: list[Any] = []
    picture = replace(bench.session.frame.picture, incidents={one.id: one for one in cases})
    bench.session.show_frame(replace(bench.session.frame, picture=picture))
    batch = Batch(bench.session, bench.lifecycle, bench.asking)
    batch.told.connect(told.append)
    return bench, batch, told


def test_of_many_rows_one_that_has_no_such_choice_is_left_out_and_told(qapp: Any) -> None:
    lead = a_task(LEAD, state=TaskState.SIGNED, signed_at=NINE)
    helper, other = (a_task(who, role=TaskRole.ASSIST) for who in (HELPER, OTHER))
    single = an_incident(State.JOINT_HANDLING, tasks=(lead, helper))
    several = an_incident(State.JOINT_HANDLING, tasks=(lead, helper, other))
    bench, batch, told = _a_desk_of(several, single)
    batch.do("finish", [several.id, single.id])
    assert bench.asking.answer("finish~2", CLEARED)
    (made,) = bench.lane.intents
    assert (made.incident, made.member) == (several.id, OTHER.id)
    bench.lane.answer()
    assert "by itself" in told[0].en


@pytest.mark.parametrize("choice", ["sign", "sign~1"])
def test_of_many_rows_an_assists_signature_is_no_leads(qapp: Any, choice: str) -> None:
    given = an_incident(State.DISPATCHED, tasks=(a_task(OTHER),))
    shared = joint()
    bench, batch, _told = _a_desk_of(shared, given)
    batch.do("sign", [shared.id, given.id])
    assert bench.asking.answer(choice, "")
    assert [intent.incident for intent in bench.lane.intents] == [shared.id]
