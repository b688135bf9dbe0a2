"""Promises of coordinates in boundary files: whatever they are, they become WGS 84."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from maps.geometry.draft import BoundaryReading, KnownCell
from models.domain.error import BadInput
from models.domain.grid import Level
from models.domain.ids import CellId
from models.geography.datum import Datum, from_wgs84
from tests.maps.geometry.boundary_samples import (
    EAST,
    KNOWN_DISTRICT,
    WEST,
    WHOLE,
    a_frame,
    a_shapefile,
    kinds,
    reading,
)

TOWNS = (
    KnownCell(CellId(8), "370215001", "环秀街道", Level.TOWN, WEST),
    KnownCell(CellId(9), "370215002", "通济街道", Level.TOWN, EAST),
)


def is_in_place(result: BoundaryReading, tolerance_deg: float = 1e-6) -> bool:
    bounds = result.cells[0].shape.bounds
    return all(abs(a - b) < tolerance_deg for a, b in zip(bounds, WHOLE.bounds, strict=True))


def a_shifted_file(path: Path, datum: Datum) -> Path:
    frame = a_frame()
    shift = [shapely.transform(s, lambda p: from_wgs84(p, datum)) for s in frame.geometry]
    frame.set_geometry(shift, crs="EPSG:4326").to_file(path)
    return path


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4528", "EPSG:3857"])
def test_without_a_prj_the_numbers_tell_and_the_guess_is_told(tmp_path: Path, crs: str) -> None:
    result = reading(a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs=crs))
    assert is_in_place(result)
    assert result.crs == crs
    assert "crs_guessed" in kinds(result)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4549", "EPSG:4528", "EPSG:32651"])
def test_a_prj_is_believed(tmp_path: Path, crs: str) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs=crs, has_prj=True)
    result = reading(path)
    assert is_in_place(result)
    assert result.crs == crs
    assert "crs_guessed" not in kinds(result)


def test_a_zone_without_its_number_is_not_guessed(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs="EPSG:4549")
    with pytest.raises(BadInput) as caught:
        reading(path)
    assert caught.value.code == "which_crs"
    assert "--crs EPSG:4549" in caught.value.words.zh
    assert is_in_place(reading(path, crs="EPSG:4549"))


def test_the_cells_at_home_tell_the_zone(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs="EPSG:4549")
    result = reading(path, known=(KNOWN_DISTRICT,))
    assert is_in_place(result)
    assert result.crs == "EPSG:4549"


@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02", "EPSG:999999", "nonsense"])
def test_an_impossible_or_unknown_crs_is_refused(tmp_path: Path, crs: str) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs="EPSG:4549")
    with pytest.raises(BadInput, match="bad_crs"):
        reading(path, crs=crs)


def test_numbers_that_are_nothing_are_refused(tmp_path: Path) -> None:
    shape = shapely.box(-9e8, -9e8, 9e8, 9e8).wkt
    (tmp_path / "a.csv").write_text(f'CODE,LV,WKT\n1,1,"{shape}"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="which_crs"):
        reading(tmp_path / "a.csv")


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_chinese_datums_are_undone(tmp_path: Path, datum: Datum) -> None:
    result = reading(a_shifted_file(tmp_path / "a.geojson", datum), crs=datum.value)
    assert is_in_place(result, 1e-7)
    assert result.crs == datum.value


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_shift_against_the_known_cells_is_told(tmp_path: Path, datum: Datum) -> None:
    path = a_shifted_file(tmp_path / "a.geojson", datum)
    result = reading(path, known=(KNOWN_DISTRICT, *TOWNS))
    (doubt,) = (one for one in result.warnings if one.kind == "shifted_datum")
    assert datum.value in doubt.words.zh


def test_coordinates_with_north_first_are_turned_round_and_told(tmp_path: Path) -> None:
    frame = a_frame()
    turned = shapely.transform(frame.geometry.array, lambda p: p[:, ::-1])
    frame.set_geometry(turned, crs="EPSG:4326").to_file(tmp_path / "a.geojson")
    result = reading(tmp_path / "a.geojson")
    assert is_in_place(result)
    assert "axes_swapped" in kinds(result)


def test_survey_coordinates_with_north_first_are_turned_round(tmp_path: Path) -> None:
    frame = a_frame(crs="EPSG:4528")
    turned = shapely.transform(frame.geometry.array, lambda p: p[:, ::-1])
    frame.set_geometry(turned, crs="EPSG:4528").to_file(tmp_path / "a.gpkg")
    assert is_in_place(reading(tmp_path / "a.gpkg"))


def test_geojson_in_metres_is_not_taken_for_degrees(tmp_path: Path) -> None:
    content = json.loads(a_frame(crs="EPSG:4528").to_json())
    content.pop("crs", None)
    (tmp_path / "a.geojson").write_text(json.dumps(content), encoding="utf-8")
    result = reading(tmp_path / "a.geojson")
    assert is_in_place(result)
    assert "crs_guessed" in kinds(result)


def test_what_the_user_says_overrules_the_file_and_is_told(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", has_prj=True)
    assert "crs_overruled" in kinds(reading(path, crs="EPSG:4490"))


def test_an_old_datum_is_doubted(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="UTF-8", crs="EPSG:2364", has_prj=True)
    assert "datum_shift" in kinds(reading(path))
