"""Places told in words: the crossing, the road or the place nearby, a direction, a distance.

The reverse description of `domain.md` §2.5: landmark + one of eight directions + metres,
rounded to 5. It also finds the landmarks that a text names.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import Enum
from math import cos, radians
from typing import TYPE_CHECKING, Final

import numpy as np

from models.domain.place import EARTH_RADIUS_M, LonLat, bearing_between, distance_m
from models.geography.on_disk import laid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from models.domain.error import Language

CROSSING_M: Final = 150.0
ROAD_M: Final = 120.0
PLACE_M: Final = 400.0
"""How far a landmark of each kind may be to describe where something is."""
_STEP_M: Final = 5
_ROWS: Final = 1 << 32
"""More grains than lie between two poles."""
_MOST: Final = 5
_WIND_ZH = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
_WIND_EN = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class Kind(Enum):
    """What a landmark is."""

    CROSSING = "crossing"
    ROAD = "road"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something with a name. A crossing has the names of its two roads."""

    kind: Kind
    names: tuple[str, ...]
    place: LonLat

    def said(self, language: Language) -> str:
        """Its name in a sentence."""
        if self.kind is not Kind.CROSSING:
            return self.names[0]
        if language == "zh":
            return f"{self.names[0]}与{self.names[1]}路口"
        return f"{self.names[0]} × {self.names[1]}"


@dataclass(frozen=True, slots=True)
class Nearby:
    """A landmark with where a place lies from it: `wind` 0 north, clockwise to 7.

    `away_m` is rounded to 5 m; 0 stands for at the landmark itself.
    """

    landmark: Landmark
    wind: int
    away_m: int

    def said(self, language: Language) -> str:
        """鹤山路与烟青路路口东北35米; 35 m NE of 鹤山路 × 烟青路."""
        name = self.landmark.said(language)
        if self.away_m == 0:
            return name
        if language == "zh":
            return f"{name}{_WIND_ZH[self.wind]}{self.away_m}米"
        return f"{self.away_m} m {_WIND_EN[self.wind]} of {name}"


@dataclass(frozen=True, slots=True)
class Way:
    """A named line: (n, 2) float64, WGS 84 degrees."""

    name: str
    lonlat_deg: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Names, and where each is: (n, 2) float64, WGS 84 degrees; `rows` of them are meant."""

    names: Sequence[str] = ()
    lonlat_deg: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    rows: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))


class Landmarks:
    """The landmarks of a district. Immutable once made; any thread may ask it."""

    def __init__(
        self,
        ways: Sequence[Way],
        places: Spots | None = None,
        sights: Iterable[tuple[str, LonLat]] = (),
    ) -> None:
        """Names with their middles: `places` are found in texts, `sights` tell of what is near.

        A name that two places bear finds neither.
        """
        self._crossings = _crossings(ways)
        self._places = _Places(places or Spots())
        self._ways = [way for way in ways if way.name and len(way.lonlat_deg) > 1]
        self._crossing_at = _points([one.place for one in self._crossings])
        self._sights = [Landmark(Kind.PLACE, (name,), at) for name, at in sights if name]
        self._sight_at = _points([one.place for one in self._sights])
        lines = [way.lonlat_deg for way in self._ways]
        self._line = laid(lines or [np.empty((0, 2))])
        self._way_of = np.repeat(np.arange(len(lines), dtype=np.int32), list(map(len, lines)))
        self._roads = {way.name for way in self._ways}

    def near(self, place: LonLat) -> Nearby | None:
        """What best says where a place is; None where nothing with a name is near."""
        for found, most_m in (
            (_nearest(self._crossings, self._crossing_at, place), CROSSING_M),
            (self._nearest_road(place), ROAD_M),
            (_nearest(self._sights, self._sight_at, place), PLACE_M),
        ):
            if found is not None and distance_m(found.place, place) <= most_m:
                return _nearby(found, place)
        return None

    def named_in(self, text: str) -> tuple[Landmark, ...]:
        """The landmarks that a text names, crossings first; none for an ambiguous name."""
        roads = {name for name in self._roads if name in text}
        found = [one for one in self._crossings if roads.issuperset(one.names)]
        return tuple((found + self._places.named_in(text))[:_MOST])

    def _nearest_road(self, place: LonLat) -> Landmark | None:
        """The nearest of those within `ROAD_M`, if only by a corner of that box."""
        east, north = ((self._line - [place.lon_deg, place.lat_deg]) * _metres(place)).T
        side = (
            (east < -ROAD_M)
            + (east > ROAD_M) * np.uint8(2)
            + (north < -ROAD_M) * np.uint8(4)
            + (north > ROAD_M) * np.uint8(8)
        )
        # Both ends of a step on one side of the box: it does not touch it.
        may = (side[:-1] & side[1:] == 0) & (self._way_of[:-1] == self._way_of[1:])
        rows = np.flatnonzero(may)
        if not len(rows):
            return None
        begin = np.column_stack([east[rows], north[rows]])
        along = np.column_stack([east[rows + 1], north[rows + 1]]) - begin
        length = np.maximum((along * along).sum(1), 1e-9)
        share = np.clip(-(begin * along).sum(1) / length, 0, 1)
        foot = begin + share[:, None] * along
        best = int(np.argmin((foot * foot).sum(1)))
        row = int(rows[best])
        lon, lat = self._line[row] + share[best] * (self._line[row + 1] - self._line[row])
        name = self._ways[int(self._way_of[row])].name
        return Landmark(Kind.ROAD, (name,), LonLat(float(lon), float(lat)))


class _Places:
    """The names that one place alone bears: their rows, in the order of the names."""

    def __init__(self, places: Spots) -> None:
        self._names, self._at = places.names, places.lonlat_deg
        self._longest = max(map(len, self._names), default=0)
        # As one array: so many texts of Python would leave their room in pieces.
        texts = np.fromiter(self._names, f"U{max(self._longest, 1)}", len(self._names))
        told, first, bearers = np.unique(
            texts[places.rows], return_index=True, return_counts=True
        )
        is_alone = (bearers == 1) & (np.strings.str_len(told) > 1)
        self._rows = places.rows[first[is_alone]].astype(np.int32)

    def named_in(self, text: str) -> list[Landmark]:
        """Those that a text names, the longest name first."""
        parts = {
            text[begin:end]
            for begin in range(len(text))
            for end in range(begin + 2, min(begin + self._longest, len(text)) + 1)
        }
        found = [one for part in sorted(parts) if (one := self._of(part)) is not None]
        return sorted(found, key=_length, reverse=True)

    def _of(self, name: str) -> Landmark | None:
        at = bisect_left(self._rows, name, key=self._names.__getitem__)
        if at == len(self._rows) or self._names[row := int(self._rows[at])] != name:
            return None
        return Landmark(Kind.PLACE, (name,), LonLat(*self._at[row].tolist()))


def _length(landmark: Landmark) -> int:
    return len(landmark.names[0])


def _nearby(landmark: Landmark, place: LonLat) -> Nearby:
    away = _STEP_M * round(distance_m(landmark.place, place) / _STEP_M)
    wind = round(float(bearing_between(landmark.place, place)) / 45) % 8
    return Nearby(landmark, wind, away)


def _nearest(
    landmarks: Sequence[Landmark], points: NDArray[np.float64], place: LonLat
) -> Landmark | None:
    if not landmarks:
        return None
    away = _plane_m(points, place)
    return landmarks[int(np.argmin((away * away).sum(1)))]


def _plane_m(points: NDArray[np.float64], place: LonLat) -> NDArray[np.float64]:
    """East and north of a place in metres, good near it: (n, 2)."""
    return np.asarray((points - [place.lon_deg, place.lat_deg]) * _metres(place))


def _metres(place: LonLat) -> NDArray[np.float64]:
    """A degree east and a degree north there, in metres."""
    metre = radians(1) * EARTH_RADIUS_M
    return np.array([metre * cos(radians(place.lat_deg)), metre])


def _points(places: Sequence[LonLat]) -> NDArray[np.float64]:
    return np.array([[one.lon_deg, one.lat_deg] for one in places]).reshape(-1, 2)


def _crossings(ways: Sequence[Way]) -> list[Landmark]:
    """Where two differently named ways share a point, to the centimetre; each pair once."""
    if not ways:
        return []
    names = sorted({way.name for way in ways})
    number = {name: row for row, name in enumerate(names)}
    grains = np.rint(np.concatenate([way.lonlat_deg for way in ways]) * 1e7).astype(np.int64)
    owner = np.repeat([number[way.name] for way in ways], [len(way.lonlat_deg) for way in ways])
    _, first, spot = np.unique(
        grains[:, 0] * _ROWS + grains[:, 1], return_index=True, return_inverse=True
    )
    # Each name once a spot, in order; spots with several, as they come along the ways.
    spots, named = np.divmod(np.unique(spot * len(names) + owner), len(names))
    begins = np.searchsorted(spots, np.arange(len(first) + 1))
    shared = np.flatnonzero(np.diff(begins) > 1)
    found: dict[tuple[str, str], Landmark] = {}
    for at in shared[np.argsort(first[shared])].tolist():
        pair = names[named[begins[at]]], names[named[begins[at] + 1]]
        if pair not in found:
            lon, lat = (grains[first[at]] / 1e7).tolist()
            found[pair] = Landmark(Kind.CROSSING, pair, LonLat(lon, lat))
    return list(found.values())
