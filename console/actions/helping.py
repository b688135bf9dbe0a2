"""What F1 says: of each part of a window what it is for, an example, its keys.

The words are data (`resources/help.toml`); keys and names of acts come from the catalogue, so
that the help cannot say another key than the one that works.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QKeySequence

from console.actions.catalogue import BY_ID, words_of
from models.domain.error import Words
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from models.domain.error import Language

DESK: Final = "desk"
"""The topic where nothing nearer is known."""
_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of a window: `acts` are ids of the catalogue, `keys` those of its own."""

    title: Words
    says: Words
    example: Words
    acts: tuple[str, ...]
    keys: tuple[tuple[str, Words], ...]

    def rows(self, language: Language) -> list[tuple[str, str]]:
        """(keys, what they do), its own first, in the language of the screens."""
        own = [(keys, words.in_(language)) for keys, words in self.keys]
        acts = (BY_ID[one] for one in self.acts)
        return own + [(keys_of(act.shortcut), words_of(act)) for act in acts if act.shortcut]


def keys_of(shortcut: str) -> str:
    """A shortcut as this system writes it."""
    return ", ".join(
        QKeySequence(one.strip()).toString(_NATIVE) for one in shortcut.split("; ")
    )


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by the names of the parts they are about, in the order of leafing."""
    with resource_path("help.toml").open("rb") as file:
        return {name: _topic(raw) for name, raw in tomllib.load(file).items()}


def topic_of(part: QObject | None) -> str:
    """The nearest topic: of the part itself or of what it lies in."""
    known = topics()
    while part is not None:
        if part.objectName() in known:
            return part.objectName()
        part = part.parent()
    return DESK


def _topic(raw: dict[str, Any]) -> Topic:
    title, says, example = (
        Words(raw[key]["zh"], raw[key]["en"]) for key in ("title", "says", "example")
    )
    keys = tuple((row["keys"], Words(row["zh"], row["en"])) for row in raw.get("keys", ()))
    return Topic(title, says, example, tuple(raw["acts"]), keys)
