"""What the desk decides about a case: no, back to where it came from, void; and its notes.

Each function takes the incident on by one row of the lifecycle table; what it needs
besides is asked first, so that nothing is half-decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    ended,
    finished,
    known,
    moved,
    require_role,
    require_text,
    with_task,
)
from models.domain.category import Urgency
from models.domain.incident import Incident, Source, State, TaskState
from models.domain.lifecycle import BY_ACTION, UNIT_ROLES, Role
from models.domain.refusal import Refused, refuse
from models.domain.rights import COMMANDS, LEAST_REASON
from models.domain.voiding import void_refusal

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done, Judge

BUCK_PASSING = 2
"""So many denied returns of a case are buck-passing (推诿)."""
SECOND_RETURN = frozenset({Role.SHIFT_LEAD, Role.CENTRE_LEADER})


def turn_down(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """refuse, not-register: the centre will not open a case; needs a reason."""
    reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    superior = old.source is Source.INSTRUCTION
    if superior and not command.roles & {Role.SHIFT_LEAD, Role.CENTRE_LEADER}:
        raise Refused(
            refuse(
                "superior_source",
                "上级交办的事件须由值班长决定不予受理。",
                "Only the shift lead can refuse what a superior sent.",
                incident=old.number,
            )
        )
    row = BY_ACTION[intent.verb]
    new = moved(work, old, row.target)
    work.record(row.fact, old, new, note=reason)
    return finished(work, new)


def take_back(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """withdraw, grant-return: the work comes back to the dispatcher.

    A granted return was a wrong dispatch, and counts as one.
    """
    granted = intent.verb == "grant-return"
    reason = intent.reason.strip()
    if not granted:
        reason = require_text(intent.reason, "reason", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    tasks = old.tasks
    if granted:
        _require_authority(command, old)
    if granted and old.lead:
        back = replace(old.lead, state=TaskState.RETURNED, ended_at=work.now())
        tasks = with_task(tasks, back)
    new = moved(
        work,
        old,
        State.REGISTERED,
        tasks=ended(tasks, TaskState.CANCELLED, work.now()),
        dispatched_at=None,
        signed_at=None,
        wrong_dispatches=old.wrong_dispatches + (1 if granted else 0),
    )
    work.record(BY_ACTION[intent.verb].fact, old, new, note=reason)
    return finished(work, new)


def deny_return(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The unit keeps the work; whoever had not signed yet counts as having signed.

    A second denial counts as buck-passing.
    """
    reason = require_text(intent.reason, "reason", "deny-return")
    old = asked(work, command, intent.incident, "deny-return")
    _require_authority(command, old)
    tasks = old.tasks
    lead = old.lead
    if lead and lead.signed_at is None:
        state = TaskState.SIGNED if lead.state is TaskState.TO_SIGN else lead.state
        tasks = with_task(tasks, replace(lead, signed_at=work.now(), state=state))
    denials = old.denials + 1
    new = moved(
        work,
        old,
        old.working_state,
        tasks=tasks,
        signed_at=old.signed_at or work.now(),
        denials=denials,
        buck_passing=old.buck_passing + (1 if denials == BUCK_PASSING else 0),
    )
    work.record("return-denied", old, new, note=reason)
    return finished(work, new)


def _require_authority(command: Command, incident: Incident) -> None:
    """The second return of a case is the shift lead's to decide (§3.6)."""
    if incident.returns > 1:
        require_role(command, SECOND_RETURN, "grant-return / deny-return")


def ask_void(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The first pair of eyes; nothing is void until a second confirms."""
    reason = require_text(intent.reason, "reason", "void")
    old = asked(work, command, intent.incident, "void")
    _require_void(old, command, "void")
    new = moved(work, old, void_asked_by=command.actor)
    work.record("void-asked", old, new, note=reason)
    return finished(work, new)


def confirm_void(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """The second pair of eyes."""
    old = asked(work, command, intent.incident, "confirm-void")
    _require_void(old, command, "confirm-void")
    new = moved(work, old, State.VOID, tasks=ended(old.tasks, TaskState.CANCELLED, work.now()))
    work.record("voided", old, new, note=intent.reason.strip())
    return finished(work, new)


def drop_void(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Whoever asked to void a case takes that back, or a leader will not have it void."""
    reason = require_text(intent.reason, "reason", "drop-void")
    old = asked(work, command, intent.incident, "drop-void")
    _require_void(old, command, "drop-void")
    new = moved(work, old, void_asked_by=None)
    work.record("void-dropped", old, new, note=reason)
    return finished(work, new)


def _require_void(incident: Incident, command: Command, verb: str) -> None:
    refusal = void_refusal(verb, incident, command.actor, command.roles)
    if refusal is not None:
        raise Refused(refusal)


def note(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """comment, instruct, remind, urgent: words on the record; the state stays."""
    text = (intent.text or intent.reason).strip()
    if intent.verb in {"comment", "instruct"}:
        text = require_text(text, "text", intent.verb)
    old = asked(work, command, intent.incident, intent.verb)
    urgency = old.urgency
    if intent.verb == "urgent":
        urgency = Urgency.EMERGENCY if urgency.rank else Urgency.URGENT
    new = moved(work, old, urgency=urgency, reply_by=_still_owed(intent, command, old))
    work.record(BY_ACTION[intent.verb].fact, old, new, note=text)
    return finished(work, new)


def reveal(intent: Judge, command: Command, work: UnitOfWork) -> Done:
    """Somebody is shown who reported it, and says why: a fact, and nothing else changes."""
    require_role(command, COMMANDS["reveal"], "reveal")
    reason = require_text(intent.reason, "reason", "reveal", least=LEAST_REASON)
    old = known(work, intent.incident)
    # The version stays: whoever looks at the case meanwhile has seen all there is to it.
    work.record("revealed", old, old, note=reason)
    return finished(work, old)


def _still_owed(intent: Judge, command: Command, incident: Incident) -> datetime | None:
    """A supervised unit answers with a comment, and then owes no reply any more."""
    answers = intent.verb == "comment" and command.roles & UNIT_ROLES
    return None if answers else incident.reply_by
