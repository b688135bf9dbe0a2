"""Promises of the one fold, by any history of any incidents and members."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.fact import Change, Entry, Fact, SubjectKind, fact_between
from models.domain.ids import IncidentId, MemberId
from models.domain.incident import (
    AssigneeKind,
    Incident,
    State,
    Task,
    TaskRole,
    TaskState,
)
from models.domain.member import Duty, Member
from models.picture.fold import Changes, fold
from models.picture.picture import Picture
from tests.builders import (
    NINE,
    a_department_task,
    a_fact,
    a_journal,
    a_member,
    a_task,
    an_entry,
    an_id,
    an_incident,
    at,
)

EMPTY = Picture()


def folded(entries: tuple[Entry, ...], picture: Picture = EMPTY) -> Picture:
    return fold(picture, entries)[0]


def in_any_order(picture: Picture) -> Picture:
    """The picture with the incidents of each member in the order of their ids."""
    tasks_of = {who: tuple(sorted(ids)) for who, ids in picture.tasks_of.items()}
    return replace(picture, tasks_of=tasks_of)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    """A journal of up to thirty facts about three members and four incidents."""
    members = [a_member() for _ in range(3)]
    facts = [a_fact(member, verb="enrolled") for member in members]
    incidents = [an_incident(State.REPORTED) for _ in range(4)]
    begun: dict[int, Incident] = {}
    for _ in range(draw(st.integers(0, 30))):
        i = draw(st.integers(0, 6))
        if i < 4:
            old = begun.get(i)
            begun[i] = _moved(draw, old, members) if old else incidents[i]
            facts.append(a_fact(begun[i], old, "moved"))
        else:
            old_member = members[i - 4]
            duty = draw(st.sampled_from(Duty))
            members[i - 4] = replace(old_member, version=old_member.version + 1, duty=duty)
            facts.append(a_fact(members[i - 4], old_member, "duty-changed"))
    return a_journal(facts)


def _moved(draw: st.DrawFn, old: Incident, members: list[Member]) -> Incident:
    tasks = [
        replace(task, state=draw(st.sampled_from(TaskState))) if draw(st.booleans()) else task
        for task in old.tasks
    ]
    state = draw(st.sampled_from(State))
    if draw(st.booleans()):
        tasks.append(
            a_task(draw(st.sampled_from(members)), role=draw(st.sampled_from(TaskRole)))
        )
    if not state.is_open:
        tasks = [_ended(task) for task in tasks]
    return replace(old, version=old.version + 1, state=state, tasks=tuple(tasks))


def _ended(task: Task) -> Task:
    return replace(task, state=TaskState.RELEASED) if task.state.is_open else task


@given(histories(), st.data())
def test_any_batching_gives_the_same_picture(
    journal: tuple[Entry, ...], data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(journal)), max_size=6).map(sorted))
    picture = EMPTY
    for begin, end in zip([0, *cuts], [*cuts, len(journal)], strict=True):
        picture = folded(journal[begin:end], picture)
    assert in_any_order(picture) == in_any_order(folded(journal))
    assert picture.digest() == folded(journal).digest()


def test_the_order_of_a_members_incidents_does_not_depend_on_batching() -> None:
    member = a_member()
    later, earlier = (
        an_incident(State.HANDLING, id=IncidentId(UUID(int=n)), tasks=(a_task(member),))
        for n in (2, 1)
    )
    journal = a_journal([a_fact(later), a_fact(earlier)])
    assert folded(journal) == folded(journal[1:], folded(journal[:1]))


@given(histories(), st.data())
def test_facts_that_come_again_change_nothing(
    journal: tuple[Entry, ...], data: st.DataObject
) -> None:
    picture = folded(journal)
    again = data.draw(st.integers(0, len(journal)))
    same, changes = fold(picture, journal[again:])
    assert same is picture
    assert changes == Changes()


@given(histories(), st.data())
def test_an_overlapping_batch_is_folded_once(
    journal: tuple[Entry, ...], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(journal)))
    back = data.draw(st.integers(0, cut))
    overlapping = folded(journal[back:], folded(journal[:cut]))
    assert in_any_order(overlapping) == in_any_order(folded(journal))


@given(histories())
def test_the_picture_holds_the_latest_of_everything_not_archived(
    journal: tuple[Entry, ...],
) -> None:
    picture = folded(journal)
    versions = {entry.fact.subject_id: entry.fact.subject_version for entry in journal}
    held = {**picture.incidents, **picture.members}
    assert all(subject.version == versions[subject.id] for subject in held.values())
    assert not [i for i in picture.incidents.values() if i.state is State.ARCHIVED]


@given(histories())
def test_open_tasks_by_member_are_what_counting_anew_gives(journal: tuple[Entry, ...]) -> None:
    picture = folded(journal)
    counted: dict[MemberId, set[IncidentId]] = defaultdict(set)
    for incident in picture.incidents.values():
        for task in incident.open_tasks:
            counted[MemberId(task.assignee)].add(incident.id)
    assert {member: set(ids) for member, ids in picture.tasks_of.items()} == counted


@given(histories())
def test_no_fold_writes_into_an_earlier_picture(journal: tuple[Entry, ...]) -> None:
    half = folded(journal[: len(journal) // 2])
    digest, tasks_of = half.digest(), dict(half.tasks_of)
    folded(journal, half)
    assert (half.digest(), half.tasks_of) == (digest, tasks_of)


def test_a_fold_that_touches_no_member_hands_the_roster_on_uncopied() -> None:
    before = folded(a_journal([a_fact(a_member())]))
    after = folded((an_entry(9, a_fact(an_incident())),), before)
    assert after.seq == 9
    assert after.members is before.members


@given(histories(), st.data())
def test_changes_of_two_steps_united_are_the_changes_of_one(
    journal: tuple[Entry, ...], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(journal)))
    half, first = fold(EMPTY, journal[:cut])
    assert first.united(fold(half, journal[cut:])[1]) == fold(EMPTY, journal)[1]


def test_gaps_in_seq_are_no_trouble() -> None:
    incident = an_incident(State.ACCEPTED)
    registered = replace(incident, version=2, state=State.REGISTERED)
    entries = (an_entry(3, a_fact(incident)), an_entry(90, a_fact(registered, incident)))
    picture = folded(entries)
    assert (picture.seq, picture.incidents[incident.id]) == (90, registered)


def test_the_picture_is_of_the_instant_of_its_last_fact() -> None:
    picture = folded(a_journal([a_fact(an_incident()), a_fact(a_member())]))
    assert (picture.seq, picture.at) == (2, at(minutes=2 / 60))


def test_an_archived_incident_leaves_the_picture() -> None:
    closed = an_incident(State.CLOSED)
    archived = replace(closed, version=2, state=State.ARCHIVED)
    picture, changes = fold(EMPTY, a_journal([a_fact(closed), a_fact(archived, closed)]))
    assert closed.id not in picture.incidents
    assert closed.id in changes.incidents


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_a_reopened_incident_comes_back_whole(cut: int) -> None:
    closed = an_incident(State.CLOSED, tasks=(a_task(state=TaskState.DONE),))
    archived = replace(closed, version=2, state=State.ARCHIVED)
    reopened = replace(archived, version=3, state=State.REGISTERED, reopened=1)
    facts = [a_fact(closed), a_fact(archived, closed), a_fact(reopened, archived)]
    journal = a_journal(facts)
    picture = folded(journal[cut:], folded(journal[:cut]))
    assert picture.incidents[closed.id] == reopened


def test_a_comment_on_an_archived_incident_does_not_bring_it_back() -> None:
    archived = an_incident(State.ARCHIVED)
    commented = replace(archived, version=2)
    picture = folded(a_journal([a_fact(commented, archived, "commented", note="已阅")]))
    assert not picture.incidents


def test_a_closed_incident_releases_everybody() -> None:
    one, two = a_member(), a_member()
    tasks = (a_task(one), a_task(two, role=TaskRole.ASSIST))
    handling = an_incident(State.HANDLING, tasks=tasks)
    over = replace(
        handling, version=2, state=State.CLOSED, tasks=tuple(_ended(task) for task in tasks)
    )
    journal = a_journal([a_fact(handling), a_fact(over, handling, "closed")])
    assert set(folded(journal[:1]).tasks_of) == {one.id, two.id}
    assert folded(journal).tasks_of == {}


def test_a_member_with_two_incidents_keeps_one_when_the_other_ends() -> None:
    member = a_member()
    first, second = (an_incident(State.HANDLING, tasks=(a_task(member),)) for _ in "12")
    ended = replace(
        first, version=2, state=State.HANDLED, tasks=tuple(_ended(task) for task in first.tasks)
    )
    picture = folded(a_journal([a_fact(first), a_fact(second), a_fact(ended, first)]))
    assert picture.tasks_of[member.id] == (second.id,)


def test_a_batch_of_reference_data_moves_the_reference_and_nothing_else() -> None:
    batch = Fact(
        verb="cells-imported",
        subject_kind=SubjectKind.REFERENCE,
        subject_id=an_id(),
        subject_version=4,
        occurred_at=NINE,
        cell_path=(),
        change=Change(),
    )
    picture, changes = fold(EMPTY, a_journal([batch]))
    assert (picture.reference, changes.reference) == (4, True)
    assert not changes.incidents | changes.members


# The digest ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        {"text": "别的话"},
        {"address": "长江路 1 号"},
        {"reporter_name": "李四"},
        {"reporter_phone": "13800000000"},
    ],
)
def test_the_digest_is_blind_to_the_words_of_an_incident(words: dict[str, str]) -> None:
    incident = an_incident()
    told = folded(a_journal([a_fact(replace(incident, **words))]))  # type: ignore[arg-type]
    assert told.digest() == folded(a_journal([a_fact(incident)])).digest()


def test_the_digest_is_blind_to_names_phones_and_instructions() -> None:
    member, task = a_member(), a_task()
    incident = an_incident(State.DISPATCHED, tasks=(task,))
    renamed = replace(member, name="某人", phone="1")
    told = replace(incident, tasks=(replace(task, instruction="走北门"),))
    plain = a_journal([a_fact(member), a_fact(incident)])
    worded = a_journal([a_fact(renamed), a_fact(told)])
    assert folded(plain).digest() == folded(worded).digest()


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.ACCEPTED},
        {"version": 2},
        {"supervise": 1},
        {"due_at": NINE},
        {"tasks": (a_department_task(),)},
    ],
)
def test_the_digest_sees_every_other_change(change: dict[str, object]) -> None:
    incident = an_incident()
    changed = replace(incident, **change)  # type: ignore[arg-type] - one field each
    plain = folded(a_journal([a_fact(incident)]))
    assert plain.digest() != folded(a_journal([a_fact(changed)])).digest()


def test_the_digest_belongs_to_a_seq() -> None:
    fact = a_fact(an_incident())
    assert folded((an_entry(1, fact),)).digest() != folded((an_entry(2, fact),)).digest()


def test_the_order_in_which_subjects_came_does_not_show_in_the_digest() -> None:
    one, two = a_fact(an_incident()), a_fact(an_incident())
    assert folded(a_journal([one, two])).digest() == folded(a_journal([two, one])).digest()


def test_the_load_of_a_department_is_no_members() -> None:
    task = a_department_task()
    assert task.assignee_kind is AssigneeKind.DEPARTMENT
    incident = an_incident(State.DISPATCHED, tasks=(task,))
    fact = fact_between("dispatched", None, incident, occurred_at=NINE)
    assert folded(a_journal([fact])).tasks_of == {}
