"""Any acts, by any operators, in any order: what must hold after each of them."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.desk.clockwork import Clockwork
from models.desk.desk import OpenDesk
from models.desk.guard import reckoned
from models.desk.handler import HANDLERS
from models.desk.memory import MemoryWork, MemoryWorks
from models.domain.category import Urgency
from models.domain.command import Command, Enrol, Judge, Reserve, SetDuty
from models.domain.deadline import Period, WorkCalendar
from models.domain.department import Department
from models.domain.error import BadInput
from models.domain.evolve import replace
from models.domain.fact import Entry, SubjectKind, applied
from models.domain.ids import CommandId, DepartmentId, IncidentId, MemberId, new_uuid
from models.domain.incident import HANDLING_ROLES, Incident, State, TaskRole
from models.domain.lifecycle import BY_ACTION, Role, legal_moves
from models.domain.member import Duty
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import NINE, a_category
from tests.models.desk.any_act import World, a_report, an_intent

if TYPE_CHECKING:
    from models.domain.command import Done, Intent

OPERATORS = ("wang", "li", "zhao")
CATEGORIES = {
    "E0102": a_category("E0102"),
    "E9901": a_category("E9901", handle_limit="5WD", lowest_level="V"),
    "E0401": a_category("E0401", handle_limit="24H", urgency=Urgency.EMERGENCY),
    "E1804": a_category("E1804", restricted=True, self_handle=False),
}
DEPARTMENTS = tuple(
    Department(DepartmentId(new_uuid()), code, name)
    for code, name in (("D01", "环卫"), ("D02", "综合行政执法"))
)
ROUND_THE_CLOCK = WorkCalendar(weekly=((Period(0, 86_400),),) * 7)
VERBS = tuple(sorted(verb for verb in BY_ACTION if verb in HANDLERS and verb != "timeout"))
ASKING = frozenset({State.EXTENSION_ASKED, State.SUSPENSION_ASKED})
NOTES = 34
"""The number of the reference's row for words that move nothing."""
MOST_INCIDENTS = 4
"""Few, so that each of them lives long."""
ROAD = ("accept", "register", "dispatch", "sign", "finish", "send-check", "check-pass", "close")


class AnyActs(RuleBasedStateMachine):
    """A district in memory and three operators who do whatever comes to mind."""

    @initialize()
    def open_the_centre(self) -> None:
        self.home = MemoryWorks(
            NINE,
            categories=CATEGORIES,
            departments={d.id: d for d in DEPARTMENTS},
            calendars={DEPARTMENTS[0].id: ROUND_THE_CLOCK},
        )
        self.desk = OpenDesk(self.home)
        self.refusals: list[Refused | BadInput] = []
        self.before: dict[IncidentId, Incident] = {}
        self.members = [MemberId(new_uuid()) for _ in range(4)]
        for place, member in enumerate(self.members):
            self.act(
                Enrol(member=member, number=f"W{place}", name=f"网格员{place}", capacity=2)
            )

    def act(
        self,
        intent: Intent,
        *,
        actor: str = "wang",
        roles: frozenset[Role] = frozenset(Role),
        seen: int | None = None,
    ) -> Done | None:
        self.before = dict(self.home.incidents)
        command = Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=actor,
            roles=roles,
            station="1",
            seen_version=seen,
        )
        try:
            done = self.desk.send(command)
        except (Refused, BadInput) as refused:
            self.refusals.append(refused)
            assert self.home.incidents == self.before
            return None
        assert self.desk.send(command) == done, "a command sent twice is done once"
        return done

    def world(self, data: st.DataObject) -> World:
        known = tuple(self.home.incidents)
        return World(
            data.draw,
            known,
            tuple(self.members),
            tuple(d.id for d in DEPARTMENTS),
            tuple(CATEGORIES),
            self.home.now,
        )

    def some_incident(self, data: st.DataObject) -> IncidentId:
        # In the order of their reports: ids are drawn by chance, and would not replay.
        known = list(self.home.incidents)
        return data.draw(st.sampled_from(known)) if known else IncidentId(new_uuid())

    @rule(
        data=st.data(),
        verb=st.sampled_from(["report", "report", "report-self"]),
        actor=st.sampled_from(OPERATORS),
    )
    def report(self, data: st.DataObject, verb: str, actor: str) -> None:
        if len(self.home.incidents) < MOST_INCIDENTS:
            self.act(a_report(verb, self.world(data)), actor=actor)

    @rule(data=st.data(), steps=st.integers(3, len(ROAD)))
    def bring_along(self, data: st.DataObject, steps: int) -> None:
        """The main road, as far as it goes."""
        if self.home.incidents:
            incident, world = self.some_incident(data), self.world(data)
            for verb in ROAD[:steps]:
                self.act(an_intent(verb, incident, world))

    @rule(data=st.data(), steps=st.integers(1, 8))
    def do_what_fits(self, data: st.DataObject, steps: int) -> None:
        """Acts that the state of the case allows, one after the other."""
        for _ in range(steps if self.home.incidents else 0):
            incident = self.home.incidents[self.some_incident(data)]
            fitting = [verb for verb in VERBS if incident.state in BY_ACTION[verb].sources]
            moving = [verb for verb in fitting if BY_ACTION[verb].number < NOTES]
            verb = data.draw(st.sampled_from(moving or fitting))
            actor = data.draw(st.sampled_from(OPERATORS))
            self.act(an_intent(verb, incident.id, self.world(data)), actor=actor)

    @rule(
        data=st.data(),
        verb=st.sampled_from(VERBS),
        role=st.sampled_from([None, *Role]),
        seen=st.sampled_from([None, 1, 3]),
        actor=st.sampled_from(OPERATORS),
    )
    def do_anything(
        self, data: st.DataObject, verb: str, role: Role | None, seen: int | None, actor: str
    ) -> None:
        """Whatever comes to mind, in whatever role."""
        if self.home.incidents:
            intent = an_intent(verb, self.some_incident(data), self.world(data))
            roles = frozenset({role} if role else Role)
            done = self.act(intent, actor=actor, roles=roles, seen=seen)
            assert done is None or role is None or self.fits(verb, role)

    @rule(data=st.data(), verb=st.sampled_from(["return", "extend", "suspend"]))
    def ask_and_think_better_of_it(self, data: st.DataObject, verb: str) -> None:
        """A request taken back at once leaves the case as it was, but for what it counts.

        Where all who assisted are done, it is handled alone from then on.
        """
        case = self.some_incident(data)
        before, world = self.home.incidents.get(case), self.world(data)
        if before is None or self.act(an_intent(verb, case, world)) is None:
            return
        if self.home.incidents[case].state not in {*ASKING, State.RETURN_ASKED}:
            return  # asked of a request that stood already, it was the grant
        self.act(Judge(verb="drop-ask", incident=case, reason="看错了"))
        after = self.home.incidents[case]
        is_unsigned = before.state is State.DISPATCHED
        assert after.state is (before.state if is_unsigned else before.working_state)
        own = ("version", "state", "quiet", "returns", "ground", "step_since", "step_due_at")
        kept = {name: getattr(before, name) for name in own}
        assert replace(after, **kept) == before

    @staticmethod
    def fits(verb: str, role: Role) -> bool:
        """Invariant f as far as roles go: the row of the act, or of what it turns into."""
        turned = {
            "extend": "grant-extend",
            "suspend": "grant-suspend",
            "supervise": "cancel-supervise",
        }
        rows = (BY_ACTION[verb], BY_ACTION[turned.get(verb, verb)])
        return any(role in row.roles for row in rows)

    @rule()
    def the_clocks_strike(self) -> None:
        """Two consoles mind them, one behind the other: what fell due happens once."""
        cases = list(self.home.incidents.values())
        first = self.strike("2", cases)
        second = self.strike("3", cases)
        assert not second, (first, second)
        self.before = dict(self.home.incidents)

    def strike(self, station: str, cases: list[Incident]) -> list[str]:
        first = len(self.home.entries)
        clockwork = Clockwork(self.home.categories, self.calendar_of, station)
        for command in clockwork.due(cases, self.home.now):
            with suppress(Refused):
                self.desk.send(command)
        return [entry.fact.verb for entry in self.home.entries[first:]]

    def calendar_of(self, department: UUID | None) -> WorkCalendar:
        own = self.home.calendars.get(DepartmentId(department)) if department else None
        return own or self.home.calendar

    @rule(data=st.data(), verb=st.sampled_from(["reserve", "release"]), who=st.integers(0, 3))
    def hold(self, data: st.DataObject, verb: str, who: int) -> None:
        if self.home.incidents:
            self.act(
                Reserve(verb=verb, incident=self.some_incident(data), member=self.members[who])
            )

    @rule(who=st.integers(0, 3), duty=st.sampled_from(Duty))
    def change_duty(self, who: int, duty: Duty) -> None:
        self.act(SetDuty(member=self.members[who], duty=duty))

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.home.now += timedelta(minutes=minutes)

    @invariant()
    def exactly_one_open_lead_while_with_a_unit(self) -> None:
        for incident in self.home.incidents.values():
            leads = [t for t in incident.open_tasks if t.role is TaskRole.LEAD]
            assert len(leads) == (1 if incident.state.is_with_unit else 0), incident

    @invariant()
    def no_open_task_in_an_ended_incident(self) -> None:
        for incident in self.home.incidents.values():
            assert incident.state.is_open or not incident.open_tasks

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        moves = legal_moves()
        for key, new in self.home.incidents.items():
            old = self.before.get(key)
            if (
                old is not None
                and old.state is not new.state
                and new.version == old.version + 1
            ):
                assert (old.state, new.state) in moves

    @invariant()
    def nobody_has_two_open_tasks_in_one_incident(self) -> None:
        for incident in self.home.incidents.values():
            who = [t.assignee for t in incident.open_tasks if t.role in HANDLING_ROLES]
            assert len(who) == len(set(who))

    @invariant()
    def every_refusal_has_words_in_both_languages(self) -> None:
        for refused in self.refusals:
            words = refused.words if isinstance(refused, BadInput) else refused.refusal.words
            assert words.zh
            assert words.en
            assert words.zh != words.en
        self.refusals.clear()

    @invariant()
    def instants_of_a_case_are_in_order(self) -> None:
        for incident in self.home.incidents.values():
            steps = [incident.reported_at, incident.accepted_at, incident.registered_at]
            given = [at for at in steps if at is not None]
            assert given == sorted(given)

    @invariant()
    def clocks_are_the_sum_of_what_they_rest_on(self) -> None:
        for incident in self.home.incidents.values():
            ends = incident.pauses
            assert list(ends) == sorted(ends)
            assert (len(ends) % 2 == 1) == (incident.state is State.SUSPENDED)
            assert incident.lead is None or incident.lead.due_at is not None
            if incident.state.is_open and incident.state is not State.SUSPENDED:
                assert reckoned(self.looking(), incident) == incident

    @invariant()
    def what_is_asked_for_stands_only_where_it_is_asked(self) -> None:
        for incident in self.home.incidents.values():
            is_asked = incident.asked_days is not None or incident.asked_until is not None
            assert is_asked == (incident.state in ASKING)
            assert (incident.resume_by is not None) == (incident.state is State.SUSPENDED)

    def looking(self) -> MemoryWork:
        """A unit of work that is never committed."""
        nothing = Judge(verb="comment", incident=IncidentId(new_uuid()))
        command = Command(
            id=CommandId(new_uuid()), intent=nothing, actor="", roles=frozenset(), station=""
        )
        return MemoryWork(self.home, command)

    def teardown(self) -> None:
        """Folding the journal, however it is cut, gives what the tables say."""
        whole, _ = fold(Picture(), self.home.entries)
        archived = {i for i, v in self.home.incidents.items() if v.state == "ST80"}
        assert whole.incidents == {
            i: v for i, v in self.home.incidents.items() if i not in archived
        }
        assert whole.members == self.home.members
        cutter = random.Random(len(self.home.entries))
        picture, place = Picture(), 0
        while place < len(self.home.entries):
            size = cutter.randint(1, 7)
            # Batches overlap on purpose: what was seen before is passed over.
            picture, _ = fold(picture, self.home.entries[max(0, place - 2) : place + size])
            place += size
        assert picture.digest() == whole.digest()
        assert picture.tasks_of == whole.tasks_of
        for incident in self.home.incidents.values():
            assert _told(self.home.entries, incident.id) == incident


def _told(entries: list[Entry], incident_id: IncidentId) -> Incident:
    """The case from its facts; on the way its steps must leave no gap (invariant b).

    A step lasts from the fact that began it to the one that began the next.
    """
    about = [
        entry
        for entry in entries
        if entry.fact.subject_kind is SubjectKind.INCIDENT
        and entry.fact.subject_id == incident_id
    ]
    incident = applied(None, about[0].fact)
    assert incident.step_since == about[0].recorded_at
    steps, begun = timedelta(0), about[0].recorded_at
    for entry in about[1:]:
        before, incident = incident, applied(incident, entry.fact)
        assert before.step_since is not None
        if before.state is incident.state and entry.fact.verb not in _ANEW:
            assert incident.step_since == before.step_since
            continue
        steps += entry.recorded_at - before.step_since
        assert steps == entry.recorded_at - begun
        if entry.fact.verb == "signature-taken-back":  # it was waited for all the time
            assert incident.lead is not None
            assert incident.step_since == incident.lead.given_at
            steps -= entry.recorded_at - incident.step_since
            continue
        assert incident.step_since == entry.recorded_at
    return incident


_ANEW = frozenset({"redispatched", "task-escalated", "task-handed-down"})
"""From ST40 to ST40: another unit, another step."""


TestAnyActs = AnyActs.TestCase
TestAnyActs.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
