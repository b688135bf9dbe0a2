"""Departmental cells: several areas of a department, replaced department by department."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shapely

from models.domain.department import DepartmentCell
from models.domain.ids import DepartmentId
from models.store.department_cells import (
    ShapedCell,
    read_department_cells,
    store_department_cells,
)
from models.store.engine import connect
from models.store.journal import tail
from tests.builders import an_id
from tests.store.homes import an_author

if TYPE_CHECKING:
    from tests.store.homes import Home

pytestmark = pytest.mark.db
SANITATION, PARKS = DepartmentId(an_id()), DepartmentId(an_id())


def a_cell(code: str, department: DepartmentId = SANITATION, west: float = 120.4) -> ShapedCell:
    shape = shapely.box(west, 36.3, west + 0.1, 36.4)
    cell = DepartmentCell(code, f"第{code}网格", department)
    return ShapedCell(cell, shapely.to_wkb(shape), 1e8)


def codes(database_url: str) -> dict[DepartmentId, list[str]]:
    with connect(database_url, autocommit=True) as connection:
        found = read_department_cells(connection)
    return {DepartmentId(d): [cell.code for cell, _ in cells] for d, cells in found.items()}


def test_several_cells_of_a_department_come_back_with_their_shapes(
    home: Home, database_url: str
) -> None:
    one, two = a_cell("01"), a_cell("02", west=120.5)
    done = store_department_cells(home.engine, [one, two], an_author())
    with connect(database_url, autocommit=True) as connection:
        found = read_department_cells(connection)[SANITATION]
        fact = tail(connection, 1)[0].fact
    assert found == ((one.cell, one.wkb), (two.cell, two.wkb))
    assert (done.inserted, fact.verb) == (2, "department_cells-imported")


def test_those_of_a_department_are_replaced_and_others_stay(
    home: Home, database_url: str
) -> None:
    both = [a_cell("01"), a_cell("02"), a_cell("01", PARKS)]
    store_department_cells(home.engine, both, an_author())
    done = store_department_cells(home.engine, [a_cell("03")], an_author())
    assert codes(database_url) == {SANITATION: ["03"], PARKS: ["01"]}
    assert (done.inserted, done.updated) == (1, 2)


def test_the_same_again_tells_nothing_and_another_name_does(home: Home) -> None:
    cell = a_cell("01")
    store_department_cells(home.engine, [cell], an_author())
    again = store_department_cells(home.engine, [cell], an_author())
    assert (again.inserted, again.updated, again.unchanged, again.seq) == (0, 0, 1, None)
    renamed = replace(cell, cell=replace(cell.cell, name="东片"))
    assert store_department_cells(home.engine, [renamed], an_author()).updated == 1
