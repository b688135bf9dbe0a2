"""Roads as they are kept and exchanged: lines with what decides who may use them, and how fast.

Plain arrays without topology; `road_graph` finds out where they meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Final

import numpy as np

from models.domain.place import EARTH_RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


class Access(IntFlag):
    """Who may use a road."""

    FOOT = 1
    RIDE = 2
    DRIVE = 4


EVERYBODY = Access.FOOT | Access.RIDE | Access.DRIVE
_AT_ONCE: Final = 1 << 16
_NO_POINTS = np.empty((0, 2))
_NO_LINES = np.zeros(1, np.int64)
_NO_BYTES = np.empty(0, np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """n roads in v vertices.

    Road i is `lonlat_deg[offset[i]:offset[i + 1]]`, (v, 2) float64, WGS 84 degrees, at least
    two points; `offset` (n + 1,) int64. `kind` (n,) indexes `kinds`, the class names of
    OpenStreetMap's `highway`. `oneway` (n,) is 1 for along the line only, -1 for against it, 0
    for both; `max_kmh` (n,) float32 is NaN where no limit is known; `access` (n,) are
    `Access` flags; `names` (n,) are "" where a road has none.
    """

    lonlat_deg: FloatArray = field(default_factory=lambda: _NO_POINTS)
    offset: NDArray[np.int64] = field(default_factory=lambda: _NO_LINES)
    kind: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    kinds: tuple[str, ...] = ()
    oneway: NDArray[np.int8] = field(default_factory=lambda: _NO_BYTES)
    max_kmh: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    access: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.offset) - 1

    def length_m(self) -> FloatArray:
        """The length of each road on the ground, (n,) metres."""
        return np.diff(metres_along(self.lonlat_deg, self.offset)[self._ends()])

    def km_by_kind(self) -> Mapping[str, float]:
        """How many kilometres there are of each class, the longest first."""
        metres = np.bincount(self.kind, self.length_m(), len(self.kinds))
        order = np.argsort(-metres)
        return {self.kinds[i]: round(float(metres[i]) / 1000, 3) for i in order if metres[i]}

    def _ends(self) -> NDArray[np.int64]:
        return np.minimum(self.offset, max(len(self.lonlat_deg) - 1, 0))


def plain_roads(
    lonlat_deg: FloatArray,
    offset: NDArray[np.int64],
    kind: NDArray[np.int16],
    kinds: tuple[str, ...],
) -> Roads:
    """Roads of which nothing but line and class is known: open to all, both ways."""
    n = len(offset) - 1
    return Roads(
        lonlat_deg,
        offset,
        kind,
        kinds,
        oneway=np.zeros(n, np.int8),
        max_kmh=np.full(n, np.nan, np.float32),
        access=np.full(n, EVERYBODY, np.uint8),
        names=("",) * n,
    )


def legs_m(a_deg: FloatArray, b_deg: FloatArray) -> FloatArray:
    """Great-circle metres from each point to its partner; both (n, 2), WGS 84 degrees.

    The haversine of `models.domain.place.distance_m`, so that no way along a road is ever
    shorter than the straight line.
    """
    lon_a, lat_a = np.radians(a_deg).T
    lon_b, lat_b = np.radians(b_deg).T
    half_lat, half_lon = np.sin((lat_b - lat_a) / 2), np.sin((lon_b - lon_a) / 2)
    chord = half_lat * half_lat + np.cos(lat_a) * np.cos(lat_b) * half_lon * half_lon
    metres: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return metres


def metres_along(lonlat_deg: FloatArray, offset: NDArray[np.int64]) -> FloatArray:
    """Running metres at each vertex (v,); from one line to the next nothing is added."""
    if not len(lonlat_deg):
        return np.zeros(1)
    step = np.zeros(len(lonlat_deg))
    for at in range(1, len(lonlat_deg), _AT_ONCE):
        line = lonlat_deg[at - 1 : at + _AT_ONCE]
        step[at : at + _AT_ONCE] = legs_m(line[:-1], line[1:])
    step[offset[:-1][np.diff(offset) > 0]] = 0.0
    return np.cumsum(step)
