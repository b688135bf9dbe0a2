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
from models.domain.timetable import DAY_S, USUAL_SHIFTS, Shift
from models.intake.sheet_check import clock_s

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
    return tuple(
        Phrase(row["act"], Words(row["zh"], row["en"]), row.get("category", "")) for row in rows
    )


def risks(rows: Iterable[Row]) -> tuple[Risk, ...]:
    """Classes on which whoever is alone is asked whether they are well."""
    return tuple(Risk(row["category"], int(row["minutes"])) for row in rows)


def shifts(rows: Iterable[Row]) -> tuple[Shift, ...]:
    """Templates of shifts; the usual ones where the district says nothing of their codes."""
    said = {
        row["code"]: Shift(row["code"], Words(row["zh"], row["en"]), *clock_span(row))
        for row in rows
    }
    return tuple(({one.code: one for one in USUAL_SHIFTS} | said).values())


def clock_span(row: Row) -> tuple[int, int]:
    """From when until when, in seconds; an end that is not later is tomorrow's."""
    begin_s, end_s = clock_s(row["begins"]) % DAY_S, clock_s(row["ends"])
    return begin_s, end_s if end_s > begin_s else end_s + DAY_S


def shift_row(shift: Shift) -> dict[str, str]:
    """A template as people write it."""
    return {
        "code": shift.code,
        "zh": shift.words.zh,
        "en": shift.words.en,
        "begins": _clock(shift.begin_s),
        "ends": _clock(shift.end_s - DAY_S if shift.end_s > DAY_S else shift.end_s),
    }


def _clock(s: int) -> str:
    return f"{s // 3600:02d}:{s % 3600 // 60:02d}"


def _area(row: Row) -> Area | None:
    text = row.get("area", "")
    return Area(text) if text else None
