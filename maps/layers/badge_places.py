"""Where the badges of groups stand, so that none hides another or a single incident."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from maps.layers.clusters import HEAP, square_keys
from maps.layers.places import OnPlane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.clusters import Clusters, GroupGrid

_ROUNDS = 2
_MOST_NEAR = 4
"""A badge gives way to so many of what lies nearest to it."""


def side_by_side(
    members: Clusters,
    incidents: Clusters,
    incidents_m: NDArray[np.float64],
    grid: GroupGrid,
) -> tuple[Clusters, Clusters]:
    """The groups with their badges out of each other's way, each still in its square.

    Where both kinds have one in a square, incidents take its upper and members its lower
    half; both give way to single incidents and heaps of them, and heaps of members step
    aside from all of these. `incidents_m` (n, 2) are the places of all incidents, EPSG:3857
    metres.
    """
    is_heap, is_crew = (some.square[:, 0] == HEAP for some in (incidents, members))
    badges = np.vstack([members.mercator_m, incidents.mercator_m[~is_heap]])
    if not len(badges):
        return members, incidents
    ours, theirs = square_keys(members.square), square_keys(incidents.square)
    reach = _reach_m(grid)
    around = grid.side_m + reach  # a badge lies in its square
    near = np.concatenate([badges.min(axis=0) - around, badges.max(axis=0) + around])
    rows, _ = OnPlane(incidents_m).within(tuple(near.tolist()))
    singles = incidents_m[rows[incidents.of[rows] < 0]]
    fixed = np.vstack([singles, incidents.mercator_m[is_heap]])
    incidents = _placed(incidents, ~is_heap, np.isin(theirs, ours), 0.75, fixed, grid)
    fixed = np.vstack([singles, incidents.mercator_m])
    members = _placed(members, ~is_crew, np.isin(ours, theirs), 0.25, fixed, grid)
    at = members.mercator_m.copy()
    if is_crew.any():
        beside = at[is_crew] - reach, at[is_crew] + reach
        at[is_crew] = _clear(at[is_crew], beside, fixed, reach)
    return replace(members, mercator_m=at), incidents


def _placed(
    clusters: Clusters,
    which: NDArray[np.bool_],
    shares: NDArray[np.bool_],
    height: float,
    others_m: NDArray[np.float64],
    grid: GroupGrid,
) -> Clusters:
    """Some of the badges, clear of others; who shares a square stands at a height in it."""
    square = clusters.square[which].astype(np.float64)
    if not len(square):
        return clusters
    room = min(grid.badge_m / grid.side_m / 2, 0.5)
    low, high = square + room, square + 1 - room
    low[shares[which], 1] = high[shares[which], 1] = square[shares[which], 1] + height
    low, high = low * grid.side_m, high * grid.side_m
    at = clusters.mercator_m.copy()
    at[which] = _clear(np.clip(at[which], low, high), (low, high), others_m, _reach_m(grid))
    return replace(clusters, mercator_m=at)


def _reach_m(grid: GroupGrid) -> float:
    """How near the middles of a badge and a mark come that do not cover each other."""
    return (grid.badge_m + grid.mark_m) / 2


def _clear(
    at: NDArray[np.float64],
    within: tuple[NDArray[np.float64], NDArray[np.float64]],
    others: NDArray[np.float64],
    reach: float,
) -> NDArray[np.float64]:
    """Points (k, 2) pushed off others nearer than the reach, each within its bounds."""
    others = _around(others, *within, reach)
    if not len(others):
        return at
    tree = cKDTree(others, balanced_tree=False, compact_nodes=False)
    near = np.arange(1, min(_MOST_NEAR, len(others)) + 1)
    at = at.copy()
    moving: NDArray[np.intp] = np.arange(len(at))
    for _ in range(_ROUNDS):
        away, which = map(np.asarray, tree.query(at[moving], near, distance_upper_bound=reach))
        meets = np.isfinite(away[:, 0])
        moving, away, which = moving[meets], away[meets], which[meets]
        if not len(moving):
            break
        push = np.maximum(reach - away, 0.0)
        step = at[moving, None, :] - others[np.where(np.isfinite(away), which, 0)]
        # On one point, also with the first of the others, which stands in for none.
        step[(step == 0).all(axis=-1)] = (0.0, -1.0)
        unit = step / np.hypot(step[..., 0], step[..., 1])[..., None]
        moved = at[moving] + (push[..., None] * unit).sum(axis=1)
        at[moving] = np.clip(moved, within[0][moving], within[1][moving])
    return at


def _around(
    others: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    reach: float,
) -> NDArray[np.float64]:
    """Those of others that could come near to any point within the bounds."""
    west, south = (low.min(axis=0) - reach).tolist()
    east, north = (high.max(axis=0) + reach).tolist()
    x, y = others[:, 0], others[:, 1]
    found: NDArray[np.float64] = others[(x > west) & (x < east) & (y > south) & (y < north)]
    return found
