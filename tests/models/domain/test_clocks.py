"""Promises of the two clocks: worked example, holidays, suspensions, extensions, classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.category import Urgency
from models.domain.clocks import (
    CITIZENS,
    HALF,
    WHOLE,
    case_basis,
    clock_at,
    paused_s,
    pauses_of,
    signer,
    step_clock,
    step_due,
    unit_basis,
    with_dues,
    with_share,
)
from models.domain.deadline import Light, Period, WorkCalendar
from models.domain.incident import Incident, Source, State, TaskRole
from tests.builders import a_category, a_department_task, a_task, an_incident

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkCalendar()
ROUND = WorkCalendar(weekly=((Period(0, 86_400),),) * 7)
FESTIVE = WorkCalendar(
    holidays=frozenset({date(2026, 10, d) for d in range(1, 8)}),
    workdays=frozenset({date(2026, 10, 10)}),
)
CLASS = a_category()


def at(text: str) -> datetime:
    """An instant of November 2026 in the district: `20 16:30`, or with its month."""
    day, clock = text.split()
    month, _, only = day.rpartition("-")
    hour, minute, *second = map(int, clock.split(":"))
    local = datetime(2026, int(month or 11), int(only), hour, minute, *second, tzinfo=ZONE)
    return local.astimezone(UTC)


def a_case(registered: str, limit: str = "4WH", **given: Any) -> Incident:
    """A case in one member's hands since it was registered, its clocks reckoned."""
    start = at(registered)
    task = a_task(given_at=start, runs_from=start, share=WHOLE)
    usual: dict[str, Any] = {"registered_at": start, "handle_limit": limit, "tasks": (task,)}
    return with_dues(an_incident(State.HANDLING, **usual | given), OFFICE)


def lead_due(incident: Incident) -> datetime | None:
    lead = incident.lead
    return lead.due_at if lead else None


def case_light(incident: Incident, when: str, calendar: WorkCalendar = OFFICE) -> Light:
    basis = case_basis(incident, CLASS, calendar)
    assert basis is not None
    return clock_at(basis, incident, calendar, at(when)).light


# The worked example of §3.4 -----------------------------------------------------------


def test_dispatched_on_friday_afternoon_it_is_due_on_monday_before_noon() -> None:
    case = a_case("20 16:30")
    assert case.due_at == at("23 11:30")
    assert lead_due(case) == at("23 11:30")


def test_suspended_from_monday_to_wednesday_it_is_due_on_wednesday() -> None:
    case = a_case("20 16:30", pauses=(at("23 09:00"), at("25 09:00")))
    assert case.due_at == at("25 11:30")
    assert lead_due(case) == at("25 11:30")


@pytest.mark.parametrize(
    ("when", "light"),
    [
        ("23 10:42:00", Light.GREEN),
        ("23 10:42:01", Light.YELLOW),
        ("23 11:30:00", Light.YELLOW),
        ("23 11:30:01", Light.RED),
    ],
)
def test_the_light_turns_at_the_second(when: str, light: Light) -> None:
    assert case_light(a_case("20 16:30"), when) is light


# Edges --------------------------------------------------------------------------------


def test_a_holiday_week_is_stepped_over_and_its_make_up_day_counts() -> None:
    start = at("9-30 16:30")
    incident = an_incident(State.REGISTERED, registered_at=start, handle_limit="3WD")
    # Thursday 8 and Friday 9 October are work, Saturday 10 is made up for.
    assert with_dues(incident, FESTIVE).due_at == at("10-10 16:30")


def test_a_limit_by_the_clock_runs_through_midnight() -> None:
    assert a_case("20 23:30", "2H").due_at == at("21 01:30")


def test_registered_at_night_working_hours_begin_in_the_morning() -> None:
    assert a_case("19 23:00", "1WH").due_at == at("20 09:30")


def test_a_suspension_over_a_weekend_takes_only_what_was_left_of_friday() -> None:
    # Three hours are used by Friday 17:00, one is left on Monday 09:00.
    case = a_case("20 14:00", pauses=(at("20 17:00"), at("23 09:00")))
    assert case.due_at == at("23 10:00")


def test_a_suspension_after_the_due_instant_changes_nothing() -> None:
    case = a_case("20 08:30", pauses=(at("20 17:00"), at("23 09:00")))
    assert case.due_at == at("20 14:30")


def test_two_suspensions_add_up() -> None:
    pauses = (at("23 08:30"), at("23 09:30"), at("23 10:00"), at("23 11:00"))
    case = a_case("20 16:30", pauses=pauses)
    # One hour on Friday, half between the two, two and a half from eleven on.
    assert case.due_at == at("23 15:30")
    assert paused_s(case, at("24 08:30")) == 7200


def test_while_suspended_the_light_stands_still() -> None:
    case = replace(a_case("20 16:30"), state=State.SUSPENDED, pauses=(at("23 10:00"),))
    for when in ("23 10:00", "25 10:00", "30 17:00"):
        assert case_light(case, when) is Light.GREEN
    assert pauses_of(case, at("25 10:00")) == [(at("23 10:00"), at("25 10:00"))]


def test_the_close_stops_the_clock() -> None:
    case = replace(a_case("20 16:30"), state=State.CLOSED, closed_at=at("23 09:00"))
    assert case_light(case, "30 09:00") is Light.GREEN


def test_granted_days_move_both_clocks_and_stretch_the_light() -> None:
    case = a_case("20 16:30")
    lead = case.lead
    assert lead is not None
    granted = replace(case, extended_days=2, tasks=(replace(lead, extra_days=2),))
    longer = with_dues(granted, OFFICE)
    assert longer.due_at == at("25 11:30")
    assert lead_due(longer) == at("25 11:30")
    # 4 + 14 working hours: 80 % are 14.4, reached on Tuesday at 16:54.
    assert case_light(longer, "24 16:54") is Light.GREEN
    assert case_light(longer, "24 16:55") is Light.YELLOW


def test_another_class_is_reckoned_from_registration() -> None:
    case = a_case("20 16:30", pauses=(at("23 09:00"), at("23 10:00")))
    other = with_dues(replace(case, handle_limit="2WD"), OFFICE)
    assert other.due_at == at("25 08:30")
    assert lead_due(other) == at("25 08:30")


# The unit clock -----------------------------------------------------------------------


def test_the_first_unit_has_the_whole_limit_from_its_dispatch() -> None:
    case = a_case("20 08:30")
    task = with_share(case, a_task(given_at=at("20 10:00")), OFFICE, is_first=True)
    given = with_dues(replace(case, tasks=(task,)), OFFICE)
    assert task.share == WHOLE
    assert lead_due(given) == at("20 16:00")
    assert given.due_at == at("20 14:30")


def test_a_later_unit_has_what_the_citizen_has_left() -> None:
    case = a_case("20 08:30")
    task = with_share(case, a_task(given_at=at("20 09:00")), OFFICE, is_first=False)
    given = with_dues(replace(case, tasks=(task,)), OFFICE)
    assert task.share == CITIZENS
    assert lead_due(given) == case.due_at


def test_but_half_the_limit_at_the_least() -> None:
    case = a_case("20 08:30")
    task = with_share(case, a_task(given_at=at("20 14:00")), OFFICE, is_first=False)
    given = with_dues(replace(case, tasks=(task,)), OFFICE)
    assert task.share == HALF
    assert lead_due(given) == at("20 16:00")
    assert given.due_at == at("20 14:30")


@pytest.mark.parametrize(
    ("limit", "due"),
    [("4WH", "23 10:30"), ("2WH", "23 10:30"), ("2WD", "24 08:30"), ("24H", "23 20:30")],
)
def test_rework_has_half_the_limit_and_two_hours_at_the_least(limit: str, due: str) -> None:
    start = at("23 08:30")
    task = a_task(given_at=start, runs_from=start, share=HALF, reworks=1)
    case = a_case("20 08:30", limit, tasks=(task,))
    assert lead_due(case) == at(due)


def test_a_department_with_its_own_hours_is_due_by_them() -> None:
    start = at("20 16:30")
    task = a_department_task(given_at=start, runs_from=start, share=WHOLE)
    case = a_case("20 16:30", tasks=(task,))
    given = with_dues(case, OFFICE, lambda _: ROUND)
    assert given.due_at == at("23 11:30")
    assert lead_due(given) == at("20 20:30")


def test_assists_share_the_leads_due() -> None:
    start = at("20 16:30")
    lead = a_task(given_at=start, runs_from=start, share=WHOLE)
    case = a_case("20 16:30", tasks=(lead, a_task(role=TaskRole.ASSIST)))
    assert {task.due_at for task in case.tasks} == {at("23 11:30")}


def test_before_anybody_has_it_there_is_no_unit_clock() -> None:
    case = with_dues(
        an_incident(State.REGISTERED, registered_at=at("20 09:00"), handle_limit="4WH"), OFFICE
    )
    assert unit_basis(case, CLASS, OFFICE) is None
    assert case_basis(an_incident(State.REPORTED), CLASS, OFFICE) is None


def test_a_case_of_an_old_journal_is_left_as_it_is() -> None:
    old = an_incident(State.HANDLING, registered_at=at("20 09:00"), due_at=at("20 15:00"))
    assert with_dues(old, OFFICE) == old
    assert case_light(old, "20 15:01") is Light.RED


def test_a_suspension_that_nobody_ended_on_its_day_ended_on_its_day() -> None:
    day = at("21 09:45")
    case = an_incident(State.SUSPENDED, pauses=(at("20 10:00"),), resume_by=day)
    assert pauses_of(case, at("20 11:00")) == [(at("20 10:00"), at("20 11:00"))]
    assert pauses_of(case, at("21 11:00")) == [(at("20 10:00"), day)]


# The step clock -----------------------------------------------------------------------


def test_a_suspended_case_waits_for_its_day() -> None:
    case = an_incident(State.SUSPENDED, resume_by=at("30 09:00"))
    assert step_due(case, OFFICE, at("20 09:00")) == at("30 09:00")
    assert step_clock(case, OFFICE, at("20 09:00")) is None


def test_what_the_public_reported_waits_for_its_follow_up() -> None:
    called = an_incident(State.CLOSED, source=Source.HOTLINE)
    assert step_due(called, OFFICE, at("20 09:00")) == at("24 09:00")
    assert step_due(an_incident(State.CLOSED), OFFICE, at("20 09:00")) is None


def test_whoever_signs_signs_by_their_own_calendar_and_the_desk_by_the_districts() -> None:
    task = a_department_task()
    given = an_incident(State.DISPATCHED, tasks=(task,))
    assert signer(given) == task
    assert signer(replace(given, state=State.RETURN_ASKED)) is None


def test_the_step_clock_counts_from_when_the_step_began() -> None:
    since = at("20 09:00")
    case = an_incident(State.CHECKING, urgency=Urgency.URGENT, step_since=since)
    case = replace(case, step_due_at=step_due(case, OFFICE, since))
    clock = step_clock(case, OFFICE, at("20 09:49"))
    assert clock is not None
    assert (clock.due_at, clock.used_s, clock.light) == (at("20 10:00"), 2940, Light.YELLOW)


# Whatever happens ---------------------------------------------------------------------

hours = st.integers(0, 600)
limits = st.sampled_from(["30MIN", "2H", "24H", "2WH", "4WH", "1WD", "5WD"])


@given(hours, limits, st.lists(hours, max_size=6), st.integers(0, 12))
def test_effective_time_is_working_time_without_the_pauses(
    start_h: int, limit: str, marks: list[int], days: int
) -> None:
    start = at("2 00:00") + timedelta(hours=start_h)
    ends = sorted(start + timedelta(hours=h) for h in marks)[: len(marks) // 2 * 2]
    case = an_incident(
        State.HANDLING,
        registered_at=start,
        handle_limit=limit,
        pauses=tuple(ends),
        extended_days=days,
        tasks=(a_task(runs_from=start, share=WHOLE, extra_days=days),),
    )
    case = with_dues(case, OFFICE)
    basis = case_basis(case, CLASS, OFFICE)
    assert basis is not None
    assert lead_due(case) == case.due_at
    later = start + timedelta(days=40)
    whole_s = OFFICE.used_s(start, later, basis.unit)
    held_s = sum(OFFICE.used_s(a, b, basis.unit) for a, b in pauses_of(case, later))
    assert clock_at(basis, case, OFFICE, later).used_s == whole_s - held_s
    at_due = clock_at(basis, case, OFFICE, basis.due_at)
    assert at_due.light is not Light.RED
    assert at_due.used_s == pytest.approx(basis.limit_s)
