"""The scene that `bench map` draws: a made-up grid full of people and incidents.

Units have 28 vertices and share their crooked edges with neighbours and parents, as
real boundaries do. Nothing of it is stored; ten times as much may lie around the part
that is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np
import shapely

from maps.layers.cells import cells_scene, ways_of
from maps.layers.moment import next_scene
from models.domain.category import Urgency
from models.domain.grid import Cell, Level
from models.domain.ids import CellId, IncidentId, MemberId, TaskId
from models.domain.incident import AssigneeKind, Incident, State, Task, TaskRole, TaskState
from models.domain.member import Duty, Member
from models.domain.place import LonLat
from models.feed.track import Fixes
from models.picture.picture import Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ground, Scene, Ways

    FloatArray = NDArray[np.float64]

BOX_DEG: Final = (120.12, 36.20, 120.78, 36.66)
"""West, south, east, north of the part that is looked at, WGS 84 degrees."""
NINE: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
BLOCKS: Final = ((1, 1), (4, 5), (3, 2), (3, 2), (4, 7))
"""Columns and rows into which each level is cut: 20,160 units in five levels."""
_STEPS: Final = 7
_STRIDE: Final = 10_000_000
_OVERDUE_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is drawn; `bounds_m` is the part to look at, EPSG:3857 metres."""

    ground: Ground
    picture: Picture
    fixes: Fixes
    bounds_m: Bounds

    @property
    def now_us(self) -> int:
        """The instant of the first scene, microseconds since the epoch."""
        return int(NINE.timestamp() * 1_000_000)

    def scene(self) -> Scene:
        """The first moment."""
        return next_scene(None, self.picture, self.fixes, self.now_us, ground=self.ground)

    def moved(self, seconds: int) -> Fixes:
        """Where everybody is so many seconds later: those who walk have walked."""
        step_deg = self.fixes.speed_mps * seconds / 111_000.0
        turn = np.radians(self.fixes.heading_deg)
        return replace(
            self.fixes,
            ts_us=self.fixes.ts_us + seconds * 1_000_000,
            lon_deg=self.fixes.lon_deg + step_deg * np.sin(turn),
            lat_deg=self.fixes.lat_deg + step_deg * np.cos(turn),
        )


def a_world(members: int = 10_000, incidents: int = 5_000, *, districts: int = 1) -> World:
    """A district of 20,160 units with so many members and incidents; or several.

    The first is looked at; the others, each as full, lie north of it, out of sight.
    """
    parts = [_a_grid(number) for number in range(districts)]
    cells = [cell for grid in parts for cell in grid[0]]
    shapes = {cell: wkb for grid in parts for cell, wkb in grid[1].items()}
    ground = cells_scene(cells, shapes, _ways(_lattice(0)))
    first = cells_scene(parts[0][0][:1], shapes).bounds_m()
    if first is None:
        raise ValueError("a grid without cells")
    picture, fixes = _a_crowd(members, incidents, districts)
    return World(ground, picture, fixes, first)


def _a_grid(number: int) -> tuple[list[Cell], dict[CellId, bytes]]:
    """The cells of one district and their WGS 84 polygons."""
    columns = int(np.prod([across for across, _ in BLOCKS]))
    rows = int(np.prod([down for _, down in BLOCKS]))
    lattice = _lattice(number)
    cells: list[Cell] = []
    shapes: dict[CellId, bytes] = {}
    paths: dict[tuple[int, int, int], tuple[CellId, ...]] = {}
    across, down = columns, rows
    for depth, (cut_x, cut_y) in enumerate(BLOCKS):
        across, down = across // cut_x, down // cut_y
        level = Level(depth + 1)
        for row in range(rows // down):
            for column in range(columns // across):
                place = row * (columns // across) + column + 1
                cell_id = CellId(number * _STRIDE + level * 1_000_000 + place)
                above = paths.get((depth - 1, column // cut_x, row // cut_y), ())
                paths[depth, column, row] = path = (*above, cell_id)
                name = f"{'区镇社村格'[depth]}{place}"
                parent = above[-1] if above else None
                cells.append(Cell(cell_id, "", name, level, parent, path))
                ring = _ring(lattice, (column * across, row * down), (across, down))
                shapes[cell_id] = shapely.to_wkb(shapely.Polygon(ring))
    return cells, shapes


def _lattice(number: int) -> FloatArray:
    """Crooked lines that bend at large and jitter at small, (rows + 1, columns + 1, 2)."""
    columns = int(np.prod([across for across, _ in BLOCKS])) * _STEPS
    rows = int(np.prod([down for _, down in BLOCKS])) * _STEPS
    rng = np.random.default_rng(number + 1)
    u, v = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    bend_u = 0.035 * np.sin(5.1 * v + 1) + 0.02 * np.sin(11 * v + 3 * u)
    bend_v = 0.04 * np.sin(4.3 * u + 2) + 0.02 * np.sin(13 * u + 2 * v)
    jitter = rng.normal(0, 0.22, (2, *u.shape))
    west, south, east, north = _box(number)
    x = west + (u + bend_u + jitter[0] / columns) * (east - west)
    y = south + (v + bend_v + jitter[1] / rows) * (north - south)
    return np.stack([x, y], axis=-1)


def _box(number: int) -> tuple[float, float, float, float]:
    west, south, east, north = BOX_DEG
    away = number * 1.2 * (north - south)
    return west, south + away, east, north + away


def _ring(lattice: FloatArray, corner: tuple[int, int], size: tuple[int, int]) -> FloatArray:
    x0, y0 = corner[0] * _STEPS, corner[1] * _STEPS
    x1, y1 = x0 + size[0] * _STEPS, y0 + size[1] * _STEPS
    sides = lattice[y0, x0:x1], lattice[y0:y1, x1], lattice[y1, x1:x0:-1], lattice[y1:y0:-1, x0]
    return np.concatenate(sides)


def _ways(lattice: FloatArray) -> list[Ways]:
    """About 5,000 roads, as many pieces as the prototype of the measured facts had."""
    rows, columns = lattice.shape[:2]

    def lines(every: int, shift_deg: float) -> list[bytes]:
        moved = lattice + shift_deg
        across = [moved[row] for row in range(every // 2, rows, every)]
        along = [moved[:, column] for column in range(every // 2, columns, every)]
        pieces = [
            line[start : start + 40]
            for line in across + along
            for start in range(0, len(line), 39)
        ]
        return [shapely.to_wkb(shapely.LineString(p)) for p in pieces if len(p) > 1]

    return [
        ways_of("minor", lines(max(4, columns // 60), 0.0007)),
        ways_of("secondary", lines(max(6, columns // 16), 0.001)),
        ways_of("primary", lines(max(8, columns // 5), 0.002)),
    ]


def _a_crowd(members: int, incidents: int, districts: int) -> tuple[Picture, Fixes]:
    rng = np.random.default_rng(7)
    people = [_member(number, rng) for number in range(members * districts)]
    at_deg = _spread(members, districts, rng)
    places = _spread(incidents, districts, rng)
    cases = [_case(number, place, rng, people) for number, place in enumerate(places.tolist())]
    held: dict[MemberId, tuple[IncidentId, ...]] = {}
    for case in cases:
        for task in case.open_tasks:
            member_id = MemberId(task.assignee)
            held[member_id] = (*held.get(member_id, ()), case.id)
    picture = Picture(
        seq=1,
        incidents={case.id: case for case in cases},
        members={member.id: member for member in people},
        tasks_of=held,
    )
    count = len(people)
    age_us = np.where(rng.random(count) < 0.05, 1_200_000_000, 5_000_000)
    fixes = Fixes(
        np.arange(count, dtype=np.int32),
        int(NINE.timestamp() * 1_000_000) - age_us,
        at_deg[:, 0].copy(),
        at_deg[:, 1].copy(),
        np.where(rng.random(count) < 0.6, 1.4, 0.0).astype(np.float32),
        (rng.random(count) * 360).astype(np.float32),
    )
    return picture, fixes


def _spread(count: int, districts: int, rng: np.random.Generator) -> FloatArray:
    """So many places in each district, (count × districts, 2), WGS 84 degrees."""
    boxes = np.array([_box(number) for number in range(districts)]).repeat(count, axis=0)
    return rng.uniform(boxes[:, :2], boxes[:, 2:])


def _member(number: int, rng: np.random.Generator) -> Member:
    duty = (Duty.BREAK, Duty.OFF, Duty.ON)[min(2, int(rng.integers(10)))]
    return Member(
        MemberId(UUID(int=number + 1)),
        1,
        number,
        f"M{number:05d}",
        f"网格员{number}",
        duty=duty,
        capacity=2,
    )


_STATES: Final = ("ST10", "ST30", "ST30", "ST40", "ST41", "ST41", "ST50")
_URGENCIES: Final = (*[Urgency.GENERAL] * 3, *[Urgency.URGENT] * 2, Urgency.EMERGENCY)


def _case(
    number: int, place: list[float], rng: np.random.Generator, people: list[Member]
) -> Incident:
    state = State(_STATES[int(rng.integers(len(_STATES)))])
    tasks: tuple[Task, ...] = ()
    if state.is_with_unit:
        who = people[int(rng.integers(len(people)))].id
        has_it = TaskState.TO_SIGN if state is State.DISPATCHED else TaskState.SIGNED
        task_id = TaskId(UUID(int=2 << 40 | number))
        tasks = (Task(task_id, AssigneeKind.MEMBER, who, TaskRole.LEAD, has_it, NINE),)
    late = number % _OVERDUE_EVERY == 0
    return Incident(
        id=IncidentId(UUID(int=1 << 40 | number)),
        version=1,
        number=f"B{number:06d}",
        state=state,
        occurred_at=NINE,
        reported_at=NINE,
        urgency=_URGENCIES[int(rng.integers(len(_URGENCIES)))],
        place=LonLat(*place),
        due_at=NINE + timedelta(minutes=-5 if late else 90),
        tasks=tasks,
    )
