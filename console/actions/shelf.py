"""A shelf of things that can be found by what is written on them, or by its initials.

All the writing lies in one array of characters, so that a search is a few passes over
numbers: a million characters take some milliseconds, whatever is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from console.actions.initials import CHARACTERS, bit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from console.actions.initials import Initials

EXACT, PREFIX, SPELT, SPELT_WITHIN, WITHIN, NOT_FOUND = range(6)
"""How well a word fits, the best first: a whole label, its beginning, the initials of its
beginning or of a later part, any part of it."""
_LONGEST: Final = 64
_END: Final = "\0"


@dataclass(frozen=True, slots=True)
class Label:
    """Something written on a thing. Only what is `spelt` is also found by initials."""

    text: str
    spelt: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Things and their writing.

    `letters` holds the code points of all labels, each between two zeros; `initials` the
    bits of each character, `thing_of` the thing that each is written on, a row of `keys`.
    """

    keys: tuple[object, ...]
    letters: NDArray[np.uint32]
    initials: NDArray[np.uint32]
    thing_of: NDArray[np.int32]

    def ranked(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """How well each thing fits all of the words (n,): the worst fit among them."""
        worst = np.zeros(len(self.keys), np.uint8)
        for word in words:
            ranks = self._of_word(word[:_LONGEST], worst < NOT_FOUND)
            np.maximum(worst, ranks, out=worst)
        return worst

    def _of_word(self, word: str, among: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """How well each thing fits a word; looked for only among those that may still fit."""
        best = np.full(len(self.keys), NOT_FOUND, np.uint8)
        at, is_written = self._places(word, among)
        if len(at):
            things = self.thing_of[at]
            begins = self.letters[at - 1] == 0
            ends = self.letters[at + len(word)] == 0
            # The worst first, so that the best is what stays.
            best[things[is_written]] = WITHIN
            best[things[~is_written]] = SPELT_WITHIN
            best[things[~is_written & begins]] = SPELT
            best[things[is_written & begins]] = PREFIX
            best[things[is_written & begins & ends]] = EXACT
        return best

    def _places(
        self, word: str, among: NDArray[np.bool_]
    ) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where a word stands, and whether letter by letter or partly by initials."""
        at = np.flatnonzero(self._fits(word[0], slice(None)))
        if not among.all():
            at = at[among[self.thing_of[at]]]
        is_written = self.letters[at] == ord(word[0])
        for step, letter in enumerate(word[1:], 1):
            fits = self._fits(letter, at + step)
            at, is_written = at[fits], is_written[fits]
            is_written &= self.letters[at + step] == ord(letter)
        return at, is_written

    def _fits(self, letter: str, at: slice | NDArray[np.intp]) -> NDArray[np.bool_]:
        fits: NDArray[np.bool_] = self.letters[at] == ord(letter)
        bit = bit_of(letter)
        if bit:
            fits |= (self.initials[at] & np.uint32(bit)) != 0
        return fits


def shelf_of(things: Iterable[tuple[object, Sequence[Label]]], initials: Initials) -> Shelf:
    """Put things with their labels on a shelf."""
    keys: list[object] = []
    labels: list[Label] = []
    thing_of: list[int] = []
    for row, (key, written) in enumerate(things):
        keys.append(key)
        labels += written
        thing_of += [row] * len(written)
    text = _END + "".join([label.text.casefold().replace(_END, " ") + _END for label in labels])
    letters = np.frombuffer((text + _END * _LONGEST).encode("utf-32-le"), np.uint32)
    ends = np.flatnonzero(letters[: len(text)] == 0)
    label_of = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=-1)) - 1
    label_of = np.concatenate([label_of, np.full(_LONGEST, -1)])  # -1: before and behind all
    bits = initials[np.where(letters < CHARACTERS, letters, 0)]
    is_spelt = np.array([*(label.spelt for label in labels), False])
    bits[~is_spelt[label_of]] = 0
    things = np.array([*thing_of, -1], np.int32)[label_of]
    return Shelf(tuple(keys), letters, bits, things)


def lit(text: str, words: Sequence[str], initials: Initials) -> tuple[tuple[int, int], ...]:
    """The parts of a text that the words found: from, to (the latter left out), in order."""
    plain = text.casefold()
    if len(plain) != len(text):
        return ()  # a character that is longer in lower case: better no light than a wrong one
    bits = [int(initials[ord(c)]) if ord(c) < CHARACTERS else 0 for c in plain]
    found = (_span(plain, bits, word) for word in words)
    spans = [span for span in found if span is not None]
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def _span(plain: str, bits: Sequence[int], word: str) -> tuple[int, int] | None:
    at = plain.find(word)
    if at < 0:
        wanted = [(letter, bit_of(letter)) for letter in word]
        starts = range(len(plain) - len(word) + 1)
        at = next((at for at in starts if _is_spelt(plain, bits, wanted, at)), -1)
    return (at, at + len(word)) if at >= 0 else None


def _is_spelt(
    plain: str, bits: Sequence[int], wanted: Sequence[tuple[str, int]], at: int
) -> bool:
    for step, (letter, bit) in enumerate(wanted, at):
        if plain[step] != letter and not bits[step] & bit:
            return False
    return True
