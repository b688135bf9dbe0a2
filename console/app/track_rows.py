"""Where members went in a period, as lines for other programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Geod

from console.app.picture_rows import Layer
from models.domain.error import BadInput, Words
from models.feed.track import Track, from_us, no_fixes, to_us

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from console.app.picture_rows import Row, RowMaker
    from models.feed.source import Source
    from models.feed.track import Fixes
    from models.picture.picture import Picture

TRACKS = "tracks"
GAP: Final = timedelta(minutes=10)
"""Longer without a fix, and nobody knows the way in between: the line is broken there."""
MOST_FIXES: Final = 6_000_000
_AT_A_TIME: Final = timedelta(hours=1)
_GEOD: Final = Geod(ellps="WGS84")


def fixes_of_period(source: Source, since: datetime, until: datetime) -> Fixes:
    """All fixes with since < ts ≤ until.

    Raises
    ------
    BadInput
        `bad_period`: more than `MOST_FIXES`, or it does not run forwards.
    """
    if until <= since:
        words = Words("时段的结束必须晚于开始", "a period must end after it begins")
        raise BadInput("bad_period", words)
    found = no_fixes()
    while since < until:
        end = min(since + _AT_A_TIME, until)
        found = found.joined(source.fixes_between(since, end))
        since = end
        if len(found) > MOST_FIXES:
            words = Words(
                f"轨迹超过 {MOST_FIXES} 个点：请缩短时段",
                f"the tracks have more than {MOST_FIXES} fixes: take a shorter period",
            )
            raise BadInput("bad_period", words)
    return found


def tracks(picture: Picture, fixes: Fixes, maker: RowMaker) -> Layer:
    """A row for every member with two fixes at least, broken where there are gaps."""
    track = Track(fixes)
    people = {member.ref: member for member in picture.members.values()}
    rows: list[Row] = []
    shapes = []
    for ref in track.members.tolist():
        own = track.of(ref, 0, to_us(from_us(2**62 // 1_000)))
        line = _line(own)
        if ref not in people or line is None:
            continue
        shapes.append(line)
        rows.append(
            {
                "member": people[ref].number,
                "name": people[ref].name,
                "first_at": maker.instant(from_us(int(own.ts_us[0]))),
                "last_at": maker.instant(from_us(int(own.ts_us[-1]))),
                "fixes": len(own),
                "length_m": round(abs(_GEOD.geometry_length(line)), 1),
            }
        )
    made: NDArray[np.object_] = np.empty(len(shapes), dtype=object)
    made[:] = shapes
    return Layer(TRACKS, "MultiLineString", rows, made)


def _line(fixes: Fixes) -> shapely.MultiLineString | None:
    lonlat = np.column_stack([fixes.lon_deg, fixes.lat_deg])
    breaks = np.flatnonzero(np.diff(fixes.ts_us) > GAP / timedelta(microseconds=1)) + 1
    parts = [part for part in np.split(lonlat, breaks) if len(part) > 1]
    return shapely.MultiLineString(parts) if parts else None
