"""A centre with two towns on a live server, and a login for everybody who could sit there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import shapely
from psycopg import sql

from models.desk.desk import OpenDesk
from models.domain.command import Draw, Report
from models.domain.department import Department
from models.domain.drawing import DrawingKind
from models.domain.ids import DepartmentId, DrawingId, IncidentId, MemberId, new_uuid
from models.domain.incident import Task, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.store.cell_write import CellDraft, store_cells
from models.store.codec import column_names, to_row
from models.store.embedded import ServerUrls
from models.store.engine import an_engine
from models.store.fixes import store_fixes
from models.store.groups import group_of, sight_of
from models.store.reference_write import write_categories, write_departments
from models.store.unit_of_work import StoreWorks
from tests.builders import a_category, a_task
from tests.models.desk.any_act import World
from tests.store.homes import Home, a_command, an_author
from tests.store.test_source import some_fixes
from tests.store.urls import with_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from models.domain.command import Done, Intent

HERE, THERE = LonLat(120.2, 36.5), LonLat(120.8, 36.5)
"""In the one town and in the other."""
_TASK_EXTRA = ("incident_id", "position", "command_id", "ordinal")
PASSWORD = "kept-nowhere-else"


class Firm(World):
    """A world in which everybody always says the first that comes to mind."""

    def one(self, *values: Any) -> Any:
        """The first that is something."""
        return next((value for value in values if value not in (None, "")), values[0])

    def some_members(self) -> tuple[MemberId, ...]:
        """The first of them."""
        return self.members[:1]


def _box(west: float, south: float, east: float, north: float) -> bytes:
    wkb: bytes = shapely.to_wkb(shapely.box(west, south, east, north))
    return wkb


GRID = (
    CellDraft("370215", "即墨区", 1, wkb=_box(120, 36, 121, 37)),
    CellDraft("370215001", "甲镇", 2, parent=0, wkb=_box(120, 36, 120.5, 37)),
    CellDraft("370215002", "乙镇", 2, parent=0, wkb=_box(120.5, 36, 121, 37)),
    CellDraft("370215001201", "甲村", 4, parent=1, wkb=_box(120.1, 36.4, 120.3, 36.6)),
    CellDraft("370215002201", "乙村", 4, parent=2, wkb=_box(120.7, 36.4, 120.9, 36.6)),
)


@dataclass(slots=True)
class Centre:
    """The database, who is whole in it, and what lies where."""

    urls: ServerUrls
    home: Home
    cells: dict[str, int] = field(default_factory=dict)
    here: IncidentId = field(default_factory=lambda: IncidentId(new_uuid()))
    there: IncidentId = field(default_factory=lambda: IncidentId(new_uuid()))
    secret: IncidentId = field(default_factory=lambda: IncidentId(new_uuid()))
    members: tuple[MemberId, ...] = ()
    department: DepartmentId | None = None
    logins: list[str] = field(default_factory=list)

    def fill(self) -> None:
        """Cells, people, an open and a restricted case, drawings and places of people."""
        engine = self.home.engine
        classes = [a_category(), a_category("E0901", restricted=True)]
        write_categories(engine, classes, an_author())
        store_cells(engine, GRID, an_author())
        self.department = DepartmentId(new_uuid())
        _write_department(engine, self.department)
        self.cells = {row[1]: row[0] for row in self.admin("SELECT id, code FROM cell")}
        self.members = (
            self.home.member("M1", home_cell="370215001201", phone="13800000001"),
            self.home.member("M2", home_cell="370215002201", phone="13800000002"),
        )
        for incident, place, category in (
            (self.here, HERE, "E0102"),
            (self.there, THERE, "E0102"),
            (self.secret, HERE, "E0901"),
        ):
            self.home.do(
                Report(
                    incident=incident,
                    text="路口有暴露垃圾",
                    place=place,
                    category=category,
                    reporter_phone="13912345678",
                )
            )
            self.home.do(
                Draw(
                    drawing=DrawingId(new_uuid()),
                    kind=DrawingKind.NOTE,
                    points=(place,),
                    text="注意",
                    about=incident,
                )
            )
        with psycopg.connect(self.urls.console) as connection:
            store_fixes(connection, some_fixes(4, members=2))

    def login(self, roles: Iterable[Role], *cells: str) -> str:
        """A new login with roles, everywhere or below the cells of these codes: its URL."""
        name = f"t{uuid4().hex[:12]}"
        self.logins.append(name)
        held = tuple(roles)
        sight = sight_of(held, is_scoped=bool(cells))
        groups = [*map(group_of, held), *([sight] if sight else [])]
        with psycopg.connect(self.urls.admin, autocommit=True) as connection:
            who = sql.Identifier(name)
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(who, sql.Literal(PASSWORD))
            )
            for group in groups:
                connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), who))
            for code in cells:
                connection.execute(
                    "INSERT INTO login_scope VALUES (%s, %s)", [name, self.cells[code]]
                )
        return url_as(self.urls.console, name)

    def arrange(self, state: str, *, void_asked_by: str | None = None) -> None:
        """Put the case here where it stands in that state, in somebody's hands."""
        self.admin(
            "UPDATE incident SET state = %s, version = 1, category = 'E0102', level = NULL,"
            " handed_to = NULL, restricted = false, wrong_dispatches = 0, is_binding = false,"
            " supervise = 0, void_asked_by = %s"
            " WHERE id = %s",
            state,
            void_asked_by,
            self.here,
        )
        self.admin("DELETE FROM task")
        done = TaskState.DONE if state in {"ST50", "ST51", "ST60"} else TaskState.SIGNED
        lead = a_task(self.members[0], role=TaskRole.LEAD, state=done)
        names = ", ".join((*column_names(Task), *_TASK_EXTRA))
        row = [*to_row(lead), self.here, 0, uuid4(), 0]
        places = ", ".join(["%s"] * len(row))
        self.admin(f"INSERT INTO task ({names}) VALUES ({places})", *row)
        self.admin("UPDATE member SET held_for = NULL, duty = 'on_duty', leaves = '[]'")

    def admin(self, query: Any, *values: Any) -> list[tuple[Any, ...]]:
        """Ask or change as the superuser, past triggers: a world may be arranged."""
        with psycopg.connect(self.urls.admin) as connection:
            connection.execute("SET session_replication_role = replica")
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def world(self) -> Firm:
        """What acts can be about."""
        ((now,),) = self.admin("SELECT now()")
        assert self.department is not None
        return Firm(
            None, (self.here, self.there), self.members, (self.department,), ("E0102",), now
        )


@contextmanager
def a_centre(server: ServerUrls, template: str) -> Iterator[Centre]:
    """A centre in a database of its own."""
    name = f"rights_{uuid4().hex}"
    _run(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
    urls = ServerUrls(
        admin=with_database(server.admin, name), console=with_database(server.console, name)
    )
    centre = Centre(urls, Home.on(urls.console))
    try:
        centre.fill()
        yield centre
    finally:
        centre.home.engine.dispose()
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)
        for login in centre.logins:
            _run(server, sql.SQL("DROP ROLE {}"), login)


def _run(server: ServerUrls, statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))


def url_as(url: str, login: str) -> str:
    """The same database, as somebody else."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}:{PASSWORD}@{host}"))


@contextmanager
def desks(urls: Mapping[Role, str]) -> Iterator[dict[Role, OpenDesk]]:
    """A desk of each login."""
    engines = {role: an_engine(url, pool_size=1) for role, url in urls.items()}
    yield {role: OpenDesk(StoreWorks(engine)) for role, engine in engines.items()}
    for engine in engines.values():
        engine.dispose()


def sent(desk: OpenDesk, intent: Intent, login: str, roles: Iterable[Role]) -> Done:
    """One command as that login claims it."""
    return desk.send(a_command(intent, actor=login, roles=frozenset(roles)))


def _write_department(engine: Any, department: DepartmentId) -> None:
    write_departments(engine, [Department(department, "D1", "城管局", None, "")], an_author())
