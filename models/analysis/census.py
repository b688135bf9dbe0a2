"""What a picture holds, as arrays: every incident and member with the cells it lies in.

Built once per picture; from it any number is counted for any cells in one pass. What does
not change from one picture to the next is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from models.domain.incident import State
from models.domain.member import Duty
from models.picture.query import Availability, availability

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from models.domain.ids import CellId, IncidentId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.picture.picture import Picture

_CASE_COLUMNS = 10
NEVER_S = np.inf
"""Stands for an instant that is not set."""
_Row = tuple[float, ...]
_Subject = TypeVar("_Subject")
_Id = TypeVar("_Id")
_REFUSED = frozenset({State.REFUSED})
_UNJUDGED = frozenset({State.REPORTED, State.TO_VERIFY})
_NOT_COUNTED = frozenset({State.VOID, State.MERGED, State.SUSPENDED})
"""Left out of every rate (`domain.md` §4.1, rule 4), as restricted cases are."""


@dataclass(frozen=True, slots=True)
class CellsAsked:
    """Cells that something is counted for; all (c,), of any levels, each cell once.

    `ids` int64; `area_km2` float64, NaN where unknown; `order` sorts the ids.
    """

    ids: NDArray[np.int64]
    area_km2: NDArray[np.float64]
    order: NDArray[np.intp]


def cells_asked(ids: Sequence[CellId], area_km2: Sequence[float]) -> CellsAsked:
    """Cells by their ids and areas, both (c,)."""
    at = np.array(ids, np.int64)
    return CellsAsked(at, np.array(area_km2, np.float64), np.argsort(at))


@dataclass(frozen=True, slots=True)
class Paths:
    """In which cells n subjects lie: subject `subject[i]` lies in cell `cell[i]`, both (k,)."""

    subject: NDArray[np.int64]
    cell: NDArray[np.int64]
    count: int

    def in_cells(self, cells: CellsAsked, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weights (n,) of the subjects added up by cell, in the order of `cells`, (c,)."""
        if not len(cells.ids):
            return np.zeros(0)
        place = np.searchsorted(cells.ids, self.cell, sorter=cells.order)
        row = cells.order[np.minimum(place, len(cells.ids) - 1)]
        is_here = cells.ids[row] == self.cell
        told = weight[self.subject[is_here]]
        return np.bincount(row[is_here], told, minlength=len(cells.ids)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Cases:
    """The incidents of a picture, n of them; flags are 0 or 1, float64 (n,).

    Instants are seconds since the epoch, UTC, `NEVER_S` where not set: `due_s` of the case,
    `pressing_s` the nearer one of case and step. `is_counted` is 0 for what no rate counts.
    """

    paths: Paths
    is_open: NDArray[np.float64]
    waits: NDArray[np.float64]
    is_with_unit: NDArray[np.float64]
    is_counted: NDArray[np.float64]
    is_refused: NDArray[np.float64]
    is_judged: NDArray[np.float64]
    due_s: NDArray[np.float64]
    pressing_s: NDArray[np.float64]
    finished_s: NDArray[np.float64]
    reworks: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class People:
    """The members of a picture who have not left, n of them; float64 (n,)."""

    paths: Paths
    is_on_duty: NDArray[np.float64]
    is_free: NDArray[np.float64]
    load: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Census:
    """A picture as arrays; `rows` are what its cases were made of, kept for the next."""

    picture: Picture
    cases: Cases
    people: People
    rows: Mapping[IncidentId, tuple[Incident, _Row]] = field(repr=False)


def census_of(picture: Picture, before: Census | None = None) -> Census:
    """The arrays of a picture; incidents that are the same values as `before` are kept."""
    if before is not None and before.picture is picture:
        return before
    known = before.rows if before is not None else {}
    rows = _kept(picture.incidents, known, _case_row)
    return Census(picture, _cases(rows), _people(picture), rows)


def _kept(
    subjects: Mapping[_Id, _Subject],
    known: Mapping[_Id, tuple[_Subject, _Row]],
    row_of: Callable[[_Subject], _Row],
) -> Mapping[_Id, tuple[_Subject, _Row]]:
    rows = {}
    for key, subject in subjects.items():
        row = known.get(key)
        rows[key] = row if row is not None and row[0] is subject else (subject, row_of(subject))
    return rows


def _case_row(case: Incident) -> _Row:
    state = case.state
    is_open, due_s = state.is_open, _seconds(case.due_at)
    return (
        is_open,
        state is State.REGISTERED,
        state.is_with_unit,
        not case.restricted and state not in _NOT_COUNTED,
        state in _REFUSED,
        state not in _UNJUDGED,
        due_s,
        min(due_s, _seconds(case.step_due_at)) if is_open else NEVER_S,
        _seconds(case.finished_at),
        case.reworks,
    )


def _cases(rows: Mapping[IncidentId, tuple[Incident, _Row]]) -> Cases:
    values = np.array([row for _, row in rows.values()], np.float64)
    columns = values.T if len(rows) else np.empty((_CASE_COLUMNS, 0))
    return Cases(_paths([case.cell_path for case, _ in rows.values()]), *columns)


def _people(picture: Picture) -> People:
    members = [m for m in picture.members.values() if m.duty is not Duty.LEFT]
    held = picture.tasks_of
    load = [len(held.get(member.id, ())) for member in members]
    free = [_is_free(member, number) for member, number in zip(members, load, strict=True)]
    return People(
        _paths([member.cell_path for member in members]),
        np.array([member.duty is Duty.ON for member in members], np.float64),
        np.array(free, np.float64),
        np.array(load, np.float64),
    )


def _is_free(member: Member, load: int) -> bool:
    return availability(member, load) is Availability.FREE


def _paths(paths: list[tuple[CellId, ...]]) -> Paths:
    lengths = np.fromiter(map(len, paths), np.int64, len(paths))
    cell = np.fromiter(chain.from_iterable(paths), np.int64, int(lengths.sum()))
    return Paths(np.repeat(np.arange(len(paths)), lengths), cell, len(paths))


def _seconds(instant: datetime | None) -> float:
    return NEVER_S if instant is None else instant.timestamp()
