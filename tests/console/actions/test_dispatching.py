"""Dispatching by the rule: sent, asked about, or told why not; no widget in sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from console.actions.asking import Asking
from console.actions.dispatching import Dispatching
from console.actions.lifecycle import Lifecycle
from console.actions.ranking import ranked
from console.state.words import state_words
from models.domain.command import Dispatch
from models.domain.department import Department
from models.domain.dispatching import Verdict
from models.domain.ids import CellId, DepartmentId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.member import Duty
from tests.builders import (
    NINE,
    a_department_task,
    a_member,
    a_task,
    an_id,
    an_incident,
    at,
)
from tests.console.desk_stand_in import (
    REPLAY,
    RecordingLane,
    a_frame,
    a_place,
    a_reference,
    a_session,
    fixes_at,
)

if TYPE_CHECKING:
    from models.feed.frame import Frame

pytestmark = pytest.mark.gui


class Bench:
    """A session, the acts on it, and what came out of them."""

    def __init__(self, frame: Frame, **given: Any) -> None:
        self.session = a_session(frame, **given)
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        self.dispatching = Dispatching(self.session, self.asking)
        self.told: list[str] = []
        self.dispatching.told.connect(self.on_told)
        self.asking.told.connect(self.on_told)

    def on_told(self, words: Any) -> None:
        self.told.append(words.en)


@pytest.fixture
def near() -> Any:
    return a_member(name="近处")


@pytest.fixture
def case() -> Any:
    return an_incident(place=a_place(), version=7)


def _bench(case: Any, *members: Any, metres: float = 300, **given: Any) -> Bench:
    places = {m.ref: a_place(metres * (i + 1)) for i, m in enumerate(members)}
    return Bench(a_frame([case], list(members), places), **given)


def test_an_eligible_pair_is_sent_at_once_with_the_version_seen(
    qapp: Any, case: Any, near: Any
) -> None:
    bench = _bench(case, near)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    assert bench.lane.intents == [Dispatch(incident=case.id, members=(near.id,))]
    assert bench.lane.commands[0].seen_version == 7


def test_the_ghost_stays_until_a_frame_carries_the_fact(
    qapp: Any, case: Any, near: Any
) -> None:
    bench = _bench(case, near)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    assert bench.session.pending.of(case.id) is not None
    bench.lane.answer()
    assert bench.session.pending.of(case.id) is None
    assert bench.session.frame.picture.incidents[case.id].state is State.DISPATCHED


def test_dropping_twice_sends_once(qapp: Any, case: Any, near: Any) -> None:
    bench = _bench(case, near)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    assert len(bench.lane.commands) == 1
    assert "being confirmed" in bench.told[0]


def test_a_warning_asks_for_a_reason_and_sends_nothing_yet(qapp: Any, case: Any) -> None:
    far = a_member()
    bench = _bench(case, far, metres=9_000)
    bench.dispatching.ask_dispatch((case.id,), (far.id,))
    assert bench.lane.commands == []
    assert bench.asking.current is not None
    assert "km away" in bench.asking.current.grounds[0].en


def test_an_empty_reason_is_not_taken(qapp: Any, case: Any) -> None:
    far = a_member()
    bench = _bench(case, far, metres=9_000)
    bench.dispatching.ask_dispatch((case.id,), (far.id,))
    assert not bench.asking.answer("dispatch", "  ")
    assert bench.lane.commands == []
    assert bench.told == ["Fill this in first."]


def test_with_a_reason_the_warned_pair_is_sent(qapp: Any, case: Any) -> None:
    far = a_member()
    bench = _bench(case, far, metres=9_000)
    bench.dispatching.ask_dispatch((case.id,), (far.id,))
    assert bench.asking.answer("dispatch", "nobody else")
    assert bench.lane.intents[0].reason == "nobody else"
    assert bench.asking.current is None


def test_a_blocked_pair_sends_nothing_and_says_why(qapp: Any, case: Any) -> None:
    gone = a_member(duty=Duty.LEFT, name="Wang")
    bench = _bench(case, gone)
    bench.dispatching.ask_dispatch((case.id,), (gone.id,))
    assert bench.lane.commands == []
    assert "has left the roster" in bench.told[0]


def test_an_incident_not_registered_yet_is_blocked(qapp: Any, near: Any) -> None:
    early = an_incident(State.REPORTED)
    bench = _bench(early, near)
    bench.dispatching.ask_dispatch((early.id,), (near.id,))
    assert "not registered yet" in bench.told[0]


def test_nobody_or_nothing_is_no_verdict_and_no_act(qapp: Any, case: Any, near: Any) -> None:
    bench = _bench(case, near)
    assert bench.dispatching.judge((), (near.id,)) is None
    bench.dispatching.ask_dispatch((case.id,), ())
    assert (bench.lane.commands, bench.told) == ([], [])


def test_a_sealed_desk_says_so(qapp: Any, case: Any, near: Any) -> None:
    frame = a_frame([case], [near], capabilities=REPLAY)
    bench = Bench(frame)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    assert bench.lane.commands == []
    assert "sealed" in bench.told[0]


def test_a_seat_without_the_role_is_told_which_one_it_takes(
    qapp: Any, case: Any, near: Any
) -> None:
    bench = _bench(case, near, roles=frozenset({Role.ANALYST}))
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    assert bench.lane.commands == []
    assert "dispatcher" in bench.told[0]


@pytest.mark.parametrize("choice", ["assist", "redispatch"])
def test_a_member_dragged_onto_a_dispatched_incident_joins_or_replaces(
    qapp: Any, near: Any, choice: str
) -> None:
    lead = a_member(name="Li")
    case = an_incident(State.HANDLING, tasks=(a_task(lead),), place=a_place())
    bench = _bench(case, near, lead)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    ask = bench.asking.current
    assert ask is not None
    assert "Li leads" in ask.grounds[0].en
    assert bench.asking.answer(choice, "more hands")
    assert bench.lane.intents[0].verb == choice


def test_the_last_of_several_incidents_counts_those_before_it_as_load(qapp: Any) -> None:
    one_at_a_time = a_member(capacity=1)
    cases = [an_incident(place=a_place()) for _ in range(2)]
    bench = Bench(a_frame(cases, [one_at_a_time], {one_at_a_time.ref: a_place(100)}))
    answer = bench.dispatching.judge(tuple(c.id for c in cases), (one_at_a_time.id,))
    assert answer is not None
    assert answer.verdict is Verdict.WARN


def test_a_jump_in_time_drops_an_open_ask(qapp: Any, case: Any) -> None:
    far = a_member()
    bench = _bench(case, far, metres=9_000)
    bench.dispatching.ask_dispatch((case.id,), (far.id,))
    bench.session.show_frame(replace(bench.session.frame, jumped=True))
    assert bench.asking.current is None


def test_the_free_are_ranked_by_distance_and_the_warned_come_after() -> None:
    case = an_incident(place=a_place())
    far, near, busy, off = (
        a_member(),
        a_member(),
        a_member(capacity=1),
        a_member(duty=Duty.OFF),
    )
    other = an_incident(State.HANDLING, tasks=(a_task(busy),))
    places = {far.ref: a_place(900), near.ref: a_place(100), busy.ref: a_place(50)}
    frame = a_frame([case, other], [far, off, busy, near], places)
    assert [c.member for c in ranked(frame, case)] == [near, far, busy, off]


def test_an_old_fix_ranks_below_a_fresh_one() -> None:
    case, member = an_incident(place=a_place()), a_member()
    frame = a_frame([case], [member])
    old = fixes_at({member.ref: a_place(10)}, NINE, age_s=3_600)
    candidate = ranked(replace(frame, positions=old), case)[0]
    assert candidate.answer.verdict is Verdict.WARN
    assert "60 minutes old" in candidate.reasons[0].en


def test_without_fixes_whoever_lives_nearest_in_the_tree_comes_first() -> None:
    path = (CellId(1), CellId(2), CellId(3))
    case = an_incident(cell_path=path)
    away = a_member(cell_path=path[:1], home_cell=path[0])
    own = a_member(cell_path=path, home_cell=path[2])
    found = ranked(a_frame([case], [away, own]), case)
    assert [c.member for c in found] == [own, away]
    assert [reason.en for reason in found[0].reasons] == ["own cell"]


def test_text_finds_by_name_and_shows_the_blocked_with_their_reason() -> None:
    case = an_incident(place=a_place())
    gone = a_member(duty=Duty.LEFT, name="王离岗")
    on_it = a_member(name="王在场")
    case = an_incident(State.HANDLING, tasks=(a_task(on_it),), place=a_place())
    found = ranked(a_frame([case], [gone, on_it, a_member()]), case, text="王")
    assert [c.member.name for c in found] == ["王在场"]
    assert found[0].answer.verdict is Verdict.BLOCKED


def test_ranking_three_thousand_busy_members_is_bounded() -> None:
    members = [a_member(duty=Duty.OFF) for _ in range(3_000)]
    case = an_incident(place=a_place())
    places = {m.ref: a_place(i) for i, m in enumerate(members)}
    assert len(ranked(a_frame([case], members, places), case)) == 20


def test_a_refused_act_leaves_no_ghost(qapp: Any, case: Any, near: Any) -> None:
    bench = _bench(case, near)
    bench.session.send(
        Dispatch(incident=case.id, members=(near.id,)), seen_version=case.version - 1
    )
    acts = bench.lane.answer()
    assert acts[0].code == "moved_on"
    assert bench.session.pending.acts == ()


def test_a_fix_ages_with_the_frames_now(qapp: Any, case: Any, near: Any) -> None:
    bench = _bench(case, near)
    bench.session.show_frame(replace(bench.session.frame, now=at(minutes=30)))
    answer = bench.dispatching.judge((case.id,), (near.id,))
    assert answer is not None
    assert answer.grounds[0].code == "stale_fix"


@pytest.mark.parametrize("state", [State.ACCEPTED, State.CHECKING])
def test_why_nobody_can_be_picked_names_the_state_and_not_its_code(
    qapp: Any, near: Any, state: State
) -> None:
    case = an_incident(state, place=a_place())
    words = _bench(case, near).dispatching.refusal(case.id)
    assert words is not None
    for said in (words.zh, words.en):
        assert state.value not in said
        assert state_words(state) in said


def test_whoever_chose_to_redispatch_has_that_under_enter_and_not_an_assist(
    qapp: Any, near: Any
) -> None:
    unit = Department(DepartmentId(an_id()), "D01", "环卫中心")
    case = an_incident(State.HANDLING, place=a_place(), tasks=(a_department_task(unit.id),))
    other = Department(DepartmentId(an_id()), "D02", "市政中心")
    reference = a_reference(departments={unit.id: unit, other.id: other})
    bench = _bench(case, near, reference=reference, language="en")
    for meant, first in (("redispatch", "redispatch"), ("assist", "assist"), ("", "assist")):
        bench.dispatching.ask_dispatch((case.id,), (near.id,), meant)
        ask = bench.asking.current
        assert ask is not None
        assert ask.choices[0].id == first
        assert {choice.id for choice in ask.choices} == {"assist", "redispatch"}
    assert "环卫中心 leads" in ask.grounds[0].en
    bench.dispatching.ask_office(case.id, other.id, "redispatch")
    ask = bench.asking.current
    assert ask is not None
    assert ask.choices[0].id == "redispatch"
    assert "主办 环卫中心" in ask.grounds[0].zh


def test_what_came_back_twice_is_the_centre_leaders_to_assign_by_every_way(
    qapp: Any, near: Any
) -> None:
    case = an_incident(place=a_place(), wrong_dispatches=2)
    unit = Department(DepartmentId(an_id()), "D01", "环卫中心")
    reference = a_reference(departments={unit.id: unit})
    lead, leader = (frozenset({role}) for role in (Role.SHIFT_LEAD, Role.CENTRE_LEADER))
    bench = _bench(case, near, reference=reference, roles=lead)
    lifecycle = Lifecycle(bench.session, bench.asking)
    lifecycle.told.connect(bench.on_told)
    bench.dispatching.ask_dispatch((case.id,), (near.id,))
    bench.dispatching.ask_office(case.id, unit.id)
    lifecycle.ask("dispatch", case.id)
    said = [words for words in bench.told if "the centre leader assigns it" in words]
    assert len(said) == 3
    assert "dispatch" not in lifecycle.offered(case.id)
    assert bench.lane.commands == []
    other = _bench(case, near, reference=reference, roles=leader)
    other.dispatching.ask_dispatch((case.id,), (near.id,))
    other.lane.answer()
    assert other.session.frame.picture.incidents[case.id].is_binding
