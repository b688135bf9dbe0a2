"""An act and its fate: how far a command has come between the desk and the journal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.command import Command, Done
    from models.domain.error import Words
    from models.domain.ids import IncidentId


class Fate(StrEnum):
    """How far an act has come."""

    SENT = "sent"
    KEPT = "kept"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Act:
    """One act and its fate.

    `KEPT`: in the outbox on disk, the database is away. `CONFIRMED`: committed, its
    frame is still to come. `REFUSED` and `FAILED` carry their words and stay no longer
    than the telling; `is_listed` says that it was accepted before and lies with the
    conflicts now. `waited` says that it had been kept before its fate was known.
    """

    command: Command
    since: datetime
    fate: Fate = Fate.SENT
    done: Done | None = None
    code: str = ""
    words: Words | None = None
    is_listed: bool = False
    waited: bool = False

    @property
    def incident(self) -> IncidentId | None:
        """The incident that the act is about; None for acts on members alone."""
        return getattr(self.command.intent, "incident", None)
