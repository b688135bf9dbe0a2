"""Acts with a form: a choice and a line of words become the act they stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.actions.forms import FORMS, GROUND_WORDS
from console.actions.lifecycle import VERBS
from console.tables.case_flags import flags_of
from models.domain.command import (
    Accept,
    Attend,
    Dispatch,
    Extend,
    FollowUp,
    Judge,
    Rate,
    Reclassify,
    Register,
    Supervise,
    Suspend,
    Verify,
)
from models.domain.department import Department
from models.domain.ids import DepartmentId
from models.domain.incident import Finding, Ground, State
from models.domain.rulebook import Area, Criterion, Responsibility, Rulebook
from tests.builders import NINE, a_category, a_department_task, an_id, an_incident, at
from tests.console.actions.test_undo_and_lifecycle import Bench

pytestmark = pytest.mark.gui
SANITATION = Department(DepartmentId(an_id()), "D01", "环卫")
WITH_UNIT = an_incident(State.HANDLING, level=3)


WATER = Department(DepartmentId(an_id()), "D02", "水务")
WHISTLED = an_incident(
    State.HANDLED, tasks=(a_department_task(SANITATION.id, is_whistled=True),)
)
CRITERIA = (
    Criterion("E0102", "1", "少量", "2WH"),
    Criterion("E0102", "2", "大量", "1WD"),
    Criterion("E0102", "3", "农村", "2WD", area=Area.RURAL),
)


def the_bench(incident: Any, criteria: Any = ()) -> Bench:
    """Acts on one incident in a district with two classes and two departments."""
    bench = Bench(incident)
    signs = a_category("E0202", zh="牌匾", en="Litter 2")
    bench.session.show_reference(
        replace(
            bench.session.reference,
            categories={"E0102": a_category(), "E0202": signs},
            departments={one.id: one for one in (SANITATION, WATER)},
            rulebook=Rulebook(criteria=criteria),
        )
    )
    return bench


def answered(
    incident: Any, verb: str, choice: str, text: str, *more: str, criteria: Any = ()
) -> Any:
    """The intent that an answer to a form becomes, or the words of why it is none."""
    bench = the_bench(incident, criteria)
    bench.lifecycle.ask(verb, incident.id)
    assert bench.lane.commands == []
    if not bench.asking.current or not bench.asking.answer(choice, text, more):
        return bench.told[-1]
    return bench.lane.intents[0]


@pytest.mark.parametrize(
    ("verb", "choice", "text", "intent"),
    [
        ("extend", "3", "缺材料", Extend(incident=WITH_UNIT.id, days=3, reason="缺材料")),
        ("supervise", "2", "抓紧", Supervise(incident=WITH_UNIT.id, level=2, text="抓紧")),
        (
            "escalate",
            "major",
            "重大",
            Dispatch(
                verb="escalate", incident=WITH_UNIT.id, ground=Ground.MAJOR, reason="重大"
            ),
        ),
        ("hand-down", "4", "", Dispatch(verb="hand-down", incident=WITH_UNIT.id, level=4)),
        (
            "reclassify",
            "do",
            "e0202 是牌匾",
            Reclassify(incident=WITH_UNIT.id, category="E0202", reason="是牌匾"),
        ),
        (
            "whistle",
            "do",
            "环卫",
            Dispatch(verb="whistle", incident=WITH_UNIT.id, departments=(SANITATION.id,)),
        ),
    ],
)
def test_a_form_becomes_its_act(
    qapp: Any, verb: str, choice: str, text: str, intent: Any
) -> None:
    assert answered(WITH_UNIT, verb, choice, text) == intent


def test_a_suspension_counts_its_days_from_the_frames_now(qapp: Any) -> None:
    made = answered(WITH_UNIT, "suspend", "30", GROUND_WORDS[Ground.SEASON].zh)
    assert isinstance(made, Suspend)
    assert made.ground is Ground.SEASON
    assert made.resume_by == at(days=30)


def test_what_was_found_on_the_spot(qapp: Any) -> None:
    incident = an_incident(State.TO_VERIFY, tasks=())
    made = answered(incident, "verify-result", "false", "")
    assert made == Verify(incident=incident.id, finding=Finding.FALSE)


@pytest.mark.parametrize(("choice", "rating"), [("5", 5), ("unreachable", None)])
def test_a_follow_up_is_a_rating_or_no_answer(
    qapp: Any, choice: str, rating: int | None
) -> None:
    incident = an_incident(State.FOLLOW_UP)
    made = answered(incident, "follow-up", choice, "")
    assert isinstance(made, FollowUp)
    assert (made.rating, made.is_unreachable) == (rating, rating is None)


@pytest.mark.parametrize(("text", "more"), [("90 80 100", ()), ("", ("90", "80", "100"))])
def test_a_department_that_was_whistled_for_is_a_choice_and_gets_three_marks(
    qapp: Any, text: str, more: tuple[str, ...]
) -> None:
    made = answered(WHISTLED, "rate", "D01", text, *more)
    assert isinstance(made, Rate)
    assert made.department == SANITATION.id
    assert (made.responded, made.took_part, made.solved) == (90, 80, 100)


def test_without_a_whistle_nobody_is_rated(qapp: Any) -> None:
    assert "whistled" in answered(an_incident(State.HANDLED), "rate", "D01", "90 80 100")


def test_a_whistle_says_by_when_what_for_and_where_they_talk(qapp: Any) -> None:
    made = answered(WITH_UNIT, "whistle", "do", "D01", "23:30", "联合清理", "群3")
    assert made == Dispatch(
        verb="whistle",
        incident=WITH_UNIT.id,
        departments=(SANITATION.id,),
        arrive_by=NINE.replace(hour=15, minute=30),
        instruction="联合清理",
        channel="群3",
    )


def test_a_whistle_at_no_time_is_told_and_stays(qapp: Any) -> None:
    assert "no time" in answered(WITH_UNIT, "whistle", "do", "D01", "soon", "", "")


@pytest.mark.parametrize("between", [" ", "，", "、", ", ", ";"])
def test_departments_are_named_with_whatever_stands_between_lists(
    qapp: Any, between: str
) -> None:
    made = answered(WITH_UNIT, "inform", "do", between.join(("D01", "D02")), "已处置")
    assert made.departments == (SANITATION.id, WATER.id)
    assert made.instruction == "已处置"


def test_a_request_says_its_plan_its_safety_measure_and_the_right_unit(qapp: Any) -> None:
    extend = answered(WITH_UNIT, "extend", "3", "缺材料", "周三到货")
    assert extend == Extend(incident=WITH_UNIT.id, days=3, reason="缺材料", plan="周三到货")
    assert answered(WITH_UNIT, "suspend", "30", "工程", "围挡").measure == "围挡"
    assert answered(WITH_UNIT, "return", "return", "不归我管", "城管").suggestion == "城管"


@pytest.mark.parametrize("text", ["e0202", "牌匾", "litter 2"])
def test_a_class_is_named_whole_and_its_reason_stands_beside_it(qapp: Any, text: str) -> None:
    made = answered(WITH_UNIT, "reclassify", "do", text, "是牌匾")
    assert made == Reclassify(incident=WITH_UNIT.id, category="E0202", reason="是牌匾")


def test_registering_asks_for_the_criterion_where_the_class_has_several(qapp: Any) -> None:
    incident = an_incident(State.ACCEPTED, category="E0102")
    made = answered(incident, "register", "2", "", criteria=CRITERIA)
    assert made == Register(incident=incident.id, criterion="2")


def test_the_criteria_are_those_of_the_area_with_their_limits(qapp: Any) -> None:
    incident = an_incident(State.ACCEPTED, category="E0102")
    bench = the_bench(incident, criteria=CRITERIA)
    bench.lifecycle.ask("register", incident.id)
    said = [choice.words.en for choice in bench.asking.current.choices]
    assert said == ["1 少量 2WH", "2 大量 1WD"]


@pytest.mark.parametrize("criteria", [(), CRITERIA[:1]])
def test_registering_asks_nothing_where_there_is_no_choice(qapp: Any, criteria: Any) -> None:
    incident = an_incident(State.ACCEPTED, category="E0102")
    bench = the_bench(incident, criteria=criteria)
    bench.lifecycle.ask("register", incident.id)
    assert bench.lane.intents == [Register(incident=incident.id)]


@pytest.mark.parametrize(
    ("verb", "text", "told"),
    [
        ("reclassify", "E9999 x", "no class"),
        ("whistle", "D77", "no department"),
        ("rate", "90 80", "three marks"),
    ],
)
def test_words_that_name_nothing_are_told_and_the_form_stays(
    qapp: Any, verb: str, text: str, told: str
) -> None:
    incident, choice = (WHISTLED, "D01") if verb == "rate" else (WITH_UNIT, "do")
    assert told in answered(incident, verb, choice, text)


def test_only_higher_levels_are_offered_and_the_way_back(qapp: Any) -> None:
    choices = FORMS["supervise"].choices(Bench(WITH_UNIT).session, an_incident(supervise=2))
    assert [choice.id for choice in choices] == ["3", "0"]


def test_a_return_in_the_words_of_a_ground_is_that_ground(qapp: Any) -> None:
    incident = an_incident(State.HANDLING)
    bench = Bench(incident)
    bench.lifecycle.ask("return", incident.id)
    assert bench.asking.answer("return", GROUND_WORDS[Ground.DUPLICATE].en)
    (made,) = bench.lane.intents
    assert isinstance(made, Attend)
    assert made.ground is Ground.DUPLICATE


def test_a_grant_goes_out_at_once(qapp: Any) -> None:
    incident = an_incident(State.EXTENSION_ASKED, asked_days=3)
    bench = Bench(incident)
    bench.lifecycle.ask("grant-extend", incident.id)
    assert bench.lane.intents == [Extend(verb="grant-extend", incident=incident.id)]
    waiting = an_incident(State.SUSPENDED)
    bench = Bench(waiting)
    bench.lifecycle.ask("resume", waiting.id)
    assert bench.lane.intents == [Judge(verb="resume", incident=waiting.id)]


def test_every_form_is_an_act_that_is_offered() -> None:
    assert set(FORMS) <= set(VERBS)


UNKNOWN = an_incident(State.REPORTED, category=None, text="街角有人贴牌匾")


@pytest.mark.parametrize(
    ("text", "category"), [("", None), ("e0202", "E0202"), ("牌匾", "E0202")]
)
def test_who_accepts_what_nobody_classed_is_asked_for_its_class(
    qapp: Any, text: str, category: str | None
) -> None:
    made = answered(UNKNOWN, "accept", "accept", text)
    assert made == Accept(incident=UNKNOWN.id, category=category)


def test_a_report_with_a_class_is_accepted_without_a_question(qapp: Any) -> None:
    incident = an_incident(State.REPORTED, category="E0102")
    bench = the_bench(incident)
    bench.lifecycle.ask("accept", incident.id)
    assert bench.lane.intents == [Accept(incident=incident.id)]


def test_the_classes_that_the_report_speaks_of_are_offered_first(qapp: Any) -> None:
    bench = the_bench(UNKNOWN)
    bench.lifecycle.ask("accept", UNKNOWN.id)
    assert [one.word for one in bench.asking.current.names.known] == ["E0202", "E0102"]


def test_a_closing_condition_is_ticked_off_before_a_case_is_closed(qapp: Any) -> None:
    met = replace(CRITERIA[0], closing="现场无积存垃圾")
    case = an_incident(State.CHECKED, criterion="1")
    bench = the_bench(case, (met, CRITERIA[1]))
    bench.lifecycle.ask("close", case.id)
    (choice,) = bench.asking.current.choices
    assert "现场无积存垃圾" in choice.words.en
    assert bench.asking.answer(choice.id, "")
    assert bench.lane.intents == [
        Judge(verb="close", incident=case.id, result="现场无积存垃圾")
    ]


def test_without_a_closing_condition_nothing_is_asked(qapp: Any) -> None:
    case = an_incident(State.CHECKED, criterion="2")
    bench = the_bench(case, CRITERIA)
    bench.lifecycle.ask("close", case.id)
    assert bench.asking.current is None
    assert bench.lane.intents == [Judge(verb="close", incident=case.id)]


def test_the_card_says_the_criterion_its_closing_and_whose_duty_a_return_is(
    qapp: Any,
) -> None:
    rules = Rulebook(
        criteria=(replace(CRITERIA[0], closing="无积存", basis="条例第 9 条"),),
        responsibilities=(Responsibility("E0102", "D01", basis="权责清单 3"),),
    )
    case = an_incident(State.CHECKED, criterion="1")
    session = the_bench(case).session
    session.show_reference(replace(session.reference, rulebook=rules))
    said = " · ".join(flags_of(case, session))
    assert "Registered for: 少量 2WH (by 条例第 9 条)" in said
    assert "Closed when: 无积存" in said
    assert "The duty of" not in said
    asked = replace(case, state=State.RETURN_ASKED)
    assert "The duty of: 环卫 (by 权责清单 3)" in flags_of(asked, session)
