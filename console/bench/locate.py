"""`bench locate`: the cell of every level for 100,000 points."""

from __future__ import annotations

import time

import numpy as np

from console.bench.report import Report
from models.geography.locate import Locator
from models.simulation.district import Size, make_district

POINTS = 100_000


def run() -> Report:
    """Locate random points in a district of 20,000 units."""
    district = make_district(Size.DISTRICT, 1)
    ids = {cell.code: place for place, cell in enumerate(district.cells, 1)}
    locator = Locator(
        [cell.polygon for cell in district.cells],
        [int(cell.level) for cell in district.cells],
        list(ids.values()),
        [ids[cell.parent] if cell.parent else 0 for cell in district.cells],
    )
    west, south, east, north = district.cells[0].polygon.bounds
    rng = np.random.default_rng(1)
    points = np.column_stack(
        [rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS)]
    )
    begun_s = time.perf_counter()
    found = locator.locate(points)
    took_s = time.perf_counter() - begun_s
    return Report(
        "locate",
        "100,000 random points to the cells of all levels, 21,250 cells, one thread",
        {
            "points": POINTS,
            "inside": int((found[:, 1] > 0).sum()),
            "seconds": round(took_s, 3),
        },
        {"to_goal_of_1_s": round(1 / took_s, 2)},
    )
