"""The two kinds of failure that are nobody's bug: bad input and trouble in the world.

A rule that says no is a `Refusal` (see `refusal`), a value of its own. Whatever
is neither of the three is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence for people, in both languages of the product."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


class WorldlyError(Exception):
    """A failure with a code for programs and words for people."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(f"{code}: {words.en}")
        self.code = code
        self.words = words


class BadInput(WorldlyError):
    """The caller gave something that cannot be used; exit status 2."""


class Trouble(WorldlyError):
    """The world failed: no database, no disk, no display; exit status 4."""
