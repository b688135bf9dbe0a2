"""The hand-over sheet: what is on it, in which order, and for whose eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.domain.category import Urgency
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.ids import HandoverId, LeaveId, new_uuid
from models.domain.incident import Incident, State, TaskState
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.member import Duty
from models.domain.shift import Handover
from models.domain.work_calendar import WorkCalendar
from models.picture.picture import Picture
from models.picture.shift_sheet import (
    USUAL_SHIFT,
    Begun,
    Ground,
    Happened,
    ShiftPapers,
    counted,
    guessed,
    last_handover,
    shift_begun,
    shift_papers,
    shift_sheet,
)
from tests.builders import (
    NINE,
    a_category,
    a_drawing,
    a_member,
    a_task,
    an_id,
    an_incident,
    at,
)

SECRET = a_category("E0901", restricted=True)
GROUND = Ground({"E0102": a_category(), "E0901": SECRET}, WorkCalendar())
BEGUN = Begun(at(hours=-8))


def a_picture(*incidents: Incident, **given: Any) -> Picture:
    return Picture(seq=9, at=NINE, incidents={one.id: one for one in incidents}, **given)


def a_sheet(*incidents: Incident, now: datetime = NINE, **given: Any) -> Any:
    return shift_sheet(a_picture(*incidents, **given), now, GROUND, BEGUN, Happened())


def numbers(rows: Any) -> list[str]:
    return [row.incident.number for row in rows]


def a_handover(**given: Any) -> Handover:
    usual: dict[str, Any] = {
        "id": HandoverId(an_id()),
        "version": 1,
        "cell_path": (),
        "author": "wang",
        "station": "desk-1",
        "handed_at": NINE,
        "since": at(hours=-8),
        "made_at": at(minutes=-1),
        "made_seq": 5,
        "figures": (0,) * 13,
        "instructions": "",
    }
    return Handover(**usual | given)


def test_open_incidents_are_counted_by_state_and_urgency_the_gravest_first() -> None:
    sheet = a_sheet(
        an_incident(State.REGISTERED, urgency=Urgency.EMERGENCY),
        an_incident(State.REGISTERED),
        an_incident(State.REPORTED, urgency=Urgency.URGENT),
        an_incident(State.CLOSED, closed_at=NINE),
    )
    assert sheet.by_state == ((State.REPORTED, (0, 1, 0)), (State.REGISTERED, (1, 0, 1)))
    assert (sheet.figures.open, sheet.figures.emergencies) == (3, 1)


def test_red_lights_come_longest_over_first() -> None:
    long = an_incident(State.REPORTED, number="long", step_due_at=at(hours=-3))
    short = an_incident(State.REPORTED, number="short", step_due_at=at(minutes=-5))
    fine = an_incident(State.REPORTED, number="fine", step_due_at=at(hours=30))
    sheet = a_sheet(short, fine, long)
    assert numbers(sheet.red) == ["long", "short"]
    assert [round(row.clock.left_s) for row in sheet.red] == [-10_800, -300]


def test_what_is_suspended_says_when_it_resumes_and_is_neither_red_nor_yellow() -> None:
    later = an_incident(State.SUSPENDED, number="later", resume_by=at(days=9))
    sooner = an_incident(State.SUSPENDED, number="sooner", resume_by=at(days=-2))
    sheet = a_sheet(later, sooner)
    assert numbers(sheet.suspended) == ["sooner", "later"]
    assert (sheet.red, sheet.yellow) == ((), ())


@pytest.mark.parametrize(
    "asked",
    [
        an_incident(State.RETURN_ASKED),
        an_incident(State.EXTENSION_ASKED),
        an_incident(State.SUSPENSION_ASKED),
        an_incident(State.HANDLING, void_asked_by="li"),
        an_incident(State.HANDLING, reclass_to="E0901"),
    ],
)
def test_whatever_was_asked_for_and_not_decided_waits_on_the_sheet(asked: Incident) -> None:
    assert numbers(a_sheet(asked, an_incident()).to_approve) == [asked.number]


def test_a_dispatch_is_unanswered_once_its_time_to_sign_is_over() -> None:
    late = an_incident(State.DISPATCHED, number="late", step_due_at=at(minutes=-1))
    fresh = an_incident(State.DISPATCHED, number="fresh", step_due_at=at(minutes=9))
    assert numbers(a_sheet(late, fresh).unanswered) == ["late"]


def test_perimeters_in_force_are_told_and_notes_routes_and_what_is_over_are_not() -> None:
    cordon = a_drawing(kind=DrawingKind.CORDON, shape=DrawingShape.CIRCLE)
    over = a_drawing(kind=DrawingKind.CORDON, expires_at=at(minutes=-1))
    note, route = a_drawing(), a_drawing(kind=DrawingKind.ROUTE)
    drawn = {one.id: one for one in (cordon, over, note, route)}
    assert a_sheet(drawings=drawn).perimeters == (cordon,)


def test_members_on_duty_are_counted() -> None:
    people = [a_member(duty=Duty.ON), a_member(duty=Duty.ON), a_member(duty=Duty.BREAK)]
    assert a_sheet(members={one.id: one for one in people}).on_duty == 2


def test_whoever_is_on_leave_is_named_and_not_on_duty() -> None:
    day, asked = timedelta(days=1), LeaveState.ASKED
    leave = Leave(
        LeaveId(new_uuid()),
        LeaveKind.SICK,
        NINE - day,
        NINE + day,
        LeaveState.GRANTED,
        "li",
        "zhao",
    )
    away, here = a_member(leaves=(leave,)), a_member(leaves=(replace(leave, state=asked),))
    back = a_member(leaves=(replace(leave, ends_at=NINE),))
    sheet = a_sheet(members={one.id: one for one in (away, here, back)})
    assert sheet.on_leave == ((away, leave),)
    assert sheet.on_duty == 2


def test_an_incident_is_counted_once_for_each_thing_that_happened_to_it() -> None:
    one, other = an_id(), an_id()
    told = counted(
        [
            ("reported", one),
            ("dispatched", one),
            ("redispatched", one),
            ("return-granted", one),
            ("reported-self", other),
            ("audit-passed", other),
            ("commented", other),
        ]
    )
    assert told == Happened(received=2, dispatched=1, closed=1, returned=1)


def test_without_a_journal_the_picture_tells_what_it_can_and_says_so() -> None:
    task = a_task(given_at=at(minutes=-5), state=TaskState.RETURNED, ended_at=at(minutes=-1))
    sent = an_incident(reported_at=at(hours=-1), tasks=(task,))
    old = an_incident(State.CLOSED, reported_at=at(days=-2), closed_at=at(minutes=-2))
    told = guessed(a_picture(sent, old), at(hours=-8))
    assert told == Happened(received=1, dispatched=1, closed=1, returned=1, is_whole=False)


def some_papers(told: tuple[Happened, Happened] | None) -> ShiftPapers:
    secret = an_incident(State.REPORTED, number="secret", category="E0901", step_due_at=NINE)
    marked = an_incident(State.REPORTED, number="marked", restricted=True, step_due_at=NINE)
    plain = an_incident(State.REPORTED, number="plain", step_due_at=NINE)
    picture = a_picture(secret, marked, plain)
    return shift_papers(picture, at(hours=1), GROUND, BEGUN, lambda: told)


def test_on_the_sheet_for_all_there_is_neither_row_nor_count_of_what_is_restricted() -> None:
    papers = some_papers((Happened(received=3), Happened(received=1)))
    assert set(numbers(papers.own.red)) == {"secret", "marked", "plain"}
    assert numbers(papers.open.red) == ["plain"]
    assert papers.open.figures.open == 1
    assert papers.open.happened.received == 1
    assert papers.numbers[0] == 1
    assert not papers.open.restricted


def test_without_a_journal_the_sheet_for_all_is_bare_as_well() -> None:
    papers = some_papers(None)
    assert (papers.own.happened.received, papers.open.happened.received) == (3, 1)


def test_a_shift_begins_where_the_last_one_that_was_signed_for_was_made() -> None:
    signed = a_handover(taken_by="li", taken_at=NINE)
    again = a_handover(handed_at=at(hours=1), made_at=at(hours=1), made_seq=8)
    of_a_town = a_handover(cell_path=(1,), handed_at=at(hours=2), taken_by="x", taken_at=NINE)
    picture = a_picture(handovers={one.id: one for one in (signed, again, of_a_town)})
    assert shift_begun(picture, at(hours=3), ()) == Begun(signed.made_at, signed.made_seq)
    assert last_handover(picture, ()) == again
    assert last_handover(picture, (2,)) is None


def test_where_no_shift_was_ever_handed_over_the_sheet_looks_half_a_day_back() -> None:
    assert shift_begun(a_picture(), NINE, ()) == Begun(NINE - USUAL_SHIFT)
    assert timedelta(hours=12) == USUAL_SHIFT
