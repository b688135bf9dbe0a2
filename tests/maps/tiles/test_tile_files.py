"""Files of tiles: real ones decode, damaged ones are told in words."""

import gzip
import shutil
import sqlite3
import struct
from contextlib import closing

import pytest
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from maps.canvas.raster import decoded, image_size
from maps.tiles.base_map import base_map_of
from maps.tiles.catalogue import kind_of
from maps.tiles.matrix import TileAt
from maps.tiles.tile_file import open_tile_file
from models.domain.error import BadInput
from tests.maps.tiles.raster_files import a_plain_tile, write_mbtiles, write_pmtiles

pytestmark = pytest.mark.gui
TILE = TileAt(3, 5, 2)


def opened(path):
    return open_tile_file(base_map_of("b", {"kind": kind_of(path), "file": str(path)}))


def refusal(path) -> str:
    with pytest.raises(BadInput) as caught:
        opened(path)
    assert caught.value.code == "bad_basemap_file"
    assert caught.value.words.zh
    return caught.value.words.en


@pytest.fixture(params=["mbtiles", "pmtiles"])
def a_file(request, tmp_path):
    write = write_mbtiles if request.param == "mbtiles" else write_pmtiles
    return write(
        tmp_path / f"town.{request.param}",
        {TILE: a_plain_tile("#ff0000"), TileAt(2, 2, 1): a_plain_tile("#00ff00")},
        attribution='<a href="http://a">&copy; Town</a>',
    )


@pytest.mark.parametrize(
    ("name", "levels", "side_px"),
    [
        ("geography-class-png.mbtiles", (0, 1), 256),
        ("geography-class-jpg.mbtiles", (0, 1), 256),
        ("geography-class-webp.mbtiles", (0, 1), 256),
        ("stamen_toner_z3.pmtiles", (0, 3), 256),
        ("usgs-mt-whitney-8-15-webp-512.pmtiles", (8, 15), 512),
    ],
)
def test_real_files_decode(shared_data, name, levels, side_px):
    file = opened(shared_data / "tiles" / name)
    data = file.read(file.about.sample)
    image = decoded(data)
    file.close()
    assert file.about.levels == levels
    assert (image.width(), image.height()) == image_size(data) == (side_px, side_px)


def test_vector_tiles_are_refused_with_what_goes_instead(shared_data):
    assert "raster tiles" in refusal(shared_data / "tiles" / "world_cities.mbtiles")


def test_a_tile_is_found_by_level_column_and_row_from_the_north(a_file):
    file = opened(a_file)
    red, nothing = file.read(TILE), file.read(TileAt(3, 5, 5))
    file.close()
    assert decoded(red).pixelColor(5, 5).red() == 255
    assert nothing is None


def test_the_attribution_is_told_without_its_html(a_file):
    file = opened(a_file)
    file.close()
    assert file.about.attribution == "© Town"


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "is not there" in refusal(tmp_path / "gone.mbtiles")
    assert "is not there" in refusal(tmp_path / "gone.pmtiles")


@pytest.mark.parametrize("name", ["a.mbtiles", "a.pmtiles"])
@pytest.mark.parametrize(
    "content", [b"", b"garbage" * 100, b"PMTiles\x03", b"SQLite format 3\0"]
)
def test_a_file_of_something_else_is_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name)


@pytest.mark.parametrize(
    "row",
    [
        ("'abc'", "0", "0"),
        ("-1", "0", "0"),
        ("1e12", "0", "0"),
        ("60", "0", "0"),
        ("0", "NULL", "0"),
        ("0", "0", "'y'"),
        ("1.5", "0", "0"),
    ],
)
def test_an_mbtiles_whose_tiles_lie_nowhere_is_told(tmp_path, row):
    file = an_mbtiles_of(tmp_path, f"SELECT {','.join(row)}, x'00'")
    assert "damaged" in refusal(file)


def test_an_mbtiles_that_never_stops_answering_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("maps.tiles.mbtiles._LONGEST_S", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    file = an_mbtiles_of(tmp_path, f"{endless} SELECT i, 0, 0, x'00' FROM n")
    assert "damaged" in refusal(file)


def an_mbtiles_of(folder, question):
    """A file whose tiles are what a question answers: SQLite takes any."""
    with closing(sqlite3.connect(folder / "a.mbtiles")) as file:
        file.execute("CREATE TABLE metadata (name, value)")
        columns = "zoom_level, tile_column, tile_row, tile_data"
        file.execute(f"CREATE VIEW tiles ({columns}) AS {question}")
    return folder / "a.mbtiles"


def test_a_small_tile_that_unpacks_to_gigabytes_is_cut_off(tmp_path):
    """Cut off it is no image, which is told of each tile; the memory stays free."""
    bomb = gzip.compress(bytes(64 << 20))
    path = tmp_path / "a.pmtiles"
    with path.open("wb") as stream:
        archive = Writer(stream)
        archive.write_tile(0, bomb)
        archive.finalize(A_HEADER, {})
    with closing(opened(path)) as file:
        assert len(file.read(TileAt(0, 0, 0))) <= 16 << 20


@pytest.mark.parametrize(("offset_at", "length_at"), [(8, 16), (24, 32)])
def test_a_directory_or_a_description_that_unpacks_to_gigabytes_is_damaged(
    tmp_path, offset_at, length_at
):
    """Root directory and metadata: where each lies is said in the header, as two numbers."""
    path = tmp_path / "a.pmtiles"
    with path.open("wb") as stream:
        archive = Writer(stream)
        archive.write_tile(0, b"x")
        archive.finalize(A_HEADER, {})
    data = bytearray(path.read_bytes())
    bomb = gzip.compress(bytes(64 << 20))
    tiles_from = 56
    shift = len(bomb)
    (begin,) = struct.unpack_from("<Q", data, tiles_from)
    struct.pack_into("<Q", data, tiles_from, begin + shift)
    struct.pack_into("<QQ", data, offset_at, begin, shift)
    assert length_at == offset_at + 8
    path.write_bytes(data[:begin] + bomb + data[begin:])
    assert "more than 4 MB" in refusal(path)


A_HEADER = {
    "tile_type": TileType.PNG,
    "tile_compression": Compression.GZIP,
    **dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0),
    **dict.fromkeys(("center_zoom", "center_lon_e7", "center_lat_e7"), 0),
}


def test_a_later_version_of_the_format_is_told_by_its_number(tmp_path):
    (tmp_path / "a.pmtiles").write_bytes(b"PMTiles\x04" + bytes(200))
    assert "version 4" in refusal(tmp_path / "a.pmtiles")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize(
    "name", ["geography-class-png.mbtiles", "usgs-mt-whitney-8-15-webp-512.pmtiles"]
)
def test_a_real_file_cut_anywhere_is_told_or_read(shared_data, tmp_path, name, share):
    """Either opening it or reading from it says so, or what is read is what was stored."""
    whole = shared_data / "tiles" / name
    cut = tmp_path / name
    shutil.copy(whole, cut)
    with cut.open("r+b") as handle:
        handle.truncate(int(whole.stat().st_size * share))
    before = opened(whole)
    wanted = [TileAt(z, x, y) for z in (0, 1) for x in range(1 << z) for y in range(1 << z)]
    wanted.append(before.about.sample)
    stored = [before.read(tile) for tile in wanted]
    before.close()
    for tile, data in zip(wanted, stored, strict=True):
        assert read_or_words(cut, tile) in {None, data, DAMAGED}


DAMAGED = b"damaged, and told so"


def read_or_words(path, tile):
    try:
        with closing(opened(path)) as file:
            return file.read(tile)
    except BadInput as bad:
        return DAMAGED if "damaged" in bad.words.en else bad.words.en


@pytest.mark.parametrize("data", [b"", b"garbage", a_plain_tile()[:60], b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_image_is_none(data):
    assert decoded(data) is None


def test_an_image_larger_than_any_tile_is_none():
    assert decoded(a_plain_tile(side_px=2_049)) is None


def test_turning_makes_light_dark_and_keeps_the_hue():
    light = decoded(a_plain_tile("#cfe0f5"), is_turned=True).pixelColor(3, 3)
    plain = decoded(a_plain_tile("#cfe0f5")).pixelColor(3, 3)
    assert light.lightness() == pytest.approx(255 - plain.lightness(), abs=1)
    assert light.hslHue() == pytest.approx(plain.hslHue(), abs=2)
