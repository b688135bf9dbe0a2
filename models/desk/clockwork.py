"""What the clocks do by themselves: the timeout ladder, suspensions, the welfare timer.

Pure but for a memory of what is due next, so that asking every few seconds costs nothing for
the cases that did not change. Several consoles may ask at once: the handler asks again on the
locked row. No id follows from what fell due: whoever could reckon one could use it up before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.domain.command import Climb, Command, Judge
from models.domain.ids import CommandId, new_uuid
from models.domain.incident import AssigneeKind, State
from models.domain.ladder import may_fall_due, rungs_ahead
from models.domain.lifecycle import Role
from models.domain.rulebook import Rulebook
from models.domain.welfare import watched, welfare_ahead
from models.domain.welfare_command import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.deadline import WorkCalendar
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

ACTOR = "clock"
"""Who acts when nobody does."""


@dataclass(slots=True)
class Clockwork:
    """Tells what fell due.

    `calendar_of` gives a department's calendar, and the district's for None. Thread: one
    at a time.
    """

    categories: Mapping[str, Category]
    calendar_of: Callable[[UUID | None], WorkCalendar]
    station: str
    rulebook: Rulebook = field(default_factory=Rulebook)
    _next: dict[IncidentId, tuple[int, datetime | None]] = field(default_factory=dict)

    def due(self, incidents: Iterable[Incident], now: datetime) -> list[Command]:
        """The commands of everything that fell due by `now`, in the order it did."""
        found = [one for incident in incidents for one in self._due(incident, now)]
        return [command for _, command in sorted(found, key=lambda one: one[0])]

    def _due(self, incident: Incident, now: datetime) -> list[tuple[datetime, Command]]:
        minutes = self.rulebook.risk_minutes(incident.category)
        if not may_fall_due(incident) and watched(incident, minutes) is None:
            self._next.pop(incident.id, None)
            return []
        version, at = self._next.get(incident.id, (0, None))
        if version == incident.version and (at is None or at > now):
            return []
        ahead = self._ahead(incident)
        self._next[incident.id] = (incident.version, ahead[0][0] if ahead else None)
        return [one for one in ahead if one[0] <= now]

    def _ahead(self, incident: Incident) -> list[tuple[datetime, Command]]:
        if incident.state is State.SUSPENDED:
            if incident.resume_by is None:
                return []
            resume = Judge(verb="resume", incident=incident.id)
            return [(incident.resume_by, self._command(resume))]
        lead = incident.lead
        is_department = lead and lead.assignee_kind is AssigneeKind.DEPARTMENT
        calendar = self.calendar_of(lead.assignee if lead and is_department else None)
        category = self.categories.get(incident.category or "")
        ahead = [
            (one.at, self._command(Climb(incident=incident.id, rung=one.rung)))
            for one in rungs_ahead(incident, category, calendar)
        ]
        minutes = self.rulebook.risk_minutes(incident.category)
        for step in welfare_ahead(incident, minutes):
            watch = Watch(incident=incident.id, step=step.step)
            ahead.append((step.at, self._command(watch)))
        return sorted(ahead, key=lambda one: one[0])

    def _command(self, intent: Climb | Judge | Watch) -> Command:
        return Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=ACTOR,
            roles=frozenset({Role.SHIFT_LEAD}),
            station=self.station,
        )
