"""Promises of the travel times of a console."""

from __future__ import annotations

from typing import Any

import pytest

from console.state.travel import Basis
from console.state.travel_words import basis_note, minutes_words, way_words
from tests.console.desk_stand_in import a_frame, a_place, a_session
from tests.console.roads import RoadLane, a_net

pytestmark = pytest.mark.gui
STREET = [(-1_000.0, 0.0), (3_000.0, 0.0)]
ISLAND = [(-1_000.0, 900.0), (1_000.0, 900.0)]
HERE = a_place()


@pytest.fixture
def session(qapp: Any) -> Any:
    return a_session(a_frame([], []), language="en")


@pytest.fixture
def lane(session: Any) -> RoadLane:
    return RoadLane(session)


def test_without_roads_a_way_is_estimated_and_says_so(session: Any, lane: RoadLane) -> None:
    (way,) = session.travel.ways([a_place(1_000)], HERE)
    assert way.basis is Basis.STRAIGHT
    # 1.3 km at 15 km/h.
    assert way.seconds == pytest.approx(312, rel=0.01)
    assert way_words(way) == "≈ 6 min by straight line"
    assert "until the roads are read" in basis_note(session.travel, "en")
    assert lane.asked == []
    session.travel.show_net(a_net([(0.0, 0.0), (0.0, 0.0)]))
    assert "no roads" in basis_note(session.travel, "en")


def test_an_estimate_stands_until_the_lane_has_answered(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET))
    (way,) = session.travel.ways([a_place(1_000)], HERE)
    assert way.basis is Basis.AWAITED
    assert minutes_words(way).startswith("≈")
    told = []
    session.travel.changed.connect(lambda: told.append(True))
    assert lane.answer() == 1
    (way,) = session.travel.ways([a_place(1_000)], HERE)
    assert (way.basis, told) == (Basis.ROAD, [True])
    assert way.seconds == pytest.approx(240, rel=0.01)
    assert way_words(way) == "4 min by road"


def test_one_search_answers_for_everybody_and_is_asked_once(
    session: Any, lane: RoadLane
) -> None:
    session.travel.show_net(a_net(STREET))
    session.travel.prepare(HERE)
    session.travel.ways([a_place(500), a_place(900)], HERE)
    assert lane.answer() == 1
    ways = session.travel.ways([a_place(500), a_place(900), a_place(-500)], HERE)
    assert [way.basis for way in ways] == [Basis.ROAD] * 3
    assert lane.asked == []


def test_whom_no_road_brings_there_is_told_so(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET, ISLAND))
    session.travel.prepare(HERE)
    lane.answer()
    (way,) = session.travel.ways([a_place(0, 900)], HERE)
    assert (way.seconds, way.basis) == (None, Basis.CUT_OFF)
    assert way_words(way) == minutes_words(way) == "no road leads there"


def test_far_from_any_road_the_straight_line_is_all_there_is(
    session: Any, lane: RoadLane
) -> None:
    session.travel.show_net(a_net(STREET))
    session.travel.prepare(HERE)
    lane.answer()
    (way,) = session.travel.ways([a_place(0, 4_000)], HERE)
    assert way.basis is Basis.STRAIGHT


def test_other_roads_make_all_that_was_found_void(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET))
    session.travel.prepare(HERE)
    lane.answer()
    late = a_net(STREET, version=2)
    session.travel.ways([a_place(500)], a_place(100))
    session.travel.show_net(late)
    lane.answer()
    (way,) = session.travel.ways([a_place(500)], a_place(100))
    assert way.basis is Basis.AWAITED
    assert session.travel.version == 2


def test_another_way_of_travelling_is_reckoned_anew(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET))
    session.travel.prepare(HERE)
    lane.answer()
    names = [session.travel.take_next_profile() for _ in range(3)]
    assert names == ["car", "foot", "e-bike"]
    session.travel.take_next_profile()
    (way,) = session.travel.ways([a_place(1_000)], HERE)
    assert way.basis is Basis.AWAITED
    lane.answer()
    (way,) = session.travel.ways([a_place(1_000)], HERE)
    assert way.seconds == pytest.approx(144, rel=0.01)


def test_areas_are_there_once_the_lane_has_answered(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET))
    assert session.travel.areas(HERE, towards=True) is None
    lane.answer()
    areas = session.travel.areas(HERE, towards=True)
    assert [area.seconds for area in areas] == [300, 600, 900]


def test_a_line_is_known_as_soon_as_the_way_is(session: Any, lane: RoadLane) -> None:
    session.travel.show_net(a_net(STREET))
    assert len(session.travel.line(a_place(500), HERE)) == 0
    lane.answer()
    assert len(session.travel.line(a_place(500), HERE)) >= 2
