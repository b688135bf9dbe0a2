"""Leave by key and line: what is asked, what goes out at once, how days are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from console.actions.typed_time import typed_instant
from models.domain.error import BadInput
from models.domain.ids import LeaveId
from models.domain.incident import State
from models.domain.leave import AskLeave, JudgeLeave, Leave, LeaveKind, LeaveState
from models.domain.lifecycle import Role
from tests.builders import a_task, an_id, an_incident, at
from tests.console.actions.test_shorthand import Bench

if TYPE_CHECKING:
    from models.domain.ids import MemberId
    from models.domain.incident import Incident

pytestmark = pytest.mark.gui
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 27, 18, 0, tzinfo=ZONE)


class Desk(Bench):
    """A desk at which Li is selected, with whoever does the acts on members."""

    def __init__(self, *roles: Role) -> None:
        super().__init__()
        from console.actions.dispatching import Dispatching
        from console.actions.members import MemberActs

        if roles:
            self.session.seat = replace(self.session.seat, roles=frozenset(roles))
        dispatching = Dispatching(self.session, self.asking)
        self.members = MemberActs(self.session, dispatching, self.asking)
        self.members.told.connect(self.on_told)
        self.bar.act_wanted.connect(self.members.do)
        self.session.selection.pick_members((self.li.id,))

    def carry(self, *leaves: Leave) -> MemberId:
        frame = self.session.frame
        li = replace(self.li, leaves=leaves)
        picture = replace(frame.picture, members={**frame.picture.members, li.id: li})
        self.session.show_frame(replace(frame, picture=picture))
        return li.id

    def hand(self, state: State, tail: str, **given: Any) -> Incident:
        """Give Li a case."""
        number = f"370215-20261120-000{tail}"
        case = an_incident(state, number=number, tasks=(a_task(self.li, **given),))
        frame = self.session.frame
        held = (*frame.picture.tasks_of.get(self.li.id, ()), case.id)
        picture = replace(
            frame.picture,
            incidents={**frame.picture.incidents, case.id: case},
            tasks_of={**frame.picture.tasks_of, self.li.id: held},
        )
        self.session.show_frame(replace(frame, picture=picture))
        return case

    def leave(self, state: LeaveState = LeaveState.ASKED, day: int = 0) -> Leave:
        begin = self.session.frame.now + timedelta(days=day)
        end = begin + timedelta(hours=9)
        return Leave(LeaveId(an_id()), LeaveKind.SICK, begin, end, state, "zhao")


@pytest.fixture
def desk(qapp: Any) -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("text", "is_end", "meant"),
    [
        ("11-28", False, "2026-11-28T00:00"),
        ("11-28", True, "2026-11-29T00:00"),
        ("11.28 13:00", False, "2026-11-28T13:00"),
        ("2027-01-04", True, "2027-01-05T00:00"),
        ("1-4", False, "2027-01-04T00:00"),
        ("11-20", False, "2026-11-20T00:00"),
        ("19:30", True, "2026-11-27T19:30"),
        ("11-28 24:00", True, "2026-11-29T00:00"),
    ],
)
def test_a_day_a_clock_or_both_are_understood(text: str, is_end: bool, meant: str) -> None:
    expected = datetime.fromisoformat(meant).replace(tzinfo=ZONE)
    assert typed_instant(text, NOW, is_end=is_end) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "13-40", "2-30", "2-29", "25:00", "11-28 9:75", "9999-12-31", "0001-01-01"],
)
def test_what_is_no_time_is_told_with_how_it_is_written(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        typed_instant(text, NOW, is_end=False)
    assert "11-28 13:00" in caught.value.words.en


def test_in_january_the_last_weeks_are_those_of_december() -> None:
    now = datetime(2027, 1, 5, 9, tzinfo=ZONE)
    begin, until = (typed_instant(one, now, is_end=False) for one in ("12-28", "1-8"))
    assert (begin.date().isoformat(), until.date().isoformat()) == ("2026-12-28", "2027-01-08")


def test_the_usual_answer_is_a_day_of_annual_leave_from_today(desk: Desk) -> None:
    desk.members.do("ask-leave")
    ask = desk.asking.current
    assert ask is not None
    desk.asking.answer(ask.choices[0].id, "", [blank.usual for blank in ask.blanks])
    (intent,) = desk.lane.intents
    assert isinstance(intent, AskLeave)
    assert (intent.verb, intent.kind) == ("give-leave", LeaveKind.ANNUAL)
    assert intent.ends_at - intent.begins_at == timedelta(days=1)


def test_a_dispatcher_asks_where_a_shift_lead_gives(qapp: Any) -> None:
    desk = Desk(Role.DISPATCHER)
    desk.members.do("ask-leave")
    desk.asking.answer("sick", "", ["11-28", "11-29"])
    assert desk.lane.intents[0].verb == "ask-leave"
    desk.carry(desk.leave())
    desk.members.do("grant-leave")
    assert len(desk.lane.intents) == 1
    assert "shift lead" in desk.told[-1]


def test_an_end_before_the_beginning_keeps_the_ask_open(desk: Desk) -> None:
    desk.members.do("ask-leave")
    told: list[str] = []
    desk.asking.told.connect(told.append)
    assert not desk.asking.answer("sick", "", ["11-28", "11-27"])
    assert desk.asking.current is not None
    assert told


def test_one_line_gives_somebody_leave(desk: Desk) -> None:
    desk.type("ask-leave ls sick 11-28 11-30 发烧")
    (intent,) = desk.lane.intents
    assert isinstance(intent, AskLeave)
    assert (intent.member, intent.kind) == (desk.li.id, LeaveKind.SICK)
    assert intent.reason == "发烧"
    assert intent.ends_at - intent.begins_at == timedelta(days=3)


def test_a_line_without_a_day_leaves_the_card_open(desk: Desk) -> None:
    desk.type("ask-leave ls 病假")
    assert desk.asking.current is not None
    assert desk.lane.intents == []


def test_a_grant_that_can_mean_one_leave_goes_out_at_once(desk: Desk) -> None:
    leave = desk.leave()
    li = desk.carry(leave)
    desk.members.do("grant-leave")
    assert desk.lane.intents == [JudgeLeave(verb="grant-leave", member=li, leave=leave.id)]


def test_a_denial_asks_for_words_and_two_leaves_for_a_choice(desk: Desk) -> None:
    first, second = desk.leave(), desk.leave(day=3)
    desk.carry(first)
    desk.members.do("deny-leave")
    assert desk.asking.current is not None
    desk.carry(first, second)
    desk.members.do("grant-leave")
    ask = desk.asking.current
    assert ask is not None
    assert len(ask.choices) == 2
    desk.asking.answer(str(second.id), "")
    assert desk.lane.intents[-1].leave == second.id


def test_without_a_leave_there_is_nothing_to_decide(desk: Desk) -> None:
    desk.members.do("end-leave")
    assert "has a leave" in desk.told[-1]


def test_whoever_has_tasks_in_hand_is_told_of_and_leave_may_go_on(desk: Desk) -> None:
    desk.hand(State.DISPATCHED, "131"), desk.hand(State.HANDLING, "132", signed_at=at())
    desk.members.do("ask-leave")
    ask = desk.asking.current
    assert ask is not None
    (ground,) = ask.grounds
    assert "1120-131 (not signed), 1120-132 (in hand)" in ground.en
    assert "1120-131（未签收）、1120-132（在办）" in ground.zh
    assert ask.choices[0].id == LeaveKind.ANNUAL.value
    desk.asking.answer(ask.choices[0].id, "", [blank.usual for blank in ask.blanks])
    assert [intent.verb for intent in desk.lane.intents] == ["give-leave"]


def test_a_task_may_be_redispatched_before_leave_is_granted(desk: Desk) -> None:
    wanted: list[object] = []
    desk.members.redispatch_wanted.connect(wanted.append)
    case = desk.hand(State.DISPATCHED, "131")
    leave = desk.leave()
    li = desk.carry(leave)
    grant = JudgeLeave(verb="grant-leave", member=li, leave=leave.id)
    for begin in (partial(desk.members.do, "grant-leave"), partial(desk.members.judge, grant)):
        begin()
        ask = desk.asking.current
        assert ask is not None
        assert "not signed" in ask.grounds[0].en
        assert desk.asking.answer(ask.choices[-1].id, "")
        assert desk.asking.current is None
    assert wanted == [case.id, case.id]
    assert desk.lane.intents == []
    desk.members.judge(grant)
    assert desk.asking.answer(str(leave.id), "")
    assert desk.lane.intents == [grant]


def test_a_grant_of_what_was_decided_meanwhile_is_left_to_the_desk(desk: Desk) -> None:
    desk.hand(State.DISPATCHED, "131")
    denied = desk.leave(LeaveState.DENIED)
    grant = JudgeLeave(verb="grant-leave", member=desk.carry(denied), leave=denied.id)
    desk.members.judge(grant)
    assert desk.asking.current is None
    assert desk.lane.intents == [grant]


def test_a_denial_or_an_end_leaves_no_task_behind_and_asks_nothing_of_them(desk: Desk) -> None:
    desk.hand(State.DISPATCHED, "131")
    leave = desk.leave(LeaveState.GRANTED)
    li = desk.carry(leave)
    end = JudgeLeave(verb="end-leave", member=li, leave=leave.id)
    desk.members.judge(end)
    assert desk.lane.intents == [end]


def test_the_command_bar_says_what_would_be_left_behind_before_enter(desk: Desk) -> None:
    desk.hand(State.DISPATCHED, "131")
    draft = desk.read("ask-leave ls sick 11-28 11-30 fever")
    assert draft.problem is None
    assert draft.warns is not None
    assert "1120-131 (not signed)" in draft.warns.en
