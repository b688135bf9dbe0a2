"""Acts that were accepted, and that a rule refused when they came to be sent: for a person.

An act may lie in the outbox for hours; meanwhile its subject moves on. What is refused then
is neither lost nor done by force: it is listed with who was faster, until somebody redoes
it against the present, joins it to what the other did, or drops it with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.desk.port import Deed
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.domain.command import Command
    from models.domain.ids import CommandId, IncidentId


class Way(StrEnum):
    """What a person does with a conflict."""

    REDO = "redo"
    JOIN = "join"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An accepted act that was refused, as its author made it.

    `at` is when it was refused, by the home's clock; `code`, `words` and `about` are those
    of the refusal.
    """

    command: Command
    at: datetime
    code: str
    words: Words
    about: Mapping[str, str]

    @property
    def deed(self) -> Deed | None:
        """Who was faster, doing what; None where the refusal names nobody."""
        return deed_in(self.about)

    @property
    def incident(self) -> IncidentId | None:
        """The incident that the act is about; None for acts on members and drawings."""
        return getattr(self.command.intent, "incident", None)

    @property
    def key(self) -> CommandId:
        """The id of the act, by which a decision names it."""
        return self.command.id


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a conflict, when, and why."""

    conflict: CommandId
    way: Way
    operator: str
    at: datetime
    reason: str = ""


def about_deed(deed: Deed) -> dict[str, str]:
    """Who was faster, as a refusal carries it beside its words."""
    return {
        "winner_verb": deed.verb,
        "winner_actor": deed.actor,
        "winner_station": deed.station,
        "winner_at": deed.at.isoformat(),
        "winner_to": deed.assignees,
    }


def deed_in(about: Mapping[str, str]) -> Deed | None:
    """Who was faster, where a refusal carries it."""
    try:
        return Deed(
            about["winner_verb"],
            about["winner_actor"],
            about["winner_station"],
            datetime.fromisoformat(about["winner_at"]),
            about["winner_to"],
        )
    except (KeyError, ValueError):
        return None


def conflict_to_plain(conflict: Conflict) -> dict[str, Any]:
    """A conflict as JSON can hold it, beside its command which is kept already."""
    return {
        "id": str(conflict.key),
        "at": conflict.at.isoformat(),
        "code": conflict.code,
        "zh": conflict.words.zh,
        "en": conflict.words.en,
        "about": dict(conflict.about),
    }


def conflict_from_plain(plain: Mapping[str, Any], command: Command) -> Conflict:
    """The conflict again."""
    return Conflict(
        command,
        datetime.fromisoformat(plain["at"]),
        plain["code"],
        Words(plain["zh"], plain["en"]),
        {str(key): str(value) for key, value in plain["about"].items()},
    )
