"""What a day brings: reports by hour, class and place, and the storms between.

Pure: the caller says which stretch of time is wanted. A stretch gives the same reports
whether it is asked for whole or in pieces, because every hour has chance of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import cKDTree

from models.domain.command import Command, Report
from models.domain.ids import CommandId, IncidentId
from models.domain.incident import Source
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.simulation.chance import seeded_uuid
from models.simulation.plane import nearest, to_lonlat, to_plane
from models.simulation.stories import MIXES, SPOTS_EN, SPOTS_ZH, STORIES, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.domain.error import Language
    from models.domain.ids import MemberId
    from models.simulation.cells import FictionalCell
    from models.simulation.district import FictionalDistrict
    from models.simulation.plane import FloatArray

LOCAL: Final = timezone(timedelta(hours=8))
"""Asia/Shanghai, which has had no summer time since 1991."""

HOURS: Final = (
    0.18, 0.12, 0.10, 0.10, 0.12, 0.25, 0.55, 1.00, 1.90, 2.55, 2.25, 1.45,
    0.80, 1.05, 2.05, 2.30, 1.80, 1.20, 0.95, 0.90, 0.75, 0.50, 0.35, 0.25,
)  # fmt: skip
"""How busy each hour of the day is, local time; peaks 08:30-10:30 and 14:00-16:30."""

STORM_CHANCE: Final = 0.12
STORM_SURGE: Final = 2.5
"""At its height a storm adds this many times the rate of a busy hour."""
_HOT_SPOTS = 9
_HOT_SHARE = 0.22


@dataclass(frozen=True, slots=True)
class Planned:
    """A report that will be made at `at` (aware UTC) by sending `command`."""

    at: datetime
    command: Command


@dataclass(frozen=True, slots=True)
class Storm:
    """Bad weather over part of the district, from `begins_at` until `ends_at`."""

    begins_at: datetime
    ends_at: datetime
    centre: LonLat
    reach_m: float

    def strength(self, at: datetime) -> float:
        """0 outside, 1 at its height in the middle."""
        share = (at - self.begins_at) / (self.ends_at - self.begins_at)
        return float(np.sin(np.pi * share)) if 0 <= share <= 1 else 0.0


def arrivals(  # noqa: PLR0913 - all but the first four are options by name
    district: FictionalDistrict,
    seed: int,
    start: datetime,
    end: datetime,
    *,
    per_day: float | None = None,
    language: Language = "zh",
    storm: Storm | None = None,
) -> Iterator[Planned]:
    """Reports planned for [start, end), in order of time.

    Parameters
    ----------
    start, end
        Aware instants of the home's clock.
    per_day
        How many an ordinary day brings; None: what the district's size is used to.
    storm
        A storm that certainly comes; None: storms come and go as the seed has it.
    """
    rate = district.scope.reports_per_day if per_day is None else per_day
    return _arriving(_Town(district, seed, language), start, end, rate, storm)


def _arriving(
    town: _Town, start: datetime, end: datetime, rate: float, storm: Storm | None
) -> Iterator[Planned]:
    """The reports of hour after hour; the district itself need not be there any more."""
    hour = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour < end:
        weather = storm or storm_of(town, town.seed, hour)
        for planned in _hour(town, hour, rate, weather):
            if start <= planned.at < end:
                yield planned
        hour += timedelta(hours=1)


def storm_of(district: FictionalDistrict | _Town, seed: int, at: datetime) -> Storm | None:
    """The storm of the local day that `at` falls in, if it has one."""
    day = at.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    rng = np.random.default_rng([seed, 77, day.toordinal()])
    if rng.random() >= STORM_CHANCE:
        return None
    begins = day + timedelta(hours=float(rng.uniform(9, 18)))
    place = district.ground_lonlat_deg[rng.integers(len(district.ground_lonlat_deg))]
    reach = float(rng.uniform(0.25, 0.5) * np.sqrt(district.scope.area_km2 * 1e6 / np.pi))
    return Storm(
        begins.astimezone(UTC),
        (begins + timedelta(hours=float(rng.uniform(1.5, 3.5)))).astimezone(UTC),
        LonLat(float(place[0]), float(place[1])),
        reach,
    )


class _Town:
    """What the reports are about: ground, addresses, who may have seen it."""

    def __init__(self, district: FictionalDistrict, seed: int, language: Language) -> None:
        self.seed, self.language, self.scope = seed, language, district.scope
        self.ground_lonlat_deg = district.ground_lonlat_deg
        self.ground_m = to_plane(district.ground_lonlat_deg)
        self.room_m = nearest(cKDTree(self.ground_m), self.ground_m, 2)[0]
        self.urban = district.urban[district.unit_of_ground]
        self.unit_of_ground, self.road_names = district.unit_of_ground, district.roads.names
        zh, units = language == "zh", district.of_level(5)
        self.unit_names = [unit.name if zh else unit.name_en for unit in units]
        self.villages = district.of_level(4)
        village = {cell.code: i for i, cell in enumerate(self.villages)}
        self.village_of = np.array([village[str(unit.parent)] for unit in units])
        self.crew: dict[str, list[tuple[MemberId, str]]] = {}
        for enrol in district.members:
            if enrol.home_cell:
                crew = self.crew.setdefault(enrol.home_cell, [])
                crew.append((enrol.member, enrol.number))
        named = np.flatnonzero(district.roads.name >= 0)
        middle = district.roads.node_lonlat_deg[district.roads.ends[named, 0]]
        self.road_at, self.road_name = cKDTree(to_plane(middle)), district.roads.name[named]
        rng = np.random.default_rng([seed, 78])
        self.hot = rng.integers(len(self.ground_m), size=_HOT_SPOTS)
        self.weight = np.array([story.weight for story in STORIES])
        self.stormy = np.array([story.stormy for story in STORIES])
        self.urban_taste = np.array([story.urban for story in STORIES])

    def address(self, row: int) -> str:
        """A made-up address: a named road where one is near, else the unit."""
        unit = int(self.unit_of_ground[row])
        zh = self.language == "zh"
        village = self.village(row)
        away, found = self.road_at.query(self.ground_m[row])
        if away < 160:
            name = self.road_names[int(self.road_name[found])]
            number = 1 + row % 397
            return (
                f"{village.name}{name[0]}{number}号"
                if zh
                else (f"{number} {name[1]}, {village.name_en}")
            )
        return f"{self.unit_names[unit]}附近" if zh else f"near {self.unit_names[unit]}"

    def village(self, row: int) -> FictionalCell:
        """The village that a block lies in."""
        return self.villages[int(self.village_of[self.unit_of_ground[row]])]


def _rate(at: datetime) -> float:
    """Relative intensity at an instant, linear between the middles of hours."""
    local = at.astimezone(LOCAL)
    position = local.hour + local.minute / 60 + local.second / 3600 - 0.5
    low = int(np.floor(position))
    share = position - low
    return HOURS[low % 24] * (1 - share) + HOURS[(low + 1) % 24] * share


def _hour(
    town: _Town, hour: datetime, per_day: float, storm: Storm | None
) -> Iterator[Planned]:
    number = int(hour.timestamp()) // 3600
    rng = np.random.default_rng([town.seed, 79, number])
    unit = per_day / sum(HOURS) / 3600
    highest = max(_rate(hour + timedelta(minutes=m)) for m in range(0, 61, 10))
    surge = STORM_SURGE * max(HOURS) if storm else 0.0
    count = int(rng.poisson(unit * (highest + surge) * 3600))
    for nth, second in enumerate(np.sort(rng.uniform(0, 3600, count)).tolist()):
        at = hour + timedelta(microseconds=int(second * 1e6))
        calm = _rate(at)
        wild = surge * storm.strength(at) if storm else 0.0
        # Thinning: of the candidates at the highest rate, those below the present one.
        draw = float(rng.random()) * (highest + surge)
        mine = np.random.default_rng([town.seed, 80, number, nth])
        if draw < calm:
            yield _planned(town, mine, at, f"{number}-{nth}", None)
        elif storm and draw < calm + wild:
            yield _planned(town, mine, at, f"{number}-{nth}", storm)


def _planned(
    town: _Town, rng: np.random.Generator, at: datetime, key: str, storm: Storm | None
) -> Planned:
    row = _row(town, rng, storm)
    story = _story(town, rng, row, storm)
    source = _drawn_source(rng, story)
    at_ms = int(at.timestamp() * 1000)
    crew = town.crew.get(town.village(row).code, [])
    seen_by = crew[int(rng.integers(len(crew)))] if crew and source is Source.PATROL else None
    if source is Source.PATROL and seen_by is None:
        source = Source.UNIT_LEADER
    known = rng.random() < 0.88
    report = Report(
        incident=IncidentId(seeded_uuid(town.seed, "incident", key, at_ms)),
        text=_text(town, rng, story),
        place=_place(town, rng, row),
        category=story.code if known else None,
        source=source,
        occurred_at=at - timedelta(seconds=int(rng.exponential(240))),
        address=town.address(row),
        reporter_member=seen_by[0] if seen_by else None,
    )
    actor, role = _author(source, seen_by[1] if seen_by else "")
    command = Command(
        id=CommandId(seeded_uuid(town.seed, "report", key, at_ms)),
        intent=report,
        actor=actor,
        roles=frozenset({role}),
        station="simulator",
    )
    return Planned(at, command)


def _row(town: _Town, rng: np.random.Generator, storm: Storm | None) -> int:
    """A block for it to happen in: anywhere people are, hot spots more often."""
    if storm is not None:
        centre = to_plane(np.array([[storm.centre.lon_deg, storm.centre.lat_deg]]))[0]
        spot = centre + rng.normal(0, storm.reach_m / 2, 2)
    elif rng.random() < _HOT_SHARE:
        hot = int(town.hot[int(rng.integers(len(town.hot)))])
        spot = town.ground_m[hot] + rng.normal(0, 2.5, 2) * town.room_m[hot]
    else:
        return int(rng.integers(len(town.ground_m)))
    return int(np.argmin(np.abs(town.ground_m - spot).sum(axis=1)))


def _story(town: _Town, rng: np.random.Generator, row: int, storm: Storm | None) -> Story:
    # In town the town's matters, in the fields the fields': taste -1..1 against place.
    place = 2 * float(town.urban[row]) - 1
    weight = town.weight * np.exp(1.4 * town.urban_taste * place)
    if storm is not None:
        weight = weight * town.stormy * np.where(_HEAVY, 6.0, 1.0)
    return STORIES[int(rng.choice(len(STORIES), p=weight / weight.sum()))]


_HEAVY = np.array([story.code in {"E0105", "E0406", "E0407"} for story in STORIES])


def _drawn_source(rng: np.random.Generator, story: Story) -> Source:
    mix = MIXES[story.mix]
    share = np.array([part for _, part in mix])
    return mix[int(rng.choice(len(mix), p=share / share.sum()))][0]


def _text(town: _Town, rng: np.random.Generator, story: Story) -> str:
    zh = town.language == "zh"
    sentences = story.zh if zh else story.en
    spot = int(rng.integers(len(SPOTS_ZH)))
    sentence = sentences[int(rng.integers(len(sentences)))]
    return sentence.format(spot=(SPOTS_ZH if zh else SPOTS_EN)[spot])


def _place(town: _Town, rng: np.random.Generator, row: int) -> LonLat:
    """A point of the block, near enough to its middle to lie in its cell for certain."""
    angle, away = rng.uniform(0, 2 * np.pi), 0.2 * town.room_m[row] * np.sqrt(rng.random())
    step: FloatArray = away * np.array([np.cos(angle), np.sin(angle)])
    lon, lat = to_lonlat((town.ground_m[row] + step)[None])[0]
    return LonLat(round(float(lon), 7), round(float(lat), 7))


def _author(source: Source, number: str) -> tuple[str, Role]:
    if source is Source.PATROL:
        return number, Role.MEMBER
    if source in {Source.SENSOR, Source.VIDEO_AI}:
        return "sim-gateway", Role.GATEWAY
    if source in {Source.DEPARTMENT, Source.POLICE, Source.CITY_MANAGEMENT}:
        return "sim-department", Role.DEPARTMENT_OPERATOR
    return "sim-hotline", Role.HOTLINE_CLERK
