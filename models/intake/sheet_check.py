"""Every cell of a sheet, checked: what is wrong names row, field, reason and a way out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from models.domain.deadline import parse_limit
from models.domain.error import BadInput, Words
from models.domain.home_settings import setting_value
from models.domain.timetable import LONGEST_CODE, OFF, UNSAID, is_code
from models.domain.work_calendar import Period
from models.intake.row_problem import RowProblem
from models.intake.sheet import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from models.intake.sheet import Column, Row, Sheet

    Known = Mapping[str, Collection[str]]

LONGEST: Final = 500
"""Characters in one cell."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,18}[0-9]")
_HOURS = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d|24:00")
_SPLIT = re.compile(r"[,，;；\s]+(?=\d{1,2}:)")


def check_rows(sheet: Sheet, rows: Mapping[int, Row], known: Known) -> list[RowProblem]:
    """What is wrong in some rows, by their numbers in a workbook, the heading being 1.

    `known` are the names that NAMED columns may say, by the list's own name.
    """
    problems = []
    seen: dict[str, int] = {}
    for number, row in rows.items():
        problems += check_row(sheet, row, known, number)
        key = sheet.key_of(row)
        if key in seen:
            words = Words(
                f"与第 {seen[key]} 行重复（{key}）：删去其中一行。",
                f"the same as row {seen[key]} ({key}): take one of them out.",
            )
            problems.append(RowProblem(number, sheet.key[0], words))
        seen.setdefault(key, number)
    return problems


def check_row(sheet: Sheet, row: Row, known: Known, number: int = 0) -> list[RowProblem]:
    """What is wrong in one row."""
    found = []
    for column in sheet.columns:
        reason = cell_problem(column, row.get(column.name, ""), known)
        if reason is None and sheet.name == "settings" and column.name == "value":
            reason = _setting_problem(row)
        if reason is not None:
            found.append(RowProblem(number, column.name, reason))
    return found


def cell_problem(column: Column, text: str, known: Known) -> Words | None:
    """Why a cell cannot say this; None where it can."""
    if not text:
        if not column.is_needed:
            return None
        shown = f"，如 {column.example}" if column.example else ""
        eg = f", such as {column.example}" if column.example else ""
        return Words(f"不能为空：请填写{shown}。", f"it is empty: fill it in{eg}.")
    if len(text) > LONGEST:
        return Words(f"至多 {LONGEST} 个字。", f"it takes {LONGEST} characters at the most.")
    if column.kind is Kind.NAMED:
        return _not_named(column, text, known)
    if column.kind is Kind.CHOICE and text not in column.choices:
        listed = "、".join(column.choices), ", ".join(column.choices)
        return Words(f"“{text}”应为 {listed[0]} 之一。", f"{text!r} is none of {listed[1]}.")
    return _CHECKS[column.kind](column, text)


def _not_named(column: Column, text: str, known: Known) -> Words | None:
    names = known.get(column.names, ())
    if text in names:
        return None
    near = [name for name in sorted(names) if name.startswith(text[:3])][:3]
    zh = f"；相近的有 {'、'.join(near)}" if near else ""
    en = f"; near it are {', '.join(near)}" if near else ""
    return Words(
        f"没有“{text}”{zh}：先建立它，或改写。",
        f"there is no {text!r}{en}: make it first, or write another.",
    )


def _no_limit(_: Column, text: str) -> Words | None:
    try:
        parse_limit(text)
    except BadInput as bad:
        return bad.words
    return None


def _no_whole(column: Column, text: str) -> Words | None:
    if text.isdecimal():
        return None
    return Words(
        f"“{text}”应为整数，如 {column.example}。",
        f"{text!r} is no whole number such as {column.example}.",
    )


def _no_phone(_: Column, text: str) -> Words | None:
    if _PHONE.fullmatch(text):
        return None
    return Words(
        f"“{text}”不是电话号码，应形如 0532-88551234。",
        f"{text!r} is no telephone number such as 0532-88551234.",
    )


def _no_day(_: Column, text: str) -> Words | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return Words(
            f"“{text}”不是日期，应形如 2026-10-01。", f"{text!r} is no date such as 2026-10-01."
        )
    return None


def _no_hours(_: Column, text: str) -> Words | None:
    try:
        hours_of(text)
    except BadInput as bad:
        return bad.words
    return None


def _no_clock(_: Column, text: str) -> Words | None:
    if _CLOCK.fullmatch(text):
        return None
    return Words(
        f"“{text}”不是钟点，应形如 08:30。", f"{text!r} is no clock time such as 08:30."
    )


def clock_s(text: str) -> int:
    """Seconds since midnight of a clock time that was checked."""
    hour, _, minute = text.partition(":")
    return int(hour) * 3600 + int(minute) * 60


def _no_code(_: Column, text: str) -> Words | None:
    if is_code(text) and text not in {OFF, UNSAID}:
        return None
    return Words(
        f"“{text}”不能作代码：至多 {LONGEST_CODE} 个字、无空格，不是 - 或 ?。",
        f"{text!r} is no code: {LONGEST_CODE} characters at the most, no spaces, not - or ?.",
    )


def _anything(_: Column, __: str) -> Words | None:
    return None


_CHECKS = {
    Kind.TEXT: _anything,
    Kind.CHOICE: _anything,
    Kind.LIMIT: _no_limit,
    Kind.WHOLE: _no_whole,
    Kind.PHONE: _no_phone,
    Kind.DAY: _no_day,
    Kind.HOURS: _no_hours,
    Kind.CLOCK: _no_clock,
    Kind.CODE: _no_code,
}


def _setting_problem(row: Row) -> Words | None:
    try:
        setting_value(row.get("name", ""), row.get("value", ""))
    except BadInput as bad:
        return bad.words
    return None


def hours_of(text: str) -> tuple[Period, ...]:
    """Working periods from `08:30-12:00 14:00-17:30`; none from an empty text.

    Raises
    ------
    BadInput
        `bad_hours`, showing how they are written.
    """
    periods: list[Period] = []
    for part in filter(None, _SPLIT.split(text.strip())):
        found = _HOURS.fullmatch(part.strip())
        if found is None:
            raise _bad_hours(text)
        ends = [int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])]
        late = periods[-1].end_s if periods else 0
        if int(found[2]) > 59 or int(found[4]) > 59 or ends[0] * 60 < late:
            raise _bad_hours(text)
        try:
            periods.append(Period(ends[0] * 60, ends[1] * 60))
        except BadInput:
            raise _bad_hours(text) from None
    return tuple(periods)


def hours_text(periods: Sequence[Period]) -> str:
    """Working periods as `hours_of` reads them."""
    return " ".join(f"{_clock(one.begin_s)}-{_clock(one.end_s)}" for one in periods)


def _clock(s: int) -> str:
    return f"{s // 3600:02d}:{s % 3600 // 60:02d}"


def _bad_hours(text: str) -> BadInput:
    return BadInput(
        "bad_hours",
        Words(
            f"“{text}”不是工作时段，应按先后写成 08:30-12:00 14:00-17:30。",
            f"{text!r} are no working hours: write 08:30-12:00 14:00-17:30, in order.",
        ),
    )
