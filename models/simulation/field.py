"""The members in the field: they patrol, and they see to their tasks.

Stepped by the caller with the home's time and the picture; answers with commands, which
go the way of everybody's, and with fixes. The same pictures at the same times give the
same answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from models.domain.incident import TaskRole
from models.domain.member import Duty
from models.feed.track import Fixes, no_fixes, to_us
from models.simulation.beats import NOWHERE, Beats, roads_of_villages
from models.simulation.errand import Errand, key_of
from models.simulation.walking import Network, Spot, Walkers

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.command import Command
    from models.domain.error import Language
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Incident, Task
    from models.domain.place import LonLat
    from models.picture.picture import Picture
    from models.simulation.district import FictionalDistrict
    from models.simulation.plane import FloatArray, IntArray

FOOT_MPS: Final = 1.3
BIKE_MPS: Final = 5.0
_BIKES: Final = 0.8
_PATROL_SHARE: Final = 0.45
"""On patrol a rider looks around and goes at this share of the speed."""
LONGEST_STEP_S: Final = 30.0
"""After a pause of the caller nobody leaps: a step moves members this long at the most."""
_GNSS_M: Final = 2.0
_HANDLED_ROLES = frozenset({TaskRole.LEAD, TaskRole.ASSIST, TaskRole.CHECK})


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one step: commands to send, in order, and fixes to store."""

    commands: list[Command]
    fixes: Fixes


class Field:
    """Everybody in the field of one district.

    Thread: any, one at a time.
    """

    def __init__(
        self, district: FictionalDistrict, seed: int, *, language: Language = "zh"
    ) -> None:
        self._seed = seed
        self._language: Language = language
        self._rng = np.random.default_rng([seed, 90])
        self._index: dict[MemberId, int] = {e.member: i for i, e in enumerate(district.members)}
        self._network = Network(district.roads)
        beats, way = _beats(self._rng, district, self._network)
        self.walkers = Walkers(self._rng, self._network, way, beats)
        count = len(district.members)
        self._fast = np.where(self._rng.random(count) < _BIKES, BIKE_MPS, FOOT_MPS)
        self._slow = np.where(self._fast > FOOT_MPS, BIKE_MPS * _PATROL_SHARE, FOOT_MPS)
        self._interval_us = self._rng.integers(10, 31, count) * 1_000_000
        self._phase = self._rng.random(count)
        self._due_us: IntArray | None = None
        self._ref = np.full(count, -1, np.int64)
        self._on_duty = np.zeros(count, bool)
        self._errands: dict[tuple[MemberId, str], Errand] = {}
        self._doing: dict[int, str] = {}
        self._spots: dict[IncidentId, Spot] = {}
        self._seen = -1
        self._last: datetime | None = None

    def step(self, now: datetime, picture: Picture) -> Step:
        """Let time go on to `now` (the home's clock, never backwards)."""
        dt_s = (now - self._last).total_seconds() if self._last else 0.0
        self._last = now
        if picture.seq != self._seen:
            self._look(picture)
            self._seen = picture.seq
        errands = self._errands.values()
        said = ((*one.device(now), *one.reply(now), *one.well(now)) for one in errands)
        commands = [command for commands in said for command in commands]
        commands += self._work(now)
        self.walkers.active = self._on_duty | self._busy()
        self.walkers.pace_mps = np.where(self.walkers.routed, self._fast, self._slow)
        now_us = to_us(now)
        self.walkers.advance(now_us / 1e6, min(max(dt_s, 0.0), LONGEST_STEP_S))
        return Step(commands, self._fixes(now_us))

    def places(self) -> FloatArray:
        """Where everybody is, shape (members, 2), WGS 84 degrees, in the roster's order."""
        return self.walkers.places()[0]

    def _busy(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        busy = np.zeros(len(self._ref), bool)
        busy[list(self._doing)] = True
        return busy

    def _look(self, picture: Picture) -> None:
        """Take over what the picture shows of members and their tasks."""
        self._call_the_roll(picture)
        kept: dict[tuple[MemberId, str], Errand] = {}
        for member_id, incident_ids in picture.tasks_of.items():
            if member_id not in self._index or member_id not in picture.members:
                continue
            for incident_id in incident_ids:
                incident = picture.incidents[incident_id]
                for task in incident.open_tasks:
                    if task.assignee == member_id and task.role in _HANDLED_ROLES:
                        errand = self._errand(picture, member_id, incident, task)
                        kept[member_id, errand.key] = errand
        self._errands = kept
        alive = {(self._index[member], key) for member, key in kept}
        for index, key in list(self._doing.items()):
            if (index, key) not in alive:
                self._stop(index)
        self._spots = {i: s for i, s in self._spots.items() if i in picture.incidents}

    def _call_the_roll(self, picture: Picture) -> None:
        for member_id, index in self._index.items():
            member = picture.members.get(member_id)
            self._ref[index] = -1 if member is None else member.ref
            self._on_duty[index] = member is not None and member.duty is Duty.ON

    def _errand(
        self, picture: Picture, member_id: MemberId, incident: Incident, task: Task
    ) -> Errand:
        member = picture.members[member_id]
        known = self._errands.get((member_id, key_of(incident, task)))
        if known is None:
            return Errand(self._seed, task, incident, member, self._language)
        known.task, known.incident, known.member = task, incident, member
        return known

    def _work(self, now: datetime) -> list[Command]:
        """Everybody goes on with the errand in hand, or takes up the most urgent one."""
        commands: list[Command] = []
        waiting: dict[int, list[Errand]] = {}
        for (member_id, key), errand in self._errands.items():
            index = self._index[member_id]
            if not errand.goes:
                if self._doing.get(index) == key:
                    self._stop(index)
            elif self._doing.get(index) == key:
                if self.walkers.arrived[index]:
                    commands += errand.on_the_spot(now)
            else:
                waiting.setdefault(index, []).append(errand)
        for index, errands in waiting.items():
            if index not in self._doing:
                self._take_up(index, min(errands, key=_priority))
        return commands

    def _take_up(self, index: int, errand: Errand) -> None:
        place = errand.incident.place
        if place is None:
            return
        self._doing[index] = errand.key
        errand.arrived_at = None
        self.walkers.send(index, self._spot(errand.incident.id, place))

    def _stop(self, index: int) -> None:
        del self._doing[index]
        self.walkers.release(index)

    def _spot(self, incident_id: IncidentId, place: LonLat) -> Spot:
        if incident_id not in self._spots:
            point = np.array([place.lon_deg, place.lat_deg])
            self._spots[incident_id] = self._network.nearest(point)
        return self._spots[incident_id]

    def _fixes(self, now_us: int) -> Fixes:
        """Fixes of those whose device is due, staggered so that no second has them all."""
        if self._due_us is None:
            self._due_us = now_us + (self._phase * self._interval_us).astype(np.int64)
        seen = (self._ref >= 0) & self.walkers.active
        due = np.flatnonzero(seen & (self._due_us <= now_us))
        if not len(due):
            return no_fixes()
        behind = (now_us - self._due_us[due]) // self._interval_us[due] + 1
        self._due_us[due] += behind * self._interval_us[due]
        lonlat, speed, heading = self.walkers.places()
        blur = np.clip(self._rng.normal(0, _GNSS_M, (len(due), 2)), -4, 4) / (91_000, 111_000)
        return Fixes(
            member=self._ref[due].astype(np.int32),
            ts_us=np.full(len(due), now_us, np.int64),
            lon_deg=lonlat[due, 0] + blur[:, 0],
            lat_deg=lonlat[due, 1] + blur[:, 1],
            speed_mps=speed[due].astype(np.float32),
            heading_deg=heading[due].astype(np.float32),
        )


def _priority(errand: Errand) -> tuple[bool, int, datetime, int]:
    """Handling before checking, urgent before old, old before new."""
    return (
        errand.checks,
        -errand.incident.urgency.rank,
        errand.task.given_at,
        errand.incident.id.int,
    )


def _beats(
    rng: np.random.Generator, district: FictionalDistrict, network: Network
) -> tuple[Beats, IntArray]:
    """Each member's beat, the roads of the home village, and a way of it to start on."""
    villages = district.of_level(4)
    row = {cell.code: i for i, cell in enumerate(villages)}
    above = np.array([row[str(cell.parent)] for cell in district.of_level(5)])
    sides = above[district.roads.unit]
    roads, first = roads_of_villages(sides, len(villages))
    count = len(district.members)
    homes, doors, way = (np.full(count, NOWHERE, np.int64) for _ in range(3))
    for index, enrol in enumerate(district.members):
        home = row.get(enrol.home_cell or "", 0)
        own = roads[first[home] : first[home + 1]]
        if len(own):
            homes[index] = home
        else:
            doors[index] = _door(network, villages[home].polygon)
            own = doors[index : index + 1]
        way[index] = 2 * own[int(rng.integers(len(own)))] + int(rng.integers(2))
    return Beats(sides, homes, doors), way


def _door(network: Network, polygon: shapely.Geometry) -> int:
    """The road nearest to a village that has none of its own."""
    point = shapely.get_coordinates(shapely.point_on_surface(polygon))[0]
    return network.nearest(point).road
