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


class PackedSegments:
    """Segments in chunks along a space-filling curve: a tile touches few of them.

    Invariants: `chunks` (c, 64, 4); the last one is filled up with points at NaN.
    """

    def __init__(self, segments: NDArray[np.float64]) -> None:
        order = np.argsort(_morton(segments), kind="stable")
        pad = -len(segments) % _CHUNK
        padded = np.vstack([segments[order], np.full((pad, 4), np.nan)])
        self.chunks = padded.reshape(-1, _CHUNK, 4)
        ends = self.chunks.reshape(len(self.chunks), -1, 2)
        with np.errstate(invalid="ignore"):
            self._low = np.nanmin(ends, axis=1) if len(ends) else np.empty((0, 2))
            self._high = np.nanmax(ends, axis=1) if len(ends) else np.empty((0, 2))

    def within(self, bbox_m: Bounds) -> NDArray[np.float64]:
        """Segments that may touch a box, (n, 4)."""
        west, south, east, north = bbox_m
        hit = (self._low[:, 0] <= east) & (self._high[:, 0] >= west)
        hit &= (self._low[:, 1] <= north) & (self._high[:, 1] >= south)
        found: NDArray[np.float64] = self.chunks[hit].reshape(-1, 4)
        return found[~np.isnan(found[:, 0])]


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
    """Edges shared by two cells, once: half the work, and alpha does not add up."""
    first, last = segments[:, :2], segments[:, 2:]
    swap = (first[:, 0] > last[:, 0]) | (
        (first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1])
    )
    tidy = np.where(swap[:, None], np.hstack([last, first]), segments)
    order = np.lexsort(tidy.T)
    tidy = tidy[order]
    fresh = np.ones(len(tidy), np.bool_)
    fresh[1:] = (tidy[1:] != tidy[:-1]).any(axis=1)
    return tidy[fresh]


def _morton(segments: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Z-order of the midpoints on a grid of 1,024 squared."""
    if not len(segments):
        return np.empty(0, np.uint32)
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    low = middle.min(axis=0)
    span = np.maximum(middle.max(axis=0) - low, 1e-9)
    at = ((middle - low) / span * 1023).astype(np.uint32)
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
