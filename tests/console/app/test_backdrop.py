"""Roads and water under the map of a home: from its GeoPackage, or the roads brought in."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pytest
import shapely

from console.app.backdrop import FILE, BroughtIn, backdrop_of, read_backdrop
from console.app.ground_file import FILE as GROUND
from console.app.ground_file import read_ground, write_ground
from console.state.road_net import travel_profiles
from models.geography.roads import Roads, plain_roads
from models.simulation.district import Size, make_district

if TYPE_CHECKING:
    from pathlib import Path

    from console.state.reference import Backdrop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("home")
    write_ground(home, make_district(Size.SMALL, 1))
    return home


def one_road(kind: str = "primary", name: str = "") -> Roads:
    roads = plain_roads(
        np.array([[121.5, 35.2], [121.51, 35.2]]),
        np.array([0, 2]),
        np.zeros(1, np.int16),
        (kind,),
    )
    return Roads(
        roads.lonlat_deg,
        roads.offset,
        roads.kind,
        roads.kinds,
        roads.oneway,
        roads.max_kmh,
        roads.access,
        (name,),
    )


def test_a_demo_has_a_geopackage_of_its_own_that_any_gis_reads(folder: Path) -> None:
    layers = dict(pyogrio.list_layers(folder / GROUND))
    assert layers == {"roads": "LineString", "water": "Polygon"}
    district = make_district(Size.SMALL, 1)
    found = read_ground(folder / GROUND, travel_profiles().kinds)
    assert len(found.roads) == len(district.roads.ends)
    assert len(found.water) == 2 + len(district.water.rivers)
    assert found.faults == ()
    assert shapely.from_wkb(found.water[0]).equals(district.water.sea)


def test_main_roads_come_back_with_their_names_the_longest_first(folder: Path) -> None:
    backdrop: Backdrop = read_backdrop(folder)
    for kind, words in (("primary", "大道"), ("secondary", "路")):
        names, lines = backdrop.names[kind], backdrop.named[kind]
        assert len(names) == len(lines.ends) - 1 > 0
        assert all(name.endswith(words) for name in names)
        parts = [lines.lonlat_deg[a:b] for a, b in pairwise(lines.ends)]
        length = [np.hypot(*np.diff(part, axis=0).T).sum() for part in parts]
        assert length == sorted(length, reverse=True)
    assert backdrop.names["minor"] == ()


def test_what_is_kept_of_the_file_is_what_the_file_says(folder: Path) -> None:
    fresh = read_backdrop(folder)
    kept = read_backdrop(folder)
    assert kept.names == fresh.names
    assert kept.water == fresh.water
    for kind, lines in fresh.roads.items():
        assert np.array_equal(kept.roads[kind].lonlat_deg, lines.lonlat_deg)
        assert np.array_equal(kept.roads[kind].ends, lines.ends)


def test_a_file_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    before = read_backdrop(tmp_path)
    shape = shapely.to_wkb(np.array([shapely.LineString([(121.5, 35.2), (121.6, 35.2)])]))
    pyogrio.raw.write(
        tmp_path / GROUND,
        geometry=shape,
        field_data=[np.array(["motorway"], object)],
        fields=["highway"],
        layer="roads",
        driver="GPKG",
        geometry_type="LineString",
        crs="EPSG:4326",
    )
    os.utime(tmp_path / GROUND, (1, 1))
    after = read_backdrop(tmp_path)
    assert len(after.roads["motorway"].ends) == 2
    assert len(after.roads["primary"].ends) == 1
    assert after.water == before.water


def test_a_home_of_an_earlier_release_has_its_roads(folder: Path, tmp_path: Path) -> None:
    backdrop = read_backdrop(folder)
    ranks = {1: "primary", 2: "secondary", 3: "minor"}
    old = {f"road_{rank}": backdrop.roads[kind].lonlat_deg for rank, kind in ranks.items()}
    old |= {f"ends_{rank}": backdrop.roads[kind].ends for rank, kind in ranks.items()}
    old["water_0"] = np.frombuffer(backdrop.water[0], np.uint8)
    with (tmp_path / FILE).open("wb") as handle:
        np.savez(handle, **old)
    read = read_backdrop(tmp_path)
    assert read.names == {}
    assert read.water == backdrop.water[:1]
    for kind in ranks.values():
        assert np.array_equal(read.roads[kind].lonlat_deg, backdrop.roads[kind].lonlat_deg)


def test_roads_that_were_brought_in_take_the_place_of_the_files(
    folder: Path, tmp_path: Path
) -> None:
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    asked: list[str] = []

    def read(name: str) -> Roads:
        asked.append(name)
        return one_road(name=name)

    def shown(digest: str, name: str) -> Backdrop:
        return read_backdrop(tmp_path, BroughtIn(digest, lambda: read(name)))

    assert shown("a", "东路").names["primary"] == ("东路",)
    assert shown("a", "东路").names["primary"] == ("东路",)
    assert asked == ["东路"], "kept as arrays, they are not asked for again"
    assert shown("b", "西路").names["primary"] == ("西路",)
    assert shown("b", "西路").water == read_backdrop(folder).water
    assert len(shown("", "").roads["primary"].ends) > 2, "none brought in: the file's"


def test_every_class_of_road_is_drawn_as_some_kind() -> None:
    drawn = {
        "motorway_link": "motorway",
        "trunk": "motorway",
        "tertiary": "secondary",
        "unclassified": "minor",
        "living_street": "minor",
        "footway": "path",
        "cycleway": "path",
        "road": "minor",
    }
    for kind, expected in drawn.items():
        found = {k for k, lines in backdrop_of(one_road(kind)).roads.items() if lines.ends[-1]}
        assert found == {expected}, kind
    assert set(backdrop_of(Roads()).names.values()) == {()}


def test_a_damaged_geopackage_costs_the_roads_and_not_the_desk(tmp_path: Path) -> None:
    (tmp_path / GROUND).write_bytes(b"SQLite format 3\0 and then nothing")
    assert dict(read_backdrop(tmp_path).roads) == {}
