"""Promises of facts: what lies between two values leads from the one to the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.category import Urgency
from models.domain.fact import SubjectKind, applied, applied_to, fact_between
from models.domain.ids import CellId
from models.domain.incident import Incident, State, Task, TaskRole, TaskState
from models.domain.member import Duty, Member
from models.domain.place import LonLat
from models.domain.scope import moves_scope
from tests.builders import NINE, a_fact, a_member, a_task, an_incident, at

moments = st.none() | st.integers(0, 10_000).map(lambda minutes: at(minutes=minutes))
cells = st.lists(st.integers(1, 9).map(CellId), max_size=4).map(tuple)
TASK_CHANGES = {
    "role": st.sampled_from(TaskRole),
    "state": st.sampled_from(TaskState),
    "signed_at": moments,
    "ended_at": moments,
    "reworks": st.integers(0, 3),
    "instruction": st.text(max_size=5),
}
INCIDENT_CHANGES = {
    "state": st.sampled_from(State),
    "category": st.none() | st.sampled_from(["E0101", "E9901"]),
    "urgency": st.sampled_from(Urgency),
    "place": st.none() | st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90)),
    "cell_path": cells,
    "due_at": moments,
    "closed_at": moments,
    "supervise": st.integers(0, 3),
    "restricted": st.booleans(),
    "photos": st.lists(st.text(max_size=3), max_size=2).map(tuple),
    "text": st.text(max_size=5),
    "reporter_phone": st.text(max_size=5),
}
MEMBER_CHANGES = {
    "name": st.text(max_size=5),
    "duty": st.sampled_from(Duty),
    "capacity": st.integers(0, 9),
    "cell_path": cells,
    "skills": st.lists(st.sampled_from(["first aid", "drone"]), max_size=2).map(tuple),
}


@st.composite
def incidents(draw: st.DrawFn, old: Incident | None = None) -> Incident:
    """Any incident; with `old`, what may have become of it: no task is ever lost."""
    begun = old or an_incident()
    tasks = [_changed(draw, task) if draw(st.booleans()) else task for task in begun.tasks]
    tasks += [_changed(draw, a_task()) for _ in range(draw(st.integers(0, 2)))]
    changed = draw(st.fixed_dictionaries({}, optional=INCIDENT_CHANGES))
    version = begun.version + 1 if old else 1
    return replace(begun, version=version, tasks=tuple(tasks), **changed)


def _changed(draw: st.DrawFn, task: Task) -> Task:
    return replace(task, **draw(st.fixed_dictionaries({}, optional=TASK_CHANGES)))


@given(incidents())
def test_a_first_fact_makes_the_whole_incident(incident: Incident) -> None:
    assert applied(None, a_fact(incident)) == incident


@given(st.data())
def test_a_fact_leads_from_the_old_incident_to_the_new(data: st.DataObject) -> None:
    old = data.draw(incidents())
    new = data.draw(incidents(old=old))
    assert applied(old, fact_between("changed", old, new, occurred_at=NINE)) == new


@given(st.data())
def test_applying_a_fact_twice_is_applying_it_once(data: st.DataObject) -> None:
    old = data.draw(incidents())
    fact = a_fact(data.draw(incidents(old=old)), old, "changed")
    once = applied(old, fact)
    assert applied(once, fact) == once


@given(st.data())
def test_a_fact_tells_no_field_that_stayed_as_it_was(data: st.DataObject) -> None:
    old = data.draw(incidents())
    new = data.draw(incidents(old=old))
    fact = a_fact(new, old, "changed")
    is_carried_whole = old.state is State.ARCHIVED or moves_scope(old, new)
    if not is_carried_whole:
        assert all(getattr(old, name) != value for name, value in fact.change.fields.items())
        assert not set(fact.change.tasks) & set(old.tasks)


@given(st.fixed_dictionaries({}, optional=MEMBER_CHANGES))
def test_a_fact_leads_from_the_old_member_to_the_new(changed: dict[str, object]) -> None:
    old = a_member()
    new = replace(old, version=2, **changed)  # type: ignore[arg-type] - drawn by field
    assert applied_to(Member, old, a_fact(new, old, "corrected")) == new
    assert applied_to(Member, None, a_fact(new, verb="enrolled")) == new


def test_a_fact_about_an_archived_incident_carries_it_whole() -> None:
    old = an_incident(State.ARCHIVED, tasks=(a_task(state=TaskState.DONE),))
    new = replace(old, state=State.REGISTERED, version=2, reopened=1)
    assert applied(None, a_fact(new, old, "reopened")) == new


def test_a_fact_says_whom_it_is_about_and_which_version_it_made() -> None:
    member = a_member(version=7, cell_path=(CellId(1), CellId(4)))
    fact = a_fact(member, verb="enrolled", note="首次入册")
    assert (fact.subject_kind, fact.subject_id) == (SubjectKind.MEMBER, member.id)
    assert (fact.subject_version, fact.cell_path) == (7, (1, 4))
    assert (fact.verb, fact.occurred_at, fact.change.note) == ("enrolled", NINE, "首次入册")


def test_identity_and_version_stand_in_the_fact_and_not_in_its_change() -> None:
    assert not {"id", "version", "tasks"} & set(a_fact(an_incident()).change.fields)


def test_the_fields_of_a_change_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        a_fact(an_incident()).change.fields["state"] = State.VOID  # type: ignore[index]
