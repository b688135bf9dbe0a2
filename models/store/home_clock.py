"""The home's clock: real, running at a rate from an origin, or moved by hand.

Kept in the database, so that every process of a home has the same time and
`recorded_at` follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from psycopg import errors

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from psycopg import Connection


class ClockMode(StrEnum):
    """How the home's time goes on."""

    REAL = "real"
    RUNNING = "running"
    SCRIPTED = "scripted"


@dataclass(frozen=True, slots=True)
class HomeClock:
    """The clock as the database keeps it; instants are aware UTC.

    `running`: home time is `origin_home` plus `rate` times what passed since
    `origin_real`. `scripted`: it stands at `scripted_at`.
    """

    mode: ClockMode
    origin_real: datetime
    origin_home: datetime
    rate: float
    scripted_at: datetime


def read_home_clock(connection: Connection) -> HomeClock:
    """The home's clock."""
    ((mode, *rest),) = connection.execute(
        "SELECT mode, origin_real, origin_home, rate, scripted_at FROM home_clock"
    ).fetchall()
    return HomeClock(ClockMode(mode), *rest)


def home_now(connection: Connection) -> datetime:
    """The home's present instant, never before the journal's last fact."""
    ((now,),) = connection.execute("SELECT journal_now()").fetchall()
    return cast("datetime", now)


def last_recorded_at(connection: Connection) -> datetime | None:
    """When the last fact was recorded; None in a home without facts."""
    ((last,),) = connection.execute("SELECT max(recorded_at) FROM journal").fetchall()
    return cast("datetime | None", last)


def set_real(connection: Connection) -> None:
    """The server's own time; over an administrator's connection."""
    _set(connection, ClockMode.REAL, 1.0, None)


def set_running(connection: Connection, begin: datetime, rate: float) -> None:
    """From `begin` on, now, at `rate` seconds a second; over an administrator's connection.

    Raises
    ------
    BadInput
        `clock_backwards`, where the journal has later facts; `bad_rate`.
    """
    if not 0 < rate <= 10_000:
        raise BadInput(
            "bad_rate",
            Words(
                f"时钟速度 {rate} 不正确：应大于 0，不超过 10000",
                f"the clock's rate {rate} must be above 0 and at most 10000",
            ),
        )
    _set(connection, ClockMode.RUNNING, rate, begin)


def set_scripted(connection: Connection, at: datetime) -> None:
    """Stand at an instant until moved; over an administrator's connection.

    Raises
    ------
    BadInput
        `clock_backwards`.
    """
    _set(connection, ClockMode.SCRIPTED, 1.0, at)


def move_scripted(connection: Connection, at: datetime) -> None:
    """Move a scripted clock on; in the caller's transaction.

    Raises
    ------
    BadInput
        `clock_backwards`, naming both instants; `clock_not_scripted`.
    """
    try:
        connection.execute("SELECT home_clock_move(%s)", [at])
    except errors.Error as error:
        raise clock_words(error, at) from error


def clock_words(error: errors.Error, at: datetime) -> Exception:
    """What the clock's guards say, as bad input; other errors as they are."""
    if error.sqlstate == "WG011":
        detail = error.diag.message_detail or ""
        return _backwards(at, datetime.fromisoformat(detail))
    if error.sqlstate == "WG010":
        return not_scripted()
    return error


def not_scripted() -> BadInput:
    """Times are given to a home whose clock goes by itself."""
    return BadInput(
        "clock_not_scripted",
        Words(
            "本库的时钟不是手动的，不能指定时间：请新建 scripted 时钟的库",
            "this home's clock is not a scripted one, so no time can be given: use a home"
            " whose clock is scripted",
        ),
    )


def _set(connection: Connection, mode: ClockMode, rate: float, begin: datetime | None) -> None:
    last = last_recorded_at(connection)
    if begin is not None and last is not None and begin < last:
        raise _backwards(begin, last)
    connection.execute(
        "UPDATE home_clock SET mode = %s, rate = %s, origin_real = clock_timestamp(),"
        " origin_home = coalesce(%s, origin_home), scripted_at = coalesce(%s, scripted_at)",
        [mode.value, rate, begin, begin],
    )


def _backwards(at: datetime, now: datetime) -> BadInput:
    wanted, present = at.astimezone(UTC).isoformat(), now.astimezone(UTC).isoformat()
    return BadInput(
        "clock_backwards",
        Words(
            f"时钟不能倒退：现在是 {present}，不能回到 {wanted}",
            f"the home's clock never goes back: it stands at {present}, {wanted} is earlier",
        ),
    )
