"""Which straight piece of road is nearest to a point, from plain arrays.

A tree of line objects is a little faster, and takes 26 MB for a district's 80,000 edges
where this takes 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from models.domain.place import EARTH_RADIUS_M
from models.geography.road_graph import rows_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.signedinteger[Any]]

SIDE_M: Final = 250.0
_AT_ONCE: Final = 1 << 16
NOTHING: Final = -1
_METRES: Final = float(np.radians(1.0)) * EARTH_RADIUS_M
_ROWS: Final = 1 << 31
"""More squares than lie between two poles."""


class Pieces:
    """Straight pieces, each in the list of every square it may cross. Immutable.

    Invariants: a piece lies in the squares of the boxes around its parts, none of which is
    longer than a square; so what is within n squares' sides of a point lies in a square
    within n of the point's own.
    """

    def __init__(self, lonlat_deg: FloatArray, rows: IntArray, squeeze: FloatArray) -> None:
        """Piece r, for each of `rows` (n,), runs from `lonlat_deg[r]` to `lonlat_deg[r + 1]`.

        `lonlat_deg` (v, 2) WGS 84 degrees; times `squeeze` (2,) a degree either way is as long.
        """
        self._lonlat_deg, self._scale = lonlat_deg, squeeze * _METRES
        # Some at a time: what is reckoned in between is ten times what is kept.
        parts = [
            self._listed(rows[at : at + _AT_ONCE])
            for at in range(0, max(len(rows), 1), _AT_ONCE)
        ]
        key = np.concatenate([squares for squares, _ in parts])
        order = np.argsort(key, kind="stable")
        self._piece = np.concatenate([pieces for _, pieces in parts])[order]
        self._keys, self._starts = np.unique(key[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(key))

    def _listed(self, rows: IntArray) -> tuple[IntArray, NDArray[np.int32]]:
        """Squares that pieces may cross, and which piece that is, each as often as needed."""
        begin = self._plane(self._lonlat_deg[rows])
        step = self._plane(self._lonlat_deg[rows + 1]) - begin
        parts = np.maximum(1, np.ceil(np.hypot(*step.T) / SIDE_M)).astype(np.int64)
        number, piece = rows_between(np.zeros_like(parts), parts)
        low = begin[piece] + step[piece] * (number / parts[piece])[:, None]
        high = begin[piece] + step[piece] * ((number + 1) / parts[piece])[:, None]
        a, b = _square(low), _square(high)
        own, crosses = rows[piece].astype(np.int32), a != b
        beside, askew = crosses.any(axis=1), crosses.all(axis=1)
        corners = [a, b[beside], np.column_stack([a[askew, 0], b[askew, 1]])]
        corners.append(np.column_stack([b[askew, 0], a[askew, 1]]))
        key = np.concatenate([_key(corner) for corner in corners])
        return key, np.concatenate([own, own[beside], own[askew], own[askew]])

    def nearest(self, lonlat_deg: FloatArray, most_m: float) -> IntArray:
        """The row of the nearest piece to each point (k, 2); `NOTHING` where none is near.

        Metres here are those of the plane, a few in a thousand off at the district's edge.
        """
        found = np.full(len(lonlat_deg), NOTHING)
        open_rows = np.flatnonzero(np.isfinite(lonlat_deg).all(axis=1))
        reach = 1
        while len(open_rows):
            piece, away_m = self._around(self._plane(lonlat_deg[open_rows]), reach)
            is_sure = away_m <= min(reach * SIDE_M, most_m)
            found[open_rows[is_sure]] = piece[is_sure]
            open_rows = open_rows[~is_sure]
            if reach * SIDE_M >= most_m:
                break
            reach *= 2
        return found

    def _around(self, points: FloatArray, reach: int) -> tuple[IntArray, FloatArray]:
        """The nearest piece in the squares within `reach` of each point, and how far it is."""
        steps = np.arange(-reach, reach + 1)
        squares = _square(points)[:, None] + np.stack(np.meshgrid(steps, steps), -1).reshape(
            -1, 2
        )
        key = _key(squares.reshape(-1, 2))
        at = np.minimum(np.searchsorted(self._keys, key), max(len(self._keys) - 1, 0))
        taken = np.flatnonzero(self._keys[at] == key) if len(self._keys) else at[:0]
        rows, which = rows_between(self._starts[at[taken]], self._ends[at[taken]])
        point, piece = (taken // len(steps) ** 2)[which], self._piece[rows].astype(np.int64)
        away2 = self._away2(points[point], piece)
        order = np.lexsort((away2, point))
        first = order[np.flatnonzero(np.diff(point[order], prepend=-1))]
        nearest, away_m = np.full(len(points), NOTHING), np.full(len(points), np.inf)
        nearest[point[first]], away_m[point[first]] = piece[first], np.sqrt(away2[first])
        return nearest, away_m

    def _away2(self, points: FloatArray, piece: IntArray) -> FloatArray:
        """Squared metres from each point to its partner among the pieces."""
        begin = self._plane(self._lonlat_deg[piece])
        step, away = self._plane(self._lonlat_deg[piece + 1]) - begin, points - begin
        length2 = np.maximum((step * step).sum(axis=1), 1e-12)
        share = np.clip((away * step).sum(axis=1) / length2, 0.0, 1.0)
        return np.asarray(((away - share[:, None] * step) ** 2).sum(axis=1))

    def _plane(self, lonlat_deg: FloatArray) -> FloatArray:
        return np.asarray(lonlat_deg * self._scale)


def _square(plane_m: FloatArray) -> IntArray:
    return np.floor(plane_m / SIDE_M).astype(np.int64)


def _key(square: IntArray) -> IntArray:
    key: IntArray = square[:, 0] * _ROWS + square[:, 1]
    return key
