"""What a queue shows: a working list, and the filters that are laid over it. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.incident import AssigneeKind, Source, State
from models.domain.lifecycle import Role
from models.picture.shift_sheet import ASKED

if TYPE_CHECKING:
    from models.domain.ids import CellId, IncidentId
    from models.domain.incident import Incident


class WorkList(StrEnum):
    """The working lists, as they stand side by side."""

    ALL = "all"
    TO_ACCEPT = "to_accept"
    TO_REGISTER = "to_register"
    TO_DISPATCH = "to_dispatch"
    TO_DECIDE = "to_decide"
    TO_CHECK = "to_check"
    TO_CLOSE = "to_close"
    RED = "red"
    SUSPENDED = "suspended"
    MINE = "mine"
    MY_CELL = "my_cell"


STATES_OF: Final = {
    WorkList.TO_ACCEPT: frozenset({State.REPORTED, State.TO_VERIFY, State.SELF_HANDLED}),
    WorkList.TO_REGISTER: frozenset({State.ACCEPTED}),
    WorkList.TO_DISPATCH: frozenset({State.REGISTERED}),
    WorkList.TO_DECIDE: ASKED,
    WorkList.TO_CHECK: frozenset({State.HANDLED, State.CHECKING}),
    WorkList.TO_CLOSE: frozenset({State.CHECKED}),
    WorkList.SUSPENDED: frozenset({State.SUSPENDED}),
}
_ROLES_OF: Final = {
    WorkList.TO_ACCEPT: frozenset({Role.ACCEPTOR, Role.HOTLINE_CLERK}),
    WorkList.TO_REGISTER: frozenset({Role.SHIFT_LEAD}),
    WorkList.TO_DISPATCH: frozenset({Role.DISPATCHER, Role.SHIFT_LEAD}),
    WorkList.TO_DECIDE: frozenset({Role.DISPATCHER, Role.SHIFT_LEAD, Role.CENTRE_LEADER}),
    WorkList.TO_CHECK: frozenset({Role.ACCEPTOR, Role.SHIFT_LEAD}),
    WorkList.TO_CLOSE: frozenset({Role.SHIFT_LEAD, Role.CENTRE_LEADER}),
}


def lists_of(roles: frozenset[Role]) -> tuple[WorkList, ...]:
    """The lists of whoever acts in these roles; whoever has none of them sees all."""
    if not any(roles & whose for whose in _ROLES_OF.values()):
        return tuple(WorkList)
    return tuple(one for one in WorkList if one not in _ROLES_OF or roles & _ROLES_OF[one])


@dataclass(frozen=True, slots=True)
class Whose:
    """Who looks at the queue: their name, what they did since they sat down, their cell."""

    operator: str = ""
    touched: frozenset[IncidentId] = frozenset()
    cell: CellId | None = None


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue shows; an empty field shows everything.

    `majors` are codes of major classes; each of `cells` stands for everything under it;
    `departments` are ids of those that have a task in hand.
    """

    worklist: WorkList = WorkList.ALL
    states: frozenset[State] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    majors: frozenset[str] = frozenset()
    cells: frozenset[CellId] = frozenset()
    lights: frozenset[Light] = frozenset()
    sources: frozenset[Source] = frozenset()
    departments: frozenset[UUID] = frozenset()
    text: str = ""

    @property
    def goes_with_time(self) -> bool:
        """Whether what it shows changes without a fact."""
        return bool(self.lights) or self.worklist is WorkList.RED

    @property
    def is_plain(self) -> bool:
        """Whether something is asked that `has_plain` answers."""
        return bool(
            self.states or self.urgencies or self.sources or self.cells or self.departments
        )

    def has_plain(self, incident: Incident) -> bool:
        """Whether an incident fits what its own fields answer."""
        return (
            (not self.states or incident.state in self.states)
            and (not self.urgencies or incident.urgency in self.urgencies)
            and (not self.sources or incident.source in self.sources)
            and (not self.cells or not self.cells.isdisjoint(incident.cell_path))
            and (not self.departments or _is_with(incident, self.departments))
        )


def is_listed(
    worklist: WorkList, incident: Incident, whose: Whose, *, is_overdue: bool
) -> bool:
    """Whether an incident stands on a working list."""
    match worklist:
        case WorkList.ALL:
            return True
        case WorkList.RED:
            return is_overdue
        case WorkList.MINE:
            return incident.reported_by == whose.operator or incident.id in whose.touched
        case WorkList.MY_CELL:
            return whose.cell is not None and whose.cell in incident.cell_path
    return incident.state in STATES_OF[worklist]


_LIST_OF: Final = {state: one for one, states in STATES_OF.items() for state in states}


class Tally:
    """How many incidents stand on each working list, kept by what changes.

    Invariant: what was taken is what is counted, as it was when it was taken.
    """

    def __init__(self, whose: Whose) -> None:
        self.whose = whose
        self._counts: Counter[WorkList] = Counter()

    def take(self, before: Incident | None, now: Incident | None) -> None:
        """Count another value of an incident; None is one that is not open."""
        if before is not None:
            self._counts.subtract(self._lists(before))
        if now is not None:
            self._counts.update(self._lists(now))

    def counts(self, overdue: int) -> Counter[WorkList]:
        """How many there are on each list; `overdue` of them are."""
        return Counter({**self._counts, WorkList.RED: overdue})

    def _lists(self, incident: Incident) -> list[WorkList]:
        """Every list an incident stands on, but the red one, which goes with the time."""
        asked = (WorkList.ALL, WorkList.MINE, WorkList.MY_CELL)
        lists = [one for one in asked if is_listed(one, incident, self.whose, is_overdue=False)]
        if incident.state in _LIST_OF:
            lists.append(_LIST_OF[incident.state])
        return lists


_KINDS: Final[dict[str, Any]] = {
    "worklist": WorkList,
    "states": State,
    "urgencies": Urgency,
    "majors": str,
    "cells": int,
    "lights": Light,
    "sources": Source,
    "departments": UUID,
    "text": str,
}


def filter_plain(wanted: QueueFilter) -> dict[str, Any]:
    """A filter as plain fields."""
    plain: dict[str, Any] = {}
    for one in fields(wanted):
        value = getattr(wanted, one.name)
        if isinstance(value, frozenset):
            plain[one.name] = sorted(
                (item if isinstance(item, int) else str(item) for item in value), key=str
            )
        else:
            plain[one.name] = str(value)
    return plain


def filter_read(plain: object) -> QueueFilter | None:
    """A filter from plain fields; None where they are none of ours."""
    if not isinstance(plain, dict):
        return None
    given: dict[str, Any] = {}
    try:
        for name, kind in _KINDS.items():
            value = plain.get(name)
            if value is None:
                continue
            if name in {"worklist", "text"}:
                given[name] = kind(value)
            else:
                given[name] = frozenset(kind(item) for item in value)
    except (TypeError, ValueError):
        return None
    return QueueFilter(**given)


def _is_with(incident: Incident, departments: frozenset[UUID]) -> bool:
    return any(
        task.assignee_kind is AssigneeKind.DEPARTMENT and task.assignee in departments
        for task in incident.open_tasks
    )
