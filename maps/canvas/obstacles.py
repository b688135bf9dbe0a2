"""Marks that names on the map should leave in sight, as boxes for whoever places names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_MARKS = 600
"""Among more marks than these no name finds a free spot: they stand where they belong."""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Marks in the way of names: (n, 2) EPSG:3857 metres, and their side in pixels."""

    mercator_m: NDArray[np.float64]
    side_px: float

    def boxes_px(
        self, bbox_m: tuple[float, float, float, float], m_per_px: float
    ) -> NDArray[np.float64]:
        """Boxes (m, 4) of those inside, in pixels of the plane, y downwards."""
        at = self.mercator_m
        west, south, east, north = bbox_m
        inside = (at[:, 0] >= west) & (at[:, 0] <= east)
        at = at[inside & (at[:, 1] >= south) & (at[:, 1] <= north)]
        if len(at) > MOST_MARKS:
            return np.empty((0, 4))
        return squares(at * (1, -1) / m_per_px, self.side_px)

    def is_same(self, other: Obstacles) -> bool:
        """Whether names would have to avoid the same places."""
        same = self.mercator_m is other.mercator_m or np.array_equal(
            self.mercator_m, other.mercator_m, equal_nan=True
        )
        return same and self.side_px == other.side_px


def squares(
    at_px: NDArray[np.float64], side_px: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Boxes (n, 4) around points (n, 2), all of one side or of (n,) sides."""
    half = np.broadcast_to(np.asarray(side_px) / 2, len(at_px))[:, None]
    return np.hstack([at_px - half, at_px + half])
