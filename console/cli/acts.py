"""`do` and `deadline`: one command through the very door the windows use; one sum."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console.app.home import Address, Home
from console.cli.answer import Answer
from console.cli.reading import Typed, counting, instant, typed_fields
from console.cli.verb_fields import FIELDS
from console.cli.verbs import intent_of
from models.domain.category import Urgency
from models.domain.command import Command
from models.domain.deadline import deadline_answer
from models.domain.error import BadInput, Words
from models.domain.ids import CommandId, new_uuid
from models.domain.lifecycle import Role
from models.picture.shift_sheet import intent_from
from models.store.connection_file import database_url
from models.store.engine import troubles
from models.store.home_clock import (
    ClockMode,
    home_now,
    last_recorded_at,
    move_scripted,
    read_home_clock,
    set_scripted,
)
from models.store.names import department_named, incident_named, member_named
from models.store.reference import Reference

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from models.domain.command import Done
    from models.domain.ids import DepartmentId, IncidentId, MemberId
    from models.domain.shift import HandOverShift
    from models.store.engine import Connection


NOBODY = "local"
"""The operator who gave no name."""


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    do = commands.add_parser("do", parents=[common], help="one act, through the desk's door")
    do.add_argument("verb", help=", ".join(sorted(FIELDS)))
    do.add_argument("--incident", metavar="ID", help="id or number")
    do.add_argument("--member", metavar="ID", action="append", default=[], help="id or number")
    do.add_argument("--department", metavar="ID", help="id or code, instead of members")
    do.add_argument("--field", metavar="K=V", action="append", default=[])
    do.add_argument("--command-id", metavar="UUID")
    do.add_argument("--seen-version", metavar="N", type=counting)
    do.add_argument("--at", metavar="T", help="move a scripted clock there first")
    do.set_defaults(run=run_do)
    deadline = commands.add_parser("deadline", parents=[common], help="a limit, reckoned")
    deadline.add_argument("--category", required=True, metavar="CODE")
    deadline.add_argument("--from", dest="begin", required=True, metavar="T")
    deadline.add_argument("--urgency", choices=["general", "urgent", "emergency"])
    deadline.add_argument("--pause", metavar="T1/T2", action="append", default=[])
    deadline.add_argument("--at", metavar="T")
    deadline.set_defaults(run=run_deadline)


def address_of(options: argparse.Namespace) -> Address:
    """Which home a command line means."""
    return Address(options.home, database_url(options.db) if options.db else None)


def roles_of(options: argparse.Namespace) -> frozenset[Role]:
    """The acting role, or every role: whoever sits at an embedded home holds them all."""
    return frozenset({Role(options.role)} if options.role else Role)


def who_acts(home: Home, options: argparse.Namespace) -> tuple[str, frozenset[Role]]:
    """Who acts, in which roles: as they say at an embedded home, else as they signed in.

    `--role` leaves one of the roles that a sign-in brings.
    """
    if home.is_embedded:
        return options.operator, roles_of(options)
    rights = home.rights
    operator = rights.login if options.operator == NOBODY else options.operator
    return operator, rights.roles & roles_of(options)


class HomeNames:
    """Finds ids in a home's database, and keeps photos in its attachments."""

    def __init__(self, home: Home, connection: Connection) -> None:
        self._home = home
        self._connection = connection

    def incident(self, text: str) -> IncidentId:
        """The incident of an id or number."""
        return incident_named(self._connection, text)

    def member(self, text: str) -> MemberId:
        """The member of an id or number."""
        return member_named(self._connection, text)

    def department(self, text: str) -> DepartmentId:
        """The department of an id or code."""
        return department_named(self._connection, text)

    def photo(self, path: str) -> str:
        """Keep a file by its content."""
        from console.app.photo_shelf import HomePhotos

        return HomePhotos(self._home.address.folder, self._home.connection).keep_file(path)

    def handing_over(self, instructions: str) -> HandOverShift:
        """Handing over the shift as it is now."""
        from console.app.shift_papers import home_papers

        return intent_from(home_papers(self._home, frozenset(Role)).papers, instructions)


def run_do(options: argparse.Namespace) -> Answer:
    """Carry one command out."""
    fields = typed_fields(options.field)
    if options.department:
        fields["department"] = (options.department,)
    typed = Typed(options.verb, options.incident, tuple(options.member), fields)
    with Home(address_of(options), station=options.station) as home:
        with contextlib.closing(home.connection()) as connection, troubles():
            zone = Reference(0).through(connection).calendar.zone
            intent = intent_of(typed, HomeNames(home, connection), zone)
            connection.rollback()
            operator, roles = who_acts(home, options)
            command = Command(
                id=_command_id(options.command_id),
                intent=intent,
                actor=operator,
                roles=roles,
                station=home.station,
                seen_version=options.seen_version,
            )
            if options.at and not _is_known(home, command):
                move_clock(home, connection, instant(options.at, zone, "--at"))
        done = home.desk.send(command)
    return _answer(done)


def _is_known(home: Home, command: Command) -> bool:
    """Whether it was carried out before: a second sending moves no clock."""
    with home.works.begin(command) as work:
        return work.answer_to(command) is not None


def move_clock(home: Home, connection: Connection, at: datetime) -> None:
    """Move a scripted clock on; an embedded home that has no facts yet becomes scripted.

    Raises
    ------
    BadInput
        `clock_backwards`, `clock_not_scripted`.
    """
    clock = read_home_clock(connection)
    is_fresh = last_recorded_at(connection) is None
    connection.rollback()
    if clock.mode is ClockMode.REAL and home.is_embedded and is_fresh:
        with contextlib.closing(home.admin_connection()) as admin, admin.transaction():
            set_scripted(admin, at)
        return
    with connection.transaction():
        move_scripted(connection, at)


def _command_id(text: str | None) -> CommandId:
    if text is None:
        return CommandId(new_uuid())
    try:
        return CommandId(UUID(text))
    except ValueError:
        raise BadInput(
            "bad_command_id",
            Words(f"--command-id 应为 UUID：{text!r}", f"--command-id wants a UUID: {text!r}"),
        ) from None


def _answer(done: Done) -> Answer:
    subject = str(done.subject_id)
    plain = {
        "ok": True,
        "seq": done.seq,
        "incident": subject,
        "id": subject,
        "number": done.number,
        "version": done.version,
        "state": done.state,
        "tasks": [
            {"id": task, "assignee": assignee, "role": role, "state": state}
            for task, assignee, role, state in done.tasks
        ],
    }
    return Answer(plain, f"{done.number}  {done.state}  v{done.version}  seq {done.seq}")


def run_deadline(options: argparse.Namespace) -> Answer:
    """Reckon a limit from the home's calendar; writes nothing."""
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        reference = Reference(0).through(connection)
        category = reference.categories.get(options.category)
        calendar = reference.calendar
        now = home_now(connection)
    if category is None:
        raise BadInput(
            "unknown_category",
            Words(
                f"没有代码为 {options.category} 的类别；用 wangge list categories 查看",
                f"there is no category {options.category}; see `wangge list categories`",
            ),
        )
    zone = calendar.zone
    answer = deadline_answer(
        calendar,
        category,
        Urgency(options.urgency) if options.urgency else category.urgency,
        instant(options.begin, zone, "--from"),
        [_pause(text, zone) for text in options.pause],
        instant(options.at, zone, "--at") if options.at else now,
    )
    plain = {
        "due_at": answer.due_at.astimezone(zone).isoformat(),
        "used_s": answer.used_s,
        "limit_s": answer.limit_s,
        "light": answer.light.value,
    }
    return Answer(plain, f"{plain['due_at']}  {answer.light.value}")


def _pause(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begin, sign, end = text.partition("/")
    if not sign:
        raise BadInput(
            "bad_pause",
            Words(f"--pause 应为 起/止：{text!r}", f"--pause wants T1/T2, not {text!r}"),
        )
    return instant(begin, zone, "--pause"), instant(end, zone, "--pause")
