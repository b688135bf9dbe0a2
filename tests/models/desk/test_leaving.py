"""Leave: asked for, decided upon, ended; whoever is away is sent nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.command import Attend, Dispatch, Enrol, Judge, Report
from models.domain.error import BadInput
from models.domain.ids import IncidentId, LeaveId, new_uuid
from models.domain.leave import (
    LONGEST_LEAVE,
    MOST_LEAVES,
    AskLeave,
    JudgeLeave,
    Leave,
    LeaveKind,
    LeaveState,
    leave_at,
    with_leave,
)
from models.domain.refusal import Refused
from tests.builders import CLEARED, JIMO, NINE
from tests.models.desk.test_complaints import Centre

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.ids import MemberId

DAY = timedelta(days=1)


class Office(Centre):
    """A centre with one member, and days to be off."""

    def __init__(self) -> None:
        super().__init__()
        self.who = self.member(number="W", name="王五")

    def ask(self, begin: float, days: float, **given: Any) -> LeaveId:
        leave = LeaveId(new_uuid())
        begins_at = self.home.now + timedelta(days=begin)
        usual: dict[str, Any] = {
            "member": self.who,
            "leave": leave,
            "kind": LeaveKind.ANNUAL,
            "begins_at": begins_at,
            "ends_at": begins_at + timedelta(days=days),
        }
        self.act(AskLeave(**usual | given))
        return leave

    def judge(self, verb: str, leave: LeaveId | None = None, reason: str = "") -> None:
        self.act(JudgeLeave(verb=verb, member=self.who, leave=leave, reason=reason))

    def leaves(self, who: MemberId | None = None) -> tuple[Leave, ...]:
        return self.home.members[who or self.who].leaves

    def states(self) -> list[str]:
        return [one.state.value for one in self.leaves()]


@pytest.fixture
def office() -> Office:
    return Office()


def test_whoever_asked_for_leave_still_serves_until_it_is_granted(office: Office) -> None:
    case = office.case()
    office.ask(0, 3)
    office.act(Dispatch(incident=case, members=(office.who,)))


def test_a_member_on_leave_cannot_be_sent_whatever_reason_is_given(office: Office) -> None:
    case = office.case()
    office.ask(0, 3, verb="give-leave")
    sent = Dispatch(incident=case, members=(office.who,), reason="没有别人")
    assert office.refused(sent) == "on_leave"


def test_the_refusal_says_until_when_and_never_why(office: Office) -> None:
    case = office.case()
    office.ask(0, 3, verb="give-leave", kind=LeaveKind.SICK, reason="住院")
    with pytest.raises(Refused) as caught:
        office.act(Dispatch(incident=case, members=(office.who,)))
    words = caught.value.refusal.words
    assert "王五请假至 周" in words.zh
    assert "王五 is on leave until" in words.en
    assert "病" not in words.zh + words.en
    assert "住院" not in words.zh


def test_a_member_on_leave_cannot_assist_either(office: Office) -> None:
    case = office.handled_by(office.member())
    office.ask(0, 1, verb="give-leave")
    joining = Dispatch(verb="assist", incident=case, members=(office.who,), reason="需要")
    assert office.refused(joining) == "on_leave"


def test_a_leave_begins_and_ends_by_itself(office: Office) -> None:
    case, again = office.case(), office.case()
    office.ask(1, 1, verb="give-leave")
    office.act(Dispatch(incident=case, members=(office.who,)))
    office.home.now += 2 * DAY
    office.act(Dispatch(incident=again, members=(office.who,)))


def test_asked_and_granted_are_two_facts_with_their_authors(office: Office) -> None:
    leave = office.ask(1, 2, reason="探亲")
    office.judge("grant-leave", leave, "同意")
    asked, granted = office.home.entries[-2:]
    assert [asked.fact.verb, granted.fact.verb] == ["leave-asked", "leave-granted"]
    assert (asked.fact.change.note, granted.fact.change.note) == ("探亲", "同意")
    (kept,) = office.leaves()
    assert (kept.state, kept.asked_by, kept.decided_by) == (LeaveState.GRANTED, "wang", "wang")


def test_why_somebody_is_away_is_in_no_state_that_consoles_carry(office: Office) -> None:
    office.ask(1, 2, reason="做手术")
    assert "做手术" not in repr(office.picture().members[office.who])


def test_without_an_id_the_one_leave_that_fits_is_meant(office: Office) -> None:
    office.ask(1, 1)
    office.judge("deny-leave", reason="人手不足")
    assert office.states() == ["denied"]
    assert office.refused(JudgeLeave(verb="grant-leave", member=office.who)) == "no_leave"


def test_of_several_leaves_one_must_be_named(office: Office) -> None:
    office.ask(1, 1)
    second = office.ask(5, 1)
    with pytest.raises(BadInput) as caught:
        office.judge("grant-leave")
    assert caught.value.code == "which_leave"
    assert str(second) in caught.value.words.en
    office.judge("grant-leave", second)
    assert office.states() == ["asked", "granted"]


def test_what_was_decided_is_not_decided_again(office: Office) -> None:
    leave = office.ask(1, 1)
    office.judge("grant-leave", leave)
    asked = JudgeLeave(verb="deny-leave", member=office.who, leave=leave)
    assert office.refused(asked) == "leave_settled"


def test_who_comes_back_early_serves_from_then_on(office: Office) -> None:
    leave = office.ask(0, 10, verb="give-leave")
    office.home.now += 2 * DAY
    office.judge("end-leave", leave)
    (kept,) = office.leaves()
    assert (kept.ends_at, kept.state) == (office.home.now, LeaveState.GRANTED)
    office.act(Dispatch(incident=office.case(), members=(office.who,)))


def test_a_leave_that_has_not_begun_is_withdrawn(office: Office) -> None:
    leave = office.ask(3, 1, verb="give-leave")
    office.judge("end-leave", leave)
    assert office.states() == ["withdrawn"]
    office.ask(3, 1)


def test_two_leaves_of_one_time_are_refused_by_the_name_of_the_first(office: Office) -> None:
    office.ask(1, 3)
    with pytest.raises(Refused) as caught:
        office.ask(2, 5)
    assert caught.value.refusal.code == "leave_overlaps"
    assert "11-21" in caught.value.refusal.words.en
    office.ask(4, 1)


@pytest.mark.parametrize(
    ("begin", "days", "code"),
    [
        (1, 0, "bad_leave"),
        (1, -1, "bad_leave"),
        (1, LONGEST_LEAVE.days + 1, "bad_leave"),
        (-90, 10, "leave_far_away"),
        (LONGEST_LEAVE.days + 2, 1, "leave_far_away"),
    ],
)
def test_times_that_cannot_be_are_told(
    office: Office, begin: float, days: float, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        office.ask(begin, days)
    assert caught.value.code == code


def test_so_many_leaves_ahead_and_no_more(office: Office) -> None:
    for number in range(MOST_LEAVES):
        office.ask(1 + 2 * number, 1)
    with pytest.raises(Refused) as caught:
        office.ask(100, 1)
    assert caught.value.refusal.code == "too_many_leaves"


def test_a_correction_of_the_roster_leaves_the_leaves_alone(office: Office) -> None:
    office.ask(1, 1)
    office.act(Enrol(member=office.who, number="W", name="王五", capacity=5))
    assert office.states() == ["asked"]


def test_nobody_on_leave_is_chosen_to_check(office: Office) -> None:
    office.home.check_by_itself = True
    lead, case = office.member(), office.case()
    for other in list(office.home.members):
        if other != lead:
            office.ask(0, 1, verb="give-leave", member=other)
    with office.home.begin(None) as work:  # type: ignore[arg-type] # nothing is sent through it
        chosen = work.checker_for(office.of(case))
    assert chosen is None or chosen.id == lead


def test_nobody_on_leave_is_sent_to_check_or_to_verify_by_name(office: Office) -> None:
    checked, verified, other = office.case(), IncidentId(new_uuid()), office.member()
    office.act(Report(incident=verified, text="路口有暴露垃圾", place=JIMO, category="E0102"))
    office.act(Dispatch(incident=checked, members=(other,)))
    office.act(Attend(verb="sign", incident=checked, member=other))
    office.act(Attend(verb="finish", incident=checked, member=other, result=CLEARED))
    office.ask(0, 1, verb="give-leave")
    for verb, case in (("send-check", checked), ("send-verify", verified)):
        assert office.refused(Judge(verb=verb, incident=case, member=office.who)) == "on_leave"


@pytest.mark.parametrize("verb", ["ask-leave", "give-leave", "grant-leave", "deny-leave"])
def test_a_leave_is_folded_as_it_stands_in_the_home(office: Office, verb: str) -> None:
    if verb in {"ask-leave", "give-leave"}:
        office.ask(1, 2, verb=verb)
    else:
        office.ask(1, 2)
        office.judge(verb)
    assert office.picture().members == office.home.members


def _leaves() -> st.SearchStrategy[list[Leave]]:
    return st.lists(
        st.builds(
            _leave,
            st.integers(-40, 40),
            st.integers(1, 200),
            st.sampled_from(LeaveState),
        ),
        max_size=12,
    )


def _leave(begin_h: int, hours: int, state: LeaveState) -> Leave:
    begins_at = NINE + timedelta(hours=begin_h)
    ends_at = begins_at + timedelta(hours=hours)
    return Leave(LeaveId(new_uuid()), LeaveKind.OTHER, begins_at, ends_at, state, "wang")


@given(_leaves(), st.integers(-50, 250))
def test_somebody_is_away_exactly_while_a_granted_leave_runs(
    leaves: list[Leave], hour: int
) -> None:
    at: datetime = NINE + timedelta(hours=hour)
    found = leave_at(leaves, at)
    granted = [one for one in leaves if one.state is LeaveState.GRANTED]
    running = [one for one in granted if one.begins_at <= at < one.ends_at]
    assert (found is not None) == bool(running)
    assert found is None or found.ends_at == max(one.ends_at for one in running)


@given(_leaves(), st.integers(0, 300))
def test_leaves_stay_in_order_each_once_and_only_while_they_matter(
    leaves: list[Leave], hour: int
) -> None:
    at: datetime = NINE + timedelta(hours=hour)
    kept: tuple[Leave, ...] = ()
    for one in (*leaves, *leaves):
        kept = with_leave(kept, one, at)
    assert [one.begins_at for one in kept] == sorted(one.begins_at for one in kept)
    assert len({one.id for one in kept}) == len(kept)
    ahead = {one.id for one in leaves if one.ends_at > at and one.counts}
    assert ahead <= {one.id for one in kept}


def test_asking_again_and_again_makes_no_member_heavier(office: Office) -> None:
    for _ in range(2 * MOST_LEAVES):
        office.ask(1, 1)
        office.act(JudgeLeave(verb="end-leave", member=office.who))
    assert len(office.leaves()) < MOST_LEAVES
    office.ask(1, 1)
    assert office.states().count("asked") == 1
