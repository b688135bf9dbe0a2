"""Rows of a roster or a list of departments to what the desk takes in.

Column names are those of `docs/import.md`; Chinese headings as spreadsheets have them
serve too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.domain.error import BadInput, Words
from models.domain.member import Duty, MemberKind
from models.intake.row_problem import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_MEMBER_COLUMNS = {
    "number": ("number", "工号", "编号"),
    "name": ("name", "姓名"),
    "kind": ("kind", "类别", "类型"),
    "home_cell": ("home_cell", "cell", "cell_code", "网格代码", "网格编码", "所属网格"),
    "skills": ("skills", "技能", "专长"),
    "duty": ("duty", "state", "在岗状态"),
    "capacity": ("capacity", "容量", "上限"),
    "phone": ("phone", "电话", "手机"),
}
_DEPARTMENT_COLUMNS = {
    "code": ("code", "代码", "编码"),
    "name": ("name", "名称", "部门"),
    "cell": ("cell", "home_cell", "cell_code", "网格代码", "所属网格"),
    "duty_phone": ("duty_phone", "phone", "值班电话"),
}
_KINDS = {"专职": "full_time", "兼职": "part_time", "专属": "special", "网格长": "leader"}
_DUTIES = {"在岗": "on_duty", "离岗": "off_duty", "休息": "on_break", "离职": "left"}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as a table has one."""

    row: int
    number: str
    name: str
    kind: str
    home_cell: str | None
    skills: tuple[str, ...]
    duty: Duty | None
    capacity: int
    phone: str


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department as a table has one."""

    row: int
    code: str
    name: str
    cell: str | None
    duty_phone: str


def read_members(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[list[MemberRow], list[RowProblem]]:
    """The members of a table, and the rows that cannot be one.

    Raises
    ------
    BadInput
        `missing_column`, naming those there are.
    """
    good: list[MemberRow] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    for row, texts in _texts(rows, _MEMBER_COLUMNS, ("number", "name")):
        try:
            member = _member(row, texts)
        except _Unfit as unfit:
            problems.append(unfit.problem)
            continue
        if member.number in seen:
            problems.append(_twice(row, "number", member.number, seen[member.number]))
            continue
        seen[member.number] = row
        good.append(member)
    return good, problems


def read_departments(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[list[DepartmentRow], list[RowProblem]]:
    """The departments of a table, and the rows that cannot be one.

    Raises
    ------
    BadInput
        `missing_column`, naming those there are.
    """
    good: list[DepartmentRow] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    for row, texts in _texts(rows, _DEPARTMENT_COLUMNS, ("code", "name")):
        code, name = texts["code"], texts["name"]
        if not code or not name:
            problems.append(_empty(row, "name" if code else "code"))
        elif code in seen:
            problems.append(_twice(row, "code", code, seen[code]))
        else:
            seen[code] = row
            good.append(
                DepartmentRow(row, code, name, texts["cell"] or None, texts["duty_phone"])
            )
    return good, problems


class _Unfit(Exception):
    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def _member(row: int, texts: Mapping[str, str]) -> MemberRow:
    for name in ("number", "name"):
        if not texts[name]:
            raise _Unfit(_empty(row, name))
    skills = texts["skills"].replace("；", ";").replace("、", ";").replace(",", ";")
    return MemberRow(
        row=row,
        number=texts["number"],
        name=texts["name"],
        kind=_choice(row, "kind", texts["kind"], _KINDS, [k.value for k in MemberKind])
        or MemberKind.FULL_TIME.value,
        home_cell=texts["home_cell"] or None,
        skills=tuple(skill.strip() for skill in skills.split(";") if skill.strip()),
        duty=_duty(row, texts["duty"]),
        capacity=_capacity(row, texts["capacity"]),
        phone=texts["phone"],
    )


def _duty(row: int, text: str) -> Duty | None:
    found = _choice(row, "duty", text, _DUTIES, [duty.value for duty in Duty])
    return Duty(found) if found else None


def _choice(
    row: int, field: str, text: str, words: Mapping[str, str], known: list[str]
) -> str | None:
    value = words.get(text, text)
    if not value:
        return None
    if value not in known:
        listed = ", ".join(known)
        reason = Words(f"不能是 {text!r}；可用：{listed}", f"cannot be {text!r}; use {listed}")
        raise _Unfit(RowProblem(row, field, reason))
    return value


def _capacity(row: int, text: str) -> int:
    if not text:
        return 3
    try:
        capacity = int(float(text))
    except ValueError:
        capacity = 0
    if capacity < 1:
        reason = Words(f"应为 1 以上的整数，现为 {text!r}", f"wants 1 or more, not {text!r}")
        raise _Unfit(RowProblem(row, "capacity", reason))
    return capacity


def _texts(
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
) -> Iterable[tuple[int, dict[str, str]]]:
    """Each row that is not empty, its number in the sheet, and its cells by our names."""
    for number, row in enumerate(rows, 2):
        by_title = {str(title).strip().lstrip("\ufeff").lower(): v for title, v in row.items()}
        titles = {
            ours: next((t for t in known if t in by_title), None)
            for ours, known in columns.items()
        }
        for name in needed:
            if titles[name] is None:
                there = ", ".join(by_title)
                raise BadInput(
                    "missing_column",
                    Words(
                        f"缺少列 {name}（或 {'、'.join(columns[name][1:])}）；现有列：{there}",
                        f"the column {name} is missing; there are: {there}",
                    ),
                )
        texts = {o: "" if t is None else as_text(by_title[t]) for o, t in titles.items()}
        if any(texts.values()):
            yield number, texts


def as_text(value: Any) -> str:
    """A cell as text: empty for missing ones, whole numbers without a point."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is what differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _empty(row: int, field: str) -> RowProblem:
    return RowProblem(row, field, Words("不能为空", "must not be empty"))


def _twice(row: int, field: str, value: str, first: int) -> RowProblem:
    reason = Words(f"{value} 已在第 {first} 行出现", f"{value} stands in row {first} already")
    return RowProblem(row, field, reason)
