"""The grid: five levels of cells (and a city above them), as a tree by parent.

The tree is the management tree. A cell's code is an attribute for exchange with
others: it changes from year to year and is never a key (see `cell_code`). This
module knows no polygon; shapes live beside the cells, by id.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from math import isnan, nan
from typing import TYPE_CHECKING, Final, TypeVar

from models.domain.error import BadInput, Words
from models.domain.ids import CellId
from models.domain.packed_text import PackedText
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value = TypeVar("Value", int, str)

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


_LEVELS: Final = tuple(Level)
_KINDS: Final = tuple(CellKind)
_NO_ROW: Final = -1
_NO_PARENT: Final = -1 << 63
_NO_DAY: Final = 0
_NO_2: Final = (nan, nan)
_NO_4: Final = (nan, nan, nan, nan)
_NUMBERS: Final = 7
_KEPT: Final = 4_096


class Grid:
    """An immutable tree of cells; build it with `Grid.of`.

    The cells lie in columns, and each is made when it is asked for: a city's 200,000 take
    150 bytes each and not 1,200. Those asked for lately are kept as they are.

    Invariants: every parent is in the grid and of a higher level; children and
    levels are in the order of code, then id.
    """

    __slots__ = (
        "_by_code",
        "_by_parent",
        "_columns",
        "_made",
        "_parent_rows",
        "_rows",
        "_sorted",
    )

    def __init__(self, columns: _Columns) -> None:
        """Of `of` alone: columns that were not looked through may be no tree."""
        rows = sorted(range(len(columns)), key=columns.ids.__getitem__)
        self._columns = columns
        self._sorted = array("q", map(columns.ids.__getitem__, rows))
        self._rows = array("i", rows)
        self._made: dict[CellId, Cell] = {}
        self._parent_rows = array("i", map(self._row_above, columns.parents))
        by_code = sorted(rows, key=columns.codes.__getitem__)
        self._by_code = array("i", by_code)
        self._by_parent = array("i", sorted(by_code, key=self._parent_rows.__getitem__))

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Grid:
        """A grid of these cells, in any order; they are looked at once, one after the other.

        Raises
        ------
        BadInput
            `broken_grid`, naming the cell whose id, parent, level or path cannot be.
        """
        columns, paths, ends = _Columns(), array("q"), array("i", [0])
        for cell in cells:
            columns.add(cell)
            paths.extend(cell.path)
            ends.append(len(paths))
        grid = cls(columns)
        grid._check(paths, ends)
        return grid

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[Cell]:
        return map(self._new, range(len(self._columns)))

    def __contains__(self, cell_id: object) -> bool:
        return isinstance(cell_id, int) and self._row(cell_id) >= 0

    def __getitem__(self, cell_id: CellId) -> Cell:
        cell = self.get(cell_id)
        if cell is None:
            raise KeyError(cell_id)
        return cell

    @property
    def columns(self) -> tuple[PackedText, memoryview, memoryview]:
        """In the order they come, not to be written to: names; ids, int64; seven float64 each.

        Those are `area_m2`, the two of `centre`, the four of `bbox`; NaN where not known.
        """
        own = self._columns
        return own.names, memoryview(own.ids).toreadonly(), memoryview(own.numbers).toreadonly()

    def get(self, cell_id: CellId) -> Cell | None:
        """The cell of an id, or None."""
        cell = self._made.get(cell_id)
        if cell is None:
            row = self._row(cell_id)
            if row < 0:
                return None
            cell = self._new(row)
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[cell_id] = cell
        return cell

    def by_code(self, code: str, level: Level | None = None) -> Cell | None:
        """The cell of a code: one still valid before one that ended, then the higher."""
        cells = (cell for cell in self.all_by_code(code) if level in {None, cell.level})
        return next(cells, None)

    def all_by_code(self, code: str) -> tuple[Cell, ...]:
        """Every cell that bears or bore the code, valid ones first."""
        if not code:
            return ()
        namesakes = self._between(self._by_code, self._columns.codes, code)
        return tuple(
            sorted(namesakes, key=lambda cell: (cell.valid_to is not None, cell.level, cell.id))
        )

    def roots(self) -> tuple[Cell, ...]:
        """The cells without a parent."""
        return tuple(self._between(self._by_parent, self._parent_rows, _NO_ROW))

    def children(self, cell_id: CellId) -> tuple[Cell, ...]:
        """The cells directly below one."""
        row = self._row(cell_id)
        if row < 0:
            return ()
        return tuple(self._between(self._by_parent, self._parent_rows, row))

    def path(self, cell_id: CellId) -> tuple[Cell, ...]:
        """The cells from the root down to one, itself included.

        Raises
        ------
        KeyError
            Where the grid has no such cell.
        """
        return tuple(self[above] for above in self[cell_id].path)

    def path_of(self, cell_id: CellId) -> tuple[CellId, ...]:
        """The ids from the root to a cell; empty where nobody knows it."""
        row = self._row(cell_id)
        return () if row < 0 else self._path(row)

    def descendants(self, cell_id: CellId) -> Iterator[Cell]:
        """Every cell below one, each before its own children; without itself."""
        for child in self.children(cell_id):
            yield child
            yield from self.descendants(child.id)

    def at_level(self, level: Level) -> tuple[Cell, ...]:
        """All cells of one level."""
        levels = self._columns.levels
        return tuple(self._new(row) for row in self._by_code if levels[row] == level)

    def ids_at(self, level: Level) -> Iterator[CellId]:
        """The ids of the cells of one level, in no order."""
        columns = self._columns
        rows = (row for row, deep in enumerate(columns.levels) if deep == level)
        return (CellId(columns.ids[row]) for row in rows)

    def of_kind(self, kind: CellKind) -> Iterator[Cell]:
        """The cells that are kept for one purpose."""
        wanted = _KINDS.index(kind)
        rows = (row for row, kept in enumerate(self._columns.kinds) if kept == wanted)
        return map(self._new, rows)

    def area_m2(self, cell_id: CellId) -> float | None:
        """How large a cell is, where that is known: for those who ask for all of them."""
        row = self._row(cell_id)
        area_m2 = nan if row < 0 else self._columns.area_m2(row)
        return None if isnan(area_m2) else area_m2

    def _row(self, cell_id: int) -> int:
        at = bisect_left(self._sorted, cell_id)
        is_there = at < len(self._sorted) and self._sorted[at] == cell_id
        return self._rows[at] if is_there else _NO_ROW

    def _row_above(self, parent: int) -> int:
        """The row of a parent; none for none, and for one that is not there."""
        return self._row(parent) if parent != _NO_PARENT else _NO_ROW

    def _path(self, row: int) -> tuple[CellId, ...]:
        path = []
        while row >= 0:
            path.append(CellId(self._columns.ids[row]))
            row = self._parent_rows[row]
        return tuple(reversed(path))

    def _new(self, row: int) -> Cell:
        return self._columns.cell(row, self._path(row))

    def _between(
        self, rows: array[int], values: Sequence[Value], wanted: Value
    ) -> Iterator[Cell]:
        """The cells whose value is the wanted one; `rows` are in the order of `values`."""
        first = bisect_left(rows, wanted, key=values.__getitem__)
        last = bisect_right(rows, wanted, key=values.__getitem__)
        return map(self._new, rows[first:last])

    def _check(self, paths: array[int], ends: array[int]) -> None:
        columns = self._columns
        for at in range(1, len(self._sorted)):
            if self._sorted[at] == self._sorted[at - 1]:
                raise columns.broken(self._rows[at], "编号重复", "its id is used twice")
        for row in self._by_code:
            above, path = self._parent_rows[row], paths[ends[row] : ends[row + 1]]
            if above >= 0:
                expected = paths[ends[above] : ends[above + 1]]
                if columns.levels[above] >= columns.levels[row]:
                    raise columns.broken(
                        row, "上级网格的层级不高于它", "its parent is not of a higher level"
                    )
            elif columns.parents[row] != _NO_PARENT:
                raise columns.broken(row, "上级网格不存在", "its parent is not in the grid")
            else:
                expected = array("q")
            expected.append(columns.ids[row])
            if path != expected:
                raise columns.broken(
                    row, "路径与上级不一致", "its path does not follow its parent's"
                )


class _Columns:
    """What is known of n cells, each thing of all of them together."""

    def __init__(self) -> None:
        self.ids, self.parents = array("q"), array("q")
        self.levels, self.kinds = bytearray(), bytearray()
        self.codes, self.names = PackedText(), PackedText()
        self._successors: dict[int, str] = {}
        # The first and the last day of each; area, the centre's two and the box's four.
        self._days, self.numbers = array("i"), array("d")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, cell: Cell) -> None:
        """One more cell, behind the others."""
        if cell.successor_code is not None:
            self._successors[len(self)] = cell.successor_code
        self.ids.append(cell.id)
        self.parents.append(_NO_PARENT if cell.parent is None else cell.parent)
        self.levels.append(cell.level)
        self.kinds.append(_KINDS.index(cell.kind))
        self.codes.append(cell.code)
        self.names.append(cell.name)
        self._days.extend(
            day.toordinal() if day else _NO_DAY for day in (cell.valid_from, cell.valid_to)
        )
        self.numbers.append(nan if cell.area_m2 is None else cell.area_m2)
        self.numbers.extend(
            (cell.centre.lon_deg, cell.centre.lat_deg) if cell.centre else _NO_2
        )
        self.numbers.extend(cell.bbox or _NO_4)

    def area_m2(self, row: int) -> float:
        """Not a number where it is not known."""
        return self.numbers[_NUMBERS * row]

    def cell(self, row: int, path: tuple[CellId, ...]) -> Cell:
        """One of them as a value."""
        parent = self.parents[row]
        begun, ended = self._days[2 * row : 2 * row + 2]
        area_m2, lon, lat, west, south, east, north = self.numbers[
            _NUMBERS * row : _NUMBERS * (row + 1)
        ]
        return Cell(
            CellId(self.ids[row]),
            self.codes[row],
            self.names[row],
            _LEVELS[self.levels[row]],
            None if parent == _NO_PARENT else CellId(parent),
            path,
            date.fromordinal(begun) if begun else None,
            date.fromordinal(ended) if ended else None,
            self._successors.get(row),
            None if isnan(area_m2) else area_m2,
            None if isnan(lon) else LonLat(lon, lat),
            None if isnan(west) else (west, south, east, north),
            _KINDS[self.kinds[row]],
        )

    def broken(self, row: int, zh: str, en: str) -> BadInput:
        """What to say of a cell that cannot be where it is."""
        number = self.ids[row]
        name = self.names[row] or self.codes[row] or str(number)
        return BadInput(
            "broken_grid",
            Words(f"网格 {name}（编号 {number}）：{zh}", f"cell {name} (id {number}): {en}"),
        )


EMPTY_GRID = Grid.of(())
"""A home without cells."""
