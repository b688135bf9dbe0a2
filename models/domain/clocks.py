"""The two clocks of an incident (`domain.md` §3.4): the citizen's and the unit's.

The citizen clock runs from registration for the class's limit. Only suspensions stop it and
only granted extensions lengthen it; a return, another dispatch or another level never do.
The unit clock runs from each dispatch: for the first unit the whole limit, for a later one
what the citizen has left, but half the limit at the least. Both are reckoned anew from the
facts they rest on, so that a suspension or another class moves them exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.domain.deadline import (
    DeadlineAnswer,
    Limit,
    Unit,
    WorkCalendar,
    handle_limit,
    light,
    parse_limit,
    step_due_at,
    step_limit,
)
from models.domain.evolve import replace
from models.domain.incident import HANDLING_ROLES, Incident, Source, State, Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.domain.category import Category

    Pause = tuple[datetime, datetime]
    CalendarOf = Callable[[Task], WorkCalendar]

WHOLE, HALF, CITIZENS = 100, 50, 0
"""Shares of the class's limit that a unit's clock may have; 0: it is the citizen clock."""
LEAST_REWORK_H: Final = 2
"""Rework gets half the limit, but two hours of the limit's own kind at the least."""
CALLED_BACK: Final = frozenset({Source.CITIZEN, Source.HOTLINE, Source.CITY_MANAGEMENT})
"""Reports by the public: whoever called is asked afterwards whether it is well."""


def closed_pauses(incident: Incident) -> list[Pause]:
    """The suspensions that are over, as half-open spans."""
    ends = incident.pauses
    return list(zip(ends[::2], ends[1::2], strict=False))


def resumed(incident: Incident, at: datetime) -> Incident:
    """The suspended incident with its pause ended."""
    pauses = (*incident.pauses, _pause_end(incident, at))
    return replace(incident, pauses=pauses, resume_by=None)


def pauses_of(incident: Incident, until: datetime) -> list[Pause]:
    """The suspensions as half-open spans; one that still lasts ends at `until`."""
    spans = closed_pauses(incident)
    if len(incident.pauses) % 2:
        spans.append((incident.pauses[-1], _pause_end(incident, until)))
    return spans


def _pause_end(incident: Incident, until: datetime) -> datetime:
    """Where the suspension that lasts ends by `until`: on its day, whoever notices it later."""
    last = until if incident.resume_by is None else min(until, incident.resume_by)
    return max(last, incident.pauses[-1])


def paused_s(incident: Incident, until: datetime) -> float:
    """How long the clocks stood still, in seconds of the clock on the wall."""
    return sum((end - begin).total_seconds() for begin, end in pauses_of(incident, until))


def case_limit(incident: Incident, category: Category | None) -> Limit:
    """The limit that registration fixed; before that, and in old journals, the class's."""
    return parse_limit(incident.handle_limit) or handle_limit(category, incident.urgency)


def is_paused(incident: Incident) -> bool:
    """Whether the clocks stand still."""
    return incident.state is State.SUSPENDED and len(incident.pauses) % 2 == 1


def with_dues(
    incident: Incident, calendar: WorkCalendar, calendar_of: CalendarOf | None = None
) -> Incident:
    """The incident with its clocks and its stay reckoned anew from limits and pauses.

    `calendar_of` gives the calendar of a task's unit; None: everybody works by the
    district's. A case that was never registered, or of a journal that did not keep its
    limit, stays as it is.
    """
    limit = parse_limit(incident.handle_limit)
    if limit is None or incident.registered_at is None:
        return incident
    pauses = closed_pauses(incident)
    due_at = _due(calendar, incident.registered_at, limit, pauses, incident.extended_days)
    incident = replace(incident, due_at=due_at, stay_due_at=stay_due(incident, calendar))
    return with_task_dues(incident, calendar_of or _always(calendar))


def stay_due(incident: Incident, calendar: WorkCalendar) -> datetime | None:
    """When the present level has had the case for as long as it may."""
    limit = parse_limit(incident.stay_limit)
    if limit is None or incident.level_since is None:
        return None
    return calendar.due(incident.level_since, limit, closed_pauses(incident))


def with_task_dues(incident: Incident, calendar_of: CalendarOf) -> Incident:
    """The incident with the dues of its open lead, and of the assists, which share it."""
    limit, lead = parse_limit(incident.handle_limit), incident.lead
    if limit is None or lead is None:
        return incident
    due_at = _task_due(incident, lead, limit, calendar_of)
    tasks = tuple(
        replace(task, due_at=due_at)
        if task.state.is_open and task.role in HANDLING_ROLES
        else task
        for task in incident.tasks
    )
    return replace(incident, tasks=tasks)


def with_share(
    incident: Incident, task: Task, calendar: WorkCalendar, *, is_first: bool
) -> Task:
    """A lead's task with the share of the limit that its clock has.

    `incident` carries the citizen clock; `calendar` is the unit's own.
    """
    limit = parse_limit(incident.handle_limit)
    if limit is None:
        return task
    if is_first:
        return replace(task, share=WHOLE, runs_from=task.given_at)
    half = calendar.due(task.given_at, _shared(limit, HALF))
    if incident.due_at is not None and incident.due_at >= half:
        return replace(task, share=CITIZENS, runs_from=task.given_at)
    return replace(task, share=HALF, runs_from=task.given_at)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a clock is reckoned from: start and due instant, its limit in its own time.

    `limit_s` are clock seconds or working seconds, as `unit` says; the extension is in it.
    """

    start: datetime
    due_at: datetime
    limit_s: float
    unit: Unit

    def part(self, share: float) -> Limit:
        """A share of the limit, in the limit's own time."""
        own = Unit.H if self.unit.is_clock else Unit.WH
        return Limit(self.limit_s * share / 3600, own)


def case_basis(
    incident: Incident, category: Category | None, calendar: WorkCalendar
) -> Basis | None:
    """What the citizen clock is reckoned from; None before registration, and of a legacy."""
    if incident.legacy or incident.registered_at is None or incident.due_at is None:
        return None
    limit = case_limit(incident, category)
    ends = (incident.registered_at, incident.due_at)
    return _basis(calendar, incident, ends, limit, is_longer=incident.extended_days > 0)


def unit_basis(
    incident: Incident, category: Category | None, calendar: WorkCalendar
) -> Basis | None:
    """What the clock of the unit is reckoned from that has the case; None where none has."""
    lead = incident.lead
    if incident.legacy or lead is None or lead.due_at is None or lead.runs_from is None:
        return None
    if lead.share == CITIZENS:
        return case_basis(incident, category, calendar)
    limit = _shared(case_limit(incident, category), lead.share)
    if lead.reworks:
        limit = _longer(calendar, lead.runs_from, limit)
    ends = (lead.runs_from, lead.due_at)
    return _basis(calendar, incident, ends, limit, is_longer=lead.extra_days > 0)


def clock_at(
    basis: Basis, incident: Incident, calendar: WorkCalendar, at: datetime
) -> DeadlineAnswer:
    """Where a clock stands; the close stops it, a suspension holds it."""
    at = min(at, incident.closed_at or at)
    used_s = calendar.used_s(basis.start, at, basis.unit, pauses_of(incident, at))
    return DeadlineAnswer(basis.due_at, used_s, basis.limit_s, light(used_s, basis.limit_s))


def signer(incident: Incident) -> Task | None:
    """The task whose unit has to sign: its calendar is the step's, else the desk's is."""
    return incident.lead if incident.state is State.DISPATCHED else None


def step_due(incident: Incident, calendar: WorkCalendar, since: datetime) -> datetime | None:
    """When the step entered at `since` is due; None where no clock of its own runs.

    `calendar` is that of `signer`, the district's where nobody signs.
    A suspended case waits for the day on which it resumes; a closed one that the public
    reported for its follow-up.
    """
    if incident.state is State.SUSPENDED:
        return incident.resume_by
    state = incident.state
    if state is State.CLOSED and incident.source in CALLED_BACK:
        state = State.FOLLOW_UP
    return step_due_at(calendar, state, incident.urgency, since)


def step_clock(
    incident: Incident, calendar: WorkCalendar, at: datetime
) -> DeadlineAnswer | None:
    """Where the clock of the present step stands; None where none runs."""
    limit = step_limit(incident.state, incident.urgency)
    if limit is None or incident.step_since is None or incident.step_due_at is None:
        return None
    used_s = calendar.used_s(incident.step_since, at, limit.unit)
    limit_s = calendar.limit_s(limit, incident.step_since)
    return DeadlineAnswer(incident.step_due_at, used_s, limit_s, light(used_s, limit_s))


def _due(
    calendar: WorkCalendar, start: datetime, limit: Limit, pauses: list[Pause], days: int
) -> datetime:
    due_at = calendar.due(start, limit, pauses)
    return calendar.due(due_at, Limit(days, Unit.WD), pauses) if days else due_at


def _task_due(
    incident: Incident, task: Task, limit: Limit, calendar_of: CalendarOf
) -> datetime | None:
    if task.share == CITIZENS or task.runs_from is None:
        return incident.due_at
    calendar = calendar_of(task)
    share = _shared(limit, task.share)
    if task.reworks:
        share = _longer(calendar, task.runs_from, share)
    pauses = closed_pauses(incident)
    return _due(calendar, task.runs_from, share, pauses, task.extra_days)


def _basis(
    calendar: WorkCalendar,
    incident: Incident,
    ends: tuple[datetime, datetime],
    limit: Limit,
    *,
    is_longer: bool,
) -> Basis:
    start, due_at = ends
    if is_longer:
        # Days granted on top of hours have no sum but the time between the ends.
        limit_s = calendar.used_s(start, due_at, limit.unit, closed_pauses(incident))
    else:
        limit_s = calendar.limit_s(limit, start)
    return Basis(start, due_at, limit_s, limit.unit)


def _shared(limit: Limit, share: int) -> Limit:
    return Limit(limit.amount * share / 100, limit.unit)


def _longer(calendar: WorkCalendar, start: datetime, limit: Limit) -> Limit:
    least = Limit(LEAST_REWORK_H, Unit.H if limit.unit.is_clock else Unit.WH)
    return max(limit, least, key=lambda one: calendar.limit_s(one, start))


def _always(calendar: WorkCalendar) -> CalendarOf:
    def of(_: Task) -> WorkCalendar:
        return calendar

    return of
