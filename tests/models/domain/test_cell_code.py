"""Promises of codes: domain reference 2.2 and 2.3."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models.domain.cell_code import Scheme, code_problem, lies_under, parse_code
from models.domain.grid import Level

VILLAGES = Path(__file__).parents[4] / "shared/data/village_codes"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("3702", Level.CITY),
        ("370200", Level.CITY),
        ("370215", Level.DISTRICT),
        ("370215000000", Level.DISTRICT),
        ("370215003", Level.TOWN),
        ("370215003000", Level.TOWN),
        ("370215003A07", Level.COMMUNITY),
        ("370215003201", Level.COMMUNITY),
        ("370215003201", Level.VILLAGE),
        ("370215003201012", Level.UNIT),
        ("370215003201012-07", Level.UNIT),
    ],
)
def test_good_codes_have_no_problem_at_their_level(code: str, level: Level) -> None:
    assert code_problem(code, level) is None


@pytest.mark.parametrize(
    ("code", "level", "kind"),
    [
        ("370215003", Level.DISTRICT, "wrong_level"),
        ("370215", Level.UNIT, "wrong_level"),
        ("370215700", Level.TOWN, "bad_town"),
        ("370215003498", Level.VILLAGE, "bad_village"),
        ("370215003700", Level.VILLAGE, "bad_village"),
        ("370215003A00", Level.COMMUNITY, "bad_village"),
        ("370215003201000", Level.UNIT, "bad_serial"),
        ("370215003201012-00", Level.UNIT, "bad_unit"),
        ("37021500320101", Level.UNIT, "old_scheme"),
        ("01010137021500360100", Level.UNIT, "old_scheme"),
        ("37021500320101220", Level.VILLAGE, "statistics_key"),
        ("370282", Level.DISTRICT, "old_code"),
        ("370282003", Level.TOWN, "old_code"),
        ("３７０２１５", Level.DISTRICT, "unknown_scheme"),
        ("J-7", Level.UNIT, "unknown_scheme"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code: str, level: Level, kind: str) -> None:
    problem = code_problem(code, level)
    assert problem is not None
    assert problem.kind == kind


def test_an_old_code_names_the_one_of_today() -> None:
    problem = code_problem("370282", Level.DISTRICT, "即墨区")
    assert problem is not None
    assert "370215" in problem.words.zh
    assert "370215" in problem.words.en


def test_a_district_with_a_citys_number_is_suspected_of_an_old_code() -> None:
    problem = code_problem("330183", Level.DISTRICT, "富阳区")
    assert problem is not None
    assert problem.kind == "old_code"
    assert code_problem("330182", Level.DISTRICT, "建德市") is None


def test_no_code_is_no_problem_and_none_is_made_up() -> None:
    assert code_problem("", Level.TOWN) is None
    assert parse_code("") is None


def test_old_codes_are_known_by_name() -> None:
    schemes = [parse_code(code) for code in ("37021500320101", "01010137021500360100")]
    assert [one.scheme for one in schemes if one] == [
        Scheme.OLD_UNIT_GRID,
        Scheme.PROFESSIONAL_GRID,
    ]


@pytest.mark.parametrize(
    ("code", "above", "answer"),
    [
        ("370215003", "370215", True),
        ("370215003", "370282", False),
        ("370215", "370200", True),
        ("370215003201", "370215003A07", True),
        ("370215003201012", "370215003202", False),
        ("whatever", "370215", True),
    ],
)
def test_digits_tell_whether_one_code_lies_under_another(
    code: str,
    above: str,
    answer: bool,
) -> None:
    assert lies_under(code, above) is answer


@pytest.mark.skipif(not VILLAGES.is_dir(), reason="the shared data is not there")
@pytest.mark.parametrize(
    ("file", "level"),
    [
        ("villages_qingdao_3702.csv", Level.VILLAGE),
        ("streets_qingdao_3702.csv", Level.TOWN),
        ("areas.csv", Level.DISTRICT),
    ],
)
def test_the_codes_of_the_statistics_bureau_are_good(file: str, level: Level) -> None:
    with (VILLAGES / file).open(encoding="utf-8", newline="") as lines:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(lines)]
    problems = [name for code, name in rows if code_problem(code, level, name)]
    # 498 and 598 are kept for virtual units: no cell of the ground bears them.
    assert [name for name in problems if "虚拟" not in name] == []
