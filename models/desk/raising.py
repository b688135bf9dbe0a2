"""Pressure and levels: supervise, climb the timeout ladder, escalate, hand down, rate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.assigning import give
from models.desk.guard import (
    asked,
    calendar_for,
    clocked,
    ended,
    finished,
    moved,
    require_text,
)
from models.desk.levels import at_level, stay_over
from models.domain.command import Dispatch
from models.domain.deadline import Limit, Unit
from models.domain.error import BadInput, Words
from models.domain.grid import Level
from models.domain.ids import TaskId, new_uuid
from models.domain.incident import AssigneeKind, Incident, State, Task, TaskRole, TaskState
from models.domain.ladder import CARD_OF, FACT_OF, Rung, due_rungs
from models.domain.lifecycle import AT_WORK, BY_ACTION
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Climb, Command, Done, Rate, Supervise
    from models.domain.ids import CellId
    from models.domain.ladder import DueRung

MOST_SUPERVISED = 3
_MOVED_BY_STAY = frozenset({State.REGISTERED, State.DISPATCHED, *AT_WORK})
"""Where a stay that is over may take the case away; what is asked for is decided first."""
REPLY_WITHIN = {2: Limit(4, Unit.WH), 3: Limit(2, Unit.H)}
"""How soon a yellow and a red card must be answered (§3.3, 29)."""


def supervise(intent: Supervise, command: Command, work: UnitOfWork) -> Done:
    """Formal pressure on the unit, one level up or more; level 0 takes it back."""
    if intent.level == 0:
        return _cancel_supervise(intent, command, work)
    old = asked(work, command, intent.incident, "supervise")
    level = min(old.supervise + 1, MOST_SUPERVISED) if intent.level is None else intent.level
    if not 1 <= level <= MOST_SUPERVISED:
        raise _bad_level("0 … 3")
    if level <= old.supervise:
        raise Refused(
            refuse(
                "only_upwards",
                f"{old.number} 的督办级别已是 {old.supervise}，只能升级。",
                f"{old.number} is supervised at level {old.supervise}: it only goes up.",
                incident=old.number,
            )
        )
    return finished(work, carded(work, old, level, "supervised", note=intent.text.strip()))


def _cancel_supervise(intent: Supervise, command: Command, work: UnitOfWork) -> Done:
    reason = require_text(intent.text, "text", "supervise")
    old = asked(work, command, intent.incident, "cancel-supervise")
    if old.supervise == 0:
        raise Refused(
            refuse(
                "not_supervised",
                f"{old.number} 没有被督办。",
                f"{old.number} is not supervised.",
                incident=old.number,
            )
        )
    new = moved(work, old, supervise=0, reply_by=None)
    work.record("supervision-cancelled", old, new, note=reason)
    return finished(work, new)


def carded(
    work: UnitOfWork, old: Incident, level: int, fact: str, *, note: str = ""
) -> Incident:
    """Record a level of supervision; a higher one that is there already stays."""
    old = _without_ask(work, old, level)
    new = _supervised(work, moved(work, old), level)
    work.record(fact, old, new, note=note)
    return new


def _without_ask(work: UnitOfWork, old: Incident, level: int) -> Incident:
    """A red card ends an extension that is only asked for."""
    if level < MOST_SUPERVISED or old.state is not State.EXTENSION_ASKED:
        return old
    new = moved(work, old, old.working_state)
    work.record("extension-denied", old, new)
    return new


def _supervised(work: UnitOfWork, incident: Incident, level: int) -> Incident:
    if level <= incident.supervise:
        return incident
    reply_by = _reply_by(work, level, work.now())
    return replace(incident, supervise=level, reply_by=reply_by)


def _reply_by(work: UnitOfWork, level: int, at: datetime) -> datetime | None:
    limit = REPLY_WITHIN.get(level)
    return work.calendar().due(at, limit) if limit else None


def climb(intent: Climb, command: Command, work: UnitOfWork) -> Done:
    """A rung of the ladder that fell due; asked again on the locked row, so it comes once."""
    old = asked(work, command, intent.incident, "timeout")
    lead = old.lead
    category = None if old.category is None else work.category(old.category)
    calendar = calendar_for(work, lead) if lead else work.calendar()
    due = due_rungs(old, category, calendar, work.now())
    found = next((one for one in due if one.rung is intent.rung), None)
    if found is None:
        raise Refused(
            refuse(
                "not_due",
                f"{old.number} 的“{intent.rung}”尚未到时或已处理。",
                f"'{intent.rung}' of {old.number} is not due, or was dealt with.",
                incident=old.number,
            )
        )
    return finished(work, _climbed(work, old, found))


def _climbed(work: UnitOfWork, old: Incident, due: DueRung) -> Incident:
    if due.rung is Rung.STAY:
        return _stayed(work, old, due)
    level = CARD_OF.get(due.rung, 0)
    old = _without_ask(work, old, level)
    new = _supervised(work, moved(work, old, rungs=(*old.rungs, due.rung)), level)
    if due.rung is Rung.CALL_NEXT:
        new = _next_called(work, new)
    work.record(FACT_OF[due.rung], old, new, occurred_at=due.at)
    return new


def _stayed(work: UnitOfWork, old: Incident, due: DueRung) -> Incident:
    """The level had its time: told, and sent one level up where the district wants that."""
    new = stay_over(moved(work, old))
    work.record(FACT_OF[due.rung], old, new, occurred_at=due.at)
    is_movable = new.state in _MOVED_BY_STAY and _level(new) > Level.DISTRICT
    if not (work.settings().escalate_by_itself and is_movable):
        return new
    raised = at_level(
        work, replace(new, handed_to=None, escalated=new.escalated + 1), _level(new) - 1
    )
    up = Dispatch(verb="escalate", incident=new.id, reason="stay")
    return _relevelled(up, new, raised, work, TaskState.ESCALATED)


def _next_called(work: UnitOfWork, incident: Incident) -> Incident:
    """An emergency that nobody signs goes to the next in the roster too, as an assist."""
    following = work.checker_for(incident)
    if following is None:
        return incident
    task = Task(
        id=TaskId(new_uuid()),
        assignee_kind=AssigneeKind.MEMBER,
        assignee=following.id,
        role=TaskRole.ASSIST,
        state=TaskState.TO_SIGN,
        given_at=work.now(),
    )
    return clocked(work, replace(incident, tasks=(*incident.tasks, task)))


def escalate(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """One level up, or to the one named; whoever had the case is done with it.

    A new assignee may be named at once; without one it waits for its dispatch there. The
    citizen clock goes on.
    """
    require_text(intent.reason, "reason", "escalate")
    old = asked(work, command, intent.incident, "escalate")
    level = (_level(old) - 1) if intent.level is None else intent.level
    if level < Level.DISTRICT:
        raise Refused(
            refuse(
                "top_level",
                f"{old.number} 已在区级，不能再升级。",
                f"{old.number} is at the district already: there is no level above.",
                incident=old.number,
            )
        )
    if level >= _level(old):
        raise _wrong_way(old, "升级只能向上", "escalation only leads upwards")
    raised = replace(
        old,
        handed_to=None,
        escalated=old.escalated + 1,
        ground=intent.ground or old.ground,
    )
    raised = at_level(work, raised, level)
    return finished(work, _relevelled(intent, old, raised, work, TaskState.ESCALATED))


def hand_down(intent: Dispatch, command: Command, work: UnitOfWork) -> Done:
    """To a cell below, named by its code, or to a level of the incident's own cells."""
    old = asked(work, command, intent.incident, "hand-down")
    target, cell = _below(intent, old, work)
    if target <= _level(old):
        raise _wrong_way(old, "下派只能向下", "handing down only leads downwards")
    lowered = at_level(work, replace(old, handed_to=cell), target)
    return finished(work, _relevelled(intent, old, lowered, work, TaskState.CANCELLED))


def rate(intent: Rate, command: Command, work: UnitOfWork) -> Done:
    """The town's three marks for a department that it whistled for."""
    old = asked(work, command, intent.incident, "rate")
    marks = (intent.responded, intent.took_part, intent.solved)
    if not all(0 <= mark <= 100 for mark in marks):
        words = Words("评分应为 0 至 100 的整数", "a mark is a whole number from 0 to 100")
        raise BadInput("bad_value", words)
    tasks = tuple(
        replace(task, ratings=marks)
        if task.is_whistled and task.assignee == intent.department
        else task
        for task in old.tasks
    )
    if tasks == old.tasks:
        raise Refused(
            refuse(
                "not_whistled",
                f"{old.number} 没有对该部门吹哨，或评分没有变化。",
                f"{old.number} has no whistle for that department, or the marks are the same.",
                incident=old.number,
            )
        )
    new = moved(work, old, tasks=tasks)
    work.record("rated", old, new)
    return finished(work, new)


def _level(incident: Incident) -> int:
    """Where it is handled; what was never registered lies with the unit."""
    return Level.UNIT.value if incident.level is None else incident.level


def _below(intent: Dispatch, incident: Incident, work: UnitOfWork) -> tuple[int, CellId | None]:
    if intent.cell is None:
        if intent.level is None:
            require_text("", "cell", "hand-down")
        if not Level.DISTRICT <= (intent.level or 0) <= Level.UNIT:
            raise _bad_level("1 … 5")
        return intent.level or 0, None
    cell = work.cell_by_code(intent.cell)
    if cell is None:
        raise BadInput(
            "unknown_cell",
            Words(
                f"没有代码为 {intent.cell} 的网格；用 wangge list cells 查看",
                f"there is no cell with the code {intent.cell}; see `wangge list cells`",
            ),
        )
    _require_descendant(incident, cell.path, work)
    return cell.level.value, cell.id


def _require_descendant(incident: Incident, path: tuple[CellId, ...], work: UnitOfWork) -> None:
    """The target lies below the cell that has the case now."""
    here = incident.handed_to or next(
        (c for c in incident.cell_path if work.level_of(c) == _level(incident)), None
    )
    if here is not None and here not in path[:-1]:
        raise _wrong_way(
            incident, "下派对象必须是下级网格", "the target must lie below the present cell"
        )


def _relevelled(
    intent: Dispatch, old: Incident, new: Incident, work: UnitOfWork, end: TaskState
) -> Incident:
    verb = intent.verb
    reason = intent.reason.strip()
    fact = BY_ACTION[verb if not old.state.is_with_unit else f"{verb}-task"].fact
    if not old.state.is_with_unit:
        new = moved(work, new)
        work.record(fact, old, new, note=reason)
        return new
    freed = replace(new, state=State.REGISTERED, tasks=_closed(old, end, work.now()))
    if intent.members or intent.department:
        return give(intent, old, work, verb=fact, judged_as=freed)
    new = moved(
        work,
        replace(new, tasks=freed.tasks),
        State.REGISTERED,
        dispatched_at=None,
        signed_at=None,
        rungs=(),
    )
    work.record(fact, old, new, note=reason)
    return new


def _closed(incident: Incident, end: TaskState, at: datetime) -> tuple[Task, ...]:
    """The lead's task ends as told, everybody else's is taken back."""
    lead = incident.lead
    tasks = tuple(
        replace(task, state=end, ended_at=at) if lead and task.id == lead.id else task
        for task in incident.tasks
    )
    return ended(tasks, TaskState.CANCELLED, at)


def _wrong_way(incident: Incident, zh: str, en: str) -> Refused:
    return Refused(
        refuse(
            "wrong_level",
            f"{incident.number} 现由第 {_level(incident)} 级办理：{zh}。",
            f"{incident.number} is handled at level {_level(incident)}: {en}.",
            incident=incident.number,
        )
    )


def _bad_level(known: str) -> BadInput:
    return BadInput("bad_value", Words(f"level 应为 {known}", f"level wants {known}"))
