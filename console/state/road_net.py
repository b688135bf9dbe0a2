"""The roads of a home and what is asked of them: answered on the desk lane."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from models.geography.isochrone import Isochrone, isochrones
from models.geography.on_disk import let_all_go
from models.geography.route import Reach, Searches, searches_kept
from models.geography.travel import Profiles, profiles_from
from models.geography.travel_net import TravelNet
from resources.files import resource_path

if TYPE_CHECKING:
    from models.domain.place import LonLat
    from models.geography.road_graph import RoadGraph

MINUTES: Final = (5, 10, 15)
"""The isochrones on the map."""
_AREAS_S: Final = [60.0 * minutes for minutes in MINUTES]
FARTHEST_S: Final = 45 * 60.0
"""Searches end here: nobody is sent further in a district."""


@cache
def travel_profiles() -> Profiles:
    """How fast people travel, as shipped."""
    return profiles_from(resource_path("travel.toml").read_text(encoding="utf-8"))


class RoadNet:
    """The roads of a home as each profile travels them, made when first needed.

    Thread: made where it is nobody else's yet, then the desk lane's; the screens hand it about
    and look into none of it.
    """

    def __init__(self, version: int, graph: RoadGraph, profiles: Profiles) -> None:
        self.version = version
        self.profiles = profiles
        self.has_roads = len(graph.first) > 0
        self.searches_kept = searches_kept(len(graph.node_lonlat_deg))
        self._graph = graph
        self._searches: dict[str, Searches] = {}

    def searches(self, profile: str) -> Searches:
        """The searches of one profile."""
        if profile not in self._searches:
            self._searches[profile] = Searches(TravelNet(self._graph, self.profiles[profile]))
        return self._searches[profile]


@dataclass(frozen=True, slots=True)
class Around:
    """A question for the lane: everything within reach of a place, and its areas if wanted."""

    net: RoadNet
    profile: str
    place: LonLat
    towards: bool
    with_areas: bool = False

    def __call__(self) -> Reach | tuple[Isochrone, ...]:
        """Search; runs on the lane."""
        reach = self.net.searches(self.profile).around(
            self.place, towards=self.towards, limit_s=FARTHEST_S
        )
        answer = isochrones(reach, _AREAS_S) if self.with_areas else reach
        let_all_go()  # a city's net, 75 MB: the next search finds it in the system's memory
        return answer
