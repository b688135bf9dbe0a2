"""Roads around the middle of the stand-in district, and a lane that answers when told to."""

from __future__ import annotations

import numpy as np

from console.state.road_net import Around, RoadNet, travel_profiles
from console.state.session import Session
from models.geography.road_graph import build_graph
from models.geography.roads import Roads, plain_roads
from tests.console.desk_stand_in import a_place

Line = list[tuple[float, float]]


def some_roads(*lines: Line) -> Roads:
    """Residential streets along these (east, north) metres from the middle."""
    places = [a_place(*point) for line in lines for point in line]
    return plain_roads(
        np.array([[place.lon_deg, place.lat_deg] for place in places]),
        np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        np.zeros(len(lines), np.int16),
        ("residential",),
    )


def a_net(*lines: Line, version: int = 1) -> RoadNet:
    """The net of these streets."""
    return RoadNet(version, build_graph(some_roads(*lines)), travel_profiles())


class RoadLane:
    """Keeps what is asked of the roads until it is told to answer."""

    def __init__(self, session: Session) -> None:
        self.travel = session.travel
        self.asked: list[Around] = []
        session.travel.asked.connect(self.asked.append)

    def answer(self) -> int:
        """Answer all that was asked so far; how many that were."""
        asked, self.asked[:] = list(self.asked), []
        for question in asked:
            self.travel.on_told(question, question())
        return len(asked)
