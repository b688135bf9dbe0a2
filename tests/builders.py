"""Subjects, facts and entries for tests: sound ones, with whatever the test cares about.

Everything has a default and nothing is random: ids count upwards, instants start from
`NINE`, a Friday at 09:00 in the district.
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.domain.category import Category, Urgency
from models.domain.drawing import (
    TONE_OF,
    Drawing,
    DrawingKind,
    DrawingShape,
)
from models.domain.fact import Entry, Fact, fact_between
from models.domain.ids import (
    CommandId,
    DepartmentId,
    DrawingId,
    HandoverId,
    IncidentId,
    MemberId,
    TaskId,
)
from models.domain.incident import (
    AssigneeKind,
    Incident,
    State,
    Task,
    TaskRole,
    TaskState,
)
from models.domain.member import Member
from models.domain.place import LonLat
from models.domain.shift import HandOverShift, ShiftFigures

if TYPE_CHECKING:
    from collections.abc import Iterable

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday 20 November 2026, 09:00 in Shanghai."""
JIMO = LonLat(120.447, 36.389)
CLEARED = "已清理完毕，现场恢复"
"""A result as long as the reference of the trade wants it."""
_ids = count(1)


def at(*, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
    """So long after `NINE`."""
    return NINE + timedelta(minutes=minutes, hours=hours, days=days)


def an_id() -> UUID:
    """A UUID that no earlier call gave."""
    return UUID(int=next(_ids))


def a_member(**given: Any) -> Member:
    """A member on duty with nothing in hand."""
    ref = next(_ids)
    usual: dict[str, Any] = {
        "id": MemberId(an_id()),
        "version": 1,
        "ref": ref,
        "number": f"M{ref:04d}",
        "name": f"网格员{ref}",
    }
    return Member(**usual | given)


def an_incident(state: State = State.REGISTERED, **given: Any) -> Incident:
    """An incident in a state, with the tasks that the state demands.

    In ST40 to ST46 it gets one open lead task, unless `tasks` are given.
    """
    serial = next(_ids)
    usual: dict[str, Any] = {
        "id": IncidentId(an_id()),
        "version": 1,
        "number": f"370215-20261120-{serial:06d}",
        "occurred_at": NINE,
        "reported_at": NINE,
        "category": "E0102",
        "place": JIMO,
        "text": "路口有暴露垃圾",
    }
    if state.is_with_unit and "tasks" not in given:
        usual["tasks"] = (a_task(),)
    return Incident(state=state, **usual | given)


def a_task(assignee: Member | UUID | None = None, **given: Any) -> Task:
    """A lead task to sign; of a member who is nobody else's unless told whose."""
    whose = assignee.id if isinstance(assignee, Member) else assignee or an_id()
    usual: dict[str, Any] = {
        "id": TaskId(an_id()),
        "assignee_kind": AssigneeKind.MEMBER,
        "assignee": whose,
        "role": TaskRole.LEAD,
        "state": TaskState.TO_SIGN,
        "given_at": NINE,
    }
    return Task(**usual | given)


def a_department_task(department: DepartmentId | None = None, **given: Any) -> Task:
    """A lead task of a department."""
    return a_task(department or an_id(), assignee_kind=AssigneeKind.DEPARTMENT, **given)


def a_drawing(**given: Any) -> Drawing:
    """A note that stands."""
    kind = given.get("kind", DrawingKind.NOTE)
    usual: dict[str, Any] = {
        "id": DrawingId(an_id()),
        "version": 1,
        "kind": kind,
        "shape": DrawingShape.POINT,
        "tone": TONE_OF[kind],
        "points": (JIMO,),
        "radius_m": None,
        "text": "集结于此",
        "incident": None,
        "cell_path": (),
        "author": "wang",
        "station": "desk-1",
        "drawn_at": NINE,
    }
    return Drawing(**usual | given)


def a_handing_over(**given: Any) -> HandOverShift:
    """Handing over a shift that began an hour before nine, with nothing in it."""
    usual: dict[str, Any] = {
        "handover": HandoverId(an_id()),
        "instructions": "夜间留意积水点",
        "since": NINE - timedelta(hours=1),
        "made_at": NINE,
        "made_seq": 0,
        "figures": astuple(ShiftFigures()),
    }
    return HandOverShift(**usual | given)


def a_category(code: str = "E0102", **given: Any) -> Category:
    """A general class with a limit of 4 WH."""
    usual: dict[str, Any] = {
        "major_code": code[1:3],
        "major_zh": "市容环境",
        "major_en": "City appearance and environment",
        "zh": "暴露垃圾",
        "en": "Exposed rubbish",
        "response_limit": "",
        "handle_limit": "4WH",
        "danger_limit": "",
        "departments": "环卫",
        "lowest_level": "C",
        "urgency": Urgency.GENERAL,
        "self_handle": True,
        "restricted": False,
        "source": "GK",
    }
    return Category(code=code, **usual | given)


def a_fact(
    new: Incident | Member,
    old: Incident | Member | None = None,
    verb: str = "reported",
    **given: Any,
) -> Fact:
    """The fact between two values of a subject; without `old`, its beginning."""
    return fact_between(verb, old, new, **{"occurred_at": NINE} | given)


def an_entry(seq: int, fact: Fact, **given: Any) -> Entry:
    """A fact as the journal keeps it, recorded `seq` seconds after `NINE`."""
    usual: dict[str, Any] = {
        "recorded_at": NINE + timedelta(seconds=seq),
        "command_id": CommandId(UUID(int=1 << 64 | seq)),
        "ordinal": 0,
        "actor": "local",
        "role": "dispatcher",
        "station": "desk-1",
    }
    return Entry(seq=seq, fact=fact, **usual | given)


def a_journal(facts: Iterable[Fact], *, after: int = 0) -> tuple[Entry, ...]:
    """Entries for facts in order, numbered from `after` + 1 without gaps."""
    return tuple(an_entry(seq, fact) for seq, fact in enumerate(facts, after + 1))
