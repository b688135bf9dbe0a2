"""Guesses what a report is about from its words, and says which words made it think so.

It learns from three things: the names in the category tree, a list of words for each class,
and earlier reports with the class they were given in the end. It knows nothing of who
reported, and restricted classes teach it nothing from earlier cases (`domain.md` §8.4).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Final

from models.analysis.grams import grams, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.domain.category import Category, Urgency

OFFERED: Final = 5
SURE: Final = 0.85
"""From this confidence on, a guess may be filled in without being chosen (§8.4)."""
_NAME, _LISTED, _MAJOR, _PAST = 1.0, 1.6, 0.25, 1.2
"""How much a piece counts that stands in the name, in the list, in the major's name, or in
every earlier report of the class."""
_FEW: Final = 2
"""A piece of earlier reports counts once so many of a class have it."""
_SHARPNESS: Final = 0.55
_WEIGHT_OF_PAST: Final = 0.35
"""How much a class gains by having been frequent."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A class with how sure it is, 0 to 1, and why.

    `words` are the parts of the text that speak for it, the strongest first; `alike` is how
    many earlier reports of the class share the strongest of them.
    """

    category: str
    confidence: float
    words: tuple[str, ...]
    alike: int = 0


@dataclass(frozen=True, slots=True)
class _Class:
    weights: Mapping[str, float]
    words: tuple[str, ...]
    past: Mapping[str, int]
    bonus: float


class ClassGuesser:
    """What was learnt, ready for a keystroke. Immutable; any thread may ask it."""

    def __init__(
        self,
        categories: Iterable[Category],
        listed: Mapping[str, tuple[str, ...]],
        past: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Learn. `past` are pairs of a class's code and the text of a report."""
        known = {one.code: one for one in categories}
        counts, totals = _counted(past, known)
        self._classes = {
            code: _Class(
                _weights(one, listed.get(code, ()), counts[code], totals[code]),
                listed.get(code, ()),
                counts[code],
                _WEIGHT_OF_PAST * log(1 + totals[code]),
            )
            for code, one in known.items()
        }
        self._rarity = _rarity(self._classes)
        self.learnt_from = sum(totals.values())

    def guesses(self, text: str) -> tuple[Guess, ...]:
        """The likeliest classes, the best first; none where no word is known."""
        low = text.lower()
        found = {piece: (begin, end) for piece, begin, end in pieces(text)}
        scored = []
        for code, one in self._classes.items():
            spans = self._spans(one, low, found)
            if spans:
                score = sum(weight for weight, _, _ in spans)
                scored.append((score + min(one.bonus, score / 4), code, spans))
        scored.sort(key=_by_score, reverse=True)
        best = scored[: 2 * OFFERED]
        total = sum(exp(_SHARPNESS * (score - best[0][0])) for score, _, _ in best)
        return tuple(
            self._guess(code, spans, low, exp(_SHARPNESS * (score - best[0][0])) / total)
            for score, code, spans in best[:OFFERED]
        )

    def _spans(
        self, one: _Class, low: str, found: Mapping[str, tuple[int, int]]
    ) -> list[tuple[float, int, int]]:
        """What in the text speaks for a class: weight, beginning, end."""
        spans = [
            (self._rarity[piece] * one.weights[piece], *found[piece])
            for piece in found.keys() & one.weights.keys()
        ]
        for word in one.words:
            at = _stands_in(word, low)
            if at >= 0:
                spans.append((1.0 + 0.35 * min(len(word), 6), at, at + len(word)))
        return spans

    def _guess(
        self, code: str, spans: list[tuple[float, int, int]], low: str, share: float
    ) -> Guess:
        joined = _joined(spans)
        joined.sort(key=_by_score, reverse=True)
        # One weak word is no certainty, whatever the others say.
        weight = sum(weight for weight, _, _ in spans)
        confidence = share * (1 - exp(-weight / 2.2))
        words = tuple(low[begin:end] for _, begin, end in joined[:3])
        alike = max(
            (self._classes[code].past.get(piece, 0) for piece in grams(words[0])), default=0
        )
        return Guess(code, confidence, words, alike)


def demanded_urgency(
    text: str, alarms: Mapping[Urgency, tuple[str, ...]]
) -> tuple[Urgency, str] | None:
    """The urgency that a word of the text demands, with that word; None where none does."""
    low = text.lower()
    for urgency in sorted(alarms, key=_rank, reverse=True):
        for word in alarms[urgency]:
            if _stands_in(word, low) >= 0:
                return urgency, word
    return None


def _rank(urgency: Urgency) -> int:
    return urgency.rank


def _by_score(row: tuple[float, object, object]) -> float:
    return row[0]


def _stands_in(word: str, low: str) -> int:
    """Where a listed word stands in a text, -1 for nowhere; Latin ones begin a word."""
    at = low.find(word)
    if not word[:1].isascii():
        return at
    while at > 0 and low[at - 1].isascii() and low[at - 1].isalnum():
        at = low.find(word, at + 1)
    return at


def _counted(
    past: Iterable[tuple[str, str]], known: Mapping[str, Category]
) -> tuple[defaultdict[str, dict[str, int]], defaultdict[str, int]]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    totals: defaultdict[str, int] = defaultdict(int)
    for code, text in past:
        category = known.get(code)
        if category is None or category.restricted:
            continue
        totals[code] += 1
        of_class = counts[code]
        for piece in grams(text):
            of_class[piece] = of_class.get(piece, 0) + 1
    return counts, totals


def _weights(
    one: Category, listed: tuple[str, ...], counts: Mapping[str, int], total: int
) -> dict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for text, weight in (
        (f"{one.major_zh} {one.major_en}", _MAJOR),
        (f"{one.zh} {one.en}", _NAME),
        (" ".join(listed), _LISTED / 2),
    ):
        for piece in grams(text):
            weights[piece] = max(weights[piece], weight)
    for piece, count in counts.items():
        if count >= _FEW:
            weights[piece] += _PAST * count / (total + _FEW)
    return dict(weights)


def _rarity(classes: Mapping[str, _Class]) -> dict[str, float]:
    """By piece: 1 where every tenth class knows it, more for what few know."""
    having: defaultdict[str, float] = defaultdict(float)
    for one in classes.values():
        for piece, weight in one.weights.items():
            having[piece] += min(1.0, weight * 2)
    return {piece: log(1 + len(classes) / (1 + held)) / 2 for piece, held in having.items()}


def _joined(spans: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Spans that touch become one, with the sum of their weights."""
    joined: list[tuple[float, int, int]] = []
    for weight, begin, end in sorted(spans, key=_by_begin):
        if joined and begin <= joined[-1][2]:
            before = joined[-1]
            joined[-1] = (before[0] + weight, before[1], max(before[2], end))
        else:
            joined.append((weight, begin, end))
    return joined


def _by_begin(span: tuple[float, int, int]) -> int:
    return span[1]
