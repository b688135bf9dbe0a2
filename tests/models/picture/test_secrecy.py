"""Restricted incidents leave no trace for whoever lacks the grant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.domain.incident import State
from models.domain.lifecycle import Role
from models.picture.fold import fold
from models.picture.picture import Picture
from models.picture.secrecy import (
    is_cleared,
    is_restricted,
    restricted_by,
    restricted_in,
    told,
    visible,
    without,
)
from tests.builders import (
    a_category,
    a_drawing,
    a_fact,
    a_journal,
    a_member,
    a_task,
    an_incident,
)

MEMBER = a_member()
SECRET = an_incident(State.HANDLING, restricted=True, tasks=(a_task(MEMBER),))
OPEN = an_incident(State.HANDLING, tasks=(a_task(MEMBER),))
LATER = replace(SECRET, version=2, supervise=1)
ENTRIES = a_journal(
    (a_fact(MEMBER), a_fact(SECRET), a_fact(OPEN), a_fact(LATER, SECRET, "supervised"))
)


def test_the_picture_holds_neither_the_incident_nor_its_tasks() -> None:
    whole, _ = fold(Picture(), ENTRIES)
    shown = without(whole, restricted_in(whole, {}))
    assert set(shown.incidents) == {OPEN.id}
    assert shown.tasks_of == {MEMBER.id: (OPEN.id,)}
    assert shown.members == whole.members


def test_nothing_hidden_is_the_very_same_picture() -> None:
    whole, _ = fold(Picture(), ENTRIES[:1])
    assert without(whole, restricted_in(whole, {})) is whole


def test_no_fact_tells_of_it() -> None:
    _, changes = fold(Picture(), ENTRIES)
    shown = told(changes, {SECRET.id}, {})
    assert [entry.fact.subject_id for entry in shown.entries] == [MEMBER.id, OPEN.id]


def test_what_is_drawn_for_it_is_hidden_with_it() -> None:
    theirs, ours = a_drawing(incident=SECRET.id), a_drawing(incident=OPEN.id)
    entries = a_journal((a_fact(SECRET), a_fact(OPEN), a_fact(theirs), a_fact(ours)))
    whole, changes = fold(Picture(), entries)
    hidden = restricted_in(whole, {})
    assert set(without(whole, hidden).drawings) == {ours.id}
    told_of = [entry.fact.subject_id for entry in told(changes, hidden, {}).entries]
    assert told_of == [OPEN.id, ours.id]


def test_a_fact_that_says_restricted_is_hidden_before_anybody_knows_its_incident() -> None:
    assert SECRET.id not in {entry.fact.subject_id for entry in visible(ENTRIES[:3], (), {})}


@pytest.mark.parametrize("role", [Role.WALL, Role.MEMBER, Role.ANALYST, Role.TRAINER])
def test_those_without_the_grant(role: Role) -> None:
    assert not is_cleared({role})


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SHIFT_LEAD, Role.AUDITOR])
def test_those_with_it(role: Role) -> None:
    assert is_cleared({role, Role.WALL})


def test_an_incident_is_restricted_by_its_mark_or_by_its_class() -> None:
    categories = {"E1": a_category("E1", restricted=True), "E2": a_category("E2")}
    marked = an_incident(category="E2", restricted=True)

    assert is_restricted(an_incident(category="E1"), categories)
    assert is_restricted(marked, categories)
    assert not is_restricted(an_incident(category="E2"), categories)
    assert not is_restricted(an_incident(category=None), categories)


def test_a_class_hides_as_the_mark_does_with_tasks_facts_and_drawings() -> None:
    categories = {"E1": a_category(code="E1", restricted=True)}
    theirs = an_incident(State.HANDLING, category="E1", tasks=(a_task(MEMBER),))
    drawn = a_drawing(incident=theirs.id)
    entries = a_journal((a_fact(MEMBER), a_fact(theirs), a_fact(drawn), a_fact(OPEN)))
    whole, changes = fold(Picture(), entries)
    hidden = restricted_in(whole, categories)
    assert hidden == {theirs.id, drawn.id} == restricted_by(entries, categories)
    shown = without(whole, hidden)
    assert (set(shown.incidents), dict(shown.drawings)) == ({OPEN.id}, {})
    facts = {entry.fact.subject_id for entry in told(changes, hidden, categories).entries}
    assert facts == {MEMBER.id, OPEN.id}
    assert theirs.id not in {e.fact.subject_id for e in visible(entries, (), categories)}
