"""Promises of reading road files."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from maps.geometry.road_file import RoadRequest, read_roads
from models.domain.error import BadInput
from models.domain.place import LonLat
from models.geography.road_graph import build_graph
from models.geography.roads import EVERYBODY, Access
from models.geography.route import Found, search
from models.geography.travel import profiles_from
from models.geography.travel_net import TravelNet
from resources.files import resource_path

PROFILES = profiles_from(resource_path("travel.toml").read_text(encoding="utf-8"))
LINE = shapely.LineString([(121.5, 35.2), (121.51, 35.2)])
NEXT = shapely.LineString([(121.51, 35.2), (121.51, 35.21)])


def reading(path: Path, **how):
    return read_roads(RoadRequest(path, PROFILES.kinds, **how))


def a_file(path: Path, shapes, crs="EPSG:4326", **columns) -> Path:
    frame = geopandas.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    frame.to_file(path)
    return path


def test_columns_of_an_office_are_understood(tmp_path: Path) -> None:
    found = reading(
        a_file(
            tmp_path / "roads.geojson",
            [LINE, NEXT],
            道路等级=["主干路", "支路"],
            名称=["霞光路", None],
            单行=["是", ""],
            限速=["60", ""],
        )
    )
    roads = found.roads
    assert [roads.kinds[kind] for kind in roads.kind] == ["primary", "tertiary"]
    assert roads.names == ("霞光路", "")
    assert roads.oneway.tolist() == [1, 0]
    assert roads.max_kmh.tolist() == pytest.approx([60, np.nan], nan_ok=True)
    assert set(roads.access.tolist()) == {EVERYBODY}
    assert (found.read, found.rejected, found.warnings) == (2, (), ())


def test_geofabriks_directions_are_not_taken_for_truth_values(tmp_path: Path) -> None:
    shapes = [LINE, NEXT, LINE]
    path = a_file(tmp_path / "a.gpkg", shapes, fclass=["primary"] * 3, oneway=["F", "T", "B"])
    assert reading(path).roads.oneway.tolist() == [1, -1, 0]


def test_tags_say_who_may_use_a_road(tmp_path: Path) -> None:
    path = a_file(
        tmp_path / "a.gpkg",
        [LINE] * 4,
        highway=["service"] * 4,
        access=["private", "no", None, None],
        foot=[None, "yes", None, None],
        bicycle=[None, None, "no", None],
        motor_vehicle=[None, None, None, "no"],
    )
    assert reading(path).roads.access.tolist() == [
        0,
        Access.FOOT,
        Access.FOOT | Access.DRIVE,
        Access.FOOT | Access.RIDE,
    ]


def test_what_nobody_travels_on_is_left_out_and_counted(tmp_path: Path) -> None:
    path = a_file(
        tmp_path / "a.gpkg", [LINE, NEXT, LINE], highway=["primary", "construction", "proposed"]
    )
    found = reading(path)
    assert len(found.roads) == 1
    assert found.left_out == {"construction": 1, "proposed": 1}
    assert found.rejected == ()


def test_an_unknown_class_is_a_plain_road_and_a_doubt(tmp_path: Path) -> None:
    found = reading(a_file(tmp_path / "a.gpkg", [LINE], highway=["通天大道"]))
    assert found.roads.kinds == ("road",)
    assert [doubt.kind for doubt in found.warnings] == ["unknown_class"]
    assert "通天大道" in found.warnings[0].words.zh


def test_rows_that_are_no_roads_are_named_with_their_reasons(tmp_path: Path) -> None:
    shapes = [
        LINE,
        shapely.Point(121.5, 35.2),
        None,
        shapely.LineString([(1, 1), (1, 1)]),
        shapely.box(121, 35, 122, 36),
    ]
    found = reading(a_file(tmp_path / "a.geojson", shapes, name=list("abcde")))
    assert [(one.row, one.reason.en) for one in found.rejected] == [
        (2, "not a line"),
        (3, "no geometry"),
        (4, "no length"),
        (5, "not a line"),
    ]
    assert found.roads.names == ("a",)


def test_each_part_of_a_road_in_parts_is_a_road(tmp_path: Path) -> None:
    both = shapely.MultiLineString([LINE, NEXT])
    found = reading(a_file(tmp_path / "a.gpkg", [both], name=["x"]))
    assert found.read == 1
    assert found.roads.names == ("x", "x")
    assert len(found.roads) == 2


def test_a_projected_file_comes_out_in_degrees(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"name": ["x"]}, geometry=[LINE], crs="EPSG:4326")
    frame.to_crs("EPSG:4549").to_file(tmp_path / "a.shp", encoding="utf-8")
    found = reading(tmp_path / "a.shp")
    assert found.crs == "EPSG:4549"
    assert found.roads.lonlat_deg == pytest.approx(shapely.get_coordinates(LINE), abs=1e-7)


def test_shifted_coordinates_are_put_right_where_asked(tmp_path: Path) -> None:
    inland = shapely.LineString([(116.3, 39.9), (116.31, 39.9)])
    found = reading(a_file(tmp_path / "a.gpkg", [inland], name=["x"]), crs="GCJ-02")
    moved = found.roads.lonlat_deg - shapely.get_coordinates(inland)
    assert 0.002 < np.abs(moved).max() < 0.01


def test_of_several_layers_the_one_with_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    points = geopandas.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs="EPSG:4326")
    points.to_file(path, layer="spots")
    lines = geopandas.GeoDataFrame({"name": ["x"]}, geometry=[LINE], crs="EPSG:4326")
    lines.to_file(path, layer="ways")
    assert reading(path).layer == "ways"
    lines.to_file(path, layer="more")
    with pytest.raises(BadInput) as caught:
        reading(path)
    assert caught.value.code == "which_layer"
    assert reading(path, layer="more").layer == "more"


@pytest.mark.parametrize("name", ["a.osm.pbf", "a.gpkg", "a.txt"])
def test_a_file_that_is_none_is_said_in_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"no roads at all " * 40)
    with pytest.raises(BadInput) as caught:
        reading(path)
    assert caught.value.code == "unreadable_file"
    assert name in caught.value.words.en


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    for name in ("nowhere.osm.pbf", "nowhere.gpkg"):
        with pytest.raises(BadInput) as caught:
            reading(tmp_path / name)
        assert caught.value.code == "no_such_file"


# -- real data ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def helsinki(shared_data):
    return reading(shared_data / "osm" / "Helsinki.osm.pbf")


def test_a_real_extract_is_read_with_its_names_directions_and_limits(helsinki) -> None:
    roads = helsinki.roads
    assert len(roads) > 2_000
    assert "Mannerheimintie" in roads.names
    assert (roads.oneway != 0).sum() > 400
    assert np.nanmax(roads.max_kmh) == 50
    assert {"primary", "footway", "residential"} <= set(roads.kinds)
    assert 80 < sum(roads.km_by_kind().values()) < 110


def test_a_truncated_extract_is_said_in_words(shared_data, tmp_path: Path) -> None:
    whole = (shared_data / "osm" / "Helsinki.osm.pbf").read_bytes()
    half = tmp_path / "half.osm.pbf"
    half.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput) as caught:
        reading(half)
    assert caught.value.code == "unreadable_file"


def test_a_car_in_a_real_town_obeys_what_a_walker_need_not(helsinki) -> None:
    graph = build_graph(helsinki.roads)
    nets = {name: TravelNet(graph, PROFILES[name]) for name in ("foot", "e-bike", "car")}
    station, market = LonLat(24.9414, 60.1712), LonLat(24.9515, 60.1676)
    place = [[market.lon_deg, market.lat_deg]]
    minutes = {}
    for name, net in nets.items():
        times = search(net, station).times(place)
        assert times.found[0] == Found.BY_ROAD, name
        minutes[name] = float(times.seconds[0]) / 60
    # 700 m as the crow flies.
    assert 8 < minutes["foot"] < 16
    assert minutes["e-bike"] < minutes["foot"]
    assert minutes["car"] < minutes["foot"]


def test_in_a_real_town_most_of_the_net_hangs_together(helsinki) -> None:
    net = TravelNet(build_graph(helsinki.roads), PROFILES["foot"])
    nodes = net.graph.node_lonlat_deg
    reach = search(net, LonLat(24.9414, 60.1712))
    found = reach.times(nodes).found
    assert (found == Found.BY_ROAD).mean() > 0.85
    assert len(net.snap(nodes[:500]).edge) == 500
