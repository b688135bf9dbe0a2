"""One act on many rows: a command each, and one summary that hides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from console.actions.asking import Asking
from console.actions.batch import Batch
from console.actions.lifecycle import Lifecycle
from console.actions.undo import Undo
from models.desk.act import Act, Fate
from models.domain.command import Accept, Extend, Judge, Mark, Register
from models.domain.error import Words
from models.domain.incident import State
from models.domain.rulebook import Criterion, Rulebook
from tests.builders import an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_session

if TYPE_CHECKING:
    from models.domain.incident import Incident

pytestmark = pytest.mark.gui


class Desk:
    """Three to accept, one that is not, and what was told."""

    def __init__(self) -> None:
        self.cases = [an_incident(State.REPORTED) for _ in range(3)]
        self.other = an_incident(State.REGISTERED)
        self.session = a_session(a_frame([*self.cases, self.other], []), language="en")
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        self.lifecycle = Lifecycle(self.session, self.asking)
        self.batch = Batch(self.session, self.lifecycle, self.asking)
        self.told: list[Words] = []
        self.batch.told.connect(self.told.append)
        self.done: list[Act] = []
        self.batch.joined.connect(self.done.extend)
        self.all = [one.id for one in (*self.cases, self.other)]


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def test_each_row_gets_a_command_of_its_own_and_the_refused_one_its_reason(desk: Desk) -> None:
    desk.batch.do("accept", desk.all)
    assert desk.lane.intents == [Accept(incident=one.id) for one in desk.cases]
    assert desk.told == []
    desk.lane.answer()
    (words,) = desk.told
    assert words.en.startswith("Accept: 3 done, 1 not")
    assert "not possible now" in words.en
    assert "完成 3 件" in words.zh


def test_a_reason_is_asked_for_once_and_given_to_all(desk: Desk) -> None:
    desk.batch.do("refuse", desk.all)
    assert desk.lane.intents == []
    assert desk.asking.current is not None
    assert "3" in desk.asking.current.title.en
    desk.asking.answer("refuse", "reported twice")
    assert desk.lane.intents == [
        Judge(verb="refuse", incident=one.id, reason="reported twice") for one in desk.cases
    ]
    desk.lane.answer()
    assert desk.told[0].en.startswith("Refuse: 3 done, 1 not")


def test_where_nothing_is_refused_the_summary_is_no_warning(desk: Desk) -> None:
    said: list[Words] = []
    desk.batch.done.connect(said.append)
    desk.batch.do("accept", desk.all[:2])
    desk.lane.answer()
    assert [words.en for words in said] == ["Accept: 2 done"]
    assert desk.told == []


def test_where_none_can_be_done_the_reasons_are_told_at_once(desk: Desk) -> None:
    desk.batch.do("close", desk.all)
    assert desk.lane.intents == []
    assert desk.told[0].en.startswith("Close: 0 done, 4 not")


def test_acts_of_others_in_between_are_not_counted(desk: Desk) -> None:
    said: list[Words] = []
    desk.batch.done.connect(said.append)
    desk.batch.do("accept", desk.all[:2])
    desk.lifecycle.ask("accept", desk.all[2])
    desk.lane.answer()
    assert len(said) == 1
    assert said[0].en == "Accept: 2 done"


def test_what_stands_in_the_blanks_is_given_to_all(qapp: object) -> None:
    desk = Desk()
    handling = [an_incident(State.HANDLING) for _ in range(2)]
    desk.session.show_frame(a_frame(handling, []))
    desk.batch.do("extend", [one.id for one in handling])
    assert desk.asking.answer("3", "缺材料", ["周三到货"])
    assert desk.lane.intents == [
        Extend(incident=one.id, days=3, reason="缺材料", plan="周三到货") for one in handling
    ]


RULES = (
    Criterion("E0102", "1", "成堆", "2WH", closing="清理干净"),
    Criterion("E0102", "2", "少量", "1WD"),
    Criterion("E0202", "1", "占道", "2WH", closing="拆除完毕"),
    Criterion("E0202", "2", "破损", "1WD"),
)


def _of_two_classes(state: State, **known: Any) -> tuple[Desk, list[Incident]]:
    desk = Desk()
    cases = [an_incident(state, category=one, **known) for one in ("E0102", "E0202")]
    desk.session.show_reference(
        replace(desk.session.reference, rulebook=Rulebook(criteria=RULES))
    )
    desk.session.show_frame(a_frame(cases, []))
    return desk, cases


def test_a_closing_condition_is_ticked_for_the_cases_alone_that_have_it(qapp: object) -> None:
    desk, (ticked, other) = _of_two_classes(State.CHECKED, criterion="1")
    desk.batch.do("close", [ticked.id, other.id])
    assert desk.asking.answer("close", "")
    assert desk.lane.intents == [Judge(verb="close", incident=ticked.id, result="清理干净")]
    desk.lane.answer()
    assert "It needs a choice of its own" in desk.told[0].en


def test_a_case_without_a_closing_condition_before_others_hides_none(qapp: object) -> None:
    desk, (ticked, _other) = _of_two_classes(State.CHECKED, criterion="1")
    free = an_incident(State.CHECKED, category="E0102", criterion="2")
    desk.session.show_frame(a_frame([free, ticked], []))
    desk.batch.do("close", [free.id, ticked.id])
    assert desk.lane.intents == []
    assert desk.asking.answer("close", "")
    assert desk.lane.intents == [
        Judge(verb="close", incident=free.id),
        Judge(verb="close", incident=ticked.id, result="清理干净"),
    ]


def test_a_criterion_of_one_class_registers_no_case_of_another(qapp: object) -> None:
    desk, (first, other) = _of_two_classes(State.ACCEPTED)
    desk.batch.do("register", [first.id, other.id])
    assert desk.asking.answer("2", "")
    assert desk.lane.intents == [Register(incident=first.id, criterion="2")]


def test_what_is_marked_already_is_not_unmarked_with_the_others(qapp: object) -> None:
    desk = Desk()
    fresh, marked = an_incident(State.HANDLING), an_incident(State.HANDLING, important=True)
    desk.session.show_frame(a_frame([fresh, marked], []))
    desk.batch.do("mark", [fresh.id, marked.id])
    assert desk.asking.answer("important", "")
    assert desk.lane.intents == [Mark(incident=fresh.id, important=True)]


def test_every_act_of_a_batch_is_claimed_for_its_summary_and_no_other(desk: Desk) -> None:
    claimed: list[object] = []
    desk.batch.claimed.connect(claimed.append)
    desk.batch.do("accept", desk.all[:2])
    desk.lifecycle.ask("accept", desk.all[2])
    assert claimed == [command.id for command in desk.lane.commands[:2]]


def test_a_batch_thought_better_of_claims_nothing_that_is_done_later(desk: Desk) -> None:
    claimed: list[object] = []
    desk.batch.claimed.connect(claimed.append)
    desk.batch.do("refuse", desk.all)
    desk.asking.drop()
    desk.lifecycle.ask("refuse", desk.all[0])
    assert desk.asking.answer("refuse", "reported twice")
    desk.lane.answer()
    assert claimed == []
    assert desk.told == []


def test_a_batch_begun_before_another_is_answered_keeps_its_own_summary(desk: Desk) -> None:
    said: list[Words] = []
    desk.batch.done.connect(said.append)
    desk.batch.do("accept", desk.all[:2])
    desk.batch.do("accept", desk.all[2:3])
    desk.lane.answer()
    assert [words.en for words in said] == ["Accept: 2 done", "Accept: 1 done"]


def test_the_summary_says_the_names_of_states_where_the_rule_gives_codes(desk: Desk) -> None:
    desk.batch.do("accept", desk.all[:2])
    command = desk.lane.commands.pop(0)
    words = Words("ST30 不行。", "not in ST30.")
    act = Act(command, desk.session.frame.now, Fate.REFUSED, words=words, is_listed=True)
    desk.session.pending.on_answered(act)
    desk.lane.answer()
    (told,) = desk.told
    assert told.en.endswith("not in To dispatch. It is listed for you to decide.")
    assert "ST30" not in told.zh


def _asked_to_void(desk: Desk) -> Undo:
    undo = Undo(desk.session)
    desk.batch.joined.connect(undo.join)
    undo.several_wanted.connect(desk.batch.carry_out)
    desk.batch.do("void", [one.id for one in desk.cases])
    desk.asking.answer("void", "false reports")
    desk.lane.answer()
    return undo


def test_what_was_done_together_is_taken_back_together_and_told_once(desk: Desk) -> None:
    said: list[Words] = []
    desk.batch.done.connect(said.append)
    undo = _asked_to_void(desk)
    going: list[Words] = []
    undo.told.connect(going.append)
    undo.undo()
    assert [words.en for words in going] == ["Taking back: Ask to void × 3"]
    assert [intent.verb for intent in desk.lane.intents] == ["drop-void"] * 3
    desk.lane.answer()
    assert [words.en for words in said] == [
        "Ask to void: 3 done",
        "Drop the request to void: 3 done",
    ]
    undo.undo()
    assert desk.lane.intents == []


def test_what_moved_on_of_a_batch_is_left_out_of_the_undo_and_named(desk: Desk) -> None:
    undo = _asked_to_void(desk)
    desk.session.send(Accept(incident=desk.cases[0].id))
    desk.session.send(Accept(incident=desk.cases[1].id))
    moved = {command.id for command in desk.lane.commands}
    desk.lane.answer()
    undo.undo_act(next(act for act in desk.done if act.command.id not in moved))
    assert [intent.incident for intent in desk.lane.intents] == [desk.cases[2].id]
    desk.lane.answer()
    (words,) = desk.told
    assert words.en.startswith("Drop the request to void: 1 done, 2 not")
    assert "has moved on since" in words.en
