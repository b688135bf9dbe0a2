"""The timeout ladder (`domain.md` §3.4): what follows when a unit lets its time run out.

A pure function of incident and time says which rungs are due; who climbs them, and that each
is climbed once, is the desk's business. The ladder is the unit's, so it hangs on the unit
clock; an emergency that nobody signs has a shorter one, by the clock on the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.category import Urgency
from models.domain.clocks import closed_pauses, unit_basis
from models.domain.deadline import Limit, Unit
from models.domain.incident import Incident, State, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from models.domain.category import Category
    from models.domain.work_calendar import WorkCalendar


class Rung(StrEnum):
    """One consequence of time that runs out, in the order in which they come."""

    REMIND = "remind"
    RED = "red"
    YELLOW_CARD = "yellow_card"
    RED_CARD = "red_card"
    CHOOSE = "choose"
    CALL_NEXT = "call_next"
    SHIFT_LEAD = "shift_lead"
    DUTY_LEADER = "duty_leader"
    NOT_ARRIVED = "not_arrived"
    STAY = "stay"


FACT_OF: Final = {
    Rung.REMIND: "fell-nearly-due",
    Rung.RED: "fell-due",
    Rung.YELLOW_CARD: "yellow-carded",
    Rung.RED_CARD: "red-carded",
    Rung.CHOOSE: "choice-demanded",
    Rung.CALL_NEXT: "next-called",
    Rung.SHIFT_LEAD: "shift-lead-called",
    Rung.DUTY_LEADER: "duty-leader-called",
    Rung.NOT_ARRIVED: "not-arrived",
    Rung.STAY: "stay-ended",
}
"""What each rung is called in the journal."""
CARD_OF: Final = {Rung.YELLOW_CARD: 2, Rung.RED_CARD: 3, Rung.NOT_ARRIVED: 2}
"""The level of supervision that a rung brings with it."""
UNANSWERED: Final = (
    (Rung.CALL_NEXT, timedelta(minutes=5)),
    (Rung.SHIFT_LEAD, timedelta(minutes=10)),
    (Rung.DUTY_LEADER, timedelta(minutes=15)),
)
"""How long an emergency may lie unsigned before each."""


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung and the instant, aware UTC, at which it fell due."""

    rung: Rung
    at: datetime


def due_rungs(
    incident: Incident, category: Category | None, calendar: WorkCalendar, now: datetime
) -> tuple[DueRung, ...]:
    """The rungs that fell due by `now` and were not climbed yet, the earliest first.

    `calendar` is that of the unit.
    """
    ahead = rungs_ahead(incident, category, calendar)
    return tuple(one for one in ahead if one.at <= now)


def rungs_ahead(
    incident: Incident, category: Category | None, calendar: WorkCalendar
) -> tuple[DueRung, ...]:
    """Every rung that is not climbed yet with its instant, the earliest first.

    None while the case is suspended, before it is registered, and of a legacy problem.
    """
    if not may_fall_due(incident) or incident.state is State.SUSPENDED:
        return ()
    found = [*_stayed(incident)]
    if incident.state.is_with_unit:
        found += _of_the_unit(incident, category, calendar)
        found += (*_unanswered(incident), *_not_arrived(incident))
    left = (one for one in found if one.rung not in incident.rungs)
    return tuple(sorted(left, key=lambda one: one.at))


def may_fall_due(incident: Incident) -> bool:
    """Whether anything can fall due by itself: a unit has the case, or a level waits."""
    waits = incident.state is State.REGISTERED and incident.stay_due_at is not None
    is_timed = not incident.legacy or incident.state is State.SUSPENDED
    return is_timed and (waits or incident.state.is_with_unit)


def _stayed(incident: Incident) -> Iterator[DueRung]:
    """The stay at the present level; it is over once, for the level and not for the unit."""
    if incident.stay_due_at is not None:
        yield DueRung(Rung.STAY, incident.stay_due_at)


def _of_the_unit(
    incident: Incident, category: Category | None, calendar: WorkCalendar
) -> Iterator[DueRung]:
    basis = unit_basis(incident, category, calendar)
    if basis is None:
        return
    pauses = closed_pauses(incident)

    def after(limit: Limit) -> datetime:
        return calendar.due(basis.due_at, limit, pauses)

    yield DueRung(Rung.REMIND, calendar.due(basis.start, basis.part(0.8), pauses))
    yield DueRung(Rung.RED, basis.due_at)
    yield DueRung(Rung.YELLOW_CARD, after(Limit(1, Unit.WH)))
    yield DueRung(Rung.RED_CARD, max(after(Limit(4, Unit.WH)), after(basis.part(0.5))))
    yield DueRung(Rung.CHOOSE, after(basis.part(1)))


def _unanswered(incident: Incident) -> Iterator[DueRung]:
    lead = incident.lead
    is_silent = incident.state is State.DISPATCHED and lead is not None
    if not is_silent or incident.urgency is not Urgency.EMERGENCY:
        return
    if lead is not None and lead.state is TaskState.TO_SIGN:
        for rung, wait in UNANSWERED:
            yield DueRung(rung, lead.given_at + wait)


def _not_arrived(incident: Incident) -> Iterator[DueRung]:
    late = [
        task.arrive_by
        for task in incident.open_tasks
        if task.is_whistled and task.arrive_by is not None and task.arrived_at is None
    ]
    if late:
        yield DueRung(Rung.NOT_ARRIVED, min(late))
