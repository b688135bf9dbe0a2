"""What a new database begins with: the categories and the calendar that the release ships.

They are version 0 of the reference data and no facts: nobody did anything yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.store.calendar_rows import write_calendar
from models.store.engine import connect, troubles
from models.store.reference_write import put_categories, take_batch_turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.domain.category import Category
    from models.domain.deadline import WorkCalendar


def seed_reference(
    admin_url: str, categories: Iterable[Category], calendar: WorkCalendar
) -> None:
    """Give an empty database its first reference data; one that has any stays as it is."""
    with troubles(), connect(admin_url) as connection:
        # Several commands may find the same new home at once.
        take_batch_turn(connection)
        if connection.execute("SELECT EXISTS (SELECT 1 FROM category)").fetchone() == (False,):
            put_categories(connection, categories)
            write_calendar(connection, calendar)
