"""Commands as JSON, for the outbox on disk."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any, get_args
from uuid import UUID

from models.domain.advice import Advice, advice_from_plain, advice_to_plain
from models.domain.category import Urgency
from models.domain.command import Command, Intent
from models.domain.conveying import Reply
from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
from models.domain.ids import CommandId
from models.domain.incident import Finding, Ground, Source
from models.domain.ladder import Rung
from models.domain.leave import LeaveKind
from models.domain.lifecycle import Role
from models.domain.member import Duty
from models.domain.photo import PhotoRole
from models.domain.place import LonLat
from models.domain.welfare import Welfare

_INTENTS: dict[str, Any] = {cls.__name__: cls for cls in get_args(Intent)}
_ENUMS: dict[str, type[Enum]] = {
    kind.__name__: kind
    for kind in (
        *(Urgency, Source, Duty, Ground, Finding, Rung, PhotoRole, Reply, Welfare),
        *(DrawingKind, DrawingShape, DrawingTone, LeaveKind),
    )
}


class StoredCommands:
    """Commands to plain values and back; see `models.desk.outbox.CommandCodec`."""

    def to_plain(self, command: Command) -> dict[str, Any]:
        """A command as JSON can hold it."""
        intent = command.intent
        return {
            "id": str(command.id),
            "actor": command.actor,
            "roles": sorted(role.value for role in command.roles),
            "station": command.station,
            "seen_version": command.seen_version,
            "intent": type(intent).__name__,
            "fields": {f.name: _plain(getattr(intent, f.name)) for f in fields(intent)},
        }

    def from_plain(self, plain: dict[str, Any]) -> Command:
        """The command again."""
        given = {name: _value(value) for name, value in plain["fields"].items()}
        return Command(
            id=CommandId(UUID(plain["id"])),
            intent=_INTENTS[plain["intent"]](**given),
            actor=plain["actor"],
            roles=frozenset(Role(role) for role in plain["roles"]),
            station=plain["station"],
            seen_version=plain["seen_version"],
        )


def _plain(value: Any) -> Any:
    """A value with its type beside it, where JSON alone would lose it."""
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, LonLat):
        return {"lonlat": [value.lon_deg, value.lat_deg]}
    if isinstance(value, Advice):
        return {"advice": advice_to_plain(value)}
    if isinstance(value, Enum):
        return {type(value).__name__: value.value}
    if isinstance(value, tuple):
        return {"list": [_plain(item) for item in value]}
    return value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, raw),) = plain.items()
    if kind == "uuid":
        return UUID(raw)
    if kind == "at":
        return datetime.fromisoformat(raw)
    if kind == "lonlat":
        return LonLat(*raw)
    if kind == "advice":
        return advice_from_plain(raw)
    if kind == "list":
        return tuple(_value(item) for item in raw)
    return _ENUMS[kind](raw)
