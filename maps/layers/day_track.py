"""The way of one member through the day: its line, its hours, its direction.

Pure arrays; the past comes from stored fixes, what follows from the frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from maps.geometry.projection import to_mercator
from maps.layers.places import place_in

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray

    from maps.layers.members import Positions
    from maps.layers.scene import MembersLayer

LEAST_STEP_M = 4.0
"""Metres of the plane from point to point: less is a receiver's wandering."""
GAP_S = 10 * 60
"""A member unheard of for longer leaves a gap: nobody knows the way between."""
_HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class DayTrack:
    """A member's points in order of time, n of them; none later than the frame.

    `ts_us` (n,) int64 microseconds since the epoch; `mercator_m` (n, 2) EPSG:3857 metres.
    `offset_us` is what the district's clock is ahead of UTC: hours are full there.
    """

    member: UUID
    ts_us: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    mercator_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    offset_us: int = 0

    def starts(self) -> NDArray[np.intp]:
        """The rows at which a stretch without gaps begins."""
        gaps = np.flatnonzero(np.diff(self.ts_us) > GAP_S * 1_000_000) + 1
        return np.concatenate([[0], gaps]).astype(np.intp)[: len(self.ts_us)]


@dataclass(frozen=True, slots=True)
class HourMarks:
    """Where a track was at each full hour: `mercator_m` (k, 2), `hour` (k,) 0 to 23."""

    mercator_m: NDArray[np.float64]
    hour: NDArray[np.int64]


def day_track(member: UUID, fixes: Positions, offset_us: int) -> DayTrack:
    """A track of one member's stored fixes, wandering on the spot left out."""
    order = np.argsort(fixes.ts_us, kind="stable")
    place = to_mercator(np.column_stack([fixes.lon_deg[order], fixes.lat_deg[order]]))
    ts_us = fixes.ts_us[order]
    kept = _steps(place, ts_us)
    return DayTrack(member, ts_us[kept], place[kept], offset_us)


def followed(track: DayTrack, members: MembersLayer) -> DayTrack:
    """The track led on to where its member is now, if that is another place."""
    row = members.row.get(track.member)  # type: ignore[call-overload]  # an id of a member
    place = place_in(members.places, row)
    if row is None or place is None:
        return track
    now_us = members.fix_us[row]
    if len(track.ts_us):
        step = place - track.mercator_m[-1]
        if now_us <= track.ts_us[-1] or np.hypot(*step) < LEAST_STEP_M:
            return track
    return replace(
        track,
        ts_us=np.append(track.ts_us, now_us),
        mercator_m=np.vstack([track.mercator_m, place]),
    )


def hour_marks(track: DayTrack) -> HourMarks:
    """The full hours of a track, on the line between the points before and after."""
    if len(track.ts_us) < 2:
        return HourMarks(np.empty((0, 2)), np.empty(0, np.int64))
    local = track.ts_us + track.offset_us
    first, last = -(-local[0] // _HOUR_US), local[-1] // _HOUR_US
    hours = np.arange(first, last + 1)
    after = np.searchsorted(local, hours * _HOUR_US, side="left")
    after = np.clip(after, 1, len(local) - 1)
    is_known = local[after] - local[after - 1] <= GAP_S * 1_000_000
    # In a gap, and where one stood still for long, the hour is not on the way.
    stood = _stood(track, after)
    hours, after = hours[is_known | stood], after[is_known | stood]
    span = np.maximum(local[after] - local[after - 1], 1)
    share = np.clip((hours * _HOUR_US - local[after - 1]) / span, 0.0, 1.0)[:, None]
    at = track.mercator_m[after - 1] * (1 - share) + track.mercator_m[after] * share
    return HourMarks(at, hours % 24)


def chevrons(line_px: NDArray[np.float64], every_px: float) -> NDArray[np.float64]:
    """Where to show the direction on a line (n, 2) of the screen: (k, 3) x, y, turn.

    One every so many pixels along the line, the first half as far on; `turn` in radians
    clockwise from east, as the screen has its y axis downwards.
    """
    if len(line_px) < 2:
        return np.empty((0, 3))
    step = np.diff(line_px, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    along = np.concatenate([[0.0], np.cumsum(length)])
    at = np.arange(every_px / 2, along[-1], every_px)
    piece = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(step) - 1)
    share = (at - along[piece]) / np.maximum(length[piece], 1e-9)
    spot = line_px[piece] + step[piece] * share[:, None]
    turn = np.arctan2(step[piece, 1], step[piece, 0])
    return np.column_stack([spot, turn])


def _steps(place: NDArray[np.float64], ts_us: NDArray[np.int64]) -> NDArray[np.intp]:
    """Rows that lead on from the row kept before, and the last of those that do not."""
    kept: list[int] = []
    points = place.tolist()
    x, y = np.inf, np.inf
    for row, (east, north) in enumerate(points):
        if abs(east - x) + abs(north - y) >= LEAST_STEP_M:
            # Who stood for long goes on from where and when they stood last.
            if kept and ts_us[row] - ts_us[kept[-1]] > GAP_S * 1_000_000 and kept[-1] < row - 1:
                kept.append(row - 1)
            kept.append(row)
            x, y = east, north
    if points and kept[-1] != len(points) - 1:
        kept.append(len(points) - 1)
    return np.array(kept, np.intp)


def _stood(track: DayTrack, after: NDArray[np.intp]) -> NDArray[np.bool_]:
    step = track.mercator_m[after] - track.mercator_m[after - 1]
    stood: NDArray[np.bool_] = np.hypot(step[:, 0], step[:, 1]) < 4 * LEAST_STEP_M
    return stood
