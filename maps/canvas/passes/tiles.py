"""The still ground: sharp tiles, and coarser or finer ones where those lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion

from maps.canvas.primitives import q_colour
from maps.canvas.tile_cache import TileKey, step_of, tiles_over

if TYPE_CHECKING:
    from maps.canvas.brushes import Brushes
    from maps.canvas.static_tiles import StaticTiles
    from maps.geometry.viewport import Viewport


def paint_tiles(
    painter: QPainter, tiles: StaticTiles, view: Viewport, brushes: Brushes
) -> None:
    """The ground of a view, whatever of it is drawn yet."""
    ratio = brushes.pixel_ratio
    step = step_of(view.m_per_px / ratio)
    keys = tiles_over(step, view.bounds_m())
    images = {key: image for key in keys if (image := tiles.cache.get(key)) is not None}
    empty = [key for key in keys if key not in images]
    colour = q_colour(brushes.style.plain["background"])
    for key in empty:
        painter.fillRect(_rect_of(key, view, ratio), colour)
    missing = [key for key in empty if tiles.covers(key)]
    if missing:
        _paint_stand_ins(painter, tiles, view, ratio, missing)
    for key, image in images.items():
        painter.drawImage(_rect_of(key, view, ratio), image)


def are_seen(
    tiles: StaticTiles, view: Viewport, brushes: Brushes, come: frozenset[TileKey]
) -> bool:
    """Whether tiles that came change a ground painted before: others were drawn ahead."""
    keys = tiles_over(step_of(view.m_per_px / brushes.pixel_ratio), view.bounds_m())
    return not come.isdisjoint(keys) or any(tiles.cache.get(key) is None for key in keys)


def paint_new_tiles(
    painter: QPainter,
    tiles: StaticTiles,
    view: Viewport,
    brushes: Brushes,
    come: frozenset[TileKey],
) -> bool:
    """Tiles that came upon a ground painted before; False where all must be painted anew.

    One of another step matters only while it may stand in for what is missing.
    """
    ratio = brushes.pixel_ratio
    keys = tiles_over(step_of(view.m_per_px / ratio), view.bounds_m())
    new = come.intersection(keys)
    if len(new) < len(come) and any(tiles.cache.get(key) is None for key in keys):
        return False
    for key in new:
        image = tiles.cache.get(key)
        if image is not None:
            painter.drawImage(_rect_of(key, view, ratio), image)
    return True


def _paint_stand_ins(
    painter: QPainter, tiles: StaticTiles, view: Viewport, ratio: float, missing: list[TileKey]
) -> None:
    """Other steps in place of what is missing, the finest last."""
    painter.save()
    region = QRegion()
    for key in missing:
        region = region.united(_rect_of(key, view, ratio).toAlignedRect())
    painter.setClipRegion(region)
    for step in _standing_in(tiles, missing):
        for key, image in list(tiles.cache.of_step(step, view.bounds_m())):
            painter.drawImage(_rect_of(key, view, ratio), image)
    painter.restore()


def _standing_in(tiles: StaticTiles, missing: list[TileKey]) -> list[int]:
    """The finest step that has everything, and the finer ones that have some of it."""
    wanted = missing[0].step
    boxes = np.array([key.bbox_m for key in missing])
    box = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
    found: list[int] = []
    for step in sorted((s for s in tiles.cache.steps() if s <= wanted + 2), reverse=True):
        found.append(step)
        if all(key in tiles.cache or not tiles.covers(key) for key in tiles_over(step, box)):
            break
    return [step for step in reversed(found) if step != wanted]


def _rect_of(key: TileKey, view: Viewport, ratio: float) -> QRectF:
    """Where a tile lies on the screen, its edges on whole device pixels.

    Each edge is rounded by itself, so that neighbours meet without a gap.
    """
    west, south, east, north = key.bbox_m
    corners = view.to_screen(np.array([[west, north], [east, south]])) * ratio
    (left, top), (right, bottom) = (np.round(corners) / ratio).tolist()
    return QRectF(left, top, right - left, bottom - top)
