"""The still ground: sharp tiles, and coarser or finer ones where those lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion

from maps.canvas.primitives import q_colour
from maps.canvas.tile_cache import TileKey, step_of, tiles_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

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
    missing = [key for key in empty if tiles.covers(key)]
    steps, is_whole = _standing_in(tiles, missing) if missing else ([], True)
    bare = [key for key in empty if key not in missing] if is_whole else empty
    colour = q_colour(brushes.style.plain["background"])
    for rect in _rects_of(bare, view, ratio):
        painter.fillRect(rect, colour)
    if steps:
        _paint_stand_ins(painter, tiles, view, _rects_of(missing, view, ratio), ratio, steps)
    _draw(painter, images, view, ratio)


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
    images = {key: image for key in new if (image := tiles.cache.get(key)) is not None}
    _draw(painter, images, view, ratio)
    return True


def _draw(
    painter: QPainter, images: dict[TileKey, QImage], view: Viewport, ratio: float
) -> None:
    rects = _rects_of(list(images), view, ratio)
    for rect, image in zip(rects, images.values(), strict=True):
        painter.drawImage(rect, image)


def _paint_stand_ins(
    painter: QPainter,
    tiles: StaticTiles,
    view: Viewport,
    missing: list[QRectF],
    ratio: float,
    steps: list[int],
) -> None:
    """Other steps in place of what is missing, in their order."""
    painter.save()
    region = QRegion()
    for rect in missing:
        region = region.united(rect.toAlignedRect())
    painter.setClipRegion(region)
    for step in steps:
        _draw(painter, dict(tiles.cache.of_step(step, view.bounds_m())), view, ratio)
    painter.restore()


def _standing_in(tiles: StaticTiles, missing: list[TileKey]) -> tuple[list[int], bool]:
    """The finest step that has everything, and the finer ones that have some of it, last.

    And whether they leave nothing bare.
    """
    wanted = missing[0].step
    boxes = np.array([key.bbox_m for key in missing])
    box = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
    found: list[int] = []
    is_whole = False
    for step in sorted((s for s in tiles.cache.steps() if s <= wanted + 2), reverse=True):
        found.append(step)
        is_whole = all(key in tiles.cache for key in tiles_over(step, box))
        if is_whole or all(
            key in tiles.cache or not tiles.covers(key) for key in tiles_over(step, box)
        ):
            break
    return [step for step in reversed(found) if step != wanted], is_whole


def _rects_of(keys: Sequence[TileKey], view: Viewport, ratio: float) -> list[QRectF]:
    """Where tiles lie on the screen, their edges on whole device pixels.

    Each edge is rounded by itself, so that neighbours meet without a gap.
    """
    if not keys:
        return []
    box_m = np.array([key.bbox_m for key in keys])
    # West and north are the upper left corner, east and south the lower right one.
    corners = view.to_screen(box_m[:, [0, 3, 2, 1]].reshape(-1, 2)) * ratio
    edges = (np.round(corners) / ratio).reshape(-1, 4)
    edges[:, 2:] -= edges[:, :2]
    return [QRectF(*edge) for edge in edges.tolist()]
