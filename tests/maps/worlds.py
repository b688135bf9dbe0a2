"""A made-up nested grid with people and incidents in it, for tests and pictures of the map.

Units have 28 vertices and share their crooked edges with neighbours and parents, as
real boundaries do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import shapely

from maps.layers.cells import cells_scene, ways_of
from maps.layers.moment import next_scene
from maps.layers.scene import Ground, Scene
from models.domain.category import Urgency
from models.domain.grid import Cell, Level
from models.domain.ids import CellId, IncidentId, MemberId
from models.domain.incident import (
    AssigneeKind,
    Incident,
    State,
    Task,
    TaskRole,
    TaskState,
)
from models.domain.member import Duty, Member
from models.domain.place import LonLat
from models.picture.picture import Picture
from tests.builders import NINE, an_id, an_incident

WEST, SOUTH, EAST, NORTH = 120.12, 36.20, 120.78, 36.66
NOW_US = int(NINE.timestamp() * 1_000_000)
_STEPS = 7
_TOWNS = [
    "通济",
    "环秀",
    "潮海",
    "北安",
    "龙山",
    "龙泉",
    "鳌山卫",
    "温泉",
    "蓝村",
    "灵山",
    "段泊岚",
    "移风店",
    "大信",
    "田横",
    "金口",
    "丰城",
    "店集",
    "南泉",
    "王村",
    "七级",
]
_PLACES = [
    "庄",
    "村",
    "疃",
    "埠",
    "沟",
    "岭",
    "河",
    "泉",
    "山",
    "湾",
    "桥",
    "店",
    "寨",
    "屯",
    "营",
]


@dataclass(frozen=True, slots=True)
class Fixes:
    """Positions as the map takes them."""

    member: np.ndarray
    ts_us: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray
    speed_mps: np.ndarray
    heading_deg: np.ndarray


def a_ground(
    blocks: tuple[tuple[int, int], ...] = ((1, 1), (2, 2), (2, 3)), seed: int = 1
) -> Ground:
    """A nested grid: `blocks` says into how many columns and rows each level is cut."""
    columns = int(np.prod([b[0] for b in blocks]))
    rows = int(np.prod([b[1] for b in blocks]))
    lattice = _lattice(columns * _STEPS, rows * _STEPS, seed)
    cells, shapes = [], {}
    across, down, path_of = columns, rows, {}
    for number, (cut_x, cut_y) in enumerate(blocks):
        across, down = across // cut_x, down // cut_y
        level = Level(number + 1)
        for row in range(rows // down):
            for column in range(columns // across):
                cell_id = CellId(level * 1_000_000 + row * (columns // across) + column + 1)
                parent = path_of.get((number - 1, column // cut_x, row // cut_y), ())
                path_of[number, column, row] = path = (*parent, cell_id)
                name = _name(number, row * (columns // across) + column)
                cells.append(
                    Cell(cell_id, "", name, level, parent[-1] if parent else None, path)
                )
                ring = _ring(lattice, column * across, row * down, across, down)
                shapes[cell_id] = shapely.to_wkb(shapely.Polygon(ring))
    return cells_scene(cells, shapes, _ways(lattice))


def a_district_ground() -> Ground:
    """20,160 units of 28 vertices in five levels."""
    return a_ground(((1, 1), (4, 5), (3, 2), (3, 2), (4, 7)))


def a_crowd(
    ground: Ground, members: int, incidents: int, seed: int = 7
) -> tuple[Picture, Fixes]:
    """So many members at work and incidents open, spread over a ground."""
    random = np.random.default_rng(seed)
    west, south, east, north = WEST, SOUTH, EAST, NORTH
    people = [_member(i, random) for i in range(members)]
    cases = [_case(i, random, people) for i in range(incidents)]
    held: dict[MemberId, tuple[IncidentId, ...]] = {}
    for case in cases:
        for task in case.open_tasks:
            member_id = MemberId(task.assignee)
            held[member_id] = (*held.get(member_id, ()), case.id)
    picture = Picture(
        seq=1,
        incidents={c.id: c for c in cases},
        members={m.id: m for m in people},
        tasks_of=held,
    )
    age_us = np.where(random.random(members) < 0.05, 1_200_000_000, 5_000_000)
    fixes = Fixes(
        np.arange(members, dtype=np.int32),
        np.full(members, NOW_US) - age_us,
        random.uniform(west, east, members),
        random.uniform(south, north, members),
        np.where(random.random(members) < 0.6, 1.4, 0.0).astype(np.float32),
        (random.random(members) * 360).astype(np.float32),
    )
    return picture, fixes


def a_scene(ground: Ground, members: int = 40, incidents: int = 20, seed: int = 7) -> Scene:
    """A crowd on a ground, as a scene."""
    picture, fixes = a_crowd(ground, members, incidents, seed)
    return next_scene(None, picture, fixes, NOW_US, ground=ground)


def _lattice(columns: int, rows: int, seed: int) -> np.ndarray:
    """Crooked lines that bend at large and jitter at small, (rows + 1, columns + 1, 2)."""
    random = np.random.default_rng(seed)
    u, v = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    bend_u = (
        0.035 * np.sin(5.1 * v + 1)
        + 0.02 * np.sin(11 * v + 3 * u)
        + 0.01 * np.sin(37 * v + 19 * u)
    )
    bend_v = (
        0.04 * np.sin(4.3 * u + 2)
        + 0.02 * np.sin(13 * u + 2 * v)
        + 0.01 * np.sin(41 * u + 23 * v)
    )
    jitter = random.normal(0, 0.22, (2, *u.shape))
    u = u + bend_u + jitter[0] / columns
    v = v + bend_v + jitter[1] / rows
    return np.stack([WEST + u * (EAST - WEST), SOUTH + v * (NORTH - SOUTH)], axis=-1)


def _ring(lattice: np.ndarray, column: int, row: int, across: int, down: int) -> np.ndarray:
    x0, x1 = column * _STEPS, (column + across) * _STEPS
    y0, y1 = row * _STEPS, (row + down) * _STEPS
    return np.concatenate(
        [
            lattice[y0, x0:x1],
            lattice[y0:y1, x1],
            lattice[y1, x1:x0:-1],
            lattice[y1:y0:-1, x0],
        ]
    )


def _ways(lattice: np.ndarray) -> list:
    rows, columns = lattice.shape[:2]

    def lines(every: int, shift: float) -> list[bytes]:
        moved = lattice + shift
        across = [moved[r] for r in range(every // 2, rows, every)]
        along = [moved[:, c] for c in range(every // 2, columns, every)]
        return [shapely.to_wkb(shapely.LineString(line)) for line in across + along]

    lake = shapely.Point((WEST + EAST) / 2 + 0.1, (SOUTH + NORTH) / 2 + 0.05).buffer(0.012)
    return [
        ways_of("water", [shapely.to_wkb(lake)], is_area=True),
        ways_of("river", lines(max(8, columns // 2), 0.004)),
        ways_of("minor", lines(max(4, columns // 60), 0.0007)),
        ways_of("secondary", lines(max(6, columns // 16), 0.001)),
        ways_of("primary", lines(max(8, columns // 5), 0.002)),
    ]


def _name(level: int, number: int) -> str:
    if level == 0:
        return "即墨区"
    if level == 1:
        return f"{_TOWNS[number % len(_TOWNS)]}街道"
    stem = _TOWNS[number * 7 % len(_TOWNS)][0] + _PLACES[number * 11 % len(_PLACES)]
    if level == 2:
        return f"{stem}社区"
    return f"{stem}{number % 97}村" if level == 3 else f"网格{number % 40 + 1}"


def _member(number: int, random: np.random.Generator) -> Member:
    duty = random.choice([Duty.ON] * 8 + [Duty.BREAK, Duty.OFF])
    name = "王李张刘陈杨赵黄周吴"[number % 10] + "伟芳娜敏静磊军洋勇艳"[number // 10 % 10]
    return Member(
        MemberId(an_id()), 1, number, f"M{number:05d}", name, duty=Duty(duty), capacity=2
    )


def _case(number: int, random: np.random.Generator, people: list[Member]) -> Incident:
    urgency = list(Urgency)[random.choice([0, 0, 0, 1, 1, 2])]
    state = State(random.choice(["ST10", "ST30", "ST30", "ST40", "ST41", "ST41", "ST50"]))
    tasks: tuple[Task, ...] = ()
    if state.is_with_unit and people:
        who = people[int(random.integers(len(people)))]
        tasks = (_task(who, state),)
    place = LonLat(float(random.uniform(WEST, EAST)), float(random.uniform(SOUTH, NORTH)))
    due = NINE + timedelta(minutes=-5 if number % 10 == 0 else 90)
    return an_incident(state, urgency=urgency, place=place, tasks=tasks, due_at=due)


def _task(who: Member, state: State) -> Task:
    signed = TaskState.TO_SIGN if state is State.DISPATCHED else TaskState.SIGNED
    return Task(an_id(), AssigneeKind.MEMBER, who.id, TaskRole.LEAD, signed, NINE)
