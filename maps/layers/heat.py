"""Where incidents are many: a smooth surface over a box of the plane, at a coarse grain.

A *density* is counted in incidents at once: 1.0 is the height of one incident that
stands alone, 3.0 three on one point or more of them near by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bounds = tuple[float, float, float, float]

_REACH = 3.0
"""The bell is cut off at so many of its standard deviations."""
LEAST_PEAK = 3.0
"""Where nothing is denser than this the ramp still ends here: two incidents are no blaze."""


@dataclass(frozen=True, slots=True)
class HeatField:
    """Densities on a grid, row 0 in the north.

    `density` (rows, columns) float32, incidents at once; `bbox_m` west, south, east, north
    of the grid, EPSG:3857 metres; `peak` is what the ramp ends at.
    """

    density: NDArray[np.float32]
    bbox_m: Bounds
    peak: float


def heat_field(
    at_m: NDArray[np.float64], bbox_m: Bounds, grain_m: float, sigma_m: float
) -> HeatField:
    """The density of points (n, 2) in a box, EPSG:3857 metres.

    `grain_m` is the side of a cell of the grid, which lies on whole multiples of it, so
    that a map panned shows the same grid; `sigma_m` the standard deviation of the bell
    (Gaussian kernel) that each point stands for. Points beyond the box lend their flanks.
    """
    margin = int(np.ceil(_REACH * sigma_m / grain_m))
    west, south = (int(np.floor(side / grain_m)) for side in bbox_m[:2])
    east, north = (int(np.ceil(side / grain_m)) for side in bbox_m[2:])
    columns, rows = east - west + 2 * margin, north - south + 2 * margin
    column = np.floor(at_m[:, 0] / grain_m) - (west - margin)
    row = (north + margin - 1) - np.floor(at_m[:, 1] / grain_m)
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = (row[inside] * columns + column[inside]).astype(np.int64)
    count = np.bincount(flat, minlength=rows * columns).reshape(rows, columns)
    sigma = sigma_m / grain_m
    smooth = gaussian_filter(count.astype(np.float32), sigma, truncate=_REACH, mode="constant")
    # A bell of one point is 1 / (2 π σ²) high.
    smooth *= np.float32(2 * np.pi * sigma * sigma)
    kept = smooth[margin : rows - margin, margin : columns - margin]
    box = (west * grain_m, south * grain_m, east * grain_m, north * grain_m)
    return HeatField(np.ascontiguousarray(kept), box, peak_of(at_m, sigma_m))


def peak_of(at_m: NDArray[np.float64], sigma_m: float) -> float:
    """About the greatest density anywhere, so that the ramp means the same wherever one looks.

    Counted in squares as large as a bell's body, whose volume is 2 π σ².
    """
    side = sigma_m * float(np.sqrt(2 * np.pi))
    known = at_m[~np.isnan(at_m[:, 0])]
    if not len(known):
        return LEAST_PEAK
    square = np.floor(known / side).astype(np.int64)
    _, count = np.unique(square[:, 0] * (1 << 31) + square[:, 1], return_counts=True)
    return max(LEAST_PEAK, float(count.max()))
