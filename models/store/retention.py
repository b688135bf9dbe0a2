"""Fixes grow old: after so many days a day's partition is rolled up by the hour and dropped.

Each day is one transaction, so that a crash leaves it whole or gone; what is done is not
due any more, so that it may be run as often as one likes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import errors

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

KEY: Final = "fix_raw_days"
"""The home's setting: for how many days fixes are kept one by one."""
USUAL_DAYS: Final = 90
LEAST_DAYS: Final = 7
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A day that was rolled up: its fixes, and the hours of members that are left of it."""

    day: date
    fixes: int
    hours: int


def raw_days(connection: Connection) -> int:
    """For how many days fixes are kept one by one, in this home."""
    row = connection.execute("SELECT value FROM setting WHERE key = %s", [KEY]).fetchone()
    if row is None or not row[0].isdecimal():
        return USUAL_DAYS
    return max(LEAST_DAYS, int(row[0]))


def keep_raw_days(connection: Connection, days: int) -> None:
    """Set for how many days; the caller's transaction.

    Raises
    ------
    BadInput
        `too_few_days`: replays and disputes want a week at the least.
    """
    if days < LEAST_DAYS:
        raise BadInput(
            "too_few_days",
            Words(
                f"轨迹原始数据至少保留 {LEAST_DAYS} 天，现为 {days} 天",
                f"fixes are kept for {LEAST_DAYS} days at the least, not {days}",
            ),
        )
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (%s, %s)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [KEY, str(days)],
    )


def days_due(connection: Connection) -> list[date]:
    """The days whose raw fixes are older than that, the oldest first."""
    return [day for (day,) in connection.execute("SELECT fix_days_due()").fetchall()]


def roll_up_old(connection: Connection) -> list[RolledUp]:
    """Roll up and drop every day that is due, one transaction a day; which were.

    A day that somebody is reading is left for the next time. `connection` must be between
    transactions.
    """
    done = []
    due = days_due(connection)
    connection.rollback()
    for day in due:
        try:
            ((fixes, hours),) = connection.execute(
                "SELECT fixes, hours FROM fix_roll_up(%s)", [day]
            ).fetchall()
        except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
            connection.rollback()
            _log.warning("fixes of %s are in use and stay for now: %s", day, error)
            continue
        connection.commit()
        done.append(RolledUp(day, fixes, hours))
    return done
