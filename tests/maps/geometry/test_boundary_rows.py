"""Promises of reading boundary files: rows, shapes, codes, parents, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely import MultiPolygon, Point, Polygon, box, force_3d

from maps.geometry.draft import KnownCell
from models.domain.grid import Level
from models.domain.ids import CellId
from tests.maps.geometry.boundary_files import (
    DISTRICT,
    EAST,
    WEST,
    a_geojson,
    a_table,
    kinds,
    read,
)

if TYPE_CHECKING:
    from pathlib import Path

BOW_TIE = Polygon([(120.0, 36.0), (120.5, 37.0), (120.5, 36.0), (120.0, 37.0)])


def test_rows_of_one_code_become_one_cell(tmp_path: Path) -> None:
    path = a_geojson(tmp_path, 代码=["370215", "370215003", "370215003"], 名称=["即墨区"] * 3)
    reading = read(path)
    assert (reading.read, len(reading.cells), reading.joined) == (3, 2, 1)
    assert reading.cells[1].rows == (2, 3)
    assert reading.cells[1].shape.area == pytest.approx(DISTRICT.area)


def test_rows_without_a_code_are_kept_apart_and_no_code_is_invented(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, 代码=["370215", "", None]))
    assert [cell.code for cell in reading.cells] == ["370215", "", ""]
    assert "code_empty" in kinds(reading)


def test_codes_kept_as_numbers_come_out_as_they_are_written(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, 代码=[370215, 370215003, None]))
    assert [cell.code for cell in reading.cells] == ["370215", "370215003", ""]


def test_one_code_with_two_names_is_told(tmp_path: Path) -> None:
    path = a_geojson(
        tmp_path, 代码=["370215", "370215003", "370215003"], 名称=["即墨区", "甲", "乙"]
    )
    assert "code_two_names" in kinds(read(path))


def test_an_old_code_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, 代码=["370282", "370215003", "370215004"]))
    assert reading.cells[0].code == "370282"
    assert {"code_old_code", "code_not_under_parent"} <= kinds(reading)


def test_a_ring_that_crosses_itself_is_mended_and_told_by_row(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, geometry=[DISTRICT, BOW_TIE, EAST]))
    assert [one.row for one in reading.repaired] == [2]
    assert "自相交" in reading.repaired[0].reason.zh
    assert all(cell.shape.is_valid for cell in reading.cells)
    assert reading.cells[1].shape.area == pytest.approx(WEST.area / 2)


@pytest.mark.parametrize("shape", [None, Point(120.2, 36.5), WEST.exterior, Polygon()])
def test_what_is_no_area_is_rejected_with_its_row_and_reason(
    tmp_path: Path, shape: object
) -> None:
    path = tmp_path / "cells.gpkg"
    a_table(geometry=[DISTRICT, WEST, shape]).to_file(path)
    reading = read(path)
    assert [(one.row, one.field) for one in reading.rejected] == [(3, "geometry")]
    assert reading.rejected[0].reason.zh
    assert reading.rejected[0].reason.en
    assert len(reading.cells) == 2


def test_heights_are_dropped_and_exclaves_and_holes_kept(tmp_path: Path) -> None:
    exclave = MultiPolygon([box(120.0, 36.0, 120.2, 36.2), box(120.3, 36.3, 120.4, 36.4)])
    holed = EAST.difference(box(120.6, 36.2, 120.7, 36.3))
    path = tmp_path / "cells.gpkg"
    a_table(geometry=[force_3d(DISTRICT, 9.0), force_3d(exclave, 1.0), holed]).to_file(path)
    cells = read(path).cells
    assert not any(cell.shape.has_z for cell in cells)
    assert cells[1].shape.equals(exclave)
    assert cells[2].shape.equals(holed)


def test_parents_come_by_field_where_one_is_named(tmp_path: Path) -> None:
    path = a_geojson(tmp_path, 上级=["", "370215", "370215"], geometry=[DISTRICT, WEST, EAST])
    assert [cell.parent for cell in read(path, parent_field="上级").cells] == [None, 0, 0]


def test_a_parent_nobody_knows_is_rejected(tmp_path: Path) -> None:
    path = a_geojson(tmp_path, 上级=["", "370215", "999"])
    reading = read(path, parent_field="上级")
    assert [(one.row, one.field) for one in reading.rejected] == [(3, "上级")]
    assert "999" in reading.rejected[0].reason.zh


def test_a_cell_outside_every_cell_above_is_rejected(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, geometry=[DISTRICT, WEST, box(125, 36, 126, 37)]))
    assert [one.row for one in reading.rejected] == [3]


def test_cells_hang_under_those_at_home_by_what_contains_them(tmp_path: Path) -> None:
    home = (KnownCell(CellId(7), "370215", "即墨区", Level.DISTRICT, DISTRICT),)
    path = tmp_path / "towns.geojson"
    a_table().iloc[1:].to_file(path)
    reading = read(path, known=home)
    assert [cell.parent_id for cell in reading.cells] == [7, 7]


def test_without_any_level_above_cells_are_roots(tmp_path: Path) -> None:
    path = tmp_path / "towns.geojson"
    a_table().iloc[1:].to_file(path)
    assert [(cell.parent, cell.parent_id) for cell in read(path).cells] == [(None, None)] * 2


def test_parents_come_first_whatever_the_order_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "cells.geojson"
    a_table().iloc[::-1].to_file(path)
    cells = read(path).cells
    assert [int(cell.level) for cell in cells] == [1, 2, 2]
    assert [cell.parent for cell in cells] == [None, 0, 0]


def test_levels_on_nobodys_map_are_skipped_and_counted(tmp_path: Path) -> None:
    reading = read(a_geojson(tmp_path, 级=[6, 8, 10]), level_map={"6": 1, "8": 2})
    assert (len(reading.cells), reading.skipped) == (2, 1)
    assert "level_unknown" in kinds(reading)


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "cells.gpkg"
    a_table(代码=["370215", "370215003", "370215003"], geometry=[DISTRICT, WEST, None]).to_file(
        path
    )
    reading = read(path)
    kept = len(reading.cells) + reading.joined + reading.skipped
    assert reading.read == kept + len(reading.rejected)


def test_overlaps_gaps_and_parts_outside_are_told_in_numbers(tmp_path: Path) -> None:
    wide, high = box(120.0, 36.0, 120.6, 36.9), box(120.5, 36.0, 120.9, 37.1)
    reading = read(a_geojson(tmp_path, geometry=[DISTRICT, wide, high]))
    assert {"overlap", "gap", "outside_parent"} <= kinds(reading)
    assert all(any(char.isdigit() for char in one.words.zh) for one in reading.warnings)


def test_a_district_whole_and_without_overlap_raises_no_doubt(tmp_path: Path) -> None:
    assert read(a_geojson(tmp_path)).warnings == ()


def test_units_of_an_unlikely_size_are_told(tmp_path: Path) -> None:
    path = a_geojson(
        tmp_path, 级=[1, 5, 5], 代码=["370215", "370215003201012", "370215003201013"]
    )
    assert "area_range" in kinds(read(path))
