"""Questions to a picture: what is open, who is free, how much each town carries.

Pure functions over one picture at one instant; the same in live and in replay.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.domain.category import Urgency
from models.domain.clocks import (
    Basis,
    case_basis,
    clock_at,
    is_paused,
    step_clock,
    unit_basis,
)
from models.domain.deadline import Light, light, step_limit
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind, State
from models.domain.leave import leave_at
from models.domain.member import Duty

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import datetime, tzinfo

    from models.domain.category import Category
    from models.domain.ids import CellId, IncidentId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.domain.work_calendar import WorkCalendar
    from models.picture.picture import Picture

_TO_DISPATCH = frozenset({State.REGISTERED})
_AT_WORK = frozenset({State.HANDLING, State.JOINT_HANDLING})
_URGENT_FIRST = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.GENERAL: 2}


class Availability(StrEnum):
    """Whether a member can take more; the order is that of willingness."""

    FREE = "free"
    BUSY = "busy"
    HELD = "held"
    FULL = "full"
    BREAK = "break"
    OFF = "off"
    LEAVE = "leave"
    LEFT = "left"

    @property
    def is_on_duty(self) -> bool:
        """Whether the member serves at this moment."""
        return self in {
            Availability.FREE,
            Availability.BUSY,
            Availability.HELD,
            Availability.FULL,
        }


_BY_DUTY = {
    Duty.BREAK: Availability.BREAK,
    Duty.OFF: Availability.OFF,
    Duty.LEFT: Availability.LEFT,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock of an incident: `left_s` until `due_at`, negative when over.

    `left_s` is in real seconds, the light in the limit's own time: of a limit in working
    hours a whole night leaves nothing used.
    """

    due_at: datetime
    left_s: float
    light: Light
    is_step: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The six figures of the wall."""

    open: int
    to_dispatch: int
    handling: int
    overdue: int
    closed_today: int
    on_duty: int


@dataclass(frozen=True, slots=True)
class TownLoad:
    """What one town carries."""

    town: CellId
    open: int
    overdue: int
    on_duty: int
    free: int
    members: int


def open_incidents(picture: Picture) -> list[Incident]:
    """The incidents somebody still has to do something about."""
    return [incident for incident in picture.incidents.values() if incident.state.is_open]


def unattended(picture: Picture) -> list[Incident]:
    """Emergencies that nobody has been sent to yet, the oldest first."""
    waiting = (one for one in picture.incidents.values() if is_unattended(one))
    found = [one for one in waiting if one.urgency is Urgency.EMERGENCY]
    return sorted(found, key=lambda one: (one.reported_at, one.id))


def is_unattended(incident: Incident) -> bool:
    """Whether an incident is open and was never dispatched."""
    return incident.state.is_open and incident.state.value < State.DISPATCHED.value


def load_of(picture: Picture, member: Member) -> int:
    """How many incidents a member has in hand."""
    return len(picture.tasks_of.get(member.id, ()))


def assignees(picture: Picture, incidents: Iterable[IncidentId]) -> frozenset[MemberId]:
    """The members who have a task, over or not, in any of these incidents."""
    known = (picture.incidents[i] for i in incidents if i in picture.incidents)
    return frozenset(
        MemberId(task.assignee)
        for incident in known
        for task in incident.tasks
        if task.assignee_kind is AssigneeKind.MEMBER
    )


def availability(member: Member, load: int, at: datetime) -> Availability:
    """Whether a member with `load` incidents in hand can take more at an instant."""
    if member.leaves and member.duty is not Duty.LEFT and leave_at(member.leaves, at):
        return Availability.LEAVE
    if member.duty is not Duty.ON:
        return _BY_DUTY[member.duty]
    if load >= member.capacity:
        return Availability.FULL
    if member.held_for is not None:
        return Availability.HELD
    return Availability.BUSY if load else Availability.FREE


def is_serving(member: Member, at: datetime) -> bool:
    """Whether a member is on duty, and not on leave, at an instant."""
    return member.duty is Duty.ON and leave_at(member.leaves, at) is None


def counts_by_state(picture: Picture) -> Counter[State]:
    """How many incidents stand in each state."""
    return Counter(incident.state for incident in picture.incidents.values())


def pressing_due_at(incident: Incident) -> datetime | None:
    """The nearer of the step's and the case's due instants; None where no clock runs.

    While the case is suspended only the day of its resumption presses.
    """
    case_due_at = None if is_paused(incident) else incident.due_at
    dues = [due for due in (incident.step_due_at, case_due_at) if due is not None]
    return min(dues, default=None) if incident.state.is_open else None


def step_standing(incident: Incident, now: datetime, calendar: WorkCalendar) -> Standing | None:
    """How the clock of the present step stands at `now`; None where none runs."""
    if incident.step_due_at is None or not incident.state.is_open:
        return None
    clock = step_clock(incident, calendar, now)
    # A suspension has a day and no limit; an old journal does not say when a step began.
    light_now = clock.light if clock else _light_of_old(incident, now, calendar)
    left_s = (incident.step_due_at - now).total_seconds()
    return Standing(incident.step_due_at, left_s, light_now, is_step=True)


def case_standing(
    incident: Incident, category: Category | None, now: datetime, calendar: WorkCalendar
) -> Standing | None:
    """How the citizen clock stands at `now`; None before registration and after the end.

    A suspension holds it where it was.
    """
    basis = case_basis(incident, category, calendar)
    if basis is None or not incident.state.is_open:
        return None
    return _standing(basis, incident, calendar, now)


def unit_standing(
    incident: Incident, category: Category | None, now: datetime, calendar: WorkCalendar
) -> Standing | None:
    """How the clock of the unit stands that has the case in hand; None where none has.

    `calendar` is the unit's own.
    """
    basis = unit_basis(incident, category, calendar)
    return None if basis is None else _standing(basis, incident, calendar, now)


def _standing(
    basis: Basis, incident: Incident, calendar: WorkCalendar, now: datetime
) -> Standing:
    clock = clock_at(basis, incident, calendar, now)
    since = incident.pauses[-1] if is_paused(incident) else now
    left_s = (clock.due_at - since).total_seconds()
    return Standing(clock.due_at, left_s, clock.light, is_step=False)


def standing(
    incident: Incident,
    category: Category | None,
    now: datetime,
    calendar: WorkCalendar,
    step_calendar: WorkCalendar | None = None,
) -> Standing | None:
    """How the clock that runs out first stands at `now`; None where none runs.

    `step_calendar` is the one that the step goes by, where it is not the district's.
    """
    step = step_standing(incident, now, step_calendar or calendar)
    case = case_standing(incident, category, now, calendar)
    if step is None or case is None:
        return step or case
    return min(step, case, key=lambda clock: clock.due_at)


def figures(picture: Picture, now: datetime, zone: tzinfo) -> Figures:
    """The six figures as of `now`; "today" is the district's, by `zone`."""
    states = counts_by_state(picture)
    today = now.astimezone(zone).date()
    return Figures(
        open=sum(n for state, n in states.items() if state.is_open),
        to_dispatch=sum(states[state] for state in _TO_DISPATCH),
        handling=sum(states[state] for state in _AT_WORK),
        overdue=sum(is_overdue(incident, now) for incident in picture.incidents.values()),
        closed_today=sum(
            incident.closed_at is not None
            and not incident.state.is_open
            and incident.closed_at.astimezone(zone).date() == today
            for incident in picture.incidents.values()
        ),
        on_duty=sum(is_serving(member, now) for member in picture.members.values()),
    )


def is_overdue(incident: Incident, now: datetime) -> bool:
    """Whether the pressing clock has run out."""
    due_at = pressing_due_at(incident)
    return due_at is not None and due_at < now


def loads_by_town(
    picture: Picture, towns: Iterable[CellId], now: datetime
) -> Mapping[CellId, TownLoad]:
    """What each of the towns carries, in the order given.

    A subject belongs to the first town on its cell path; one without a town is left out.
    """
    wanted = tuple(towns)
    among = frozenset(wanted)
    opened: Counter[CellId] = Counter()
    overdue: Counter[CellId] = Counter()
    members: Counter[CellId] = Counter()
    on_duty: Counter[CellId] = Counter()
    free: Counter[CellId] = Counter()
    for incident in picture.incidents.values():
        town = first_of(incident.cell_path, among)
        if town is not None and incident.state.is_open:
            opened[town] += 1
            overdue[town] += is_overdue(incident, now)
    for member in picture.members.values():
        town = first_of(member.cell_path, among)
        if town is not None and member.duty is not Duty.LEFT:
            state = availability(member, load_of(picture, member), now)
            members[town] += 1
            on_duty[town] += state.is_on_duty
            free[town] += state is Availability.FREE
    return {
        town: TownLoad(
            town, opened[town], overdue[town], on_duty[town], free[town], members[town]
        )
        for town in wanted
    }


def first_of(path: tuple[CellId, ...], among: Container[CellId]) -> CellId | None:
    """The first cell of a path that is one of a set, such as its town."""
    return next((cell for cell in path if cell in among), None)


def red_first(picture: Picture, now: datetime) -> list[IncidentId]:
    """The open incidents, the overdue first, then by urgency, then the oldest."""
    ranked = sorted(
        open_incidents(picture),
        key=lambda incident: (
            not is_overdue(incident, now),
            _URGENT_FIRST[incident.urgency],
            incident.reported_at,
            incident.id,
        ),
    )
    return [incident.id for incident in ranked]


def _light_of_old(incident: Incident, now: datetime, calendar: WorkCalendar) -> Light:
    """Told from what is left of the step, where nobody knows when it began."""
    due_at = incident.step_due_at or now
    if now > due_at:
        return Light.RED
    limit = step_limit(incident.state, incident.urgency)
    if limit is None:
        return Light.GREEN
    limit_s = calendar.limit_s(limit, now)
    left_s = calendar.used_s(now, due_at, limit.unit)
    return light(max(limit_s - left_s, 0.0), limit_s)
