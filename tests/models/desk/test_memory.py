"""A home in memory answers as the one in the database does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.desk.desk import OpenDesk, SealedDesk
from models.desk.memory import MemoryWorks
from models.domain.command import (
    Accept,
    Attend,
    Command,
    Dispatch,
    Enrol,
    Extend,
    Intent,
    Register,
    Report,
)
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import JIMO, NINE, a_category, an_id


def a_command(intent: Intent, **given: Any) -> Command:
    usual: dict[str, Any] = {
        "id": CommandId(an_id()),
        "actor": "li",
        "roles": frozenset(Role),
        "station": "desk-1",
    }
    return Command(intent=intent, **usual | given)


class Home:
    """A desk on dictionaries."""

    def __init__(self) -> None:
        self.works = MemoryWorks(NINE, categories={"E0102": a_category()})
        self.desk = OpenDesk(self.works)

    def registered(self) -> IncidentId:
        incident = IncidentId(an_id())
        report = Report(incident=incident, text="路口有暴露垃圾", place=JIMO, category="E0102")
        for intent in (report, Accept(incident=incident), Register(incident=incident)):
            self.desk.send(a_command(intent))
        return incident

    def member(self, number: str) -> MemberId:
        member = MemberId(an_id())
        self.desk.send(a_command(Enrol(member=member, number=number, name=f"王{number}")))
        return member


@pytest.fixture
def home() -> Home:
    return Home()


def test_the_fold_of_what_it_wrote_is_what_it_holds(home: Home) -> None:
    incident, member = home.registered(), home.member("M1")
    home.desk.send(a_command(Dispatch(incident=incident, members=(member,))))
    picture, _ = fold(Picture(), home.works.entries)
    assert dict(picture.incidents) == home.works.incidents
    assert dict(picture.members) == home.works.members
    assert picture.tasks_of[member] == (incident,)


def test_the_second_dispatcher_hears_who_won(home: Home) -> None:
    incident, one, two = home.registered(), home.member("M1"), home.member("M2")
    home.desk.send(a_command(Dispatch(incident=incident, members=(one,))))
    with pytest.raises(Refused, match="already_dispatched") as refused:
        home.desk.send(a_command(Dispatch(incident=incident, members=(two,))))
    assert "王M1" in refused.value.refusal.words.zh


def test_the_same_command_twice_is_one_fact(home: Home) -> None:
    incident, member = home.registered(), home.member("M1")
    command = a_command(Dispatch(incident=incident, members=(member,)))
    first = home.desk.send(command)
    count = len(home.works.entries)
    assert home.desk.send(command) == first
    assert len(home.works.entries) == count


def test_a_refused_command_leaves_nothing(home: Home) -> None:
    incident = home.registered()
    before = list(home.works.entries)
    with pytest.raises(Refused):
        home.desk.send(a_command(Register(incident=incident)))
    assert home.works.entries == before
    assert home.works.incidents[incident].state is State.REGISTERED


def test_a_sealed_desk_refuses_everything_in_words(home: Home) -> None:
    command = a_command(Accept(incident=home.registered()))
    with pytest.raises(Refused, match="sealed") as refused:
        SealedDesk().send(command)
    assert "回放" in refused.value.refusal.words.zh


def test_a_case_registered_by_the_first_release_is_extended_like_any_other(home: Home) -> None:
    incident, member = home.registered(), home.member("M1")
    home.desk.send(a_command(Dispatch(incident=incident, members=(member,))))
    home.desk.send(a_command(Attend(verb="sign", incident=incident)))
    case = home.works.incidents[incident]
    (task,) = case.tasks
    plain = replace(task, runs_from=None, share=0, due_at=None)
    home.works.incidents[incident] = replace(
        case, handle_limit="", step_since=None, level=None, tasks=(plain,)
    )
    for _ in ("asked", "granted"):
        home.desk.send(a_command(Extend(incident=incident, days=1, reason="缺材料")))
    extended = home.works.incidents[incident]
    assert case.due_at is not None
    assert extended.handle_limit == "4WH"
    assert extended.due_at == case.due_at + timedelta(days=3), "Friday's day ends on Monday"
    assert extended.tasks[0].due_at == extended.due_at
