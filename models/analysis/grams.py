"""Texts as sets of short pieces: pairs of Chinese characters, words of Latin letters.

Chinese is written without spaces, and nobody needs a dictionary to see that two reports
speak of the same thing: they share pairs of characters.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

STEM: Final = 6
"""English words count by so many first letters: `flooded` is `floods`."""
_RUN: Final = re.compile(r"[a-z]+|[\u3400-\u9fff]+")
_SMALL: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are at by for from has have in is it its near not of on or out over so that"
        " the there this to up was were with please some about",
    )
)


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The pieces of a text in order, each with where it begins and ends in it.

    Digits are left out: they are house numbers and telephones, no matter of meaning.
    """
    low = text.lower() if len(text.lower()) == len(text) else text
    for run in _RUN.finditer(low):
        word, begin = run.group(), run.start()
        if word[0].isascii():
            if word not in _SMALL and len(word) > 1:
                yield word[:STEM], begin, run.end()
        elif len(word) == 1:
            yield word, begin, begin + 1
        else:
            for i in range(len(word) - 1):
                yield word[i : i + 2], begin + i, begin + i + 2


def grams(text: str) -> frozenset[str]:
    """The pieces of a text, each once."""
    return frozenset(piece for piece, _, _ in pieces(text))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """How much two texts share, 0 to 1: the cosine of their pieces."""
    if not a or not b:
        return 0.0
    return len(a & b) / sqrt(len(a) * len(b))
