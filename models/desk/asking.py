"""What a unit asks for and the centre decides: more time, or that the clocks stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    known,
    moved,
    reckoned,
    require_role,
    require_text,
    with_photos,
    with_task,
)
from models.domain.category import Urgency
from models.domain.error import BadInput, Words
from models.domain.incident import State
from models.domain.lifecycle import BY_ACTION, Role
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done, Extend, Judge, Suspend
    from models.domain.incident import Incident

MOST_EXTENSIONS = 2
PRESET_DAYS = 5
"""Working days that a dispatcher may grant; the shift lead twice that, the leader more."""
MOST_DAYS = 180
SUSPENDED_AT_MOST = timedelta(days=180)


def extend(intent: Extend, command: Command, work: UnitOfWork) -> Done:
    """The unit asks for working days, before its time is up; asked of ST44 it is the grant."""
    if known(work, intent.incident).state is State.EXTENSION_ASKED:
        return grant_extend(intent, command, work)
    old = asked(work, command, intent.incident, "extend")
    days = _days(intent, old)
    reason = require_text(intent.reason, "reason", "extend")
    _require_extendable(old, work)
    is_second = old.extended > 0
    if is_second and not intent.photo and work.photos_required():
        raise Refused(
            refuse(
                "form_needed",
                "再次延期须附盖章的申请表（photo）。",
                "A second extension needs the stamped form, as a photo.",
                incident=old.number,
            )
        )
    new = moved(
        work, old, State.EXTENSION_ASKED, asked_days=days, photos=with_photos(old, intent.photo)
    )
    said = " · ".join(filter(None, (reason, intent.plan.strip())))
    work.record("extension-asked", old, new, note=said)
    return finished(work, new)


def grant_extend(intent: Extend, command: Command, work: UnitOfWork) -> Done:
    """The deadline moves by the working days granted: the citizen's and the unit's."""
    old = asked(work, command, intent.incident, "grant-extend")
    days = _days(intent, old)
    require_role(command, _who_may_grant(days), f"grant-extend {days} WD")
    tasks = old.tasks
    if old.lead:
        longer = replace(old.lead, extra_days=old.lead.extra_days + days)
        tasks = with_task(tasks, longer)
    new = moved(
        work,
        old,
        old.working_state,
        tasks=tasks,
        extended=old.extended + 1,
        extended_days=old.extended_days + days,
        rungs=(),
    )
    new = reckoned(work, new)
    work.record("extension-granted", old, new, note=intent.reason.strip())
    return finished(work, new)


def deny(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """deny-extend, deny-suspend: the unit goes on as before; the clock never stopped."""
    reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    new = moved(work, old, old.working_state)
    work.record(BY_ACTION[intent.verb].fact, old, new, note=reason)
    return finished(work, new)


def drop(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The unit takes back what it asked for, and is where it was.

    A return still counts as asked for: a signing time begins anew twice at the most.
    """
    reason = require_text(intent.reason, "reason", "drop-ask")
    old = asked(work, command, intent.incident, "drop-ask")
    new = moved(work, old, _asked_from(old))
    work.record("ask-dropped", old, new, note=reason)
    return finished(work, new)


def _asked_from(old: Incident) -> State:
    """Where the unit asked from: a return alone is asked for by leads that have not signed.

    Whoever was whistled for is in joint handling from the beginning, signed or not.
    """
    lead = old.lead
    is_at_work = lead is None or lead.signed_at is not None or lead.is_whistled
    is_return = old.state is State.RETURN_ASKED
    return State.DISPATCHED if is_return and not is_at_work else old.working_state


def suspend(intent: Suspend, command: Command, work: UnitOfWork) -> Done:
    """Somebody proposes that the clocks stand still; asked of ST45 it is the grant."""
    if known(work, intent.incident).state is State.SUSPENSION_ASKED:
        return grant_suspend(intent, command, work)
    old = asked(work, command, intent.incident, "suspend")
    reason = require_text(intent.reason, "reason", "suspend")
    if intent.resume_by is None:
        require_text("", "resume_by", "suspend")
    until = _resume_by(intent.resume_by, work)
    if not intent.photo and work.photos_required() and not old.restricted:
        words = "挂账须附安全措施照片。", "A suspension needs a photo of the safety measure."
        raise Refused(refuse("photo_needed", *words, incident=old.number))
    new = moved(
        work,
        old,
        State.SUSPENSION_ASKED,
        asked_until=until,
        ground=intent.ground,
        photos=with_photos(old, intent.photo),
    )
    said = " · ".join(filter(None, (reason, intent.measure.strip())))
    work.record("suspension-asked", old, new, note=said)
    return finished(work, new)


def grant_suspend(intent: Suspend, command: Command, work: UnitOfWork) -> Done:
    """The clocks stand still from now until somebody resumes, at the latest on the day."""
    old = asked(work, command, intent.incident, "grant-suspend")
    until = _resume_by(intent.resume_by or old.asked_until, work)
    pauses = (*old.pauses, work.now())
    new = moved(work, old, State.SUSPENDED, pauses=pauses, resume_by=until)
    work.record("suspended", old, new, note=intent.reason.strip())
    return finished(work, new)


def resume(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The clocks run on with what was left."""
    old = asked(work, command, intent.incident, "resume")
    new = moved(work, old, old.working_state)
    work.record("resumed", old, new, note=intent.reason.strip())
    return finished(work, new)


def _days(intent: Extend, old: Incident) -> int:
    days = old.asked_days if intent.days is None else intent.days
    if days is None:
        require_text("", "days", intent.verb)
    if days is None or not 1 <= days <= MOST_DAYS:
        raise BadInput(
            "bad_value",
            Words(
                f"days 应为 1 至 {MOST_DAYS} 个工作日",
                f"days wants 1 to {MOST_DAYS} working days",
            ),
        )
    return days


def _require_extendable(old: Incident, work: UnitOfWork) -> None:
    category = work.category(old.category) if old.category else None
    usual = category.urgency if category else Urgency.GENERAL
    if Urgency.EMERGENCY in {old.urgency, usual}:
        raise Refused(
            refuse(
                "no_extension_in_emergency",
                "特急事件不能延期。",
                "An emergency cannot be extended.",
                incident=old.number,
            )
        )
    if old.extended >= MOST_EXTENSIONS:
        raise Refused(
            refuse(
                "extended_twice",
                f"{old.number} 已延期 {old.extended} 次，不能再延。",
                f"{old.number} was extended {old.extended} times already.",
                incident=old.number,
            )
        )
    due_at = old.lead.due_at if old.lead and old.lead.due_at else old.due_at
    if due_at is not None and work.now() > due_at:
        raise Refused(
            refuse(
                "extension_too_late",
                f"{old.number} 已超时，延期须在到期前申请。",
                f"{old.number} is overdue: an extension must be asked for before.",
                incident=old.number,
            )
        )


def _who_may_grant(days: int) -> frozenset[Role]:
    may = {Role.CENTRE_LEADER}
    if days <= 2 * PRESET_DAYS:
        may.add(Role.SHIFT_LEAD)
    if days <= PRESET_DAYS:
        may.add(Role.DISPATCHER)
    return frozenset(may)


def _resume_by(until: datetime | None, work: UnitOfWork) -> datetime:
    now = work.now()
    if until is None or not now < until <= now + SUSPENDED_AT_MOST:
        days = SUSPENDED_AT_MOST.days
        raise BadInput(
            "bad_resume_by",
            Words(
                f"resume_by 应在现在之后、{days} 天以内",
                f"resume_by must lie after now, within {days} days",
            ),
        )
    return until
