"""Where the badges of groups stand, so that none hides another or a single incident."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from maps.layers.clusters import HEAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.clusters import Clusters, GroupGrid


def side_by_side(
    members: Clusters,
    incidents: Clusters,
    incidents_m: NDArray[np.float64],
    grid: GroupGrid,
) -> tuple[Clusters, Clusters]:
    """The groups with their badges out of each other's way, each still in its square.

    Where both kinds have one in a square, incidents take its upper and members its lower
    half; both make way for single incidents and heaps of what burns. `incidents_m` (n, 2)
    are the places of all incidents, EPSG:3857 metres.
    """
    # The squares of heaps belong to a finer grid: only the common ones meet.
    ours, theirs = _keys(members.square), _keys(incidents.square)
    upper, lower = np.isin(theirs, ours), np.isin(ours, theirs)
    alone = incidents_m[incidents.of < 0]
    heaps = incidents.mercator_m[incidents.square[:, 0] == HEAP]
    incidents = _making_way(incidents, np.vstack([alone, heaps]), grid)
    incidents = _placed(incidents, upper, 1, 0.75, grid)
    members = _making_way(members, np.vstack([alone, incidents.mercator_m]), grid)
    return _placed(members, lower, 1, 0.25, grid), incidents


def _placed(
    clusters: Clusters, which: NDArray[np.bool_], axis: int, share: float, grid: GroupGrid
) -> Clusters:
    at = clusters.mercator_m.copy()
    at[which, axis] = (clusters.square[which, axis] + share) * grid.side_m
    return replace(clusters, mercator_m=at)


def _making_way(clusters: Clusters, others_m: NDArray[np.float64], grid: GroupGrid) -> Clusters:
    """Badges that would lie on others (n, 2), moved to the other side of their squares."""
    if not len(clusters.square):
        return clusters
    others_m = others_m[~np.isnan(others_m[:, 0])]
    scaled = others_m / grid.side_m
    square = np.floor(scaled)
    group = _group_in(clusters, square.astype(np.int64))
    meets = group >= 0
    group, within = group[meets], (scaled - square)[meets] - 0.5
    away = np.abs(others_m[meets] - clusters.mercator_m[group]).max(axis=1)
    is_near = away < (grid.badge_m + grid.mark_m) / 2
    count = len(clusters.square)
    moved = np.bincount(group[is_near], minlength=count) > 0
    sums = [np.bincount(group, within[:, axis], count) for axis in (0, 1)]
    off = np.column_stack(sums).astype(np.float64)
    reach = np.hypot(off[:, 0], off[:, 1])
    off[reach < 1e-9] = (0.0, 1.0)
    off /= np.maximum(reach, 1e-9)[:, None]
    room = 0.5 - min(grid.badge_m / grid.side_m / 2, 0.5)
    at = clusters.mercator_m.copy()
    at[moved] = (clusters.square[moved] + 0.5 - off[moved] * room) * grid.side_m
    return replace(clusters, mercator_m=at)


def _group_in(clusters: Clusters, square: NDArray[np.int64]) -> NDArray[np.intp]:
    """The group that has each of some squares (n, 2), -1 where none has."""
    keys, wanted = _keys(square), _keys(clusters.square)
    order = np.argsort(wanted)
    at = order[np.minimum(np.searchsorted(wanted[order], keys), len(wanted) - 1)]
    return np.where(wanted[at] == keys, at, -1)


def _keys(square: NDArray[np.int64]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = square[:, 0] * (1 << 31) + square[:, 1]
    return keys
