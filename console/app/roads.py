"""The road net of a home: the roads that were brought in, else those under its map."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from console.app.backdrop import read_backdrop
from console.app.calm import give_back
from console.state.reference import ROAD_KINDS
from console.state.road_net import RoadNet, travel_profiles
from models.geography.road_graph import build_graph
from models.geography.roads import Roads, plain_roads
from models.store.engine import troubles
from models.store.roads import read_roads, roads_version

if TYPE_CHECKING:
    from console.app.home import Home
    from console.state.reference import Backdrop

CLASS_OF_KIND = {"minor": "residential"}
"""The classes of the kinds that the map draws, where they are not called the same."""


class ReadRoads:
    """Reads the road net on the desk lane; None where it is that of `known` still.

    Some 0.5 s for a district of 80,000 edges, once; asked again it costs one question.
    """

    def __init__(self, home: Home, known: int | None) -> None:
        self._home = home
        self._known = known

    def __call__(self) -> RoadNet | None:
        """Read; the net of the default way of travelling is made at once."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            version = roads_version(connection)
            if version == self._known:
                return None
            roads = read_roads(connection) if version else Roads()
        if not version:
            roads = roads_of_backdrop(read_backdrop(self._home.address.folder))
        profiles = travel_profiles()
        net = RoadNet(version, build_graph(roads), profiles)
        net.searches(profiles.default)
        give_back()  # here, where nobody waits: what making it took is 60 MB
        return net


def roads_of_backdrop(backdrop: Backdrop) -> Roads:
    """The roads under a home's map, which know their class and no more."""
    parts = [
        (CLASS_OF_KIND.get(kind, kind), lines)
        for kind in ROAD_KINDS
        if (lines := backdrop.roads.get(kind)) is not None and len(lines.ends) > 1
    ]
    if not parts:
        return Roads()
    counts = np.concatenate([np.diff(lines.ends) for _, lines in parts])
    kind = np.repeat(np.arange(len(parts)), [len(lines.ends) - 1 for _, lines in parts])
    return plain_roads(
        np.vstack([lines.lonlat_deg for _, lines in parts]),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        kind.astype(np.int16),
        tuple(name for name, _ in parts),
    )
