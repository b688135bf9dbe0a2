"""What a page tells of its moments: one, or the steps of a period, and who is kept off it.

Kept off: incidents that are restricted at any of its moments or now, whatever a reporter
said, citizens' names (volunteers are citizens) and given names of staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from models.domain.member import MemberKind
from models.picture.secrecy import is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from maps.layers.members import Positions
    from models.domain.category import Category
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.picture.picture import Picture

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOUBLE_SURNAMES: Final = frozenset(
    (
        *("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙"),
        *("慕容", "司徒", "令狐", "东方", "端木", "长孙", "宇文", "南宫"),
    )
)
"""The commonest of some eighty."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant: what was known, and everybody's last position by then; `now` is aware."""

    picture: Picture
    positions: Positions
    now: datetime


def hidden_incidents(
    moments: Iterable[Moment],
    categories: Mapping[str, Category],
    restricted: frozenset[IncidentId] = frozenset(),
) -> frozenset[IncidentId]:
    """The incidents kept off: those `restricted` by now, and those that were so at a moment.

    The former whether a moment still knows them or not: what was drawn for one may outlive it.

    What became restricted later was so already when it was told to all too freely.
    """
    return restricted | {
        incident.id
        for incident in _each_version(moments)
        if is_restricted(incident, categories)
    }


def _each_version(moments: Iterable[Moment]) -> Iterable[Incident]:
    """Every incident of every moment; one that did not change is given once."""
    before: Mapping[IncidentId, Incident] = {}
    for moment in moments:
        incidents = moment.picture.incidents
        if incidents is not before:
            yield from (one for one in incidents.values() if before.get(one.id) is not one)
        before = incidents


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


def seconds_of(moments: Sequence[Moment]) -> list[int]:
    """Their instants in whole seconds since the epoch."""
    return [to_us(moment.now) // 1_000_000 for moment in moments]


def to_us(at: datetime) -> int:
    """Microseconds since the epoch of an aware instant."""
    return (at - _EPOCH) // timedelta(microseconds=1)
