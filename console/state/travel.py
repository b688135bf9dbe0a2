"""How long somebody needs to somewhere: by road where the roads are known, else an estimate.

Nets are made apart, the desk lane searches; what it found is immutable, and the screens look
times up in it at once, as often as they like. Until an answer is there, and where no road is,
a way is estimated from the straight line, and says so.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.state.road_net import FARTHEST_S, Around, RoadNet, travel_profiles
from models.domain.place import LonLat, distance_m
from models.geography.route import Found, Reach

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from models.geography.isochrone import Isochrone


class Basis(Enum):
    """What a travel time rests on."""

    ROAD = "road"
    AWAITED = "awaited"
    """The straight line, until the lane has answered."""
    STRAIGHT = "straight"
    """The straight line: there are no roads, or none near."""
    BEYOND = "beyond"
    """By road, but longer than was looked: `seconds` is that limit."""
    CUT_OFF = "cut off"
    """No way leads there; no seconds."""


@dataclass(frozen=True, slots=True)
class Way:
    """How long a way takes. `seconds` is None only where no way leads there."""

    seconds: float | None
    basis: Basis


class Travel(QObject):
    """The travel times of one console.

    Signals: `asked(object)` an `Around` for the desk lane, which `on_told` wants back with
    its answer; `changed()` times that were estimated may be known now, or others.
    Thread: GUI
    """

    asked = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profiles = travel_profiles()
        self._profile = self._profiles.default
        self._net: RoadNet | None = None
        self._told: OrderedDict[Hashable, object] = OrderedDict()
        self._asked: set[Around] = set()

    @property
    def version(self) -> int | None:
        """The reference version of the roads; None where nobody has looked yet."""
        return None if self._net is None else self._net.version

    @property
    def has_roads(self) -> bool:
        """Whether times by road can be had."""
        return self._net is not None and self._net.has_roads

    @property
    def profile(self) -> str:
        """How people travel: a name of `travel.toml`."""
        return self._profile

    def take_next_profile(self) -> str:
        """Reckon with the next way of travelling from now on; its name."""
        names = tuple(self._profiles.by_name)
        self._profile = names[(names.index(self._profile) + 1) % len(names)]
        self.changed.emit()
        return self._profile

    def show_net(self, net: RoadNet) -> None:
        """Reckon with these roads; whatever was found on others is forgotten."""
        self._net = net
        self._told.clear()
        self._asked.clear()
        self.changed.emit()

    def on_told(self, question: Around, answer: object) -> None:
        """Take an answer of the lane, unless it speaks of other roads."""
        self._asked.discard(question)
        if self._net is None or question.net is not self._net:
            return
        self._told[question] = answer
        while len(self._told) > self._net.searches_kept:
            self._told.popitem(last=False)
        self.changed.emit()

    def ways(self, places: Sequence[LonLat], to: LonLat) -> tuple[Way, ...]:
        """How long the ways from these places to one are, as far as is known now."""
        reach = self._reach(to)
        if reach is None:
            return tuple(self._estimated(place, to) for place in places)
        times = reach.times(np.array([[p.lon_deg, p.lat_deg] for p in places]))
        pairs = zip(times.seconds.tolist(), times.found.tolist(), places, strict=True)
        return tuple(
            self._of(seconds, Found(found), place, to) for seconds, found, place in pairs
        )

    def line(self, place: LonLat, to: LonLat) -> NDArray[np.float64]:
        """The way from a place to another, (p, 2) WGS 84 degrees; empty where none is known."""
        reach = self._reach(to)
        return np.empty((0, 2)) if reach is None else reach.line(place)

    def areas(self, place: LonLat, *, towards: bool) -> tuple[Isochrone, ...] | None:
        """What lies within `MINUTES` of a place; None until the lane has answered."""
        answer = self._answer(place, towards=towards, with_areas=True)
        return answer if isinstance(answer, tuple) else None

    def prepare(self, to: LonLat) -> None:
        """Have the ways to a place found before somebody waits for them."""
        self._reach(to)

    def _reach(self, to: LonLat) -> Reach | None:
        answer = self._answer(to, towards=True)
        return answer if isinstance(answer, Reach) else None

    def _answer(self, place: LonLat, *, towards: bool, with_areas: bool = False) -> object:
        if self._net is None or not self._net.has_roads:
            return None
        question = Around(self._net, self._profile, place, towards, with_areas)
        if question in self._told:
            self._told.move_to_end(question)
            return self._told[question]
        if question not in self._asked:
            self._asked.add(question)
            self.asked.emit(question)
        return None

    def _estimated(self, place: LonLat, to: LonLat) -> Way:
        seconds = self._profiles[self._profile].straight_s(distance_m(place, to))
        return Way(seconds, Basis.AWAITED if self.has_roads else Basis.STRAIGHT)

    def _of(self, seconds: float, found: Found, place: LonLat, to: LonLat) -> Way:
        match found:
            case Found.BY_ROAD:
                return Way(seconds, Basis.ROAD)
            case Found.BEYOND:
                return Way(FARTHEST_S, Basis.BEYOND)
            case Found.CUT_OFF:
                return Way(None, Basis.CUT_OFF)
            case Found.OFF_ROAD:
                seconds = self._profiles[self._profile].straight_s(distance_m(place, to))
                return Way(seconds, Basis.STRAIGHT)
