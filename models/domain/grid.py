"""The grid: five levels of cells (and a city above them), as a tree by parent.

The tree is the management tree. A cell's code is an attribute for exchange with
others: it changes from year to year and is never a key (see `cell_code`). This
module knows no polygon; shapes live beside the cells, by id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from models.domain.ids import CellId
    from models.domain.place import LonLat

Key = TypeVar("Key")

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS 84 degrees, ends included."""


class Level(IntEnum):
    """How deep a cell stands: 0 is the city above several districts, 5 the unit."""

    CITY = 0
    DISTRICT = 1
    TOWN = 2
    COMMUNITY = 3
    VILLAGE = 4
    UNIT = 5

    @property
    def words(self) -> Words:
        """What people call the level."""
        return _LEVEL_WORDS[self]

    @property
    def zh(self) -> str:
        """What people call the level, in Chinese."""
        return self.words.zh

    @property
    def en(self) -> str:
        """What people call the level, in English."""
        return self.words.en


_LEVEL_WORDS = {
    Level.CITY: Words("市", "city"),
    Level.DISTRICT: Words("区", "district"),
    Level.TOWN: Words("镇街", "town"),
    Level.COMMUNITY: Words("社区（管区）", "community"),
    Level.VILLAGE: Words("村居", "village"),
    Level.UNIT: Words("单元", "unit"),
}


class CellKind(StrEnum):
    """What a cell is kept for (`domain.md` §1.1)."""

    BASIC = "basic"
    MARKET = "market"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    PARK = "park"
    COMPOUND = "compound"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Cell:
    """One polygon of the grid, of any level, without the polygon.

    Invariants: `path` runs from the root down to the cell itself; `code` is "" where
    nobody gave one: no code is ever invented. `valid_from` is included, `valid_to` is
    not; None is open. `centre` lies inside the polygon; it, `bbox` and `area_m2`
    (on the ellipsoid) are None where no polygon is known.
    """

    id: CellId
    code: str
    name: str
    level: Level
    parent: CellId | None
    path: tuple[CellId, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str | None = None
    area_m2: float | None = None
    centre: LonLat | None = None
    bbox: Box | None = None
    kind: CellKind = CellKind.BASIC

    def is_valid_on(self, day: date) -> bool:
        """Whether the cell existed on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """An immutable tree of cells; build it with `Grid.of`.

    Invariants: every parent is in the grid and of a higher level; children and
    levels are in the order of code, then id.
    """

    _by_id: Mapping[CellId, Cell] = field(default_factory=dict)
    _by_code: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    _children: Mapping[CellId | None, tuple[Cell, ...]] = field(default_factory=dict)
    _levels: Mapping[Level, tuple[Cell, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Grid:
        """A grid of these cells, in any order.

        Raises
        ------
        BadInput
            `broken_grid`, naming the cell whose id, parent, level or path cannot be.
        """
        by_id: dict[CellId, Cell] = {}
        for cell in cells:
            if cell.id in by_id:
                raise _broken(cell, "编号重复", "its id is used twice")
            by_id[cell.id] = cell
        by_code: dict[str, list[Cell]] = {}
        children: dict[CellId | None, list[Cell]] = {}
        levels: dict[Level, list[Cell]] = {}
        for cell in sorted(by_id.values(), key=lambda cell: (cell.code, cell.id)):
            _check(cell, by_id)
            children.setdefault(cell.parent, []).append(cell)
            levels.setdefault(cell.level, []).append(cell)
            if cell.code:
                by_code.setdefault(cell.code, []).append(cell)
        for namesakes in by_code.values():
            namesakes.sort(key=lambda cell: (cell.valid_to is not None, cell.level, cell.id))
        return cls(
            MappingProxyType(by_id), _frozen(by_code), _frozen(children), _frozen(levels)
        )

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._by_id.values())

    def __contains__(self, cell_id: object) -> bool:
        return cell_id in self._by_id

    def __getitem__(self, cell_id: CellId) -> Cell:
        return self._by_id[cell_id]

    def get(self, cell_id: CellId) -> Cell | None:
        """The cell of an id, or None."""
        return self._by_id.get(cell_id)

    def by_code(self, code: str, level: Level | None = None) -> Cell | None:
        """The cell of a code: one still valid before one that ended, then the higher."""
        for cell in self._by_code.get(code, ()):
            if level is None or cell.level == level:
                return cell
        return None

    def all_by_code(self, code: str) -> tuple[Cell, ...]:
        """Every cell that bears or bore the code, valid ones first."""
        return self._by_code.get(code, ())

    def roots(self) -> tuple[Cell, ...]:
        """The cells without a parent."""
        return self._children.get(None, ())

    def children(self, cell_id: CellId) -> tuple[Cell, ...]:
        """The cells directly below one."""
        return self._children.get(cell_id, ())

    def ancestors(self, cell_id: CellId) -> tuple[Cell, ...]:
        """The cells above one, root first; without itself."""
        return self.path(cell_id)[:-1]

    def path(self, cell_id: CellId) -> tuple[Cell, ...]:
        """The cells from the root down to one, itself included.

        Raises
        ------
        KeyError
            Where the grid has no such cell.
        """
        return tuple(self._by_id[above] for above in self._by_id[cell_id].path)

    def path_of(self, cell_id: CellId) -> tuple[CellId, ...]:
        """The ids from the root to a cell; empty where nobody knows it."""
        cell = self.get(cell_id)
        return () if cell is None else cell.path

    def descendants(self, cell_id: CellId) -> Iterator[Cell]:
        """Every cell below one, each before its own children; without itself."""
        for child in self.children(cell_id):
            yield child
            yield from self.descendants(child.id)

    def at_level(self, level: Level) -> tuple[Cell, ...]:
        """All cells of one level."""
        return self._levels.get(level, ())

    def ancestor_at(self, cell_id: CellId, level: Level) -> Cell | None:
        """The cell of that level on the way from the root to this one, itself included."""
        return next((cell for cell in self.path(cell_id) if cell.level == level), None)


EMPTY_GRID = Grid()
"""A home without cells."""


def _frozen(lists: dict[Key, list[Cell]]) -> Mapping[Key, tuple[Cell, ...]]:
    return MappingProxyType({key: tuple(cells) for key, cells in lists.items()})


def _check(cell: Cell, by_id: Mapping[CellId, Cell]) -> None:
    if cell.parent is None:
        above: tuple[CellId, ...] = ()
    else:
        parent = by_id.get(cell.parent)
        if parent is None:
            raise _broken(cell, "上级网格不存在", "its parent is not in the grid")
        if parent.level >= cell.level:
            raise _broken(cell, "上级网格的层级不高于它", "its parent is not of a higher level")
        above = parent.path
    if cell.path != (*above, cell.id):
        raise _broken(cell, "路径与上级不一致", "its path does not follow its parent's")


def _broken(cell: Cell, zh: str, en: str) -> BadInput:
    name = cell.name or cell.code or str(cell.id)
    return BadInput(
        "broken_grid",
        Words(f"网格 {name}（编号 {cell.id}）：{zh}", f"cell {name} (id {cell.id}): {en}"),
    )
