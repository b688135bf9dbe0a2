"""A sheet under edit: its rows as they stand and as they will be, and what is wrong with them.

Each step costs what it touches, not what the sheet holds: a rota of a district has 93,000 rows.
Rows are never changed in place, so those handed out stay as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from models.domain.error import Words
from models.intake.row_problem import RowProblem
from models.intake.sheet import Edit
from models.intake.sheet_check import check_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from models.intake.sheet import Row, Sheet

FIRST_ROW = 2
"""Row numbers are those of a workbook, the heading being 1."""


class SheetDraft:
    """Rows by an id each, ascending from above.

    Invariants: `_ids` holds the keys of `rows` in order; `_by_key` the ids of each key, the
    first of which is no repetition; `_changed` the ids whose row is not as it stands.
    Thread: any, one at a time.
    """

    def __init__(self, sheet: Sheet, known: Mapping[str, Collection[str]]) -> None:
        self.sheet = sheet
        self._known = known
        self.rows: dict[int, Row] = {}
        self._ids: list[int] = []
        self._keys: dict[int, str] = {}
        self._by_key: dict[str, list[int]] = {}
        self._before: dict[str, Row] = {}
        self._wrong: dict[int, dict[str, Words]] = {}
        self._repeated: set[int] = set()
        self._changed: set[int] = set()
        self._gone: dict[str, None] = {}
        self._next = 0

    # -- what comes in ---------------------------------------------------------------

    def take(self, row: Row) -> int:
        """A row as it stands; its id."""
        self._before.setdefault(self.sheet.key_of(row), row)
        return self.add(row)

    def add(self, row: Row) -> int:
        """A row at the end; its id."""
        row_id = self._next
        self._next += 1
        self._ids.append(row_id)
        self._put(row_id, row)
        return row_id

    def merge(self, row: Row) -> tuple[int, bool]:
        """A row over the one with its key, else at the end; its id, whether it is new."""
        row_id = next(iter(self._by_key.get(self.sheet.key_of(row), ())), None)
        if row_id is None:
            return self.add(row), True
        if self.rows[row_id] != row:
            self.change(row_id, row)
        return row_id, False

    def change(self, row_id: int, row: Row) -> None:
        """Another value of a row."""
        self._forget(row_id)
        self._put(row_id, row)

    def take_out(self, row_ids: Collection[int]) -> None:
        """Rows go."""
        gone = frozenset(row_ids)
        for row_id in gone:
            self._let_go(row_id)
            del self.rows[row_id]
        self._changed -= gone
        self._repeated -= gone
        self._wrong = {key: one for key, one in self._wrong.items() if key not in gone}
        self._ids = [row_id for row_id in self._ids if row_id not in gone]

    def _put(self, row_id: int, row: Row) -> None:
        key = self.sheet.key_of(row)
        self.rows[row_id], self._keys[row_id] = row, key
        held = self._by_key.setdefault(key, [])
        held.insert(bisect_left(held, row_id), row_id)
        self._repeated.difference_update(held[:1])
        self._repeated.update(held[1:])
        self._gone.pop(key, None)
        before = self._before.get(key)
        if before is not row and before != row:
            self._changed.add(row_id)
        found = {one.field: one.reason for one in check_row(self.sheet, row, self._known)}
        if found:
            self._wrong[row_id] = found

    def _forget(self, row_id: int) -> None:
        self._let_go(row_id)
        self._repeated.discard(row_id)
        self._changed.discard(row_id)
        self._wrong.pop(row_id, None)

    def _let_go(self, row_id: int) -> None:
        """A row has its key no more."""
        key = self._keys.pop(row_id)
        held = self._by_key[key]
        if len(held) > 1:
            held.remove(row_id)
            self._repeated.discard(held[0])
            return
        del self._by_key[key]
        if key in self._before:
            self._gone[key] = None

    # -- what is asked ---------------------------------------------------------------

    @property
    def ids(self) -> tuple[int, ...]:
        """All rows from above."""
        return tuple(self._ids)

    def number_of(self, row_id: int) -> int:
        """The number of a row, as in a workbook."""
        return bisect_left(self._ids, row_id) + FIRST_ROW

    def before_of(self, row_id: int) -> Row | None:
        """How a row stands; None where it is new."""
        return self._before.get(self._keys[row_id])

    def is_standing(self, row_id: int) -> bool:
        """Whether a row of this key is there already."""
        return self._keys[row_id] in self._before

    def problem(self, row_id: int, field: str) -> Words | None:
        """What is wrong with a cell."""
        found = self._wrong.get(row_id, {}).get(field)
        if found is None and row_id in self._repeated and field == self.sheet.key[0]:
            return self._repetition(row_id)
        return found

    def problem_count(self) -> int:
        """How much is wrong."""
        return sum(map(len, self._wrong.values())) + len(self._repeated)

    def first_wrong(self) -> int | None:
        """The first row from above with which anything is wrong."""
        return min((*nsmallest(1, self._wrong), *nsmallest(1, self._repeated)), default=None)

    def first_problem(self) -> RowProblem | None:
        """What is wrong first from above."""
        row_id = self.first_wrong()
        if row_id is None:
            return None
        found = self._wrong.get(row_id) or {self.sheet.key[0]: self._repetition(row_id)}
        field, reason = next(iter(found.items()))
        return RowProblem(self.number_of(row_id), field, reason)

    def _repetition(self, row_id: int) -> Words:
        key = self._keys[row_id]
        first = self.number_of(self._by_key[key][0])
        return Words(
            f"与第 {first} 行重复（{key}）：删去其中一行。",
            f"the same as row {first} ({key}): take one of them out.",
        )

    def counts(self) -> tuple[int, int, int]:
        """How many rows are new, changed and taken out."""
        new = sum(self._keys[row_id] not in self._before for row_id in self._changed)
        return new, len(self._changed) - new, len(self._gone)

    def has_edits(self) -> bool:
        """Whether anything would change."""
        return bool(self._changed or self._gone)

    def some_edits(self, most: int) -> list[Edit]:
        """The first edits from above, then what is taken out; at most so many."""
        first = [self._edit(row_id) for row_id in nsmallest(most, self._changed)]
        return first + list(islice(self._removals(), most - len(first)))

    def pending(self) -> PendingEdits:
        """All of them, as of now; to be listed elsewhere, whatever becomes of the draft."""
        return PendingEdits(
            self._before.copy(),
            self._keys.copy(),
            self.rows.copy(),
            frozenset(self._changed),
            tuple(self._gone),
        )

    def _edit(self, row_id: int) -> Edit:
        key = self._keys[row_id]
        return Edit(key, self._before.get(key), self.rows[row_id])

    def _removals(self) -> Iterator[Edit]:
        return (Edit(key, self._before[key], None) for key in self._gone)


@dataclass(frozen=True, slots=True)
class PendingEdits:
    """The edits of a draft at one moment; made one by one when somebody goes through them."""

    before: Mapping[str, Row]
    keys: Mapping[int, str]
    rows: Mapping[int, Row]
    changed: frozenset[int]
    gone: tuple[str, ...]

    def __iter__(self) -> Iterator[Edit]:
        """Each edit, in no order."""
        for row_id in self.changed:
            key = self.keys[row_id]
            yield Edit(key, self.before.get(key), self.rows[row_id])
        for key in self.gone:
            yield Edit(key, self.before[key], None)
