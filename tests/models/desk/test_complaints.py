"""What users of other consoles complain of cannot happen here: one promise each.

Each test names the complaint; `tests/architecture/test_complaints.py` holds the whole list,
with those whose tests lie elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.desk.clockwork import Clockwork
from models.desk.desk import OpenDesk
from models.desk.handler import HANDLERS
from models.desk.memory import MemoryWorks
from models.domain.category import Urgency
from models.domain.clocks import case_basis, clock_at
from models.domain.command import (
    Accept,
    Attend,
    Command,
    Dispatch,
    Enrol,
    Judge,
    Merge,
    Register,
    Report,
    Reserve,
    SetDuty,
)
from models.domain.deadline import Light
from models.domain.department import Department
from models.domain.ids import CommandId, DepartmentId, IncidentId, MemberId, new_uuid
from models.domain.incident import State, TaskState
from models.domain.lifecycle import BY_ACTION, IMPLIED, Role
from models.domain.member import Duty
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from models.picture.query import Availability, availability, load_of
from tests.builders import CLEARED, JIMO, NINE, a_category

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.domain.incident import Incident
    from models.domain.work_calendar import WorkCalendar

UNIT = Department(DepartmentId(new_uuid()), "D01", "环卫")


class Centre:
    """A home in memory; whoever acts holds every role."""

    def __init__(self) -> None:
        self.home = MemoryWorks(
            NINE,
            categories={"E0102": a_category()},
            departments={UNIT.id: UNIT},
            check_by_itself=False,
        )
        self.desk = OpenDesk(self.home)
        self.said = 0

    def act(self, intent: Intent, *, seen: int | None = None) -> None:
        self.desk.send(
            Command(
                id=CommandId(new_uuid()),
                intent=intent,
                actor="wang",
                roles=frozenset(Role),
                station="1",
                seen_version=seen,
            )
        )

    def refused(self, intent: Intent, *, seen: int | None = None) -> str:
        facts = len(self.home.entries)
        with pytest.raises(Refused) as caught:
            self.act(intent, seen=seen)
        assert len(self.home.entries) == facts
        return caught.value.refusal.code

    def member(self, **given: Any) -> MemberId:
        member = MemberId(new_uuid())
        self.said += 1
        usual: dict[str, Any] = {"number": f"M{self.said}", "name": f"员{self.said}"}
        self.act(Enrol(member=member, **usual | given))
        return member

    def case(self) -> IncidentId:
        incident = IncidentId(new_uuid())
        report = Report(incident=incident, text="路口有暴露垃圾", place=JIMO, category="E0102")
        for intent in (report, Accept(incident=incident), Register(incident=incident)):
            self.act(intent)
        return incident

    def handled_by(self, *members: MemberId) -> IncidentId:
        incident = self.case()
        self.act(Dispatch(incident=incident, members=members, reason="都需要"))
        return incident

    def closed(self, incident: IncidentId, lead: MemberId) -> None:
        self.act(Attend(verb="sign", incident=incident, member=lead))
        self.act(Attend(verb="finish", incident=incident, member=lead, result=CLEARED))
        self.act(Judge(verb="check-pass", incident=incident))
        self.act(Judge(verb="close", incident=incident))

    def picture(self) -> Picture:
        return fold(Picture(), self.home.entries)[0]

    def of(self, incident: IncidentId) -> Incident:
        return self.home.incidents[incident]

    def calendar_of(self, _: object) -> WorkCalendar:
        return self.home.calendar

    def light(self, incident: IncidentId) -> Light:
        case, calendar = self.of(incident), self.home.calendar
        basis = case_basis(case, self.home.categories["E0102"], calendar)
        assert basis is not None
        return clock_at(basis, case, calendar, self.home.now).light


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_busy_member_keeps_the_first_task_when_a_second_comes(centre: Centre) -> None:
    member = centre.member()
    first, second = centre.handled_by(member), centre.handled_by(member)
    centre.act(Attend(verb="sign", incident=first, member=member))
    centre.act(Attend(verb="arrive", incident=first, member=member))
    third = centre.handled_by(member)
    states = [centre.of(one).tasks[0].state for one in (first, second, third)]
    assert states == [TaskState.ON_SITE, TaskState.TO_SIGN, TaskState.TO_SIGN]
    assert load_of(centre.picture(), centre.home.members[member]) == 3


def test_what_is_said_in_one_case_bleeds_into_no_other(centre: Centre) -> None:
    member = centre.member()
    first, second = centre.handled_by(member), centre.handled_by(member)
    before = centre.of(second)
    centre.closed(first, member)
    assert centre.of(second) == before


def test_closing_releases_twenty_members_in_one_fact(centre: Centre) -> None:
    members = [centre.member() for _ in range(20)]
    incident = centre.handled_by(*members)
    centre.closed(incident, members[0])
    picture = centre.picture()
    assert all(load_of(picture, centre.home.members[one]) == 0 for one in members)
    released = [task.state for task in centre.of(incident).tasks]
    assert released.count(TaskState.RELEASED) == 19
    assert centre.home.entries[-1].fact.verb == "closed"


@pytest.mark.parametrize("verb", ["dispatch", "redispatch", "assist", "escalate", "hand-down"])
def test_who_left_is_blocked_by_every_act_that_gives_work_whatever_the_reason(
    centre: Centre, verb: str
) -> None:
    gone, lead = centre.member(), centre.member()
    centre.act(SetDuty(member=gone, duty=Duty.LEFT))
    incident = centre.case() if verb == "dispatch" else centre.handled_by(lead)
    level = 4 if verb == "hand-down" else None
    asked = Dispatch(
        verb=verb, incident=incident, members=(gone,), level=level, reason="没有别人"
    )
    assert centre.refused(asked) == "member_left"


def test_a_warning_is_passed_by_a_reason_and_the_reason_is_on_the_record(
    centre: Centre,
) -> None:
    member, incident = centre.member(), centre.case()
    centre.act(SetDuty(member=member, duty=Duty.OFF))
    asked = Dispatch(incident=incident, members=(member,))
    assert centre.refused(asked) == "off_duty"
    centre.act(Dispatch(incident=incident, members=(member,), reason="已电话联系"))
    assert centre.home.entries[-1].fact.change.note == "已电话联系"


def test_whoever_is_reserved_is_not_dispatched_and_has_no_task(centre: Centre) -> None:
    member, incident, other = centre.member(), centre.case(), centre.case()
    centre.act(Reserve(verb="reserve", incident=incident, member=member))
    picture = centre.picture()
    held = centre.home.members[member]
    assert (held.held_for, load_of(picture, held)) == (incident, 0)
    assert availability(held, 0, NINE) is Availability.HELD
    assert centre.of(incident).state is State.REGISTERED
    assert centre.refused(Dispatch(incident=other, members=(member,))) == "reserved"
    centre.act(Dispatch(incident=incident, members=(member,)))
    assert centre.home.members[member].held_for is None


def test_the_timer_of_a_closed_case_stands_still(centre: Centre) -> None:
    member = centre.member()
    incident = centre.handled_by(member)
    centre.closed(incident, member)
    assert centre.light(incident) is Light.GREEN
    centre.home.now += timedelta(days=30)
    assert centre.light(incident) is Light.GREEN
    works = Clockwork(centre.home.categories, centre.calendar_of, "1")
    assert works.due(centre.home.incidents.values(), centre.home.now) == []


def test_the_timer_of_a_reopened_case_runs_on_and_nothing_closes_it_again(
    centre: Centre,
) -> None:
    member = centre.member()
    incident = centre.handled_by(member)
    due_at = centre.of(incident).due_at
    centre.closed(incident, member)
    centre.home.now += timedelta(days=3)
    centre.act(Judge(verb="reopen", incident=incident, reason="又出现了"))
    assert centre.of(incident).due_at == due_at
    assert centre.light(incident) is Light.RED
    works = Clockwork(centre.home.categories, centre.calendar_of, "1")
    for command in works.due(centre.home.incidents.values(), centre.home.now):
        centre.desk.send(command)
    assert centre.of(incident).state is State.REGISTERED


def test_what_a_screen_shows_is_what_is_stored(centre: Centre) -> None:
    incident = centre.case()
    for urgency in (Urgency.URGENT, Urgency.EMERGENCY):
        centre.act(Judge(verb="urgent", incident=incident))
        assert centre.of(incident).urgency is urgency
        assert centre.picture().incidents[incident] == centre.of(incident)


def test_the_slower_of_two_dispatchers_is_told_who_was_faster_and_when(
    centre: Centre,
) -> None:
    first, second, incident = centre.member(), centre.member(), centre.case()
    seen = centre.of(incident).version
    centre.act(Dispatch(incident=incident, members=(first,)), seen=seen)
    with pytest.raises(Refused) as caught:
        centre.act(Dispatch(incident=incident, members=(second,)), seen=seen)
    assert caught.value.refusal.code == "already_dispatched"
    for word in ("wang", "员1", "09:00:00"):
        assert word in caught.value.refusal.words.zh


def test_an_assignment_never_vanishes_but_by_an_act_that_names_its_end(
    centre: Centre,
) -> None:
    first, second = centre.member(), centre.member()
    incident = centre.handled_by(first)
    centre.act(Dispatch(verb="redispatch", incident=incident, members=(second,), reason="更近"))
    states = [task.state for task in centre.of(incident).tasks]
    assert states == [TaskState.CANCELLED, TaskState.TO_SIGN]


def test_a_merged_report_is_taken_apart_again(centre: Centre) -> None:
    twin, master = centre.case(), centre.case()
    centre.act(Merge(incident=twin, into=master, reason="同一处"))
    assert centre.of(twin).merged_into == master
    centre.act(Judge(verb="unmerge", incident=twin, reason="不是同一处"))
    assert (centre.of(twin).state, centre.of(twin).merged_into) == (State.REGISTERED, None)


@pytest.mark.parametrize("by_class", [False, True])
def test_a_restricted_report_is_merged_into_a_restricted_case_alone(
    centre: Centre, *, by_class: bool
) -> None:
    twin, master, secret = centre.case(), centre.case(), centre.case()
    centre.home.categories["E1804"] = a_category("E1804", restricted=True)
    mark: dict[str, Any] = {"category": "E1804"} if by_class else {"restricted": True}
    for one in (twin, secret):
        centre.home.incidents[one] = replace(centre.of(one), **mark)
    with pytest.raises(Refused) as no:
        centre.act(Merge(incident=twin, into=master, reason="同一处"))
    assert no.value.refusal.code == "open_master"
    assert "涉密" in no.value.refusal.words.zh
    assert "is restricted" in no.value.refusal.words.en
    centre.act(Merge(incident=twin, into=secret, reason="同一处"))
    centre.act(Merge(incident=master, into=secret, reason="同一处"))
    assert centre.of(master).merged_into == centre.of(twin).merged_into == secret


def test_every_act_of_the_table_has_a_handler_behind_the_one_door() -> None:
    assert set(BY_ACTION) - IMPLIED - {"timeout"} <= set(HANDLERS)
