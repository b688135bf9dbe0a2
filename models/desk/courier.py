"""Which tasks are to be told of over a channel now, as commands; pure.

Every open desk asks, and each try goes out once all the same: whoever brings the claim into the
journal first may send, since the handler asks for the number of the try on the locked row
(ADR 61). No id follows from it: whoever could reckon one could use it up before. The desk at
which a task was given comes first; the others wait a little, in case it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.desk.channel import ReceiptKind, key_of
from models.domain.command import Command
from models.domain.convey_command import Convey
from models.domain.conveying import is_failed
from models.domain.ids import CommandId, new_uuid
from models.domain.incident import TaskState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from models.desk.channel import Receipt
    from models.domain.conveying import Tried
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident, Task
    from models.domain.lifecycle import Role

ACTOR: Final = "channel"
GRACE: Final = timedelta(seconds=15)
"""How long the other desks leave a task to the one that gave it."""
TOO_OLD: Final = timedelta(hours=12)
"""Nobody is woken for a task of yesterday: that is for a person to say."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A try that is due: the command that claims it, and what it is about."""

    command: Command
    incident: Incident
    task: Task
    attempt: int


@dataclass(frozen=True, slots=True)
class Courier:
    """Tells what is due over the channels of a district, in their order.

    `roles` are those of the seat that may send.
    """

    order: tuple[Tried, ...]
    roles: frozenset[Role]
    station: str

    def due(
        self,
        channel: str,
        incidents: Iterable[Incident],
        own: Collection[IncidentId],
        now: datetime,
    ) -> list[Errand]:
        """The tries over one channel that are due by `now`, in the order they should go.

        `own` are the incidents whose tasks this desk gave: they come first, since nobody
        else has them yet; then what is urgent, then the oldest task.
        """
        found = [
            Errand(self._claim(incident, task, channel), incident, task, task.attempts + 1)
            for incident in incidents
            if incident.state.is_open
            for task in incident.tasks
            if self._is_due(task, channel, now, is_own=incident.id in own)
        ]
        return sorted(found, key=lambda one: _rank(one, own))

    def _is_due(self, task: Task, channel: str, now: datetime, *, is_own: bool) -> bool:
        waits = task.state in {TaskState.TO_SIGN, TaskState.INFORMED}
        if not waits or task.attempts >= len(self.order) or now - task.given_at > TOO_OLD:
            return False
        if self.order[task.attempts].channel != channel:
            return False
        if task.delivered_at or task.seen_at or task.signed_at:
            return False
        grace = timedelta(0) if is_own else GRACE
        if not task.attempts or task.sent_at is None:
            return now >= task.given_at + grace
        if is_failed(task) and task.failed_at is not None:
            return now >= task.failed_at + grace
        wait = timedelta(seconds=self.order[task.attempts - 1].wait_s)
        return now >= task.sent_at + wait + grace

    def _claim(self, incident: Incident, task: Task, channel: str) -> Command:
        attempt = task.attempts + 1
        intent = Convey(
            verb="send",
            incident=incident.id,
            task=task.id,
            channel=channel,
            attempt=attempt,
        )
        return self._command(intent)

    def failed(self, errand: Errand, failure: str) -> Command:
        """That a try did not come through."""
        intent = Convey(
            verb="not-delivered",
            incident=errand.incident.id,
            task=errand.task.id,
            attempt=errand.attempt,
            failure=failure,
        )
        return self._command(intent)

    def heard(self, receipt: Receipt, incidents: Iterable[Incident]) -> Command | None:
        """What a receipt tells; None where nobody knows its task any more."""
        known = (
            (incident, task)
            for incident in incidents
            for task in incident.tasks
            if receipt.key.startswith(f"{task.id.hex}-")
        )
        incident, task = next(known, (None, None))
        attempt = receipt.key.rpartition("-")[2]
        if incident is None or task is None or not attempt.isdecimal():
            return None
        if key_of(task.id, int(attempt)) != receipt.key:
            return None
        intent = Convey(
            verb=_VERB[receipt.kind],
            incident=incident.id,
            task=task.id,
            attempt=int(attempt),
            at=receipt.at,
            failure=receipt.failure,
        )
        return self._command(intent)

    def _command(self, intent: Convey) -> Command:
        return Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=ACTOR,
            roles=self.roles,
            station=self.station,
        )


_VERB: Final = {
    ReceiptKind.DELIVERED: "deliver",
    ReceiptKind.SEEN: "see",
    ReceiptKind.FAILED: "not-delivered",
}


def _rank(one: Errand, own: Collection[IncidentId]) -> tuple[bool, int, datetime]:
    return one.incident.id not in own, -one.incident.urgency.rank, one.task.given_at
