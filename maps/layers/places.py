"""Where the marks of a layer are: placed on the plane for whom, and when, somebody asks.

To bring a fix to the plane takes a tangent and a logarithm, to see that it is out of sight
two comparisons: a tick costs what is near the view, however many are elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan, degrees, inf, isnan, sinh
from typing import TYPE_CHECKING, Protocol

import numpy as np

from maps.geometry.projection import HALF_WORLD_M, MERCATOR_RADIUS_M, to_mercator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds

_SLACK_DEG = 1e-9
"""What the way to the plane may add: whoever is that near the edge is looked at there."""


class Places(Protocol):
    """Where n marks are, by the rows of their layer; NaN where nobody knows.

    Invariant: a row has one place, whether it is asked for alone or among all.
    """

    @property
    def mercator_m(self) -> NDArray[np.float64]:
        """All of them, (n, 2) EPSG:3857 metres."""

    def of(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Those of some rows (k,), as (k, 2)."""

    def within(self, bounds_m: Bounds) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The rows (k,) within bounds, edges included, upwards; and their places (k, 2)."""

    def told(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """What is known of some rows, unreckoned (2, k): the same again is the same place."""


def place_in(places: Places, row: int | None) -> tuple[float, float] | None:
    """The place of one row, EPSG:3857 metres; None without a row, or where nobody knows."""
    if row is None:
        return None
    x, y = places.of(np.array([row]))[0].tolist()
    return None if isnan(x) else (x, y)


@dataclass(frozen=True, slots=True)
class OnPlane:
    """Places known on the plane."""

    mercator_m: NDArray[np.float64]

    def of(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Those of some rows."""
        return self.mercator_m[rows]

    def within(self, bounds_m: Bounds) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The rows within bounds, and their places."""
        x, y = self.mercator_m.T
        rows = np.flatnonzero(_are_in(x, y, bounds_m))
        is_all = len(rows) == len(self.mercator_m)
        return rows, self.mercator_m if is_all else self.mercator_m[rows]

    def told(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """The same as their places."""
        return self.mercator_m[rows].T


class LonLatColumns(Protocol):
    """Fixes as columns, any order: WGS 84 degrees, float64 (f,)."""

    @property
    def lon_deg(self) -> NDArray[np.float64]:
        """East."""

    @property
    def lat_deg(self) -> NDArray[np.float64]:
        """North."""


@dataclass(slots=True)
class OfFixes:
    """Places of fixes: the mark in row i is at fix `fix[i]`, -1 where there is none."""

    fixes: LonLatColumns
    fix: NDArray[np.intp]
    _all: NDArray[np.float64] | None = field(init=False, default=None)

    @property
    def mercator_m(self) -> NDArray[np.float64]:
        """All of them, reckoned once."""
        if self._all is None:
            self._all = self._placed(self.fix)
        return self._all

    def of(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Those of some rows."""
        return self._placed(self.fix[rows]) if self._all is None else self._all[rows]

    def within(self, bounds_m: Bounds) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The rows within bounds, and their places."""
        # One more at the end: the fix -1 of those who have none is nowhere near.
        is_near = np.zeros(len(self.fixes.lon_deg) + 1, np.bool_)
        is_near[:-1] = _are_in(self.fixes.lon_deg, self.fixes.lat_deg, _in_degrees(bounds_m))
        rows = np.flatnonzero(is_near[self.fix])
        at = self.mercator_m if len(rows) == len(self.fix) else self.of(rows)
        is_in = _are_in(at[:, 0], at[:, 1], bounds_m)
        return (rows, at) if is_in.all() else (rows[is_in], at[is_in])

    def told(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Their degrees; of those who have no fix, whatever stands there."""
        fix = self.fix[rows]
        return np.stack([self.fixes.lon_deg[fix], self.fixes.lat_deg[fix]])

    def _placed(self, fix: NDArray[np.intp]) -> NDArray[np.float64]:
        is_known = fix >= 0
        known = fix if is_known.all() else fix[is_known]
        lonlat = np.column_stack([self.fixes.lon_deg[known], self.fixes.lat_deg[known]])
        if known is fix:
            return to_mercator(lonlat)
        at = np.full((len(fix), 2), np.nan)
        at[is_known] = to_mercator(lonlat)
        return at


def _are_in(
    x: NDArray[np.float64], y: NDArray[np.float64], bounds: Bounds
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    inside: NDArray[np.bool_] = (x >= west) & (x <= east)
    inside &= (y >= south) & (y <= north)
    return inside


def _in_degrees(bounds_m: Bounds) -> Bounds:
    """Bounds around the same, in degrees; longitudes go on beyond 180, as fixes may."""
    west, south, east, north = bounds_m
    edge = HALF_WORLD_M - 1.0  # whoever is beyond it, on either side, stands on it
    return (
        degrees(west / MERCATOR_RADIUS_M) - _SLACK_DEG,
        _latitude_deg(min(south, edge)) - _SLACK_DEG if south > -edge else -inf,
        degrees(east / MERCATOR_RADIUS_M) + _SLACK_DEG,
        _latitude_deg(max(north, -edge)) + _SLACK_DEG if north < edge else inf,
    )


def _latitude_deg(y_m: float) -> float:
    return degrees(atan(sinh(y_m / MERCATOR_RADIUS_M)))
