"""Sheets: every cell is checked by its column, and what changes is found by key."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from models.domain.error import BadInput
from models.domain.home_settings import (
    SETTING_WORDS,
    HomeSettings,
    home_settings,
    setting_value,
)
from models.intake.sheet import edits_between
from models.intake.sheet_check import check_rows, hours_of, hours_text
from models.intake.sheets import SHEETS

KNOWN = {"class": {"E0102"}, "category": {"E0102", "01"}, "department": {"D01"}}


def test_every_setting_has_a_reader_and_words(checkout: Path) -> None:
    code = "\n".join(
        file.read_text("utf-8")
        for folder in ("models", "console")
        for file in (checkout / folder).rglob("*.py")
    )
    for one in fields(HomeSettings):
        assert re.search(rf"(?:settings(?:\(\))?|self)\.{one.name}\b", code), one.name
        assert SETTING_WORDS[one.name].zh


def test_a_setting_that_cannot_be_read_has_its_usual_value() -> None:
    assert home_settings({"finish_within_m": "far", "unknown": "1"}) == HomeSettings()
    assert home_settings({"finish_within_m": "60"}).finish_within_m == 60


@pytest.mark.parametrize(
    ("name", "text"),
    [("photos_required", "perhaps"), ("finish_text_least", "0"), ("check_within_m", "-5")],
)
def test_a_setting_says_what_would_do(name: str, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        setting_value(name, text)
    assert text in caught.value.words.en


@pytest.mark.parametrize(
    ("sheet", "row", "field"),
    [
        ("criteria", {"category": "E0102", "code": "1", "text": "a", "limit": "soon"}, "limit"),
        ("criteria", {"category": "E0102", "code": "", "text": "a"}, "code"),
        ("criteria", {"category": "E7", "code": "1", "text": "a"}, "category"),
        ("criteria", {"category": "E0102", "code": "1", "text": "a", "area": "sea"}, "area"),
        ("contacts", {"department": "D01", "name": "王", "phone": "call me"}, "phone"),
        ("holidays", {"calendar": "D01", "day": "1 May", "kind": "off"}, "day"),
        ("stays", {"level": "6", "limit": "1WD"}, "level"),
    ],
)
def test_what_is_wrong_with_a_cell_names_row_field_and_a_way_out(
    sheet: str, row: dict[str, str], field: str
) -> None:
    known = KNOWN | {"calendar": {"D01"}}
    (problem,) = check_rows(SHEETS[sheet], {2: SHEETS[sheet].tidy(row)}, known)
    assert (problem.row, problem.field) == (2, field)
    assert problem.reason.zh != problem.reason.en


def test_the_same_key_twice_is_told_with_the_row_before() -> None:
    row = SHEETS["stays"].tidy({"level": "3", "limit": "1WD"})
    (problem,) = check_rows(SHEETS["stays"], {2: row, 3: dict(row)}, {})
    assert problem.row == 3
    assert "row 2" in problem.reason.en


def test_hours_are_written_as_they_are_read() -> None:
    text = "08:30-12:00 14:00-17:30"
    assert hours_text(hours_of(text)) == text
    assert hours_of("8:30-12:00, 14:00-17:30") == hours_of(text)
    assert hours_of("") == ()
    for wrong in ("17:00-09:00", "08:30", "09:00-12:00 11:00-13:00", "09:61-12:00"):
        with pytest.raises(BadInput):
            hours_of(wrong)


def test_what_changes_is_found_by_key() -> None:
    sheet = SHEETS["stays"]
    before = [{"level": "2", "limit": "5WD"}, {"level": "3", "limit": "2WD"}]
    after = [{"level": "3", "limit": "1WD"}, {"level": "4", "limit": "1WD"}]
    edits = edits_between(sheet, before, after)
    assert [(e.key, e.before is None, e.after is None) for e in edits] == [
        ("2", False, True),
        ("3", False, False),
        ("4", True, False),
    ]


def test_words_of_either_language_are_taken_for_the_code_and_other_words_as_they_are() -> None:
    kind = next(one for one in SHEETS["holidays"].columns if one.name == "kind")
    skills = next(one for one in SHEETS["members"].columns if one.name == "skills")
    assert [kind.code_for(text) for text in ("休", "Work", "off", "?")] == [
        *("off", "work", "off"),
        "?",
    ]
    assert skills.code_for("消防; diving") == "fire_safety; diving"
    assert skills.words_for("fire_safety;diving", "zh") == "消防;diving"
