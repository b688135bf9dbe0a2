"""Which departments answer for an incident: by the duties of its class, and the area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.domain.category import Category
    from models.domain.department import Department
    from models.domain.ids import CellId
    from models.domain.rulebook import Responsibility

_BETWEEN: Final = re.compile(r"[+/、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class Responsible:
    """A department with the word of the class's duties that names it; `place` from 0."""

    department: Department
    duty: str
    place: int


def responsible(
    category: Category | None,
    cell_path: tuple[CellId, ...],
    departments: Iterable[Department],
    listed: Sequence[Responsibility] = (),
) -> tuple[Responsible, ...]:
    """The departments a class names, whose area holds the cell; the main one first.

    What the district's own list says (`listed`, the closest rule first) comes before the
    words of the class, with its legal basis.

    Of several that one word names, those nearest to the incident in the grid come first.
    A class names departments by their short names (环卫 for 环境卫生中心): the characters of
    the short name stand in the long one in this order.
    """
    if category is None:
        return ()
    departments = list(departments)
    own = _by_the_list(listed, departments, cell_path)
    known = {one.department.id for one in own}
    departments = [one for one in departments if one.id not in known]
    duties = [word for word in _BETWEEN.split(category.departments) if word]
    found = []
    for department in departments:
        depth = _depth(department.cell, cell_path)
        place = next((i for i, duty in enumerate(duties) if _is_short(duty, department)), None)
        if place is not None and depth is not None:
            found.append((place, -depth, department.code, department))
    found.sort(key=_before)
    named = (Responsible(one, duties[place], place + len(own)) for place, _, _, one in found)
    return (*own, *named)


def _by_the_list(
    listed: Sequence[Responsibility],
    departments: Sequence[Department],
    cell_path: tuple[CellId, ...],
) -> tuple[Responsible, ...]:
    by_code = {one.code: one for one in departments}
    found: dict[str, Responsible] = {}
    for rule in listed:
        department = by_code.get(rule.department)
        if department is None or rule.department in found:
            continue
        if _depth(department.cell, cell_path) is not None:
            words = rule.basis or rule.category
            found[rule.department] = Responsible(department, words, len(found))
    return tuple(found.values())


def _before(row: tuple[int, int, str, Department]) -> tuple[int, int, str]:
    return row[:3]


def _depth(cell: CellId | None, path: tuple[CellId, ...]) -> int | None:
    """How deep a department's area lies on the way to the incident; None where elsewhere."""
    if cell is None:
        return 0
    return path.index(cell) + 1 if cell in path else None


def _is_short(duty: str, department: Department) -> bool:
    if len(duty) < 2:
        return False
    rest = iter(department.name)
    return all(character in rest for character in duty)
