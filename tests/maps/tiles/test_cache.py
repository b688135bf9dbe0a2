import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.base_map import base_map_of
from maps.tiles.cache import Standing, TileStore, clear_up
from maps.tiles.matrix import TileAt

BASE = base_map_of(
    "town",
    {
        "kind": "xyz",
        "url": "http://a/{layer}/{z}/{x}/{y}?k={key}",
        "layers": ["map", "names"],
        "keep_days": 10,
        "attribution": "© Town",
        "key": "secret",
    },
)
AT = TileAt(14, 13673, 6411)
NOW = 1_800_000_000.0
DAY = 86_400.0


@pytest.fixture
def store(tmp_path):
    return TileStore(tmp_path, BASE)


def the_file(tmp_path):
    return next(f for f in tmp_path.rglob("*") if f.is_file())


def test_a_tile_is_kept_with_its_age(store):
    store.put("map", AT, b"bytes", NOW, DAY)
    kept = store.read("map", AT, NOW + 60)
    assert (kept.standing, kept.data, kept.fetched_at_s) == (Standing.HERE, b"bytes", NOW)
    assert store.read("names", AT, NOW).standing is Standing.UNKNOWN


def test_beyond_its_time_it_is_old_but_still_there(store):
    store.put("map", AT, b"bytes", NOW, DAY)
    kept = store.read("map", AT, NOW + DAY)
    assert (kept.standing, kept.data) == (Standing.OLD, b"bytes")


def test_it_is_never_kept_longer_than_its_base_map_allows(store):
    store.put("map", AT, b"bytes", NOW, 1_000 * DAY)
    assert store.read("map", AT, NOW + 10 * DAY).standing is Standing.OLD


def test_a_clock_set_back_does_not_keep_a_tile_young(store):
    store.put("map", AT, b"bytes", NOW, DAY)
    assert store.read("map", AT, NOW - 30 * DAY).standing is Standing.OLD


def test_absence_is_remembered_for_its_time(store):
    store.put_absent("map", AT, NOW, DAY)
    assert store.read("map", AT, NOW + 60).standing is Standing.ABSENT
    assert store.read("map", AT, NOW + DAY).standing is Standing.UNKNOWN


@given(cut=st.integers(0, 200), flipped=st.integers(0, 200))
def test_a_damaged_tile_reads_as_missing_never_as_another(tmp_path_factory, cut, flipped):
    folder = tmp_path_factory.mktemp("tiles")
    store = TileStore(folder, BASE)
    store.put("map", AT, bytes(range(100)), NOW, DAY)
    file = the_file(folder)
    whole = file.read_bytes()
    bent = bytearray(whole[: max(0, len(whole) - cut)])
    if flipped < len(bent):
        bent[flipped] ^= 0x10
    file.write_bytes(bent)
    kept = store.read("map", AT, NOW)
    assert kept.data in {b"", bytes(range(100))}


def test_a_damaged_tile_is_taken_away(store, tmp_path):
    store.put("map", AT, b"bytes", NOW, DAY)
    file = the_file(tmp_path)
    file.write_bytes(b"\x00\xff garbage")
    assert store.read("map", AT, NOW).standing is Standing.UNKNOWN
    assert not file.exists()


def test_a_full_disk_leaves_nothing_half_written(store, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        store.put("map", AT, b"bytes", NOW, DAY)
    assert [f for f in tmp_path.rglob("*") if f.is_file()] == []


def test_beside_the_tiles_lies_whose_they_are_and_no_key(store, tmp_path):
    store.describe(BASE)
    text = the_file(tmp_path).read_text()
    assert json.loads(text)["attribution"] == "© Town"
    assert "secret" not in text


def test_another_address_is_another_folder():
    other = base_map_of("town", {"kind": "xyz", "url": "http://b/{z}/{x}/{y}"})
    assert other.folder != BASE.folder


def test_clearing_up_takes_the_longest_unused_and_stops_in_time(store, tmp_path):
    for number in range(20):
        at = TileAt(10, number, 0)
        store.put("map", at, bytes(1_000), NOW, DAY)
        file = tmp_path / BASE.folder / "0" / "10" / str(number) / "0"
        os.utime(file, (NOW + number, NOW + number))
    left = clear_up(tmp_path, NOW, 10_000)
    assert left <= 8_000
    stands = [store.read("map", TileAt(10, n, 0), NOW).standing for n in range(20)]
    assert stands[0] is Standing.UNKNOWN
    assert stands[-1] is Standing.HERE
    assert clear_up(tmp_path, NOW, 10_000) == left


def test_what_a_killed_console_left_half_written_goes_after_a_while(store, tmp_path):
    store.put("map", AT, b"bytes", NOW, DAY)
    part = the_file(tmp_path).with_name("0.77.part")
    part.write_bytes(b"half")
    os.utime(part, (NOW - 3_600, NOW - 3_600))
    clear_up(tmp_path, NOW, 10_000)
    assert not part.exists()
    assert store.read("map", AT, NOW).standing is Standing.HERE
