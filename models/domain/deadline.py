"""Deadlines: limits as the field writes them, step limits, lights (`domain.md` §3.4).

The citizen clock runs from registration by `handle_limit`; each step has its own limit by
`step_limit`. The counting itself is in `work_calendar`, whose names are passed on here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from models.domain.category import Urgency
from models.domain.error import BadInput, Words
from models.domain.incident import State
from models.domain.work_calendar import (
    OFFICE_HOURS,
    OFFICE_WEEK,
    Limit,
    Period,
    Unit,
    WorkCalendar,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.domain.category import Category

__all__ = [
    "OFFICE_HOURS",
    "OFFICE_WEEK",
    "DeadlineAnswer",
    "Light",
    "Limit",
    "Period",
    "Unit",
    "WorkCalendar",
    "deadline_answer",
    "handle_limit",
    "light",
    "parse_limit",
    "step_due_at",
    "step_limit",
]

DEFAULT_HANDLE_LIMIT: Final = Limit(5, Unit.WD)
"""For an incident without a class, or of a class without a limit of its own."""
IMMEDIATE: Final = Limit(5, Unit.MIN)
"""What IMMEDIATE (立即) is measured by: the category table itself writes 5MIN for it."""
LONGEST_AMOUNT: Final = 10_000
"""More of any unit is a slip of the pen."""
_LIMIT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(MIN|WH|WD|H)")


@lru_cache(maxsize=1024)
def parse_limit(text: str) -> Limit | None:
    """A limit such as `4WH`, `20WD`, `2H`, `30MIN` or `IMMEDIATE`; None for no text.

    Raises
    ------
    BadInput
        `bad_limit`, naming the text.
    """
    plain = text.strip().upper()
    if not plain:
        return None
    if plain == "IMMEDIATE":
        return IMMEDIATE
    found = _LIMIT.fullmatch(plain)
    if found is None or not 0 < float(found[1]) <= LONGEST_AMOUNT:
        words = Words(
            f"时限“{text}”无法识别：请写如 4WH、3WD、2H、30MIN 或 IMMEDIATE。",
            f"the limit {text!r} is not one: write 4WH, 3WD, 2H, 30MIN or IMMEDIATE.",
        )
        raise BadInput("bad_limit", words)
    return Limit(float(found[1]), Unit(found[2]))


class Light(StrEnum):
    """How much of a limit is used: up to 80 %, up to 100 %, more."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def light(used_s: float, limit_s: float) -> Light:
    """The light for seconds used of seconds allowed; each bound belongs below."""
    if used_s * 100 <= limit_s * 80:
        return Light.GREEN
    return Light.YELLOW if used_s <= limit_s else Light.RED


def _min(minutes: float) -> Limit:
    return Limit(minutes, Unit.MIN)


def _wh(hours: float) -> Limit:
    return Limit(hours, Unit.WH)


_DESK_STEP = (_min(30), _min(10), _min(5))
STEP_LIMITS: Final[dict[State, tuple[Limit, Limit, Limit]]] = {
    State.REPORTED: _DESK_STEP,
    State.SELF_HANDLED: _DESK_STEP,
    State.TO_VERIFY: (_wh(2), Limit(1, Unit.H), _min(15)),
    State.ACCEPTED: _DESK_STEP,
    State.REGISTERED: _DESK_STEP,
    State.DISPATCHED: (_wh(2), _min(30), _min(10)),
    State.RETURN_ASKED: (_wh(1), _min(30), _min(15)),
    State.EXTENSION_ASKED: (_wh(2), _min(30), _min(15)),
    State.SUSPENSION_ASKED: (_wh(4), _min(30), _min(15)),
    State.HANDLED: (_min(30), _min(15), _min(15)),
    State.CHECKING: (_wh(2), Limit(1, Unit.H), _min(30)),
    State.CHECKED: (_wh(1), _min(30), _min(30)),
    State.FOLLOW_UP: (Limit(2, Unit.WD), Limit(1, Unit.WD), Limit(1, Unit.WD)),
}
"""The step defaults of §3.4 for general, urgent and emergency; an audit takes as long as
an acceptance, for which the reference gives no figure of its own."""


def step_limit(state: State, urgency: Urgency) -> Limit | None:
    """How long an incident may stay in a state.

    None where no step clock runs; in the handling states that is `due_at`'s business.
    """
    limits = STEP_LIMITS.get(state)
    return limits[urgency.rank] if limits else None


def step_due_at(
    calendar: WorkCalendar, state: State, urgency: Urgency, since: datetime
) -> datetime | None:
    """When the step entered at `since` is due, in UTC; None where no step clock runs."""
    limit = step_limit(state, urgency)
    return calendar.due(since, limit) if limit else None


def handle_limit(category: Category | None, urgency: Urgency) -> Limit:
    """How long an incident of a class may take from registration: the citizen clock.

    The class's outer limit (its response limit where it has no other). Made urgent
    above its class: half of it. Emergency: the danger limit where the class has
    one, else the class's limit in clock time, a working day as 24 hours.
    """
    limit = _class_limit(category)
    usual = category.urgency if category else Urgency.GENERAL
    if urgency is Urgency.EMERGENCY:
        danger = parse_limit(category.danger_limit) if category else None
        return danger or _by_the_clock(limit)
    if urgency is Urgency.URGENT and usual is Urgency.GENERAL:
        return Limit(limit.amount / 2, limit.unit)
    return limit


def response_due_at(
    calendar: WorkCalendar, category: Category | None, given_at: datetime
) -> datetime | None:
    """By when whoever leads is to be on the spot, in UTC; None where the class says nothing.

    A class with a pair of limits, 30MIN and 24H: the first is the response's, from when the
    work is given. A response limit alone is the class's outer limit.
    """
    if category is None or parse_limit(category.handle_limit) is None:
        return None
    limit = parse_limit(category.response_limit)
    return None if limit is None else calendar.due(given_at, limit)


def _class_limit(category: Category | None) -> Limit:
    if category is None:
        return DEFAULT_HANDLE_LIMIT
    outer = parse_limit(category.handle_limit) or parse_limit(category.response_limit)
    return outer or DEFAULT_HANDLE_LIMIT


def _by_the_clock(limit: Limit) -> Limit:
    if limit.unit.is_clock:
        return limit
    return Limit(limit.amount * (24 if limit.unit is Unit.WD else 1), Unit.H)


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """Where a citizen clock stands: `due_at` in UTC, seconds in the limit's own time."""

    due_at: datetime
    used_s: float
    limit_s: float
    light: Light


def deadline_answer(
    calendar: WorkCalendar,
    category: Category | None,
    urgency: Urgency,
    start: datetime,
    pauses: Sequence[tuple[datetime, datetime]],
    at: datetime,
) -> DeadlineAnswer:
    """The citizen clock of an incident registered at `start`, as it stands at `at`."""
    limit = handle_limit(category, urgency)
    used_s = calendar.used_s(start, at, limit.unit, pauses)
    limit_s = calendar.limit_s(limit, start)
    due_at = calendar.due(start, limit, pauses)
    return DeadlineAnswer(due_at, used_s, limit_s, light(used_s, limit_s))
