"""A grid of nested patches with crooked shared borders, of any size, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 7
"""Vertices on each side of a patch: 28 to an outline."""


@dataclass(frozen=True)
class Patchwork:
    """Cells of all levels; parallel arrays, parents before children."""

    polygons: NDArray[np.object_]
    levels: NDArray[np.int64]
    ids: NDArray[np.int64]
    parents: NDArray[np.int64]


def a_patchwork(sides: dict[int, tuple[int, int]]) -> Patchwork:
    """Nested patches: for each level, how many patches east and north each parent holds."""
    polygons: list[shapely.Polygon] = []
    levels: list[int] = []
    parents: list[int] = []
    above = [(0, (0, 0))]
    east = north = 1
    for level, (wide, high) in sides.items():
        east, north = east * wide, north * high
        below = []
        for parent, (column, row) in above:
            for i in range(column * wide, (column + 1) * wide):
                for j in range(row * high, (row + 1) * high):
                    polygons.append(_patch(i / east, j / north, 1 / east, 1 / north))
                    levels.append(level)
                    parents.append(parent)
                    below.append((len(polygons), (i, j)))
        above = below
    ids = np.arange(1, len(polygons) + 1)
    return Patchwork(np.array(polygons), np.array(levels), ids, np.array(parents))


def _patch(x: float, y: float, wide: float, high: float) -> shapely.Polygon:
    along = np.arange(STEPS) / STEPS
    corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
    ring = np.concatenate(
        [
            np.outer(1 - along, corners[i]) + np.outer(along, corners[(i + 1) % 4])
            for i in range(4)
        ]
    )
    return shapely.Polygon(_crooked(ring))


def _crooked(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every border bent in the same way, whichever patch it belongs to."""
    x, y = np.round(points, 9).T
    bent = np.column_stack((x + 0.002 * np.sin(40 * y), y + 0.002 * np.sin(37 * x)))
    return np.array([120.0, 36.0]) + bent * 0.5
