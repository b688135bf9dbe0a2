"""Facts in words: who did what, to whom, from where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.tables.entries_model import ENTRY, KEPT_ROWS, NOTE, WHEN, WHO, EntriesModel
from models.domain.incident import State
from tests.builders import a_fact, a_member, a_task, an_entry, an_incident
from tests.console.frames import a_frame, a_picture, a_session

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

pytestmark = pytest.mark.gui


def test_a_dispatch_says_who_to_whom_when_and_from_which_station(
    qapp: object, qtmodeltester: ModelTester
) -> None:
    member, old = a_member(name="王强"), an_incident(State.REGISTERED)
    new = replace(old, version=2, state=State.DISPATCHED, tasks=(a_task(member),))
    session = a_session()
    session.show_frame(a_frame(a_picture([old], [member])))
    fact = a_fact(new, old, "dispatched", note="先拍照")
    model = EntriesModel(session, names_subject=False)
    model.show([an_entry(61, fact, actor="李静", station="desk-2")])
    index = model.index(0)
    assert index.data() == "dispatched to 王强"
    assert index.data(WHEN) == "09:01:01"
    assert index.data(WHO) == "李静 · Dispatcher · desk-2"
    assert index.data(NOTE) == "先拍照"
    qtmodeltester.check(model)


def test_a_member_who_acted_under_a_number_is_named(qapp: object) -> None:
    member, incident = a_member(name="王强", number="WG0101"), an_incident()
    session = a_session()
    model = EntriesModel(session, names_subject=False)
    model.show([an_entry(1, a_fact(incident), actor="WG0101")])
    assert model.index(0).data(WHO).startswith("WG0101 · ")
    session.show_frame(a_frame(a_picture([incident], [member])))
    assert model.index(0).data(WHO).startswith("王强 WG0101 · ")


@pytest.mark.parametrize(("actor", "said"), [("clock", "the clocks"), ("channel", "a channel")])
def test_what_goes_by_itself_is_said_to_be_nobodys(qapp: object, actor: str, said: str) -> None:
    model = EntriesModel(a_session(), names_subject=False)
    model.show([an_entry(1, a_fact(an_incident()), actor=actor, station="desk-2")])
    assert model.index(0).data(WHO) == f"{said} · desk-2"


def test_the_log_names_the_incident(qapp: object) -> None:
    incident = an_incident(number="370215-20261120-000042")
    session = a_session()
    session.show_frame(a_frame(a_picture([incident], [])))
    model = EntriesModel(session, names_subject=True)
    model.show([an_entry(1, a_fact(incident))])
    assert model.index(0).data() == "reported 1120-042"


def test_erased_words_say_that_they_were_erased(qapp: object) -> None:
    model = EntriesModel(a_session(), names_subject=False)
    model.show([an_entry(1, a_fact(an_incident(), note="secret"), erased=True)])
    assert "erased" in model.index(0).data(NOTE)
    assert "secret" not in str(model.index(0).data(NOTE))


def test_the_newest_stands_on_top_and_nothing_twice(qapp: object) -> None:
    entries = [an_entry(seq, a_fact(an_incident())) for seq in range(1, 5)]
    model = EntriesModel(a_session(), names_subject=True)
    model.show(entries[:2])
    model.add(entries)
    model.add(entries)
    assert [entry.seq for entry in model.entries] == [4, 3, 2, 1]


def test_the_log_is_bounded(qapp: object) -> None:
    fact = a_fact(an_incident())
    model = EntriesModel(a_session(), names_subject=True)
    model.add(an_entry(seq, fact) for seq in range(1, KEPT_ROWS + 101))
    model.add([an_entry(KEPT_ROWS + 101, fact)])
    assert model.rowCount() == KEPT_ROWS
    assert model.entries[0].seq == KEPT_ROWS + 101


def test_of_many_facts_the_newest_are_shown_and_the_earlier_ones_when_asked_for(
    qapp: object, qtmodeltester: ModelTester
) -> None:
    fact = a_fact(an_incident())
    model = EntriesModel(a_session(), names_subject=False, rows=10)
    qtmodeltester.check(model)
    model.show(an_entry(seq, fact) for seq in range(1, 31))
    model.add([an_entry(31, fact), an_entry(32, fact)])
    assert (model.rowCount(), len(model.entries)) == (10, 32)
    assert model.index(0).data(ENTRY).seq == 32
    model.show_rows(40)
    assert model.rowCount() == 32
    model.add(an_entry(seq, fact) for seq in range(33, 83))
    assert (model.rowCount(), model.index(39).data(ENTRY).seq) == (40, 43)
    model.clear()
    model.show(an_entry(seq, fact) for seq in range(1, 31))
    assert model.rowCount() == 10
