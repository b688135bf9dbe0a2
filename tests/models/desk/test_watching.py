"""Whoever is alone on a risky task is asked in time, and nobody is alarmed who said a word."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.desk.clockwork import Clockwork
from models.domain.command import Attend, Dispatch, Suspend
from models.domain.conveying import Silence, Waits, silence_of
from models.domain.incident import Ground
from models.domain.refusal import Refused
from models.domain.rulebook import Risk, Rulebook
from models.domain.welfare import AFTER, Welfare, asking, heard_at
from models.domain.welfare_command import SayWell, Watch
from tests.builders import CLEARED
from tests.models.desk.test_complaints import Centre

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.incident import Task

MINUTES = 20
RULES = Rulebook(risks=(Risk("01", 60), Risk("E0102", MINUTES)))
MOST_S = MINUTES * 60 + AFTER[Welfare.ALARM].total_seconds()


class Alone(Centre):
    """A member alone on a risky task, signed; a clock that is moved by hand."""

    def __init__(self, *, helpers: int = 0) -> None:
        super().__init__()
        self.home.rulebook = RULES
        self.who = self.member()
        others = [self.member() for _ in range(helpers)]
        self.incident = self.handled_by(self.who, *others)
        self.act(Attend(verb="sign", incident=self.incident, member=self.who))
        self.works = Clockwork(self.home.categories, self.calendar_of, "1", self.home.rulebook)

    def wait(self, minutes: float) -> None:
        """Time goes on minute by minute, and the clocks are minded."""
        until = self.home.now + timedelta(minutes=minutes)
        while self.home.now < until:
            self.home.now = min(until, self.home.now + timedelta(minutes=1))
            self.mind()

    def mind(self) -> None:
        for command in self.works.due(self.home.incidents.values(), self.home.now):
            with suppress(Refused):
                self.desk.send(command)

    def well(self) -> None:
        self.act(SayWell(incident=self.incident))

    @property
    def task(self) -> Task:
        return self.of(self.incident).tasks[0]

    def asked(self) -> list[str]:
        verbs = (entry.fact.verb for entry in self.home.entries)
        return [verb for verb in verbs if verb.startswith("welfare-")]

    def alarms(self) -> bool:
        silence = silence_of(self.of(self.incident), Waits(), self.home.now)
        return silence is not None and silence.kind is Silence.NOT_WELL


@pytest.fixture
def alone() -> Alone:
    return Alone()


def test_the_question_the_reminder_and_the_alarm_come_in_time_and_once_each(
    alone: Alone,
) -> None:
    alone.wait(MINUTES - 1)
    assert alone.asked() == []
    alone.wait(1)
    assert alone.asked() == ["welfare-asked"]
    alone.wait(3)
    assert alone.task.welfare is Welfare.REMINDED
    assert not alone.alarms()
    alone.wait(3)
    assert alone.alarms()
    alone.wait(60)
    assert alone.asked() == ["welfare-asked", "welfare-reminded", "welfare-alarm"]


def test_each_sign_of_life_begins_the_minutes_anew(alone: Alone) -> None:
    alone.wait(MINUTES + 6)
    assert alone.alarms()
    alone.well()
    assert not alone.alarms()
    alone.wait(MINUTES - 1)
    assert asking(alone.task) is None
    alone.wait(1)
    assert alone.task.welfare is Welfare.ASKED


def test_the_arrival_is_a_sign_of_life(alone: Alone) -> None:
    alone.wait(MINUTES - 1)
    alone.act(Attend(verb="arrive", incident=alone.incident, member=alone.who))
    alone.wait(MINUTES - 1)
    assert alone.asked() == []


def test_it_ends_with_the_task(alone: Alone) -> None:
    alone.wait(MINUTES)
    alone.act(Attend(verb="finish", incident=alone.incident, member=alone.who, result=CLEARED))
    alone.wait(60)
    assert alone.asked() == ["welfare-asked"]
    assert not alone.alarms()


def test_whoever_has_a_second_pair_of_hands_is_not_alone(alone: Alone) -> None:
    together = Alone(helpers=1)
    together.wait(60)
    assert together.asked() == []
    alone.act(
        Dispatch(
            verb="assist", incident=alone.incident, members=(alone.member(),), reason="支援"
        )
    )
    alone.wait(60)
    assert alone.asked() == []
    assert alone.refused(SayWell(incident=alone.incident)) == "not_watched"


def test_a_class_without_a_risk_asks_nobody() -> None:
    calm = Alone()
    calm.works.rulebook = Rulebook()
    calm.home.rulebook = Rulebook()
    calm.wait(120)
    assert calm.asked() == []
    assert calm.refused(SayWell(incident=calm.incident)) == "not_watched"


def test_the_rule_of_a_class_goes_before_that_of_its_major_class() -> None:
    assert RULES.risk_minutes("E0102") == MINUTES
    assert RULES.risk_minutes("E0103") == 60
    assert RULES.risk_minutes("E0401") is None
    assert RULES.risk_minutes(None) is None


def test_a_step_out_of_its_turn_or_before_its_time_is_refused(alone: Alone) -> None:
    for step in Welfare:
        assert alone.refused(Watch(incident=alone.incident, step=step)) == "not_due"
    alone.home.now += timedelta(minutes=MINUTES + 10)
    assert alone.refused(Watch(incident=alone.incident, step=Welfare.ALARM)) == "not_due"
    alone.act(Watch(incident=alone.incident, step=Welfare.ASKED))
    assert alone.refused(Watch(incident=alone.incident, step=Welfare.ASKED)) == "not_due"


def test_a_suspension_asks_nobody(alone: Alone) -> None:
    until = alone.home.now + timedelta(days=3)
    suspend = Suspend(
        incident=alone.incident,
        resume_by=until,
        reason="等待专业设备",
        ground=Ground.ENGINEERING,
        measure="已拉警戒线",
    )
    alone.act(suspend)
    alone.act(Suspend(verb="grant-suspend", incident=alone.incident))
    alone.wait(120)
    assert alone.asked() == []


def test_the_clocks_questions_leave_the_desk_free_to_act_on_what_it_saw(alone: Alone) -> None:
    saw = alone.of(alone.incident).version
    alone.wait(MINUTES)
    finish = Attend(verb="finish", incident=alone.incident, member=alone.who, result=CLEARED)
    alone.act(finish, seen=saw)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["wait", "wait", "well", "arrive"]), st.integers(1, 15)),
        max_size=14,
    )
)
def test_whatever_happens_an_alarm_comes_exactly_when_nothing_was_heard_for_so_long(
    story: list[tuple[str, int]],
) -> None:
    alone = Alone()
    heard: datetime = alone.home.now
    for what, minutes in story:
        if what == "wait":
            alone.wait(minutes)
        elif what == "well":
            alone.well()
            heard = alone.home.now
        elif alone.task.arrived_at is None:
            alone.act(Attend(verb="arrive", incident=alone.incident, member=alone.who))
            heard = alone.home.now
        assert heard_at(alone.task) == heard
        silent_s = (alone.home.now - heard).total_seconds()
        if silent_s >= MOST_S:
            assert alone.alarms()
        if silent_s < MINUTES * 60:
            assert asking(alone.task) is None
        assert alone.alarms() == (asking(alone.task) is Welfare.ALARM)
    assert alone.picture().incidents[alone.incident] == alone.of(alone.incident)
