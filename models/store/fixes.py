"""Fixes in and out as arrays, by binary COPY: no Python object a row.

Table `fix` is partitioned by UTC day, `position` keeps the latest of each member. What
a device did not say is NaN. The arrays are those of `models.feed.track.Fixes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from psycopg import sql

from models.feed.track import Fixes, no_fixes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from numpy.typing import NDArray
    from psycopg import Connection

_PG_EPOCH_US: Final = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01 UTC."""
_DAY_US: Final = 86_400_000_000
_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_COLUMNS: Final = (
    ("member", ">i4"),
    ("ts", ">i8"),
    ("lon", ">f8"),
    ("lat", ">f8"),
    ("speed_mps", ">f4"),
    ("heading_deg", ">f4"),
    ("accuracy_m", ">f4"),
)
_ROW: Final = np.dtype(
    [("count", ">i2")]
    + [pair for name, kind in _COLUMNS for pair in ((f"{name}_size", ">i4"), (name, kind))]
)
"""One tuple of the binary COPY format; no column is ever null, so all have one size."""
_NAMES: Final = ", ".join(name for name, _ in _COLUMNS)

_MAKE_LATEST = """
CREATE TEMP TABLE IF NOT EXISTS latest_fix (LIKE position) ON COMMIT DELETE ROWS
"""
_EMPTY_LATEST = "DELETE FROM latest_fix"
_KEEP_LATEST = """
INSERT INTO position AS p SELECT * FROM latest_fix ORDER BY member
ON CONFLICT (member) DO UPDATE SET ts = excluded.ts, lon = excluded.lon, lat = excluded.lat,
    speed_mps = excluded.speed_mps, heading_deg = excluded.heading_deg,
    accuracy_m = excluded.accuracy_m
WHERE p.ts < excluded.ts
"""


def store_fixes(connection: Connection, fixes: Fixes) -> int:
    """Keep fixes and the latest of each member, in the caller's transaction.

    Returns
    -------
    int
        How many rows were written.
    """
    if not len(fixes):
        return 0
    day = fixes.ts_us // _DAY_US
    for one in np.unique(day):
        part = fixes if len(fixes) == (day == one).sum() else fixes.taken(day == one)
        name = _partition(connection, int(one))
        _copy_in(connection, sql.Identifier(name), part)
    # Without this notice each batch after the first would say that the table is there.
    connection.execute("SET LOCAL client_min_messages = warning")
    connection.execute(_MAKE_LATEST)
    _copy_in(connection, sql.Identifier("latest_fix"), newest_of_each(fixes))
    connection.execute(_KEEP_LATEST)
    # The caller's transaction may go on with another batch.
    connection.execute(_EMPTY_LATEST)
    return len(fixes)


def read_fixes(
    connection: Connection, since: datetime, until: datetime, ref: int | None = None
) -> Fixes:
    """Fixes with since < ts ≤ until, sorted by member, then time; of one member, if given."""
    whose = sql.SQL("") if ref is None else sql.SQL("AND member = {}").format(sql.Literal(ref))
    query = sql.SQL(
        "COPY (SELECT {} FROM fix WHERE ts > {} AND ts <= {} {}) TO STDOUT (FORMAT binary)"
    ).format(sql.SQL(_NAMES), sql.Literal(since), sql.Literal(until), whose)
    fixes = _copied_out(connection, query)
    return fixes.taken(np.lexsort((fixes.ts_us, fixes.member)))


def fixes_at(connection: Connection, at: datetime) -> Fixes:
    """The last fix of every member with ts ≤ at, sorted by member."""
    names = sql.SQL(_NAMES)
    query = sql.SQL(
        "COPY (SELECT f.* FROM position p CROSS JOIN LATERAL (SELECT {} FROM fix"
        " WHERE fix.member = p.member AND fix.ts <= {} ORDER BY fix.ts DESC LIMIT 1) f)"
        " TO STDOUT (FORMAT binary)"
    ).format(names, sql.Literal(at))
    fixes = _copied_out(connection, query)
    return fixes.taken(np.argsort(fixes.member))


def latest_fixes(connection: Connection) -> Fixes:
    """The last fix of every member, sorted by member."""
    query = sql.SQL("COPY (SELECT {} FROM position) TO STDOUT (FORMAT binary)").format(
        sql.SQL(_NAMES)
    )
    fixes = _copied_out(connection, query)
    return fixes.taken(np.argsort(fixes.member))


def count_fixes(connection: Connection) -> int:
    """How many fixes are stored, over all days."""
    ((count,),) = connection.execute("SELECT count(*) FROM fix").fetchall()
    return int(count)


def newest_of_each(fixes: Fixes) -> Fixes:
    """One row a member, its newest, sorted by member."""
    order = np.lexsort((fixes.ts_us, fixes.member))
    member = fixes.member[order]
    last = np.append(member[1:] != member[:-1], True)
    return fixes.taken(order[last])


def to_copy(fixes: Fixes) -> NDArray[Any]:
    """Rows of the binary COPY format, shape (n,), 70 bytes each."""
    rows = np.empty(len(fixes), _ROW)
    rows["count"] = len(_COLUMNS)
    for name, kind in _COLUMNS:
        rows[f"{name}_size"] = np.dtype(kind).itemsize
    rows["member"] = fixes.member
    rows["ts"] = fixes.ts_us - _PG_EPOCH_US
    rows["lon"] = fixes.lon_deg
    rows["lat"] = fixes.lat_deg
    rows["speed_mps"] = fixes.speed_mps
    rows["heading_deg"] = fixes.heading_deg
    rows["accuracy_m"] = np.nan
    return rows


def from_copy(rows: NDArray[Any]) -> Fixes:
    """Fixes from rows of the binary COPY format, in native byte order."""
    return Fixes(
        rows["member"].astype(np.int32),
        rows["ts"].astype(np.int64) + _PG_EPOCH_US,
        rows["lon"].astype(np.float64),
        rows["lat"].astype(np.float64),
        rows["speed_mps"].astype(np.float32),
        rows["heading_deg"].astype(np.float32),
    )


def _partition(connection: Connection, day: int) -> str:
    ((name,),) = connection.execute(
        "SELECT fix_partition(date '1970-01-01' + %s::integer)", [day]
    ).fetchall()
    return str(name)


def _copy_in(connection: Connection, table: sql.Identifier, fixes: Fixes) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        table, sql.SQL(_NAMES)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_SIGNATURE)
        for chunk in _chunks(to_copy(fixes).tobytes()):
            copy.write(chunk)
        copy.write(_TRAILER)


def _chunks(data: bytes, size: int = 1 << 20) -> Iterator[memoryview]:
    view = memoryview(data)
    return (view[at : at + size] for at in range(0, len(view), size))


def _copied_out(connection: Connection, query: sql.Composed) -> Fixes:
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        data = b"".join(copy)
    body = memoryview(data)[len(_SIGNATURE) : -len(_TRAILER)]
    return from_copy(np.frombuffer(body, _ROW)) if len(body) else no_fixes()
