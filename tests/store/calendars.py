"""Another working calendar in a test database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.store.calendar_rows import DISTRICT, write_calendar
from models.store.reference_write import Written, in_batch

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Engine

    from models.domain.work_calendar import WorkCalendar
    from models.store.journal_append import Author


def change_calendar(
    engine: Engine, calendar: WorkCalendar, author: Author, name: str = DISTRICT
) -> None:
    """Put it in the place of the present one.

    `name` is `district`, or the code of the department that works by it.
    """

    def write(connection: Connection) -> Written:
        write_calendar(connection, calendar, name)
        return Written(0, 1, 0, f"{name} {calendar!r}".encode())

    in_batch(engine, author, "calendar", write)
