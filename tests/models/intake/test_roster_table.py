"""Promises of the readers of rosters and lists of departments."""

from __future__ import annotations

from typing import Any

import pytest

from models.domain.error import BadInput
from models.domain.member import Duty
from models.intake.roster_table import read_departments, read_members


def test_chinese_headings_and_words_are_understood() -> None:
    row = {
        "工号": "T1",
        "姓名": "张三",
        "类别": "兼职",
        "技能": "急救、驾驶",
        "在岗状态": "离岗",
    }
    ((member,), problems) = read_members([row])
    assert (member.number, member.kind, member.skills) == ("T1", "part_time", ("急救", "驾驶"))
    assert (member.duty, member.capacity, problems) == (Duty.OFF, 3, [])


def test_numbers_of_a_sheet_stay_what_they_look_like() -> None:
    ((member,), _) = read_members([{"number": 7.0, "name": "七", "capacity": 2.0}])
    assert (member.number, member.capacity) == ("7", 2)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"number": "", "name": "无号"}, "number"),
        ({"number": "T2", "name": None}, "name"),
        ({"number": "T2", "name": "甲", "kind": "外星"}, "kind"),
        ({"number": "T2", "name": "甲", "capacity": "0"}, "capacity"),
        ({"number": "T2", "name": "甲", "capacity": "many"}, "capacity"),
        ({"number": "T2", "name": "甲", "duty": "asleep"}, "duty"),
        ({"number": "T1", "name": "again"}, "number"),
    ],
)
def test_a_row_that_is_no_member_is_named_with_its_field(
    row: dict[str, Any], field: str
) -> None:
    good, problems = read_members([{"number": "T1", "name": "张三"}, row])
    assert [member.number for member in good] == ["T1"]
    assert [(problem.row, problem.field) for problem in problems] == [(3, field)]


def test_empty_rows_pass_without_a_word() -> None:
    blank = {"number": None, "name": float("nan")}
    good, problems = read_members([blank, {"number": "T1", "name": "张三"}])
    assert (good[0].row, problems) == (3, [])


def test_a_table_without_a_needed_column_says_which_it_has() -> None:
    with pytest.raises(BadInput, match="the column number is missing; there are: id, name"):
        read_members([{"id": "T1", "name": "张三"}])


def test_departments_need_code_and_name_and_each_code_once() -> None:
    rows = [
        {"代码": "D1", "名称": "环卫"},
        {"代码": "D1", "名称": "城管"},
        {"代码": "", "名称": "x"},
    ]
    good, problems = read_departments(rows)
    assert [one.name for one in good] == ["环卫"]
    assert [(p.row, p.field) for p in problems] == [(3, "code"), (4, "code")]
