"""Promises about tables of fixes: shifted whole, wild points out, in order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from models.domain.error import BadInput
from models.feed.track import from_us
from models.intake.fix_table import FixTable, dealt, read_fixes
from models.intake.mapping_file import read_fix_mapping

NOON_S = 1_212_606_000
"""12:00 on 4 June 2008 in San Francisco."""


def read(rows: list[tuple[Any, ...]], more: str = "", time: str = "unix_s") -> FixTable:
    mapping = read_fix_mapping(
        f"[log]\nname = 'cabs'\nzone = 'America/Los_Angeles'\ntime = '{time}'\n"
        f"[fix]\nmember = 'cab'\ntime = 'ts'\nlon = 'lon'\nlat = 'lat'\n{more}"
    )
    return read_fixes(pd.DataFrame(rows, columns=["cab", "ts", "lon", "lat"]), mapping)


def test_fixes_come_in_order_of_time_with_their_row_in_the_file() -> None:
    table = read([("b", NOON_S + 5, -122.4, 37.7), ("a", NOON_S, -122.5, 37.8)])
    assert table.vehicles == ("a", "b")
    assert table.row.tolist() == [3, 2]
    assert table.vehicle.tolist() == [0, 1]
    assert from_us(int(table.ts_us[0])) == datetime(2008, 6, 4, 19, 0, tzinfo=UTC)


def test_a_shift_keeps_the_hour_of_the_day_across_summer_time() -> None:
    table = read([("a", NOON_S, -122.5, 37.8)], "[shift]\nto = 2016-12-31")
    assert from_us(int(table.ts_us[0])) == datetime(2016, 12, 31, 20, 0, tzinfo=UTC)


def test_a_shift_by_days_moves_every_fix_by_as_much() -> None:
    rows = [("a", NOON_S, -122.5, 37.8), ("a", NOON_S + 100_000, -122.5, 37.8)]
    table = read(rows, "[shift]\ndays = 7")
    assert table.shifted == timedelta(days=7)
    assert np.diff(table.ts_us).tolist() == [100_000_000_000]


def test_points_beyond_the_box_are_left_out_and_named() -> None:
    rows = [("a", NOON_S, -122.5, 37.8), ("a", NOON_S + 9, -122.5, 50.3)]
    table = read(rows, "[wild]\nbox = [-123, 37, -122, 38]")
    assert [(p.row, p.field) for p in table.left_out] == [(3, "lon, lat")]
    assert len(table) == 1


def test_a_point_too_fast_to_reach_and_to_leave_is_left_out() -> None:
    lons = [-122.50, -122.50, -122.30, -122.50, -122.50]
    rows = [("a", NOON_S + 10 * n, lon, 37.8) for n, lon in enumerate(lons)]
    table = read(rows, "[wild]\nfastest_mps = 70")
    assert [p.row for p in table.left_out] == [4]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("", NOON_S, -122.5, 37.8), "cab"),
        (("a", "noon", -122.5, 37.8), "ts"),
        (("a", NOON_S, "west", 37.8), "lon"),
        (("a", NOON_S, -122.5, 91), "lat"),
        (("a", -5, -122.5, 37.8), "ts"),
    ],
)
def test_a_row_that_is_no_fix_is_rejected_with_its_field(
    row: tuple[Any, ...], field: str
) -> None:
    table = read([("a", NOON_S, -122.5, 37.8), row])
    assert [(p.row, p.field) for p in table.rejected] == [(3, field)]
    assert len(table) == 1


def test_local_text_is_read_as_well() -> None:
    table = read([("a", "2008-06-04 12:00:00", "-122.5", "37.8")], time="%Y-%m-%d %H:%M:%S")
    assert int(table.ts_us[0]) == NOON_S * 1_000_000


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(BadInput, match="no rows"):
        read([])


def test_vehicles_are_dealt_one_to_a_member_in_order() -> None:
    assert dealt(["a", "b", "c"], ["E1", "E2"]) == {"a": "E1", "b": "E2"}
