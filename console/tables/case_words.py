"""What rows and cards say of an incident, looked up in the session's picture and reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.state.convey_words import silence_words
from console.state.words import (
    category_words,
    left_words,
    short_number,
    source_words,
    span_words,
    state_words,
    urgency_words,
)
from console.tables.places import cell_name, path_words
from models.domain.conveying import silence_of
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind
from models.domain.redaction import redacted
from models.picture.query import standing

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.category import Category
    from models.domain.incident import Incident, Task
    from models.picture.query import Standing


class CaseWords:
    """Words for incidents as of the session's frame; each method one column of the queue."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def category_of(self, incident: Incident) -> Category | None:
        """The class, if this reference knows it."""
        return self._session.reference.categories.get(incident.category or "")

    def major(self, incident: Incident) -> str:
        """The code of the major class; "" where nobody knows."""
        category = self.category_of(incident)
        return category.major_code if category else ""

    def standing_of(self, incident: Incident) -> Standing | None:
        """How the clock stands that runs out first."""
        reference = self._session.reference
        category = self.category_of(incident)
        now, own = self._session.frame.now, reference.step_calendar(incident)
        return standing(incident, category, now, reference.calendar, own)

    def class_name(self, incident: Incident) -> str:
        """The class in words; its code where this reference does not know it."""
        category = self.category_of(incident)
        if category is None and incident.category:
            return incident.category
        return category_words(category, self._session.seat.language)

    def place(self, incident: Incident) -> str:
        """The cell, else the address."""
        return cell_name(self._session.reference, incident.cell) or redacted(incident.address)

    def path(self, incident: Incident) -> str:
        """The cells from the town down."""
        return path_words(self._session.reference, incident.cell_path)

    def lead(self, incident: Incident) -> str:
        """Who leads, and how many besides."""
        lead = incident.lead
        if lead is None:
            return ""
        others = len(incident.open_tasks) - 1
        return f"{self.assignee(lead)} +{others}" if others else self.assignee(lead)

    def assignee(self, task: Task, *, numbered: bool = False) -> str:
        """The name of a task's assignee; "" where nobody knows them."""
        if task.assignee_kind is AssigneeKind.DEPARTMENT:
            department = self._session.reference.departments.get(task.assignee)
            return department.name if department else ""
        member = self._session.frame.picture.members.get(MemberId(task.assignee))
        if member is None:
            return ""
        if numbered:
            return f"{member.name} {member.number}".strip()
        return member.name or member.number

    def text(self, incident: Incident) -> str:
        """What is happening, without what it tells of people."""
        return redacted(incident.text)

    def state(self, incident: Incident) -> str:
        """What it waits for; what was not heard in time, where it waits too long."""
        silence = silence_of(incident, self._session.waits, self._session.frame.now)
        return silence_words(silence.kind) if silence else state_words(incident.state)

    def number(self, incident: Incident) -> str:
        """The short number."""
        return short_number(incident.number)

    def source(self, incident: Incident) -> str:
        """Where the report came from."""
        return source_words(incident.source)

    def urgency(self, incident: Incident) -> str:
        """How urgent it is."""
        return urgency_words(incident.urgency)

    def age(self, incident: Incident) -> str:
        """How long it has been waiting."""
        return span_words((self._session.frame.now - incident.reported_at).total_seconds())

    def due(self, incident: Incident) -> str:
        """What is left of the clock that runs out first."""
        clock = self.standing_of(incident)
        return left_words(clock.left_s) if clock else ""

    def hay(self, incident: Incident) -> str:
        """Everything that a search for words looks into, lower case."""
        return "\n".join(
            (
                incident.number,
                incident.text,
                incident.address,
                self.class_name(incident),
                self.path(incident),
                self.lead(incident),
            )
        ).casefold()
