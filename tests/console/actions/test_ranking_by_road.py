"""Promises of ranking by travel time."""

from __future__ import annotations

from typing import Any

import pytest

from console.actions.ranking import ranked
from console.state.travel import Basis
from tests.builders import a_member, an_incident
from tests.console.desk_stand_in import a_frame, a_place, a_session
from tests.console.roads import RoadLane, a_net

pytestmark = pytest.mark.gui
# The river runs between the case and the first member; the bridge is two kilometres east.
NORTH = [(-100.0, 300.0), (2_000.0, 300.0)]
BRIDGE = [(2_000.0, 300.0), (2_000.0, 0.0)]
SOUTH = [(2_000.0, 0.0), (0.0, 0.0), (-900.0, 0.0)]


@pytest.fixture
def world(qapp: Any) -> Any:
    case = an_incident(place=a_place())
    across, beside, lost = a_member(), a_member(), a_member()
    places = {across.ref: a_place(0, 300), beside.ref: a_place(-800)}
    frame = a_frame([case], [across, beside, lost], places)
    session = a_session(frame)
    return session, frame, case, across, beside, lost


def test_who_lives_across_the_river_comes_after_who_is_there_sooner(world: Any) -> None:
    session, frame, case, across, beside, lost = world
    lane = RoadLane(session)
    session.travel.show_net(a_net(NORTH, BRIDGE, SOUTH))
    before = ranked(frame, case, travel=session.travel)
    assert [one.member for one in before] == [across, beside, lost]
    lane.answer()
    after = ranked(frame, case, travel=session.travel)
    assert [one.member for one in after] == [beside, across, lost]
    assert [one.way.basis for one in after[:2]] == [Basis.ROAD] * 2
    assert after[2].way is None


def test_who_cannot_come_at_all_comes_last_of_those_whose_place_is_known(world: Any) -> None:
    session, frame, case, across, beside, lost = world
    lane = RoadLane(session)
    session.travel.show_net(a_net(NORTH, SOUTH))
    ranked(frame, case, travel=session.travel)
    lane.answer()
    after = ranked(frame, case, travel=session.travel)
    assert [one.member for one in after] == [beside, across, lost]
    assert after[1].way.basis is Basis.CUT_OFF


def test_without_travel_times_distance_decides(world: Any) -> None:
    _, frame, case, across, beside, lost = world
    assert [one.member for one in ranked(frame, case)] == [across, beside, lost]
