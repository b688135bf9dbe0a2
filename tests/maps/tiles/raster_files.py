"""Synthetic raster tiles: a crosshair at a known place, as MBTiles, PMTiles or a server's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from maps.geometry.projection import mercator_of
from maps.tiles.matrix import TileAt, tiles_across, unit_of

PAPER, INK = QColor("#c8c8c8"), QColor("#000000")


def an_image_of(data_or_image, form: str = "PNG") -> bytes:
    """An image as the bytes of a file."""
    keep = QByteArray()
    buffer = QBuffer(keep)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert data_or_image.save(buffer, form)
    return bytes(keep.data())


def a_plain_tile(colour="#c8c8c8", side_px: int = 256, form: str = "PNG") -> bytes:
    image = QImage(side_px, side_px, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return an_image_of(image, form)


def place_px(base, place, level: int) -> tuple[float, float]:
    """Where a WGS 84 place lies in the pixels of a base map's level, right and down."""
    unit = unit_of([mercator_of(place)], base.matrix, base.datum)[0]
    x, y = (unit * tiles_across(base.matrix, level) * base.tile_px).tolist()
    return x, y


def crosshair_tiles(base, place, level: int, form: str = "PNG") -> dict[TileAt, bytes]:
    """The nine tiles around a place, with lines crossing exactly on it."""
    x, y = place_px(base, place, level)
    side = base.tile_px
    tiles = {}
    for column in range(int(x // side) - 1, int(x // side) + 2):
        for row in range(int(y // side) - 1, int(y // side) + 2):
            image = QImage(side, side, QImage.Format.Format_RGB32)
            image.fill(PAPER)
            painter = QPainter(image)
            left, top = x - column * side, y - row * side
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(left - 1, -1, 2, side + 2), INK)
            painter.fillRect(QRectF(-1, top - 1, side + 2, 2), INK)
            painter.end()
            tiles[TileAt(level, column, row)] = an_image_of(image, form)
    return tiles


def write_mbtiles(path: Path, tiles: dict[TileAt, bytes], **metadata: str) -> Path:
    """A MBTiles file of these tiles."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        file.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        file.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [
                (t.level, t.column, (1 << t.level) - 1 - t.row, data)
                for t, data in tiles.items()
            ],
        )
        file.commit()
    return path


def write_pmtiles(path: Path, tiles: dict[TileAt, bytes], **metadata: str) -> Path:
    """A PMTiles archive of these tiles."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    levels = [tile.level for tile in tiles]
    with path.open("wb") as file:
        writer = Writer(file)
        for tile, data in sorted(tiles.items(), key=lambda t: zxy_to_tileid(*t[0])):
            writer.write_tile(zxy_to_tileid(*tile), data)
        writer.finalize(
            {
                "tile_type": TileType.PNG,
                "tile_compression": Compression.NONE,
                "min_zoom": min(levels),
                "max_zoom": max(levels),
                "min_lon_e7": -1_800_000_000,
                "min_lat_e7": -850_000_000,
                "max_lon_e7": 1_800_000_000,
                "max_lat_e7": 850_000_000,
                "center_zoom": 0,
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            },
            metadata,
        )
    return path


def darkest_cross(image: QImage) -> tuple[float, float]:
    """Where the lines of a crosshair cross, to a part of a pixel: right, down.

    By the centre of the darkness, summed over rows and over columns.
    """
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    stride = grey.bytesPerLine()
    pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), stride)
    dark = 255.0 - pixels[:, : grey.width()]
    across, down = dark.mean(axis=0), dark.mean(axis=1)
    return _centre(across), _centre(down)


def _centre(profile: np.ndarray) -> float:
    over = np.clip(profile - (profile.min() + profile.max()) / 2, 0, None)
    return float(np.average(np.arange(len(profile)) + 0.5, weights=over))
