"""Tens of thousands of small marks, written straight into an image.

A sprite costs 1.2 µs, a dot that numpy writes row by row a tenth of that. Only for marks so
many and so far off that they are a texture: no headings, filled or hollow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from maps.layers.style import Colour

_AT_ONCE = 2_048


def packed(colour: Colour) -> int:
    """A colour as the 32 bits of an opaque RGB32 pixel."""
    red, green, blue, _ = colour
    return 0xFF << 24 | red << 16 | green << 8 | blue


@dataclass(frozen=True, slots=True)
class Dots:
    """The kinds of dots: their colours as `packed` gives them, and which are rings."""

    colour: tuple[int, ...]
    is_hollow: tuple[bool, ...]


def write_dots(
    image: QImage,
    centre_px: NDArray[np.float64],
    kind: NDArray[np.uint8],
    dots: Dots,
    radius_px: float,
) -> None:
    """Write dots into an RGB32 image; those that would cross its edge are left out.

    Parameters
    ----------
    centre_px
        Shape (n, 2), the image's own (device) pixels.
    kind
        Shape (n,), a number of `dots`; the higher ones lie below.
    radius_px
        In device pixels.
    """
    stride = image.bytesPerLine() // 4
    pixels = np.frombuffer(image.bits(), np.uint32)
    reach = int(np.ceil(radius_px))
    # Cut off, not rounded down: what lies below zero is left out as it is.
    x, y = centre_px[:, 0].astype(np.int64), centre_px[:, 1].astype(np.int64)
    inside = (x >= reach) & (x < image.width() - reach)
    inside &= (y >= reach) & (y < image.height() - reach)
    corner = (y - reach) * stride + (x - reach)
    for number in reversed(range(len(dots.colour))):
        chosen = corner[inside & (kind == number)]
        if not len(chosen):  # the image may be smaller than a dot
            continue
        runs = _runs(radius_px, stride, is_hollow=dots.is_hollow[number])
        strips = [_strip(pixels, run, dots.colour[number]) for run in runs]
        # Some of them at a time, which stay in the cache from row to row.
        for begin in range(0, len(chosen), _AT_ONCE):
            some = chosen[begin : begin + _AT_ONCE]
            for places, strip in strips:
                places[some] = strip


def _strip(
    pixels: NDArray[np.uint32], run: tuple[int, int], colour: int
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """A view in which item i is the run of a dot at corner i, and what is written there.

    The items overlap; as one value each, a run is written at the price of a pixel.
    """
    offset, length = run
    form = np.dtype((np.void, length * pixels.itemsize))
    count = max(0, len(pixels) - offset - length + 1)
    begin = offset * pixels.itemsize
    places: NDArray[np.void] = np.ndarray(count, form, pixels, begin, (pixels.itemsize,))
    return places, np.full(length, colour, np.uint32).view(form)


@lru_cache(maxsize=16)
def _runs(radius_px: float, stride: int, *, is_hollow: bool) -> tuple[tuple[int, int], ...]:
    """The runs of pixels of a dot: offset from the corner of its square, and length."""
    reach = int(np.ceil(radius_px))
    inner = radius_px * 0.5 if is_hollow else -1.0
    step = range(-reach, reach + 1)
    found: list[tuple[int, int]] = []
    for row, dy in enumerate(step):
        columns = [dx + reach for dx in step if inner < float(np.hypot(dx, dy)) <= radius_px]
        for column in columns:
            at = row * stride + column
            begin, length = found[-1] if found else (at, 0)
            if begin + length == at and length:
                found[-1] = begin, length + 1
            else:
                found.append((at, 1))
    return tuple(found)
