"""A known place of a known tile lies under a known mark, whatever the datum and the set."""

import time

import numpy as np
import pytest

from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.scene import Scene
from maps.tiles.base_map import base_map_of
from maps.tiles.cache import TileStore
from models.domain.place import LonLat
from models.geography.datum import Datum
from tests.maps.canvas.map_picture import picture_of
from tests.maps.tiles.raster_files import (
    crosshair_tiles,
    darkest_cross,
    write_mbtiles,
    write_pmtiles,
)

pytestmark = pytest.mark.gui
JIMO = LonLat(120.447, 36.389)
NEAR_PX = 16


def a_server(**given):
    table = {"kind": "xyz", "url": "http://127.0.0.1/{z}/{x}/{y}", "tone": "imagery"}
    return base_map_of("cross", table | given)


def keep(folder, base, tiles):
    store = TileStore(folder, base)
    for tile, data in tiles.items():
        store.put("", tile, data, time.time(), 1e6)


def seen(base, folder, step=36, ratio=1.0, off_px=(37, -21)) -> tuple[float, float]:
    """How far the crosshair is from where the place should be, in device pixels."""
    scale = m_per_px_of(step) * ratio
    x, y = mercator_of(JIMO)
    view = Viewport((x - off_px[0] * scale, y + off_px[1] * scale), scale, (300, 200))
    image = picture_of(Scene(), view, theme="day", pixel_ratio=ratio, base=(base, folder))
    column, row = (150 + off_px[0]) * ratio, (100 + off_px[1]) * ratio
    # Near the place alone: BD-09 turns a line by a fiftieth, far off it lies elsewhere.
    left, top = round(column) - NEAR_PX, round(row) - NEAR_PX
    image.setDevicePixelRatio(1.0)
    right, down = darkest_cross(image.copy(left, top, 2 * NEAR_PX, 2 * NEAR_PX))
    return left + right - column, top + down - row


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("matrix", ["mercator", "degrees", "crs84"])
@pytest.mark.parametrize("step", [35, 36])
def test_a_known_place_of_a_tile_lies_on_its_pixel_at_level_18(
    qapp, tmp_path, datum, matrix, step
):
    level = 17 if matrix == "crs84" else 18
    base = a_server(datum=datum, matrix=matrix, levels=[level, level])
    keep(tmp_path, base, crosshair_tiles(base, JIMO, level))
    off = seen(base, tmp_path, step)
    assert np.hypot(*off) <= 1.0


@pytest.mark.parametrize("level", [18, 19])
@pytest.mark.parametrize("step", [35, 36, 38])
def test_a_known_place_of_baidus_own_pyramid_lies_on_its_pixel(qapp, tmp_path, level, step):
    base = a_server(matrix="baidu", levels=[level, level])
    keep(tmp_path, base, crosshair_tiles(base, JIMO, level))
    off = seen(base, tmp_path, step)
    assert np.hypot(*off) <= 1.0


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_it_lies_there_on_a_fine_screen_too(qapp, tmp_path, ratio):
    base = a_server(datum=Datum.GCJ02, levels=[18, 18])
    keep(tmp_path, base, crosshair_tiles(base, JIMO, 18))
    assert np.hypot(*seen(base, tmp_path, 36, ratio)) <= 1.0 * ratio


@pytest.mark.parametrize("side_px", [256, 512])
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_file_of_tiles_lies_there_too(qapp, tmp_path, side_px, form):
    file = tmp_path / "cross.mbtiles"
    base = base_map_of(
        "cross", {"kind": "mbtiles", "file": str(file), "tile_px": side_px, "tone": "imagery"}
    )
    write_mbtiles(file, crosshair_tiles(base, JIMO, 17, form))
    assert np.hypot(*seen(base, tmp_path, 35 if side_px == 512 else 34)) <= 1.0


def test_an_archive_of_tiles_lies_there_too(qapp, tmp_path):
    file = tmp_path / "cross.pmtiles"
    base = base_map_of("cross", {"kind": "pmtiles", "file": str(file), "datum": "BD-09"})
    write_pmtiles(file, crosshair_tiles(base, JIMO, 18))
    assert np.hypot(*seen(base, tmp_path)) <= 1.0


def test_a_coarser_tile_stands_in_at_the_right_place(qapp, tmp_path):
    base = a_server(datum=Datum.GCJ02, levels=[14, 18])
    keep(tmp_path, base, crosshair_tiles(base, JIMO, 16))
    off = seen(base, tmp_path)
    assert np.hypot(*off) <= 4.0  # a pixel of level 16 is four of level 18


def test_a_shifted_datum_taken_for_wgs84_would_be_far_off(qapp, tmp_path):
    shifted = a_server(datum=Datum.GCJ02, levels=[18, 18])
    tiles = crosshair_tiles(shifted, JIMO, 18)
    plain = a_server(levels=[18, 18])
    keep(tmp_path, plain, tiles)
    with pytest.raises(ZeroDivisionError):  # nothing dark is anywhere near
        seen(plain, tmp_path)
