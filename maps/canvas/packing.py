"""Shapes made ready for drawing many tiles of them: snapped, each edge once, in chunks.

Pure arrays; all coordinates are EPSG:3857 metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds

_CHUNK = 64
_ODD = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)
"""Odd numbers without a pattern: other coordinates give another mix."""


class Packed:
    """Polylines in chunks along a space-filling curve: a tile touches few of them.

    Their vertices stay where they lie; what is kept is the order and the box of each chunk.
    """

    def __init__(self, coords_m: NDArray[np.float64], offsets: NDArray[np.int64]) -> None:
        self._coords_m, self._offsets = coords_m, offsets
        parts = np.flatnonzero(np.diff(offsets) > 1)
        boxes = boxes_of(coords_m, offsets[parts])
        order = np.argsort(_morton(boxes[:, :2] + boxes[:, 2:]), kind="stable")
        self._parts = parts[order]
        first = np.arange(0, len(order), _CHUNK)
        self._sizes = np.diff(first, append=len(order))
        self._boxes = boxes_of(boxes[order].reshape(-1, 2), 2 * first)

    def within(self, bbox_m: Bounds) -> NDArray[np.float64]:
        """The edges of those that may touch a box, (n, 4)."""
        parts = self._parts[np.repeat(touching(self._boxes, bbox_m), self._sizes)]
        xy, starts = gathered(self._coords_m, self._offsets, parts)
        return segments_of(xy, np.append(starts, len(xy)))


@dataclass(frozen=True, slots=True)
class Rings:
    """Polylines one after the other: part i is `coords_m[offsets[i]:offsets[i + 1]]`."""

    coords_m: NDArray[np.float64]
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Touched:
    """Those among some rings that something touches: `parts` (n,), of the cells `cell` (n,)."""

    rings: Rings
    parts: NDArray[np.intp]
    cell: NDArray[np.int32]

    def of(self, take: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The vertices of some of them (n,), and the rows where each begins."""
        return gathered(self.rings.coords_m, self.rings.offsets, self.parts[take])


def snapped(coords_m: NDArray[np.float64], offsets: NDArray[np.int64], snap_m: float) -> Rings:
    """Rings on a grid of `snap_m`, without vertices that fell upon their forerunner."""
    on_grid = np.round(coords_m / snap_m) * snap_m
    keep = np.ones(len(coords_m), np.bool_)
    keep[1:] = (on_grid[1:] != on_grid[:-1]).any(axis=1)
    keep[offsets[:-1]] = True
    kept_before = np.concatenate([[0], np.cumsum(keep)])
    return Rings(on_grid[keep], kept_before[offsets].astype(np.int64))


def segments_of(
    coords_m: NDArray[np.float64], offsets: NDArray[np.int64]
) -> NDArray[np.float64]:
    """All edges of polylines, (n, 4)."""
    if len(coords_m) < 2:
        return np.empty((0, 4))
    pairs = np.hstack([coords_m[:-1], coords_m[1:]])
    joined = np.ones(len(pairs), np.bool_)
    joined[offsets[1:-1] - 1] = False
    return pairs[joined]


def each_edge_once(segments: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges shared by two cells, once: half the work, and alpha does not add up.

    Equal ones are found side by side in the order of a mix of their bits: that takes a
    quarter of the time that an order by their numbers does.
    """
    first, last = segments[:, :2], segments[:, 2:]
    swap = (first[:, 0] > last[:, 0]) | (
        (first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1])
    )
    tidy = np.where(swap[:, None], segments[:, [2, 3, 0, 1]], segments)
    bits = tidy.view(np.uint64) * _ODD[0]
    mixed = (bits ^ bits >> np.uint64(32)) @ _ODD
    order = np.argsort(mixed)
    mixed = mixed[order]
    again = np.flatnonzero(mixed[1:] == mixed[:-1])
    is_same = (tidy[order[again]] == tidy[order[again + 1]]).all(axis=1)
    fresh = np.ones(len(tidy), np.bool_)
    fresh[order[again[is_same] + 1]] = False
    return tidy[fresh]


def boxes_of(coords_m: NDArray[np.float64], firsts: NDArray[np.int64]) -> NDArray[np.float64]:
    """West, south, east, north of the parts that begin at some rows, (n, 4)."""
    if not len(firsts):
        return np.empty((0, 4))
    # Column by column: along the first axis numpy takes longer.
    low, high = (
        [extreme.reduceat(coords_m[:, axis], firsts) for axis in (0, 1)]
        for extreme in (np.minimum, np.maximum)
    )
    return np.column_stack([*low, *high])


def _morton(points: NDArray[np.float64]) -> NDArray[np.uint32]:
    """The Z-order of points on a grid of 1,024 squared."""
    if not len(points):
        return np.empty(0, np.uint32)
    low = points.min(axis=0)
    span = np.maximum(points.max(axis=0) - low, 1e-9)
    at = ((points - low) / span * 1023).astype(np.uint32)
    return _spread(at[:, 0]) | _spread(at[:, 1]) << np.uint32(1)


def _spread(bits: NDArray[np.uint32]) -> NDArray[np.uint32]:
    bits = (bits | bits << np.uint32(8)) & np.uint32(0x00FF00FF)
    bits = (bits | bits << np.uint32(4)) & np.uint32(0x0F0F0F0F)
    bits = (bits | bits << np.uint32(2)) & np.uint32(0x33333333)
    return (bits | bits << np.uint32(1)) & np.uint32(0x55555555)


def touching(bounds_m: NDArray[np.float64], bbox_m: Bounds) -> NDArray[np.bool_]:
    """Which boxes (n, 4) touch a box."""
    west, south, east, north = bbox_m
    return (
        (bounds_m[:, 0] <= east)
        & (bounds_m[:, 2] >= west)
        & (bounds_m[:, 1] <= north)
        & (bounds_m[:, 3] >= south)
    )


def gathered(
    coords_m: NDArray[np.float64], offsets: NDArray[np.int64], parts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The vertices of some parts, and the rows where each begins."""
    first = offsets[parts]
    length = offsets[parts + 1] - first
    starts = np.concatenate([[0], np.cumsum(length)])
    rows = np.arange(starts[-1]) + np.repeat(first - starts[:-1], length)
    return coords_m[rows], starts[:-1].astype(np.int64)
