"""The road net of a home: the roads that were brought in, else those under its map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.app.backdrop import read_backdrop
from console.state.reference import ROAD_KINDS
from console.state.road_net import RoadNet, travel_profiles
from models.geography.on_disk import laid
from models.geography.road_graph import build_graph
from models.geography.roads import Roads, plain_roads
from models.store.roads import read_roads, roads_version

if TYPE_CHECKING:
    from pathlib import Path

    from console.state.reference import Backdrop
    from models.store.engine import Connection

CLASS_OF_KIND = {"minor": "residential"}
"""The classes of the kinds that the map draws, where they are not called the same."""


def roads_in(connection: Connection, folder: Path) -> tuple[int, Roads]:
    """The version of the roads that were brought in and these, or 0 and those of the map."""
    version = roads_version(connection)
    if version:
        return version, read_roads(connection)
    return version, roads_of_backdrop(read_backdrop(folder))


def net_of(version: int, roads: Roads) -> RoadNet:
    """The net of some roads, ready for the default way of travelling."""
    profiles = travel_profiles()
    net = RoadNet(version, build_graph(roads), profiles)
    net.searches(profiles.default)
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
        laid(lines.lonlat_deg for _, lines in parts),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        kind.astype(np.int16),
        tuple(name for name, _ in parts),
    )
