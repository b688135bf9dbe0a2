"""Promises of the rule that colours a drop target and refuses in a handler."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.domain.dispatching import (
    FAR_M,
    STALE_FIX_S,
    Answer,
    Circumstances,
    Verdict,
    may_assist,
    may_dispatch,
    off_shift,
)
from models.domain.error import Words
from models.domain.incident import State, TaskRole, TaskState
from models.domain.member import Duty
from models.domain.timetable import USUAL_SHIFTS, timetable_of
from tests.builders import a_member, a_task, an_id, an_incident

ZONE = ZoneInfo("Asia/Shanghai")
FREE = Circumstances(load=0, distance_m=120.0, fix_age_s=5.0)
WON = Circumstances(load=0, winner=Words("李调度派给王五", "Li dispatched it to Wang Wu"))


def codes(answer: Answer) -> list[str]:
    return [ground.code for ground in answer.grounds]


def test_a_free_member_nearby_is_eligible() -> None:
    assert may_dispatch(an_incident(), a_member(), FREE) == Answer(Verdict.ELIGIBLE)


def test_nobody_is_warned_of_what_nobody_knows() -> None:
    around = Circumstances(load=0, distance_m=None, fix_age_s=None)
    assert may_dispatch(an_incident(), a_member(), around).verdict is Verdict.ELIGIBLE


def test_an_incident_already_dispatched_is_blocked_and_names_the_winner() -> None:
    answer = may_dispatch(an_incident(State.DISPATCHED), a_member(), WON)
    assert (answer.verdict, codes(answer)) == (Verdict.BLOCKED, ["already_dispatched"])
    assert "李调度派给王五" in answer.grounds[0].words.zh
    assert "Li dispatched it to Wang Wu" in answer.grounds[0].words.en


def test_that_somebody_was_faster_outranks_every_other_ground() -> None:
    member = a_member(duty=Duty.LEFT, capacity=0, held_for=an_id())
    incident = an_incident(State.HANDLING, tasks=(a_task(member),))
    answer = may_dispatch(incident, member, replace(WON, load=9, distance_m=9e9))
    assert codes(answer) == ["already_dispatched", "already_on_it", "member_left"]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.REPORTED, "not_registered"),
        (State.ACCEPTED, "not_registered"),
        (State.HANDLED, "not_dispatchable"),
        (State.CLOSED, "not_dispatchable"),
        (State.VOID, "not_dispatchable"),
        (State.REFUSED, "not_dispatchable"),
    ],
)
def test_only_a_registered_incident_is_dispatched(state: State, code: str) -> None:
    incident = an_incident(state)
    answer = may_dispatch(incident, a_member(), FREE)
    assert codes(answer) == [code]
    assert incident.number in answer.grounds[0].words.en
    assert state.value in answer.grounds[0].words.zh


def test_a_member_who_left_cannot_be_dispatched_whatever_the_reason() -> None:
    answer = may_dispatch(an_incident(), a_member(duty=Duty.LEFT), FREE)
    assert (answer.verdict, codes(answer)) == (Verdict.BLOCKED, ["member_left"])


@pytest.mark.parametrize("duty", [Duty.OFF, Duty.BREAK])
def test_a_member_off_duty_is_a_matter_of_reason(duty: Duty) -> None:
    answer = may_dispatch(an_incident(), a_member(duty=duty), FREE)
    assert (answer.verdict, codes(answer)) == (Verdict.WARN, ["off_duty"])


def test_warnings_come_in_the_order_of_their_weight() -> None:
    member = a_member(duty=Duty.OFF, capacity=3, held_for=an_id())
    around = Circumstances(load=3, distance_m=FAR_M + 1, fix_age_s=STALE_FIX_S + 1)
    answer = may_dispatch(an_incident(), member, around)
    assert codes(answer) == ["off_duty", "busy", "reserved", "stale_fix", "far"]


@pytest.mark.parametrize(
    ("age_s", "zh", "en"),
    [(119 * 60, "119 分钟", "119 minutes"), (1005 * 60, "16 小时", "16 hours")],
)
def test_an_old_fix_is_told_in_hours_where_minutes_say_little(
    age_s: float, zh: str, en: str
) -> None:
    (ground,) = may_dispatch(
        an_incident(), a_member(), Circumstances(load=0, fix_age_s=age_s)
    ).grounds
    assert f"是 {zh}前的" in ground.words.zh
    assert f"is {en} old" in ground.words.en


@pytest.mark.parametrize(
    ("around", "warned"),
    [
        (Circumstances(load=2), []),
        (Circumstances(load=3), ["busy"]),
        (Circumstances(load=0, distance_m=FAR_M), []),
        (Circumstances(load=0, distance_m=FAR_M + 1), ["far"]),
        (Circumstances(load=0, fix_age_s=STALE_FIX_S), []),
        (Circumstances(load=0, fix_age_s=STALE_FIX_S + 1), ["stale_fix"]),
    ],
)
def test_a_bound_is_still_within(around: Circumstances, warned: list[str]) -> None:
    assert codes(may_dispatch(an_incident(), a_member(capacity=3), around)) == warned


def test_a_member_held_for_this_very_incident_is_free_for_it() -> None:
    incident = an_incident()
    member = a_member(held_for=incident.id)
    assert may_dispatch(incident, member, FREE).verdict is Verdict.ELIGIBLE


def test_a_task_that_has_ended_does_not_bar_a_second_one() -> None:
    member = a_member()
    incident = an_incident(tasks=(a_task(member, state=TaskState.RETURNED),))
    assert may_dispatch(incident, member, FREE).verdict is Verdict.ELIGIBLE


def test_a_member_may_assist_those_who_have_it_in_hand() -> None:
    assert may_assist(an_incident(State.HANDLING), a_member(), FREE) == Answer(Verdict.ELIGIBLE)


def test_nobody_assists_before_there_is_a_lead() -> None:
    answer = may_assist(an_incident(State.REGISTERED), a_member(), FREE)
    assert (answer.verdict, codes(answer)) == (Verdict.BLOCKED, ["not_dispatchable"])


def test_nobody_assists_themselves() -> None:
    member = a_member()
    incident = an_incident(
        State.HANDLING, tasks=(a_task(), a_task(member, role=TaskRole.ASSIST))
    )
    assert codes(may_assist(incident, member, FREE)) == ["already_on_it"]


def test_words_say_how_many_and_how_far_in_both_languages() -> None:
    around = Circumstances(load=4, distance_m=7_340.0, fix_age_s=1_500.0)
    busy, stale, far = may_dispatch(an_incident(), a_member(capacity=3), around).grounds
    assert "4" in busy.words.zh
    assert "25" in stale.words.en
    assert "7.3" in far.words.zh


def test_a_next_shift_from_midnight_begins_with_the_day_that_comes() -> None:
    table = timetable_of(ZONE, USUAL_SHIFTS)
    friday = datetime(2026, 11, 27, 12, tzinfo=ZONE)
    turns = table.turns("2026-11-27 - A", friday)
    assert turns is not None
    assert off_shift(a_member(), turns, friday).words.en.endswith("next Sat 00:00.")
