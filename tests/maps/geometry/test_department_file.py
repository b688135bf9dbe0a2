"""Departmental cells from files: what is read, what is refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely

from maps.geometry.department_file import read_department_areas
from models.domain.error import BadInput

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = shapely.box(120.4, 36.3, 120.41, 36.31)
BOW = shapely.Polygon([(120.4, 36.3), (120.41, 36.31), (120.41, 36.3), (120.4, 36.31)])


def a_file(folder: Path, shapes: list[Any], crs: object = 4326, **columns: list[Any]) -> Path:
    file = folder / "cells.gpkg"
    geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(file)
    return file


def test_a_row_tells_whose_it_is_and_how_large(tmp_path: Path) -> None:
    file = a_file(tmp_path, [SQUARE], 部门=["HW"], 编码=["01"], 名称=["东片"])
    (area,) = read_department_areas(file).areas
    assert (area.department, area.code, area.name) == ("HW", "01", "东片")
    assert area.area_m2 == pytest.approx(895.8 * 1109.7, rel=0.01)


def test_a_file_in_the_national_grid_lies_where_it_should(tmp_path: Path) -> None:
    moved = geopandas.GeoSeries([SQUARE], crs=4326).to_crs(4549).tolist()
    file = a_file(tmp_path, moved, crs=4549, dept=["HW"])
    reading = read_department_areas(file)
    shape = shapely.from_wkb(reading.areas[0].wkb)
    assert shape.centroid.distance(SQUARE.centroid) < 1e-7
    assert reading.areas[0].code == "1", "a row without a code has its number"


def test_what_is_wrong_is_told_by_row_and_field_and_what_can_be_is_mended(
    tmp_path: Path,
) -> None:
    shapes = [SQUARE, SQUARE, SQUARE, BOW, shapely.LineString([(0, 0), (1, 1)])]
    file = tmp_path / "cells.geojson"
    frame = geopandas.GeoDataFrame(
        {"department": ["HW", "HW", None, "HW", "HW"], "code": ["1", "1", "2", "3", "4"]},
        geometry=shapes,
        crs=4326,
    )
    frame.to_file(file)
    reading = read_department_areas(file)
    assert [(row, field) for row, field, _ in reading.rejected] == [
        (2, "code"),
        (3, "department"),
        (5, "geometry"),
    ]
    assert [row for row, _ in reading.repaired] == [4]
    assert shapely.from_wkb(reading.areas[1].wkb).is_valid


def test_a_file_that_says_of_nobody_whose_it_is_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="missing_column") as caught:
        read_department_areas(a_file(tmp_path, [SQUARE], owner=["HW"]))
    assert "owner" in caught.value.words.en
