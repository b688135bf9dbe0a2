"""Trails: where members came from in the last minutes, as segments of the plane.

A fix becomes a point of a trail at most once in `SLOT_S` and only where its member has
moved on, so that half an hour of ten thousand people stays a few megabytes. Points come
from the frames one after the other, or whole from the past when a map begins or jumps.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.projection import to_mercator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.members import Positions
    from maps.layers.scene import MembersLayer

SLOT_S = 12
"""Seconds between two points of a trail, at the least."""
LEAST_STEP_M = 6.0
"""Metres of the plane from point to point: less is a receiver's wandering."""
KEPT_S = 30 * 60
"""How far back trails reach, at the most."""
_LONGEST_STEP_S = 180
"""A member unheard of for longer begins a new trail: nobody knows the way between."""
_ROLL = 64
"""So many small pieces are put together into one."""


@dataclass(frozen=True, slots=True)
class TrailPoints:
    """Points in the order they came, n of them.

    `member` (n,) int32 is `Member.ref`; `ts_us` (n,) int64 microseconds since the epoch;
    `mercator_m` (n, 2) EPSG:3857 metres.
    """

    member: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    ts_us: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    mercator_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))

    def taken(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> TrailPoints:
        """The points of an index or mask."""
        return TrailPoints(self.member[index], self.ts_us[index], self.mercator_m[index])


@dataclass(frozen=True, slots=True)
class Trails:
    """All points of late, in pieces, the oldest first; no piece is empty.

    `last` is each member's last point, in the order of the members' layer it was grown
    with; at instant 0 where there is none. `looked` (2, n) is what their places told when
    somebody last looked whether they had moved on from it, NaN where nobody did. Where they
    are not kept nothing is grown: half an hour of a city's would be up to 100 MB.
    """

    pieces: tuple[TrailPoints, ...] = ()
    last: TrailPoints = field(default_factory=TrailPoints)
    looked: NDArray[np.float64] = field(default_factory=lambda: np.empty((2, 0)))
    is_kept: bool = True

    def points(self, since_us: int) -> TrailPoints:
        """The points at or after an instant, in the order they came."""
        late = [piece for piece in self.pieces if piece.ts_us.max() >= since_us]
        joined = _joined(late)
        return joined.taken(joined.ts_us >= since_us)


@dataclass(frozen=True, slots=True)
class Segments:
    """Pieces of trails: `ends_m` (k, 4) x, y, x, y EPSG:3857; `age_s` (k,) of the later end."""

    ends_m: NDArray[np.float64]
    age_s: NDArray[np.float64]


def grown(trails: Trails, members: MembersLayer, now_us: int) -> Trails:
    """The trails after another look at where everybody is. Cheap where nobody moved on."""
    if not trails.is_kept:
        return trails
    trails = _aligned(trails, members.refs)
    last = trails.last
    # Who has no fix has none of later, either.
    rows = np.flatnonzero(members.fix_us - last.ts_us >= SLOT_S * 1_000_000)
    told = members.places.told(rows)
    # Column by column: for both at once numpy takes three times as long.
    is_news = np.logical_or(
        *(now != was[rows] for now, was in zip(told, trails.looked, strict=True))
    )
    rows = rows[is_news]
    if not len(rows):
        return trails
    looked = trails.looked.copy()
    looked[:, rows] = told[:, is_news]
    place = members.places.of(rows)
    east, north = (place - last.mercator_m[rows]).T
    is_on = east * east + north * north >= LEAST_STEP_M * LEAST_STEP_M
    is_on |= last.ts_us[rows] == 0
    if not is_on.any():
        return replace(trails, looked=looked)
    rows = rows[is_on]
    new = TrailPoints(members.refs[rows], members.fix_us[rows], place[is_on])
    kept = _kept(trails.pieces, now_us - KEPT_S * 1_000_000)
    return Trails((*kept, new), _advanced(last, rows, new), looked)


def from_past(past: Positions, known: Trails) -> Trails:
    """Trails out of stored fixes, with what has been seen since put behind them."""
    points = _thinned(past)
    if not len(points.member):
        return known
    until_us = int(points.ts_us.max())
    later = known.points(until_us + 1)
    pieces = (points, later) if len(later.member) else (points,)
    return Trails(pieces, _latest(points, known.last))


def segments(
    trails: Trails,
    members: MembersLayer,
    rows: NDArray[np.intp],
    since_us: int,
    now_us: int,
) -> Segments:
    """What to draw of the trails of some members (rows of their layer) since an instant.

    Each trail leads on to where its member is now.
    """
    points = trails.points(since_us)
    refs = members.refs[rows]
    points = points.taken(np.isin(points.member, refs))
    heads = TrailPoints(refs, members.fix_us[rows], members.places.of(rows))
    heads = heads.taken((heads.ts_us >= since_us) & ~np.isnan(heads.mercator_m[:, 0]))
    both = _joined([points, heads])
    both = both.taken(np.lexsort((both.ts_us, both.member)))
    gap_us = both.ts_us[1:] - both.ts_us[:-1]
    is_one = (both.member[1:] == both.member[:-1]) & (gap_us <= _LONGEST_STEP_S * 1_000_000)
    is_one &= (both.mercator_m[1:] != both.mercator_m[:-1]).any(axis=1)
    ends = np.hstack([both.mercator_m[:-1], both.mercator_m[1:]])[is_one]
    age_s = (now_us - both.ts_us[1:][is_one]) / 1e6
    return Segments(ends, age_s)


def _thinned(past: Positions) -> TrailPoints:
    """One point a member and slot, where there was a step."""
    if not len(past.member):
        return TrailPoints()
    order = np.lexsort((past.ts_us, past.member))
    member, ts_us = past.member[order], past.ts_us[order]
    slot = ts_us // (SLOT_S * 1_000_000)
    first = np.ones(len(order), np.bool_)
    first[1:] = (member[1:] != member[:-1]) | (slot[1:] != slot[:-1])
    order = order[first]
    place = to_mercator(np.column_stack([past.lon_deg[order], past.lat_deg[order]]))
    points = TrailPoints(past.member[order], past.ts_us[order], place)
    step = np.full(len(order), np.inf)
    step[1:] = np.hypot(*(place[1:] - place[:-1]).T)
    is_same = np.zeros(len(order), np.bool_)
    is_same[1:] = points.member[1:] == points.member[:-1]
    points = points.taken(~is_same | (step >= LEAST_STEP_M))
    return points.taken(np.argsort(points.ts_us, kind="stable"))


def _aligned(trails: Trails, refs: NDArray[np.int32]) -> Trails:
    """The last point of each member in the order of `refs`; at instant 0 where none is."""
    last = trails.last
    if last.member is refs and trails.looked.shape[1] == len(refs):
        return trails
    aligned = TrailPoints(refs, np.zeros(len(refs), np.int64), np.full((len(refs), 2), np.nan))
    if len(last.member):
        order = np.argsort(last.member, kind="stable")
        found = np.minimum(np.searchsorted(last.member[order], refs), len(order) - 1)
        at = order[found]
        is_known = last.member[at] == refs
        aligned.ts_us[is_known] = last.ts_us[at[is_known]]
        aligned.mercator_m[is_known] = last.mercator_m[at[is_known]]
    return replace(trails, last=aligned, looked=np.full((2, len(refs)), np.nan))


def _advanced(last: TrailPoints, rows: NDArray[np.intp], new: TrailPoints) -> TrailPoints:
    ts_us, place = last.ts_us.copy(), last.mercator_m.copy()
    ts_us[rows], place[rows] = new.ts_us, new.mercator_m
    return TrailPoints(last.member, ts_us, place)


def _latest(points: TrailPoints, seen: TrailPoints) -> TrailPoints:
    """The last point of each member of both, sorted by member."""
    both = _joined([points, seen])
    order = np.lexsort((both.ts_us, both.member))
    member = both.member[order]
    is_last = np.append(member[1:] != member[:-1], True)
    return both.taken(order[is_last])


def _kept(pieces: tuple[TrailPoints, ...], oldest_us: int) -> tuple[TrailPoints, ...]:
    """The pieces of late; when they are many, the older ones put together."""
    pieces = tuple(piece for piece in pieces if piece.ts_us.max() >= oldest_us)
    if len(pieces) < _ROLL:
        return pieces
    whole = _joined(pieces)
    return (whole.taken(whole.ts_us >= oldest_us),)


def _joined(pieces: list[TrailPoints] | tuple[TrailPoints, ...]) -> TrailPoints:
    if not pieces:
        return TrailPoints()
    return replace(
        pieces[0],
        member=np.concatenate([p.member for p in pieces]),
        ts_us=np.concatenate([p.ts_us for p in pieces]),
        mercator_m=np.concatenate([p.mercator_m for p in pieces]),
    )
