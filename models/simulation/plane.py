"""The drawing board of a fictional district: a flat plane in metres, and seeded chance.

The board's origin lies in the open Yellow Sea, so that no real place is drawn over.
It knows curves and noise, not what they stand for.
"""

from __future__ import annotations

from math import cos, pi, radians
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

ORIGIN_LON_DEG: Final = 121.5
ORIGIN_LAT_DEG: Final = 35.2
"""Open sea, some 90 km from the nearest coast: a made-up place harms no real one."""

M_PER_DEG_LAT: Final = 110_941.0
M_PER_DEG_LON: Final = 111_413.0 * cos(radians(ORIGIN_LAT_DEG))
"""Lengths of a degree at the origin; off by 0.5 % at the edge of a city-sized board."""


def to_lonlat(plane_m: FloatArray) -> FloatArray:
    """From the board to WGS 84.

    Parameters
    ----------
    plane_m
        Shape (n, 2), float64, metres east and north of the origin.

    Returns
    -------
    FloatArray
        Shape (n, 2), float64, degrees, longitude then latitude. Equal points of the
        board give equal coordinates to the last bit, so shared edges stay shared.
    """
    return plane_m / (M_PER_DEG_LON, M_PER_DEG_LAT) + (ORIGIN_LON_DEG, ORIGIN_LAT_DEG)


def to_plane(lonlat_deg: FloatArray) -> FloatArray:
    """From WGS 84 degrees, shape (n, 2), to the board in metres; inverse of `to_lonlat`."""
    return (lonlat_deg - (ORIGIN_LON_DEG, ORIGIN_LAT_DEG)) * (M_PER_DEG_LON, M_PER_DEG_LAT)


def ring_area_m2(ring: FloatArray) -> float:
    """Signed area of a ring given without its closing point; positive anticlockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def nearest(tree: cKDTree, points: FloatArray, k: int = 1) -> tuple[FloatArray, IntArray]:
    """Distance to and index of the k-th nearest point of a tree, shape (n,) each."""
    away, index = tree.query(points, k=[k])
    return np.asarray(away)[..., 0], np.asarray(index, np.int64)[..., 0]


def pink_noise(rng: np.random.Generator, count: int, power: float) -> FloatArray:
    """Periodic noise of standard deviation 1 whose amplitude falls as 1/f**power."""
    frequency = np.fft.rfftfreq(count, 1 / count)
    amplitude = np.zeros(len(frequency))
    amplitude[2:] = frequency[2:] ** -power
    phase = rng.uniform(0, 2 * pi, len(frequency))
    wave = np.fft.irfft(amplitude * np.exp(1j * phase), count)
    return np.asarray(wave / wave.std())


def cumulative_m(line: FloatArray) -> FloatArray:
    """Length along a polyline at each of its points, starting at 0."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def along(line: FloatArray, distance_m: FloatArray) -> FloatArray:
    """Points at distances along a polyline, shape (n, 2)."""
    length = cumulative_m(line)
    return np.column_stack(
        [np.interp(distance_m, length, line[:, 0]), np.interp(distance_m, length, line[:, 1])]
    )


def resampled(line: FloatArray, step_m: float) -> FloatArray:
    """The polyline with points about every `step_m`, its ends kept."""
    length = cumulative_m(line)[-1]
    return along(line, np.linspace(0.0, length, max(2, round(length / step_m) + 1)))


def normals(line: FloatArray) -> FloatArray:
    """Unit normals to the left of a polyline at each of its points."""
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    return np.column_stack([-tangent[:, 1], tangent[:, 0]])


def smooth_curve(controls: FloatArray, points: int) -> FloatArray:
    """A Catmull-Rom curve through control points, `points` samples a span."""
    before = np.vstack([2 * controls[0] - controls[1], controls[:-1]])
    after = np.vstack([controls[1:], 2 * controls[-1] - controls[-2]])
    slope = (after - before) / 2
    t = np.linspace(0, 1, points, endpoint=False)[:, None, None]
    p0, p1, m0, m1 = controls[:-1], controls[1:], slope[:-1], slope[1:]
    spans = (
        (2 * t**3 - 3 * t**2 + 1) * p0
        + (t**3 - 2 * t**2 + t) * m0
        + (3 * t**2 - 2 * t**3) * p1
        + (t**3 - t**2) * m1
    )
    return np.vstack([spans.transpose(1, 0, 2).reshape(-1, 2), controls[-1:]])
