"""A picture as arrays: made from the last one, it is what it would be made from nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.analysis.census import Cases, People, census_of
from models.domain.ids import CellId
from models.domain.incident import State
from models.domain.member import Duty
from models.picture.picture import Picture
from tests.builders import a_member, an_incident

if TYPE_CHECKING:
    from models.domain.incident import Incident
    from models.domain.member import Member

PATHS = [tuple(map(CellId, path)) for path in ((1,), (1, 11), (1, 11, 111), (1, 12), ())]


def a_picture(
    cases: list[Incident], members: list[Member], held: dict[int, int], seq: int
) -> Picture:
    tasks = {
        members[row % len(members)].id: tuple(case.id for case in cases[: 1 + number])
        for row, number in held.items()
        if members and cases
    }
    return Picture(
        seq=seq,
        incidents=MappingProxyType({case.id: case for case in cases}),
        members=MappingProxyType({member.id: member for member in members}),
        tasks_of=MappingProxyType(tasks),
    )


def turned(random: Random, members: list[Member]) -> list[Member]:
    """Somebody changed, moved, left or came."""
    members = list(members)
    row = random.randrange(len(members))
    match random.randrange(5):
        case 0:
            members[row] = replace(members[row], duty=random.choice(list(Duty)))
        case 1:
            members[row] = replace(members[row], cell_path=random.choice(PATHS))
        case 2:
            members.append(a_member(duty=Duty.ON, cell_path=random.choice(PATHS)))
        case 3 if len(members) > 1:
            del members[row]
        case _:
            members[row] = replace(members[row], capacity=random.randrange(3))
    return members


def same(one: Cases | People, other: Cases | People) -> bool:
    for part in fields(one):
        mine, theirs = getattr(one, part.name), getattr(other, part.name)
        if part.name == "paths":
            assert np.array_equal(mine.subject, theirs.subject)
            assert np.array_equal(mine.cell, theirs.cell)
        elif isinstance(mine, np.ndarray):
            assert np.array_equal(mine, theirs), part.name
        else:
            assert mine == theirs, part.name
    return True


@given(st.randoms(use_true_random=False))
def test_a_census_from_the_last_one_is_the_census_from_nothing(random: Random) -> None:
    members = [a_member(duty=Duty.ON, cell_path=random.choice(PATHS)) for _ in range(8)]
    cases = [an_incident(cell_path=random.choice(PATHS)) for _ in range(5)]
    census = None
    for seq in range(8):
        held = {random.randrange(8): random.randrange(3) for _ in range(3)}
        picture = a_picture(cases, members, held, seq)
        census = census_of(picture, census)
        whole = census_of(picture)
        assert same(census.people, whole.people)
        assert same(census.cases, whole.cases)
        members = turned(random, members)
        at = random.randrange(len(cases))
        cases[at] = replace(cases[at], state=random.choice(list(State)))
        if random.random() < 0.3:
            cases.append(an_incident(cell_path=random.choice(PATHS)))


def test_the_census_of_the_same_picture_is_the_same_value() -> None:
    census = census_of(a_picture([an_incident()], [a_member()], {}, 1))
    assert census_of(census.picture, census) is census


def test_an_earlier_census_keeps_its_values_when_a_later_one_is_made() -> None:
    member = a_member(duty=Duty.ON)
    first = census_of(a_picture([], [member], {}, 1))
    census_of(a_picture([], [replace(member, duty=Duty.OFF)], {}, 2), first)
    assert first.people.is_on_duty.tolist() == [1.0]
