"""What handlers need of the world, said by the desk and not by the store.

A unit of work is one transaction: what it hands out is locked against everybody
else until it ends, and either all that was recorded becomes facts, or nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.command import Command, Done
    from models.domain.deadline import WorkCalendar
    from models.domain.department import Department
    from models.domain.drawing import Drawing
    from models.domain.fact import Subject
    from models.domain.grid import Cell, Level
    from models.domain.home_settings import HomeSettings
    from models.domain.ids import (
        CellId,
        DepartmentId,
        DrawingId,
        HandoverId,
        IncidentId,
        MemberId,
        RoomNoteId,
    )
    from models.domain.incident import AssigneeKind, Incident
    from models.domain.member import Member
    from models.domain.place import LonLat
    from models.domain.rulebook import Rulebook
    from models.domain.shift import Handover, RoomNote
    from models.domain.wall_view import WallView


@dataclass(frozen=True, slots=True)
class Deed:
    """Who brought an incident to its present state; for naming a winner.

    `verb` is the fact's; `assignees` the names of those who got a task by it.
    """

    verb: str
    actor: str
    station: str
    at: datetime
    assignees: str


class UnitOfWork(Protocol):
    """One transaction. Thread: the desk lane's, or the caller's of a script."""

    def now(self) -> datetime:
        """The home's clock at the start of the transaction, aware UTC."""

    def answer_to(self, command: Command) -> Done | None:
        """The first answer, where this command id was carried out before.

        Raises
        ------
        Refused
            `command_id_reused`, where the id stands for another command.
        """

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """The present incident with its tasks, its row locked."""

    def member(self, member_id: MemberId) -> Member | None:
        """The present member, its row locked."""

    def member_id_of(self, number: str) -> MemberId | None:
        """Who has this number in the roster."""

    def load_of(self, member_id: MemberId) -> int:
        """How many open tasks the member has, in all incidents."""

    def drawing(self, drawing_id: DrawingId) -> Drawing | None:
        """A drawing, erased or not, its row locked."""

    def drawings_standing(self) -> int:
        """How many drawings stand now."""

    def wall_view(self) -> WallView | None:
        """What was last sent to the walls, its row locked; None where nothing ever was."""

    def scope_path(self) -> tuple[CellId, ...]:
        """The cells that the login is bound to, with all above them; empty for everywhere."""

    def handover(self, handover_id: HandoverId) -> Handover | None:
        """A hand-over, its row locked."""

    def last_handover(self, cell_path: tuple[CellId, ...]) -> Handover | None:
        """The last hand-over of exactly these cells, its row locked."""

    def room_note(self, note_id: RoomNoteId) -> RoomNote | None:
        """A note to the room, over or not, its row locked."""

    def notes_standing(self) -> int:
        """How many notes to the room stand now."""

    def department(self, department_id: DepartmentId) -> Department | None:
        """A department, not locked: reference data."""

    def category(self, code: str) -> Category | None:
        """A minor class by its code."""

    def calendar(self) -> WorkCalendar:
        """The district's working calendar."""

    def calendar_of(self, department_id: DepartmentId) -> WorkCalendar:
        """The calendar of a department: its own, else the district's."""

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point; None outside all cells."""

    def cell_by_code(self, code: str) -> Cell | None:
        """The valid cell of a code."""

    def level_of(self, cell_id: CellId) -> Level | None:
        """How deep a cell stands; None where nobody knows it."""

    def has_cells(self) -> bool:
        """Whether any cells were imported; without them every point is taken."""

    def rulebook(self) -> Rulebook:
        """The district's own rules: criteria, stays, duties, areas."""

    def settings(self) -> HomeSettings:
        """What the district decided for itself."""

    def overseers(self, cell_path: tuple[CellId, ...]) -> list[tuple[AssigneeKind, UUID]]:
        """Who is told of an emergency: leaders and departments of the cells on its path."""

    def photos_required(self) -> bool:
        """The home's setting: whether reports and results need a photo."""

    def checker_for(self, incident: Incident) -> Member | None:
        """An on-duty member near the incident who did not handle it.

        The member who reported it first, else one of the deepest shared cell with the
        least load; None where nobody can.
        """

    def next_number(self) -> str:
        """The next incident number, `district-yyyymmdd-serial`, in the district's zone."""

    def next_ref(self) -> int:
        """The next small number for a member's fixes."""

    def last_deed(self, incident_id: IncidentId) -> Deed | None:
        """Who brought the incident where it is."""

    def record(
        self,
        verb: str,
        old: Subject | None,
        new: Subject,
        *,
        occurred_at: datetime | None = None,
        note: str = "",
    ) -> None:
        """Keep what happened to a subject: its fact and its row, at the commit."""

    def commit(self, done: Done) -> Done:
        """Append the facts, write the rows, remember the answer; `seq` is filled in.

        Raises
        ------
        Trouble
            `database_away`: the outcome is unknown; send the same command again.
        """


class Works(Protocol):
    """Begins units of work."""

    def begin(self, command: Command) -> AbstractContextManager[UnitOfWork]:
        """A transaction for one command; left without `commit`, nothing happened."""


class Retry(Exception):
    """Two transactions stood in each other's way and nothing happened: begin again."""
