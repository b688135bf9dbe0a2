"""Promises of the suggestion: the rule decides, the sum orders, and nobody is left out mute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analysis.precedent import precedents
from models.analysis.responsibility import responsible
from models.analysis.suggestion import LEFT_OUT, Insight, Known, grounds
from models.analysis.suggestion_rules import Weights, suggestion_rules
from models.analysis.survey import BEYOND, REASONS, Crowd, People, survey
from models.domain.department import Department
from models.domain.dispatching import Circumstances, Verdict, may_dispatch
from models.domain.error import BadInput
from models.domain.ids import CellId, DepartmentId, IncidentId, LeaveId
from models.domain.incident import AssigneeKind, Incident, State
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.member import Duty, Member
from models.domain.rulebook import Area, Responsibility, Rulebook
from models.domain.timetable import USUAL_SHIFTS, timetable_of
from resources.files import resource_path
from tests.builders import NINE, a_category, a_member, a_task, an_id, an_incident

PATH = tuple(map(CellId, (1, 2, 3, 4)))
CASE = an_incident(cell_path=PATH)
METRE_S = 0.3
PLAIN = Insight()
TABLE = timetable_of(ZoneInfo("Asia/Shanghai"), USUAL_SHIFTS)
AT = TABLE.local(NINE)
ROTAS = ["", *(f"{AT.date()} {code}" for code in ("D", "N", "-", "?"))]
AWAY = Leave(
    LeaveId(an_id()),
    LeaveKind.ANNUAL,
    NINE - timedelta(days=1),
    NINE + timedelta(days=1),
    LeaveState.GRANTED,
    "wang",
    "wang",
)
NAN = float("nan")


def _people(*rows: tuple[Member, int, float, float]) -> People:
    members, load, metres, age_s = zip(*rows, strict=True)
    places = np.full((len(members), 2), np.nan)
    crowd = Crowd(members, np.array(load), np.array(age_s), places, AT, TABLE)
    return People(crowd, np.array(metres))


def _names(incident: Incident, people: People, insight: Insight = PLAIN) -> list[str]:
    found = survey(incident, people, insight, straight_s_per_m=METRE_S)
    return [people.members[row].name for row in found.order.tolist()]


@st.composite
def somebody(draw: st.DrawFn) -> tuple[Member, int, float, float]:
    home = draw(st.sampled_from([None, *PATH, CellId(9)]))
    member = a_member(
        home_cell=home,
        cell_path=PATH[: draw(st.integers(0, 4))],
        skills=tuple(draw(st.sets(st.sampled_from(["消防", "调解", "care"]), max_size=2))),
        duty=draw(st.sampled_from([Duty.ON, Duty.ON, Duty.OFF, Duty.BREAK])),
        capacity=draw(st.integers(1, 3)),
        held_for=draw(st.sampled_from([None, None, CASE.id, IncidentId(an_id())])),
        leaves=draw(st.sampled_from([(), (), (AWAY,)])),
        rota=draw(st.sampled_from(ROTAS)),
    )
    if draw(st.booleans()):
        return member, draw(st.integers(0, 3)), NAN, NAN
    metres = draw(st.floats(0, 9_000))
    return member, draw(st.integers(0, 3)), metres, draw(st.floats(0, 1_200))


@given(st.lists(somebody(), min_size=1, max_size=12))
def test_the_survey_says_of_each_what_rule_and_grounds_say(
    rows: list[tuple[Member, int, float, float]],
) -> None:
    people = _people(*rows)
    insight = Insight(frozenset({"消防"}), {rows[0][0].id: 3}, Weights())
    seen = survey(CASE, people, insight, straight_s_per_m=METRE_S)
    for row, (member, load, metres, age_s) in enumerate(rows):
        is_lost = bool(np.isnan(metres))
        known = (None, None) if is_lost else (metres, age_s)
        around = Circumstances(load, *known, at=AT, timetable=TABLE)
        answer = may_dispatch(CASE, member, around)
        code = answer.grounds[0].code if answer.grounds else BEYOND
        assert REASONS[seen.reason[row]] == code
        told = sum(one.minutes for one in grounds(CASE, Known(member, around), insight))
        way_min = 0 if is_lost else metres * METRE_S / 60
        assert seen.cost_min[row] == pytest.approx(told + way_min)


@given(st.lists(somebody(), min_size=1, max_size=12), st.integers(0, 12))
def test_everybody_is_offered_or_left_out_with_a_reason_that_has_words(
    rows: list[tuple[Member, int, float, float]], count: int
) -> None:
    seen = survey(CASE, _people(*rows), Insight(), straight_s_per_m=METRE_S)
    offered = seen.order[:count]
    rest = seen.left_out(offered)
    others = [row for who in rest.values() for row in who]
    assert sorted([*offered.tolist(), *others]) == list(range(len(rows)))
    assert all(LEFT_OUT[reason].zh and LEFT_OUT[reason].en for reason in rest)


def test_whom_the_rule_warns_of_comes_after_all_others_whatever_the_sum() -> None:
    stale, far_but_fresh = a_member(name="stale"), a_member(name="fresh")
    people = _people((stale, 0, 10.0, 3_600.0), (far_but_fresh, 0, 4_900.0, 5.0))
    assert _names(CASE, people) == ["fresh", "stale"]


def test_a_skill_the_class_asks_for_is_worth_a_longer_way() -> None:
    near, skilled = a_member(name="near"), a_member(name="skilled", skills=("消防",))
    people = _people((near, 0, 300.0, 5.0), (skilled, 0, 1_500.0, 5.0))
    assert _names(CASE, people) == ["near", "skilled"]
    asked = Insight(frozenset({"消防", "燃气"}))
    assert _names(CASE, people, asked) == ["skilled", "near"]


def test_who_has_work_in_hand_comes_after_a_free_one_a_little_further_off() -> None:
    busy, free = a_member(name="busy"), a_member(name="free")
    people = _people((busy, 2, 100.0, 5.0), (free, 0, 900.0, 5.0))
    assert _names(CASE, people) == ["free", "busy"]


def test_who_finished_cases_alike_near_here_comes_first_of_equals() -> None:
    new, knowing = a_member(name="new"), a_member(name="knowing")
    people = _people((new, 0, 500.0, 5.0), (knowing, 0, 600.0, 5.0))
    assert _names(CASE, people, Insight(past={knowing.id: 2})) == ["knowing", "new"]


def test_an_older_fix_counts_a_little_before_it_is_stale() -> None:
    old, new = a_member(name="old"), a_member(name="new")
    people = _people((old, 0, 500.0, 540.0), (new, 0, 700.0, 5.0))
    assert _names(CASE, people) == ["new", "old"]


def test_who_has_it_in_hand_already_is_blocked() -> None:
    busy = a_member()
    taken = replace(CASE, tasks=())
    seen = survey(taken, _people((busy, 0, 1.0, 1.0)), Insight(), straight_s_per_m=METRE_S)
    assert not seen.is_blocked.any()


def test_the_grounds_tell_skill_and_cell_in_both_languages() -> None:
    member = a_member(home_cell=PATH[-1], skills=("消防",))
    found = grounds(CASE, Known(member, Circumstances(1, 100.0, 240.0)), _asking("消防"))
    assert [one.words.en for one in found] == [
        "1 in hand",
        "skilled in 消防",
        "own cell",
        "fix 4 min old",
    ]
    assert all(one.words.zh for one in found)


def _asking(*skills: str) -> Insight:
    return Insight(frozenset(skills))


def test_eligible_means_that_nothing_was_warned_of() -> None:
    answer = may_dispatch(CASE, a_member(), Circumstances(0, 10.0, 5.0))
    assert answer.verdict is Verdict.ELIGIBLE


# -- departments ---------------------------------------------------------------------------


def _department(name: str, cell: int | None = None, code: str = "D") -> Department:
    return Department(DepartmentId(an_id()), code, name, CellId(cell) if cell else None)


def test_a_class_finds_its_departments_by_their_short_names() -> None:
    category = a_category(departments="环卫 + 综合行政执法")
    known = [
        _department("即墨区综合行政执法局"),
        _department("即墨区民政局"),
        _department("即墨区环境卫生中心"),
    ]
    found = responsible(category, PATH, known)
    assert [(one.department.name, one.place) for one in found] == [
        ("即墨区环境卫生中心", 0),
        ("即墨区综合行政执法局", 1),
    ]


def test_of_two_departments_of_one_duty_the_nearer_in_the_grid_comes_first() -> None:
    category = a_category(departments="环卫")
    district, town = _department("环卫中心", 1), _department("环卫所", 2)
    elsewhere = _department("环卫二所", 77)
    found = responsible(category, PATH, [district, elsewhere, town])
    assert [one.department for one in found] == [town, district]


def test_the_districts_own_list_comes_before_the_words_of_the_class() -> None:
    category = a_category(departments="环卫")
    named, listed = _department("环卫中心", code="D1"), _department("城管局", code="D2")
    elsewhere = _department("城管二局", 77, code="D3")
    rules = Rulebook(
        responsibilities=(
            Responsibility("01", "D2", basis="条例第八条"),
            Responsibility("E0102", "D3"),
            Responsibility("E0102", "D2", area=Area.RURAL, basis="农村"),
        )
    )
    duties = rules.answering("E0102", Area.CORE)
    found = responsible(category, PATH, [named, listed, elsewhere], duties)
    assert [(one.department.code, one.duty, one.place) for one in found] == [
        ("D2", "条例第八条", 0),
        ("D1", "环卫", 1),
    ]


def test_a_binding_assignment_is_a_precedent_for_its_class_and_town() -> None:
    unit, other = an_id(), an_id()
    path = (CellId(1), CellId(2), CellId(9))
    lead = a_task(unit, assignee_kind=AssigneeKind.DEPARTMENT)
    given = {"is_binding": True, "cell_path": path}
    bound = an_incident(State.DISPATCHED, tasks=(a_task(other), lead), **given)
    elsewhere = replace(bound, id=IncidentId(an_id()), cell_path=(CellId(1), CellId(3)))
    plain = replace(bound, id=IncidentId(an_id()), is_binding=False)
    now = an_incident(cell_path=(*path[:2], CellId(8)))
    assert precedents([bound, elsewhere, plain, now], now) == {unit: 1}


def test_an_incident_without_a_class_is_nobodys_duty() -> None:
    assert responsible(None, PATH, [_department("环卫中心")]) == ()


# -- the file of rules ---------------------------------------------------------------------


def test_the_shipped_rules_are_read_and_name_skills_for_most_classes() -> None:
    rules = suggestion_rules(resource_path("suggestion.toml").read_text("utf-8"))
    assert rules.weights == Weights()
    assert "fire_safety" in rules.skills_for("E1401")
    assert "traffic" in rules.skills_for("E0401")
    assert rules.skills_for("E9901") == frozenset()
    assert rules.skills_for(None) == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[weights]\ntask = 'a lot'", "task"),
        ("[weights]\nluck = 3", "luck"),
        ("[weights]\ntask = inf", "task"),
        ("[weights]\ntask = true", "task"),
        ("[skills]\nE14 = 'fire'", "E14"),
        ("[skills", "TOML"),
    ],
)
def test_a_wrong_entry_of_the_rules_is_named(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        suggestion_rules(text)
    assert said in caught.value.words.en
    assert said in caught.value.words.zh


def test_weights_of_an_advice_stand_by_name() -> None:
    table: Any = dict(Weights(task=7).table)
    assert table["task"] == 7
    assert list(table) == sorted(table)
