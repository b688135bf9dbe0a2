"""Groups of marks that would cover each other, on a grid of squares fixed to the plane.

The grid stands still while the map is panned, and a square once crowded stays a group
until it is clearly not any more: so groups neither jump under the hand nor flicker with
every fix. What burns (an emergency, something overdue) is never counted away among
others: it is only put with its like, where they lie on one point, and the badge says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from maps.layers.incidents import Stage, burning
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.scene import IncidentsLayer, MembersLayer

    Bounds = tuple[float, float, float, float]

SQUARE_PX = 76.0
"""The side of a square of the grid on the screen."""
BADGE_PX = (26.0, 31.0, 36.0)
"""Groups of up to 9, up to 99, and more, in device-independent pixels across."""
MOST_MEMBERS = 9
MOST_INCIDENTS = 5
"""More marks than these in a square are a group however they lie."""
_TIGHT = 0.55
"""A pair is a group when nearer than 1.6 marks; n marks where they fill half their ground."""
_ON_TOP = 0.32
"""A pair of what burns is a group only when nearer than 0.9 marks: one hides the other."""
_HIDES = 0.5
"""In a square of so many marks across one mark hides another."""
_LINGER = 1.3
"""What was a group remains one until it is so much looser or fewer."""
MEMBER_PARTS = 3
"""Free, busy, neither."""
INCIDENT_PARTS = 12
"""Urgency × waits for a dispatcher × overdue, see `incident_part`."""


@dataclass(frozen=True, slots=True)
class GroupGrid:
    """The grid at one zoom step: lengths in metres of the plane (EPSG:3857).

    `side_m` of a square, `mark_m` and `badge_m` across a mark and the largest badge;
    more than `most` marks are too many for a square, and `tight` says how near to each
    other fewer are too near.
    """

    side_m: float
    mark_m: float
    badge_m: float
    most: int
    tight: float = _TIGHT


@dataclass(frozen=True, slots=True)
class Clusters:
    """The k groups among n marks of one layer.

    `of` (n,) int32 leads from a row of the layer to its group, -1 for a mark that stands
    by itself; `square` (k, 2) int64 is column and row of its square; `mercator_m` (k, 2)
    where its badge is drawn, EPSG:3857 metres; `tally` (k, parts) int64 counts its marks
    by part.
    """

    of: NDArray[np.int32]
    square: NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 2), np.int64))
    mercator_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    tally: NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 1), np.int64))

    @property
    def count(self) -> NDArray[np.int64]:
        """How many marks each group holds, (k,)."""
        total: NDArray[np.int64] = self.tally.sum(axis=1)
        return total

    def rows(self, group: int) -> NDArray[np.intp]:
        """The rows of the layer in a group, in drawing order."""
        return np.flatnonzero(self.of == group)


def badge_size(count: NDArray[np.int64]) -> NDArray[np.intp]:
    """Which of `BADGE_PX` fits groups of so many (k,)."""
    return np.searchsorted([10, 100], count, side="right")


@lru_cache(maxsize=8)
def no_clusters(count: int) -> Clusters:
    """So many marks, each by itself; the same each time."""
    return Clusters(np.full(count, -1, np.int32))


def member_clusters(
    layer: MembersLayer,
    grid: GroupGrid,
    bbox_m: Bounds,
    *,
    apart: NDArray[np.intp],
    before: Clusters | None = None,
) -> Clusters:
    """Members in groups, told by who of them is free.

    Parameters
    ----------
    bbox_m
        Where to look: west, south, east, north. Squares that it touches are whole.
    apart
        Rows that stay marks of their own.
    before
        The groups of the same grid a moment ago, whose squares linger.
    """
    rows, at = layer.places.within(_whole_squares(bbox_m, grid.side_m))
    rows, at = _without(apart, rows, at)
    part = member_part(layer.look[rows], layer.is_stale[rows])
    where = _Where(bbox_m, rows, len(layer.ids), before)
    found = grouped(at, part, MEMBER_PARTS, grid, where)
    return _with_stacks(found, rows, at, part, grid.mark_m)


def incident_clusters(
    layer: IncidentsLayer,
    grid: GroupGrid,
    bbox_m: Bounds,
    *,
    apart: NDArray[np.intp],
    before: Clusters | None = None,
) -> Clusters:
    """Incidents in groups; what burns in heaps of its own, where one would hide another.

    The parameters are those of `member_clusters`.
    """
    side_m = max(2 * grid.mark_m, grid.badge_m)  # so that heaps cannot cover each other
    heap = GroupGrid(side_m, grid.mark_m, grid.badge_m, MOST_INCIDENTS, _ON_TOP)
    boxes = (_whole_squares(bbox_m, side) for side in (side_m, grid.side_m))
    rows, at = layer.places.within(_around_both(*boxes))
    rows, at = _without(apart, rows, at)
    part = incident_part(layer.urgency[rows], layer.stage[rows], layer.is_overdue[rows])
    burns, count = burning(layer)[rows], len(layer.ids)
    where = _Where(bbox_m, rows[burns], count, None)
    hot = grouped(at[burns], part[burns], INCIDENT_PARTS, heap, where)
    hot = _with_covered(hot, rows[~burns], at[~burns], part[~burns], side_m)
    calm_may = ~burns & (hot.of[rows] < 0)
    where = _Where(bbox_m, rows[calm_may], count, before)
    at, part = at[calm_may], part[calm_may]
    calm = grouped(at, part, INCIDENT_PARTS, grid, where)
    return _both(_with_stacks(calm, where.rows, at, part, grid.mark_m), hot)


def _with_stacks(
    groups: Clusters,
    rows: NDArray[np.intp],
    at_m: NDArray[np.float64],
    part: NDArray[np.int64],
    mark_m: float,
) -> Clusters:
    """And groups of marks on one point, in squares that are too loose for a group.

    All in a square of half a mark are one, so that no mark hides another wholly.
    `rows` (k,) of the layer, `at_m` (k, 2) and `part` (k,) are those that may be grouped.
    """
    alone = groups.of[rows] < 0
    rows, at_m, part = rows[alone], at_m[alone], part[alone]
    keys = square_keys(np.floor(at_m / (_HIDES * mark_m)).astype(np.int64))
    _, which, count = np.unique(keys, return_inverse=True, return_counts=True)
    is_stack = count >= 2
    inner = is_stack[which]
    if not inner.any():
        return groups
    which, at_m, part = (np.cumsum(is_stack) - 1)[which[inner]], at_m[inner], part[inner]
    many, parts, before = int(is_stack.sum()), groups.tally.shape[1], len(groups.square)
    of = groups.of.copy()
    of[rows[inner]] = which + before
    sums = [np.bincount(which, at_m[:, axis], many) for axis in (0, 1)]
    return Clusters(
        of,
        np.concatenate([groups.square, np.full((many, 2), HEAP)]),
        np.concatenate([groups.mercator_m, np.column_stack(sums) / count[is_stack, None]]),
        np.concatenate([groups.tally, _tally(which, part, many, parts)]),
    )


def _without(
    apart: NDArray[np.intp], rows: NDArray[np.intp], at_m: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    if not len(apart):
        return rows, at_m
    stays = ~np.isin(rows, apart)
    return rows[stays], at_m[stays]


def _with_covered(
    heaps: Clusters,
    rows: NDArray[np.intp],
    at_m: NDArray[np.float64],
    part: NDArray[np.int64],
    side_m: float,
) -> Clusters:
    """Heaps with the calm marks (k,) that their badges would cover counted in."""
    if not len(heaps.square):
        return heaps
    group = group_in(heaps, np.floor(at_m / side_m).astype(np.int64))
    is_in = group >= 0
    of, tally = heaps.of.copy(), heaps.tally.copy()
    of[rows[is_in]] = group[is_in]
    np.add.at(tally, (group[is_in], part[is_in]), 1)
    return replace(heaps, of=of, tally=tally)


def member_part(look: NDArray[np.uint8], is_stale: NDArray[np.bool_]) -> NDArray[np.int64]:
    """0 free, 1 has tasks or is held, 2 neither: on a break, off duty, of unknown place."""
    busy = (look >= MemberLook.TASKED) & (look <= MemberLook.HELD)
    part: NDArray[np.int64] = np.where(look == MemberLook.FREE, 0, np.where(busy, 1, 2))
    part[is_stale] = 2
    return part


def incident_part(
    urgency: NDArray[np.uint8], stage: NDArray[np.uint8], is_overdue: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Urgency × 4 + whether it waits for a dispatcher × 2 + whether it is overdue."""
    waits = stage == Stage.TO_DISPATCH
    part: NDArray[np.int64] = urgency.astype(np.int64) * 4 + waits * 2 + is_overdue
    return part


@dataclass(frozen=True, slots=True)
class _Where:
    """A box of the plane, k rows of n that may be grouped, and the groups of a moment ago."""

    bbox_m: Bounds
    rows: NDArray[np.intp]
    count: int
    before: Clusters | None


def grouped(
    at_m: NDArray[np.float64],
    part: NDArray[np.int64],
    parts: int,
    grid: GroupGrid,
    where: _Where,
) -> Clusters:
    """The groups of marks at `at_m` (k, 2), each of one of so many parts (k,)."""
    low, shape = _squares_over(where.bbox_m, grid.side_m)
    x, y = (at_m[:, axis] / grid.side_m - low[axis] for axis in (0, 1))
    inside = (x >= 0) & (x < shape[0]) & (y >= 0) & (y < shape[1])
    rows, x, y, part = where.rows[inside], x[inside], y[inside], part[inside]
    column, row = np.floor(x), np.floor(y)
    flat = (row * shape[0] + column).astype(np.int64)
    within = (x - column, y - row)
    size = int(shape[0] * shape[1])
    count = np.bincount(flat, minlength=size)
    mean, spread = _lie(flat, within, count)
    crowded = _crowded(count, spread, grid, _lingering(where.before, low, shape))
    found = np.flatnonzero(crowded)
    number = np.full(size, -1, np.int32)
    number[found] = np.arange(len(found))
    group = number[flat]
    of = np.full(where.count, -1, np.int32)
    of[rows] = group
    square = np.column_stack([found % int(shape[0]), found // int(shape[0])]) + low
    room = min(grid.badge_m / grid.side_m / 2, 0.5)
    centre = (square + np.clip(mean[found], room, 1 - room)) * grid.side_m
    inner = group >= 0
    tally = _tally(group[inner], part[inner], len(found), parts)
    return Clusters(of, square.astype(np.int64), centre, tally)


def _tally(
    group: NDArray[np.integer], part: NDArray[np.int64], many: int, parts: int
) -> NDArray[np.int64]:
    """How many of each part (k,) are in each of so many groups, (many, parts)."""
    tally: NDArray[np.int64] = np.bincount(group * parts + part, minlength=many * parts)
    return tally.reshape(-1, parts)


def _squares_over(
    bbox_m: Bounds, side_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest square that a box touches, and how many across and up."""
    low = np.floor(np.array(bbox_m[:2]) / side_m)
    high = np.floor(np.array(bbox_m[2:]) / side_m)
    return low, high - low + 1


def _whole_squares(bbox_m: Bounds, side_m: float) -> Bounds:
    """The box of all squares that a box touches."""
    low, shape = _squares_over(bbox_m, side_m)
    (west, south), (east, north) = (low * side_m).tolist(), ((low + shape) * side_m).tolist()
    return west, south, east, north


def _around_both(one: Bounds, other: Bounds) -> Bounds:
    (west, south), (east, north) = map(min, one[:2], other[:2]), map(max, one[2:], other[2:])
    return west, south, east, north


def _lie(
    flat: NDArray[np.int64],
    within: tuple[NDArray[np.float64], NDArray[np.float64]],
    count: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean place (m, 2) and root mean square distance from it (m,), in sides of a square."""
    many = np.maximum(count, 1)
    mean, spread = np.empty((len(count), 2)), np.zeros(len(count))
    for axis, at in enumerate(within):
        mean[:, axis] = np.bincount(flat, at, len(count)) / many
        spread += np.bincount(flat, at * at, len(count)) / many - mean[:, axis] ** 2
    return mean, np.sqrt(np.maximum(spread, 0.0))


def _crowded(
    count: NDArray[np.int64],
    spread: NDArray[np.float64],
    grid: GroupGrid,
    lingers: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Whether the marks of each square cover each other, or did so a moment ago."""
    slack = np.where(lingers, _LINGER, 1.0)
    reach = grid.tight * grid.mark_m / grid.side_m * np.sqrt(count) * slack
    crowded: NDArray[np.bool_] = (count >= 2) & (
        (spread <= reach) | (count * slack > grid.most)
    )
    return crowded


def _lingering(
    before: Clusters | None, low: NDArray[np.float64], shape: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """The squares of a box that were groups before, (m,)."""
    was = np.zeros(int(shape[0] * shape[1]), np.bool_)
    if before is not None and len(before.square):
        at = before.square - low
        at = at[((at >= 0) & (at < shape)).all(axis=1)]
        was[(at[:, 1] * shape[0] + at[:, 0]).astype(np.int64)] = True
    return was


def _both(one: Clusters, other: Clusters) -> Clusters:
    shifted = np.where(other.of >= 0, other.of + len(one.square), -1)
    return Clusters(
        np.where(one.of >= 0, one.of, shifted).astype(np.int32),
        # A heap's square is told apart from those of the grid: it never meets or lingers.
        np.concatenate([one.square, np.full_like(other.square, HEAP)]),
        np.concatenate([one.mercator_m, other.mercator_m]),
        np.concatenate([one.tally, other.tally]),
    )


HEAP = 1 << 40
"""The column and row of a heap's square, which no square of the grid has."""


def group_in(clusters: Clusters, square: NDArray[np.int64]) -> NDArray[np.intp]:
    """The group of each of some squares (n, 2), -1 where none is; there is a group at least."""
    keys, wanted = square_keys(square), square_keys(clusters.square)
    order = np.argsort(wanted)
    at = order[np.minimum(np.searchsorted(wanted[order], keys), len(wanted) - 1)]
    return np.where(wanted[at] == keys, at, -1)


def square_keys(square: NDArray[np.int64]) -> NDArray[np.int64]:
    """Squares (n, 2) as one number each."""
    keys: NDArray[np.int64] = square[:, 0] * (1 << 31) + square[:, 1]
    return keys
