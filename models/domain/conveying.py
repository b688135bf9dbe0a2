"""How far the word of a task has come: sent, delivered, seen, signed (发出、送达、已读、签收).

A channel sends, a device or a gateway says that it arrived and was looked at; whoever calls
by telephone says for the assignee what they answered. What a later step tells, the earlier
ones are known by: whoever signed has seen it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.category import Urgency
from models.domain.error import BadInput, Words
from models.domain.incident import State, TaskState
from models.domain.welfare import Welfare, asking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from models.domain.incident import Incident, Task

CALL: Final = "call"
"""The channel of somebody who dials a number."""
CHANNEL_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


IN_APP: Final = "in-app"
"""The built-in channel: the member's own page reads the task where it stands."""
DEFAULT_CHANNELS: Final = "in-app 90"
SHORTEST_WAIT_S, LONGEST_WAIT_S, MOST_CHANNELS = 10, 3_600, 6
_TRIED = re.compile(r"([a-z][a-z0-9-]{0,39})\s+(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Tried:
    """A channel, and after how many seconds without a word of it the next one is tried."""

    channel: str
    wait_s: int


def channel_order(text: str) -> tuple[Tried, ...]:
    """The channels in the order in which they are tried: "in-app 60; sms 120; voice 180".

    Raises
    ------
    BadInput
        `bad_channels`, naming the part that cannot be read.
    """
    found: list[Tried] = []
    for part in filter(None, (one.strip().lower() for one in text.split(";"))):
        read = _TRIED.fullmatch(part)
        if read is None or not SHORTEST_WAIT_S <= int(read[2]) <= LONGEST_WAIT_S:
            raise _bad_channels(part)
        if read[1] == CALL or read[1] in {one.channel for one in found}:
            raise _bad_channels(part)
        found.append(Tried(read[1], int(read[2])))
    if not 0 < len(found) <= MOST_CHANNELS:
        raise _bad_channels(text)
    return tuple(found)


def _bad_channels(part: str) -> BadInput:
    return BadInput(
        "bad_channels",
        Words(
            f"通道“{part}”无法识别：写名称和等待秒数（{SHORTEST_WAIT_S} 至 {LONGEST_WAIT_S}），"
            f"分号隔开，至多 {MOST_CHANNELS} 个，不重复，如 in-app 60; sms 120。",
            f"the channel {part!r} cannot be read: write a name and the seconds to wait"
            f" ({SHORTEST_WAIT_S} to {LONGEST_WAIT_S}), with semicolons between, each once and"
            f" at most {MOST_CHANNELS}: in-app 60; sms 120.",
        ),
    )


class ConveyStep(StrEnum):
    """The steps of a task's word, in the order in which they come."""

    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    SIGNED = "signed"


class Reply(StrEnum):
    """What came of a call: a yes, a word passed on, nobody there."""

    YES = "yes"
    TOLD = "told"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class StepDone:
    """One step of a task: when, over what, and who entered it for the assignee.

    `at` None: not yet, or known by a later step alone (`is_known`). `by` is empty where
    the assignee's own device said it.
    """

    step: ConveyStep
    is_known: bool
    at: datetime | None = None
    via: str = ""
    by: str = ""


def steps_of(task: Task) -> tuple[StepDone, ...]:
    """How far a task's word has come, always all four steps."""
    instants = (task.sent_at, task.delivered_at, task.seen_at, task.signed_at)
    last = max((n for n, at in enumerate(instants) if at is not None), default=-1)
    vias = (task.sent_via, task.sent_via, "", "")
    speakers = ("", "", task.seen_by, task.signed_by)
    return tuple(
        StepDone(step, n <= last, at, (CALL if by else via) if at else "", by)
        for n, (step, at, via, by) in enumerate(
            zip(ConveyStep, instants, vias, speakers, strict=True)
        )
    )


def is_failed(task: Task) -> bool:
    """Whether the last try did not come through, and nothing was heard since."""
    heard = (task.delivered_at, task.seen_at, task.signed_at)
    return task.failed_at is not None and all(at is None for at in heard)


def callable_tasks(incident: Incident) -> tuple[Task, ...]:
    """The open tasks that wait for an answer, the lead's first: whom one may call."""
    waiting = [task for task in incident.open_tasks if task.state is TaskState.TO_SIGN]
    return tuple(sorted(waiting, key=lambda task: task is not incident.lead))


def called_tasks(incident: Incident) -> tuple[Task, ...]:
    """The tasks whose last word was entered after a call, and nothing was done since."""
    return tuple(
        task
        for task in incident.open_tasks
        if task.state in {TaskState.TO_SIGN, TaskState.SIGNED}
        and (task.signed_by if task.signed_at else task.seen_by)
    )


class Silence(StrEnum):
    """What was not heard of a task in time: a danger first, then the earliest step."""

    NOT_WELL = "not_well"
    NOT_REACHED = "not_reached"
    NOT_DELIVERED = "not_delivered"
    NOT_SEEN = "not_seen"
    NOT_SIGNED = "not_signed"


HASTE: Final = {Urgency.GENERAL: 1.0, Urgency.URGENT: 0.5, Urgency.EMERGENCY: 0.25}
"""The share of a general case's wait that is borne, by urgency."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long silence is borne, in seconds from the giving of a task; 0 is for ever.

    So long of a general case; of more urgent ones their `HASTE`. `tries` is how many
    channels there are: after the last failed one nothing more comes. `speaking` are those
    whose device may be waited for (`devices_heard`); None: everybody's. Of the others silence
    says nothing: who has no device is told by telephone, and a department by its own desk.
    """

    delivered_s: int = 0
    seen_s: int = 0
    tries: int = 1
    speaking: Collection[UUID] | None = None


@dataclass(frozen=True, slots=True)
class DueSilence:
    """A silence and the instant from which it is too long; the task, if it is one's."""

    kind: Silence
    at: datetime
    task: Task | None = None


def devices_heard(incidents: Iterable[Incident]) -> Iterator[UUID]:
    """The assignees of whose device some task was told: that it arrived, or was looked at."""
    for incident in incidents:
        for task in incident.tasks:
            if task.delivered_at or (task.seen_at and not task.seen_by):
                yield task.assignee


def silences(incident: Incident, waits: Waits) -> tuple[DueSilence, ...]:
    """Every silence that is too long, or will be unless somebody is heard; by instant."""
    haste = HASTE[incident.urgency]
    found = [one for task in callable_tasks(incident) for one in _silent(task, waits, haste)]
    found += [
        DueSilence(Silence.NOT_WELL, task.welfare_at, task)
        for task in incident.open_tasks
        if asking(task) is Welfare.ALARM and task.welfare_at is not None
    ]
    by = incident.step_due_at
    if incident.state is State.DISPATCHED and by is not None:
        found.append(DueSilence(Silence.NOT_SIGNED, by, incident.lead))
    return tuple(sorted(found, key=lambda one: one.at))


def silence_of(incident: Incident, waits: Waits, now: datetime) -> DueSilence | None:
    """The silence to speak of by `now`: of the earliest step, since nothing follows it."""
    due = [one for one in silences(incident, waits) if one.at <= now]
    return min(due, key=lambda one: (list(Silence).index(one.kind), one.at), default=None)


def _silent(task: Task, waits: Waits, haste: float) -> Iterator[DueSilence]:
    is_last = task.attempts >= waits.tries or task.failure == "no_answer"
    if is_failed(task) and is_last and task.failed_at is not None:
        yield DueSilence(Silence.NOT_REACHED, task.failed_at, task)
    if waits.speaking is not None and task.assignee not in waits.speaking:
        return
    is_heard = task.seen_at is not None
    if waits.delivered_s and task.delivered_at is None and not is_heard:
        late = task.given_at + timedelta(seconds=waits.delivered_s * haste)
        yield DueSilence(Silence.NOT_DELIVERED, late, task)
    if waits.seen_s and not is_heard:
        late = task.given_at + timedelta(seconds=waits.seen_s * haste)
        yield DueSilence(Silence.NOT_SEEN, late, task)
