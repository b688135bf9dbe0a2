"""Why a rule said no: a code for programs, words for people, what it is about.

The words are written here, once, for both languages, so that the tooltip of a
greyed button, the mark at the cursor and the answer of `do` say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule's no.

    Invariants: `code` is stable between releases; scripts compare it.
    """

    code: str
    words: Words
    about: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Carries a refusal out of a handler; the unit of work rolls back on its way."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code}: {refusal.words.en}")
        self.refusal = refusal


def refuse(code: str, zh: str, en: str, /, **about: str) -> Refusal:
    """A refusal with its words in Chinese and English."""
    return Refusal(code, Words(zh, en), about)
