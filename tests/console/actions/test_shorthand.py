"""Promises of the command bar: every act by name, number and person, said before it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.actions.act_names import ActNames
from console.actions.action import Action
from console.actions.asking import Asking
from console.actions.catalogue import CATALOGUE
from console.actions.command_bar import CommandBar
from console.actions.dispatching import Dispatching
from console.actions.finding import Finder
from console.actions.index import learn
from console.actions.initials import read_initials
from console.actions.lifecycle import Lifecycle
from models.domain.category import Urgency
from models.domain.command import Accept, Dispatch, Extend, Judge, Register, Supervise, Verify
from models.domain.department import Department
from models.domain.ids import DepartmentId
from models.domain.incident import Finding, State
from models.domain.lifecycle import Role
from models.domain.member import Duty
from models.domain.rulebook import Criterion, Rulebook
from tests.builders import a_category, a_member, a_task, an_id, an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_place, a_reference, a_session

pytestmark = pytest.mark.gui
OFFICE = Department(DepartmentId(an_id()), "HW", "环境卫生中心")


@pytest.fixture(scope="module")
def names(qapp: Any) -> ActNames:
    return ActNames(read_initials())


class Bench:
    """A command bar over a few cases and people."""

    def __init__(self, **given: Any) -> None:
        self.zhang = a_member(name="张三", number="WG0101")
        self.li = a_member(name="李四", number="WG0102")
        self.off = a_member(name="王休", number="WG0103", duty=Duty.OFF)
        self.case = an_incident(place=a_place(), number="370215-20261120-000123", version=4)
        self.new = an_incident(State.REPORTED, number="370215-20261120-000124")
        self.verifying = an_incident(State.TO_VERIFY, number="370215-20261120-000125")
        self.busy = an_incident(
            State.HANDLING, number="370215-20261120-000126", tasks=(a_task(self.off),)
        )
        people = [self.zhang, self.li, self.off]
        places = {m.ref: a_place(200.0 * (i + 1)) for i, m in enumerate(people)}
        frame = a_frame([self.case, self.new, self.verifying, self.busy], people, places)
        reference = a_reference(
            categories={"E0102": a_category()}, departments={OFFICE.id: OFFICE}
        )
        self.session = a_session(frame, reference=reference, language="en", **given)
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        dispatching = Dispatching(self.session, self.asking)
        lifecycle = Lifecycle(self.session, self.asking)
        self.bar = CommandBar(self.session, self.asking, dispatching, lifecycle)
        self.finder = Finder(self.session)
        self.finder.take(learn(reference))
        self.told: list[str] = []
        self.acts: list[str] = []
        self.bar.told.connect(self.on_told)
        self.bar.act_wanted.connect(self.acts.append)

    def on_told(self, words: Any) -> None:
        self.told.append(words.en)

    def read(self, line: str) -> Any:
        return self.finder.draft(line, self.bar.shorthand)

    def type(self, line: str) -> None:
        self.bar.do(self.read(line), line)


@pytest.fixture
def bench(qapp: Any) -> Bench:
    return Bench()


# -- every act -----------------------------------------------------------------------------


@pytest.mark.parametrize("action", CATALOGUE, ids=lambda action: action.id)
def test_every_act_has_a_key(action: Action) -> None:
    assert action.shortcut


@pytest.mark.parametrize("action", CATALOGUE, ids=lambda action: action.id)
def test_every_act_is_reached_by_its_id_its_chinese_name_and_its_initials(
    action: Action, names: ActNames
) -> None:
    assert names.beginning(action.id)[0] is action
    chinese = names.chinese(action).split(" ")[0]
    assert action in names.beginning(chinese)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese) or chinese


@pytest.mark.parametrize(
    ("typed", "act"),
    [("pq", "dispatch"), ("派遣", "dispatch"), ("disp", "dispatch"), ("sl", "accept")],
)
def test_an_act_is_found_in_both_languages_and_by_initials(
    names: ActNames, typed: str, act: str
) -> None:
    assert act in [action.id for action in names.beginning(typed)][:2]


# -- a dispatch ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["pq 123 ls", "dispatch 123 李四", "pq 123 WG0102", "pq 123 102", "派遣 123 2"]
)
def test_a_dispatch_is_an_act_a_number_and_somebody(bench: Bench, line: str) -> None:
    bench.type(line)
    assert bench.lane.intents == [Dispatch(incident=bench.case.id, members=(bench.li.id,))]
    assert bench.lane.commands[0].seen_version == 4


def test_without_a_name_the_first_of_those_suggested_is_meant(bench: Bench) -> None:
    draft = bench.read("pq 123 ")
    assert draft.is_suggested
    assert draft.members == (bench.zhang.id,)
    bench.type("pq 123 ")
    assert bench.lane.intents[0].advice.chosen == (1,)


def test_without_a_number_the_current_incident_is_meant(bench: Bench) -> None:
    bench.session.selection.pick_incident(bench.case.id)
    bench.type("pq zs")
    assert bench.lane.intents[0].members == (bench.zhang.id,)
    assert bench.read("pq . ls").members == (bench.li.id,)


def test_more_members_follow_after_a_plus_and_the_first_leads(bench: Bench) -> None:
    bench.type("pq 123 zs +ls")
    assert bench.lane.intents[0].members == (bench.zhang.id, bench.li.id)


def test_a_department_is_named_like_a_member(bench: Bench) -> None:
    bench.type("pq 123 hw")
    assert bench.lane.intents == [Dispatch(incident=bench.case.id, department=OFFICE.id)]


def test_what_the_rule_warns_of_is_said_before_enter_and_wants_a_reason(bench: Bench) -> None:
    draft = bench.read("pq 123 王休")
    assert "not on duty" in draft.asks.en
    bench.type("pq 123 王休")
    assert bench.lane.commands == []
    assert bench.asking.current is not None


def test_a_reason_in_the_line_is_the_answer_to_the_warning(bench: Bench) -> None:
    bench.type("pq 123 王休 已电话 确认")
    assert bench.lane.intents[0].reason == "已电话 确认"
    assert bench.asking.current is None


# -- other acts ----------------------------------------------------------------------------


def test_an_act_that_needs_nothing_goes_out_at_once(bench: Bench) -> None:
    bench.type("accept 124")
    assert bench.lane.intents == [Accept(incident=bench.new.id)]
    assert bench.session.selection.incident == bench.new.id


def test_an_act_that_needs_words_takes_the_rest_of_the_line(bench: Bench) -> None:
    bench.type("comment 123 called the owner")
    expected = Judge(verb="comment", incident=bench.case.id, text="called the owner")
    assert bench.lane.intents == [expected]


def test_an_act_that_needs_words_asks_where_the_line_has_none(bench: Bench) -> None:
    bench.type("comment 123")
    assert bench.lane.commands == []
    assert bench.asking.current is not None


@pytest.mark.parametrize("line", ["extend 126 3 waits for parts", "延期 . 3 waits for parts"])
def test_a_form_takes_a_choice_and_then_words(bench: Bench, line: str) -> None:
    bench.session.selection.pick_incident(bench.busy.id)
    names = bench.finder._act_names().beginning(line.split(" ", maxsplit=1)[0])
    if not names or names[0].id != "extend":
        line = line.replace("延期", "申请延期")
    bench.type(line)
    assert bench.lane.intents == [
        Extend(incident=bench.busy.id, days=3, reason="waits for parts")
    ]


def test_the_usual_choice_is_meant_where_only_words_follow(bench: Bench) -> None:
    bench.type("supervise 126 hurry")
    assert bench.lane.intents == [Supervise(incident=bench.busy.id, level=1, text="hurry")]


def test_a_choice_without_a_usual_one_must_be_said(bench: Bench) -> None:
    bench.type("verify-result 125")
    assert bench.lane.commands == []
    bench.asking.drop()
    bench.type("verify-result 125 bss")
    assert bench.lane.intents == [Verify(incident=bench.verifying.id, finding=Finding.FALSE)]


def test_acts_on_members_take_names(bench: Bench) -> None:
    bench.type("duty-break ls")
    assert bench.session.selection.members == (bench.li.id,)
    assert bench.acts == ["duty-break"]


def test_acts_of_the_window_are_handed_to_it(bench: Bench) -> None:
    bench.type("view.map ")
    assert bench.acts == ["view.map"]


# -- refusals, offers, history -------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pq 999 zs", "ends with 999"),
        ("register 124", "not possible now"),
        ("pq 124 zs", "not registered yet"),
        ("comment ", "Select an incident"),
        ("view.map now", "nothing more"),
    ],
)
def test_a_line_that_cannot_be_done_says_so_before_enter(
    bench: Bench, line: str, said: str
) -> None:
    draft = bench.read(line)
    assert said in draft.problem.en
    assert draft.problem.zh
    bench.bar.do(draft, line)
    assert bench.lane.commands == []
    assert said in bench.told[0]


def test_a_line_that_is_no_act_is_none(bench: Bench) -> None:
    assert bench.read("烟青路 12") is None
    assert bench.read("dispatch") is None
    assert bench.read("") is None


def test_what_could_stand_next_is_offered(bench: Bench) -> None:
    assert [one.line for one in bench.read("accept ").offers] == ["accept 124 "]
    people = [one.line for one in bench.read("pq 123 ").offers]
    assert people[0] == "pq 123 WG0101 "
    assert bench.read(people[0]).members == (bench.zhang.id,)
    assert bench.read("extend 126 ").offers[0].title == "1 working day"


def test_restricted_incidents_are_not_found_by_who_is_not_told_of_them(qapp: Any) -> None:
    seeing, blind = Bench(), Bench(roles=frozenset({Role.ANALYST}))
    for one in (seeing, blind):
        frame = one.session.frame
        secret = replace(one.case, restricted=True, urgency=Urgency.URGENT)
        incidents = {**frame.picture.incidents, secret.id: secret}
        picture = replace(frame.picture, incidents=incidents)
        one.session.show_frame(replace(frame, picture=picture))
    assert seeing.read("comment 123 x").incident is not None
    assert blind.read("comment 123 x").incident is None


def test_lines_are_remembered_the_last_first_and_once(bench: Bench) -> None:
    for line in ("accept 124", "pq 999 zs", "accept 124"):
        bench.type(line)
    assert bench.bar.history == ["accept 124", "pq 999 zs"]


def test_three_short_lines_take_a_new_case_to_its_dispatch(bench: Bench) -> None:
    done: list[Any] = []
    for line in ("sl 124", "立案 124", "pq 124 "):
        bench.type(line)
        done += [type(intent) for intent in bench.lane.intents]
        bench.lane.answer()
    assert done == [Accept, Register, Dispatch]


def test_a_whistle_names_departments_by_initials_one_after_the_other(bench: Bench) -> None:
    bench.type("whistle 126 hjws")
    (made,) = bench.lane.intents
    assert (made.verb, made.departments) == ("whistle", (OFFICE.id,))


def test_departments_are_offered_where_a_whistle_could_name_one(bench: Bench) -> None:
    offers = bench.read("whistle 126 ").offers
    assert [(one.line, one.title) for one in offers if OFFICE.name in one.line] == [
        (f"whistle 126 {OFFICE.name} ", OFFICE.name)
    ]


def test_a_department_that_nobody_knows_is_told_before_enter(bench: Bench) -> None:
    problem = bench.read("whistle 126 zzz").problem
    assert problem is not None
    assert "zzz" in problem.en


def test_a_class_is_named_by_its_beginning_and_the_rest_is_the_reason(bench: Bench) -> None:
    draft = bench.read("reclassify 126 e01 looked again")
    assert draft.words == "E0102 looked again"


def test_a_closing_condition_is_read_before_it_is_ticked_off(bench: Bench) -> None:
    case = an_incident(
        State.CHECKED, number="370215-20261120-000127", category="E0102", criterion="A"
    )
    bench.session.show_frame(a_frame([case], []))
    rules = Rulebook(criteria=(Criterion("E0102", "A", "A", "2WH", closing="无积存"),))
    bench.session.show_reference(replace(bench.session.reference, rulebook=rules))
    bench.type("close 127")
    assert bench.lane.intents == []
    assert bench.asking.current is not None
    assert "无积存" in bench.asking.current.choices[0].words.en


def test_a_criterion_that_does_not_exist_is_not_taken_for_the_first(bench: Bench) -> None:
    accepted = an_incident(State.ACCEPTED, number="370215-20261120-000127", category="E0102")
    bench.session.show_frame(a_frame([accepted], []))
    criteria = tuple(Criterion("E0102", code, code, "2WH") for code in ("A", "B"))
    reference = replace(bench.session.reference, rulebook=Rulebook(criteria=criteria))
    bench.session.show_reference(reference)
    problem = bench.read("register 127 C").problem
    assert problem is not None
    assert "'C'" in problem.en
    bench.type("register 127 b")
    assert bench.lane.intents == [Register(incident=accepted.id, criterion="B")]
