"""Undo sends the compensating act; acts of the lifecycle ask for the words they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.actions.asking import Asking
from console.actions.catalogue import BY_ID, CATALOGUE, words_of
from console.actions.compensating import can_be_undone, compensation
from console.actions.dispatching import Dispatching
from console.actions.lifecycle import VERBS, Lifecycle
from console.actions.members import MemberActs
from console.actions.reporting import Draft, missing, report_of
from console.actions.undo import REASON, Undo
from models.desk.handler import HANDLERS
from models.domain.command import (
    Accept,
    Attend,
    Dispatch,
    Extend,
    Judge,
    Mark,
    Merge,
    Register,
    Reserve,
    SetDuty,
    Suspend,
)
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.member import Duty
from tests.builders import a_member, an_incident
from tests.console.desk_stand_in import REPLAY, RecordingLane, a_frame, a_place, a_session

pytestmark = pytest.mark.gui


class Bench:
    """Undo and lifecycle over a session of one incident and one member."""

    def __init__(self, incident: Any, *others: Any, **given: Any) -> None:
        self.incident, self.member = incident, a_member()
        places = {self.member.ref: a_place(200)}
        given_frame = {k: given.pop(k) for k in ("capabilities",) if k in given}
        frame = a_frame([incident, *others], [self.member], places, **given_frame)
        self.session = a_session(frame, **given)
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        self.undo = Undo(self.session)
        self.lifecycle = Lifecycle(self.session, self.asking)
        self.told: list[str] = []
        for source in (self.undo, self.lifecycle, self.asking):
            source.told.connect(self.on_told)

    def on_told(self, words: Any) -> None:
        self.told.append(words.en)

    def dispatch(self) -> None:
        intent = Dispatch(incident=self.incident.id, members=(self.member.id,))
        self.session.send(intent, seen_version=self.incident.version)


@pytest.fixture
def bench(qapp: Any) -> Bench:
    return Bench(an_incident(place=a_place()))


def test_undoing_a_confirmed_dispatch_withdraws_it(bench: Bench) -> None:
    bench.dispatch()
    bench.lane.answer()
    bench.undo.undo()
    assert bench.lane.intents == [
        Judge(verb="withdraw", incident=bench.incident.id, reason=REASON.zh)
    ]
    bench.lane.answer()
    state = bench.session.frame.picture.incidents[bench.incident.id].state
    assert state is State.REGISTERED


def test_a_dispatch_not_confirmed_yet_cannot_be_undone(bench: Bench) -> None:
    bench.dispatch()
    bench.undo.undo()
    assert len(bench.lane.commands) == 1
    assert "not confirmed yet" in bench.told[0]


def test_undo_with_nothing_done_says_so(bench: Bench) -> None:
    bench.undo.undo()
    assert bench.told == ["There is nothing to undo."]


def test_undo_is_not_itself_undone(bench: Bench) -> None:
    bench.dispatch()
    bench.lane.answer()
    bench.undo.undo()
    bench.lane.answer()
    bench.undo.undo()
    assert bench.lane.commands == []


def test_what_moved_on_since_is_not_undone(bench: Bench) -> None:
    bench.dispatch()
    bench.lane.answer()
    bench.session.send(Attend(verb="sign", incident=bench.incident.id))
    known = bench.undo.last
    bench.lane.answer()
    assert known is not None
    bench.undo.undo()
    assert bench.lane.commands == []


def test_an_old_act_is_history(bench: Bench) -> None:
    bench.dispatch()
    bench.lane.answer()
    later = bench.session.frame.now + timedelta(hours=1)
    bench.session.show_frame(replace(bench.session.frame, now=later))
    bench.undo.undo()
    assert bench.told == ["There is nothing to undo."]


def test_an_act_without_a_way_back_says_so(qapp: Any) -> None:
    bench = Bench(an_incident(State.REPORTED))
    bench.lifecycle.ask("accept", bench.incident.id)
    bench.lane.answer()
    bench.undo.undo()
    assert "cannot be taken back" in bench.told[0]


@pytest.mark.parametrize(
    ("act", "back"),
    [
        (lambda b, _: Judge(verb="void", incident=b.incident.id, reason="?"), "drop-void"),
        (lambda b, into: Merge(incident=b.incident.id, into=into, reason="?"), "unmerge"),
        (lambda b, _: Mark(incident=b.incident.id, important=True), "mark"),
        (lambda b, _: SetDuty(member=b.member.id, duty=Duty.BREAK), "set-duty"),
    ],
)
def test_what_another_act_takes_back_is_undone_by_it(qapp: Any, act: Any, back: str) -> None:
    other = an_incident()
    bench = Bench(an_incident(State.REPORTED), other)
    before = bench.session.frame.picture.members[bench.member.id]
    bench.session.send(act(bench, other.id), seen_version=bench.incident.version)
    assert can_be_undone(bench.lane.intents[0])
    bench.lane.answer()
    bench.undo.undo()
    (taken,) = bench.lane.intents
    assert taken.verb == back
    bench.lane.answer()
    picture = bench.session.frame.picture
    assert picture.members[bench.member.id].duty is before.duty
    now = picture.incidents[bench.incident.id]
    assert (now.state, now.important) == (State.REPORTED, False)
    assert (now.merged_into, now.void_asked_by) == (None, None)


def test_what_a_unit_asked_for_is_undone_by_taking_the_request_back() -> None:
    case, member = an_incident(State.HANDLING).id, a_member().id
    asked = (
        Attend(verb="return", incident=case, member=member, reason="?"),
        Extend(verb="extend", incident=case, days=2, reason="?"),
        Suspend(verb="suspend", incident=case, reason="?"),
    )
    back = Judge(verb="drop-ask", incident=case, reason="看错了")
    assert [compensation(intent, "看错了") for intent in asked] == [back] * 3


def test_nobody_confirms_or_drops_anothers_request_to_void_but_a_leader(qapp: Any) -> None:
    acts = {"void", "confirm-void", "drop-void"}
    offers = []
    for asker, role in (
        ("li", Role.ACCEPTOR),
        ("li", Role.SHIFT_LEAD),
        ("wu", Role.ACCEPTOR),
        ("wu", Role.SHIFT_LEAD),
    ):
        asked = an_incident(State.REPORTED, void_asked_by=asker)
        bench = Bench(asked, roles=frozenset({role}))
        offers.append(acts & set(bench.lifecycle.offered(asked.id)))
    assert offers == [{"drop-void"}, {"drop-void"}, set(), {"confirm-void", "drop-void"}]


@pytest.mark.parametrize(
    ("state", "verb", "intent"),
    [(State.REPORTED, "accept", Accept), (State.ACCEPTED, "register", Register)],
)
def test_an_act_that_needs_no_words_goes_out_at_once(
    qapp: Any, state: State, verb: str, intent: type
) -> None:
    bench = Bench(an_incident(state, version=3))
    bench.lifecycle.ask(verb, bench.incident.id)
    assert isinstance(bench.lane.intents[0], intent)
    assert bench.lane.commands[0].seen_version == 3


def test_finishing_asks_for_the_result(qapp: Any) -> None:
    bench = Bench(an_incident(State.HANDLING))
    bench.lifecycle.ask("finish", bench.incident.id)
    assert bench.lane.commands == []
    assert bench.asking.answer("finish", "cleared, all is well")
    expected = Attend(verb="finish", incident=bench.incident.id, result="cleared, all is well")
    assert bench.lane.intents == [expected]


def test_refusing_asks_for_a_reason(qapp: Any) -> None:
    bench = Bench(an_incident(State.REPORTED))
    bench.lifecycle.ask("refuse", bench.incident.id)
    assert bench.asking.answer("refuse", "not ours")
    assert bench.lane.intents[0].reason == "not ours"


def test_merging_takes_the_number_of_another(qapp: Any) -> None:
    other = an_incident()
    bench = Bench(an_incident(), other)
    bench.lifecycle.ask("merge", bench.incident.id)
    assert not bench.asking.answer("merge", "000000000")
    assert bench.asking.answer("merge", other.number)
    merge = Merge(incident=bench.incident.id, into=other.id, reason=f"= {other.number}")
    assert bench.lane.intents == [merge]


def test_an_act_out_of_its_state_is_told_why(qapp: Any) -> None:
    bench = Bench(an_incident(State.REGISTERED))
    bench.lifecycle.ask("close", bench.incident.id)
    assert bench.lane.commands == []
    assert "is not possible now" in bench.told[0]


def test_a_sealed_desk_offers_nothing(qapp: Any) -> None:
    bench = Bench(an_incident(), capabilities=REPLAY)
    assert bench.lifecycle.offered(bench.incident.id) == ()
    bench.lifecycle.ask("comment", bench.incident.id)
    assert bench.lane.commands == []
    assert "sealed" in bench.told[0]


def test_what_is_offered_fits_the_role(qapp: Any) -> None:
    bench = Bench(an_incident(), roles=frozenset({Role.DISPATCHER}))
    offered = bench.lifecycle.offered(bench.incident.id)
    assert "dispatch" in offered
    assert "register" not in offered


def test_dispatch_opens_the_picker(qapp: Any, qtbot: Any) -> None:
    bench = Bench(an_incident())
    with qtbot.waitSignal(bench.lifecycle.picker_wanted) as wanted:
        bench.lifecycle.ask("dispatch", bench.incident.id)
    assert wanted.args == [bench.incident.id, "dispatch"]


def test_every_act_of_the_lifecycle_has_a_handler() -> None:
    assert set(VERBS) <= set(HANDLERS)


def test_no_two_acts_share_an_id_or_a_shortcut() -> None:
    keys = [action.shortcut for action in CATALOGUE if action.shortcut]
    assert len(BY_ID) == len(CATALOGUE)
    assert len(set(keys)) == len(keys)


def test_every_act_has_words(qapp: Any) -> None:
    assert all(words_of(action) for action in CATALOGUE)


def test_a_draft_says_what_it_lacks() -> None:
    short = missing(Draft("hm"))
    nowhere = missing(Draft("a tree across the road"))
    assert short is not None
    assert "5 characters" in short.en
    assert nowhere is not None
    assert "map" in nowhere.en


def test_a_complete_draft_becomes_a_report() -> None:
    draft = Draft(" a tree across the road ", place=a_place())
    assert missing(draft) is None
    assert report_of(draft).text == "a tree across the road"


@pytest.fixture
def members(bench: Bench) -> MemberActs:
    acts = MemberActs(bench.session, Dispatching(bench.session, bench.asking), bench.asking)
    acts.told.connect(bench.on_told)
    return acts


def test_reserving_holds_the_selected_member_for_the_selected_incident(
    bench: Bench, members: MemberActs
) -> None:
    bench.session.selection.pick_incident(bench.incident.id)
    bench.session.selection.pick_members((bench.member.id,))
    members.do("reserve")
    expected = Reserve(verb="reserve", member=bench.member.id, incident=bench.incident.id)
    assert bench.lane.intents == [expected]


def test_undoing_a_hold_lets_the_member_go(bench: Bench, members: MemberActs) -> None:
    bench.session.selection.pick_incident(bench.incident.id)
    bench.session.selection.pick_members((bench.member.id,))
    members.do("reserve")
    bench.lane.answer()
    bench.undo.undo()
    assert [intent.verb for intent in bench.lane.intents] == ["release"]


def test_the_selected_members_are_sent_to_the_selected_incident(
    bench: Bench, members: MemberActs
) -> None:
    bench.session.selection.pick_incident(bench.incident.id)
    bench.session.selection.pick_members((bench.member.id,))
    members.do("send-here")
    assert bench.lane.intents == [
        Dispatch(incident=bench.incident.id, members=(bench.member.id,))
    ]


def test_a_member_goes_on_a_break(bench: Bench, members: MemberActs) -> None:
    bench.session.selection.pick_members((bench.member.id,))
    members.do("duty-break")
    assert bench.lane.intents == [SetDuty(member=bench.member.id, duty=Duty.BREAK)]


def test_without_anybody_selected_the_act_says_so(bench: Bench, members: MemberActs) -> None:
    members.do("reserve")
    assert bench.lane.commands == []
    assert bench.told == ["Select members first."]
