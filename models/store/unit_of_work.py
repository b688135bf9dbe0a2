"""One command, one transaction: the store's side of the desk's port.

A command costs two round trips: the first locks what the intent names and reads all
it will ask for, the last writes rows, receipt and facts and commits. Locks are taken
in one order (the command's id, incidents, members, the journal), each group by id.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from psycopg import OperationalError, errors

from models.desk.port import Deed, Retry
from models.domain.error import Trouble
from models.domain.fact import fact_between, subject_after
from models.domain.fact_reach import UNDECIDED
from models.domain.home_settings import HomeSettings, home_settings
from models.domain.ids import IncidentId, MemberId
from models.domain.incident import HANDLING_ROLES, AssigneeKind, Incident, TaskState
from models.domain.member import Member
from models.domain.rights import acting_role
from models.domain.scope import with_scope
from models.store import desk_questions, receipt, rows
from models.store.engine import troubles
from models.store.journal_append import Author, send_facts
from models.store.plain_subjects import PlainSubjects
from models.store.reference import ReferenceCache
from models.store.revision import require_head, require_served
from models.store.volley import Line, Volley

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from psycopg import Connection
    from sqlalchemy import Engine
    from sqlalchemy.pool import PoolProxiedConnection

    from models.domain.category import Category
    from models.domain.command import Command, Done
    from models.domain.deadline import WorkCalendar
    from models.domain.department import Department
    from models.domain.fact import Fact, Subject
    from models.domain.grid import Cell, Level
    from models.domain.ids import CellId, DepartmentId
    from models.domain.place import LonLat
    from models.domain.rulebook import Rulebook
    from models.store.reference import Reference

_AWAY = ("08", "57P")
LEFT_ALONE: Final = "5s"
"""A desk cut off between its two packets holds its rows no longer; the act is sent again."""
# Planned once: ids in an array would have each statement planned anew for each act.
_LOCK = """
SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('idle_in_transaction_session_timeout', %s, true),
    desk_lock(%s, %s::uuid[], %s::uuid[])
"""
# Read after the row locks: what waited for another act must not be stamped before it.
_OPENING = """
SELECT at, floor, reference, settings, digest, answer, seq FROM desk_opening(%s::uuid)
"""


class StoreWorks:
    """Begins units of work on one database. Thread: one at a time, any.

    `reference` is what they judge by.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.reference = ReferenceCache()
        self._is_checked = False

    @contextmanager
    def begin(self, command: Command) -> Iterator[StoreUnitOfWork]:
        """A transaction for one command; left without `commit`, nothing happened.

        Raises
        ------
        Retry
            Two transactions stood in each other's way; nothing happened, begin again.
        Trouble
            `database_away` and its like.
        """
        with troubles(), _races():
            pooled, work = self._opened(command)
        connection = cast("Connection", pooled.driver_connection)
        try:
            with troubles(), _races():
                yield work
        finally:
            _give_back(pooled, connection)

    def _opened(self, command: Command) -> tuple[PoolProxiedConnection, StoreUnitOfWork]:
        try:
            return self._open(command)
        except OperationalError as error:
            if not (error.sqlstate or "08").startswith(_AWAY):
                raise
            # The pool may hold connections of a server that restarted since; nothing has
            # happened yet, so a fresh one may be asked once.
            self._engine.dispose()
            return self._open(command)

    def _open(self, command: Command) -> tuple[PoolProxiedConnection, StoreUnitOfWork]:
        # Before anything is asked: text that no database keeps is found here.
        digest = receipt.content_digest(command)
        pooled = self._engine.raw_connection()
        connection = cast("Connection", pooled.driver_connection)
        try:
            if not self._is_checked:
                require_head(connection)
                self._is_checked = True
            line = pooled.info.get("line") or Line(connection)
            pooled.info["line"] = line
            # Each undone act would have psycopg's own forgotten, and ours with them.
            connection.prepare_threshold = None
            return pooled, StoreUnitOfWork(line, command, digest, self.reference)
        except (errors.Error, Trouble):
            _give_back(pooled, connection)
            raise


def _give_back(pooled: PoolProxiedConnection, connection: Connection) -> None:
    """Undo what was not committed; a lost connection is thrown away instead.

    The pool would try to undo on it too, and log the failure as an error of ours; an
    error here would hide what the act itself came to.
    """
    is_lost = connection.closed
    if not is_lost:
        try:
            connection.rollback()
        except OperationalError:
            # Lost in the middle of a pipeline, the connection does not call itself closed.
            is_lost = True
    if is_lost or connection.pgconn.pipeline_status:
        pooled.invalidate()
    else:
        pooled.close()


@contextmanager
def _races() -> Iterator[None]:
    try:
        yield
    except (errors.DeadlockDetected, errors.SerializationFailure) as error:
        raise Retry from error
    except (errors.UniqueViolation, errors.InvalidSqlStatementName) as error:
        # Somebody made the same thing in this moment: on another look it is there. Or they
        # had the server forget our statements.
        raise Retry from error


class StoreUnitOfWork(PlainSubjects):
    """What a handler may ask and record; see `models.desk.port.UnitOfWork`."""

    def __init__(
        self,
        line: Line,
        command: Command,
        digest: bytes,
        cache: ReferenceCache,
    ) -> None:
        self._line = line
        self._connection = connection = line.connection
        self._command = command
        self._digest = digest
        self._incidents: dict[IncidentId, Incident | None] = {}
        self._members: dict[MemberId, Member | None] = {}
        self._loads: dict[MemberId, int] = {}
        self._recorded: list[tuple[Fact, Subject | None, Subject]] = []
        self._key = _lock_key(command.id)
        incidents, members = _named(command)
        volley = self._lock(incidents, members)
        opening = volley.execute(_OPENING, [command.id])
        self._take(volley, incidents, members)
        self._now, floor, version, settings, *first = opening.fetchall()[0]
        # The database may have been upgraded under this very connection.
        require_served(floor, connection.info.dbname)
        self._receipt = None if first[0] is None else tuple(first)
        self._settings: dict[str, str] = settings or {}
        self._reference: Reference = cache.at(version, connection)

    def now(self) -> datetime:
        """The home's clock once the rows were locked, aware UTC."""
        return self._now

    def answer_to(self, command: Command) -> Done | None:
        """The first answer, where this command id was carried out before."""
        return (
            None
            if self._receipt is None
            else receipt.answer_of(command, self._digest, self._receipt)
        )

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """The present incident with its tasks, its row locked."""
        if incident_id not in self._incidents:
            self._take(self._lock([incident_id], []), [incident_id], [])
        return self._incidents[incident_id]

    def member(self, member_id: MemberId) -> Member | None:
        """The present member, its row locked."""
        if member_id not in self._members:
            self._take(self._lock([], [member_id]), [], [member_id])
        return self._members[member_id]

    def member_id_of(self, number: str) -> MemberId | None:
        """Who has this number in the roster."""
        row = self._ask(desk_questions.MEMBER_ID, [number]).fetchone()
        return None if row is None else MemberId(row[0])

    def load_of(self, member_id: MemberId) -> int:
        """How many open tasks the member has, in all incidents, before this command."""
        self.member(member_id)
        return self._loads[member_id]

    def department(self, department_id: DepartmentId) -> Department | None:
        """A department, not locked: reference data."""
        return self._reference.departments.get(department_id)

    def category(self, code: str) -> Category | None:
        """A minor class by its code."""
        return self._reference.categories.get(code)

    def calendar(self) -> WorkCalendar:
        """The district's working calendar."""
        return self._reference.calendar

    def calendar_of(self, department_id: DepartmentId) -> WorkCalendar:
        """The calendar of a department: its own, else the district's."""
        return self._reference.calendar_of(department_id)

    def cell_at(self, place: LonLat) -> Cell | None:
        """The deepest cell that holds the point; None outside all cells."""
        return self._reference.grid.cell_at(place)

    def cell_by_code(self, code: str) -> Cell | None:
        """The valid cell of a code."""
        return self._reference.grid.grid.by_code(code)

    def level_of(self, cell_id: CellId) -> Level | None:
        """How deep a cell stands; None where nobody knows it."""
        cell = self._reference.grid.grid.get(cell_id)
        return None if cell is None else cell.level

    def has_cells(self) -> bool:
        """Whether any cells were imported."""
        return len(self._reference.grid.grid) > 0

    def rulebook(self) -> Rulebook:
        """The district's own rules."""
        return self._reference.rulebook

    def settings(self) -> HomeSettings:
        """What the district decided for itself."""
        return home_settings(self._settings)

    def overseers(self, cell_path: tuple[CellId, ...]) -> list[tuple[AssigneeKind, UUID]]:
        """Who is told of an emergency: leaders and departments of the cells on its path."""
        rows = self._ask(desk_questions.OVERSEERS, {"path": list(cell_path)}).fetchall()
        return [(AssigneeKind(kind), whose) for kind, whose in rows]

    def photos_required(self) -> bool:
        """The home's setting: whether reports and results need a photo."""
        return self.settings().photos_required

    def checker_for(self, incident: Incident) -> Member | None:
        """An on-duty member near the incident who did not handle it, locked."""
        handled = [t.assignee for t in incident.tasks if t.role in HANDLING_ROLES]
        asked = {
            "open": rows.OPEN_TASK_STATES,
            "not": handled,
            "first": incident.reported_by_member,
            "at": self._now,
        }
        for cell in incident.cell_path[::-1] or (None,):
            row = self._ask(desk_questions.CHECKER, asked | {"cell": cell}).fetchone()
            if row is not None:
                return self.member(MemberId(row[0]))
        return None

    def next_number(self) -> str:
        """The next incident number, `district-yyyymmdd-serial`, in the district's zone."""
        day = self._now.astimezone(self._reference.calendar.zone).date()
        ((serial,),) = self._ask(desk_questions.SERIAL, [day]).fetchall()
        return f"{self._reference.grid.district_code}-{day:%Y%m%d}-{serial:06d}"

    def next_ref(self) -> int:
        """The next small number for a member's fixes."""
        ((ref,),) = self._ask("SELECT nextval('member_ref')").fetchall()
        return int(ref)

    def last_deed(self, incident_id: IncidentId) -> Deed | None:
        """Who brought the incident to its present state."""
        row = self._ask(desk_questions.DEED, [incident_id, list(UNDECIDED)]).fetchone()
        if row is None:
            return None
        verb, actor, station, at, tasks = row
        given = [UUID(t["assignee"]) for t in tasks or () if t["state"] == TaskState.TO_SIGN]
        names = (
            [name for (name,) in self._ask(desk_questions.NAMES, {"ids": given})]
            if given
            else []
        )
        return Deed(verb, actor, station, at, "、".join(names))

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
        at, advice = occurred_at or self._now, getattr(self._command.intent, "advice", None)
        fact = fact_between(verb, old, new, occurred_at=at, note=note, advice=advice)
        fact = with_scope(fact, old, new, self._reference.grid.grid.path_of)
        # The row is made from the fact, so that both tell one story.
        row = subject_after(old, fact)
        if isinstance(row, Incident):
            self._incidents[row.id] = row
        elif isinstance(row, Member):
            self._members[row.id] = row
        self._recorded.append((fact, old, row))

    def commit(self, done: Done) -> Done:
        """Write rows, receipt and facts and commit, in one round trip."""
        facts = [fact for fact, _, _ in self._recorded]
        author = author_of(self._command, [fact.verb for fact in facts])
        volley = Volley(self._line)
        for ordinal, (_, old, new) in enumerate(self._recorded):
            rows.write_subject(volley, old, new, (author.command_id, ordinal))
        kept = (self._digest, receipt.answer_text(done))
        seqs = send_facts(volley, author, facts, kept)
        volley.fly(commit=True)
        ((_, seq),) = seqs.fetchall()
        return done if seq is None else replace(done, seq=seq)

    def _lock(self, incidents: list[IncidentId], members: list[MemberId]) -> Volley:
        volley = Volley(self._line)
        volley.execute(_LOCK, [LEFT_ALONE, self._key, incidents, members])
        return volley

    def _take(
        self, volley: Volley, incidents: list[IncidentId], members: list[MemberId]
    ) -> None:
        """Read what the volley locks, with whatever else it asks."""
        found = volley.execute(rows.INCIDENTS_WITH_TASKS, [incidents]) if incidents else None
        asked = [rows.OPEN_TASK_STATES, members]
        who = volley.execute(rows.MEMBERS_WITH_LOAD, asked) if members else None
        volley.fly()
        if found:
            self._keep_incidents(incidents, found.fetchall())
        if who:
            self._keep_members(members, who.fetchall())

    def _keep_incidents(self, ids: list[IncidentId], found: Iterable[tuple[Any, ...]]) -> None:
        self._incidents |= dict.fromkeys(ids)
        self._incidents |= {i.id: i for i in map(rows.incident_with_tasks, found)}

    def _keep_members(self, ids: list[MemberId], found: Iterable[tuple[Any, ...]]) -> None:
        self._members |= dict.fromkeys(ids)
        self._loads |= dict.fromkeys(ids, 0)
        for row in found:
            (member,) = rows.members_of([row[:-1]])
            self._members[member.id], self._loads[member.id] = member, row[-1]


def author_of(command: Command, facts: Iterable[str]) -> Author:
    """Who acts, and in which of their roles; `facts` are the verbs of what is told."""
    role = acting_role(command.roles, command.intent.verb, facts)
    return Author(command.id, command.actor, role.value if role else "", command.station)


def _named(command: Command) -> tuple[list[IncidentId], list[MemberId]]:
    """The subjects an intent names, to be locked before anything is read."""
    intent = command.intent
    incidents = [getattr(intent, name, None) for name in ("incident", "into")]
    members = [getattr(intent, "member", None), *getattr(intent, "members", ())]
    return (
        sorted({incident for incident in incidents if incident is not None}),
        sorted({member for member in members if member is not None}),
    )


def _lock_key(command_id: UUID) -> int:
    # Two sendings of one command wait for each other here, so the second finds the receipt.
    return int.from_bytes(command_id.bytes[8:], signed=True)
