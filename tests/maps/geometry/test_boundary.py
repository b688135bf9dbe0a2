"""Promises of the boundary reader: rows become cells or are named with a reason."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
import shapely

from models.domain.error import BadInput
from models.domain.grid import Level
from tests.maps.geometry.boundary_samples import (
    EAST,
    ROWS,
    WEST,
    Row,
    a_file,
    a_frame,
    kinds,
    names,
    reading,
    tree,
)

BOW_TIE = shapely.Polygon([(120.4, 36.3), (120.5, 36.4), (120.5, 36.3), (120.4, 36.4)])


def a_town(code: str | None, name: str | None, shape: object, parent: str = "370215") -> Row:
    return (code, name, 2, parent, shape)


@pytest.mark.parametrize("name", ["a.fgb", "a.geojsonl", "a.tab", "a.sqlite"])
def test_rarer_formats_give_the_same_tree(tmp_path: Path, name: str) -> None:
    result = reading(a_file(tmp_path / name), name_field="NAME")
    assert tree(result) == {"即墨区": None, "环秀街道": "即墨区", "通济街道": "即墨区"}
    assert result.by_level == {Level.DISTRICT: 1, Level.TOWN: 2}
    assert not result.rejected
    assert not result.repaired


def test_areas_are_measured_on_the_ellipsoid_and_add_up(tmp_path: Path) -> None:
    result = reading(a_file(tmp_path / "a.geojson"))
    assert result.area_km2[Level.DISTRICT] == pytest.approx(199.213, abs=0.001)
    assert result.area_km2[Level.TOWN] == pytest.approx(result.area_km2[Level.DISTRICT])


def test_the_same_code_on_two_levels_is_two_cells(tmp_path: Path) -> None:
    rows = [ROWS[0], a_town("370215", "城区", WEST)]
    assert len(reading(a_file(tmp_path / "a.gpkg", rows)).cells) == 2


@pytest.mark.parametrize("code", ["", None, "  ", "NULL", "0", "000000000"])
def test_a_missing_code_stays_empty_and_is_reported(tmp_path: Path, code: str | None) -> None:
    rows = [ROWS[0], a_town(code, "甲", WEST), a_town(code, "乙", EAST)]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    assert [cell.code for cell in result.cells] == ["370215", "", ""]
    assert "code_empty" in kinds(result)


def test_empty_names_are_kept(tmp_path: Path) -> None:
    rows = [ROWS[0], a_town("370215001", None, WEST), a_town("370215002", " ", EAST)]
    assert names(reading(a_file(tmp_path / "a.gpkg", rows))) == ["即墨区", "", ""]


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (None, "没有图形"),
        (shapely.Polygon(), "图形为空"),
        (shapely.Point(120.4, 36.3), "图形是点，不是面"),
        (shapely.LineString([(120.4, 36.3), (120.5, 36.4)]), "图形是线，不是面"),
        (shapely.box(120.4, 36.3, 1200.5, 36.4), "坐标换算后不在经纬度范围内，或不是有效数字"),
    ],
)
def test_what_is_no_polygon_is_rejected_with_row_and_reason(
    tmp_path: Path, shape: object, reason: str
) -> None:
    rows = [*ROWS, a_town("370215003", "x", shape)]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    (rejected,) = result.rejected
    assert (rejected.row, rejected.field, rejected.reason.zh) == (4, "geometry", reason)
    assert len(result.cells) == 3


def test_a_collection_keeps_its_polygons(tmp_path: Path) -> None:
    mixed = shapely.GeometryCollection([WEST, shapely.Point(120.4, 36.3)])
    result = reading(a_file(tmp_path / "a.gpkg", [ROWS[0], a_town("370215001", "x", mixed)]))
    assert result.cells[1].shape.equals(WEST)
    assert [one.row for one in result.repaired] == [2]


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    rows = [*ROWS, ROWS[1], a_town("", "空", None), ("x", "跳", 9, "", WEST)]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    assert result.read == 6
    assert (
        result.read
        == sum(len(cell.rows) for cell in result.cells) + len(result.rejected) + result.skipped
    )


def test_other_columns_come_along_as_attributes(tmp_path: Path) -> None:
    frame = a_frame()
    frame["POP"] = [1_200_000, 90_000, 80_000]
    pyogrio.write_dataframe(frame, tmp_path / "a.gpkg")
    assert dict(reading(tmp_path / "a.gpkg").cells[0].attributes) == {"POP": 1_200_000}


def test_the_case_of_a_column_does_not_matter(tmp_path: Path) -> None:
    result = reading(a_file(tmp_path / "a.gpkg"), code_field="code")
    assert result.cells[0].code == "370215"


@pytest.mark.parametrize("level", [-1, 6])
def test_a_level_that_does_not_exist_is_refused(tmp_path: Path, level: int) -> None:
    with pytest.raises(BadInput, match="bad_level"):
        reading(a_file(tmp_path / "a.gpkg"), level=level)


@pytest.mark.parametrize("name", ["a.geojson", "a.shp", "a.zip", "a.gpkg", "a.xyz"])
def test_junk_is_called_unreadable(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no boundaries here" * 10)
    with pytest.raises(BadInput, match="unreadable_file"):
        reading(tmp_path / name)


def test_a_table_without_shapes_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("CODE,LV\n1,1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no_polygons"):
        reading(tmp_path / "a.csv")
    (tmp_path / "b.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    with pytest.raises(BadInput, match="empty_file"):
        reading(tmp_path / "b.geojson")
    with pytest.raises(BadInput, match="no_such_file"):
        reading(tmp_path / "c.geojson")


def test_overlaps_slivers_and_sums_are_told_in_numbers(tmp_path: Path) -> None:
    wide = shapely.box(120.4, 36.3, 120.52, 36.4)
    dust = shapely.box(120.45, 36.35, 120.45005, 36.35005)
    rows = [ROWS[0], a_town("370215001", "甲", wide), ROWS[2], a_town("370215003", "尘", dust)]
    result = reading(a_file(tmp_path / "a.gpkg", rows))
    assert {"overlap", "sliver", "area_sum"} <= kinds(result)
    (overlap,) = (one for one in result.warnings if one.kind == "overlap")
    assert "2 pairs" in overlap.words.en


def test_clean_boundaries_raise_no_doubt(tmp_path: Path) -> None:
    result = reading(
        a_file(tmp_path / "a.gpkg"), code_field="CODE", name_field="NAME", parent_field="PARENT"
    )
    assert kinds(result) == set()


def test_progress_is_told(tmp_path: Path) -> None:
    from maps.geometry.boundary import read_boundaries
    from maps.geometry.draft import BoundaryRequest

    told: list[tuple[int, int, str]] = []
    request = BoundaryRequest(a_file(tmp_path / "a.gpkg"), level_field="LV")
    read_boundaries(request, lambda *what: told.append(what))
    assert {what for *_, what in told} == {"read", "parents", "check"}
    assert all(done <= total for done, total, _ in told)
