"""What somebody looks for among all incidents there ever were, and what was found.

The picture holds what is under way; the rest lies in the tables alone, and is brought back
a page at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.domain.incident import Incident

PAGE = 50
MOST_WORDS = 8

Cursor = tuple["datetime", "UUID"]
"""Where a page ended: when an incident was reported, and its id."""


@dataclass(frozen=True, slots=True)
class Sought:
    """All words must stand in number, text, address, name or telephone, as they are.

    `phone` asks for the calls of one telephone instead. `after` is the end of the page
    before; `is_cleared`: whoever asks may know of restricted incidents.
    """

    words: tuple[str, ...] = ()
    phone: str = ""
    after: Cursor | None = None
    is_cleared: bool = False
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """A page, the newest first, without tasks; `more` is where the next begins, or None.

    A page may be short, or empty, and yet others follow.
    """

    incidents: tuple[Incident, ...]
    more: Cursor | None = None


def words_of(text: str) -> tuple[str, ...]:
    """The words of a line, each once; those beyond `MOST_WORDS` are left out."""
    return tuple(dict.fromkeys(text.casefold().split()))[:MOST_WORDS]
