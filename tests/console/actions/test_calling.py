"""What came of a call is entered by a choice, and taken back by an act of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.actions.compensating import compensation
from models.domain.convey_command import Call
from models.domain.conveying import Reply
from models.domain.incident import State, TaskRole
from tests.builders import a_member, a_task, an_incident
from tests.console.actions.test_undo_and_lifecycle import Bench
from tests.console.desk_stand_in import a_place

pytestmark = pytest.mark.gui


def test_what_came_of_a_call_is_one_choice_and_no_word_is_needed(qapp: Any) -> None:
    member = a_member()
    bench = Bench(an_incident(State.DISPATCHED, tasks=(a_task(member),)))
    assert "uncall" not in bench.lifecycle.offered(bench.incident.id)
    bench.lifecycle.ask("call", bench.incident.id)
    assert bench.asking.answer("told", "")
    assert bench.lane.intents == [
        Call(incident=bench.incident.id, member=member.id, reply=Reply.TOLD)
    ]


def test_where_several_are_waited_for_each_has_answers_of_their_own(qapp: Any) -> None:
    lead, other = a_member(), a_member()
    tasks = (a_task(lead), a_task(other, role=TaskRole.ASSIST))
    bench = Bench(an_incident(State.DISPATCHED, tasks=tasks))
    bench.lifecycle.ask("call", bench.incident.id)
    assert bench.asking.answer("yes-2", "")
    assert bench.lane.intents == [Call(incident=bench.incident.id, member=other.id)]


def test_when_nobody_waits_for_an_answer_there_is_nobody_to_call(qapp: Any) -> None:
    bench = Bench(an_incident(State.REGISTERED))
    bench.lifecycle.ask("call", bench.incident.id)
    assert "waits for a reply" in bench.told[0]


def test_only_a_call_that_reached_somebody_has_a_way_back() -> None:
    told = Call(incident=an_incident().id, reply=Reply.TOLD)
    assert compensation(told, "oops") == replace(told, verb="uncall", text="oops")
    assert compensation(replace(told, reply=Reply.NOBODY), "oops") is None


def test_what_a_channel_told_since_leaves_an_act_to_be_undone(qapp: Any) -> None:
    bench = Bench(an_incident(place=a_place()))
    bench.dispatch()
    bench.lane.answer()
    frame = bench.session.frame
    given = frame.picture.incidents[bench.incident.id]
    quiet = replace(given, version=given.version + 2, quiet=2)
    loud = replace(quiet, version=quiet.version + 1, quiet=0)
    for incident, is_open in ((quiet, True), (loud, False)):
        picture = replace(frame.picture, incidents={incident.id: incident})
        bench.session.show_frame(replace(frame, picture=picture))
        assert (bench.undo.refusal() is None) is is_open
