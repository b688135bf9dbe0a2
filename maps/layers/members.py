"""Members as marks: what they look like, where they are, where they head.

Built incrementally: only the rows of changed members are looked at again, positions
are placed by one array operation.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from maps.layers.glyphs import skill_bits
from maps.layers.places import OfFixes
from maps.layers.scene import MembersLayer
from models.domain.dispatching import STALE_FIX_S
from models.domain.member import Duty
from models.picture.query import assignees, is_serving

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.domain.member import Member
    from models.picture.fold import Changes
    from models.picture.picture import Picture

Numbers = TypeVar("Numbers", bound=np.generic)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOVING_MPS = 0.4
"""Below this a GNSS receiver at rest wanders; its heading means nothing."""
_STANDS_OR_NOT = np.array([np.nan, 0.0], np.float32)


class MemberLook(IntEnum):
    """What a member's mark says; each has a shape of its own, not only a colour."""

    FREE = 0
    TASKED = 1
    FULL = 2
    HELD = 3
    BREAK = 4
    OFF = 5


class Positions(Protocol):
    """The last fix of each member: arrays of shape (n,), one row a member, any order.

    `member` int32 is `Member.ref`; `lon_deg`, `lat_deg` float64 WGS 84; `heading_deg`
    and `speed_mps` float32, NaN where unknown; `ts_us` int64 microseconds since the epoch.
    """

    @property
    def member(self) -> NDArray[np.int32]:
        """Who."""

    @property
    def ts_us(self) -> NDArray[np.int64]:
        """When."""

    @property
    def lon_deg(self) -> NDArray[np.float64]:
        """Where, east."""

    @property
    def lat_deg(self) -> NDArray[np.float64]:
        """Where, north."""

    @property
    def speed_mps(self) -> NDArray[np.float32]:
        """How fast."""

    @property
    def heading_deg(self) -> NDArray[np.float32]:
        """Whereto."""


def members_layer(
    picture: Picture,
    positions: Positions,
    now_us: int,
    *,
    before: MembersLayer | None = None,
    changes: Changes | None = None,
) -> MembersLayer:
    """The members of a picture at their last known places.

    With `before` and the `changes` since its picture, only what changed is looked at
    again; without, everything is. `now_us` decides which fixes are stale.
    """
    at = _EPOCH + now_us * timedelta.resolution
    if before is None or changes is None or _differs(before, picture, changes):
        rows = _rows_of(picture, at)
    else:
        rows = _rows_again(before, picture, changes, at)
    return _placed(rows, positions, now_us)


def look_of(member: Member, load: int, at: datetime) -> MemberLook:
    """How a member with so many open tasks is drawn; who is on leave like who is off duty."""
    if member.duty is Duty.BREAK:
        return MemberLook.BREAK
    if not is_serving(member, at):
        return MemberLook.OFF
    if load >= member.capacity:
        return MemberLook.FULL
    if load:
        return MemberLook.TASKED
    return MemberLook.HELD if member.held_for is not None else MemberLook.FREE


def _look(picture: Picture, member: Member, at: datetime) -> int:
    return look_of(member, len(picture.tasks_of.get(member.id, ())), at)


def _rows_of(picture: Picture, at: datetime) -> MembersLayer:
    members = [m for m in picture.members.values() if m.duty is not Duty.LEFT]
    # Free members are drawn last, on top: they are whom the dispatcher looks for.
    looks = np.array([_look(picture, m, at) for m in members], np.uint8)
    order = np.argsort(-looks.astype(np.int16), kind="stable").tolist()
    members = [members[i] for i in order]
    return MembersLayer(
        ids=tuple(m.id for m in members),
        names=tuple(m.name for m in members),
        refs=np.array([m.ref for m in members], np.int32),
        look=looks[order],
        skills=np.array([skill_bits(m.skills) for m in members], np.uint16),
        row={m.id: i for i, m in enumerate(members)},
        picture=picture,
        leaving=frozenset(m.id for m in members if m.leaves),
    )


def _differs(before: MembersLayer, picture: Picture, changes: Changes) -> bool:
    """Whether somebody came, left or was renamed, so that rows must be laid anew."""
    for member_id in changes.members:
        now = picture.members.get(member_id)
        row = before.row.get(member_id)
        gone = now is None or now.duty is Duty.LEFT
        if gone != (row is None):
            return True
        if now is not None and row is not None and now.name != before.names[row]:
            return True
    return False


def _rows_again(
    before: MembersLayer, picture: Picture, changes: Changes, at: datetime
) -> MembersLayer:
    touched = changes.members | assignees(before.picture, changes.incidents)
    touched |= assignees(picture, changes.incidents) | before.leaving
    rows = [(m, before.row[m]) for m in touched if m in before.row]
    if not rows:
        return replace(before, picture=picture)
    look = before.look.copy()
    for member_id, row in rows:
        look[row] = _look(picture, picture.members[member_id], at)
    leaving = frozenset(m for m in touched if m in before.row and picture.members[m].leaves)
    return replace(before, look=look, picture=picture, leaving=leaving)


def _placed(rows: MembersLayer, positions: Positions, now_us: int) -> MembersLayer:
    fix = _whose(rows, positions.member)
    fix_us = _by_row(positions.ts_us, fix, 0)
    # A sum, for to choose among so many takes numpy six times as long.
    is_moving = (positions.speed_mps >= MOVING_MPS).astype(np.intp)
    heading = positions.heading_deg + _STANDS_OR_NOT[is_moving]
    return replace(
        rows,
        places=OfFixes(positions, fix),
        heading_deg=_by_row(heading, fix, np.nan),
        fix_us=fix_us,
        is_stale=fix_us < now_us - round(STALE_FIX_S * 1_000_000),
        fix_refs=positions.member,
        fix=fix,
    )


def _by_row(
    values: NDArray[Numbers], fix: NDArray[np.intp], otherwise: float
) -> NDArray[Numbers]:
    """What the fix of each row says, and for those who have none (-1) something else."""
    return np.append(values, np.array(otherwise, values.dtype))[fix]


def _whose(rows: MembersLayer, member: NDArray[np.int32]) -> NDArray[np.intp]:
    """The fix of each row, -1 where there is none; kept while fixes come in the same order."""
    if len(rows.fix) == len(rows.ids) and np.array_equal(member, rows.fix_refs):
        return rows.fix
    by_ref = np.argsort(member, kind="stable")
    if not len(by_ref):
        return np.full(len(rows.ids), -1)
    ref = member[by_ref]
    at = np.minimum(np.searchsorted(ref, rows.refs), len(ref) - 1)
    return np.where(ref[at] == rows.refs, by_ref[at], -1)
