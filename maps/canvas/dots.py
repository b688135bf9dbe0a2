"""Tens of thousands of small marks, written straight into an image.

A sprite costs 1.2 µs, a dot written by numpy a tenth of that. Only for marks so many
and so far off that they are a texture: no headings, filled or hollow.
"""

from __future__ import annotations

from dataclasses import dataclass
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
        offsets = _offsets(radius_px, stride, is_hollow=dots.is_hollow[number])
        shifted = [pixels[offset:] for offset in offsets]
        # Some of them at a time, which stay in the cache from pixel to pixel.
        for begin in range(0, len(chosen), _AT_ONCE):
            some = chosen[begin : begin + _AT_ONCE]
            for view in shifted:
                view[some] = dots.colour[number]


def _offsets(radius_px: float, stride: int, *, is_hollow: bool) -> list[int]:
    """The pixels of a dot, relative to the corner of the square around it."""
    reach = int(np.ceil(radius_px))
    inner = radius_px * 0.5 if is_hollow else -1.0
    steps = range(-reach, reach + 1)
    return [
        (dy + reach) * stride + dx + reach
        for dy in steps
        for dx in steps
        if inner < float(np.hypot(dx, dy)) <= radius_px
    ]
