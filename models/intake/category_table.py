"""The category table: rows of CSV or a sheet, as dicts of text, into categories.

All or nothing is the caller's choice: every row that cannot be used is named with its
field and reason, every other one is read. The columns are those of
`resources/event_categories.csv`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.domain.category import Category, Urgency
from models.domain.deadline import parse_limit
from models.domain.error import BadInput, Words
from models.intake.roster_table import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEEDED = ("code", "major_code", "major_zh", "minor_zh", "urgency")
"""Columns without which no row can be read; cells in them may not be empty."""
LIMITS = ("response_limit", "handle_limit", "danger_limit")
_URGENCIES = {"G": Urgency.GENERAL, "U": Urgency.URGENT, "E": Urgency.EMERGENCY}
_URGENCIES |= {urgency.name: urgency for urgency in Urgency}
_TRUTHS = {"Y": True, "YES": True, "TRUE": True, "1": True}
_TRUTHS |= {"N": False, "NO": False, "FALSE": False, "0": False, "": False}
_LEVELS = frozenset({"V", "C", "T", "D", ""})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was left out. `row` counts from 1 as a sheet does, the heading being 1."""

    row: int
    field: str
    reason: Words


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """What was read, in the order of the rows, and what could not be."""

    categories: tuple[Category, ...]
    problems: tuple[Problem, ...]


def read_categories(rows: Iterable[Mapping[str, object]]) -> CategoryTable:
    """The categories of a table; empty cells may be missing, None or NaN.

    Raises
    ------
    BadInput
        `missing_column`, naming the columns, where no row could be read at all.
    """
    categories: dict[str, Category] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, 2):
        _require_columns(row)
        texts = {
            str(key).strip().lstrip("\ufeff"): as_text(value) for key, value in row.items()
        }
        if not any(texts.values()):
            continue
        found = _problems(number, texts, categories)
        if found:
            problems += found
        else:
            category = _category(texts)
            categories[category.code] = category
    return CategoryTable(tuple(categories.values()), tuple(problems))


def read_category_csv(text: str) -> CategoryTable:
    """The categories of a CSV file's text, with or without a byte order mark."""
    return read_categories(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def all_categories(text: str) -> tuple[Category, ...]:
    """The categories of a CSV file's text, all of them or none.

    The classes that come with the program are `event_categories.csv` of the resources.

    Raises
    ------
    BadInput
        `bad_category_row`, naming the first row that cannot be used, its field and reason.
    """
    table = read_category_csv(text)
    if table.problems:
        first, count = table.problems[0], len(table.problems)
        words = Words(
            f"类别表第 {first.row} 行 {first.field}：{first.reason.zh}（共 {count} 处问题）",
            f"category table, row {first.row}, {first.field}: {first.reason.en}"
            f" ({count} problems in all)",
        )
        raise BadInput("bad_category_row", words)
    return table.categories


def _require_columns(row: Mapping[str, object]) -> None:
    names = {str(key).strip().lstrip("\ufeff") for key in row}
    missing = ", ".join(name for name in NEEDED if name not in names)
    if missing:
        words = Words(f"类别表缺少列：{missing}。", f"the category table lacks: {missing}.")
        raise BadInput("missing_column", words)


def _problems(
    number: int, texts: Mapping[str, str], known: Mapping[str, Category]
) -> list[Problem]:
    found = [Problem(number, name, _EMPTY) for name in NEEDED if not texts[name]]
    for name in LIMITS:
        try:
            parse_limit(texts.get(name, ""))
        except BadInput as error:
            found.append(Problem(number, name, error.words))
    choices = (
        ("urgency", _URGENCIES.keys() | {""}, "G, U, E"),
        ("self_handle", _TRUTHS.keys(), "Y, N"),
        ("restricted", _TRUTHS.keys(), "Y, N"),
        ("verify", _TRUTHS.keys(), "Y, N"),
        ("lowest_level", _LEVELS, "V, C, T, D"),
    )
    for name, allowed, shown in choices:
        text = texts.get(name, "")
        if text.upper() not in allowed:
            reason = Words(f"“{text}”应为 {shown} 之一。", f"{text!r} is none of {shown}.")
            found.append(Problem(number, name, reason))
    if texts["code"] in known:
        code = texts["code"]
        reason = Words(f"代码 {code} 重复。", f"the code {code} stands in an earlier row.")
        found.append(Problem(number, "code", reason))
    return found


_EMPTY = Words("不能为空。", "it is empty.")


def _category(texts: Mapping[str, str]) -> Category:
    def text(name: str) -> str:
        return texts.get(name, "")

    return Category(
        code=text("code"),
        major_code=text("major_code"),
        major_zh=text("major_zh"),
        major_en=text("major_en") or text("major_zh"),
        zh=text("minor_zh"),
        en=text("minor_en") or text("minor_zh"),
        response_limit=text("response_limit"),
        handle_limit=text("handle_limit"),
        danger_limit=text("danger_limit"),
        departments=text("dept"),
        lowest_level=text("lowest_level").upper(),
        urgency=_URGENCIES[text("urgency").upper()],
        self_handle=_TRUTHS[text("self_handle").upper()],
        restricted=_TRUTHS[text("restricted").upper()],
        source=text("source"),
        verify=_TRUTHS[text("verify").upper()],
    )
