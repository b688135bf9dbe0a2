"""What can be reached within so many minutes, as arrays for the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.projection import mercator_of, to_mercator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.domain.place import LonLat
    from models.geography.isochrone import Isochrone

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ReachArea:
    """All that lies within so many minutes.

    Ring i begins at row `starts[i]` of `coords_m` (v, 2), EPSG:3857 metres; each is closed, and
    areas are filled by the odd-even rule.
    """

    minutes: int
    coords_m: FloatArray
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """The areas around a place, the smallest first; `place_m` is EPSG:3857 metres."""

    areas: tuple[ReachArea, ...]
    place_m: tuple[float, float]

    def bounds_m(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the widest area, which there must be."""
        west, south = self.areas[-1].coords_m.min(axis=0).tolist()
        east, north = self.areas[-1].coords_m.max(axis=0).tolist()
        return west, south, east, north


def reached(isochrones: Sequence[Isochrone], place: LonLat) -> Reached:
    """The areas of these isochrones, as the map draws them; empty ones are left out."""
    areas = (
        ReachArea(round(one.seconds / 60), to_mercator(one.lonlat_deg), one.offset[:-1])
        for one in sorted(isochrones, key=lambda one: one.seconds)
        if len(one.lonlat_deg)
    )
    return Reached(tuple(areas), mercator_of(place))


def label_places_m(area: ReachArea, bbox_m: tuple[float, float, float, float]) -> FloatArray:
    """Where to write on the rim of an area: its outermost points in a box, (k, 2) metres.

    The box is west, south, east, north, metres. The northernmost comes first, then round
    about by eighths; none where no part of the rim lies in the box.
    """
    x, y = area.coords_m.T
    west, south, east, north = bbox_m
    inside = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    if not len(inside):
        return np.empty((0, 2))
    bearing = np.radians(np.arange(0, 360, 45))
    outwards = np.stack([np.sin(bearing), np.cos(bearing)])
    rim = area.coords_m[inside]
    found: FloatArray = rim[np.argmax(rim @ outwards, axis=0)]
    return found
