"""Whether those who are alone on a risky task are well: the clock asks, they answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.guard import asked, finished, known_member, moved, with_task
from models.domain.refusal import Refused, refuse
from models.domain.welfare import WELFARE_FACT, watched, welfare_ahead

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done
    from models.domain.incident import Incident
    from models.domain.welfare_command import SayWell, Watch


def watch(intent: Watch, command: Command, work: UnitOfWork) -> Done:
    """A step fell due; asked again on the locked row, so it comes once."""
    old = asked(work, command, intent.incident, "watch")
    due = [one for one in welfare_ahead(old, _minutes(old, work)) if one.at <= work.now()]
    found = next((one for one in due if one.step is intent.step), None)
    if found is None or due[0] is not found:
        raise Refused(
            refuse(
                "not_due",
                f"{old.number} 的平安确认尚未到时，或已完成。",
                f"Nobody has to be asked about {old.number} now, or it was done already.",
                incident=old.number,
            )
        )
    task = replace(found.task, welfare=found.step, welfare_at=work.now())
    new = moved(work, old, tasks=with_task(old.tasks, task), quiet=old.quiet + 1)
    work.record(WELFARE_FACT[found.step], old, new, occurred_at=found.at)
    return finished(work, new)


def say_well(intent: SayWell, command: Command, work: UnitOfWork) -> Done:
    """A sign of life: the timer begins anew."""
    old = asked(work, command, intent.incident, "well")
    task = watched(old, _minutes(old, work))
    whose = None if intent.member is None else known_member(work, intent.member).id
    if task is None or whose not in {None, task.assignee}:
        raise Refused(
            refuse(
                "not_watched",
                f"{old.number} 没有需要确认平安的人。",
                f"Nobody on {old.number} is watched.",
                incident=old.number,
            )
        )
    well = replace(task, well_at=work.now(), welfare=None, welfare_at=None)
    new = moved(work, old, tasks=with_task(old.tasks, well), quiet=old.quiet + 1)
    work.record("is-well", old, new, note=intent.text.strip())
    return finished(work, new)


def _minutes(incident: Incident, work: UnitOfWork) -> int | None:
    return work.rulebook().risk_minutes(incident.category)
