"""A shelf of things that can be found by what is written on them, or by its initials.

All the writing lies in one array of characters, so that a search is a few passes over
numbers: a million characters take some milliseconds, whatever is looked for.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from io import StringIO
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
_PIECE: Final = 16
_END: Final = "\0"


@dataclass(frozen=True, slots=True)
class Label:
    """Something written on a thing. Only what is `spelt` is also found by initials."""

    text: str
    spelt: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """n things and the m labels on them.

    `letters` holds the code points of all labels, each between two zeros; label i begins at
    `begins[i]`, is written on the thing in row `thing_of[i]` of `keys` and may be found by
    initials where `is_spelt[i]`; all (m,). `nearly` has the label at the beginning of each
    piece of the letters. `initials` says how each character is spelt.
    """

    keys: Sequence[object]
    letters: NDArray[np.uint16] | NDArray[np.uint32]
    begins: NDArray[np.int32]
    thing_of: NDArray[np.int32]
    is_spelt: NDArray[np.bool_]
    nearly: NDArray[np.int32]
    initials: Initials

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
        at, labels, is_written = self._places(word, among)
        if len(at):
            things = self.thing_of[labels]
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
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
        """Where a word stands, on which label, and whether letter by letter or by initials."""
        at = np.flatnonzero(self._fits(word[0], self.letters))
        labels = self._labels_at(at)
        is_written = self.letters[at] == ord(word[0])
        fits = is_written | self.is_spelt[labels]
        if not among.all():
            fits &= among[self.thing_of[labels]]
        at, labels, is_written = at[fits], labels[fits], is_written[fits]
        for step, letter in enumerate(word[1:], 1):
            there = self.letters[at + step]
            is_same = there == ord(letter)
            fits = is_same | (self._fits(letter, there) & self.is_spelt[labels])
            at, labels = at[fits], labels[fits]
            is_written = is_written[fits] & is_same[fits]
        return at, labels, is_written

    def _labels_at(self, at: NDArray[np.intp]) -> NDArray[np.int32]:
        """The label that each letter belongs to: that of its piece, or one soon after it."""
        labels: NDArray[np.int32] = self.nearly[at // _PIECE]
        behind = np.append(self.begins[1:], len(self.letters))
        is_later = behind[labels] <= at
        while is_later.any():
            labels = labels + is_later.astype(np.int32)
            is_later = behind[labels] <= at
        return labels

    def _fits(
        self, letter: str, there: NDArray[np.uint16] | NDArray[np.uint32]
    ) -> NDArray[np.bool_]:
        """Which characters are a letter or may be spelt by it."""
        fits: NDArray[np.bool_] = there == ord(letter)
        bit = bit_of(letter)
        if bit:
            begins = np.append((self.initials & np.uint32(bit)) != 0, [False])
            fits |= begins[np.minimum(there, CHARACTERS) if there.dtype != np.uint16 else there]
        return fits


def shelf_of(things: Iterable[tuple[object, Sequence[Label]]], initials: Initials) -> Shelf:
    """Put things with their labels on a shelf; they are looked at once."""
    keys: list[object] = []
    text, at = StringIO(), len(_END)
    begins, thing_of, is_spelt = array("i"), array("i"), bytearray()
    text.write(_END)
    for row, (key, written) in enumerate(things):
        keys.append(key)
        for label in written:
            plain = label.text.casefold().replace(_END, " ") + _END
            text.write(plain)
            begins.append(at)
            thing_of.append(row)
            is_spelt.append(label.spelt)
            at += len(plain)
    text.write(_END * _LONGEST)
    letters = np.frombuffer(text.getvalue().encode("utf-32-le"), np.uint32)
    pieces = np.arange(0, len(letters), _PIECE)
    nearly = np.searchsorted(np.array(begins, np.int32), pieces, side="right") - 1
    return Shelf(
        tuple(keys),
        letters.astype(np.uint16) if letters.max() < CHARACTERS else letters,
        np.array(begins, np.int32),
        np.array(thing_of, np.int32),
        np.array(is_spelt, np.bool_),
        np.maximum(nearly, 0).astype(np.int32),
        initials,
    )


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
