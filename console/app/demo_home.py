"""Makes a demo home: a fictional district, its people, and a clock that runs."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely
from filelock import FileLock
from pyproj import Geod

from console.app.backdrop import read_backdrop
from console.app.demo_life import keep_life
from console.app.demo_plan import keep_plan, opening, plan_of
from console.app.ground_file import write_ground
from console.app.importing import memory_home
from console.app.rota_writing import send_at_once
from console.app.simulator import Plan, Simulation, send_all
from models.domain.department import Department, DepartmentCell
from models.domain.error import BadInput, Words
from models.domain.grid import Level
from models.domain.ids import DepartmentId, new_uuid
from models.domain.lifecycle import Role
from models.domain.work_calendar import WorkCalendar
from models.feed.clock import ManualClock
from models.feed.player import Player
from models.intake.sheet import Edit
from models.intake.sheets import RISKS
from models.simulation.district import make_district
from models.simulation.shifts import shifts_of
from models.store.ask import Wanted, list_departments
from models.store.cell_write import CellDraft, store_cells
from models.store.department_cells import ShapedCell, store_department_cells
from models.store.engine import troubles
from models.store.fixes import store_fixes
from models.store.home_clock import (
    home_now,
    last_recorded_at,
    move_scripted,
    set_scripted,
)
from models.store.journal_append import Author
from models.store.reference import Reference
from models.store.reference_write import write_departments
from models.store.sheets import apply_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from console.app.home import Home
    from models.simulation.district import FictionalDistrict

MORNING = timedelta(hours=2)
"""How much of the day lies behind when a demo opens: a queue that is not empty."""
_STEP = timedelta(seconds=20)
_FIXES_KEPT = timedelta(minutes=20)
_MOST_GROUPS = 4
_RISKY = {"04": 20, "11": 15, "14": 20}
"""Major classes of the welfare timer, in minutes."""
LOCK_FILE = "demo.lock"
CLAIM_FILE = "demo.unfinished"
"""Stands in a home while it is being made, so that a second try may go on."""
ACTOR = "demo"


def prepared(home: Home, plan: Plan, progress: Callable[[int, int, str], None]) -> Plan:
    """The plan of the demo home, made to this one where there is none.

    The lock: of two programs that make the same home the second waits, then finds it made.
    """
    with FileLock(home.address.folder / LOCK_FILE):
        there = plan_of(home.address.folder)
        if there is None:
            prepare(home, plan, progress)
        return there or plan


def prepare(home: Home, plan: Plan, progress: Callable[[int, int, str], None]) -> None:
    """Fill an empty home with a fictional district.

    The plan file comes last: where it is missing, the home was never finished, and what
    is there already is passed over by the next try.
    """
    _claim(home)
    progress(0, 4, "district")
    # A city takes minutes: held open, the embedded server does not go to sleep meanwhile.
    with contextlib.closing(home.admin_connection()):
        district = make_district(plan.size, plan.seed)
    begin = opening() - MORNING
    _stand(home, begin)
    progress(1, 4, "cells")
    store_cells(home.engine, drafts_of(district), _author(home))
    if departments := _departments(home, district):
        write_departments(home.engine, departments, _author(home))
    store_department_cells(home.engine, _department_cells(home, district), _author(home))
    apply_edits(home.engine, RISKS, _risks(), _author(home))
    write_ground(home.address.folder, district)
    keep_life(home.address.folder, district)
    read_backdrop(home.address.folder)  # made here, so that no desk has to wait for it
    progress(2, 4, "members")
    _enrol(home, district)
    _roster(home, district, plan)
    _live_the_morning(home, district, plan, begin, progress)
    keep_plan(home.address.folder, plan)
    (home.address.folder / CLAIM_FILE).unlink(missing_ok=True)


def _claim(home: Home) -> None:
    """Mark an empty home as a demo in the making; leave anybody else's alone.

    Raises
    ------
    BadInput
        `home_in_use`, where the journal has facts of a home that is no demo.
    """
    claim = home.address.folder / CLAIM_FILE
    if claim.exists():
        return
    with contextlib.closing(home.connection()) as connection, troubles():
        is_used = last_recorded_at(connection) is not None
    if is_used:
        raise BadInput(
            "home_in_use",
            Words(
                f"{home.address.folder} 已有数据，不能改作演示；请用 --home 另选空目录",
                f"{home.address.folder} has data of its own and becomes no demo; "
                "name an empty folder with --home",
            ),
        )
    claim.touch()


def _author(home: Home) -> Author:
    return Author(new_uuid(), ACTOR, Role.ADMINISTRATOR.value, home.station)


def _stand(home: Home, at: datetime) -> None:
    """Put the clock of a home that has no facts yet to an instant, by hand."""
    with contextlib.closing(home.admin_connection()) as admin, troubles(), admin.transaction():
        if last_recorded_at(admin) is None:
            set_scripted(admin, at)


def _live_the_morning(
    home: Home,
    district: FictionalDistrict,
    plan: Plan,
    begin: datetime,
    progress: Callable[[int, int, str], None],
) -> None:
    """Let the simulated day run up to the opening, faster than any clock.

    A making that was interrupted goes on where its clock stands.
    """
    end = begin + MORNING
    with (
        contextlib.closing(home.source()) as source,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        begin = max(begin, home_now(connection))
        connection.rollback()
        clock = ManualClock(begin)
        simulation = Simulation(district, plan, begin)
        steps = max(0, int((end - begin) / _STEP))
        player = Player(source, clock)
        for step in range(steps):
            progress(step, steps, "morning")
            clock.advance(_STEP.total_seconds())
            with connection.transaction():
                move_scripted(connection, clock.at)
            commands, fixes = simulation.step(clock.at, player.advance().picture)
            if clock.at > end - _FIXES_KEPT:
                with connection.transaction():
                    store_fixes(connection, fixes)
            send_all(home, commands)
    progress(steps, steps, "morning")


def drafts_of(district: FictionalDistrict) -> list[CellDraft]:
    """The district's cells as the store takes them, parents before children."""
    place = {cell.code: row for row, cell in enumerate(district.cells)}
    areas = _areas_m2([cell.polygon for cell in district.cells])
    return [
        CellDraft(
            code=cell.code,
            name=cell.name,
            level=int(cell.level),
            parent=None if cell.parent is None else place[cell.parent],
            wkb=shapely.to_wkb(cell.polygon),
            area_m2=float(area),
            src_crs="EPSG:4326",
            attributes={"name_en": cell.name_en} | ({"kind": cell.kind} if cell.kind else {}),
        )
        for cell, area in zip(district.cells, areas, strict=True)
    ]


def _areas_m2(
    polygons: Sequence[shapely.Geometry],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Areas on the ellipsoid, square metres."""
    geod = Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(p)[0]) for p in polygons])


def _departments(home: Home, district: FictionalDistrict) -> list[Department]:
    """Those that are not there yet: a making that was interrupted may have left some."""
    with contextlib.closing(home.connection()) as connection, troubles():
        grid = Reference(0).through(connection).grid.grid
        there = {item["code"] for item in list_departments(connection, Wanted())}
    return [
        Department(
            id=DepartmentId(new_uuid()),
            code=department.code,
            name=department.name,
            cell=cell.id if (cell := grid.by_code(department.cell)) else None,
        )
        for department in district.departments
        if department.code not in there
    ]


def _department_cells(home: Home, district: FictionalDistrict) -> list[ShapedCell]:
    """The offices' own cells: communities that lie side by side, in groups of each its own."""
    with contextlib.closing(home.connection()) as connection, troubles():
        known = {d.code: d.id for d in Reference(0).through(connection).departments.values()}
    districts = {cell.code for cell in district.cells if cell.level is Level.DISTRICT}
    communities = [cell for cell in district.cells if cell.level is Level.COMMUNITY]
    offices = [one for one in district.departments if one.cell in districts]
    made: list[ShapedCell] = []
    for number, office in enumerate(offices):
        own = [cell.polygon for cell in communities if cell.code.startswith(office.cell)]
        own.sort(key=_eastward if number % 2 else _northward)
        size = max(1, -(-len(own) // (2 + number % _MOST_GROUPS)))
        shapes = [shapely.union_all(own[at : at + size]) for at in range(0, len(own), size)]
        for order, (shape, area_m2) in enumerate(
            zip(shapes, _areas_m2(shapes), strict=True), 1
        ):
            code, name = f"{office.code}-{order:02}", f"{office.name}第{order}网格"
            cell = DepartmentCell(code, name, known[office.code])
            made.append(ShapedCell(cell, shapely.to_wkb(shape), float(area_m2)))
    return made


def _eastward(shape: BaseGeometry) -> float:
    return float(shape.centroid.x)


def _northward(shape: BaseGeometry) -> float:
    return float(shape.centroid.y)


def _enrol(home: Home, district: FictionalDistrict) -> None:
    """Everybody at once; a second try of a half-made home takes whom it finds for enrolled."""
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
    fresh = [one for one in district.members if one.member not in memory.members]
    send_at_once(home, memory, fresh, ACTOR, frozenset({Role.ADMINISTRATOR}))


def _risks() -> list[Edit]:
    """On what nobody is alone for long without a word: public works, quarrels, dangers."""
    rows = ({"category": major, "minutes": str(minutes)} for major, minutes in _RISKY.items())
    return [Edit(row["category"], None, row) for row in rows]


def _roster(home: Home, district: FictionalDistrict, plan: Plan) -> None:
    """Shifts and leaves, all at once; a second try of a half-made home says them again."""
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
    known = {one.id for member in memory.members.values() for one in member.leaves}
    begin = opening().astimezone(WorkCalendar().zone)
    intents = shifts_of(district.members, plan.seed, begin)
    fresh = [one for one in intents if getattr(one, "leave", None) not in known]
    roles = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD})
    send_at_once(home, memory, fresh, ACTOR, roles)
