"""The grid: five levels of cells, their codes, and the tree that holds them.

The tree goes by parent, never by code: a management area (管区) has no place in the
statistics code, and codes change with every merger. Codes are for exchange.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from models.domain.ids import CellId
    from models.domain.place import LonLat


class Level(IntEnum):
    """The levels of the grid; 0 stands above several districts."""

    CITY = 0
    DISTRICT = 1
    TOWN = 2
    COMMUNITY = 3
    VILLAGE = 4
    UNIT = 5

    @property
    def words(self) -> Words:
        """Its name in both languages."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS: Final = {
    Level.CITY: Words("市", "city"),
    Level.DISTRICT: Words("区", "district"),
    Level.TOWN: Words("镇街", "town"),
    Level.COMMUNITY: Words("社区（管区）", "community"),
    Level.VILLAGE: Words("村居", "village"),
    Level.UNIT: Words("单元", "unit"),
}

_COUNTY = r"\d{6}"
_TOWN = r"(?!000)(?:0\d{2}|1\d{2}|[23]\d{2}|[45]\d{2})"
_VILLAGE = r"(?!000)(?!498|598)[0-5]\d{2}"
_FORMS: Final = {
    Level.CITY: re.compile(r"\d{4}(?:00)?(?:0{6})?"),
    Level.DISTRICT: re.compile(rf"{_COUNTY}(?:0{{6}})?"),
    Level.TOWN: re.compile(rf"{_COUNTY}{_TOWN}(?:000)?"),
    Level.COMMUNITY: re.compile(rf"{_COUNTY}{_TOWN}(?:[A-Z]\d{{2}}|{_VILLAGE})"),
    Level.VILLAGE: re.compile(rf"{_COUNTY}{_TOWN}{_VILLAGE}"),
    Level.UNIT: re.compile(
        rf"{_COUNTY}{_TOWN}{_VILLAGE}(?!000)\d{{3}}(?:-?(?!00)\d{{2}})?|\d{{14}}|\d{{20}}"
    ),
}
"""`domain.md` §2.2-2.3, with the older 14-digit (CJ/T 213) and 20-digit (CJ/T 349) codes."""


def code_problem(code: str, level: Level) -> Words | None:
    """What is wrong with the form of a code at a level; None where nothing is.

    A wrong form is worth a warning and no more: local schemes differ, and a code is
    never a key.
    """
    if _FORMS[level].fullmatch(code):
        return None
    return Words(
        f"代码 {code!r} 不符合{level.words.zh}一级的编码规则",
        f"the code {code!r} has not the form of a {level.words.en} code",
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One polygon of the grid, without its shape.

    `path` leads from the root to the cell itself; `centre` is a point inside; `bbox` is
    west, south, east, north in WGS 84 degrees; `valid_to` None while it is in force.
    """

    id: CellId
    code: str
    name: str
    level: Level
    parent: CellId | None
    path: tuple[CellId, ...]
    area_m2: float
    centre: LonLat
    bbox: tuple[float, float, float, float]
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str | None = None


class Grid:
    """The tree of cells. A value: it never changes.

    Invariants: every parent named by a cell is in the grid or the cell is a root.
    """

    def __init__(self, cells: Iterable[Cell] = ()) -> None:
        by_id = {cell.id: cell for cell in cells}
        children: dict[CellId | None, list[Cell]] = defaultdict(list)
        for cell in by_id.values():
            parent = cell.parent if cell.parent in by_id else None
            children[parent].append(cell)
        for family in children.values():
            family.sort(key=lambda cell: (cell.code, cell.name, cell.id))
        self._by_id: Mapping[CellId, Cell] = MappingProxyType(by_id)
        self._children = {parent: tuple(family) for parent, family in children.items()}
        # One code may stand at two levels (a town padded to twelve digits and its
        # seat); the deeper cell is the one that a report means.
        self._by_code: dict[str, Cell] = {}
        for cell in sorted(by_id.values(), key=lambda cell: cell.level):
            if cell.code and cell.valid_to is None:
                self._by_code[cell.code] = cell

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def cells(self) -> Mapping[CellId, Cell]:
        """All cells by id."""
        return self._by_id

    @property
    def roots(self) -> Sequence[Cell]:
        """The cells without a parent, in order of their code."""
        return self._children.get(None, ())

    def get(self, cell_id: CellId) -> Cell | None:
        """The cell of an id."""
        return self._by_id.get(cell_id)

    def by_code(self, code: str) -> Cell | None:
        """The cell in force that has the code."""
        return self._by_code.get(code)

    def children(self, cell_id: CellId | None) -> Sequence[Cell]:
        """The cells right below, in order of their code; of None: the roots."""
        return self._children.get(cell_id, ())

    def at_level(self, level: Level) -> Sequence[Cell]:
        """All cells of a level."""
        return [cell for cell in self._by_id.values() if cell.level is level]

    def ancestors(self, cell_id: CellId) -> Sequence[Cell]:
        """From the root down to the parent."""
        return [self._by_id[i] for i in self._by_id[cell_id].path[:-1] if i in self._by_id]
