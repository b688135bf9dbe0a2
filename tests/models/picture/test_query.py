"""Questions to a picture: counts, loads, overdue, whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from models.domain.category import Urgency
from models.domain.deadline import Light, WorkCalendar
from models.domain.ids import CellId
from models.domain.incident import Incident, State
from models.domain.member import Duty, Member
from models.picture.fold import fold
from models.picture.picture import Picture
from models.picture.query import (
    Availability,
    availability,
    case_standing,
    counts_by_state,
    figures,
    is_overdue,
    load_of,
    loads_by_town,
    red_first,
    standing,
    step_standing,
)
from tests.builders import (
    NINE,
    a_category,
    a_fact,
    a_journal,
    a_member,
    a_task,
    an_incident,
    at,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar()


def a_picture(*subjects: Incident | Member) -> Picture:
    return fold(Picture(), a_journal(a_fact(subject) for subject in subjects))[0]


def test_the_six_figures_count_open_and_ended_incidents_apart() -> None:
    picture = a_picture(
        an_incident(State.REGISTERED),
        an_incident(State.HANDLING),
        an_incident(State.JOINT_HANDLING, step_due_at=at(minutes=-1)),
        an_incident(State.CLOSED, closed_at=at(minutes=-5)),
        an_incident(State.CLOSED, closed_at=at(hours=-12)),
        an_incident(State.VOID),
        a_member(),
        a_member(duty=Duty.OFF),
    )
    six = figures(picture, NINE, SHANGHAI)
    assert (six.open, six.to_dispatch, six.handling) == (3, 1, 2)
    assert (six.overdue, six.closed_today, six.on_duty) == (1, 1, 1)


def test_today_is_the_districts_day_and_not_that_of_utc() -> None:
    picture = a_picture(an_incident(State.CLOSED, closed_at=at(hours=-8)))
    assert figures(picture, NINE, SHANGHAI).closed_today == 1
    assert figures(picture, at(hours=15), SHANGHAI).closed_today == 0


def test_an_incident_is_overdue_the_moment_after_its_due_instant() -> None:
    incident = an_incident(State.REGISTERED, step_due_at=NINE)
    assert not is_overdue(incident, NINE)
    assert is_overdue(incident, NINE + timedelta(microseconds=1))


def test_a_closed_incident_is_never_overdue() -> None:
    assert not is_overdue(an_incident(State.CLOSED, due_at=at(days=-1)), NINE)


def test_the_nearer_of_both_clocks_stands_in_the_queue() -> None:
    incident = an_incident(
        State.REGISTERED, step_due_at=at(minutes=20), due_at=at(hours=2), registered_at=NINE
    )
    clock = standing(incident, a_category(), NINE, CALENDAR)
    assert clock is not None
    assert clock.is_step
    assert clock.left_s == 1200


def test_the_steps_light_turns_yellow_after_four_fifths_of_its_limit() -> None:
    incident = an_incident(State.REGISTERED, step_due_at=at(minutes=30))
    lights = [
        clock.light
        for minutes in (24, 24.1, 30, 30.1)
        if (clock := step_standing(incident, at(minutes=minutes), CALENDAR))
    ]
    assert lights == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]


def test_a_night_uses_nothing_of_a_limit_in_working_hours() -> None:
    due_at = at(days=3, minutes=30)  # Monday 09:30; the limit is 4 working hours
    incident = an_incident(State.HANDLING, due_at=due_at, registered_at=at(hours=6))
    friday_evening = case_standing(incident, a_category(), at(hours=8.5), CALENDAR)
    monday_morning = case_standing(incident, a_category(), at(days=3, minutes=-30), CALENDAR)
    assert friday_evening is not None
    assert monday_morning is not None
    assert friday_evening.light is monday_morning.light is Light.GREEN


def test_an_ended_incident_has_no_clock() -> None:
    incident = an_incident(State.CLOSED, due_at=NINE, step_due_at=NINE)
    assert standing(incident, None, NINE, CALENDAR) is None


def test_a_member_is_free_busy_reserved_full_or_not_on_duty() -> None:
    member = a_member(capacity=2)
    held = replace(member, held_for=an_incident().id)
    assert availability(member, 0, NINE) is Availability.FREE
    assert availability(member, 1, NINE) is Availability.BUSY
    assert availability(held, 0, NINE) is Availability.HELD
    assert availability(held, 2, NINE) is Availability.FULL
    assert availability(replace(member, duty=Duty.BREAK), 0, NINE) is Availability.BREAK


def test_load_counts_incidents_in_hand() -> None:
    member = a_member()
    picture = a_picture(member, an_incident(State.DISPATCHED, tasks=(a_task(member),)))
    assert load_of(picture, member) == 1


def test_towns_carry_what_lies_under_them() -> None:
    here, there = CellId(10), CellId(20)
    member = a_member(cell_path=(CellId(1), here, CellId(11)))
    picture = a_picture(
        member,
        a_member(cell_path=(CellId(1), here), duty=Duty.LEFT),
        an_incident(State.DISPATCHED, tasks=(a_task(member),), cell_path=(CellId(1), here)),
        an_incident(step_due_at=at(minutes=-1), cell_path=(CellId(1), there)),
        an_incident(cell_path=()),
    )
    loads = loads_by_town(picture, (here, there), NINE)
    assert (loads[here].open, loads[here].members, loads[here].free) == (1, 1, 0)
    assert (loads[there].open, loads[there].overdue, loads[there].members) == (1, 1, 0)


def test_the_wall_shows_the_red_first_then_the_urgent_then_the_oldest() -> None:
    late = an_incident(step_due_at=at(minutes=-1))
    urgent = an_incident(urgency=Urgency.EMERGENCY)
    old, young = an_incident(reported_at=at(hours=-2)), an_incident()
    closed = an_incident(State.CLOSED)
    picture = a_picture(young, old, closed, urgent, late)
    assert red_first(picture, NINE) == [late.id, urgent.id, old.id, young.id]


def test_states_are_counted() -> None:
    picture = a_picture(an_incident(State.HANDLED), an_incident(State.HANDLED))
    assert counts_by_state(picture) == {State.HANDLED: 2}
