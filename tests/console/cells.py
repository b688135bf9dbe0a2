"""A small grid with shapes around the middle of the tests' district, for maps and searches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from models.domain.grid import Cell, Grid, Level
from models.domain.ids import CellId
from tests.console.desk_stand_in import a_place, a_reference

if TYPE_CHECKING:
    from console.state.reference import Reference

DISTRICT, WEST_TOWN, EAST_TOWN = CellId(1), CellId(11), CellId(12)
NORTH_WEST, SOUTH_WEST = CellId(111), CellId(112)
UNITS = tuple(CellId(1110 + n) for n in range(1, 5))


def a_gridded_reference() -> Reference:
    """即墨区 of 8 × 8 km: two towns, two communities in the west, four units in one of them."""
    rows = [
        (DISTRICT, "即墨区", "370215", Level.DISTRICT, (), (-4000, -4000, 4000, 4000)),
        (WEST_TOWN, "重庆街道", "370215001", Level.TOWN, (1,), (-4000, -4000, 0, 4000)),
        (EAST_TOWN, "通济街道", "370215002", Level.TOWN, (1,), (0, -4000, 4000, 4000)),
        (NORTH_WEST, "长河社区", "C01", Level.COMMUNITY, (1, 11), (-4000, 0, 0, 4000)),
        (SOUTH_WEST, "中山社区", "C02", Level.COMMUNITY, (1, 11), (-4000, -4000, 0, 0)),
        *(
            (
                unit,
                f"网格{n + 1}",
                f"37021500100{n + 1}",
                Level.UNIT,
                (1, 11, 111),
                (-4000 + 1000 * n, 0, -3000 + 1000 * n, 4000),
            )
            for n, unit in enumerate(UNITS)
        ),
    ]
    cells, shapes = [], {}
    for cell_id, name, code, level, above, (west, south, east, north) in rows:
        path = (*map(CellId, above), cell_id)
        parent = CellId(above[-1]) if above else None
        cells.append(Cell(cell_id, code, name, level, parent, path))
        low, high = a_place(west, south), a_place(east, north)
        box = shapely.box(low.lon_deg, low.lat_deg, high.lon_deg, high.lat_deg)
        shapes[cell_id] = shapely.to_wkb(box)
    return replace(a_reference(), grid=Grid.of(cells), shapes=shapes)
