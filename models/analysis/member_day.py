"""A member's day so far: the way walked, the stops, what was given to them beside the others.

What is said of colleagues is their median and how many they are, never who: a day is for
knowing whom one speaks with, not for ranking people.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind, TaskRole
from models.domain.member import Duty
from models.feed.track import from_us

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from models.domain.ids import CellId
    from models.domain.incident import Incident, Task
    from models.domain.member import Member
    from models.feed.track import Fixes
    from models.picture.picture import Picture

Point = tuple[float, float]
STOP_M: Final = 30.0
STOP_S: Final = 180.0
"""Whoever stays within so many metres for so long has stopped (`domain.md` §9.3)."""
FASTEST_MPS: Final = 40.0
"""A jump faster than this is an error of the device."""
LEAST_COLLEAGUES: Final = 4
"""The median of fewer would speak of one person."""
_EARTH_M: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where somebody stayed: its middle, WGS 84 degrees; since and until."""

    lon_deg: float
    lat_deg: float
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, eq=False)
class DayTrack:
    """The way of a day: `lonlat_deg` (n, 2), in order of time; metres walked between stops."""

    lonlat_deg: NDArray[np.float64]
    distance_m: float
    stops: tuple[Stop, ...]


def day_track(fixes: Fixes) -> DayTrack:
    """The way of one member's fixes, in any order; jumps are left out."""
    order = np.argsort(fixes.ts_us, kind="stable")
    ts_s = (fixes.ts_us[order] / 1e6).tolist()
    lonlat = np.column_stack([fixes.lon_deg[order], fixes.lat_deg[order]])
    # Plain numbers: a day has thousands of fixes, and each is looked at by itself.
    places: list[Point] = [(lon, lat) for lon, lat in lonlat.tolist()]
    kept = _without_jumps(ts_s, places)
    places = [places[n] for n in kept]
    anchors, stops = _walked([ts_s[n] for n in kept], places)
    distance_m = sum(_metres(places[n], places[m]) for n, m in pairwise(anchors))
    return DayTrack(lonlat[kept], distance_m, stops)


def _without_jumps(ts_s: list[float], places: list[Point]) -> list[int]:
    kept: list[int] = []
    for n, place in enumerate(places):
        if kept:
            last = kept[-1]
            apart = _metres(places[last], place)
            if apart > FASTEST_MPS * max(ts_s[n] - ts_s[last], 1.0):
                continue
        kept.append(n)
    return kept


def _walked(ts_s: list[float], places: list[Point]) -> tuple[list[int], tuple[Stop, ...]]:
    """The fixes that lie farther than a stop's radius from the one before, and the stops."""
    anchors, stops = ([0] if places else []), []
    since = 0
    for n in range(1, len(places) + 1):
        if n < len(places) and _metres(places[anchors[-1]], places[n]) <= STOP_M:
            continue
        if ts_s[n - 1] - ts_s[since] >= STOP_S:
            lon, lat = (sum(axis) / (n - since) for axis in zip(*places[since:n], strict=True))
            begun, ended = (from_us(int(ts_s[i] * 1e6)) for i in (since, n - 1))
            stops.append(Stop(lon, lat, begun, ended))
        if n < len(places):
            anchors.append(n)
            since = n
    return anchors, tuple(stops)


def _metres(a: Point, b: Point) -> float:
    """Great-circle metres between two places, (lon, lat) in degrees."""
    lon_a, lat_a, lon_b, lat_b = map(radians, (*a, *b))
    half = (
        sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * _EARTH_M * asin(min(sqrt(half), 1.0))


@dataclass(frozen=True, slots=True)
class Workload:
    """What a member was given since an instant, and the median of colleagues.

    `cell` is the smallest around the home cell in which `colleagues` others, at least
    `LEAST_COLLEAGUES`, are on duty; None where there is none, and no median then.
    """

    given: int
    in_hand: int
    usual: float | None = None
    colleagues: int = 0
    cell: CellId | None = None


def workload(picture: Picture, member: Member, since: datetime) -> Workload:
    """The tasks given since `since`, notices left out."""
    given: dict[MemberId, int] = {}
    for incident in picture.incidents.values():
        for task in incident.tasks:
            is_theirs = task.assignee_kind is AssigneeKind.MEMBER
            if is_theirs and task.role is not TaskRole.INFORM and task.given_at >= since:
                who = MemberId(task.assignee)
                given[who] = given.get(who, 0) + 1
    in_hand = len(picture.tasks_of.get(member.id, ()))
    on_duty = [m for m in picture.members.values() if m.duty is Duty.ON and m.id != member.id]
    for cell in reversed(member.cell_path):
        near = [given.get(one.id, 0) for one in on_duty if cell in one.cell_path]
        if len(near) >= LEAST_COLLEAGUES:
            own = given.get(member.id, 0)
            return Workload(own, in_hand, float(median(near)), len(near), cell)
    return Workload(given.get(member.id, 0), in_hand)


def tasks_of(picture: Picture, member: Member) -> list[tuple[Incident, Task]]:
    """What the member has in hand, the oldest first."""
    found = [
        (incident, task)
        for incident_id in picture.tasks_of.get(member.id, ())
        if (incident := picture.incidents.get(incident_id)) is not None
        for task in incident.open_tasks
        if task.assignee == member.id
    ]
    return sorted(found, key=lambda one: one[1].given_at)
