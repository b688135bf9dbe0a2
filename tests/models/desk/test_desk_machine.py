"""Any acts, by any operators, in any order: what must hold after each of them."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
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
from models.domain.ids import CommandId, IncidentId, MemberId, new_uuid
from models.domain.incident import Incident, TaskRole
from models.domain.lifecycle import Role, legal_moves
from models.domain.member import Duty
from models.domain.place import LonLat
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import NINE, a_category

if TYPE_CHECKING:
    from models.domain.command import Done, Intent

OPERATORS = ("wang", "li", "zhao")
JUDGED = (
    "refuse",
    "not-register",
    "withdraw",
    "grant-return",
    "deny-return",
    "send-check",
    "check-pass",
    "check-fail",
    "close",
    "archive",
    "reopen",
    "void",
    "confirm-void",
    "comment",
    "urgent",
)


class AnyActs(RuleBasedStateMachine):
    """A district in memory and three operators who do whatever comes to mind."""

    @initialize()
    def open_the_centre(self) -> None:
        self.home = MemoryWorks(NINE, categories={"E0102": a_category()})
        self.home.categories = {code: a_category(code) for code in ("E0102", "E9901")}
        self.desk = OpenDesk(self.home)
        self.refusals: list[Refused] = []
        self.before: dict[IncidentId, Incident] = {}
        self.members = [MemberId(new_uuid()) for _ in range(4)]
        for place, member in enumerate(self.members):
            self.act(
                Enrol(member=member, number=f"W{place}", name=f"网格员{place}", capacity=2)
            )

    def act(
        self, intent: Intent, *, actor: str = "wang", seen: int | None = None
    ) -> Done | None:
        self.before = dict(self.home.incidents)
        command = Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=actor,
            roles=frozenset(Role),
            station="1",
            seen_version=seen,
        )
        try:
            done = self.desk.send(command)
        except Refused as refused:
            self.refusals.append(refused)
            assert self.home.incidents == self.before
            return None
        assert self.desk.send(command) == done, "a command sent twice is done once"
        return done

    def some_incident(self, data: st.DataObject) -> IncidentId:
        known = sorted(self.home.incidents, key=lambda i: i.int)
        return data.draw(st.sampled_from(known)) if known else IncidentId(new_uuid())

    @rule(actor=st.sampled_from(OPERATORS))
    def report(self, actor: str) -> None:
        incident = IncidentId(new_uuid())
        self.act(
            Report(incident=incident, text="路边有垃圾堆放", place=LonLat(120.4, 36.4)),
            actor=actor,
        )

    @rule(data=st.data(), steps=st.integers(1, 4), actor=st.sampled_from(OPERATORS))
    def bring_along(self, data: st.DataObject, steps: int, actor: str) -> None:
        if not self.home.incidents:
            return
        incident = self.some_incident(data)
        acts: list[Any] = [Accept(incident=incident), Register(incident=incident)]
        acts.append(Dispatch(incident=incident, members=(self.members[0],), reason="急"))
        acts.append(Attend(verb="sign", incident=incident))
        for intent in acts[:steps]:
            self.act(intent, actor=actor)

    @rule(data=st.data(), verb=st.sampled_from(JUDGED), actor=st.sampled_from(OPERATORS))
    def judge(self, data: st.DataObject, verb: str, actor: str) -> None:
        if not self.home.incidents:
            return
        incident = self.some_incident(data)
        text = "情况说明"
        self.act(
            Judge(verb=verb, incident=incident, reason=text, result=text, text=text),
            actor=actor,
        )

    @rule(
        data=st.data(),
        verb=st.sampled_from(["dispatch", "redispatch", "assist"]),
        picks=st.lists(st.integers(0, 3), min_size=1, max_size=3),
        reason=st.sampled_from(["", "人手不足"]),
        seen=st.sampled_from([None, 1, 3]),
    )
    def give(
        self, data: st.DataObject, verb: str, picks: list[int], reason: str, seen: int | None
    ) -> None:
        if not self.home.incidents or (verb == "redispatch" and not reason):
            return
        members = tuple(self.members[pick] for pick in picks)
        self.act(
            Dispatch(
                verb=verb, incident=self.some_incident(data), members=members, reason=reason
            ),
            seen=seen,
        )

    @rule(
        data=st.data(),
        verb=st.sampled_from(["sign", "arrive", "finish", "return"]),
        who=st.sampled_from([None, 0, 1, 2, 3]),
    )
    def attend(self, data: st.DataObject, verb: str, who: int | None) -> None:
        if not self.home.incidents:
            return
        member = None if who is None else self.members[who]
        self.act(
            Attend(
                verb=verb,
                incident=self.some_incident(data),
                member=member,
                result="已处置完毕",
                reason="不属本单位职责",
            )
        )

    @rule(data=st.data(), verb=st.sampled_from(["reserve", "release"]), who=st.integers(0, 3))
    def hold(self, data: st.DataObject, verb: str, who: int) -> None:
        if self.home.incidents:
            self.act(
                Reserve(verb=verb, incident=self.some_incident(data), member=self.members[who])
            )

    @rule(who=st.integers(0, 3), duty=st.sampled_from(Duty))
    def change_duty(self, who: int, duty: Duty) -> None:
        self.act(SetDuty(member=self.members[who], duty=duty))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        if self.home.incidents:
            one, other = self.some_incident(data), self.some_incident(data)
            self.act(Merge(incident=one, into=other, reason="重复上报"))

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
            who = [t.assignee for t in incident.open_tasks if t.role is not TaskRole.CHECK]
            assert len(who) == len(set(who))

    @invariant()
    def every_refusal_has_words_in_both_languages(self) -> None:
        for refused in self.refusals:
            assert refused.refusal.words.zh
            assert refused.refusal.words.en

    @invariant()
    def instants_of_a_case_are_in_order(self) -> None:
        for incident in self.home.incidents.values():
            steps = [incident.reported_at, incident.accepted_at, incident.registered_at]
            given = [at for at in steps if at is not None]
            assert given == sorted(given)

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


TestAnyActs = AnyActs.TestCase
TestAnyActs.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
