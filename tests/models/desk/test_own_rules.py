"""What a district keeps itself bears on a case: criteria, levels, notices, proofs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.desk.clockwork import Clockwork
from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.category import Urgency
from models.domain.command import (
    Accept,
    Attend,
    Command,
    Dispatch,
    Enrol,
    Judge,
    Register,
    Report,
)
from models.domain.department import Department
from models.domain.error import BadInput
from models.domain.grid import Cell, Level
from models.domain.home_settings import HomeSettings
from models.domain.ids import CellId, CommandId, DepartmentId, IncidentId, MemberId, new_uuid
from models.domain.incident import Source, State, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.domain.rulebook import Area, Criterion, Rulebook, Skip, Stay
from tests.builders import CLEARED, JIMO, NINE, a_category

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.domain.incident import Incident
    from models.domain.place import LonLat

TOWN, VILLAGE = CellId(2), CellId(4)
CELLS = {
    "t": Cell(TOWN, "t", "西镇", Level.TOWN, None, (CellId(1), TOWN)),
    "v": Cell(VILLAGE, "v", "王村", Level.VILLAGE, TOWN, (CellId(1), TOWN, VILLAGE)),
}
RUBBISH = a_category("E0102", verify=True)
FIRE = a_category("E1407", urgency=Urgency.EMERGENCY, handle_limit="2H", lowest_level="D")
ROADS = Department(DepartmentId(new_uuid()), "D09", "西镇街道", cell=TOWN)


def in_the_village(_: LonLat) -> Cell:
    return CELLS["v"]


class Centre:
    """A home in memory with one village, and somebody who may do everything."""

    def __init__(self, rules: Rulebook | None = None, **settings: Any) -> None:
        self.home = MemoryWorks(
            NINE,
            categories={one.code: one for one in (RUBBISH, FIRE)},
            departments={ROADS.id: ROADS},
            cells=CELLS,
            locate=in_the_village,
            rulebook=rules or Rulebook(),
            settings=HomeSettings(**settings),
            check_by_itself=False,
        )
        self.desk = OpenDesk(self.home)
        self.member = self.enrolled("M1")

    def enrolled(self, number: str, **given: Any) -> MemberId:
        member = MemberId(new_uuid())
        usual = {"name": f"员{number}", "home_cell": "v"}
        self.act(Enrol(member=member, number=number, **usual | given))
        return member

    def act(self, intent: Intent) -> None:
        self.desk.send(
            Command(
                id=CommandId(new_uuid()),
                intent=intent,
                actor="wang",
                roles=frozenset(Role),
                station="1",
            )
        )

    def reported(self, **given: Any) -> IncidentId:
        incident = IncidentId(new_uuid())
        usual: dict[str, Any] = {"text": "路口有暴露垃圾", "place": JIMO, "category": "E0102"}
        usual["photo"] = ("b.jpg",)
        self.act(Report(incident=incident, **usual | given))
        return incident

    def accepted(self, **given: Any) -> IncidentId:
        incident = self.reported(**given)
        self.act(Accept(incident=incident))
        return incident

    def registered(self, criterion: str = "", **given: Any) -> Incident:
        incident = self.accepted(**given)
        self.act(Register(incident=incident, criterion=criterion))
        return self.home.incidents[incident]

    def handling(self) -> Incident:
        incident = self.registered().id
        self.act(Dispatch(incident=incident, members=(self.member,)))
        self.act(Attend(verb="sign", incident=incident))
        return self.home.incidents[incident]

    def refused(self, intent: Intent) -> str:
        with pytest.raises((Refused, BadInput)) as caught:
            self.act(intent)
        error = caught.value
        return error.refusal.code if isinstance(error, Refused) else error.code

    def clocks_strike(self) -> None:
        works = Clockwork(self.home.categories, self.calendar_of, "1")
        for command in works.due(list(self.home.incidents.values()), self.home.now):
            self.desk.send(command)

    def calendar_of(self, _: object) -> Any:
        return self.home.calendar


CRITERIA = (
    Criterion("E0102", "1", "少量", "2WH"),
    Criterion("E0102", "2", "大量", "1WD"),
    Criterion("E0102", "1", "少量，农村", "2WD", area=Area.RURAL),
)


def test_the_criterion_chosen_at_registration_fixes_the_limit() -> None:
    centre = Centre(Rulebook(criteria=CRITERIA))
    incident = centre.registered(criterion="2")
    assert (incident.criterion, incident.handle_limit) == ("2", "1WD")


def test_a_criterion_of_the_type_of_area_comes_before_one_for_all() -> None:
    centre = Centre(Rulebook(criteria=CRITERIA, areas={TOWN: Area.RURAL}))
    incident = centre.registered(criterion="1")
    assert (incident.handle_limit, incident.area) == ("2WD", "rural")


def test_a_class_with_several_criteria_needs_a_choice_and_names_them() -> None:
    centre = Centre(Rulebook(criteria=CRITERIA))
    incident = centre.accepted()
    assert centre.refused(Register(incident=incident)) == "criterion_needed"
    assert centre.refused(Register(incident=incident, criterion="9")) == "unknown_criterion"
    assert centre.home.incidents[incident].state is State.ACCEPTED


def test_a_class_without_criteria_keeps_its_own_limit_and_whatever_was_said() -> None:
    incident = Centre().registered(criterion="现场成堆")
    assert (incident.criterion, incident.handle_limit) == ("现场成堆", "4WH")


def test_a_skip_rule_lands_a_case_higher_and_the_rule_that_says_most_wins() -> None:
    wide, close = Skip(2, category="01"), Skip(1, category="E0102", area=Area.GENERAL)
    assert Centre(Rulebook(skips=(wide,))).registered().level == 2
    assert Centre(Rulebook(skips=(wide, close))).registered().level == 1
    other = Skip(1, urgency=Urgency.EMERGENCY)
    assert Centre(Rulebook(skips=(other,))).registered().level == 3


def test_a_stay_is_what_the_district_says() -> None:
    incident = Centre(Rulebook(stays=(Stay(3, "1H"),))).registered()
    assert incident.stay_limit == "1H"
    assert incident.stay_due_at == NINE + timedelta(hours=1)


def test_a_stay_that_is_over_is_told_once_and_escalates_where_the_district_wants_it() -> None:
    for by_itself, level in ((False, 3), (True, 2)):
        centre = Centre(Rulebook(stays=(Stay(3, "1H"),)), escalate_by_itself=by_itself)
        incident = centre.registered()
        centre.home.now += timedelta(hours=1)
        centre.clocks_strike()
        centre.clocks_strike()
        verbs = [e.fact.verb for e in centre.home.entries if e.fact.subject_id == incident.id]
        assert verbs.count("stay-ended") == 1
        assert verbs.count("escalated") == by_itself
        assert centre.home.incidents[incident.id].level == level
        assert centre.home.incidents[incident.id].due_at == incident.due_at


def test_what_the_public_reports_goes_out_to_be_verified_where_its_class_says_so() -> None:
    centre = Centre()
    centre.home.check_by_itself = True
    states = {
        source: centre.home.incidents[centre.reported(source=source)].state
        for source in (Source.HOTLINE, Source.CITIZEN, Source.SENSOR, Source.PATROL)
    }
    assert set(list(states.values())[:3]) == {State.TO_VERIFY}
    assert states[Source.PATROL] is State.REPORTED


def test_where_nobody_can_look_the_report_waits_for_a_person() -> None:
    centre = Centre()
    incident = centre.reported(source=Source.HOTLINE)
    assert centre.home.incidents[incident].state is State.REPORTED


def test_an_emergency_tells_the_levels_on_its_way_and_one_unit_leads() -> None:
    centre = Centre()
    leader = centre.enrolled("L1", kind="leader", home_cell="t")
    incident = centre.registered(category="E1407")
    told = {task.assignee for task in incident.tasks if task.role is TaskRole.INFORM}
    assert told == {leader, ROADS.id}
    assert not incident.open_tasks
    centre.act(Dispatch(incident=incident.id, members=(leader,)))
    assert centre.home.open_tasks[leader] == 1


def test_a_notice_is_read_and_nothing_else() -> None:
    centre = Centre()
    incident = centre.handling()
    centre.act(Dispatch(verb="inform", incident=incident.id, departments=(ROADS.id,)))
    sign = Attend(verb="sign", incident=incident.id, department=ROADS.id)
    assert centre.refused(sign) == "no_task"
    centre.act(replace(sign, verb="read"))
    notice = centre.home.incidents[incident.id].tasks[-1]
    assert notice.state is TaskState.READ
    assert centre.home.open_tasks.get(ROADS.id, 0) == 0


def finishing(incident: Incident, **given: Any) -> Attend:
    """The lead says it is done."""
    usual: dict[str, Any] = {"result": CLEARED}
    return Attend(verb="finish", incident=incident.id, **usual | given)


def test_a_photo_of_a_report_is_asked_of_a_grid_member_and_of_no_caller() -> None:
    centre = Centre(photos_required=True)
    seen = Report(
        incident=IncidentId(new_uuid()), text="路口堆放垃圾", place=JIMO, source=Source.PATROL
    )
    assert centre.refused(seen) == "photo_needed"
    centre.act(replace(seen, photo=("a.jpg",)))
    called = centre.reported(source=Source.HOTLINE, photo=())
    assert centre.home.incidents[called].photos == ()


@pytest.mark.parametrize(
    ("settings", "given", "code"),
    [
        ({"finish_text_least": 11}, {}, "text_too_short"),
        ({}, {"result": "已清理干净，路已通"}, "text_too_short"),
        ({"photos_required": True}, {}, "photo_needed"),
        ({"photo_place_required": True}, {}, "place_needed"),
        ({"handler_required": True}, {"handler_name": "王强"}, "missing_field"),
        (
            {"finish_within_m": 10},
            {"place": replace(JIMO, lon_deg=120.4474)},
            "not_on_the_spot",
        ),
    ],
)
def test_a_district_may_ask_for_more_with_a_result(
    settings: dict[str, Any], given: dict[str, Any], code: str
) -> None:
    centre = Centre(**settings)
    incident = centre.handling()
    assert centre.refused(finishing(incident, **given)) == code
    full = finishing(
        incident,
        result="垃圾已全部清运，地面已冲洗",
        photo=("a.jpg",),
        place=JIMO,
        handler_name="王强",
        handler_phone="139 0000 0001",
    )
    centre.act(full)
    assert centre.home.incidents[incident.id].state is State.HANDLED


def test_open_assists_are_waived_with_a_reason_where_the_district_wants_it() -> None:
    centre = Centre(assists_first=True)
    incident = centre.handling()
    centre.act(Dispatch(verb="assist", incident=incident.id, department=ROADS.id))
    assert centre.refused(finishing(incident)) == "assists_open"
    centre.act(finishing(incident, reason="无须协办"))
    states = {task.role: task.state for task in centre.home.incidents[incident.id].tasks}
    assert states[TaskRole.ASSIST] is TaskState.RELEASED


def test_a_check_is_made_on_the_spot() -> None:
    centre = Centre(photo_place_required=True, check_within_m=30)
    incident = centre.handling()
    centre.act(finishing(incident, place=JIMO))
    check = Judge(verb="check-pass", incident=incident.id)
    assert centre.refused(check) == "place_needed"
    far = replace(check, place=replace(JIMO, lon_deg=120.4475))
    assert centre.refused(far) == "not_on_the_spot"
    centre.act(replace(check, place=JIMO))
