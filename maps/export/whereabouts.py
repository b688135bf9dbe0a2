"""Members over the moments of a page: where they were and how they looked, as steps.

A member is written down again only where something changed, in whole numbers that each
differ little from the last: a day of thousands of people takes a few megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from maps.export.moments import surname_of, to_us
from maps.export.outlines import STEPS_PER_DEGREE
from maps.geometry.projection import to_lonlat
from maps.layers.members import members_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from maps.export.moments import Moment
    from maps.layers.scene import MembersLayer
    from models.domain.grid import Cell
    from models.domain.ids import CellId, MemberId
    from models.domain.member import Member

ABSENT: Final = -1
"""The code of a member who is not there, or whose place nobody knows."""
NO_FIX: Final = -1
"""The age of a position that is the home cell, for want of a better."""
FIELDS: Final = 5
"""Numbers a change is written in."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A member's way through the moments.

    `changes` is flat, `FIELDS` numbers a change: moments since the last change, then latitude
    and longitude as steps of `STEPS_PER_DEGREE` from the last, a code (twice the `MemberLook`,
    one more where the position is old, or `ABSENT`), and the age of the position in seconds
    at that moment, or `NO_FIX`. Empty where nobody ever knew the place.
    """

    number: str
    surname: str
    changes: list[int]


@dataclass(frozen=True, slots=True)
class _Table:
    """Members by moments, (n, m) each; where `code` is `ABSENT` the rest means nothing."""

    lat: NDArray[np.int64]
    lon: NDArray[np.int64]
    code: NDArray[np.int64]
    age_s: NDArray[np.int64]


def whereabouts(
    moments: Sequence[Moment], cells: Mapping[CellId, Cell]
) -> tuple[dict[MemberId, int], list[Whereabouts]]:
    """The members who serve at any moment, by number, and the row of each.

    A member without a position stands in the middle of the home cell, where that is known.
    """
    known = {m.id: m for moment in moments for m in moment.picture.members.values()}
    people = sorted(known.values(), key=lambda member: member.number)
    row_of = {member.id: row for row, member in enumerate(people)}
    size = len(people), len(moments)
    table = _Table(
        np.zeros(size, int), np.zeros(size, int), np.full(size, ABSENT), _nobody(size)
    )
    for column, moment in enumerate(moments):
        layer = members_layer(moment.picture, moment.positions, to_us(moment.now))
        rows = np.array([row_of[member_id] for member_id in layer.ids], np.intp)
        _fill(table, column, rows, layer, _homes(people, rows, cells), to_us(moment.now))
    return row_of, [
        Whereabouts(member.number, surname_of(member), _changes(table, row))
        for row, member in enumerate(people)
    ]


def _nobody(size: tuple[int, int]) -> NDArray[np.int64]:
    return np.full(size, NO_FIX)


def _fill(
    table: _Table,
    column: int,
    rows: NDArray[np.intp],
    layer: MembersLayer,
    homes: NDArray[np.float64],
    now_us: int,
) -> None:
    has_fix = layer.fix_us > 0
    lonlat = np.where(has_fix[:, None], to_lonlat(layer.mercator_m), homes)
    is_known = ~np.isnan(lonlat[:, 0])
    steps = np.rint(np.nan_to_num(lonlat) * STEPS_PER_DEGREE).astype(int)
    table.lon[rows, column], table.lat[rows, column] = steps.T
    code = layer.look.astype(int) * 2 + layer.is_stale
    table.code[rows, column] = np.where(is_known, code, ABSENT)
    age_s = np.maximum(now_us - layer.fix_us, 0) // 1_000_000
    table.age_s[rows, column] = np.where(has_fix, age_s, NO_FIX)


def _homes(
    people: Sequence[Member], rows: NDArray[np.intp], cells: Mapping[CellId, Cell]
) -> NDArray[np.float64]:
    """The middle of the home cell of each, (n, 2) degrees, not a number where unknown."""
    homes = np.full((len(rows), 2), np.nan)
    for place, row in enumerate(rows.tolist()):
        home = people[row].home_cell
        cell = cells.get(home) if home is not None else None
        if cell is not None and cell.centre is not None:
            homes[place] = cell.centre.lon_deg, cell.centre.lat_deg
    return homes


def _changes(table: _Table, row: int) -> list[int]:
    lat, lon, code = table.lat[row], table.lon[row], table.code[row]
    is_new = np.empty(len(code), bool)
    is_new[:1] = code[:1] != ABSENT
    is_new[1:] = (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1]) | (code[1:] != code[:-1])
    at = np.flatnonzero(is_new)
    columns = (at, lat[at], lon[at])
    steps = [np.diff(column, prepend=0) for column in columns]
    flat: list[int] = np.column_stack([*steps, code[at], table.age_s[row, at]]).ravel().tolist()
    return flat
