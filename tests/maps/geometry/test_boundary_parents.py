"""Promises of the tree: by field or by containment, and never by code."""

from __future__ import annotations

from pathlib import Path

import shapely

from maps.geometry.draft import KnownCell
from models.domain.grid import Level
from models.domain.ids import CellId
from tests.maps.geometry.boundary_samples import (
    EAST,
    KNOWN_DISTRICT,
    ROWS,
    WEST,
    WHOLE,
    Row,
    a_file,
    kinds,
    reading,
    tree,
)


def test_without_a_field_the_cell_that_covers_most_is_the_parent(tmp_path: Path) -> None:
    slipped = shapely.box(120.46, 36.31, 120.53, 36.32)
    rows: list[Row] = [*ROWS, ("370215001001", "甲", 4, "", slipped)]
    result = reading(a_file(tmp_path / "a.gpkg", [(*r[:3], "", r[4]) for r in rows]))
    assert tree(result)["甲"] == "环秀街道"
    assert "outside_parent" in kinds(result)


def test_the_field_outranks_the_place(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("370215002001", "飞地", 4, "370215002", WEST.buffer(-0.04))]
    assert tree(reading(a_file(tmp_path / "a.gpkg", rows)))["飞地"] == "通济街道"


def test_no_level_above_makes_roots(tmp_path: Path) -> None:
    rows: list[Row] = [(*row[:3], "", row[4]) for row in ROWS[1:]]
    assert tree(reading(a_file(tmp_path / "a.gpkg", rows))) == {
        "环秀街道": None,
        "通济街道": None,
    }


def test_cells_at_home_can_be_parents(tmp_path: Path) -> None:
    result = reading(a_file(tmp_path / "a.gpkg", ROWS[1:]), known=(KNOWN_DISTRICT,))
    assert tree(result) == {"环秀街道": 7, "通济街道": 7}


def test_a_parent_at_home_without_a_polygon_is_found_by_its_code(tmp_path: Path) -> None:
    bare = KnownCell(CellId(7), "370215", "即墨区", Level.DISTRICT)
    path = a_file(tmp_path / "a.gpkg", ROWS[1:])
    result = reading(path, known=(bare,), parent_field="PARENT")
    assert tree(result) == {"环秀街道": 7, "通济街道": 7}


def test_a_district_read_again_takes_the_place_of_the_known_one(tmp_path: Path) -> None:
    result = reading(a_file(tmp_path / "a.gpkg"), known=(KNOWN_DISTRICT,))
    assert tree(result)["环秀街道"] == "即墨区"


def test_what_lies_in_no_upper_cell_is_rejected(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("370215009", "远", 2, "", shapely.box(110, 30, 110.1, 30.1))]
    (rejected,) = reading(a_file(tmp_path / "a.gpkg", rows)).rejected
    assert (rejected.row, rejected.field) == (4, "geometry")


def test_less_than_half_inside_is_not_inside(tmp_path: Path) -> None:
    mostly_out = shapely.box(120.59, 36.35, 120.63, 36.36)
    rows: list[Row] = [*ROWS, ("370215009", "外", 2, "", mostly_out)]
    assert [one.row for one in reading(a_file(tmp_path / "a.gpkg", rows)).rejected] == [4]


def test_a_named_field_with_an_unknown_code_is_a_rejection(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("370215009", "孤", 2, "370299", WEST)]
    result = reading(a_file(tmp_path / "a.gpkg", rows), parent_field="PARENT")
    (rejected,) = result.rejected
    assert (rejected.row, rejected.field) == (4, "PARENT")
    assert "370299" in rejected.reason.en


def test_a_guessed_field_that_leads_nowhere_is_dropped_for_containment(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("370215009", "孤", 2, "370299", WEST)]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    assert tree(result)["孤"] == "即墨区"
    assert "parent_field_dropped" in kinds(result)


def test_the_children_of_a_rejected_cell_are_not_left_hanging(tmp_path: Path) -> None:
    rows: list[Row] = [
        *ROWS,
        ("370215009", "孤", 2, "370299", WEST),
        ("370215009001", "孤村", 4, "370215009", WEST),
    ]
    result = reading(a_file(tmp_path / "a.gpkg", rows), parent_field="PARENT")
    assert [one.row for one in result.rejected] == [4, 5]


def test_a_parent_named_instead_of_coded_is_found_where_the_name_is_one(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("370215001001", "甲", 4, "环秀街道", WEST.buffer(-0.01))]
    result = reading(a_file(tmp_path / "a.gpkg", rows), parent_field="PARENT")
    assert tree(result)["甲"] == "环秀街道"
    assert "parent_by_name" in kinds(result)


def test_a_district_may_name_a_city_that_is_not_there(tmp_path: Path) -> None:
    rows: list[Row] = [("370215", "即墨区", 1, "370200", WHOLE), *ROWS[1:]]
    result = reading(a_file(tmp_path / "a.gpkg", rows), parent_field="PARENT")
    assert tree(result)["即墨区"] is None
    assert "root_with_parent" in kinds(result)


def test_a_level_left_out_in_places_is_passed_over_and_told(tmp_path: Path) -> None:
    rows: list[Row] = [
        *ROWS,
        ("370215001A01", "管区", 3, "", WEST),
        ("370215002201", "村", 4, "", EAST.buffer(-0.01)),
    ]
    result = reading(a_file(tmp_path / "a.gpkg", [(*r[:3], "", r[4]) for r in rows]))
    assert tree(result)["村"] == "通济街道"
    assert "level_skipped" in kinds(result)


def test_towns_do_not_become_roots_because_their_district_has_no_shape(tmp_path: Path) -> None:
    rows: list[Row] = [("370215", "即墨区", 1, "", None), *ROWS[1:]]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    assert [one.row for one in result.rejected] == [1, 2, 3]
