"""What turns out otherwise: audited, sent back, appealed, merged, reclassified, marked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    in_new_step,
    known,
    moved,
    reckoned,
    require_role,
    require_text,
)
from models.desk.reporting import category_of, max_urgency
from models.domain.deadline import handle_limit
from models.domain.incident import Incident, State
from models.domain.lifecycle import BY_ACTION, FOUR_EYES, Role
from models.domain.merging import merge_refusal
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.category import Category, Urgency
    from models.domain.command import Command, Done, Judge, Mark, Merge, Reclassify

MOST_APPEALS = 1
LEADERS = frozenset({Role.SHIFT_LEAD, Role.CENTRE_LEADER})


def audit(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """audit-pass closes what was handled on the spot; audit-fail needs a reason."""
    row = BY_ACTION[intent.verb]
    note = (intent.reason or intent.result).strip()
    if row.target is State.REFUSED:
        note = require_text(note, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    closed_at = work.now() if row.target is State.CLOSED else None
    new = moved(work, old, row.target, closed_at=closed_at)
    work.record(row.fact, old, new, note=note)
    return finished(work, new)


def send_back(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The shift lead sends an acceptance back: the acceptor's error, and counted."""
    reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    count = old.sent_back + 1
    new = moved(work, old, State.REPORTED, accepted_at=None, sent_back=count)
    work.record("sent-back", old, new, note=reason)
    return finished(work, new)


def appeal(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The reporter of a refused case asks to be heard again, once."""
    reason = require_text(intent.reason, "reason", "appeal")
    old = asked(work, command, intent.incident, "appeal")
    if old.appeals >= MOST_APPEALS:
        raise Refused(
            refuse(
                "appealed_already",
                f"{old.number} 已申诉过一次，不能再申诉。",
                f"{old.number} was appealed before: a refusal is appealed once.",
                incident=old.number,
            )
        )
    count = old.appeals + 1
    new = moved(work, old, State.REPORTED, appeals=count, is_self_handled=False)
    work.record("appealed", old, new, note=reason)
    return finished(work, new)


def mark(intent: Mark, command: Command, work: UnitOfWork) -> Done:
    """Flags a case: important, or a legacy problem, which the leaders alone may say.

    A legacy problem is outside the ordinary limits: no light, no ladder.
    """
    legacy, important = intent.legacy, intent.important
    reason = intent.reason.strip()
    if legacy is not None:
        require_role(command, LEADERS, "mark legacy")
        reason = require_text(reason, "reason", "mark") if legacy else reason
    old = asked(work, command, intent.incident, "mark")
    is_legacy = old.legacy if legacy is None else legacy
    is_important = old.important if important is None else important
    if (old.legacy, old.important) == (is_legacy, is_important):
        raise Refused(
            refuse(
                "marked_already",
                f"{old.number} 的标记没有变化。",
                f"{old.number} has these marks already.",
                incident=old.number,
            )
        )
    new = moved(work, old, legacy=is_legacy, important=is_important)
    work.record("marked", old, new, note=reason)
    return finished(work, new)


def merge(intent: Merge, command: Command, work: UnitOfWork) -> Done:
    """The incident is a duplicate; the other one carries on for both."""
    reason = require_text(intent.reason, "reason", "merge")
    old = asked(work, command, intent.incident, "merge")
    into = known(work, intent.into)
    refusal = merge_refusal(old, into, partial(_is_restricted, work))
    if refusal is not None:
        raise Refused(refusal)
    new = moved(work, old, State.MERGED, merged_into=into.id)
    work.record("merged", old, new, note=reason)
    return finished(work, new)


def _is_restricted(work: UnitOfWork, incident: Incident) -> bool:
    """By its own mark, or by its class as that is now."""
    category = work.category(incident.category) if incident.category else None
    return incident.restricted or (category is not None and category.restricted)


def unmerge(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """It was no duplicate: it goes on where it was when it was merged."""
    reason = require_text(intent.reason, "reason", "unmerge")
    old = asked(work, command, intent.incident, "unmerge")
    new = moved(work, old, _before_merging(old), merged_into=None)
    work.record("unmerged", old, new, note=reason)
    return finished(work, new)


def _before_merging(incident: Incident) -> State:
    if incident.registered_at is not None:
        return State.REGISTERED
    return State.REPORTED if incident.accepted_at is None else State.ACCEPTED


def reclassify(intent: Reclassify, command: Command, work: UnitOfWork) -> Done:
    """Another class: the limits are reckoned anew from registration.

    Once a unit has signed, two operators must say so; the second says the same again.
    """
    category = category_of(work, intent.category)
    old = asked(work, command, intent.incident, "reclassify")
    is_second = old.state in FOUR_EYES and old.reclass_to == category.code
    reason = intent.reason.strip()
    if not is_second:
        reason = require_text(reason, "reason", "reclassify")
    if category.code == old.category and intent.urgency in {None, old.urgency}:
        raise Refused(
            refuse(
                "same_class",
                f"{old.number} 的类别已是“{category.zh}”。",
                f"{old.number} is of the class '{category.en}' already.",
                incident=old.number,
            )
        )
    if old.state in FOUR_EYES and not is_second:
        new = moved(work, old, reclass_to=category.code, reclass_asked_by=command.actor)
        work.record("reclassify-asked", old, new, note=reason)
        return finished(work, new)
    if is_second and old.reclass_asked_by == command.actor:
        raise Refused(
            refuse(
                "four_eyes",
                "申请人不能自己确认改类，须由另一人确认。",
                "Whoever asked for the class cannot confirm it; a second operator must.",
                incident=old.number,
            )
        )
    new = _in_class(work, old, category, intent.urgency)
    work.record("reclassified", old, new, note=reason)
    return finished(work, new)


def _in_class(
    work: UnitOfWork, old: Incident, category: Category, urgency: Urgency | None
) -> Incident:
    before = None if old.category is None else work.category(old.category)
    # An urgency that came with the old class goes with it; one that somebody set stays.
    came_with_it = before is not None and old.urgency is before.urgency
    urgency = urgency or (category.urgency if came_with_it else max_urgency(old, category))
    new = moved(
        work,
        old,
        category=category.code,
        urgency=urgency,
        restricted=category.restricted,
        reclass_to=None,
        reclass_asked_by=None,
    )
    if old.registered_at is not None:
        limit = str(handle_limit(category, urgency))
        new = replace(new, handle_limit=limit, criterion="", rungs=())
        new = reckoned(work, new)
    return _step_of(work, new) if urgency is not old.urgency else new


def _step_of(work: UnitOfWork, incident: Incident) -> Incident:
    """The present step with the limit of another urgency, from when it began."""
    since = incident.step_since
    return incident if since is None else in_new_step(work, incident, since=since)
