"""Who is nearest to a point: k of many thousands in microseconds, in true metres.

Points are put on the unit sphere and kept in a k-d tree: chords grow with distance, so
the order is right everywhere, poles and antimeridian included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from scipy.spatial import cKDTree

from models.domain.place import EARTH_RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from models.domain.place import LonLat

    FloatArray = NDArray[np.float64]

Key = TypeVar("Key")


class Near(NamedTuple, Generic[Key]):
    """Something near a point, and how far away it is on the ground."""

    key: Key
    distance_m: float


class Nearest(Generic[Key]):
    """Keys at places, ready to be asked who is near.

    Parameters
    ----------
    lonlat_deg
        Shape (n, 2), WGS 84 degrees, east then north; copied. Rows that are not
        numbers (nobody knows where) are left out of every answer.
    keys
        One for each row.
    """

    def __init__(self, lonlat_deg: ArrayLike, keys: Sequence[Key]) -> None:
        places = np.asarray(lonlat_deg, dtype=np.float64).reshape(-1, 2)
        if len(places) != len(keys):
            raise ValueError(f"{len(places)} places for {len(keys)} keys")
        self._rows = np.flatnonzero(np.isfinite(places).all(axis=1))
        self._keys = [keys[i] for i in self._rows.tolist()]
        self._tree = cKDTree(_on_sphere(places[self._rows]), leafsize=16)

    def __len__(self) -> int:
        return len(self._keys)

    def k_nearest(
        self,
        place: LonLat,
        k: int,
        *,
        within_m: float = np.inf,
        among: NDArray[np.bool_] | None = None,
    ) -> list[Near[Key]]:
        """At most k keys, the nearest first; equally far ones in the order they were given.

        Parameters
        ----------
        within_m
            Only those at most so many metres away; the end is included.
        among
            Shape (n,), one for each row this was made of: who may be answered at all.
        """
        if k < 1 or not self._keys:
            return []
        if among is None:
            return [self._near(*pair) for pair in self._ranked(place, k, within_m)]
        found = self._ranked(place, 2 * k, within_m)
        allowed = among[self._rows[[row for _, row in found]]].tolist()
        kept = [pair for pair, may in zip(found, allowed, strict=True) if may]
        if len(kept) < k and len(found) == 2 * k:
            kept = self._measured(place, k, within_m, np.flatnonzero(among[self._rows]))
        return [self._near(*pair) for pair in kept[:k]]

    def _measured(
        self, place: LonLat, k: int, within_m: float, rows: NDArray[np.intp]
    ) -> list[tuple[float, int]]:
        """Chords and rows of the k nearest of a few, each of them measured."""
        centre = _on_sphere(np.array([[place.lon_deg, place.lat_deg]]))[0]
        chords = np.sqrt(((self._tree.data[rows] - centre) ** 2).sum(axis=1))
        near = np.flatnonzero(chords <= np.nextafter(_chord(within_m), 4.0))
        if len(near) > k:
            near = near[np.argpartition(chords[near], k - 1)[:k]]
        return sorted(zip(chords[near].tolist(), rows[near].tolist(), strict=True))

    def _ranked(self, place: LonLat, k: int, within_m: float) -> list[tuple[float, int]]:
        """Chords and rows of the k nearest."""
        centre = _on_sphere(np.array([[place.lon_deg, place.lat_deg]]))[0]
        bound = np.nextafter(_chord(within_m), 4.0)
        ranks = list(range(1, k + 1))
        answer = self._tree.query(centre, k=ranks, distance_upper_bound=bound)
        pairs = np.column_stack(answer).tolist()
        return sorted((chord, int(row)) for chord, row in pairs if row < len(self._keys))

    def _near(self, chord: float, row: int) -> Near[Key]:
        return Near(self._keys[row], _arc_m(chord))

    def within(self, place: LonLat, radius_m: float) -> list[Near[Key]]:
        """All keys at most `radius_m` metres away, the nearest first."""
        if not self._keys:
            return []
        centre = _on_sphere(np.array([[place.lon_deg, place.lat_deg]]))[0]
        rows = self._tree.query_ball_point(centre, np.nextafter(_chord(radius_m), 4.0))
        chords = np.linalg.norm(self._tree.data[rows] - centre, axis=1).tolist()
        found = sorted(zip(chords, rows, strict=True))
        return [self._near(*pair) for pair in found]


def _on_sphere(lonlat_deg: FloatArray) -> FloatArray:
    lon, lat = np.radians(lonlat_deg[:, 0]), np.radians(lonlat_deg[:, 1])
    flat = np.cos(lat)
    return np.column_stack((flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)))


def _chord(arc_m: float) -> float:
    """The straight line through the unit sphere under an arc of so many metres."""
    half_turn = min(max(arc_m, 0.0) / EARTH_RADIUS_M / 2, np.pi / 2)
    return float(2 * np.sin(half_turn))


def _arc_m(chord: float) -> float:
    return float(2 * EARTH_RADIUS_M * np.arcsin(min(chord / 2, 1.0)))
