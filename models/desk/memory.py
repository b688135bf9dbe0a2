"""A home in memory: the same handlers, no database.

Imports of history run through it, so that a foreign day becomes facts by the very
rules of a live one; drills and property tests stand on it too. One operator at a
time: it locks nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from models.desk.port import Deed
from models.domain.deadline import WorkCalendar
from models.domain.drawing import Drawing
from models.domain.fact import Entry, Fact, fact_between
from models.domain.fact_reach import UNDECIDED
from models.domain.home_settings import HomeSettings
from models.domain.ids import IncidentId, MemberId
from models.domain.incident import HANDLING_ROLES, AssigneeKind, Incident
from models.domain.leave import leave_at
from models.domain.member import Duty, Member, MemberKind
from models.domain.refusal import Refused, refuse
from models.domain.rights import acting_role
from models.domain.rulebook import Rulebook
from models.domain.shift import Handover, RoomNote, newest_first
from models.domain.wall_view import WallView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.command import Command, Done
    from models.domain.department import Department
    from models.domain.fact import Subject
    from models.domain.grid import Cell, Level
    from models.domain.ids import (
        CellId,
        CommandId,
        DepartmentId,
        DrawingId,
        HandoverId,
        RoomNoteId,
    )
    from models.domain.place import LonLat

_GIVING = frozenset({"dispatched", "redispatched", "assist-added"})


def nowhere(place: LonLat) -> Cell | None:  # noqa: ARG001 - a home without cells
    """The locator of a home that has no cells."""
    return None


@dataclass(slots=True)
class MemoryWorks:
    """Begins units of work on dictionaries.

    `now` is the home's clock, moved by whoever drives it; `entries` is the journal.
    """

    now: datetime
    categories: Mapping[str, Category] = field(default_factory=dict)
    departments: Mapping[DepartmentId, Department] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    locate: Callable[[LonLat], Cell | None] = nowhere
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    calendars: Mapping[DepartmentId, WorkCalendar] = field(default_factory=dict)
    district_code: str = "000000"
    photos_required: bool = False
    settings: HomeSettings = field(default_factory=HomeSettings)
    rulebook: Rulebook = field(default_factory=Rulebook)
    check_by_itself: bool = True
    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    members: dict[MemberId, Member] = field(default_factory=dict)
    drawings: dict[DrawingId, Drawing] = field(default_factory=dict)
    wall: WallView | None = None
    handovers: dict[HandoverId, Handover] = field(default_factory=dict)
    notes: dict[RoomNoteId, RoomNote] = field(default_factory=dict)
    scope: tuple[CellId, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    first_seq: int = 1
    last_ref: int = 0
    serials: dict[str, int] = field(default_factory=dict)
    receipts: dict[CommandId, tuple[Command, Done]] = field(default_factory=dict)
    open_tasks: dict[UUID, int] = field(default_factory=dict)
    numbers: dict[str, MemberId] = field(default_factory=dict)
    deeds: dict[IncidentId, Deed] = field(default_factory=dict)

    @contextmanager
    def begin(self, command: Command) -> Iterator[MemoryWork]:
        """A unit of work; without a commit nothing is kept."""
        yield MemoryWork(self, command)


class MemoryWork:
    """One unit of work in memory; the port's methods, on dictionaries."""

    def __init__(self, home: MemoryWorks, command: Command) -> None:
        self._home = home
        self._command = command
        self._facts: list[Fact] = []
        self._subjects: list[tuple[Subject | None, Subject]] = []

    def now(self) -> datetime:
        """The driven clock."""
        return self._home.now

    def answer_to(self, command: Command) -> Done | None:
        """The first answer, where the id is known."""
        receipt = self._home.receipts.get(command.id)
        if receipt is None:
            return None
        first, done = receipt
        if (first.intent, first.actor) != (command.intent, command.actor):
            raise Refused(
                refuse(
                    "command_id_reused",
                    f"命令编号 {command.id} 已用于另一条命令。",
                    f"The command id {command.id} stands for another command.",
                )
            )
        return done

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """The present incident."""
        return self._home.incidents.get(incident_id)

    def member(self, member_id: MemberId) -> Member | None:
        """The present member."""
        return self._home.members.get(member_id)

    def member_id_of(self, number: str) -> MemberId | None:
        """Who has the number."""
        return self._home.numbers.get(number)

    def load_of(self, member_id: MemberId) -> int:
        """Open tasks of the member."""
        return self._home.open_tasks.get(member_id, 0)

    def drawing(self, drawing_id: DrawingId) -> Drawing | None:
        """A drawing, erased or not."""
        return self._home.drawings.get(drawing_id)

    def drawings_standing(self) -> int:
        """Drawings that stand now."""
        return sum(one.stands(self._home.now) for one in self._home.drawings.values())

    def wall_view(self) -> WallView | None:
        """What was last sent to the walls."""
        return self._home.wall

    def scope_path(self) -> tuple[CellId, ...]:
        """The cells of whoever asks."""
        return self._home.scope

    def handover(self, handover_id: HandoverId) -> Handover | None:
        """A hand-over."""
        return self._home.handovers.get(handover_id)

    def last_handover(self, cell_path: tuple[CellId, ...]) -> Handover | None:
        """The last hand-over of these cells."""
        known = newest_first(self._home.handovers.values())
        return next((one for one in known if one.cell_path == cell_path), None)

    def room_note(self, note_id: RoomNoteId) -> RoomNote | None:
        """A note to the room."""
        return self._home.notes.get(note_id)

    def notes_standing(self) -> int:
        """Notes that stand now."""
        return sum(one.stands(self._home.now) for one in self._home.notes.values())

    def department(self, department_id: DepartmentId) -> Department | None:
        """A department."""
        return self._home.departments.get(department_id)

    def category(self, code: str) -> Category | None:
        """A class."""
        return self._home.categories.get(code)

    def calendar(self) -> WorkCalendar:
        """The calendar."""
        return self._home.calendar

    def calendar_of(self, department_id: DepartmentId) -> WorkCalendar:
        """A department's calendar."""
        return self._home.calendars.get(department_id, self._home.calendar)

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell at a point."""
        return self._home.locate(place)

    def cell_by_code(self, code: str) -> Cell | None:
        """The cell of a code."""
        return self._home.cells.get(code)

    def level_of(self, cell_id: CellId) -> Level | None:
        """How deep a cell stands."""
        found = (cell.level for cell in self._home.cells.values() if cell.id == cell_id)
        return next(found, None)

    def has_cells(self) -> bool:
        """Whether there are any."""
        return bool(self._home.cells)

    def rulebook(self) -> Rulebook:
        """The district's own rules."""
        return self._home.rulebook

    def settings(self) -> HomeSettings:
        """What the district decided for itself."""
        return self._home.settings

    def overseers(self, cell_path: tuple[CellId, ...]) -> list[tuple[AssigneeKind, UUID]]:
        """Leaders and departments of the cells on a path."""
        home = self._home
        leaders = [
            (AssigneeKind.MEMBER, member.id)
            for member in home.members.values()
            if member.kind is MemberKind.LEADER
            and member.duty is not Duty.LEFT
            and member.home_cell in cell_path
        ]
        units = [one.id for one in home.departments.values() if one.cell in cell_path]
        return [*leaders, *((AssigneeKind.DEPARTMENT, unit) for unit in units)]

    def photos_required(self) -> bool:
        """The home's setting."""
        return self._home.photos_required or self._home.settings.photos_required

    def checker_for(self, incident: Incident) -> Member | None:
        """The reporter, else the least loaded member on duty in the deepest shared cell."""
        if not self._home.check_by_itself:
            return None
        handled = {task.assignee for task in incident.tasks if task.role in HANDLING_ROLES}
        able = [
            member
            for member in self._home.members.values()
            if member.duty is Duty.ON
            and member.id not in handled
            and leave_at(member.leaves, self._home.now) is None
        ]
        for member in able:
            if member.id == incident.reported_by_member:
                return member
        near = [m for m in able if set(m.cell_path) & set(incident.cell_path)]
        return min(
            near,
            key=lambda m: (
                -len(set(m.cell_path) & set(incident.cell_path)),
                self.load_of(m.id),
                m.number,
            ),
            default=None,
        )

    def next_number(self) -> str:
        """The next incident number of the day."""
        day = self._home.now.astimezone(self._home.calendar.zone).strftime("%Y%m%d")
        serial = self._home.serials.get(day, 0) + 1
        self._home.serials[day] = serial
        return f"{self._home.district_code}-{day}-{serial:06d}"

    def next_ref(self) -> int:
        """The next small number for fixes."""
        self._home.last_ref += 1
        return self._home.last_ref

    def last_deed(self, incident_id: IncidentId) -> Deed | None:
        """Who brought it where it is."""
        return self._home.deeds.get(incident_id)

    def record(
        self,
        verb: str,
        old: Subject | None,
        new: Subject,
        *,
        occurred_at: datetime | None = None,
        note: str = "",
    ) -> None:
        """Keep a fact for the commit."""
        at = occurred_at or self._home.now
        advice = getattr(self._command.intent, "advice", None)
        told = fact_between(verb, old, new, occurred_at=at, note=note, advice=advice)
        self._facts.append(told)
        self._subjects.append((old, new))

    def commit(self, done: Done) -> Done:
        """Append the facts and keep the subjects."""
        home = self._home
        verbs = [fact.verb for fact in self._facts]
        role = acting_role(self._command.roles, self._command.intent.verb, verbs) or ""
        for ordinal, (fact, (old, new)) in enumerate(
            zip(self._facts, self._subjects, strict=True)
        ):
            home.entries.append(self._entry(ordinal, fact, role))
            self._keep(fact, old, new)
        last = home.entries[-1].seq if home.entries else home.first_seq - 1
        answer = replace(done, seq=last)
        home.receipts[self._command.id] = (self._command, answer)
        return answer

    def _keep(self, fact: Fact, old: Subject | None, new: Subject) -> None:
        home = self._home
        match new:
            case Member():
                home.members[new.id] = new
                home.numbers[new.number] = new.id
            case Incident():
                home.incidents[new.id] = new
                self._count_tasks(old, new)
                self._note_deed(fact, new)
            case Drawing():
                home.drawings[new.id] = new
            case WallView():
                home.wall = new
            case Handover():
                home.handovers[new.id] = new
            case RoomNote():
                home.notes[new.id] = new

    def _entry(self, ordinal: int, fact: Fact, role: str) -> Entry:
        command = self._command
        return Entry(
            seq=self._home.first_seq + len(self._home.entries),
            recorded_at=self._home.now,
            command_id=command.id,
            ordinal=ordinal,
            actor=command.actor,
            role=role,
            station=command.station,
            fact=fact,
        )

    def _count_tasks(self, old: Subject | None, new: Incident) -> None:
        before = old.open_tasks if isinstance(old, Incident) else ()
        for task in before:
            self._home.open_tasks[task.assignee] -= 1
        for task in new.open_tasks:
            self._home.open_tasks[task.assignee] = self.load_of(MemberId(task.assignee)) + 1

    def _note_deed(self, fact: Fact, new: Incident) -> None:
        moves = bool(fact.change.tasks) or "state" in fact.change.fields
        if fact.verb in UNDECIDED or not moves:
            return
        given = fact.change.tasks if fact.verb in _GIVING else ()
        names = [
            self._home.members[MemberId(task.assignee)].name
            for task in given
            if task.state.is_open and task.assignee in self._home.members
        ]
        self._home.deeds[new.id] = Deed(
            verb=fact.verb,
            actor=self._command.actor,
            station=self._command.station,
            at=self._home.now,
            assignees="、".join(names),
        )
