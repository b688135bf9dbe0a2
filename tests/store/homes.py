"""A home in a test database: its desk, its source, and incidents at any point of life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.desk.desk import OpenDesk
from models.domain.command import (
    Accept,
    Attend,
    Command,
    Dispatch,
    Enrol,
    Judge,
    Register,
    Report,
)
from models.domain.ids import CommandId, IncidentId, MemberId, new_uuid
from models.domain.lifecycle import Role
from models.store.engine import an_engine
from models.store.journal_append import Author
from models.store.reference_write import write_categories
from models.store.unit_of_work import StoreWorks
from tests.builders import CLEARED, JIMO, a_category

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.domain.command import Done, Intent


def a_command(intent: Intent, **given: Any) -> Command:
    """Everybody's role, from one station."""
    usual: dict[str, Any] = {
        "id": CommandId(new_uuid()),
        "actor": "wang",
        "roles": frozenset(Role),
        "station": "desk-1",
    }
    return Command(intent=intent, **usual | given)


def an_author(actor: str = "wang") -> Author:
    """Who imports."""
    return Author(new_uuid(), actor, "administrator", "desk-1")


@dataclass(slots=True)
class Home:
    """A desk on a database, with one class of incident."""

    engine: Engine
    desk: OpenDesk

    @classmethod
    def on(cls, url: str) -> Home:
        """A home on an empty database."""
        engine = an_engine(url)
        write_categories(engine, [a_category()], an_author())
        return cls(engine, OpenDesk(StoreWorks(engine)))

    def another_desk(self) -> Home:
        """A second desk on the same database."""
        return Home(self.engine, OpenDesk(StoreWorks(self.engine)))

    def do(self, intent: Intent, **given: Any) -> Done:
        """One command."""
        return self.desk.send(a_command(intent, **given))

    def member(self, number: str = "M1", **given: Any) -> MemberId:
        """A member on the roster."""
        member = MemberId(new_uuid())
        self.do(Enrol(member=member, number=number, name=f"王{number}", **given))
        return member

    def reported(self, text: str = "路口有暴露垃圾", **given: Any) -> IncidentId:
        """A fresh incident."""
        incident = IncidentId(new_uuid())
        self.do(Report(incident=incident, text=text, place=JIMO, category="E0102", **given))
        return incident

    def registered(self, **given: Any) -> IncidentId:
        """An incident that waits for its dispatch."""
        incident = self.reported(**given)
        self.do(Accept(incident=incident))
        self.do(Register(incident=incident))
        return incident

    def dispatched(self, *members: MemberId, **given: Any) -> IncidentId:
        """An incident in somebody's hands."""
        incident = self.registered(**given)
        self.do(
            Dispatch(incident=incident, members=members, instruction="带上工具", reason="ok")
        )
        return incident

    def closed(self, *members: MemberId) -> IncidentId:
        """An incident from its report to its end."""
        incident = self.dispatched(*members)
        self.do(Attend(verb="sign", incident=incident))
        self.do(Attend(verb="finish", incident=incident, result=CLEARED))
        for verb in ("check-pass", "close"):
            self.do(Judge(verb=verb, incident=incident, result="合格"))
        return incident
