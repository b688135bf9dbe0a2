"""Old fixes: rolled up by the hour and dropped by the day, once, whole, and never too early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import psycopg
import pytest

from models.domain.error import BadInput
from models.feed.track import Fixes, to_us
from models.store.fixes import count_fixes, read_fixes, store_fixes
from models.store.retention import (
    USUAL_DAYS,
    days_due,
    keep_raw_days,
    raw_days,
    roll_up_old,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db
NOW = datetime.now(UTC)


def days_ago(days: int) -> datetime:
    """A morning, so that an hour of fixes lies within one day whenever the test is run."""
    day = NOW - timedelta(days=days)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


OLD = days_ago(USUAL_DAYS + 3)


@pytest.fixture
def connection(database: ServerUrls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.console) as connection:
        yield connection


def fixes_from(
    start: datetime, *, count: int = 6, every_s: int = 600, member: int = 1
) -> Fixes:
    ts = to_us(start) + np.arange(count, dtype=np.int64) * every_s * 1_000_000
    lon = 120.0 + np.arange(count) / 1000
    speed = np.array([np.nan, *range(1, count)], np.float32)
    return Fixes(
        np.full(count, 1, np.int32), ts, lon, np.full(count, 36.0), speed,
        np.zeros(count, np.float32),
    )  # fmt: skip


def put(connection: psycopg.Connection, fixes: Fixes) -> None:
    store_fixes(connection, fixes)
    connection.commit()


def hours(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT member, hour, fixes, mean_lon, last_lon, top_mps FROM fix_hour ORDER BY 1, 2"
    ).fetchall()


def test_old_days_are_rolled_up_by_the_hour_and_their_partitions_dropped(
    connection: psycopg.Connection,
) -> None:
    put(connection, fixes_from(OLD, count=9))
    put(connection, fixes_from(days_ago(1)))
    (done,) = roll_up_old(connection)
    assert (done.day, done.fixes, done.hours) == (OLD.date(), 9, 2)
    first, second = hours(connection)
    assert first == (1, OLD, 6, pytest.approx(120.0025), 120.005, 5.0)
    assert second[2] == 3
    assert count_fixes(connection) == 6
    name = f"fix_{OLD:%Y%m%d}"
    assert connection.execute("SELECT to_regclass(%s)", [name]).fetchone() == (None,)


def test_running_it_again_changes_nothing(connection: psycopg.Connection) -> None:
    put(connection, fixes_from(OLD))
    roll_up_old(connection)
    before = hours(connection)
    assert roll_up_old(connection) == []
    assert hours(connection) == before


def test_fixes_that_come_in_late_for_such_a_day_are_added(
    connection: psycopg.Connection,
) -> None:
    put(connection, fixes_from(OLD))
    roll_up_old(connection)
    put(connection, fixes_from(OLD + timedelta(minutes=5), count=2, every_s=60))
    roll_up_old(connection)
    (hour,) = hours(connection)
    assert hour[2] == 8
    assert hour[3] == pytest.approx((6 * 120.0025 + 2 * 120.0005) / 8)
    assert hour[4] == 120.005


def test_a_crash_between_leaves_the_day_as_it_was(connection: psycopg.Connection) -> None:
    put(connection, fixes_from(OLD))
    connection.execute("SELECT fix_roll_up(%s)", [OLD.date()])
    connection.rollback()
    assert hours(connection) == []
    assert count_fixes(connection) == 6


def test_a_young_day_is_rolled_up_by_nobody(connection: psycopg.Connection) -> None:
    put(connection, fixes_from(days_ago(3)))
    day = (NOW - timedelta(days=3)).date()
    found = connection.execute("SELECT fixes, hours FROM fix_roll_up(%s)", [day]).fetchone()
    assert found == (0, 0)
    assert count_fixes(connection) == 6


def test_the_home_says_for_how_long_and_never_for_less_than_a_week(
    connection: psycopg.Connection,
) -> None:
    assert raw_days(connection) == USUAL_DAYS
    put(connection, fixes_from(days_ago(20)))
    keep_raw_days(connection, 10)
    assert raw_days(connection) == 10
    assert days_due(connection) == [days_ago(20).date()]
    with pytest.raises(BadInput, match="too_few_days"):
        keep_raw_days(connection, 6)
    connection.execute("UPDATE setting SET value = '0' WHERE key = 'fix_raw_days'")
    put(connection, fixes_from(days_ago(2)))
    assert len(days_due(connection)) == 1


def test_a_day_that_somebody_reads_is_left_for_the_next_time(
    connection: psycopg.Connection, database: ServerUrls
) -> None:
    put(connection, fixes_from(OLD))
    with psycopg.connect(database.console) as reader:
        read_fixes(reader, OLD - timedelta(hours=1), OLD + timedelta(hours=1))
        assert roll_up_old(connection) == []
    assert len(roll_up_old(connection)) == 1
