from pathlib import Path

import pytest

from maps.tiles.address import address_of
from maps.tiles.base_map import base_map_of
from maps.tiles.catalogue import add_file, known_base_maps
from maps.tiles.matrix import MatrixSet, TileAt
from models.domain.error import BadInput
from models.geography.datum import Datum

AT = TileAt(14, 13673, 6411)
XYZ = {"kind": "xyz", "url": "https://t/{z}/{x}/{y}.png"}


def address(at=AT, **table):
    return address_of(base_map_of("b", table), table.get("layers", [""])[0], at)


def test_tianditu_is_known_in_both_matrix_sets():
    maps = known_base_maps(Path("nowhere")).maps
    assert {maps[n].matrix for n in ("tianditu-vec", "tianditu-vec-c")} == {
        MatrixSet.MERCATOR,
        MatrixSet.DEGREES,
    }
    layers = {layer for base in maps.values() for layer in base.layers}
    assert layers == {"vec", "cva", "img", "cia", "ter", "cta"}


@pytest.mark.parametrize(("name", "set_", "row"), [("vec", "w", 6411), ("img-c", "c", 2439)])
def test_a_tile_of_tianditu_has_the_address_its_service_wants(name, set_, row):
    base = known_base_maps(Path("nowhere")).maps[f"tianditu-{name}"].with_key("k&y")
    layer = base.layers[0]
    told = address_of(base, layer, TileAt(14, 13673, row))
    host, query = told.split("?")
    assert host.endswith(f".tianditu.gov.cn/{layer}_{set_}/wmts")
    assert host.startswith("https://t")
    assert dict(pair.split("=") for pair in query.split("&")) == {
        "tk": "k%26y",
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": layer,
        "STYLE": "default",
        "TILEMATRIXSET": set_,
        "FORMAT": "tiles",
        "TILEMATRIX": "14",
        "TILEROW": str(row),
        "TILECOL": "13673",
    }


def test_without_a_key_tianditu_says_that_it_needs_one():
    base = known_base_maps(Path("nowhere")).maps["tianditu-vec"]
    assert base.needs_key
    assert not base.with_key("k").needs_key


def test_rows_are_counted_from_the_south_where_the_template_says_so():
    assert address(kind="xyz", url="http://a/{z}/{x}/{-y}") == "http://a/14/13673/9972"


def test_the_same_tile_always_comes_from_the_same_door():
    given = {"kind": "xyz", "url": "http://{s}.a/{z}/{x}/{y}", "subdomains": ["a", "b", "c"]}
    doors = {address(TileAt(5, column, 3), **given)[7] for column in range(6)}
    assert doors == {"a", "b", "c"}
    assert address(**given) == address(**given)


def test_a_restful_wmts_is_addressed_by_the_words_of_its_capabilities():
    url = "https://a/{Layer}/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"
    given = {"kind": "wmts", "url": url, "set": "EPSG:3857", "style": "plain"}
    told = address(**given, layers=["roads"], label="EPSG:3857:{z}")
    assert told == "https://a/roads/plain/EPSG:3857/EPSG:3857:14/6411/13673.png"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({}, "kind"),
        ({"kind": "wms"}, "kind"),
        ({"kind": "xyz"}, "url"),
        ({"kind": "xyz", "url": "ftp://a/{z}/{x}/{y}"}, "url"),
        ({"kind": "xyz", "url": "http://a/tile.png"}, "url"),
        ({"kind": "xyz", "url": "http://{s}.a/{z}/{x}/{y}"}, "subdomains"),
        ({"kind": "wmts", "url": "http://a/wmts"}, "set"),
        (XYZ | {"datum": "GCJ02"}, "datum"),
        (XYZ | {"matrix": "polar"}, "matrix"),
        (XYZ | {"levels": [5]}, "levels"),
        (XYZ | {"levels": [9, 3]}, "levels"),
        (XYZ | {"levels": [0, 99]}, "levels"),
        (XYZ | {"tile_px": 7}, "tile_px"),
        (XYZ | {"tile_px": "256"}, "tile_px"),
        (XYZ | {"keep_days": -1}, "keep_days"),
        (XYZ | {"parallel": 100}, "parallel"),
        (XYZ | {"layers": []}, "layers"),
        (XYZ | {"title": {"fr": "carte"}}, "title"),
        (XYZ | {"colour": "red"}, "colour"),
        ({"kind": "mbtiles"}, "file"),
        ({"kind": "gpkg", "file": "a.gpkg", "kinds": ["road"]}, "kinds"),
    ],
)
def test_a_wrong_table_is_refused_naming_file_table_and_key(table, key):
    with pytest.raises(BadInput) as caught:
        base_map_of("mine", table, "home/basemaps.toml")
    assert caught.value.code == "bad_basemap"
    assert f"home/basemaps.toml: [mine] {key} " in caught.value.words.en
    assert f"home/basemaps.toml: [mine] {key} " in caught.value.words.zh


def test_a_home_adds_base_maps_and_changes_single_keys_of_those_shipped(tmp_path):
    (tmp_path / "basemaps.toml").write_text(
        '[tianditu-vec]\napproval = "GS(0000)0000"\n'
        '[amap]\nkind = "xyz"\nurl = "https://a/{z}/{x}/{y}"\ndatum = "GCJ-02"\n'
        '[air]\nkind = "pmtiles"\nfile = "air.pmtiles"\n',
        encoding="utf-8",
    )
    known = known_base_maps(tmp_path)
    assert known.problems == ()
    assert known.maps["tianditu-vec"].attribution.en.endswith("Tianditu GS(0000)0000")
    assert known.maps["tianditu-vec"].layers == ("vec", "cva")
    assert known.maps["amap"].datum is Datum.GCJ02
    assert Path(known.maps["air"].file) == tmp_path / "air.pmtiles"


def test_one_wrong_table_is_told_and_the_others_stand(tmp_path):
    (tmp_path / "basemaps.toml").write_text(
        '[bad]\nkind = "xyz"\n[good]\nkind = "xyz"\nurl = "http://a/{z}/{x}/{y}"\n'
    )
    known = known_base_maps(tmp_path)
    assert "good" in known.maps
    assert "bad" not in known.maps
    assert ["[bad] url" in words.en for words in known.problems] == [True]


@pytest.mark.parametrize("content", [b"[half", b"\xff\xfe\x00", b'loose = "end"\n'])
def test_a_damaged_list_leaves_those_that_are_shipped(tmp_path, content):
    (tmp_path / "basemaps.toml").write_bytes(content)
    known = known_base_maps(tmp_path)
    assert "tianditu-img" in known.maps
    assert len(known.problems) == 1
    assert "basemaps.toml" in known.problems[0].en


def test_a_file_is_written_down_once_and_keeps_what_the_list_had(tmp_path):
    file = tmp_path / "本区 底图.mbtiles"
    (tmp_path / "basemaps.toml").write_text(
        '# mine\n[x]\nkind = "xyz"\nurl = "http://a/{z}/{x}/{y}"\n'
    )
    name = add_file(tmp_path, file)
    assert add_file(tmp_path, file) == name
    known = known_base_maps(tmp_path)
    assert known.problems == ()
    assert Path(known.maps[name].file) == file
    assert known.maps[name].title.zh == "本区 底图"
    assert "x" in known.maps
    assert (tmp_path / "basemaps.toml").read_text(encoding="utf-8").startswith("# mine\n")


def test_two_files_of_one_name_get_two_names(tmp_path):
    names = {add_file(tmp_path, tmp_path / folder / "map.gpkg") for folder in "abc"}
    assert names == {"map", "map-2", "map-3"}


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_go(tmp_path):
    with pytest.raises(BadInput, match=r"\.mbtiles"):
        add_file(tmp_path, tmp_path / "map.zip")
    assert not (tmp_path / "basemaps.toml").exists()
