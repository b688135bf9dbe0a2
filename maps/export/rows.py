"""Who and what stands on a page: members and incidents as rows, and what is kept off it.

Kept off: restricted incidents, whatever a reporter said, citizens' names (volunteers are
citizens), given names of staff, and who is on which incident.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from maps.geometry.projection import to_lonlat
from maps.layers.incidents import stage_of
from maps.layers.members import MemberLook, members_layer
from models.domain.error import Words
from models.domain.member import MemberKind
from models.picture.query import pressing_due_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.layers.incidents import Stage
    from maps.layers.members import Positions
    from models.domain.category import Category, Urgency
    from models.domain.grid import Cell
    from models.domain.ids import CellId
    from models.domain.incident import Incident, State
    from models.domain.member import Member
    from models.domain.place import LonLat
    from models.picture.picture import Picture

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOUBLE_SURNAMES: Final = frozenset(
    {
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "东方",
        "端木",
        "长孙",
        "宇文",
        "南宫",
    }
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member on the page. `lonlat_deg` is WGS 84, None where nobody knows."""

    number: str
    surname: str
    look: MemberLook
    is_stale: bool
    fixed_at: datetime | None
    lonlat_deg: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An open incident on the page; `due_at` is the nearer of its two clocks."""

    number: str
    category: Words | None
    state: State
    stage: Stage
    urgency: Urgency
    place: LonLat | None
    reported_at: datetime
    due_at: datetime | None
    is_overdue: bool


def incident_rows(
    picture: Picture, categories: Mapping[str, Category], now: datetime
) -> list[IncidentRow]:
    """The open incidents that may be shown, the most urgent and then the oldest first."""
    rows = []
    for incident in picture.incidents.values():
        category = categories.get(incident.category or "")
        secret = incident.restricted or (category is not None and category.restricted)
        if incident.state.is_open and not secret:
            rows.append(_incident_row(incident, category, now))
    rows.sort(key=lambda row: (-row.urgency.rank, row.reported_at, row.number))
    return rows


def member_rows(
    picture: Picture, positions: Positions, now: datetime, cells: Mapping[CellId, Cell]
) -> list[MemberRow]:
    """The members who have not left, in the order of their numbers.

    A member without a fix stands in the middle of the home cell, where that is known.
    """
    layer = members_layer(picture, positions, _to_us(now))
    lonlat = to_lonlat(layer.mercator_m).tolist()
    rows = []
    for row, member_id in enumerate(layer.ids):
        member = picture.members[member_id]
        fix_us = int(layer.fix_us[row])
        place = tuple(lonlat[row]) if fix_us else _home(member, cells)
        rows.append(
            MemberRow(
                number=member.number,
                surname=surname_of(member),
                look=MemberLook(layer.look[row]),
                is_stale=bool(layer.is_stale[row]),
                fixed_at=_EPOCH + timedelta(microseconds=fix_us) if fix_us else None,
                lonlat_deg=place,
            )
        )
    return sorted(rows, key=lambda row: row.number)


def surname_of(member: Member) -> str:
    """What of a name may stand on a page: a Chinese surname, else initials, else nothing.

    Outside Chinese nobody can tell which part is the surname, so only initials are given.
    """
    name = member.name.strip()
    if member.kind is MemberKind.VOLUNTEER or not name or name == member.number:
        return ""
    if "\u4e00" <= name[0] <= "\u9fff":
        return name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[0]
    return " ".join(f"{part[0]}." for part in name.split())


def _incident_row(incident: Incident, category: Category | None, now: datetime) -> IncidentRow:
    due_at = pressing_due_at(incident)
    return IncidentRow(
        number=incident.number,
        category=Words(category.zh, category.en) if category else None,
        state=incident.state,
        urgency=incident.urgency,
        place=incident.place,
        reported_at=incident.reported_at,
        stage=stage_of(incident.state),
        due_at=due_at,
        is_overdue=due_at is not None and due_at < now,
    )


def _home(member: Member, cells: Mapping[CellId, Cell]) -> tuple[float, float] | None:
    cell = cells.get(member.home_cell) if member.home_cell is not None else None
    if cell is None or cell.centre is None:
        return None
    return cell.centre.lon_deg, cell.centre.lat_deg


def _to_us(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
