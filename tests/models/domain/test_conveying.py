"""What is not heard of a task in time is told by the earliest step that is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.domain.category import Urgency
from models.domain.conveying import Silence, Waits, devices_heard, silence_of, silences
from models.domain.home_settings import HomeSettings
from models.domain.incident import State, TaskState
from tests.builders import NINE, a_task, an_incident, at

WAITS = Waits(delivered_s=60, seen_s=180, tries=2)


def said(seconds: float, waits: Waits = WAITS, **task: Any) -> Silence | None:
    """What is to be said of a dispatch so long after it was given."""
    sign_by = at(minutes=10)
    case = an_incident(State.DISPATCHED, tasks=(a_task(**task),), step_due_at=sign_by)
    silence = silence_of(case, waits, NINE + timedelta(seconds=seconds))
    return silence.kind if silence else None


@pytest.mark.parametrize(
    ("heard", "silences_by_second"),
    [
        ({}, {59: None, 60: "not_delivered", 200: "not_delivered", 700: "not_delivered"}),
        ({"delivered_at": NINE}, {179: None, 180: "not_seen", 700: "not_seen"}),
        ({"seen_at": NINE}, {599: None, 600: "not_signed"}),
    ],
)
def test_the_earliest_step_that_is_missing_is_the_one_that_is_said(
    heard: dict[str, Any], silences_by_second: dict[float, str | None]
) -> None:
    assert {s: said(s, **heard) for s in silences_by_second} == silences_by_second


def test_the_more_urgent_a_case_the_sooner_its_silence_is_told() -> None:
    kinds = (Urgency.GENERAL, Urgency.URGENT, Urgency.EMERGENCY)
    cases = [an_incident(State.DISPATCHED, tasks=(a_task(),), urgency=one) for one in kinds]
    waits = HomeSettings().waits
    told = [[one.at - NINE for one in silences(case, waits)] for case in cases]
    assert told == [
        [timedelta(minutes=5), timedelta(minutes=15)],
        [timedelta(minutes=2.5), timedelta(minutes=7.5)],
        [timedelta(seconds=75), timedelta(seconds=225)],
    ]


def test_where_no_device_speaks_only_the_time_to_sign_is_watched() -> None:
    assert [said(s, Waits()) for s in (599, 600)] == [None, Silence.NOT_SIGNED]


def test_silence_is_waited_for_of_those_whose_device_has_spoken() -> None:
    task = a_task()
    case = an_incident(State.DISPATCHED, tasks=(task,))
    by_device = a_task(task.assignee, delivered_at=NINE)
    by_telephone = a_task(seen_at=NINE, seen_by="wang")
    heard = set(devices_heard([an_incident(tasks=(by_device, by_telephone))]))
    assert heard == {task.assignee}
    assert len(silences(case, replace(WAITS, speaking=heard))) == 2
    assert silences(case, replace(WAITS, speaking=())) == ()


def test_a_failed_try_is_silence_once_no_other_channel_is_left() -> None:
    failed = {"failed_at": NINE, "failure": "rejected"}
    assert said(0, attempts=1, **failed) is None
    assert said(0, attempts=2, **failed) is Silence.NOT_REACHED
    assert said(0, attempts=1, failed_at=NINE, failure="no_answer") is Silence.NOT_REACHED


def test_what_is_signed_or_over_is_silent_for_nobody() -> None:
    signed = a_task(state=TaskState.SIGNED, signed_at=NINE)
    assert silences(an_incident(State.HANDLING, tasks=(signed,)), WAITS) == ()


def test_each_who_is_waited_for_is_waited_for_apart() -> None:
    lead, other = a_task(seen_at=NINE), a_task()
    case = an_incident(State.DISPATCHED, tasks=(lead, other), step_due_at=at(minutes=10))
    first, *_ = silences(case, WAITS)
    assert (first.kind, first.task) == (Silence.NOT_DELIVERED, other)
    heard = replace(case, tasks=(lead, replace(other, seen_at=NINE)))
    assert [one.kind for one in silences(heard, WAITS)] == [Silence.NOT_SIGNED]
