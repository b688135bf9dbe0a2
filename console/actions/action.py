"""An act of a person: its words, shortcut, menu and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.feed.frame import Capability


class Group(StrEnum):
    """The menus, from left to right."""

    CONSOLE = "console"
    INCIDENT = "incident"
    DISPATCH = "dispatch"
    MEMBERS = "members"
    MAP = "map"
    PLACES = "places"
    TIME = "time"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Action:
    """An act of a person.

    `words` is its English name, translated under `Catalogue`; for an act of the lifecycle
    (`verb`) `console.state.words` says it. `shortcut` is Qt's portable text, of
    several keys with "; " between them. `capability` must be in the frame. `number` fills
    the place of `{0}` in the words.
    """

    id: str
    group: Group
    words: str = ""
    shortcut: str = ""
    capability: Capability | None = None
    verb: str = ""
    icon: str = ""
    number: int = 0


def act(
    action_id: str,
    group: Group,
    words: object,
    shortcut: str = "",
    *,
    needs: Capability | None = None,
    icon: str = "",
) -> Action:
    """An act; `words` marked for translation under `Catalogue`."""
    return Action(action_id, group, str(words), shortcut, needs, icon=icon)
