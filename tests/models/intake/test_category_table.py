"""Promises of the reader of category tables."""

from __future__ import annotations

import pytest

from models.domain.category import Urgency
from models.domain.error import BadInput
from models.intake.category_table import all_categories, read_categories, read_category_csv
from resources.files import resource_path


def a_row(**given: object) -> dict[str, object]:
    usual = {
        "code": "E0102",
        "major_code": "01",
        "major_zh": "市容环境",
        "minor_zh": "暴露垃圾",
        "handle_limit": "4WH",
        "urgency": "G",
        "self_handle": "Y",
        "restricted": "N",
    }
    return usual | given


def test_the_table_that_comes_with_the_program_is_read_whole() -> None:
    table = read_category_csv(resource_path("event_categories.csv").read_text(encoding="utf-8"))
    assert (len(table.categories), table.problems) == (116, ())


def test_letters_become_urgencies_and_truths() -> None:
    (category,) = read_categories([a_row(urgency="u", self_handle="y")]).categories
    assert (category.urgency, category.self_handle) == (Urgency.URGENT, True)
    assert category.restricted is False


def test_empty_cells_of_a_data_frame_are_empty() -> None:
    (category,) = read_categories([a_row(handle_limit=float("nan"), dept=None)]).categories
    assert (category.handle_limit, category.departments) == ("", "")


def test_without_english_words_the_chinese_stand_in() -> None:
    (category,) = read_categories([a_row()]).categories
    assert category.en == "暴露垃圾"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("urgency", "X"),
        ("urgency", ""),
        ("handle_limit", "soon"),
        ("danger_limit", "2 weeks"),
        ("self_handle", "perhaps"),
        ("lowest_level", "Q"),
        ("minor_zh", " "),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_field(field: str, text: str) -> None:
    table = read_categories([a_row(code="E0101"), a_row(**{field: text})])
    assert [category.code for category in table.categories] == ["E0101"]
    assert [(problem.row, problem.field) for problem in table.problems] == [(3, field)]


def test_every_problem_of_a_row_is_told() -> None:
    table = read_categories([a_row(urgency="X", handle_limit="soon", code="")])
    assert {problem.field for problem in table.problems} == {"urgency", "handle_limit", "code"}


def test_a_code_that_comes_twice_is_refused_the_second_time() -> None:
    table = read_categories([a_row(minor_zh="甲"), a_row(minor_zh="乙")])
    assert [category.zh for category in table.categories] == ["甲"]
    assert "E0102" in table.problems[0].reason.zh


def test_blank_rows_are_passed_over() -> None:
    blank = dict.fromkeys(a_row(), "")
    table = read_categories([a_row(), blank])
    assert (len(table.categories), table.problems) == (1, ())


def test_a_table_without_a_needed_column_is_bad_input_that_names_it() -> None:
    with pytest.raises(BadInput, match="missing_column") as caught:
        read_category_csv("code,name\nE1,x\n")
    assert "urgency" in caught.value.words.en


def test_all_or_none_names_the_first_bad_row() -> None:
    text = "code,major_code,major_zh,minor_zh,urgency\nE1,01,甲,乙,Z\n"
    with pytest.raises(BadInput, match="bad_category_row") as caught:
        all_categories(text)
    assert "row 2, urgency" in caught.value.words.en


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    text = "\ufeffcode,major_code,major_zh,minor_zh,urgency\nE1,01,甲,乙,G\n"
    assert all_categories(text)[0].code == "E1"
