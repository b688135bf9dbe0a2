"""Promises of cells that are found by their boxes."""

from __future__ import annotations

import numpy as np
import shapely

from models.domain.ids import CellId
from models.domain.place import LonLat
from models.geography.cells_by_box import CellsByBox, box_of

TOWN, VILLAGE = shapely.box(120, 36, 121, 37), shapely.Point(120.5, 36.5).buffer(0.2)
SHAPES = {CellId(1): TOWN.wkb, CellId(2): VILLAGE.wkb}
CELLS = CellsByBox(
    SHAPES, np.array([*SHAPES]), np.array([box_of(None, wkb) for wkb in SHAPES.values()])
)


def test_the_deepest_cell_that_holds_a_point_is_found() -> None:
    assert CELLS.cell_at(LonLat(120.5, 36.5)) == 2


def test_a_point_in_the_box_of_a_cell_alone_is_not_in_the_cell() -> None:
    assert CELLS.cell_at(LonLat(120.32, 36.32)) == 1


def test_borders_belong_to_their_cell_and_beyond_them_there_is_none() -> None:
    assert CELLS.cell_at(LonLat(120, 36)) == 1
    assert CELLS.cell_at(LonLat(119.999, 36)) is None


def test_a_box_that_is_known_is_taken_as_it_is() -> None:
    assert box_of((1, 2, 3, 4), TOWN.wkb) == (1, 2, 3, 4)
