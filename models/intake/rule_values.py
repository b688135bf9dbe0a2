"""Rows of the district's own rules, as people write them, into what they mean.

The rows were checked when they were written (`sheet_check`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.category import Urgency
from models.domain.error import Words
from models.domain.rulebook import (
    Area,
    Contact,
    Criterion,
    Phrase,
    Responsibility,
    Risk,
    Skip,
    Stay,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = Mapping[str, str]


def criteria(rows: Iterable[Row]) -> tuple[Criterion, ...]:
    """Registering criteria."""
    return tuple(
        Criterion(
            category=row["category"],
            code=row["code"],
            text=row.get("text", ""),
            limit=row.get("limit", ""),
            area=_area(row),
            closing=row.get("closing", ""),
            basis=row.get("basis", ""),
        )
        for row in rows
    )


def stays(rows: Iterable[Row]) -> tuple[Stay, ...]:
    """How long each level may keep a case."""
    return tuple(Stay(int(row["level"]), row.get("limit", "")) for row in rows)


def skips(rows: Iterable[Row]) -> tuple[Skip, ...]:
    """Which cases land higher at once."""
    return tuple(
        Skip(
            level=int(row["level"]),
            category=row.get("category", ""),
            urgency=Urgency(row["urgency"]) if row.get("urgency") else None,
            area=_area(row),
        )
        for row in rows
    )


def responsibilities(rows: Iterable[Row]) -> tuple[Responsibility, ...]:
    """The responsibility list."""
    return tuple(
        Responsibility(
            category=row["category"],
            department=row["department"],
            area=_area(row),
            is_lead=row.get("role", "lead") != "assist",
            basis=row.get("basis", ""),
        )
        for row in rows
    )


def contacts(rows: Iterable[Row]) -> tuple[Contact, ...]:
    """Whom to call at departments."""
    return tuple(
        Contact(row["department"], row.get("name", ""), row["phone"], row.get("post", ""))
        for row in rows
    )


def phrases(rows: Iterable[Row]) -> tuple[Phrase, ...]:
    """What is often said with an act."""
    return tuple(Phrase(row["act"], Words(row["zh"], row["en"])) for row in rows)


def risks(rows: Iterable[Row]) -> tuple[Risk, ...]:
    """Classes on which whoever is alone is asked whether they are well."""
    return tuple(Risk(row["category"], int(row["minutes"])) for row in rows)


def _area(row: Row) -> Area | None:
    text = row.get("area", "")
    return Area(text) if text else None
