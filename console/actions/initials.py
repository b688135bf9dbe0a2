"""The initials of Chinese characters: z and c for 重, which is read zhòng and chóng.

One table for all characters; it takes a tenth of a second and is made where nobody waits.
"""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Initials = NDArray[np.uint32]

CHARACTERS: Final = 0x10000
"""The table ends with the basic plane: rarer characters are found as they are written."""


def no_initials() -> Initials:
    """The table of a console that has not learnt to read yet."""
    return np.zeros(CHARACTERS, np.uint32)


def read_initials() -> Initials:
    """By code point: bit 0 for a reading that begins with a, bit 25 for z.

    A character with several readings has several bits, whatever word it stands in: names
    are spelt by people who know how theirs is read.
    """
    # The dictionary of words is four fifths of the package's time and memory, and of no use
    # here: characters alone have initials.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    table = no_initials()
    for code, readings in PINYIN_DICT.items():
        if code < CHARACTERS:
            table[code] = _bits(readings)
    return table


def bit_of(letter: str) -> int:
    """The bit of a letter; 0 for what is none of a to z."""
    place = ord(letter) - ord("a")
    return 1 << place if 0 <= place < 26 else 0


def _bits(readings: str) -> int:
    bits = 0
    for reading in readings.split(","):
        first = unicodedata.normalize("NFD", reading.strip())[:1].casefold()
        bits |= bit_of(first) if first else 0
    return bits
