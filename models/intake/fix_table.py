"""A table of fixes, as foreign fleets write them, to arrays; wild points left out and named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from models.domain.error import BadInput, Words
from models.geography.datum import Datum, to_wgs84
from models.intake.foreign_time import COUNTS
from models.intake.mapping import require_columns
from models.intake.row_problem import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from models.intake.mapping import FixMapping

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

MOST_TOLD = 1_000
"""Problems of one kind that are told row by row; the rest is only counted."""
_FIRST_US = 0
_LAST_US = 4_102_444_800_000_000
"""From 1970 to 2099, inclusive and exclusive: what can be an instant."""
_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class FixTable:
    """Fixes in order of time; arrays of shape (n,).

    `vehicle` int32 indexes `vehicles`, which are sorted; `row` is the row in the file, the
    heading being 1. `ts_us` int64 since the epoch, UTC, shifted; degrees are WGS 84.
    """

    vehicles: tuple[str, ...]
    vehicle: NDArray[np.int32]
    row: NDArray[np.int64]
    ts_us: NDArray[np.int64]
    lon_deg: Floats
    lat_deg: Floats
    speed_mps: NDArray[np.float32]
    heading_deg: NDArray[np.float32]
    shifted: timedelta
    rejected: tuple[RowProblem, ...]
    left_out: tuple[RowProblem, ...]
    rejected_count: int
    left_out_count: int

    def __len__(self) -> int:
        return len(self.vehicle)


def read_fixes(table: pd.DataFrame, mapping: FixMapping) -> FixTable:
    """The fixes of a table whose cells may be text.

    Raises
    ------
    BadInput
        `missing_column`, `empty_table`.
    """
    require_columns([str(name) for name in table.columns], mapping.columns)
    if not len(table):
        raise BadInput("empty_table", Words("文件没有数据行", "the file has no rows"))
    row = np.arange(2, len(table) + 2, dtype=np.int64)
    named = table[mapping.member].fillna("").astype(str).str.strip()
    ts_us, has_time = _instants(table[mapping.time_column], mapping)
    lon, lat = _numbers(table, mapping.lon), _numbers(table, mapping.lat)
    wrong = _Wrong(row)
    wrong.note((named == "").to_numpy(), mapping.member, _EMPTY)
    wrong.note(~has_time, mapping.time_column, _NO_TIME)
    wrong.note(~(np.abs(lon) <= 180), mapping.lon, _NO_DEGREES)
    wrong.note(~(np.abs(lat) <= 90), mapping.lat, _NO_DEGREES)
    good = ~wrong.mask
    order = np.flatnonzero(good)[np.argsort(ts_us[good], kind="stable")]
    lonlat = np.column_stack([lon[order], lat[order]])
    if mapping.datum is not Datum.WGS84:
        lonlat = to_wgs84(lonlat, mapping.datum)
    codes, vehicles = pd.factorize(named.iloc[order], sort=True)
    wild = _wild(codes, ts_us[order], lonlat, row[order], mapping)
    kept = ~wild.mask
    shifted = _shift(ts_us[order][kept], mapping)
    return FixTable(
        vehicles=tuple(str(name) for name in vehicles),
        vehicle=codes[kept].astype(np.int32),
        row=row[order][kept],
        ts_us=ts_us[order][kept] + shifted // timedelta(microseconds=1),
        lon_deg=lonlat[kept, 0],
        lat_deg=lonlat[kept, 1],
        speed_mps=_numbers(table, mapping.speed)[order][kept].astype(np.float32),
        heading_deg=_numbers(table, mapping.heading)[order][kept].astype(np.float32),
        shifted=shifted,
        rejected=wrong.told(),
        left_out=wild.told(),
        rejected_count=int(wrong.mask.sum()),
        left_out_count=int(wild.mask.sum()),
    )


class _Wrong:
    """Rows that cannot stay, each with the first reason found."""

    def __init__(self, row: NDArray[np.int64]) -> None:
        self._row = row
        self.mask: Mask = np.zeros(len(row), bool)
        self._problems: list[RowProblem] = []

    def note(self, where: Mask, field: str, reason: Words) -> None:
        fresh = np.flatnonzero(where & ~self.mask)
        self.mask |= where
        room = MOST_TOLD - len(self._problems)
        self._problems += [RowProblem(int(self._row[n]), field, reason) for n in fresh[:room]]

    def told(self) -> tuple[RowProblem, ...]:
        return tuple(sorted(self._problems, key=lambda one: one.row))


def _numbers(table: pd.DataFrame, column: str | None) -> Floats:
    if column is None:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)


def _instants(column: pd.Series, mapping: FixMapping) -> tuple[NDArray[np.int64], Mask]:
    """Microseconds since the epoch, and where there is an instant."""
    found = np.zeros(len(column), np.int64)
    known = np.zeros(len(column), bool)
    for pattern in mapping.time.formats:
        us, fits = _counted(column, pattern) if pattern in COUNTS else _dated(column, mapping)
        fits &= ~known & (us >= _FIRST_US) & (us < _LAST_US)
        found[fits] = us[fits]
        known |= fits
    return found, known


def _counted(column: pd.Series, pattern: str) -> tuple[NDArray[np.int64], Mask]:
    number = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
    fits = np.abs(number) < _LAST_US
    us = np.zeros(len(column), np.int64)
    # By whole units first: a float of microseconds would lose some.
    whole = np.floor(np.where(fits, number, 0.0))
    scale = 1_000_000 // COUNTS[pattern]
    us = whole.astype(np.int64) * scale
    us += np.rint((np.where(fits, number, 0.0) - whole) * scale).astype(np.int64)
    return us, fits


def _dated(column: pd.Series, mapping: FixMapping) -> tuple[NDArray[np.int64], Mask]:
    """Text by text, each distinct one once."""
    codes, texts = pd.factorize(column.fillna("").astype(str).str.strip())
    us = np.full(len(texts), -1, np.int64)
    for place, text in enumerate(texts):
        try:
            at = mapping.time.read(text)
        except BadInput:
            continue
        us[place] = (at - _EPOCH) // timedelta(microseconds=1)
    return us[codes], us[codes] >= 0


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _wild(
    vehicle: NDArray[np.intp],
    ts_us: NDArray[np.int64],
    lonlat: Floats,
    row: NDArray[np.int64],
    mapping: FixMapping,
) -> _Wrong:
    wrong = _Wrong(row)
    if mapping.box is not None:
        west, south, east, north = mapping.box
        lon, lat = lonlat[:, 0], lonlat[:, 1]
        inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        wrong.note(~inside, f"{mapping.lon}, {mapping.lat}", _BEYOND)
    if mapping.fastest_mps is not None:
        stays = np.flatnonzero(~wrong.mask)
        spikes = np.zeros(len(row), bool)
        spikes[stays] = _spikes(
            vehicle[stays], ts_us[stays], lonlat[stays], mapping.fastest_mps
        )
        wrong.note(spikes, f"{mapping.lon}, {mapping.lat}", _TOO_FAST)
    return wrong


def _spikes(
    vehicle: NDArray[np.intp], ts_us: NDArray[np.int64], lonlat: Floats, fastest_mps: float
) -> Mask:
    """Points that a vehicle could neither reach nor leave in the time it had."""
    order = np.lexsort((ts_us, vehicle))
    step = np.diff(lonlat[order], axis=0)
    cosine = np.cos(np.radians(lonlat[order][:-1, 1]))
    metres = np.hypot(step[:, 0] * cosine, step[:, 1]) * _METRES_A_DEGREE
    seconds = np.diff(ts_us[order]) / 1e6
    same = np.diff(vehicle[order]) == 0
    too_fast = same & (metres > fastest_mps * np.maximum(seconds, 1.0))
    coming = np.concatenate([[False], too_fast])
    leaving = np.concatenate([too_fast, [False]])
    # At the ends of a track one side is all there is to judge by.
    first, last = np.concatenate([[True], ~same]), np.concatenate([~same, [True]])
    spikes = np.zeros(len(vehicle), bool)
    spikes[order] = (coming & leaving) | (first & leaving & ~last) | (last & coming & ~first)
    return spikes


def _shift(ts_us: NDArray[np.int64], mapping: FixMapping) -> timedelta:
    """From the file's first local midnight to the wanted one, so that the hours stay."""
    if not len(ts_us) or (mapping.shift_to is None and not mapping.shift_days):
        return timedelta()
    zone = mapping.time.zone
    first = (_EPOCH + timedelta(microseconds=int(ts_us.min()))).astimezone(zone).date()
    target = mapping.shift_to or first + timedelta(days=mapping.shift_days)
    begin, wanted = (
        datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        for day in (first, target)
    )
    return wanted - begin


def chunks(count: int, size: int) -> Iterable[slice]:
    """Slices of at most `size` that cover `count` rows."""
    return (slice(at, min(at + size, count)) for at in range(0, count, size))


def dealt(vehicles: Sequence[str], numbers: Sequence[str]) -> dict[str, str]:
    """One member's number for each vehicle, in order, as far as there are members."""
    return dict(zip(vehicles, numbers, strict=False))


_EMPTY = Words("不能为空", "must not be empty")
_NO_TIME = Words("不是时间", "is no instant in any of the mapping's formats")
_NO_DEGREES = Words("不是经纬度", "is no degree of longitude or latitude")
_BEYOND = Words("超出合理范围（wild.box）", "lies beyond the plausible box (wild.box)")
_TOO_FAST = Words(
    "来去速度都不合理（wild.fastest_mps）",
    "cannot be reached nor left so fast (wild.fastest_mps)",
)
