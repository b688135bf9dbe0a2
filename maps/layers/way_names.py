"""Names along roads: where on a line a name may stand, and how it is turned.

Places are fixed to the line and not to the screen, so that names stay where they are while
the map is moved; they double and halve with the zoom.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import NamedWays

APART_PX = 380.0
"""At least so far from one name of a road to its next."""
STRAIGHT = 0.93
"""A name stands where its ends are at least so far apart, as a share of the way between."""
_ROOM = 1.15
_SAG_PX = 9.0
"""So far may the middle of the road lie beside the name."""
_SLIDES = np.linspace(-1.0, 1.0, 9)


@dataclass(frozen=True, slots=True)
class NamesAlong:
    """Candidates, n of them: `text` (n,) rows of the ways' texts, `anchor_m` (n, 2) EPSG:3857.

    `turn_deg` (n,) clockwise on the screen, -90 to 90: never upside down. Of those with one
    `slot` (n,) one is to be taken, the first that is free.
    """

    text: NDArray[np.intp]
    slot: NDArray[np.intp]
    anchor_m: NDArray[np.float64]
    turn_deg: NDArray[np.float64]


def names_along(
    ways: NamedWays, widths_px: NDArray[np.float64], m_per_px: float, bbox_m: Bounds
) -> NamesAlong:
    """Where the names of ways may stand inside a box (west, south, east, north, metres).

    `widths_px` (n,) are those of the texts on the screen.
    """
    west, south, east, north = bbox_m
    texts: list[int] = []
    slots, anchors, turns, count = [], [], [], 0
    low = np.minimum.reduceat(ways.coords_m, ways.offsets[:-1], axis=0)
    high = np.maximum.reduceat(ways.coords_m, ways.offsets[:-1], axis=0)
    is_near = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
    for row in np.flatnonzero(is_near).tolist():
        line = ways.coords_m[ways.offsets[row] : ways.offsets[row + 1]]
        slot, at, turn = _along(line, float(widths_px[row]) * m_per_px, m_per_px)
        inside = ((at >= (west, south)) & (at <= (east, north))).all(axis=1)
        texts += [row] * int(inside.sum())
        slots.append(slot[inside] + count)
        count += int(slot.max(initial=-1)) + 1
        anchors.append(at[inside])
        turns.append(turn[inside])
    if not texts:
        none = np.empty(0, np.intp)
        return NamesAlong(none, none, np.empty((0, 2)), np.empty(0))
    return NamesAlong(
        np.array(texts, np.intp),
        np.concatenate(slots),
        np.vstack(anchors),
        np.concatenate(turns),
    )


def _along(
    line: NDArray[np.float64], width_m: float, m_per_px: float
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Slots (k,), middles (k, 2) and turns (k,) of the straight enough places of one line."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    spacing = 2.0 ** ceil(log2(APART_PX * m_per_px))
    middle = np.arange(spacing / 2, way[-1], spacing)
    if not len(middle):
        middle = np.array([way[-1] / 2])
    half = width_m * _ROOM / 2
    middle = middle[(middle >= half) & (middle <= way[-1] - half)]
    # Where the road bends just there, the name may slide a little.
    slides = _SLIDES[np.argsort(np.abs(_SLIDES), kind="stable")] * spacing * 0.3
    tried = np.clip(middle[:, None] + slides, half, max(half, way[-1] - half))
    first, last, at = (_points(way, line, tried + by) for by in (-half, half, 0.0))
    chord = last - first
    is_straight = np.hypot(chord[..., 0], chord[..., 1]) >= STRAIGHT * 2 * half
    sag = np.abs(_cross(chord, at - first)) / np.maximum(np.hypot(*chord.T).T, 1e-9)
    is_straight &= sag <= _SAG_PX * m_per_px
    slot, _ = np.nonzero(is_straight)
    turn = -np.degrees(np.arctan2(chord[is_straight][:, 1], chord[is_straight][:, 0]))
    turn = (turn + 90.0) % 180.0 - 90.0
    return slot, (first[is_straight] + last[is_straight]) / 2, turn


def _points(
    way: NDArray[np.float64], line: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.stack([np.interp(at, way, line[:, 0]), np.interp(at, way, line[:, 1])], axis=-1)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    crossed: NDArray[np.float64] = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return crossed
