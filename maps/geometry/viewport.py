"""Where the map looks: a centre, a scale and a size, as one frozen value.

A gesture makes a new viewport; nothing here knows a widget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from maps.geometry.projection import HALF_WORLD_M, to_lonlat

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

FINEST_M_PER_PX: Final = 0.01
"""One centimetre a pixel: closer, double precision begins to show."""
COARSEST_M_PER_PX: Final = 2 * HALF_WORLD_M / 64
"""The world in 64 pixels: further out there is nothing to see."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """What part of the plane of the map a widget shows.

    Invariants: every number finite; the centre within the plane (EPSG:3857 metres,
    east then north); `m_per_px`, plane metres under one device-independent pixel,
    between `FINEST_M_PER_PX` and `COARSEST_M_PER_PX`; both sides of `size_px` at least
    1, even for a window folded to nothing. Whatever is given is brought there.
    """

    centre_mercator_m: tuple[float, float]
    m_per_px: float
    size_px: tuple[float, float]

    def __post_init__(self) -> None:
        east, north = (
            _within(value, -HALF_WORLD_M, HALF_WORLD_M, 0.0) for value in self.centre_mercator_m
        )
        scale = _within(self.m_per_px, FINEST_M_PER_PX, COARSEST_M_PER_PX, 1.0)
        width, height = (_within(side, 1.0, 1e6, 1.0) for side in self.size_px)
        object.__setattr__(self, "centre_mercator_m", (east, north))
        object.__setattr__(self, "m_per_px", scale)
        object.__setattr__(self, "size_px", (width, height))

    def to_screen(self, mercator_m: ArrayLike) -> FloatArray:
        """Place points of the map plane on the widget.

        Parameters
        ----------
        mercator_m
            Shape (n, 2), EPSG:3857 metres, east then north.

        Returns
        -------
        FloatArray
            Shape (n, 2), float64, device-independent pixels, origin top left, y down.
            Points outside the widget are kept; the caller clips.
        """
        plane = np.asarray(mercator_m, dtype=np.float64).reshape(-1, 2)
        pixels = np.empty_like(plane)
        # Column by column: numpy takes twice as long over rows of two.
        steps = 1 / self.m_per_px, -1 / self.m_per_px
        for axis, (centre, step, middle) in enumerate(
            zip(self.centre_mercator_m, steps, self._middle_px, strict=True)
        ):
            pixels[:, axis] = (plane[:, axis] - centre) * step + middle
        return pixels

    def to_map(self, screen_px: ArrayLike) -> FloatArray:
        """The points of the plane (n, 2), EPSG:3857 metres, under pixels (n, 2)."""
        shifted = np.asarray(screen_px, dtype=np.float64).reshape(-1, 2) - self._middle_px
        return shifted * (self.m_per_px, -self.m_per_px) + self.centre_mercator_m

    def bounds_m(self) -> Bounds:
        """The visible part of the plane: west, south, east, north, EPSG:3857 metres."""
        (east, north), (width, height) = self.centre_mercator_m, self.size_px
        half_east, half_north = width * self.m_per_px / 2, height * self.m_per_px / 2
        return (east - half_east, north - half_north, east + half_east, north + half_north)

    def around_m(self, share: float) -> Bounds:
        """The bounds, and on every side this share of the width or height beyond them."""
        west, south, east, north = self.bounds_m()
        across, up = (east - west) * share, (north - south) * share
        return west - across, south - up, east + across, north + up

    def bounds_deg(self) -> Bounds:
        """The visible box in WGS 84 degrees; the whole round where it passes the edge."""
        west, south, east, north = self.bounds_m()
        if west < -HALF_WORLD_M or east > HALF_WORLD_M:
            west, east = -HALF_WORLD_M, HALF_WORLD_M
        low, high = to_lonlat([(west, south), (east, north)])
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def zoomed(self, factor: float, about_px: tuple[float, float] | None = None) -> Viewport:
        """Closer (factor > 1) or further off, the point under `about_px` staying put.

        At the finest or coarsest scale only the rest of the factor is used up.
        """
        about = self._middle_px if about_px is None else about_px
        scale = self.m_per_px / factor if np.isfinite(factor) and factor > 0 else self.m_per_px
        scale = min(max(scale, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        held = self.to_map(about)[0]
        offset_px = np.subtract(self._middle_px, about)
        centre = held + offset_px * (scale, -scale)
        return replace(self, centre_mercator_m=(centre[0], centre[1]), m_per_px=scale)

    def panned(self, dx_px: float, dy_px: float) -> Viewport:
        """The map dragged by so many pixels, right and down: what was left comes in."""
        east, north = self.centre_mercator_m
        moved = (east - dx_px * self.m_per_px, north + dy_px * self.m_per_px)
        return replace(self, centre_mercator_m=moved)

    def resized(self, size_px: tuple[float, float]) -> Viewport:
        """The same centre and scale in another size."""
        return replace(self, size_px=size_px)

    def centred_on(self, mercator_m: tuple[float, float]) -> Viewport:
        """The same scale about another centre, EPSG:3857 metres."""
        return replace(self, centre_mercator_m=mercator_m)

    def fitted_to(self, bounds_m: Bounds, *, margin_px: float = 16.0) -> Viewport:
        """Moved and scaled so that a box of the plane fills it, but for a margin.

        A box without extent (one point) is only centred; one that is no box at all
        (not finite, as the bounds of nothing are) changes nothing.
        """
        if not all(map(np.isfinite, bounds_m)):
            return self
        west, south, east, north = bounds_m
        room = [max(side - 2 * margin_px, side / 2) for side in self.size_px]
        scale = max(abs(east - west) / room[0], abs(north - south) / room[1])
        centre = ((west + east) / 2, (south + north) / 2)
        return Viewport(centre, scale or self.m_per_px, self.size_px)

    @property
    def _middle_px(self) -> tuple[float, float]:
        return (self.size_px[0] / 2, self.size_px[1] / 2)


def is_within(inner: Bounds, outer: Bounds) -> bool:
    """Whether bounds lie wholly in others; an edge may be shared."""
    is_low = inner[0] >= outer[0] and inner[1] >= outer[1]
    return is_low and inner[2] <= outer[2] and inner[3] <= outer[3]


def _within(value: float, low: float, high: float, otherwise: float) -> float:
    value = float(value)
    return min(max(value, low), high) if np.isfinite(value) else otherwise
