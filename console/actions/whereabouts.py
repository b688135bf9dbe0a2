"""Where members are on a frame, how far from a point, and how old that knowledge is.

Reads the frame's arrays as they are; knows no rule and draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.domain.place import LonLat, distance_m
from models.feed.track import to_us

if TYPE_CHECKING:
    from models.domain.member import Member
    from models.feed.frame import Frame


@dataclass(frozen=True, slots=True)
class Sighting:
    """The last fix of a member; `age_s` counts to the frame's now and is never negative."""

    place: LonLat
    age_s: float


def sighting(frame: Frame, member: Member) -> Sighting | None:
    """Where a member was last seen; None without a fix."""
    fixes = frame.positions
    rows = np.flatnonzero(fixes.member == member.ref)
    if not len(rows):
        return None
    row = int(rows[-1])
    place = LonLat(float(fixes.lon_deg[row]), float(fixes.lat_deg[row]))
    age_s = (to_us(frame.now) - int(fixes.ts_us[row])) / 1e6
    return Sighting(place, max(0.0, age_s))


def distance_to(place: LonLat | None, seen: Sighting | None) -> float | None:
    """Metres between a point and a sighting, where both are known."""
    return None if place is None or seen is None else distance_m(place, seen.place)
