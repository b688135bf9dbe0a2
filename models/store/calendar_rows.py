"""Working calendars in the database, one JSON row each.

The district's is called `district`; the built-in one holds where it is missing. A row called
like a department's code is that department's own.
"""

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

DISTRICT = "district"


def read_calendar(connection: Connection, name: str = DISTRICT) -> WorkCalendar:
    """A calendar by its name; office hours in Asia/Shanghai where it has no row."""
    row = connection.execute("SELECT body FROM calendar WHERE name = %s", [name]).fetchone()
    return WorkCalendar() if row is None else _calendar(row[0])


def read_calendars(connection: Connection) -> dict[str, WorkCalendar]:
    """The departments' own calendars, by the department's code."""
    rows = connection.execute("SELECT name, body FROM calendar WHERE name <> %s", [DISTRICT])
    return {name: _calendar(body) for name, body in rows}


def write_calendar(
    connection: Connection, calendar: WorkCalendar, name: str = DISTRICT
) -> None:
    """Put a calendar in the place of the present one of its name."""
    body: dict[str, Any] = {
        "weekly": [[[p.begin_s, p.end_s] for p in day] for day in calendar.weekly],
        "zone": calendar.zone.key,
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
        "workdays": sorted(day.isoformat() for day in calendar.workdays),
    }
    connection.execute(
        "INSERT INTO calendar (name, body) VALUES (%s, %s::text::json)"
        " ON CONFLICT (name) DO UPDATE SET body = excluded.body",
        [name, canonical(body)],
    )


def drop_calendar(connection: Connection, name: str) -> None:
    """Let a department work by the district's calendar again."""
    connection.execute("DELETE FROM calendar WHERE name = %s", [name])


def _calendar(body: dict[str, Any] | str) -> WorkCalendar:
    raw = json.loads(body) if isinstance(body, str) else body
    return WorkCalendar(
        weekly=tuple(tuple(Period(*pair) for pair in day) for day in raw["weekly"]),
        zone=ZoneInfo(raw["zone"]),
        holidays=frozenset(map(date.fromisoformat, raw["holidays"])),
        workdays=frozenset(map(date.fromisoformat, raw["workdays"])),
    )
