import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from maps.canvas import tile_drawing
from maps.canvas.tile_cache import TileCache, TileKey
from maps.canvas.tile_drawing import TILE_PX, GroundPainter, TileRequest
from maps.canvas.tile_wire import ground_from, ground_parts, read_message
from maps.layers.layer import CELL_NAMES, CELLS
from maps.layers.scene import Scene
from maps.layers.style import map_style
from tests.maps.canvas.conftest import GROUND
from tests.maps.worlds import a_ground, a_scene

pytestmark = pytest.mark.gui


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
        if sys.platform == "linux"
        else True
    )


def an_image():
    return QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)


def test_the_worker_draws_what_this_process_would_draw(a_canvas):
    there, here = a_canvas(tiles="process"), a_canvas(tiles="here")
    assert there.settle()
    assert here.settle()
    assert there.worker_pid > 0
    assert there.grab().toImage() == here.grab().toImage()


def test_the_map_draws_on_when_its_worker_dies(a_canvas, qtbot, caplog):
    canvas = a_canvas(tiles="process")
    assert canvas.settle()
    first = canvas.worker_pid
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: canvas.worker_pid != first, timeout=5_000)
    canvas.set_theme("day")
    assert canvas.settle()
    assert "tile painter ended" in caplog.text


def test_a_worker_that_keeps_dying_is_done_without(a_canvas, qtbot, caplog):
    canvas = a_canvas(tiles="process")
    for theme in ("day", "night"):
        assert canvas.settle()
        pid = canvas.worker_pid
        os.kill(pid, signal.SIGKILL)
        qtbot.waitUntil(lambda pid=pid: canvas.worker_pid != pid, timeout=5_000)
        canvas.set_theme(theme)
    assert canvas.settle()
    assert canvas.worker_pid == 0
    assert "own process" in caplog.text


def test_no_process_is_left_when_the_map_is_closed(a_canvas):
    canvas = a_canvas(tiles="process")
    canvas.settle()
    pid = canvas.worker_pid
    canvas.close()
    assert not alive(pid)


def test_no_process_is_left_when_the_map_is_deleted(a_canvas, qtbot):
    canvas = a_canvas(tiles="process")
    canvas.settle()
    pid = canvas.worker_pid
    with qtbot.waitSignal(canvas.destroyed):
        canvas.deleteLater()
    assert not alive(pid)


def test_tiles_come_in_by_themselves(a_canvas, qtbot):
    canvas = a_canvas(tiles="process")
    qtbot.waitUntil(lambda: canvas.is_sharp, timeout=10_000)


def test_a_hidden_layer_is_not_drawn(a_canvas):
    canvas = a_canvas()
    canvas.settle()
    before = canvas.grab().toImage()
    canvas.set_layers(canvas.layers.switched(CELLS, on=False))
    canvas.settle()
    assert canvas.grab().toImage() != before


def test_on_a_wall_the_lines_of_the_ground_grow_with_its_marks(a_canvas):
    canvas = a_canvas()
    canvas.set_layers(canvas.layers.switched(CELL_NAMES, on=False))
    assert canvas.settle()
    plain = canvas.grab().toImage()
    request = TileKey(20, 0, 0).request(1.0, 2.0)
    assert (request.line_scale, request.m_per_px) == (
        2.0,
        TileKey(20, 0, 0).request(1.0).m_per_px,
    )
    canvas.set_scale(2.0)
    assert canvas.settle()
    assert lit(canvas.grab().toImage()) > 1.3 * lit(plain)


def lit(image):
    """How many pixels an outline covers."""
    rows = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(rows.constBits(), np.uint8).reshape(-1, 4)
    return int((flat[:, 0] > 0x60).sum())


def test_another_ground_replaces_the_first(a_canvas):
    canvas = a_canvas()
    canvas.settle()
    before = canvas.grab().toImage()
    canvas.set_scene(a_scene(a_ground(seed=9)))
    canvas.settle()
    assert canvas.grab().toImage() != before


def test_a_map_without_a_ground_is_sharp_at_once(a_canvas):
    assert a_canvas(Scene()).settle(0.1)


def test_the_ground_survives_the_way_to_the_worker(tmp_path):
    told = b"".join(ground_parts(GROUND, "day", frozenset({"roads"})))
    (tmp_path / "message").write_bytes(told)
    with (tmp_path / "message").open("rb") as stream:
        header, arrays = read_message(stream)
        assert read_message(stream) is None
    there = ground_from(header, arrays)
    request = TileKey(20, 1234 // 4, -100).request(1.0)
    style = map_style("day")
    assert GroundPainter(there, style).draw(request) == GroundPainter(GROUND, style).draw(
        request
    )
    assert (header["theme"], header["hidden"]) == ("day", ["roads"])


def test_a_message_that_breaks_off_is_none(tmp_path):
    told = b"".join(ground_parts(GROUND, "day", frozenset()))
    (tmp_path / "message").write_bytes(told[:-1])
    with (tmp_path / "message").open("rb") as stream:
        assert read_message(stream) is None


def test_the_least_recently_used_tile_goes_first():
    cache = TileCache(limit_bytes=2 * TILE_PX * TILE_PX * 4)
    first, second, third = (TileKey(10, column, 0) for column in range(3))
    cache.put(first, 1, an_image())
    cache.put(second, 1, an_image())
    cache.get(first)
    cache.put(third, 1, an_image())
    assert cache.get(second) is None
    assert cache.get(first) is not None


def test_a_small_view_keeps_few_tiles_and_a_large_one_more():
    cache = TileCache()
    tile = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    cache.hold(1_000)
    for number in range(200):
        cache.put(TileKey(20, number, 0), 1, tile)
    assert len(cache) == 160
    cache.hold(40)
    assert len(cache) == 80
    cache.hold(2)
    assert len(cache) == 48
    assert TileKey(20, 199, 0) in cache


def test_each_tile_is_wanted_once_however_many_reasons_there_are(a_canvas):
    canvas = a_canvas()
    assert canvas.settle()
    wanted = canvas.image.tiles.wanted
    assert wanted
    assert len(set(wanted)) == len(wanted)


def test_an_outdated_tile_stands_in_but_does_not_count():
    cache = TileCache()
    cache.put(TileKey(10, 0, 0), 1, an_image())
    assert cache.get(TileKey(10, 0, 0)) is not None
    assert not cache.has(TileKey(10, 0, 0), 2)


_A_MAP = """
import sys
from PySide6.QtWidgets import QApplication
from maps.canvas.canvas import MapCanvas
from tests.maps.worlds import a_ground, a_scene
app = QApplication([])
canvas = MapCanvas()
canvas.set_scene(a_scene(a_ground()))
canvas.show()
canvas.settle()
print(canvas.worker_pid, flush=True)
app.exec()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a matter of POSIX")
def test_no_process_is_left_when_the_program_is_killed(checkout, qtbot):
    program = subprocess.Popen(
        [sys.executable, "-c", _A_MAP], cwd=checkout, stdout=subprocess.PIPE, text=True
    )
    with program:
        worker = int(program.stdout.readline())
        assert alive(worker)
        program.kill()
    qtbot.waitUntil(lambda: not alive(worker), timeout=5_000)


def test_the_shared_file_has_no_name_any_more_once_the_worker_stands(a_canvas):
    canvas = a_canvas(tiles="process")
    canvas.settle()
    assert not canvas._tiles._link._path.exists()


@pytest.mark.parametrize("m_per_px", [1.0, 8.0, 40.0, 200.0])
def test_a_tile_is_the_same_whether_its_own_cells_are_snapped_or_all(monkeypatch, m_per_px):
    west_m, north_m = GROUND.cells[1].label_m[0] + (-200 * m_per_px, 260 * m_per_px)
    request = TileRequest(float(west_m), float(north_m), m_per_px)
    tiles = []
    for few in (0, 1_000_000):
        monkeypatch.setattr(tile_drawing, "_FEW_VERTICES", few)
        image = GroundPainter(GROUND, map_style("night")).draw(request)
        tiles.append(np.frombuffer(image.constBits(), np.uint8).astype(int))
    # Lines are drawn in another order: where they meet, a shade differs.
    assert (np.abs(tiles[0] - tiles[1]) > 4).mean() < 0.001
