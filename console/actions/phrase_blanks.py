"""The blanks of a phrase, in braces: each is to be filled in before its text goes out."""

from __future__ import annotations

import re
from typing import Final

from models.domain.error import Words

BLANK: Final = r"\{[^{}\n]*\}"
"""What a blank looks like, as a pattern."""


def blank_in(text: str) -> tuple[int, int] | None:
    """Where the first blank begins and ends; None where none is left."""
    found = re.search(BLANK, text)
    return found.span() if found else None


def unfilled(text: str) -> Words | None:
    """Why a text cannot go out yet, with the name of the blank; None where it can."""
    span = blank_in(text)
    if span is None:
        return None
    blank = text[slice(*span)]
    return Words(
        f"常用语中的“{blank}”还没有填写：请填上，或删去。",
        f"The phrase still has its blank {blank}: fill it in, or take it out.",
    )
