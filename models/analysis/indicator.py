"""Indicators of the living picture, as data: what is counted over what, and how it is said.

Formulas are those of `domain.md` §4.3, named with each; rates leave out void, merged,
suspended and restricted cases (§4.1, rule 4). Over nothing there is no value, never 0 % or
100 % (rule 5). A picture holds the cases not yet archived: rates speak of today so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from models.analysis.classing import Method
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from models.analysis.census import Cases, CellsAsked, Census, Paths, People

AREA: Final = "area_km2"
"""A denominator that the cells bring themselves."""
_PERCENT: Final = 100.0


class Sense(StrEnum):
    """What more of it means: a burden to look at, or means to meet it with."""

    BURDEN = "burden"
    MEANS = "means"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a cell is worth.

    `over` names the denominator, "" for a plain count; `factor` multiplies the quotient.
    `source` says where the formula is from.
    """

    id: str
    words: Words
    unit: Words
    counts: str
    source: str
    over: str = ""
    factor: float = 1.0
    sense: Sense = Sense.BURDEN
    method: Method = Method.QUANTILE

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return not self.over

    @property
    def is_timed(self) -> bool:
        """Whether it changes by the clock alone, as limits run out."""
        return not _TIMED.isdisjoint({self.counts, self.over})


_TIMED: Final = frozenset({"overdue", "need_dispose", "timed_out"})
_CASES: Final = Words("件", "incidents")
_PEOPLE: Final = Words("人", "members")
_SHARE: Final = Words("%", "%")
_RATE: Final = Method.EQUAL
INDICATORS: Final = (
    Indicator("open", Words("未结事件", "Open incidents"), _CASES, "open", "§11.3"),
    Indicator("overdue", Words("超时事件", "Overdue incidents"), _CASES, "overdue", "§11.3"),
    Indicator("waiting", Words("待派遣事件", "To dispatch"), _CASES, "waiting", "§11.3"),
    Indicator(
        "free",
        Words("空闲网格员", "Free members"),
        _PEOPLE,
        "free",
        "§11.3",
        sense=Sense.MEANS,
    ),
    Indicator(
        "on_duty",
        Words("在岗网格员", "Members on duty"),
        _PEOPLE,
        "on_duty",
        "§11.3",
        sense=Sense.MEANS,
    ),
    Indicator(
        "load",
        Words("人均在办任务", "Tasks in hand per member"),
        Words("件/人", "per member"),
        "tasks",
        "§9.6",
        over="on_duty",
    ),
    Indicator(
        "open_per_member",
        Words("每名在岗网格员未结事件", "Open incidents per member on duty"),
        Words("件/人", "per member"),
        "open",
        "§9.6",
        over="on_duty",
    ),
    Indicator(
        "open_per_km2",
        Words("未结事件密度", "Open incidents per km²"),
        Words("件/km²", "per km²"),
        "open",
        "§9.6",
        over=AREA,
    ),
    Indicator(
        "on_duty_rate",
        Words("在岗率（此刻）", "On-duty rate, now"),
        _SHARE,
        "on_duty",
        "§4.3 在岗率 (D), at one instant",
        over="members",
        factor=_PERCENT,
        sense=Sense.MEANS,
        method=_RATE,
    ),
    Indicator(
        "timely_disposal",
        Words("按期处置率", "Timely-disposal rate"),
        _SHARE,
        "in_time",
        "§4.3 按期处置率 (S10, S11)",
        over="need_dispose",
        factor=_PERCENT,
        sense=Sense.MEANS,
        method=_RATE,
    ),
    Indicator(
        "timeout",
        Words("超时率", "Timeout rate"),
        _SHARE,
        "timed_out",
        "§4.3 超时率 (D)",
        over="need_dispose",
        factor=_PERCENT,
        method=_RATE,
    ),
    Indicator(
        "rework",
        Words("返工率", "Rework rate"),
        _SHARE,
        "rework",
        "§4.3 返工率, variant over dispose (S11)",
        over="dispose",
        factor=_PERCENT,
        method=_RATE,
    ),
    Indicator(
        "acceptance",
        Words("受理率", "Acceptance rate"),
        _SHARE,
        "accept",
        "§4.3 受理率 (D)",
        over="judged",
        factor=_PERCENT,
        sense=Sense.MEANS,
        method=_RATE,
    ),
)
BY_ID: Final = {indicator.id: indicator for indicator in INDICATORS}


def values_of(
    indicator: Indicator, census: Census, cells: CellsAsked, now_s: float
) -> NDArray[np.float64]:
    """The indicator of each cell, (c,); NaN where it is over nothing.

    A subject counts in every cell of its path. `now_s` is `frame.now` in seconds since the
    epoch: what is overdue by then.
    """
    above = _counted(indicator.counts, census, cells, now_s)
    if not indicator.over:
        return above
    below = cells.area_km2 if indicator.over == AREA else None
    if below is None:
        below = _counted(indicator.over, census, cells, now_s)
    has_any = below > 0  # also false for NaN
    quotient = np.full(len(above), np.nan)
    np.divide(above * indicator.factor, below, out=quotient, where=has_any)
    return quotient


def _counted(name: str, census: Census, cells: CellsAsked, now_s: float) -> NDArray[np.float64]:
    paths: Paths
    if name in _OF_PEOPLE:
        paths, weight = census.people.paths, _OF_PEOPLE[name](census.people)
    else:
        paths, weight = census.cases.paths, _OF_CASES[name](census.cases, now_s)
    return paths.in_cells(cells, weight)


def _disposed(cases: Cases) -> NDArray[np.float64]:
    """Cases that a unit has finished with, and that rates count."""
    is_finished = np.isfinite(cases.finished_s) & np.isfinite(cases.due_s)
    return is_finished * (1 - cases.is_with_unit) * cases.is_counted


def _in_time(cases: Cases) -> NDArray[np.float64]:
    return _disposed(cases) * (cases.finished_s <= cases.due_s)


def _late_to_dispose(cases: Cases, now_s: float) -> NDArray[np.float64]:
    """overtimeToDispose: not finished, and its time is over."""
    is_due = cases.is_open * cases.is_counted * (cases.due_s < now_s)
    return is_due * (1 - _disposed(cases))


def _need_dispose(cases: Cases, now_s: float) -> NDArray[np.float64]:
    """应处置, §4.1 rule 3: finished in time, finished late, and late unfinished."""
    return _disposed(cases) + _late_to_dispose(cases, now_s)


def _timed_out(cases: Cases, now_s: float) -> NDArray[np.float64]:
    return _disposed(cases) - _in_time(cases) + _late_to_dispose(cases, now_s)


_OF_CASES: Final[Mapping[str, Callable[[Cases, float], NDArray[np.float64]]]] = {
    "open": lambda cases, _: cases.is_open,
    "overdue": lambda cases, now_s: cases.is_open * (cases.pressing_s < now_s),
    "waiting": lambda cases, _: cases.waits,
    "dispose": lambda cases, _: _disposed(cases),
    "in_time": lambda cases, _: _in_time(cases),
    "need_dispose": _need_dispose,
    "timed_out": _timed_out,
    "rework": lambda cases, _: _disposed(cases) * (cases.reworks > 0),
    "accept": lambda cases, _: cases.is_counted * cases.is_judged * (1 - cases.is_refused),
    "judged": lambda cases, _: cases.is_counted * cases.is_judged,
}
_OF_PEOPLE: Final[Mapping[str, Callable[[People], NDArray[np.float64]]]] = {
    "members": lambda people: np.ones(people.paths.count),
    "on_duty": lambda people: people.is_on_duty,
    "free": lambda people: people.is_free,
    "tasks": lambda people: people.load,
}
COUNTS: Final = frozenset(_OF_CASES) | frozenset(_OF_PEOPLE)
"""All that indicators may count."""
