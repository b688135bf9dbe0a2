import geopandas
import pytest
import shapely

from maps.tiles.base_map import base_map_of
from maps.tiles.geopackage import kind_of_names, read_shapes
from models.domain.error import BadInput
from models.geography.datum import wgs84_to_gcj02

ROAD = shapely.LineString([(120.44, 36.38), (120.45, 36.39)])
LAKE = shapely.box(120.44, 36.38, 120.46, 36.40)


def a_package(path, crs="EPSG:4326"):
    roads = geopandas.GeoDataFrame(
        {"highway": ["primary", "residential", None]}, geometry=[ROAD] * 3, crs=4326
    )
    lakes = geopandas.GeoDataFrame({"name": ["镜湖"]}, geometry=[LAKE], crs=4326)
    roads.to_crs(crs).to_file(path, layer="roads", driver="GPKG")
    lakes.to_crs(crs).to_file(path, layer="水系", driver="GPKG")
    return path


def read(path, **given):
    shapes = read_shapes(base_map_of("b", {"kind": "gpkg", "file": str(path), **given}))
    return {(one.kind, one.is_area): one.wkb for one in shapes}


def test_layers_become_ways_by_their_names_and_classes(tmp_path):
    found = read(a_package(tmp_path / "a.gpkg"))
    assert {key: len(wkb) for key, wkb in found.items()} == {
        ("water", True): 1,
        ("minor", False): 2,
        ("primary", False): 1,
    }


def test_areas_lie_under_lines_and_small_roads_under_large_ones(tmp_path):
    assert [kind for kind, _ in read(a_package(tmp_path / "a.gpkg"))] == [
        "water",
        "minor",
        "primary",
    ]


def test_a_survey_grid_is_brought_to_degrees(tmp_path):
    found = read(a_package(tmp_path / "a.gpkg", "EPSG:4549"))
    (wkb,) = found["primary", False]
    assert shapely.get_coordinates(shapely.from_wkb(wkb)) == pytest.approx(
        shapely.get_coordinates(ROAD), abs=1e-7
    )


def test_a_shifted_datum_is_shifted_back(tmp_path):
    shifted = shapely.transform(ROAD, wgs84_to_gcj02)
    frame = geopandas.GeoDataFrame(geometry=[shifted], crs=4326)
    frame.to_file(tmp_path / "a.gpkg", layer="primary", driver="GPKG")
    (wkb,) = read(tmp_path / "a.gpkg", datum="GCJ-02")["primary", False]
    assert shapely.get_coordinates(shapely.from_wkb(wkb)) == pytest.approx(
        shapely.get_coordinates(ROAD), abs=1e-8
    )


@pytest.mark.parametrize(
    ("line", "crs"),
    [
        ([(500_000, 3_900_000), (500_100, 3_900_100)], "EPSG:4326"),
        ([(120.4, 36.3), (120.5, 36.4)], 'LOCAL_CS["plan",UNIT["metre",1]]'),
    ],
)
def test_shapes_that_lie_nowhere_on_earth_are_told(tmp_path, line, crs):
    frame = geopandas.GeoDataFrame(geometry=[shapely.LineString(line)], crs=crs)
    frame.to_file(tmp_path / "a.gpkg", driver="GPKG")
    with pytest.raises(BadInput, match="bad_basemap_file"):
        read(tmp_path / "a.gpkg")


def test_the_kind_of_a_layer_may_be_said(tmp_path):
    found = read(a_package(tmp_path / "a.gpkg"), kinds={"水系": "green"})
    assert ("green", True) in found


@pytest.mark.parametrize(
    ("names", "is_area", "kind"),
    [
        (("motorway_link",), False, "motorway"),
        (("tertiary", "roads"), False, "secondary"),
        (("buildings",), True, "building"),
        (("河流",), False, "river"),
        (("河流",), True, "water"),
        (("?",), False, "minor"),
        (("?",), True, "area"),
    ],
)
def test_names_tell_a_kind(names, is_area, kind):
    assert kind_of_names(names, is_area=is_area) == kind


def test_points_alone_are_nothing_to_draw(tmp_path):
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(120, 36)], crs=4326)
    frame.to_file(tmp_path / "a.gpkg", driver="GPKG")
    with pytest.raises(BadInput, match="no lines or areas"):
        read(tmp_path / "a.gpkg")


def test_garbage_is_told(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"garbage" * 1_000)
    with pytest.raises(BadInput, match="damaged"):
        read(tmp_path / "a.gpkg")


def test_a_real_one_is_read(shared_data):
    found = read(shared_data / "qingdao_boundaries" / "jimo_district_and_towns.gpkg")
    assert len(found["area", True]) == 16
