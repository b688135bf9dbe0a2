"""What a picture holds, as arrays: every incident and member with the cells it lies in.

Built once per picture; from it any number is counted for any cells in one pass. What does
not change from one picture to the next is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from models.domain.incident import State
from models.domain.member import Duty
from models.picture.query import Availability, availability, is_serving

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from models.domain.ids import CellId, MemberId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.picture.picture import Picture

_CASE_COLUMNS = 10
NEVER_S = np.inf
"""Stands for an instant that is not set."""
_Row = tuple[float, ...]
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
    """The members of a picture who have not left, n of them; float64 (n,).

    `members` are they, `row` leads from an id to their row; `is_idle` is 1 for whoever would
    be free with nothing in hand.
    """

    paths: Paths
    is_on_duty: NDArray[np.float64]
    is_idle: NDArray[np.float64]
    is_free: NDArray[np.float64]
    load: NDArray[np.float64]
    members: list[Member] = field(repr=False)
    row: Mapping[MemberId, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Census:
    """A picture as arrays; `rows` are what its cases were made of, kept for the next.

    They are found by the identity of the incident, which each row keeps alive.
    """

    picture: Picture
    cases: Cases
    people: People
    rows: Mapping[int, tuple[Incident, _Row]] = field(repr=False)


def census_of(picture: Picture, before: Census | None = None) -> Census:
    """The arrays of a picture; what is the same value as in `before` is not looked at again."""
    if before is not None and before.picture is picture:
        return before
    rows = _kept(picture.incidents.values(), before.rows if before is not None else {})
    people = _people(picture, before.people if before is not None else None)
    return Census(picture, _cases(rows), people, rows)


def _kept(
    cases: Iterable[Incident], known: Mapping[int, tuple[Incident, _Row]]
) -> Mapping[int, tuple[Incident, _Row]]:
    return {id(case): known.get(id(case)) or (case, _case_row(case)) for case in cases}


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


def _cases(rows: Mapping[int, tuple[Incident, _Row]]) -> Cases:
    values = np.array([row for _, row in rows.values()], np.float64)
    columns = values.T if len(rows) else np.empty((_CASE_COLUMNS, 0))
    return Cases(_paths([case.cell_path for case, _ in rows.values()]), *columns)


def _people(picture: Picture, before: People | None) -> People:
    members = [m for m in picture.members.values() if m.duty is not Duty.LEFT]
    others = _others(members, before.members) if before is not None else None
    at = picture.at
    people = (
        _counted(members, at) if before is None or others is None else _again(before, members)
    )
    if before is not None and others:
        for row in others:
            people.is_on_duty[row] = is_serving(members[row], at)
            people.is_idle[row] = _is_idle(members[row], at)
    load = np.zeros(len(members))
    for member_id, held in picture.tasks_of.items():
        row = people.row.get(member_id, -1)
        if row >= 0:
            load[row] = len(held)
    return replace(people, is_free=people.is_idle * (load == 0), load=load)


def _others(members: list[Member], before: list[Member]) -> list[int] | None:
    """The rows of other values, and of those with leave, which begins without a fact.

    None where anybody came, went or moved to another cell.
    """
    if len(members) != len(before):
        return None
    pairs = enumerate(zip(members, before, strict=True))
    others = [(row, now, then) for row, (now, then) in pairs if now is not then or now.leaves]
    stays = all(
        now.id == then.id and now.cell_path == then.cell_path for _, now, then in others
    )
    return [row for row, _, _ in others] if stays else None


def _counted(members: list[Member], at: datetime) -> People:
    return People(
        _paths([member.cell_path for member in members]),
        np.array([is_serving(member, at) for member in members], np.float64),
        np.array([_is_idle(member, at) for member in members], np.float64),
        np.zeros(len(members)),
        np.zeros(len(members)),
        members,
        {member.id: row for row, member in enumerate(members)},
    )


def _again(before: People, members: list[Member]) -> People:
    """The same people, with arrays of their own to be corrected."""
    return replace(
        before,
        is_on_duty=before.is_on_duty.copy(),
        is_idle=before.is_idle.copy(),
        members=members,
    )


def _is_idle(member: Member, at: datetime) -> bool:
    return availability(member, 0, at) is Availability.FREE


def _paths(paths: list[tuple[CellId, ...]]) -> Paths:
    lengths = np.fromiter(map(len, paths), np.int64, len(paths))
    cell = np.fromiter(chain.from_iterable(paths), np.int64, int(lengths.sum()))
    return Paths(np.repeat(np.arange(len(paths)), lengths), cell, len(paths))


def _seconds(instant: datetime | None) -> float:
    return NEVER_S if instant is None else instant.timestamp()
