"""What is kept of a district lives as the whole one does, and holds no more than it needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.simulation.beats import NOWHERE, Beats, roads_of_villages
from models.simulation.day import arrivals
from models.simulation.district import FictionalDistrict
from models.simulation.field import Field
from models.simulation.lean import arrays_of, lean_district
from models.simulation.walking import Network
from tests.models.simulation.conftest import NINE, World, some_places

if TYPE_CHECKING:
    from models.domain.error import Language

COLLECTIONS = (list, dict, set, frozenset, tuple)


@pytest.fixture(scope="module")
def lean(small: FictionalDistrict) -> FictionalDistrict:
    return lean_district(arrays_of(small))


def test_the_members_of_a_lean_district_walk_and_speak_as_those_of_the_whole(
    small: FictionalDistrict, lean: FictionalDistrict
) -> None:
    world = World(small)
    for number, place in enumerate(some_places(small, 6)):
        world.report(place, number)
    same = Field(lean, world.seed)
    commands = 0
    for _ in range(360):
        world.now += timedelta(seconds=10)
        world.works.now = world.now
        mine, other = (one.step(world.now, world.picture) for one in (world.field, same))
        assert mine.commands == other.commands
        assert mine.fixes.lon_deg.tobytes() == other.fixes.lon_deg.tobytes()
        commands += len(mine.commands)
        places = world.field.places()
        for command in mine.commands + world.centre.step(world.now, world.picture, places):
            world.do(command)
    assert commands


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lean_district_has_the_same_day(
    small: FictionalDistrict, lean: FictionalDistrict, language: Language
) -> None:
    end = NINE + timedelta(days=1)
    days = [list(arrivals(d, 5, NINE, end, language=language)) for d in (small, lean)]
    assert days[0] == days[1]
    assert days[0]


def test_a_lean_district_has_no_outline_of_what_has_a_road(lean: FictionalDistrict) -> None:
    cells = {cell.code: cell for cell in lean.cells}
    assert all(cell.polygon.is_empty for cell in lean.of_level(5))
    touched = {str(lean.of_level(5)[unit].parent) for unit in np.unique(lean.roads.unit)}
    assert all(cells[code].polygon.is_empty for code in touched)


def test_a_network_holds_nothing_made_for_each_of_its_roads(small: FictionalDistrict) -> None:
    network = Network(small.roads)
    assert [
        name for name, value in vars(network).items() if isinstance(value, COLLECTIONS)
    ] == []


def test_a_beat_is_not_listed_for_each_member() -> None:
    villages = np.array([[0, 1], [1, 1], [2, 0], [3, 3]])
    beats = Beats(villages, np.array([0, 1, NOWHERE]), np.array([NOWHERE, NOWHERE, 3]))
    found = [[road for road in range(4) if beats.has(walker, road)] for walker in range(3)]
    assert found == [[0, 2], [0, 1], [3]]
    roads, first = roads_of_villages(villages, 4)
    assert [part.tolist() for part in np.split(roads, first[1:-1])] == [
        [0, 2],
        [0, 1],
        [2],
        [3],
    ]
    assert not [value for value in vars(beats).values() if isinstance(value, COLLECTIONS)]
