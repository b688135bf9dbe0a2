"""What columns of sheets may name: lists from the database, those alone that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.lifecycle import BY_ACTION
from models.domain.rulebook import REPORT
from models.domain.timetable import OFF
from models.store.calendar_rows import DISTRICT
from models.store.cell_rows import VALID
from models.store.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

    from models.intake.sheet import Sheet


def known_names(connection: Connection, sheet: Sheet) -> dict[str, frozenset[str]]:
    """The lists that a sheet's columns name: classes, departments, cells, members and so on."""
    reference = Reference(0).through(connection)
    wanted = {column.names for column in sheet.columns if column.names}
    return {name: frozenset(_NAMES[name](connection, reference)) for name in wanted}


def _classes(_: Connection, reference: Reference) -> Iterable[str]:
    return reference.categories


def _classes_and_majors(_: Connection, reference: Reference) -> Iterable[str]:
    majors = {one.major_code for one in reference.categories.values()}
    return {*reference.categories, *majors}


def _departments_known(_: Connection, reference: Reference) -> Iterable[str]:
    return [one.code for one in reference.departments.values()]


def _calendars_known(connection: Connection, reference: Reference) -> Iterable[str]:
    return [DISTRICT, *_departments_known(connection, reference)]


def _cells_known(connection: Connection, _: Reference) -> Iterable[str]:
    # Their polygons would take seconds, and nobody looks at them here.
    query = f"SELECT code FROM cell WHERE {VALID} AND code <> ''"  # noqa: S608 - our own words
    return [code for (code,) in connection.execute(query)]


def _acts_known(_: Connection, __: Reference) -> Iterable[str]:
    return {REPORT, *BY_ACTION}


def _members_known(connection: Connection, _: Reference) -> Iterable[str]:
    return [number for (number,) in connection.execute("SELECT number FROM member")]


def _shifts_known(_: Connection, reference: Reference) -> Iterable[str]:
    return [OFF, *(one.code for one in reference.rulebook.shifts)]


_NAMES = {
    "class": _classes,
    "category": _classes_and_majors,
    "department": _departments_known,
    "calendar": _calendars_known,
    "cell": _cells_known,
    "act": _acts_known,
    "member": _members_known,
    "shift": _shifts_known,
}
"""Who lists what a column may name, by the list's own name."""
