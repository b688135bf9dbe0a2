"""One act on many rows: a command each, and one summary that hides nothing."""

from __future__ import annotations

import pytest

from console.actions.asking import Asking
from console.actions.batch import Batch
from console.actions.lifecycle import Lifecycle
from console.actions.undo import Undo
from models.desk.act import Act, Fate
from models.domain.command import Accept, Extend, Judge
from models.domain.error import Words
from models.domain.incident import State
from tests.builders import an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_session

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
