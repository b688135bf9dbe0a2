"""Where the marks of an opened group stand: on a ring, or many of them on a spiral.

Pure arithmetic of the screen: offsets from the middle, in pixels.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_ON_A_RING = 10
MOST_FANNED = 60
"""More marks than these are no choice any more; the rest stay in the group."""


def fan_px(count: int, pitch_px: float) -> NDArray[np.float64]:
    """Offsets (count, 2) from the middle, x right and y down, none nearer than the pitch.

    The first stands above the middle, the others follow clockwise. None stands nearer to
    the middle than the pitch, so that the middle stays free for the legs.
    """
    if count <= MOST_ON_A_RING:
        return _ring(count, pitch_px)
    return _spiral(count, pitch_px)


def _ring(count: int, pitch_px: float) -> NDArray[np.float64]:
    # A chord of the ring is at least the pitch.
    chord = pitch_px / (2 * sin(pi / count)) if count > 1 else 0.0
    radius = max(chord, 1.1 * pitch_px)
    turn = 2 * pi * np.arange(count) / max(count, 1) - pi / 2
    return np.column_stack([np.cos(turn), np.sin(turn)]) * radius


def _spiral(count: int, pitch_px: float) -> NDArray[np.float64]:
    """An Archimedean spiral whose turns and whose steps along it are a pitch apart."""
    spots, turn = [], 0.0
    grows = pitch_px * 1.06 / (2 * pi)
    for _ in range(count):
        radius = pitch_px * 1.5 + grows * turn
        spots.append((radius * cos(turn - pi / 2), radius * sin(turn - pi / 2)))
        turn += pitch_px * 1.06 / radius
    return np.array(spots)
