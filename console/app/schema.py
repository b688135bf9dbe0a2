"""Makes the tables of a home and fills them with what the release ships."""

from __future__ import annotations

from models.intake.calendar_file import read_calendar
from models.intake.category_table import all_categories
from models.store.provision import db_init, upgrade
from models.store.seed import seed_reference
from resources.files import resource_path

__all__ = ["db_init", "make_schema", "upgrade"]


def make_schema(admin_url: str, *, console_login: str | None = None) -> None:
    """Make the tables, and give them the categories and the calendar of the release."""
    db_init(admin_url, console_login=console_login)
    categories = all_categories(
        resource_path("event_categories.csv").read_text(encoding="utf-8-sig")
    )
    calendar = read_calendar(resource_path("calendar.toml").read_text(encoding="utf-8"))
    seed_reference(admin_url, categories, calendar)
