"""Many short texts in the room of their letters.

A text of Python takes fifty bytes before its first letter, and eight where it is named.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload


class PackedText(Sequence[str]):
    """Texts one after the other, each made when it is asked for; they can be added to."""

    __slots__ = ("_ends", "_letters")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._letters = bytearray()
        self._ends = array("I", [0])
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """One more, behind the others."""
        self._letters += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._letters))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        row = range(len(self))[at]
        letters = self._letters[self._ends[row] : self._ends[row + 1]]
        return letters.decode("utf-8", "surrogatepass")
