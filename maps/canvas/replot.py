"""Paints of a plot what differs from the last one, and leaves the rest of the image alone.

The image is looked at in square cells. Those that something drawn otherwise lies in are
painted aside, the ground and whatever touches them in its order and whole, and copied: what
lies beside them stays as it is, to the pixel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QBitmap, QImage, QPainter, QRegion, QTransform

from maps.canvas.plot import Copies, Lines, Plot, Wholes, differing
from maps.canvas.primitives import draw_lines, draw_sprites, draw_wholes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.kept_image import KeptImage
    from maps.canvas.plot import Batch

    Mask = NDArray[np.bool_]
    Cells = NDArray[np.intp]

CELL_PX = 16
"""The side of a cell, device pixels."""
_MOST = 0.5
"""Where more than this share of an image would change, all of it is painted."""


def paint_plot(painter: QPainter, plot: Plot, chosen: list[Mask] | None = None) -> None:
    """Draw the things of a plot: all, or of each batch those chosen."""
    for number, batch in enumerate(plot.batches):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=batch.is_smooth)
        _paint(painter, batch, slice(None) if chosen is None else chosen[number])


def _paint(painter: QPainter, batch: Batch, which: Mask | slice) -> None:
    if isinstance(batch, Copies):
        draw_sprites(painter, batch.pieces[which], batch.atlas)
    elif isinstance(batch, Lines):
        painter.setPen(batch.pen)
        draw_lines(painter, batch.ends[which])
    elif isinstance(batch, Wholes):
        rows = np.arange(len(batch.things))[which].tolist()
        draw_wholes(painter, [batch.things[row] for row in rows])


def repaint(
    image: QImage, ground: QImage, aside: KeptImage, plots: tuple[Plot, Plot]
) -> Mask | None:
    """Bring an image from one plot upon a ground to the next; the cells that changed.

    What touches them is painted `aside` first. None, and nothing painted, where to paint
    all of it costs less.
    """
    before, now = plots
    shape = -(-image.height() // CELL_PX), -(-image.width() // CELL_PX)
    most = _MOST * shape[0] * shape[1]
    # Ten thousands of marks are not even looked through: they leave no cell as it was.
    if len(before.batches) != len(now.batches) or _area_px(now) > most * CELL_PX**2:
        return None
    changed = _changed(before, now, shape)
    if np.count_nonzero(changed) > most:
        return None
    ratio = image.devicePixelRatio()
    cells = [_cells_of(batch.boxes_px, shape) for batch in now.batches]
    sums = _sums(changed)
    chosen = [_touching(sums, some) for some in cells]
    upon = aside.sized(image.size() / ratio, ratio)
    region = region_of(changed)
    _blit(upon, ground, region)
    painter = QPainter(upon)
    paint_plot(painter, now, chosen)
    painter.end()
    _blit(image, upon, region)
    return changed


def _blit(onto: QImage, image: QImage, region: QRegion) -> None:
    """Copy a region, in device pixels, of an image of the same size."""
    painter = QPainter(onto)
    painter.scale(1 / onto.devicePixelRatio(), 1 / onto.devicePixelRatio())
    painter.setClipRegion(region)
    painter.scale(onto.devicePixelRatio(), onto.devicePixelRatio())
    painter.drawImage(0, 0, image)
    painter.end()


def region_of(cells: Mask, pixel_ratio: float = 1.0) -> QRegion:
    """The cells as a region, in device-independent pixels of a screen."""
    side = CELL_PX / pixel_ratio
    if not side.is_integer():  # an edge between two pixels would be rounded away
        cells = _grown(cells)
    rows, columns = cells.shape
    bitmap = QImage(columns, rows, QImage.Format.Format_Mono)
    bitmap.setColorTable([0xFFFFFFFF, 0xFF000000])
    bits = np.packbits(cells, axis=1)
    into = np.frombuffer(bitmap.bits(), np.uint8).reshape(rows, bitmap.bytesPerLine())
    into[:] = 0
    into[:, : bits.shape[1]] = bits
    # A rectangle at a time takes ten times as long.
    found: QRegion = QTransform.fromScale(side, side).map(QRegion(QBitmap.fromImage(bitmap)))
    return found


def _area_px(plot: Plot) -> float:
    return sum(
        float(batch.pieces[0, 4] * batch.pieces[0, 5]) * len(batch.pieces)
        for batch in plot.batches
        if isinstance(batch, Copies) and len(batch.pieces)
    )


def _changed(before: Plot, now: Plot, shape: tuple[int, int]) -> Mask:
    """The cells in which something came, went, or is another one."""
    parts = []
    for number, (then, here) in enumerate(zip(before.batches, now.batches, strict=True)):
        went, came = differing(then, here)
        if not (went.any() or came.any()):
            now.batches[number] = then  # whose boxes are known
            continue
        parts += [_cells_of(then.boxes_px[went], shape), _cells_of(here.boxes_px[came], shape)]
    return _covered(parts, shape)


def _cells_of(boxes_px: NDArray[np.float64], shape: tuple[int, int]) -> Cells:
    """Which cells boxes lie in, (n, 4): first column and row, and those after the last.

    A box that is nowhere, as of a link to somebody without a place, lies in none.
    """
    edge = np.array([shape[1], shape[0]] * 2)
    cells = np.floor(boxes_px / CELL_PX) + np.array([0, 0, 1, 1])
    found: Cells = np.nan_to_num(np.clip(cells, 0, edge)).astype(np.intp)
    return found


def _covered(parts: list[Cells], shape: tuple[int, int]) -> Mask:
    """The cells that lie in any of the boxes."""
    rows, columns = shape[0] + 1, shape[1] + 1
    if not parts:
        return np.zeros(shape, np.bool_)
    left, top, right, bottom = np.concatenate(parts).T
    # One more at the first corner of each box and less at its sides: sums tell how many.
    corners = (top, left, 1), (bottom, right, 1), (top, right, -1), (bottom, left, -1)
    steps = np.zeros(rows * columns, np.int64)
    for row, column, step in corners:
        steps += step * np.bincount(row * columns + column, minlength=len(steps))
    sums = steps.reshape(rows, columns).cumsum(axis=0).cumsum(axis=1)
    found: Mask = sums[:-1, :-1] > 0
    return found


def _sums(mask: Mask) -> NDArray[np.int32]:
    """How many cells of the mask lie above and left of each corner of a cell."""
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int32)
    np.cumsum(np.cumsum(mask, axis=1, dtype=np.int32), axis=0, out=sums[1:, 1:])
    return sums


def _touching(sums: NDArray[np.int32], cells: Cells) -> Mask:
    """Which boxes lie in a cell of the mask with these sums."""
    left, top, right, bottom = cells.T
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    found: Mask = inside > 0
    return found


def _grown(cells: Mask) -> Mask:
    """The cells and their neighbours, those right of and below the last ones, too."""
    wide = np.pad(cells, ((1, 2), (1, 2)))
    rows, columns = cells.shape[0] + 1, cells.shape[1] + 1
    found = np.zeros((rows, columns), np.bool_)
    for down in range(3):
        for right in range(3):
            found |= wide[down : down + rows, right : right + columns]
    return found
