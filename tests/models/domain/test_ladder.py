"""Promises of the timeout ladder: each rung at its instant, none while nobody can climb."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.domain.category import Urgency
from models.domain.clocks import WHOLE, with_dues
from models.domain.deadline import WorkCalendar
from models.domain.incident import Incident, State, TaskRole, TaskState
from models.domain.ladder import Rung, due_rungs, rungs_ahead
from tests.builders import a_category, a_department_task, a_task, an_incident
from tests.models.domain.test_clocks import at

OFFICE = WorkCalendar()
CLASS = a_category()


def a_case(registered: str = "20 16:30", limit: str = "4WH", **given: Any) -> Incident:
    """A case that one member signed when it was registered."""
    start = at(registered)
    task = a_task(given_at=start, runs_from=start, share=WHOLE, state=TaskState.SIGNED)
    usual: dict[str, Any] = {"registered_at": start, "handle_limit": limit, "tasks": (task,)}
    state = given.pop("state", State.HANDLING)
    return with_dues(an_incident(state, **usual | given), OFFICE)


def rungs(incident: Incident, when: str) -> list[Rung]:
    return [one.rung for one in due_rungs(incident, CLASS, OFFICE, at(when))]


def test_the_ladder_of_the_worked_example() -> None:
    ahead = {one.rung: one.at for one in rungs_ahead(a_case(), CLASS, OFFICE)}
    assert ahead == {
        Rung.REMIND: at("23 10:42"),
        Rung.RED: at("23 11:30"),
        Rung.YELLOW_CARD: at("23 14:30"),
        Rung.RED_CARD: at("23 17:30"),
        Rung.CHOOSE: at("23 17:30"),
    }


def test_a_long_limit_gives_half_of_itself_before_the_red_card() -> None:
    ahead = {one.rung: one.at for one in rungs_ahead(a_case("2 08:30", "4WD"), CLASS, OFFICE)}
    assert ahead[Rung.RED] == at("6 08:30")
    assert ahead[Rung.RED_CARD] == at("9 17:30")
    assert ahead[Rung.CHOOSE] == at("11 17:30")


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("23 10:41:59", []),
        ("23 10:42:00", [Rung.REMIND]),
        ("23 11:30:00", [Rung.REMIND, Rung.RED]),
        ("23 14:30:00", [Rung.REMIND, Rung.RED, Rung.YELLOW_CARD]),
    ],
)
def test_a_rung_is_due_at_its_second(when: str, due: list[Rung]) -> None:
    assert rungs(a_case(), when) == due


def test_what_was_climbed_is_not_due_again() -> None:
    assert rungs(a_case(rungs=(Rung.REMIND,)), "23 11:30") == [Rung.RED]


@pytest.mark.parametrize("state", [State.REGISTERED, State.SUSPENDED, State.HANDLED])
def test_nobody_climbs_while_nobody_works(state: State) -> None:
    assert rungs(replace(a_case(), state=state), "30 09:00") == []


def test_a_suspension_moves_every_rung() -> None:
    held = a_case(pauses=(at("23 09:00"), at("25 09:00")))
    assert rungs(held, "25 10:41") == []
    assert rungs(held, "25 10:42") == [Rung.REMIND]
    assert rungs(held, "25 11:30") == [Rung.REMIND, Rung.RED]


def test_an_emergency_that_nobody_signs_is_passed_on_by_the_minute() -> None:
    start = at("21 03:00")
    task = a_task(given_at=start, runs_from=start, share=WHOLE)
    case = a_case(
        "21 03:00", "24H", state=State.DISPATCHED, urgency=Urgency.EMERGENCY, tasks=(task,)
    )
    ahead = {one.rung: one.at - start for one in rungs_ahead(case, CLASS, OFFICE)}
    wanted = {Rung.CALL_NEXT: 5, Rung.SHIFT_LEAD: 10, Rung.DUTY_LEADER: 15}
    assert {r: ahead[r] for r in wanted} == {r: timedelta(minutes=m) for r, m in wanted.items()}


def test_a_signed_emergency_calls_nobody() -> None:
    case = a_case(limit="24H", urgency=Urgency.EMERGENCY)
    assert rungs(case, "20 17:30") == []


def test_a_whistle_that_is_not_answered_in_time_is_a_rung() -> None:
    called = a_department_task(role=TaskRole.ASSIST, arrive_by=at("20 17:00"), is_whistled=True)
    case = a_case(state=State.JOINT_HANDLING)
    case = replace(case, tasks=(*case.tasks, called))
    assert rungs(case, "20 16:59") == []
    assert rungs(case, "20 17:00") == [Rung.NOT_ARRIVED]
    there = replace(called, arrived_at=at("20 16:50"))
    assert rungs(replace(case, tasks=(*case.tasks[:-1], there)), "20 17:00") == []
