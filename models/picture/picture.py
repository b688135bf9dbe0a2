"""Everything known at one `seq`: incidents, members, and which reference data it stands on.

A picture is a value. The fold makes the next; whoever holds one may read it from
any thread for as long as they like.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.domain.incident import INCIDENT_WORDS, TASK_WORDS, Incident, Task
from models.domain.member import MEMBER_WORDS, Member
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.domain.ids import IncidentId, MemberId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Picture:
    """Incidents not yet archived, every member, and the reference version.

    Invariants: equals the state tables at `seq`; `tasks_of` names, for each member with
    open tasks, the incidents they lie in; `at` is `recorded_at` of the last fact.
    """

    seq: int = 0
    at: datetime = _EPOCH
    reference: int = 0
    incidents: Mapping[IncidentId, Incident] = field(default_factory=_nothing)
    members: Mapping[MemberId, Member] = field(default_factory=_nothing)
    tasks_of: Mapping[MemberId, tuple[IncidentId, ...]] = field(default_factory=_nothing)

    def digest(self) -> str:
        """SHA-256 of the canonical picture: no personal words, no fixes, no time of day.

        The same for the same `seq`, however it was reached.
        """
        sha = hashlib.sha256(f"{self.seq} {self.reference}\n".encode())
        for incident in sorted(self.incidents.values(), key=_by_id):
            sha.update(_canonical(incident, INCIDENT_WORDS))
        for member in sorted(self.members.values(), key=_by_id):
            sha.update(_canonical(member, MEMBER_WORDS))
        return sha.hexdigest()


def _by_id(subject: Incident | Member) -> int:
    return subject.id.int


def _canonical(subject: Incident | Member, words: tuple[str, ...]) -> bytes:
    plain = {f.name: _plain(getattr(subject, f.name)) for f in fields(subject)}
    for name in words:
        del plain[name]
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, LonLat):
        return [value.lon_deg, value.lat_deg]
    if isinstance(value, Task):
        return {
            f.name: _plain(getattr(value, f.name))
            for f in fields(value)
            if f.name not in TASK_WORDS
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


_MICROSECOND = datetime.resolution
