"""Promises of the tree of cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.domain.error import BadInput
from models.domain.grid import Cell, CellKind, Grid, Level
from models.domain.ids import CellId
from models.domain.place import LonLat

CITY = Cell(CellId(1), "370200", "青岛市", Level.CITY, None, (CellId(1),))
JIMO = Cell(CellId(2), "370215", "即墨区", Level.DISTRICT, CellId(1), (CellId(1), CellId(2)))
TOWN = Cell(CellId(3), "", "潮海街道", Level.TOWN, CellId(2), (CellId(1), CellId(2), CellId(3)))
GRID = Grid.of([TOWN, CITY, JIMO])


def test_a_grid_is_a_tree_by_parent_in_whatever_order_the_cells_come() -> None:
    assert GRID.roots() == (CITY,)
    assert GRID.children(CITY.id) == (JIMO,)
    assert GRID.path(TOWN.id) == (CITY, JIMO, TOWN)
    assert list(GRID.descendants(CITY.id)) == [JIMO, TOWN]


def test_cells_are_found_by_id_code_and_level() -> None:
    assert GRID[JIMO.id] == GRID.by_code("370215") == JIMO
    assert GRID.get(CellId(9)) is None
    assert GRID.by_code("370215", Level.TOWN) is None
    assert GRID.at_level(Level.TOWN) == (TOWN,)
    assert (len(GRID), TOWN.id in GRID, {*GRID}) == (3, True, {CITY, JIMO, TOWN})


def test_what_is_known_of_all_cells_is_had_without_a_cell_and_is_not_written_to() -> None:
    names, ids, numbers = GRID.columns
    cells = list(GRID)
    assert list(names) == [cell.name for cell in cells]
    assert list(ids) == [cell.id for cell in cells]
    assert len(numbers) == 7 * len(cells)
    assert ids.readonly
    assert numbers.readonly


def test_a_cell_comes_back_with_all_that_is_known_of_it() -> None:
    whole = replace(
        JIMO,
        valid_from=date(2017, 10, 30),
        valid_to=date(2020, 1, 1),
        successor_code="370299",
        area_m2=1.5,
        centre=LonLat(120.4, 36.4),
        bbox=(120.1, 36.1, 120.9, 36.9),
        kind=CellKind.SCHOOL,
    )
    grid = Grid.of([CITY, whole])
    assert (grid[whole.id], list(grid)) == (whole, [CITY, whole])
    assert [GRID[cell.id] for cell in GRID] == [TOWN, CITY, JIMO]


def test_a_cell_without_a_code_is_not_found_by_the_empty_code() -> None:
    assert GRID.by_code("") is None


def test_a_code_names_the_valid_cell_before_one_that_ended() -> None:
    old = replace(JIMO, id=CellId(4), path=(CellId(1), CellId(4)), valid_to=date(2017, 10, 30))
    grid = Grid.of([CITY, old, JIMO])
    assert grid.by_code("370215") == JIMO
    assert grid.all_by_code("370215") == (JIMO, old)


def test_validity_includes_its_first_day_and_not_its_last() -> None:
    cell = replace(JIMO, valid_from=date(2017, 10, 30), valid_to=date(2020, 1, 1))
    days = [date(2017, 10, 29), date(2017, 10, 30), date(2019, 12, 31), date(2020, 1, 1)]
    assert [cell.is_valid_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "broken",
    [
        replace(TOWN, parent=CellId(9)),
        replace(TOWN, level=Level.DISTRICT),
        replace(TOWN, path=(CellId(3),)),
        replace(TOWN, id=CellId(2)),
    ],
)
def test_what_is_no_tree_is_bad_input_that_names_the_cell(broken: Cell) -> None:
    with pytest.raises(BadInput) as caught:
        Grid.of([CITY, JIMO, broken])
    assert caught.value.code == "broken_grid"
    assert "潮海街道" in caught.value.words.zh or "即墨区" in caught.value.words.zh


def test_levels_have_names_in_both_languages() -> None:
    assert (Level.VILLAGE.zh, Level.VILLAGE.en) == ("村居", "village")
