"""Promises of "assign all": the least sum for all, by the rule, nobody over their capacity."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.analysis.assignment import Assignment, assigned
from models.analysis.suggestion import Insight
from models.analysis.survey import Crowd, People
from models.domain.category import Urgency
from models.domain.member import Duty
from tests.builders import a_member, an_incident

PER_M = 60.0
"""A metre takes a minute: the sums are metres."""
NAN = float("nan")


def _world(metres: list[list[float]], **given: Any) -> list[People]:
    rows = np.array(metres, float)
    n = rows.shape[1]
    capacity = given.get("capacity", [1] * n)
    duty = given.get("duty", [Duty.ON] * n)
    members = [a_member(capacity=c, duty=d) for c, d in zip(capacity, duty, strict=True)]
    crowd = Crowd(
        members,
        np.array(given.get("load", [0] * n)),
        np.array(given.get("age_s", [5.0] * n)),
        np.zeros((n, 2)),
    )
    return [People(crowd, row) for row in rows]


def _plan(
    metres: list[list[float]], urgencies: list[Urgency] | None = None, **given: Any
) -> Assignment:
    people = _world(metres, **given)
    kinds = urgencies or [Urgency.GENERAL] * len(people)
    incidents = [an_incident(urgency=urgency) for urgency in kinds]
    insights = [Insight()] * len(people)
    return assigned(incidents, people, insights, straight_s_per_m=PER_M)


def _taken(plan: Assignment) -> dict[int, int]:
    return {pair.incident: pair.member for pair in plan.pairs}


def test_two_incidents_that_want_one_member_are_shared_out_for_the_least_sum() -> None:
    plan = _plan([[1, 2], [1, 50]])
    assert _taken(plan) == {0: 1, 1: 0}
    first = plan.pairs[0]
    assert (first.place, first.wished) == (2, 0)
    assert plan.pairs[1].place == 1


def test_nobody_whom_the_rule_warns_of_is_given_anything() -> None:
    plan = _plan(
        [[1, 2, 3, 6_000, NAN]],
        age_s=[5, 900, 5, 5, NAN],
        duty=[Duty.OFF, Duty.ON, Duty.ON, Duty.ON, Duty.ON],
        load=[0, 0, 1, 0, 0],
    )
    assert plan.pairs == ()
    assert plan.without == (0,)


def test_a_member_takes_as_many_as_they_have_room_for_and_no_more() -> None:
    plan = _plan([[1], [2], [3]], capacity=[3], load=[1])
    assert len(plan.pairs) == 2
    assert plan.without == (2,)


def test_the_second_incident_of_one_member_costs_what_a_task_costs() -> None:
    alone = _plan([[1, 4], [1, 4]], capacity=[2, 1])
    assert sorted(_taken(alone).values()) == [0, 1]
    far = _plan([[1, 40], [1, 40]], capacity=[2, 1])
    assert _taken(far) == {0: 0, 1: 0}


def test_an_emergency_gets_the_nearer_one() -> None:
    metres = [[10, 16], [10, 14]]
    assert _taken(_plan(metres)) == {0: 0, 1: 1}
    urgent = _plan(metres, [Urgency.GENERAL, Urgency.EMERGENCY])
    assert _taken(urgent) == {0: 1, 1: 0}


def test_no_incidents_no_plan_and_no_members_nobody() -> None:
    assert assigned([], [], [], straight_s_per_m=1.0) == Assignment((), ())
    people = _world([[1.0]], duty=[Duty.OFF])
    plan = assigned([an_incident()], people, [Insight()], straight_s_per_m=1.0)
    assert plan.without == (0,)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 300), min_size=4, max_size=4), min_size=n, max_size=n
        )
    )
)
def test_no_other_sharing_out_has_a_lesser_sum(metres: list[list[int]]) -> None:
    plan = _plan([[float(m) for m in row] for row in metres])
    best = min(
        sum(metres[i][m] for i, m in enumerate(order))
        for order in permutations(range(4), len(metres))
    )
    assert sum(metres[pair.incident][pair.member] for pair in plan.pairs) == best


def test_two_hundred_incidents_find_each_one_of_two_thousand() -> None:
    random = np.random.default_rng(1)
    metres = random.uniform(0, 9_000, (200, 2_000)).tolist()
    people = _world(metres, capacity=[3] * 2_000)
    incidents = [an_incident() for _ in people]
    plan = assigned(incidents, people, [Insight()] * 200, straight_s_per_m=0.3)
    assert len(plan.pairs) == 200
