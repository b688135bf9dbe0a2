"""Promises of reading boundary files: formats, encodings, coordinates, layers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shapely

from maps.geometry.boundary import read_boundaries
from maps.geometry.draft import BoundaryRequest, KnownCell
from models.domain.error import BadInput
from models.domain.grid import Level
from models.domain.ids import CellId
from models.geography.datum import Datum, from_wgs84
from tests.maps.geometry.boundary_files import (
    DISTRICT,
    a_geojson,
    a_shapefile,
    a_table,
    kinds,
    read,
)

QINGDAO = Path(__file__).parents[4] / "shared/data/qingdao_boundaries"
NAMES = ["即墨区", "潮海街道", "通济街道"]
HOME = (KnownCell(CellId(7), "370215", "即墨区", Level.DISTRICT, DISTRICT),)


@pytest.mark.parametrize(
    ("suffix", "driver"),
    [
        ("geojson", "GeoJSON"),
        ("gpkg", "GPKG"),
        ("kml", "KML"),
        ("gml", "GML"),
        ("shp", "ESRI Shapefile"),
        ("csv", "CSV"),
    ],
)
def test_whatever_gdal_reads_gives_the_same_cells(
    tmp_path: Path, suffix: str, driver: str
) -> None:
    path = tmp_path / f"cells.{suffix}"
    options = {"GEOMETRY": "AS_WKT"} if driver == "CSV" else {}
    a_table().to_file(path, driver=driver, **options)
    reading = read(path)
    assert [cell.name for cell in reading.cells] == NAMES
    assert [cell.parent for cell in reading.cells] == [None, 0, 0]
    assert reading.cells[1].shape.centroid.x == pytest.approx(120.25)
    assert not reading.rejected


def test_a_gbk_shapefile_that_names_no_encoding_comes_out_right(tmp_path: Path) -> None:
    reading = read(a_shapefile(tmp_path, a_table(), without=".cpg"))
    assert [cell.name for cell in reading.cells] == NAMES
    assert reading.encoding == "GB18030"
    assert "encoding_guessed" in kinds(reading)


def test_a_cpg_that_lies_is_not_believed(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path, a_table())
    path.with_suffix(".cpg").write_text("UTF-8")
    assert [cell.name for cell in read(path).cells] == NAMES


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1"])
def test_a_wrong_encoding_is_refused_and_the_right_one_named(
    tmp_path: Path, encoding: str
) -> None:
    path = a_shapefile(tmp_path, a_table(), without=".cpg")
    with pytest.raises(BadInput) as caught:
        read(path, encoding=encoding)
    assert caught.value.code == "wrong_encoding"
    assert "GB18030" in caught.value.words.zh


def test_the_right_encoding_may_be_named_gbk(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path, a_table(), without=".cpg")
    assert read(path, encoding="GBK").cells[0].name == "即墨区"


def test_geojson_in_gbk_comes_out_right(tmp_path: Path) -> None:
    path = a_geojson(tmp_path)
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    assert [cell.name for cell in read(path).cells] == NAMES


def test_an_archive_from_chinese_windows_is_opened(tmp_path: Path) -> None:
    shapefile = a_shapefile(tmp_path, a_table(), without=".cpg")
    archive = tmp_path / "cells.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for part in tmp_path.glob("边界.*"):
            zipped.write(part, f"目录/{part.name}")
    shapefile.unlink()
    assert [cell.name for cell in read(archive).cells] == NAMES


@pytest.mark.parametrize(("epsg", "shown"), [(4528, 4528), (3857, 3857), (4490, 4326)])
def test_coordinates_without_a_crs_are_told_by_their_range(
    tmp_path: Path, epsg: int, shown: int
) -> None:
    reading = read(a_shapefile(tmp_path, a_table().to_crs(epsg), without=".prj"))
    assert reading.crs == f"EPSG:{shown}"
    assert "crs_guessed" in kinds(reading)
    assert reading.cells[0].shape.centroid.x == pytest.approx(120.5, abs=1e-5)


def test_a_zone_without_its_number_is_asked_for(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path, a_table().to_crs(4549), without=".prj")
    with pytest.raises(BadInput, match="--crs") as caught:
        read(path)
    assert caught.value.code == "which_crs"
    assert "EPSG:4549" in caught.value.words.zh
    assert read(path, crs="EPSG:4549").cells[0].shape.centroid.x == pytest.approx(120.5)


def test_cells_at_home_tell_the_zone(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path, a_table().to_crs(4549), without=".prj")
    assert read(path, known=HOME).crs == "EPSG:4549"


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_shifted_coordinates_are_put_back(tmp_path: Path, datum: Datum) -> None:
    table = a_table()
    table.geometry = shapely.transform(
        table.geometry.values, lambda lonlat: from_wgs84(lonlat, datum)
    )
    path = tmp_path / "shifted.geojson"
    table.to_file(path, COORDINATE_PRECISION=12)
    reading = read(path, crs=datum.value)
    assert reading.cells[0].shape.equals_exact(DISTRICT, 1e-7) or (
        reading.cells[0].shape.symmetric_difference(DISTRICT).area < 1e-7
    )
    assert "shifted_datum" in kinds(read(path, known=HOME))


@pytest.mark.parametrize("crs", ["EPSG:4528", "GCJ-02", "EPSG:99", "Mars"])
def test_a_crs_that_cannot_be_is_refused(tmp_path: Path, crs: str) -> None:
    path = a_shapefile(tmp_path, a_table().to_crs(4549), without=".prj")
    with pytest.raises(BadInput, match="bad_crs"):
        read(path, crs=crs)


def test_latitude_first_is_turned_round_and_told(tmp_path: Path) -> None:
    turned = [shapely.transform(one, lambda xy: xy[:, ::-1]) for one in a_table().geometry]
    reading = read(a_geojson(tmp_path, geometry=turned))
    assert reading.cells[0].shape.centroid.x == pytest.approx(120.5)
    assert "axes_swapped" in kinds(reading)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "cells.gpkg"
    for layer in ("镇街", "村居"):
        a_table().to_file(path, layer=layer)
    for layer in (None, "单元"):
        with pytest.raises(BadInput) as caught:
            read(path, layer=layer)
        assert "镇街、村居" in caught.value.words.zh
    assert read(path, layer="村居").layer == "村居"


def test_a_missing_column_is_named_with_the_file_and_the_columns_there_are(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput) as caught:
        read(a_geojson(tmp_path), code_field="bm")
    assert all(text in caught.value.words.zh for text in ("bm", "cells.geojson", "代码"))


@pytest.mark.parametrize("content", [b"", b"hello", b'{"type":', b"\x00\xff" * 50])
def test_what_is_no_boundary_file_is_bad_input(tmp_path: Path, content: bytes) -> None:
    for name in ("x.geojson", "x.shp", "x.zip", "x.bin"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(BadInput):
            read(path)


def test_no_file_and_no_level_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no_such_file"):
        read(tmp_path / "none.shp")
    with pytest.raises(BadInput, match="bad_level"):
        read(a_geojson(tmp_path), level_field=None)


def test_the_users_folder_is_left_as_it_was(tmp_path: Path) -> None:
    a_table().to_file(tmp_path / "cells.gml", driver="GML")
    (tmp_path / "cells.xsd").unlink()
    a_shapefile(tmp_path, a_table(), without=".cpg")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    read(tmp_path / "cells.gml")
    read(tmp_path / "边界.shp")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(not QINGDAO.is_dir(), reason="the shared data is not there")
def test_qingdao_is_one_city_ten_districts_and_their_towns() -> None:
    reading = read_boundaries(
        BoundaryRequest(
            QINGDAO / "qingdao_admin_l5_l6_l8.geojson",
            level_field="admin_level",
            level_map={"5": 0, "6": 1, "8": 2},
            code_field="division_code",
            name_field="name",
        )
    )
    assert dict(reading.by_level) == {Level.CITY: 1, Level.DISTRICT: 10, Level.TOWN: 135}
    assert not reading.rejected
    assert {"code_empty", "code_old_code"} <= kinds(reading)
    place, jimo = next(
        (place, cell) for place, cell in enumerate(reading.cells) if cell.name == "即墨区"
    )
    towns = [cell for cell in reading.cells if cell.parent == place]
    assert (jimo.code, len(towns), {town.code for town in towns}) == ("370282", 15, {""})
    # On the ellipsoid. Laid flat in UTM zone 50, which lies beside it, it is 1,900.335.
    assert jimo.area_m2 / 1e6 == pytest.approx(1897.175, abs=0.001)
    assert sum(town.area_m2 for town in towns) == pytest.approx(jimo.area_m2, rel=1e-7)
