"""A base map over HTTP: the map stays fluid, asks politely, and says what is missing."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.scene import Scene
from maps.tiles.base_map import base_map_of
from maps.tiles.cache import Standing, TileStore
from maps.tiles.matrix import TileAt
from maps.tiles.reading import ServerTiles, Wanted
from models.domain.place import LonLat
from tests.maps.canvas.tile_server import TileServer
from tests.maps.tiles.raster_files import a_plain_tile, write_mbtiles

pytestmark = pytest.mark.gui
JIMO = LonLat(120.447, 36.389)
RED, BLUE = a_plain_tile("#ff0000"), a_plain_tile("#0000ff")
LOOKED = Viewport(mercator_of(JIMO), m_per_px_of(30), (800, 600))


@pytest.fixture
def server(qapp):
    made = []

    def make(reply) -> TileServer:
        made.append(TileServer(reply))
        return made[-1]

    yield make
    for one in made:
        one.close()


def a_base(server, **given):
    table = {"kind": "xyz", "url": server.url, "tone": "imagery", "levels": [0, 18]}
    return base_map_of("local", table | given)


@pytest.fixture
def shown(a_canvas, tmp_path):
    """A map that looks at one place, over a base map."""

    def show(base, folder: Path | None = None, tiles="here"):
        canvas = a_canvas(Scene(), tiles=tiles, theme="day")
        canvas.looking.set_view(LOOKED)
        canvas.base.set(base, folder or tmp_path / "tiles")
        return canvas

    return show


def colour_of(canvas) -> tuple[int, int, int]:
    canvas.settle()
    found = canvas.grab().toImage().pixelColor(400, 300)
    return found.red(), found.green(), found.blue()


def is_reddish(colour) -> bool:
    return colour[0] > 180 and colour[2] < 120


def told(canvas) -> str:
    problem = canvas.base.state.problem
    return problem.en if problem else ""


@pytest.mark.parametrize("where", ["here", "process"])
def test_tiles_of_a_server_come_in_by_themselves(server, shown, qtbot, where):
    canvas = shown(a_base(server(lambda _path: (200, {}, RED))), tiles=where)
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    assert told(canvas) == ""


def test_half_a_tile_of_a_server_that_went_in_the_middle_is_not_kept(
    server, shown, qtbot, tmp_path
):
    half = RED[: len(RED) // 2]
    canvas = shown(a_base(server(lambda _path: (200, {"Content-Length": "9999"}, half))))
    qtbot.waitUntil(lambda: "does not answer" in told(canvas), timeout=10_000)
    kept = [file for file in (tmp_path / "tiles").rglob("*") if file.is_file()]
    assert [file.name for file in kept] == ["about.json"]


def test_a_tile_that_comes_drop_by_drop_is_given_up(server, shown, qtbot, monkeypatch):
    monkeypatch.setattr("maps.canvas.http_fetch._LONGEST_S", -1.0)
    canvas = shown(a_base(server(lambda _path: (200, {"Content-Length": "9999"}, RED[:50]))))
    qtbot.waitUntil(lambda: "does not answer" in told(canvas), timeout=10_000)


def test_a_drawing_program_is_no_tile(server, shown, qtbot):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
    canvas = shown(a_base(server(lambda _path: (200, {}, svg))))
    qtbot.waitUntil(lambda: "no image" in told(canvas), timeout=10_000)


def test_a_kept_tile_that_is_none_is_asked_for_again_within_the_hour(tmp_path):
    base = base_map_of("local", {"kind": "xyz", "url": "http://a/{z}/{x}/{y}"})
    at, store = Wanted(0, TileAt(1, 0, 0)), TileStore(tmp_path, base)
    store.put("", at.tile, RED[:-20], time.time(), 86_400.0)
    source = ServerTiles(base, store)
    assert source.read(at).standing is Standing.HERE
    source.no_image(at)
    assert source.read(at).standing is Standing.ABSENT
    assert store.read("", at.tile, time.time() + 3_700).standing is Standing.UNKNOWN


def test_what_was_fetched_once_is_there_without_a_server(server, shown, qtbot, tmp_path):
    one = server(lambda _path: (200, {}, RED))
    base = a_base(one)
    first = shown(base)
    qtbot.waitUntil(lambda: is_reddish(colour_of(first)), timeout=10_000)
    qtbot.waitUntil(lambda: first.base.is_settled, timeout=10_000)
    first.shut()
    one.close()
    asked = len(one.asked)
    assert is_reddish(colour_of(shown(base)))
    assert len(one.asked) == asked


def test_a_tile_is_asked_for_once_however_many_squares_want_it(server, shown, qtbot):
    one = server(lambda _path: (200, {}, RED))
    canvas = shown(a_base(one))
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    qtbot.waitUntil(lambda: canvas.base.is_settled, timeout=10_000)
    assert len(one.asked) == len(set(one.asked))


def test_no_more_requests_are_under_way_than_allowed(server, shown, qtbot):
    one = server(lambda _path: None)
    canvas = shown(a_base(one, parallel=3))
    canvas.settle()
    qtbot.waitUntil(lambda: len(one.asked) >= 3, timeout=5_000)
    assert one.most_open == 3


def test_a_storm_of_404_is_weathered_and_remembered(server, shown, qtbot):
    """Nothing is asked twice: not the tiles, nor the coarser ones that would stand in."""
    one = server(lambda _path: (404, {}, b"no"))
    canvas = shown(a_base(one, levels=[12, 18]))
    canvas.settle()

    def is_over():
        canvas.settle()
        return canvas.base.is_settled and len(one.asked) > 0

    qtbot.waitUntil(is_over, timeout=20_000)
    assert len(one.asked) == len(set(one.asked))
    asked = len(one.asked)
    canvas.looking.pan(5.0, 0.0)
    canvas.settle()
    assert len(one.asked) == asked
    assert "has nothing here" in told(canvas)


@pytest.mark.parametrize("where", ["here", "process"])
def test_where_a_base_map_has_nothing_the_map_says_so(shown, qtbot, tmp_path, where):
    file = tmp_path / "town.mbtiles"
    x, y = mercator_of(JIMO)
    write_mbtiles(file, {TileAt(8, 213, 100): RED})  # 156 km around it
    canvas = shown(base_map_of("town", {"kind": "mbtiles", "file": str(file)}), tiles=where)
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    assert told(canvas) == ""
    canvas.looking.set_view(replace(LOOKED, centre_mercator_m=(x + 400_000, y)))
    qtbot.waitUntil(lambda: "has nothing here" in told(canvas), timeout=10_000)
    canvas.looking.set_view(LOOKED)
    qtbot.waitUntil(lambda: told(canvas) == "", timeout=10_000)


def test_a_coarser_tile_stands_in_for_one_the_server_lacks(server, shown, qtbot):
    def reply(path):
        return (404, {}, b"") if path.startswith("/15/") else (200, {}, RED)

    canvas = shown(a_base(server(reply)))
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (403, {}, "check the key"),
        (418, {}, "quota"),
        (429, {"Retry-After": "120"}, "again in 2 min"),
        (503, {}, "does not answer"),
    ],
)
def test_a_server_that_has_enough_is_left_alone_and_it_is_said(
    server, shown, qtbot, status, headers, words
):
    one = server(lambda _path: (status, headers, b"no"))
    canvas = shown(a_base(one, parallel=2))
    canvas.settle()
    qtbot.waitUntil(lambda: words in told(canvas), timeout=5_000)
    asked = len(one.asked)
    canvas.looking.pan(700.0, 300.0)
    canvas.settle()
    assert len(one.asked) == asked <= 2


def test_it_is_asked_again_when_its_time_has_come(server, shown, qtbot):
    answers = iter([(429, {"Retry-After": "1"}, b"")])

    one = server(lambda _path: next(answers, (200, {}, RED)))
    canvas = shown(a_base(one, parallel=1))
    canvas.settle()
    qtbot.waitUntil(lambda: "quota" in told(canvas), timeout=5_000)
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    assert told(canvas) == ""


def test_what_is_no_image_is_not_drawn_and_it_is_said(server, shown, qtbot):
    one = server(lambda _path: (200, {}, b"<html>please log in</html>"))
    canvas = shown(a_base(one, parallel=1))
    canvas.settle()
    qtbot.waitUntil(lambda: "no image" in told(canvas), timeout=5_000)
    assert len(one.asked) <= 4


def test_an_answer_without_end_is_cut_off(server, shown, qtbot):
    one = server(lambda _path: (200, {}, RED + bytes(6 << 20)))
    canvas = shown(a_base(one, parallel=1))
    canvas.settle()
    qtbot.waitUntil(lambda: "no image" in told(canvas), timeout=20_000)


def test_a_slow_server_holds_nothing_up(server, shown, qtbot):
    one = server(lambda _path: None)
    canvas = shown(a_base(one))
    canvas.settle()
    for _ in range(20):  # a canvas that waited would wait for ever: nobody ever answers
        canvas.looking.pan(9.0, 4.0)
        assert not canvas.grab().isNull()
    qtbot.waitUntil(lambda: bool(one.asked))


def test_a_server_that_is_not_there_is_told(shown, qtbot, server):
    one = server(lambda _path: None)
    base = a_base(one)
    one.close()
    canvas = shown(base)
    canvas.settle()
    qtbot.waitUntil(lambda: "does not answer" in told(canvas), timeout=10_000)


def test_without_a_key_nothing_is_asked_and_it_is_said(server, shown):
    one = server(lambda _path: (200, {}, RED))
    canvas = shown(a_base(one, url=one.url + "?tk={key}"))
    canvas.settle()
    assert "needs a key" in told(canvas)
    assert one.asked == []


@pytest.mark.parametrize("where", ["here", "process"])
def test_tiles_that_may_not_be_kept_are_shown_and_not_kept(
    server, shown, qtbot, tmp_path, where
):
    base = a_base(server(lambda _path: (200, {"Cache-Control": "no-store"}, RED)))
    canvas = shown(base, tiles=where)
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    kept = [f for f in (tmp_path / "tiles").rglob("*") if f.is_file()]
    assert [f.name for f in kept] == ["about.json"]


def test_a_disk_that_takes_nothing_is_said_and_the_map_drawn(server, shown, qtbot, tmp_path):
    (tmp_path / "tiles").write_text("in the way")
    canvas = shown(a_base(server(lambda _path: (200, {}, RED))))
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    assert "disk" in told(canvas)


@pytest.mark.parametrize("where", ["here", "process"])
def test_a_file_says_whose_it_is_and_what_is_wrong_with_it(shown, qtbot, tmp_path, where):
    file = tmp_path / "town.mbtiles"
    tiles = {TileAt(0, 0, 0): RED, TileAt(1, 1, 0): b"no image"}
    write_mbtiles(file, tiles, attribution="© Town")
    base = base_map_of("town", {"kind": "mbtiles", "file": str(file)})
    canvas = shown(base, tiles=where)
    canvas.settle()
    qtbot.waitUntil(lambda: canvas.base.state.attribution.en == "© Town", timeout=5_000)
    qtbot.waitUntil(lambda: "damaged tile (1/1/0)" in told(canvas), timeout=5_000)


def test_the_next_theme_and_the_next_base_map_reach_the_worker(shown, server, qtbot, tmp_path):
    one = server(lambda _path: (200, {}, RED))
    canvas = shown(a_base(one), tiles="process")
    qtbot.waitUntil(lambda: is_reddish(colour_of(canvas)), timeout=10_000)
    canvas.set_theme("night")
    assert colour_of(canvas)[0] > 60
    canvas.base.set(None, tmp_path / "tiles")
    canvas.set_theme("day")
    assert not is_reddish(colour_of(canvas))


def test_an_old_tile_is_shown_until_a_fresh_one_has_come(server, shown, qtbot, tmp_path):
    one = server(lambda _path: None)
    base = a_base(one)
    store = TileStore(tmp_path / "tiles", base)
    first = shown(base)
    first.settle()
    for at in list(first.base._supply._queue) + list(first.base._supply._running):
        store.put("", at.tile, BLUE, time.time() - 9_000, 60.0)
    first.shut()
    canvas = shown(base)
    assert colour_of(canvas)[2] > 180
    one.reply = lambda _path: (200, {}, RED)
    second = shown(base)
    qtbot.waitUntil(lambda: is_reddish(colour_of(second)), timeout=10_000)
