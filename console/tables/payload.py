"""What a drag carries: subjects by kind and id, as a MIME type of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from PySide6.QtCore import QMimeData

from models.domain.dispatching import Answer
from models.domain.ids import IncidentId, MemberId

MIME: Final = "application/x-wangge-subjects"

Judge = Callable[[tuple[IncidentId, ...], tuple[MemberId, ...]], Answer | None]
"""May these members take these incidents? None where nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Payload:
    """Incidents, or members, on their way from one place to another."""

    kind: Literal["incident", "member"]
    ids: tuple[UUID, ...]

    @property
    def incidents(self) -> tuple[IncidentId, ...]:
        """The incidents it carries."""
        return tuple(map(IncidentId, self.ids)) if self.kind == "incident" else ()

    @property
    def members(self) -> tuple[MemberId, ...]:
        """The members it carries."""
        return tuple(map(MemberId, self.ids)) if self.kind == "member" else ()

    def to_mime(self) -> QMimeData:
        """The payload as Qt carries it; as text too, for whoever pastes it elsewhere."""
        mime = QMimeData()
        plain = {"kind": self.kind, "ids": [str(subject) for subject in self.ids]}
        mime.setData(MIME, json.dumps(plain).encode())
        return mime


def payload_of(mime: QMimeData) -> Payload | None:
    """The payload of a drag; None where it is not ours or cannot be read."""
    if not mime.hasFormat(MIME):
        return None
    try:
        plain = json.loads(bytes(mime.data(MIME).data()))
        ids = tuple(UUID(subject) for subject in plain["ids"])
        kind = plain["kind"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Payload(kind, ids) if kind in {"incident", "member"} and ids else None
