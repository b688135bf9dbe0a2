"""One small fictional district, made once, and a home in memory to try it in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely

from models.desk.handler import handle
from models.desk.memory import MemoryWorks
from models.domain.category import Category, Urgency
from models.domain.command import Command, Report
from models.domain.grid import Cell, Level
from models.domain.ids import CellId, CommandId, IncidentId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.domain.refusal import Refused
from models.feed.track import Fixes, no_fixes
from models.picture.fold import fold
from models.picture.picture import Picture
from models.simulation.centre import Centre
from models.simulation.chance import seeded_uuid
from models.simulation.day import LOCAL
from models.simulation.district import FictionalDistrict, Size, make_district
from models.simulation.field import Field
from models.simulation.stories import STORIES

NINE = datetime(2026, 6, 1, 9, tzinfo=LOCAL)


@pytest.fixture(scope="session")
def small() -> FictionalDistrict:
    return make_district(Size.SMALL, 7)


@dataclass
class World:
    """A home in memory with the field and the centre of a fictional district."""

    district: FictionalDistrict
    seed: int = 3
    share: float = 1.0
    now: datetime = NINE
    picture: Picture = field(default_factory=Picture)
    said: list[Command] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    fixes: Fixes = field(default_factory=no_fixes)

    def __post_init__(self) -> None:
        self.field = Field(self.district, self.seed)
        self.centre = Centre(self.district, self.seed, share=self.share)
        cells = _cells(self.district)
        units = [cells[cell.code] for cell in self.district.of_level(5)]
        tree = shapely.STRtree([cell.polygon for cell in self.district.of_level(5)])

        def locate(place: LonLat) -> Cell | None:
            found = tree.query(shapely.Point(place.lon_deg, place.lat_deg), "within")
            return units[int(found[0])] if len(found) else None

        categories = {code: _category(code) for code in [s.code for s in STORIES]}
        self.works = MemoryWorks(
            now=self.now, categories=categories, cells=cells, locate=locate
        )
        for index, enrol in enumerate(self.district.members):
            self.do(
                Command(
                    id=CommandId(seeded_uuid(0, "enrol", index)),
                    intent=enrol,
                    actor="test",
                    roles=frozenset({Role.ADMINISTRATOR}),
                    station="test",
                )
            )

    def do(self, command: Command) -> None:
        """Carry one command out through the real handlers."""
        before = len(self.works.entries)
        try:
            with self.works.begin(command) as work:
                handle(command, work)
        except Refused as refused:
            self.refused[f"{command.intent.verb}: {refused.refusal.code}"] += 1
        self.picture, _ = fold(self.picture, self.works.entries[before:])

    def report(self, place: LonLat, number: int = 0, category: str = "E0102") -> IncidentId:
        """Somebody reports; the clock stands still."""
        incident = IncidentId(seeded_uuid(self.seed, "test incident", number))
        intent = Report(incident=incident, text="有垃圾未清运", place=place, category=category)
        self.do(
            Command(
                id=CommandId(seeded_uuid(self.seed, "test report", number)),
                intent=intent,
                actor="hotline",
                roles=frozenset({Role.HOTLINE_CLERK}),
                station="test",
            )
        )
        return incident

    def live(self, minutes: float, step_s: float = 5.0, *, colleagues: bool = True) -> None:
        """Let field and centre act for some minutes of the home's time."""
        for _ in range(int(minutes * 60 / step_s)):
            self.now += timedelta(seconds=step_s)
            self.works.now = self.now
            step = self.field.step(self.now, self.picture)
            self.fixes = self.fixes.joined(step.fixes)
            commands = list(step.commands)
            if colleagues:
                commands += self.centre.step(self.now, self.picture, self.field.places())
            for command in commands:
                self.said.append(command)
                self.do(command)

    def verbs(self) -> Counter[str]:
        """How often what was said."""
        return Counter(command.intent.verb for command in self.said)

    def states(self) -> Counter[State]:
        """How many incidents are in which state."""
        return Counter(incident.state for incident in self.picture.incidents.values())


def _cells(district: FictionalDistrict) -> dict[str, Cell]:
    made: dict[str, Cell] = {}
    for number, cell in enumerate(district.cells, start=1):
        above = made[cell.parent] if cell.parent else None
        made[cell.code] = Cell(
            id=CellId(number),
            code=cell.code,
            name=cell.name,
            level=Level(cell.level),
            parent=above.id if above else None,
            path=(*(above.path if above else ()), CellId(number)),
        )
    return made


def _category(code: str) -> Category:
    return Category(
        code, code[1:3], "类", "class", "小类", "minor", "", "4WH", "", "", "V",
        Urgency.GENERAL, self_handle=True, restricted=False, source="test",
    )  # fmt: skip


def some_places(district: FictionalDistrict, count: int) -> list[LonLat]:
    """Places on dry land, spread over the district."""
    rows = np.linspace(0, len(district.ground_lonlat_deg) - 1, count).astype(int)
    return [LonLat(*map(float, district.ground_lonlat_deg[row])) for row in rows]
