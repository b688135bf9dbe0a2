"""Promises of the alarms: heard until acknowledged, silent when muted, gone once in hand."""

from __future__ import annotations

import wave
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.state.attention import REPEAT_S, Attention
from console.windows.sounding import RATE_HZ, samples, write_wave
from models.domain.category import Urgency
from models.domain.incident import Incident, State, TaskState
from models.domain.lifecycle import Role
from models.feed.frame import Capability
from tests.builders import NINE, a_task, an_incident
from tests.console.frames import a_frame, a_picture, a_session, later, next_frame

pytestmark = pytest.mark.gui
FEW = frozenset({Role.ANALYST})


class Bench:
    """The alarms of a seat, and what rang."""

    def __init__(self, *incidents: Any, **given: Any) -> None:
        self.session = a_session(**given)
        self.attention = Attention(self.session)
        self.rang: list[Urgency] = []
        self.attention.rang.connect(self.rang.append)
        self.session.show_frame(a_frame(a_picture(list(incidents), [])))

    def report(self, incident: Any) -> None:
        self.session.show_frame(next_frame(self.session.frame, (None, incident, "reported")))

    def wait(self, seconds: float) -> None:
        self.session.show_frame(later(self.session.frame, seconds))
        self.attention.on_beat()


@pytest.fixture
def fire() -> Any:
    return an_incident(State.REPORTED, urgency=Urgency.EMERGENCY)


@pytest.fixture
def bench(qapp: Any) -> Any:
    one = Bench(an_incident())
    yield one
    for incident_id in one.attention.waiting:
        one.attention.acknowledge(incident_id)


def test_an_emergency_sounds_again_until_it_is_acknowledged(bench: Bench, fire: Any) -> None:
    bench.report(fire)
    assert bench.attention.waiting == (fire.id,)
    bench.wait(REPEAT_S[Urgency.EMERGENCY])
    bench.wait(1)
    assert bench.rang == [Urgency.EMERGENCY] * 2
    bench.attention.acknowledge(fire.id)
    bench.wait(60)
    assert len(bench.rang) == 2
    assert bench.attention.waiting == ()


def test_an_alarm_about_what_a_jump_left_behind_ends(bench: Bench, fire: Any) -> None:
    bench.report(fire)
    bench.session.show_frame(replace(a_frame(a_picture([], [])), jumped=True))
    assert bench.attention.waiting == ()
    bench.wait(600)
    assert bench.rang == [Urgency.EMERGENCY]


def test_what_was_acknowledged_of_a_case_goes_with_it(bench: Bench, fire: Any) -> None:
    bench.report(fire)
    bench.attention.acknowledge(fire.id)
    bench.session.show_frame(replace(a_frame(a_picture([], [])), jumped=True))
    bench.report(fire)
    assert bench.attention.waiting == (fire.id,), "it came back, and is news again"


def test_a_general_report_alarms_nobody(bench: Bench) -> None:
    bench.report(an_incident(State.REPORTED))
    assert bench.attention.waiting == ()


def test_the_gravest_comes_first_whatever_came_first(bench: Bench, fire: Any) -> None:
    urgent = an_incident(State.REPORTED, urgency=Urgency.URGENT)
    bench.report(urgent)
    bench.report(fire)
    assert bench.attention.waiting == (fire.id, urgent.id)
    assert bench.attention.gravest is Urgency.EMERGENCY
    assert bench.rang == [Urgency.URGENT, Urgency.EMERGENCY]


def test_a_new_emergency_comes_before_one_who_has_not_been_heard_for_long(
    bench: Bench, fire: Any
) -> None:
    by = bench.session.frame.now + timedelta(minutes=10)
    sent = an_incident(State.DISPATCHED, urgency=Urgency.EMERGENCY, step_due_at=by)
    bench.report(sent)
    bench.wait(3_600)
    assert bench.attention.waiting == (sent.id,)
    bench.report(fire)
    assert bench.attention.waiting == (fire.id, sent.id)


def test_a_muted_kind_is_seen_and_not_heard(bench: Bench, fire: Any) -> None:
    bench.attention.mute(Urgency.EMERGENCY, is_muted=True)
    bench.report(fire)
    bench.wait(60)
    assert bench.rang == []
    assert bench.attention.waiting == (fire.id,)
    bench.report(an_incident(State.REPORTED, urgency=Urgency.URGENT))
    assert bench.rang == [Urgency.URGENT]


def test_once_somebody_has_it_in_hand_the_alarm_ends(bench: Bench, fire: Any) -> None:
    bench.report(fire)
    taken = an_incident(State.DISPATCHED, id=fire.id, urgency=Urgency.EMERGENCY, version=2)
    bench.session.show_frame(next_frame(bench.session.frame, (fire, taken, "dispatched")))
    assert bench.attention.waiting == ()


def test_a_dispatch_nobody_signs_in_time_comes_back_until_somebody_called(bench: Bench) -> None:
    by = bench.session.frame.now + timedelta(minutes=10)
    sent = an_incident(State.DISPATCHED, step_due_at=by)
    bench.report(sent)
    assert bench.attention.waiting == ()
    bench.wait(600)
    assert bench.attention.waiting == (sent.id,)
    assert bench.rang == [Urgency.URGENT]
    bench.attention.acknowledge(sent.id)
    bench.wait(60)
    assert bench.attention.waiting == ()
    again = replace(sent, version=2, step_due_at=by + timedelta(minutes=10))
    bench.session.show_frame(next_frame(bench.session.frame, (sent, again, "redispatched")))
    bench.wait(600)
    assert bench.attention.waiting == (sent.id,)


def test_a_word_that_came_through_nowhere_alarms_at_once(bench: Bench) -> None:
    task = a_task()
    sent = an_incident(State.DISPATCHED, tasks=(task,))
    bench.report(sent)
    failed = replace(task, attempts=1, failed_at=bench.session.frame.now, failure="no_number")
    lost = replace(sent, version=2, quiet=1, tasks=(failed,))
    bench.session.show_frame(
        next_frame(bench.session.frame, (sent, lost, "task-not-delivered"))
    )
    assert bench.attention.waiting == (sent.id,)


def test_a_dispatch_that_was_signed_alarms_nobody(bench: Bench) -> None:
    by = bench.session.frame.now + timedelta(minutes=10)
    sent = an_incident(State.DISPATCHED, step_due_at=by)
    bench.report(sent)
    task = replace(sent.tasks[0], state=TaskState.SIGNED, signed_at=by)
    signed = replace(sent, version=2, state=State.HANDLING, step_due_at=None, tasks=(task,))
    bench.session.show_frame(next_frame(bench.session.frame, (sent, signed, "signed")))
    bench.wait(1_200)
    assert bench.attention.waiting == ()


def test_what_became_more_urgent_alarms_again(bench: Bench) -> None:
    urgent = an_incident(State.REPORTED, urgency=Urgency.URGENT)
    bench.report(urgent)
    bench.attention.acknowledge(urgent.id)
    worse = replace(urgent, urgency=Urgency.EMERGENCY, version=2)
    bench.session.show_frame(next_frame(bench.session.frame, (urgent, worse, "made-urgent")))
    assert bench.attention.waiting == (urgent.id,)


def test_a_replay_alarms_nobody(bench: Bench, fire: Any) -> None:
    bench.report(fire)
    sealed = replace(bench.session.frame, capabilities=frozenset({Capability.SEEK}))
    bench.session.show_frame(sealed)
    assert bench.attention.waiting == ()


def test_who_may_not_be_told_of_an_incident_hears_nothing_of_it(qapp: Any) -> None:
    one = Bench(an_incident(), roles=FEW)
    one.report(an_incident(State.REPORTED, urgency=Urgency.EMERGENCY, restricted=True))
    assert (one.attention.waiting, one.rang) == ((), [])


def test_what_waits_at_the_start_of_a_shift_alarms_too(qapp: Any, fire: Any) -> None:
    one = Bench(fire)
    assert one.attention.waiting == (fire.id,)
    one.attention.acknowledge(fire.id)


@pytest.mark.parametrize("urgency", [Urgency.EMERGENCY, Urgency.URGENT])
def test_the_sounds_are_told_apart_and_never_clip(tmp_path: Path, urgency: Urgency) -> None:
    sound = samples(urgency)
    assert 0.2 < np.abs(sound / 32_767).max() < 0.9
    assert sound[0] == 0
    write_wave(tmp_path / "one.wav", sound)
    with wave.open(str(tmp_path / "one.wav")) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE_HZ)
        assert file.getnframes() == len(sound)
    assert len(samples(Urgency.EMERGENCY)) > len(samples(Urgency.URGENT))


def a_dispatch(bench: Bench) -> Incident:
    task = a_task(given_at=bench.session.frame.now)
    return an_incident(State.DISPATCHED, tasks=(task,), step_due_at=None)


def told_by_device(sent: Incident) -> Incident:
    """A case of before, of the same member, whose device told of it."""
    task = a_task(sent.tasks[0].assignee, state=TaskState.SIGNED, delivered_at=NINE)
    return an_incident(State.HANDLING, tasks=(task,), step_due_at=None)


def test_a_centre_that_works_by_telephone_is_not_told_that_no_device_answers(
    bench: Bench,
) -> None:
    sent = a_dispatch(bench)
    bench.report(sent)
    called = replace(sent.tasks[0], seen_at=NINE, seen_by="local", state=TaskState.SIGNED)
    bench.report(an_incident(State.HANDLING, tasks=(called,), step_due_at=None))
    bench.wait(7_200)
    assert (bench.attention.waiting, bench.rang) == ((), [])


def test_a_device_is_waited_for_where_it_spoke_before_the_jump_too(bench: Bench) -> None:
    sent = a_dispatch(bench)
    known = a_frame(a_picture([sent, told_by_device(sent)], []))
    bench.session.show_frame(replace(known, jumped=True))
    bench.wait(300)
    assert bench.attention.waiting == (sent.id,)
    bench.attention.acknowledge(sent.id)


def test_a_word_that_does_not_arrive_alarms_at_each_step_until_somebody_called(
    bench: Bench,
) -> None:
    sent = a_dispatch(bench)
    bench.report(told_by_device(sent))
    bench.report(sent)
    bench.wait(297)
    assert bench.attention.waiting == ()
    bench.wait(1)
    assert bench.attention.waiting == (sent.id,)
    bench.attention.acknowledge(sent.id)
    bench.wait(599)
    assert bench.attention.waiting == ()
    bench.wait(1)
    assert bench.attention.waiting == (sent.id,)
    told = replace(sent.tasks[0], seen_at=bench.session.frame.now, seen_by="local")
    after = replace(sent, version=2, tasks=(told,))
    bench.session.show_frame(next_frame(bench.session.frame, (sent, after, "called")))
    assert bench.attention.waiting == ()
