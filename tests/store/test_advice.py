"""Promises of the advice kept beside a dispatch: as it was given, in every place it lies."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.advice import MOST_KEPT, Advice, Offered, advice_from_plain
from models.domain.command import Accept, Command, Dispatch, Enrol, Register, Report
from models.domain.fact import fact_between
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.incident import AssigneeKind, State
from models.domain.lifecycle import Role
from models.store.command_codec import StoredCommands
from models.store.mapping import read_change, written
from models.store.receipt import content_digest
from tests.builders import JIMO, NINE, a_category, a_member, an_id, an_incident


def an_advice(**given: Any) -> Advice:
    one = Offered(
        an_id(),
        AssigneeKind.MEMBER,
        6.4,
        load=1,
        way_s=384.0,
        distance_m=1_210.0,
        fix_age_s=20.0,
        grounds=(("busy", 4.0), ("own_cell", -6.0)),
        warned=("far",),
    )
    usual: dict[str, Any] = {
        "considered": 3_000,
        "candidates": (one, replace(one, assignee=an_id(), way_s=None, fix_age_s=None)),
        "left_out": (("full", 40), ("off_duty", 210)),
        "weights": (("busy", 4.0), ("own_cell", 6.0)),
        "chosen": (2,),
    }
    return Advice(**usual | given)


def test_an_advice_comes_back_from_the_body_of_its_fact() -> None:
    advice, before = an_advice(), an_incident()
    after = replace(before, version=2, state=State.DISPATCHED)
    fact = fact_between("dispatched", before, after, occurred_at=NINE, advice=advice)
    body = json.loads(written(fact).body)
    change, _ = read_change(fact.subject_kind, body, None, 2)
    assert change.advice == advice


def test_a_fact_of_earlier_releases_has_none() -> None:
    fact = fact_between("reported", None, an_incident(), occurred_at=NINE)
    body = json.loads(written(fact).body)
    assert "advice" not in body
    assert read_change(fact.subject_kind, body, None, 2)[0].advice is None


def test_a_dispatch_waits_in_the_outbox_with_what_was_suggested() -> None:
    command = Command(
        id=CommandId(an_id()),
        intent=Dispatch(incident=IncidentId(an_id()), advice=an_advice()),
        actor="li",
        roles=frozenset(Role),
        station="desk-1",
    )
    codec = StoredCommands()
    plain = json.loads(json.dumps(codec.to_plain(command)))
    assert codec.from_plain(plain).intent.advice == command.intent.advice
    assert content_digest(codec.from_plain(plain)) == content_digest(command)


def test_the_handler_keeps_the_advice_beside_the_reason() -> None:
    works = MemoryWorks(NINE, categories={"E0102": a_category()})
    desk, incident, member = OpenDesk(works), IncidentId(an_id()), MemberId(an_id())
    advice = an_advice()
    for intent in (
        Report(incident=incident, text="路口有暴露垃圾", place=JIMO, category="E0102"),
        Accept(incident=incident),
        Register(incident=incident),
        Enrol(member=member, number="1", name="王"),
        Dispatch(incident=incident, members=(member,), reason="熟悉情况", advice=advice),
    ):
        desk.send(
            Command(
                id=CommandId(an_id()),
                intent=intent,
                actor="li",
                roles=frozenset(Role),
                station="desk-1",
            )
        )
    change = works.entries[-1].fact.change
    assert (change.advice, change.note) == (advice, "熟悉情况")


def test_an_advice_never_stands_by_a_member() -> None:
    fact = fact_between("enrolled", None, a_member(), occurred_at=NINE, advice=an_advice())
    assert fact.change.advice is None


def test_more_than_a_screenful_is_no_advice() -> None:
    one = an_advice().candidates[0]
    with pytest.raises(ValueError, match="screenful"):
        an_advice(candidates=(one,) * (MOST_KEPT + 1))


@pytest.mark.parametrize("plain", [{}, {"considered": "x"}, {"considered": 1, "candidates": 3}])
def test_what_is_no_advice_is_not_read_as_one(plain: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        advice_from_plain(plain)
