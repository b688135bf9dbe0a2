"""The roster's model: members in groups, what they carry, how old their fix is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.tables.fix_ages import FixAges
from console.tables.payload import payload_of
from console.tables.roster_columns import Column
from console.tables.roster_filter import Grouping, RosterFilter
from console.tables.roster_model import RosterModel
from models.domain.incident import State
from models.domain.member import Duty
from tests.builders import NINE, a_member, a_task, an_incident
from tests.console.frames import a_frame, a_picture, a_session, next_frame, some_fixes

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from console.state.session import Session
    from models.domain.ids import MemberId
    from models.domain.incident import Incident
    from models.domain.member import Member

pytestmark = pytest.mark.gui


def with_members(*members: Member, incidents: tuple[Incident, ...] = ()) -> Session:
    session = a_session()
    session.show_frame(
        a_frame(a_picture(list(incidents), list(members)), positions=some_fixes(list(members)))
    )
    return session


def words(model: RosterModel, member: MemberId, column: Column) -> str:
    return str(model.index_of(member).siblingAtColumn(column).data())


def show(session: Session, model: RosterModel, *changed: tuple[Member, Member]) -> None:
    frame = next_frame(session.frame, *[(old, new, "duty-changed") for old, new in changed])
    session.show_frame(frame)
    model.take(frame)
    model.settle()


def test_qt_finds_no_fault_while_members_come_and_go(
    qapp: object, qtmodeltester: ModelTester
) -> None:
    session = a_session(60, 50)
    model = RosterModel(session)
    qtmodeltester.check(model)
    model.show_only(RosterFilter(on_duty=True))
    members = list(session.frame.picture.members.values())
    turned = [(m, replace(m, version=2, duty=Duty.OFF)) for m in members if m.duty is Duty.ON]
    show(session, model, *turned[:5])
    show(
        session, model, *[(new, replace(new, version=3, duty=Duty.ON)) for _, new in turned[:5]]
    )
    model.group_by(Grouping.STATE)
    qtmodeltester.check(model)


def test_members_stand_under_their_town_by_number(qapp: object) -> None:
    session = a_session(0, 30)
    model = RosterModel(session)
    assert model.group_titles[0] == "潮海街道"
    members = session.frame.picture.members
    numbers = [members[i].number for i in model.member_ids if "潮海" in _town(session, i)]
    assert numbers == sorted(numbers)
    assert len(model.member_ids) == 30


def _town(session: Session, member_id: MemberId) -> str:
    member = session.frame.picture.members[member_id]
    cell = session.reference.cell(member.cell_path[1])
    return cell.name if cell else ""


def test_a_community_is_named_with_its_town(qapp: object) -> None:
    model = RosterModel(a_session(0, 30))
    model.group_by(Grouping.COMMUNITY)
    assert "潮海街道 › 前进社区" in model.group_titles


def test_groups_by_state_stand_in_the_order_of_willingness(qapp: object) -> None:
    model = RosterModel(
        with_members(a_member(duty=Duty.OFF), a_member(), a_member(duty=Duty.LEFT))
    )
    model.group_by(Grouping.STATE)
    assert model.group_titles == ("Free", "Off duty")


def test_a_member_without_a_cell_is_still_there(qapp: object) -> None:
    model = RosterModel(with_members(a_member()))
    assert model.group_titles == ("Without a cell",)


def test_state_and_load_follow_the_tasks_in_hand(qapp: object) -> None:
    member = a_member(capacity=2)
    incidents = tuple(an_incident(State.DISPATCHED, tasks=(a_task(member),)) for _ in range(2))
    one = RosterModel(with_members(member, incidents=incidents[:1]))
    both = RosterModel(with_members(member, incidents=incidents))
    assert (words(one, member.id, Column.STATE), words(one, member.id, Column.LOAD)) == (
        "Has work",
        "1/2",
    )
    assert words(both, member.id, Column.STATE) == "Full"


def test_a_stale_fix_says_so_in_words(qapp: object) -> None:
    members = [a_member() for _ in range(7)]
    model = RosterModel(with_members(*members))
    assert words(model, members[0].id, Column.FIX).endswith("ago")
    assert words(model, members[4].id, Column.FIX).startswith("Stale: ")
    assert words(model, members[6].id, Column.FIX) == "No fix"


def test_where_no_heading_says_it_the_words_say_that_they_are_of_a_fix(qapp: object) -> None:
    members = [a_member() for _ in range(7)]
    ages = FixAges(with_members(*members))
    assert ages.sentence(members[0]).startswith("Fix: ")
    assert ages.sentence(members[4]).startswith("Stale fix: ")
    assert ages.sentence(members[6]) == "No fix"


def test_free_only_and_words_narrow_the_roster(qapp: object) -> None:
    free = a_member(name="王芳", number="WG7", skills=("消防",))
    off = a_member(duty=Duty.OFF)
    model = RosterModel(with_members(free, off))
    model.show_only(RosterFilter(free=True))
    assert model.member_ids == (free.id,)
    for text in ("王", "wg7", "消防"):
        model.show_only(RosterFilter(text=text))
        assert model.member_ids == (free.id,)


def test_who_goes_off_duty_leaves_a_roster_of_the_free_without_a_reset(qapp: object) -> None:
    one, other = a_member(), a_member()
    session = with_members(one, other)
    model = RosterModel(session)
    model.show_only(RosterFilter(free=True))
    resets: list[int] = []

    class Hearer:
        def on_reset(self) -> None:
            resets.append(1)

    hearer = Hearer()
    model.modelReset.connect(hearer.on_reset)
    show(session, model, (one, replace(one, version=2, duty=Duty.OFF)))
    assert model.member_ids == (other.id,)
    assert not resets


def test_three_thousand_members_have_a_row_each(qapp: object) -> None:
    model = RosterModel(a_session(0, 3_000))
    assert len(set(model.member_ids)) == 3_000


def test_a_drag_carries_members_and_no_groups(qapp: object) -> None:
    member = a_member()
    model = RosterModel(with_members(member))
    payload = payload_of(model.mimeData([model.index(0, 0), model.index_of(member.id)]))
    assert payload is not None
    assert payload.members == (member.id,)
    assert payload.incidents == ()


def test_who_is_on_shift_now_comes_and_goes_by_the_minute(qapp: object) -> None:
    # The frame's now is a Friday morning at nine.
    day, night, resting, unplanned = (
        a_member(rota="2026-11-20 D"),
        a_member(rota="2026-11-20 N"),
        a_member(rota="2026-11-20 -"),
        a_member(),
    )
    session = with_members(day, night, resting, unplanned)
    model = RosterModel(session)
    model.show_only(RosterFilter(on_shift=True))
    assert model.member_ids == (day.id,)
    for hours, serving in ((9, ()), (14, (night.id,))):
        frame = replace(session.frame, now=NINE + timedelta(hours=hours))
        session.show_frame(frame)
        model.take(frame)
        assert model.is_unsettled
        model.settle()
        assert model.member_ids == serving


@pytest.mark.parametrize("said", ["当班", "on shift", "白班", "day"])
def test_a_search_finds_who_is_on_shift_in_either_language(qapp: object, said: str) -> None:
    day, resting = a_member(rota="2026-11-20 D"), a_member(rota="2026-11-20 -")
    model = RosterModel(with_members(day, resting))
    model.show_only(RosterFilter(text=said))
    assert model.member_ids == (day.id,)
