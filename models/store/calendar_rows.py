"""The working calendar in the database: one JSON row, the built-in one where there is none."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from models.domain.deadline import WorkCalendar
from models.domain.work_calendar import Period
from models.store.mapping import canonical

if TYPE_CHECKING:
    from psycopg import Connection

_NAME = "district"


def read_calendar(connection: Connection) -> WorkCalendar:
    """The district's calendar: its row, else office hours in Asia/Shanghai."""
    row = connection.execute("SELECT body FROM calendar WHERE name = %s", [_NAME]).fetchone()
    return WorkCalendar() if row is None else _calendar(row[0])


def write_calendar(connection: Connection, calendar: WorkCalendar) -> None:
    """Put a calendar in the place of the present one."""
    body: dict[str, Any] = {
        "weekly": [[[p.begin_s, p.end_s] for p in day] for day in calendar.weekly],
        "zone": calendar.zone.key,
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
        "workdays": sorted(day.isoformat() for day in calendar.workdays),
    }
    connection.execute(
        "INSERT INTO calendar (name, body) VALUES (%s, %s::text::json)"
        " ON CONFLICT (name) DO UPDATE SET body = excluded.body",
        [_NAME, canonical(body)],
    )


def _calendar(body: dict[str, Any] | str) -> WorkCalendar:
    raw = json.loads(body) if isinstance(body, str) else body
    return WorkCalendar(
        weekly=tuple(tuple(Period(*pair) for pair in day) for day in raw["weekly"]),
        zone=ZoneInfo(raw["zone"]),
        holidays=frozenset(map(date.fromisoformat, raw["holidays"])),
        workdays=frozenset(map(date.fromisoformat, raw["workdays"])),
    )
