"""The district's own rules in the database: one JSON row each, by sheet and key.

Rows are as people write them, every value a text; what cannot be read any more (a class that
went) is passed over, as if it were not there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.rulebook import Area, Rulebook
from models.intake.rule_values import (
    contacts,
    criteria,
    phrases,
    responsibilities,
    risks,
    shifts,
    skips,
    stays,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

    from models.domain.ids import CellId

Row = dict[str, str]


def rule_rows(connection: Connection, sheet: str) -> dict[str, Row]:
    """The rows of a sheet by key, in order of the keys."""
    rows = connection.execute(
        "SELECT key, body FROM rule WHERE sheet = %s ORDER BY key", [sheet]
    )
    return {key: dict(body) for key, body in rows}


def read_rulebook(connection: Connection) -> Rulebook:
    """All rules, read."""

    def rows(sheet: str) -> list[Row]:
        return list(rule_rows(connection, sheet).values())

    return Rulebook(
        criteria=criteria(rows("criteria")),
        stays=stays(rows("stays")),
        skips=skips(rows("skips")),
        responsibilities=responsibilities(rows("responsibilities")),
        contacts=contacts(rows("contacts")),
        phrases=phrases(rows("phrases")),
        risks=risks(rows("risks")),
        areas=_areas(connection, rows("areas")),
        shifts=shifts(rows("shifts")),
    )


def _areas(connection: Connection, rows: list[Row]) -> Mapping[CellId, Area]:
    if not rows:
        return MappingProxyType({})
    by_code = {row["cell"]: Area(row["area"]) for row in rows}
    found = connection.execute(
        "SELECT id, code FROM cell WHERE code = ANY(%s)"
        " AND (valid_to IS NULL OR valid_to > current_date)",
        [list(by_code)],
    )
    return MappingProxyType({cell: by_code[code] for cell, code in found})
