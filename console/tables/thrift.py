"""Words that say less where there is less room, in the order in which they can be missed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLabel, QPushButton


@dataclass(frozen=True, slots=True)
class Saying:
    """What a part of a bar says: whole, then ever shorter; nothing at all hides it.

    `tip` stands below the whole words, once these are not shown whole any more.
    """

    part: QLabel | QPushButton
    words: tuple[str, ...]
    tip: str = ""


def say_within(sayings: Sequence[Saying], room_px: int | None) -> None:
    """Say as much as fits into so many pixels.

    The first of the parts says less first, and none says the least before all say less.
    None: there is room for everything.
    """
    chosen = [0] * len(sayings)
    if room_px is not None:
        over = sum(_width(one, 0) for one in sayings) - room_px
        steps = max(len(one.words) for one in sayings)
        for step, (at, one) in product(range(1, steps), enumerate(sayings)):
            if over > 0 and step < len(one.words):
                over -= _width(one, step - 1) - _width(one, step)
                chosen[at] = step
    for one, which in zip(sayings, chosen, strict=True):
        _say(one, which)


def _say(one: Saying, which: int) -> None:
    words, whole = one.words[which], one.words[0]
    one.part.setText(words)
    one.part.setVisible(bool(words))
    one.part.setAccessibleName(whole)
    one.part.setToolTip("\n".join(filter(None, (whole if words != whole else "", one.tip))))


def _width(one: Saying, which: int) -> int:
    """How wide a part is with some of its words."""
    words, part = one.words[which], one.part
    if not words:
        return 0
    measure = part.fontMetrics().horizontalAdvance
    part.ensurePolished()
    return part.sizeHint().width() - measure(part.text()) + measure(words)
