"""Classes for a map: where the colours change, and which value falls into which.

Nothing and zero are classes of their own: "no value" is not "none". Bounds are rounded to
what people say, so they stay where they are while values move a little; the same values
give the same classes, live and in replay.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_VALUE: Final = 0
ZERO: Final = 1
FIRST: Final = 2
"""The numbers of classes: no value, zero, then upwards from the lowest."""
MOST: Final = 5
"""More than five steps of one ramp cannot be told apart."""
_BINS: Final = 160
"""Natural breaks are sought among so many values; finer ones make no other map."""


class Method(StrEnum):
    """How bounds are found."""

    QUANTILE = "quantile"
    EQUAL = "equal"
    NATURAL = "natural"


@dataclass(frozen=True, slots=True)
class Classes:
    """Upper bounds (k,) of the classes above zero, ascending; each belongs to its class.

    The last one has no bound above: `upper[-1]` is the largest value there was.
    """

    upper: tuple[float, ...] = ()

    def of(self, values: NDArray[np.float64]) -> NDArray[np.uint8]:
        """The class of each value (n,): `NO_VALUE`, `ZERO` or `FIRST` and above."""
        inner = np.asarray(self.upper[:-1])
        number = np.searchsorted(inner, values, side="left") + FIRST
        number = np.where(values > 0, number, ZERO)
        return np.where(np.isnan(values), NO_VALUE, number).astype(np.uint8)

    def counts(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many values fall into each class, (FIRST + k,)."""
        counted = np.bincount(self.of(values), minlength=FIRST + len(self.upper))
        return counted.astype(np.int64)


def classes_of(
    values: NDArray[np.float64], method: Method, *, is_whole: bool = False, most: int = MOST
) -> Classes:
    """Classes for values (n,), not negative; NaN is no value.

    At most `most` above zero, fewer where there are fewer different values.
    """
    told = np.sort(values[values > 0])  # NaN is not above zero
    if not len(told):
        return Classes()
    different = np.unique(told)
    bounds = different if len(different) <= most else _BOUNDS[method](told, most)
    rounded = [_rounded(bound, is_whole=is_whole) for bound in bounds[:-1].tolist()]
    last = float(told[-1])
    inner = sorted({bound for bound in rounded if bound < last})
    # A class that holds nothing would be a colour in the legend that is nowhere.
    used = np.unique(np.searchsorted(inner, told, side="left"))
    return Classes((*(inner[i] for i in used.tolist() if i < len(inner)), last))


def _quantile(told: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    shares = np.arange(1, most + 1) / most
    bounds: NDArray[np.float64] = np.quantile(told, shares, method="inverted_cdf")
    return bounds


def _equal(told: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    bounds: NDArray[np.float64] = told[-1] * np.arange(1, most + 1) / most
    return bounds


def _natural(told: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Breaks of the least spread within classes (Fisher 1958, Jenks 1977), exact over bins."""
    value, weight = _binned(told)
    count = len(value)
    mass, first, second = (
        np.concatenate([[0.0], np.cumsum(part)])
        for part in (weight, weight * value, weight * value**2)
    )
    start, end = np.meshgrid(np.arange(count), np.arange(1, count + 1), indexing="ij")
    inside = mass[end] - mass[start]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = second[end] - second[start] - (first[end] - first[start]) ** 2 / inside
    # spread[i, j]: of bins i..j; nothing ends before it starts.
    spread = np.where(end > start, spread, np.inf)
    best, cuts = spread[0], []
    for _ in range(most - 1):
        joined = np.concatenate([[np.inf], best[:-1]])[:, None] + spread
        cuts.append(np.argmin(joined, axis=0))
        best = np.min(joined, axis=0)
    bounds, at = [value[-1]], count - 1
    for cut in reversed(cuts):
        at = int(cut[at]) - 1
        bounds.append(value[at])
    return np.array(bounds[::-1])


def _binned(told: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Different values with how often each is there; many close ones as one."""
    value, weight = np.unique(told, return_counts=True)
    if len(value) <= _BINS:
        return value, weight.astype(np.float64)
    edges = np.quantile(told, np.arange(1, _BINS + 1) / _BINS, method="inverted_cdf")
    edges = np.unique(edges)
    counted = np.bincount(np.searchsorted(edges, told, side="left"), minlength=len(edges))
    return edges, counted.astype(np.float64)


_BOUNDS: Final = {
    Method.QUANTILE: _quantile,
    Method.EQUAL: _equal,
    Method.NATURAL: _natural,
}


def _rounded(bound: float, *, is_whole: bool) -> float:
    """A bound as people say it: a whole number, or two figures."""
    if is_whole:
        return float(max(1, floor(bound)))
    size = 10.0 ** (floor(log10(bound)) - 1)
    return round(round(bound / size) * size, 12)
