"""Reference data in the memory of a process, as one version of it stands.

Read whole on first use and again when a batch made a new version: some thousands of
cells and a hundred classes cost less here than one question each to the server.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from models.domain.category import Category, Urgency
from models.domain.department import Department
from models.domain.home_settings import HomeSettings, home_settings
from models.domain.ids import DepartmentId
from models.store.calendar_rows import read_calendar, read_calendars
from models.store.cells import PlacedGrid, read_grid
from models.store.rule_rows import read_rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from psycopg import Connection

    from models.domain.deadline import WorkCalendar
    from models.domain.rulebook import Rulebook

_CATEGORIES = """
SELECT code, major_code, major_zh, major_en, zh, en, response_limit, handle_limit,
    danger_limit, departments, lowest_level, urgency, self_handle, restricted, source, verify
FROM category
"""


class Reference:
    """Categories, departments, calendar and cells of one version, each read when asked for."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._connection: Connection | None = None

    def through(self, connection: Connection) -> Reference:
        """Itself, reading over this connection from now on."""
        self._connection = connection
        return self

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """Minor classes by code."""
        rows = self._open.execute(_CATEGORIES).fetchall()
        return {row[0]: Category(**_category(row)) for row in rows}

    @cached_property
    def departments(self) -> Mapping[DepartmentId, Department]:
        """Departments by id."""
        rows = self._open.execute(
            "SELECT id, code, name, cell, duty_phone FROM department"
        ).fetchall()
        return {row[0]: Department(*row) for row in rows}

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The district's working calendar."""
        return read_calendar(self._open)

    @cached_property
    def calendars(self) -> Mapping[str, WorkCalendar]:
        """The calendars of departments that have their own, by the department's code."""
        return read_calendars(self._open)

    def calendar_of(self, department_id: UUID) -> WorkCalendar:
        """The calendar of a department: its own, else the district's."""
        department = self.departments.get(DepartmentId(department_id))
        return self.calendars.get(department.code if department else "", self.calendar)

    @cached_property
    def grid(self) -> PlacedGrid:
        """The valid cells."""
        return read_grid(self._open)

    @cached_property
    def settings(self) -> HomeSettings:
        """What the district decided for itself."""
        stored = self._open.execute("SELECT key, value FROM setting").fetchall()
        return home_settings({str(key): str(value) for key, value in stored})

    @cached_property
    def rulebook(self) -> Rulebook:
        """The district's own rules."""
        return read_rulebook(self._open)

    @property
    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("reference data asked for outside a transaction")
        return self._connection


def _category(row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip((f.name for f in fields(Category)), row, strict=True))
    return values | {"urgency": Urgency(values["urgency"])}


class ReferenceCache:
    """Keeps the newest version for the next command. Thread: any.

    Each command reads over its own connection: lanes send at the same time, and what one has
    in flight is no answer to another. Two that read the same thing at once read it twice.
    """

    def __init__(self) -> None:
        self._kept = Reference(-1)

    def at(self, version: int, connection: Connection) -> Reference:
        """The reference data of a version, with what commands before it read."""
        own, kept = Reference(version), self._kept
        if kept.version == version:
            vars(own).update(vars(kept))
        self._kept = own.through(connection)
        return own

    def beside(self, version: int, connection: Connection) -> Reference:
        """The same for another thread, over a connection of its own.

        The cells, which never change and take 40 MB for a district, are read once for both.
        """
        own, kept = Reference(version).through(connection), self._kept
        if kept.version != version:
            kept = self._kept = Reference(version)
        if "grid" in vars(kept):
            own.grid = kept.grid
        else:
            kept.grid = own.grid
        return own


def present_version(connection: Connection) -> int:
    """The newest version of the reference data; 0 is what the release ships."""
    ((version,),) = connection.execute(
        "SELECT coalesce(max(version), 0) FROM reference_batch"
    ).fetchall()
    return int(version)
