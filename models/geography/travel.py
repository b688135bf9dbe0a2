"""How fast somebody travels on a road: profiles of walkers, riders and drivers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from models.domain.error import BadInput, Words
from models.geography.roads import Access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from models.geography.roads import Roads

KMH: Final = 1 / 3.6
"""Metres per second in one kilometre per hour."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of travelling.

    `kmh` by class of road: a class that is missing is closed. A posted limit bounds the
    speed to `of_limit` of it (0: it does not bind). The way between a place and its road
    goes on foot by the straight line at `walk_kmh`, `most_walk_m` at the most. Where no road is
    known, a way is `detour` times the straight line at `straight_kmh`.
    """

    name: str
    access: Access
    kmh: Mapping[str, float]
    of_limit: float
    straight_kmh: float
    detour: float
    obeys_oneway: bool
    walk_kmh: float
    most_walk_m: float

    @property
    def fastest_mps(self) -> float:
        """No way is travelled faster than this, metres per second."""
        return max(self.walk_kmh, *self.kmh.values()) * KMH

    @property
    def walk_mps(self) -> float:
        """How fast the legs off the road go, metres per second."""
        return self.walk_kmh * KMH

    def straight_s(self, straight_m: float) -> float:
        """Seconds for a straight distance where no road is known: an estimate."""
        return straight_m * self.detour / (self.straight_kmh * KMH)

    def speed_mps(self, roads: Roads) -> NDArray[np.float64]:
        """How fast each road is travelled, (n,) metres per second; 0 where it is closed."""
        by_kind = np.array([self._of_class(kind) for kind in roads.kinds] or [0.0])
        kmh = by_kind[roads.kind] if len(roads) else np.empty(0)
        if self.of_limit:
            limit = np.where(roads.max_kmh > 0, roads.max_kmh * self.of_limit, np.inf)
            kmh = np.minimum(kmh, limit)
        return np.where(roads.access & self.access, kmh, 0.0) * KMH

    def _of_class(self, kind: str) -> float:
        return self.kmh.get(kind) or self.kmh.get(kind.removesuffix("_link"), 0.0)


@dataclass(frozen=True, slots=True)
class Profiles:
    """All ways of travelling, and the one that members use unless said otherwise."""

    by_name: Mapping[str, Profile]
    default: str

    def __getitem__(self, name: str) -> Profile:
        return self.by_name[name]

    @property
    def kinds(self) -> frozenset[str]:
        """The classes of road that anybody travels on."""
        return frozenset(kind for one in self.by_name.values() for kind in one.kmh)


def profiles_from(text: str) -> Profiles:
    """The profiles of a `travel.toml`.

    Raises
    ------
    BadInput
        `bad_travel`, where the text lacks something or a speed is none.
    """
    try:
        table = tomllib.loads(text)
        profiles = {name: _profile(name, one, table) for name, one in table["profile"].items()}
        return Profiles(profiles, profiles[table["default"]].name)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        words = Words(
            f"出行速度文件有误：{error}", f"the file of travel speeds is wrong: {error}"
        )
        raise BadInput("bad_travel", words) from error


def _profile(name: str, table: dict[str, Any], whole: dict[str, Any]) -> Profile:
    walk = whole["walk"]
    return Profile(
        name=name,
        access=Access[table["access"].upper()],
        kmh={kind: _speed(kmh) for kind, kmh in table["kmh"].items()},
        of_limit=float(table["of_limit"]),
        straight_kmh=_speed(table["straight_kmh"]),
        detour=float(whole["straight"]["detour"]),
        obeys_oneway=bool(table["obeys_oneway"]),
        walk_kmh=_speed(walk["kmh"]),
        most_walk_m=float(walk["most_m"]),
    )


def _speed(kmh: Any) -> float:
    speed = float(kmh)
    if not 0 < speed < 300:
        raise ValueError(f"{kmh!r} is no speed in km/h")
    return speed
