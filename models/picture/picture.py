"""Everything known at one `seq`: incidents, members, drawings, the reference data below.

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

from models.domain.drawing import DRAWING_WORDS, Drawing
from models.domain.incident import INCIDENT_WORDS, TASK_WORDS, Incident, Task
from models.domain.leave import Leave
from models.domain.member import MEMBER_WORDS, Member
from models.domain.place import LonLat
from models.domain.shift import HANDOVER_WORDS, ROOM_NOTE_WORDS, Handover, RoomNote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.domain.ids import DrawingId, HandoverId, IncidentId, MemberId, RoomNoteId
    from models.domain.wall_view import WallView

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Picture:
    """Incidents not yet archived, every member, drawings that stand, the reference version.

    Invariants: equals the state tables at `seq`; `tasks_of` names, for each member with
    open tasks, the incidents they lie in; `at` is `recorded_at` of the last fact. Of the
    drawings those are here that stand at `at`; some may be over by the `now` of a frame.
    `wall` is what was last sent to the walls, over or not. `handovers` are the last
    `KEPT_HANDOVERS`, `notes` to the room those that stand at `at`.
    """

    seq: int = 0
    at: datetime = _EPOCH
    reference: int = 0
    incidents: Mapping[IncidentId, Incident] = field(default_factory=_nothing)
    members: Mapping[MemberId, Member] = field(default_factory=_nothing)
    tasks_of: Mapping[MemberId, tuple[IncidentId, ...]] = field(default_factory=_nothing)
    drawings: Mapping[DrawingId, Drawing] = field(default_factory=_nothing)
    wall: WallView | None = None
    handovers: Mapping[HandoverId, Handover] = field(default_factory=_nothing)
    notes: Mapping[RoomNoteId, RoomNote] = field(default_factory=_nothing)

    def digest(self) -> str:
        """SHA-256 of the canonical picture: no personal words, no fixes, no time of day.

        The same for the same `seq`, however it was reached. Where nothing is drawn, handed
        over or told to the room, nobody asked for leave or was rostered, it is that of the
        releases that could not do so. What the walls show is no matter of the
        centre and not in it.
        """
        sha = hashlib.sha256(f"{self.seq} {self.reference}\n".encode())
        for incident in sorted(self.incidents.values(), key=_by_id):
            sha.update(_canonical(incident, INCIDENT_WORDS))
        for member in sorted(self.members.values(), key=_by_id):
            sha.update(_canonical(member, MEMBER_WORDS))
        for drawing in sorted(self.drawings.values(), key=_by_id):
            sha.update(_canonical(drawing, DRAWING_WORDS))
        for handover in sorted(self.handovers.values(), key=_by_id):
            sha.update(_canonical(handover, HANDOVER_WORDS))
        for note in sorted(self.notes.values(), key=_by_id):
            sha.update(_canonical(note, ROOM_NOTE_WORDS))
        return sha.hexdigest()


_LATER = ("leaves", "rota")
"""Fields that older releases did not have: left out of the digest where they say nothing."""
_Subject = Incident | Member | Drawing | Handover | RoomNote


def _by_id(subject: _Subject) -> int:
    return subject.id.int


def _canonical(subject: _Subject, words: tuple[str, ...]) -> bytes:
    plain = {f.name: _plain(getattr(subject, f.name)) for f in fields(subject)}
    for name in (*words, *(name for name in _LATER if not plain.get(name, True))):
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
    if isinstance(value, Leave):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
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
