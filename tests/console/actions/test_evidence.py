"""What a district wants to see of a result: the desk asks for it and fills in what it knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from console.actions.asking import Asking
from console.actions.lifecycle import Lifecycle
from models.domain.command import Attend, Extend, Judge, Suspend
from models.domain.home_settings import HomeSettings
from models.domain.incident import State, TaskRole
from models.domain.photo import PhotoRole
from models.domain.place import distance_m
from tests.builders import CLEARED, a_member, a_task, an_incident
from tests.console.desk_stand_in import (
    RecordingLane,
    a_frame,
    a_place,
    a_reference,
    a_session,
)

if TYPE_CHECKING:
    from models.domain.ids import IncidentId

pytestmark = pytest.mark.gui


class Bench:
    """One incident with one member at it, in a district that wants to see something."""

    def __init__(
        self,
        *,
        state: State = State.HANDLING,
        away_m: float = 40.0,
        assists: int = 0,
        whistled: bool = False,
        extended: int = 0,
        **wanted: Any,
    ):
        self.member = replace(a_member(), phone="13900000001")
        lead = a_task(assignee=self.member.id, is_whistled=whistled)
        tasks = (lead, *(a_task(role=TaskRole.ASSIST) for _ in range(assists)))
        self.incident = an_incident(
            state=state, place=a_place(), tasks=tasks, extended=extended
        )
        frame = a_frame([self.incident], [self.member], {self.member.ref: a_place(away_m)})
        self.session = a_session(frame)
        self.session.show_reference(a_reference(settings=HomeSettings(**wanted)))
        self.lane = RecordingLane(self.session)
        self.asking = Asking(self.session)
        self.lifecycle = Lifecycle(self.session, self.asking)
        self.told: list[str] = []
        self.photos_wanted: list[IncidentId] = []
        self.papers_wanted: list[str] = []
        self.lifecycle.told.connect(self.on_told)
        self.asking.told.connect(self.on_told)
        self.lifecycle.photos_wanted.connect(self.photos_wanted.append)
        self.lifecycle.papers_wanted.connect(self.on_papers_wanted)

    def on_told(self, words: Any) -> None:
        self.told.append(words.en)

    def on_papers_wanted(self, _incident: object, verb: str) -> None:
        self.papers_wanted.append(verb)

    def ask(self, verb: str) -> list[str]:
        """The usual texts of the blanks."""
        self.lifecycle.ask(verb, self.incident.id)
        ask = self.asking.current
        return [blank.usual for blank in ask.blanks] if ask else []


def test_a_district_that_wants_nothing_is_asked_for_the_words_alone(qapp: Any) -> None:
    bench = Bench()
    assert bench.ask("finish") == []
    assert bench.asking.answer("finish", CLEARED)
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert (sent.result, sent.handler_name, sent.place) == (CLEARED, "", None)


def test_who_did_the_work_stands_there_already(qapp: Any) -> None:
    bench = Bench(handler_required=True)
    assert bench.ask("finish") == [bench.member.name, "139****0001"]
    assert bench.asking.answer("finish", CLEARED, ["李四", "13900000002"])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert (sent.handler_name, sent.handler_phone) == ("李四", "13900000002")


def test_why_open_assists_are_not_needed_is_asked_where_the_district_wants_it(
    qapp: Any,
) -> None:
    helped = Bench(assists=1)
    assert helped.ask("finish") == []
    bench = Bench(assists=1, assists_first=True)
    assert bench.ask("finish") == [""]
    assert bench.asking.answer("finish", CLEARED, ["无须协办"])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert (sent.result, sent.reason) == (CLEARED, "无须协办")
    assert Bench(assists_first=True).ask("finish") == []


def test_a_number_left_as_it_stood_goes_out_unmasked(qapp: Any) -> None:
    bench = Bench(handler_required=True)
    assert bench.asking.answer("finish", CLEARED, bench.ask("finish"))
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert sent.handler_phone == "13900000001"


def test_a_photos_place_is_where_the_member_was_seen_last(qapp: Any) -> None:
    bench = Bench(photo_place_required=True)
    (place,) = bench.ask("finish")
    assert bench.asking.answer("finish", CLEARED, [place])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert sent.place is not None
    assert distance_m(sent.place, a_place(40)) < 1


def test_a_place_that_cannot_be_read_is_told_and_the_card_stays_open(qapp: Any) -> None:
    bench = Bench(photo_place_required=True)
    bench.ask("finish")
    assert not bench.asking.answer("finish", CLEARED, ["somewhere"])
    assert bench.told
    assert bench.asking.current is not None
    assert not bench.lane.intents


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("finish", State.HANDLING, PhotoRole.AFTER),
        ("check-pass", State.CHECKING, PhotoRole.CHECK),
        ("check-fail", State.CHECKING, PhotoRole.CHECK),
    ],
)
def test_photos_are_asked_for_before_the_words(
    qapp: Any, verb: str, state: State, role: PhotoRole
) -> None:
    bench = Bench(state=state, photos_required=True)
    bench.lifecycle.ask(verb, bench.incident.id)
    assert bench.asking.current is None
    assert not bench.lane.intents
    assert bench.photos_wanted == [bench.incident.id]
    assert "attach it first" in bench.told[-1]
    bench.lifecycle.photos_of = lambda _, shows: ("p1",) if shows is role else ()
    bench.lifecycle.ask(verb, bench.incident.id)
    if bench.asking.current is not None:
        bench.asking.answer(verb, CLEARED)
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend | Judge)
    assert sent.photo == ("p1",)


def test_a_check_asks_where_its_photo_was_taken(qapp: Any) -> None:
    bench = Bench(state=State.CHECKING, photo_place_required=True)
    assert bench.ask("check-pass") == [""]
    here = a_place()
    assert bench.asking.answer("check-pass", "", [f"{here.lon_deg}, {here.lat_deg}"])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Judge)
    assert sent.place is not None


@pytest.mark.parametrize(
    "wanted", [{}, {"handler_required": True, "photo_place_required": True}]
)
def test_what_is_wanted_may_change_while_the_card_is_open(
    qapp: Any, wanted: dict[str, bool]
) -> None:
    bench = Bench(handler_required=True)
    bench.ask("finish")
    bench.session.show_reference(a_reference(settings=HomeSettings(**wanted)))
    assert bench.asking.answer("finish", CLEARED, ["李四", "13900000002"])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert (sent.handler_name, sent.place) == ("李四", None)


def test_a_result_that_says_too_little_stays_on_the_card(qapp: Any) -> None:
    bench = Bench()
    bench.ask("finish")
    assert not bench.asking.answer("finish", "cleared")
    assert "at least 10 characters, this one 7" in bench.told[-1]
    assert bench.asking.current is not None
    assert bench.lane.intents == []


def test_the_shipped_words_of_a_result_are_long_enough(qapp: Any) -> None:
    bench = Bench()
    for words in bench.lifecycle.asked("finish", bench.incident).phrases:
        for said in (words.zh, words.en):
            bench.ask("finish")
            assert bench.asking.answer("finish", said)


@pytest.mark.parametrize(
    ("verb", "choice", "case"),
    [
        ("suspend", "30", {}),
        ("extend", "3", {"extended": 1}),
        ("check-in", "check-in", {"whistled": True}),
    ],
)
def test_an_act_that_brings_photos_of_its_own_waits_for_them(
    qapp: Any, verb: str, choice: str, case: dict[str, Any]
) -> None:
    bench = Bench(photos_required=True, **case)
    bench.lifecycle.ask(verb, bench.incident.id)
    assert (bench.papers_wanted, bench.asking.current) == ([verb], None)
    assert not bench.lane.intents
    bench.lifecycle.ask(verb, bench.incident.id, ("p1",))
    ask = bench.asking.current
    if ask is not None:
        assert bench.asking.answer(choice, "parts are missing", [""])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend | Extend | Suspend)
    assert (sent.verb, sent.photo) == (verb, ("p1",))


@pytest.mark.parametrize(
    ("verb", "case"),
    [("suspend", {}), ("extend", {"photos_required": True}), ("extend", {"extended": 1})],
)
def test_no_photo_is_asked_for_that_the_district_does_not_want(
    qapp: Any, verb: str, case: dict[str, Any]
) -> None:
    bench = Bench(**case)
    bench.lifecycle.ask(verb, bench.incident.id)
    assert bench.papers_wanted == []
    assert bench.asking.current is not None


def test_where_several_can_finish_the_one_whose_task_it_is_did_the_work(qapp: Any) -> None:
    bench = Bench(handler_required=True, assists=1)
    helper = replace(a_member(), phone="13900000009", name="Helper")
    lead, assist = bench.incident.tasks
    tasks = (lead, replace(assist, assignee=helper.id))
    frame = a_frame([replace(bench.incident, tasks=tasks)], [bench.member, helper])
    bench.session.show_frame(frame)
    assert bench.ask("finish") == ["", ""]
    assert bench.asking.answer("finish~1", CLEARED, ["", ""])
    (sent,) = bench.lane.intents
    assert isinstance(sent, Attend)
    assert sent.member == helper.id
    assert (sent.handler_name, sent.handler_phone) == ("Helper", "13900000009")
