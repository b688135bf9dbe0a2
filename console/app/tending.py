"""What a journal needs now and then: clocks that run out, yesterday's cases, pictures."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from models.desk.clockwork import Clockwork
from models.domain.command import Command, Judge
from models.domain.ids import CommandId, DepartmentId, new_uuid
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.store.attachment_rows import sweep_attachments
from models.store.engine import troubles
from models.store.home_clock import ClockMode, home_now, read_home_clock
from models.store.keyframes import Turn, take_turn, tend_keyframes
from models.store.present import present_picture
from models.store.reference import Reference
from models.store.retention import roll_up_old

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from console.app.home import Home
    from models.domain.deadline import WorkCalendar
    from models.domain.incident import Incident
    from models.store.engine import Connection

ACTOR = "nightly"


@dataclass(frozen=True, slots=True)
class Tended:
    """How much was done.

    `climbed` rungs and cases resumed, cases `archived`, pictures `made`, days of old fixes
    `rolled` up. Nothing, where another console was at it (`is_elsewhere`).
    """

    climbed: int
    archived: int
    made: int
    rolled: int
    is_elsewhere: bool = False


def turn_of(home: Home) -> Turn:
    """With whom a console takes turns: one that may less must not keep a leader's from it."""
    return Turn.LEADING if Role.SHIFT_LEAD in home.rights.roles else Turn.OTHERS


def tend(home: Home, *, is_asked: bool = False) -> Tended:
    """Do what fell due, archive what was closed before today, then keep pictures.

    One at a time: where another console of our kind is at it, there is nothing to do.

    A scripted home is history that somebody tells: nothing in it happens by itself. The
    clocks of one run where the teller asks for it (`is_asked`).
    """
    turn = turn_of(home)
    leads = turn is Turn.LEADING
    with contextlib.closing(home.connection()) as connection, troubles():
        if not is_asked and not take_turn(connection, turn):
            return Tended(0, 0, 0, 0, is_elsewhere=True)
        is_told = read_home_clock(connection).mode is ClockMode.SCRIPTED
        reference = Reference(0).through(connection)
        zone = reference.calendar.zone
        now = home_now(connection)
        connection.rollback()
        climbed = 0
        if leads and (is_asked or not is_told):
            climbed = _climb(home, connection, reference, now)
        picture = present_picture(connection)
        is_nightly = leads and not is_told
        due = list(closed_before(picture.incidents.values(), now, zone)) if is_nightly else []
        archived = sum(_archive(home, incident) for incident in due)
        # A picture of a part would be folded on by others as if it were the whole.
        made = tend_keyframes(connection) if home.rights.sees_all else 0
        rolled = len(roll_up_old(connection)) if is_nightly else 0
        if is_nightly:
            sweep_attachments(connection)
        return Tended(climbed, archived, made, rolled)


def _climb(home: Home, connection: Connection, reference: Reference, now: datetime) -> int:
    """Do everything that fell due; how much of it nobody had done yet."""
    # All of it is read here: a picture is taken between transactions.
    categories, own = reference.categories, reference.calendars
    rulebook = reference.rulebook
    departments = reference.departments
    connection.rollback()

    def calendar_of(department: UUID | None) -> WorkCalendar:
        known = departments.get(DepartmentId(department)) if department else None
        return own.get(known.code if known else "", reference.calendar)

    incidents = present_picture(connection).incidents.values()
    clockwork = Clockwork(categories, calendar_of, home.station, rulebook)
    due = clockwork.due(incidents, now)
    return sum(sent(home, command) for command in due)


def sent(home: Home, command: Command) -> bool:
    """Send a command of the clock's; False where a person was faster."""
    try:
        home.desk.send(command)
    except Refused:
        return False
    return True


def closed_before(
    incidents: Iterable[Incident], now: datetime, zone: ZoneInfo
) -> Iterable[Incident]:
    """The incidents that were closed before the midnight that began this day.

    What the public reported waits until its follow-up is due.
    """
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone).astimezone(UTC)
    return (
        incident
        for incident in incidents
        if incident.state in {State.CLOSED, State.FOLLOW_UP}
        and (incident.step_due_at or incident.closed_at or now) < midnight
    )


def _archive(home: Home, incident: Incident) -> bool:
    command = Command(
        id=CommandId(new_uuid()),
        intent=Judge(verb="archive", incident=incident.id),
        actor=ACTOR,
        roles=frozenset({Role.SHIFT_LEAD}),
        station=home.station,
        seen_version=incident.version,
    )
    # Refused where somebody reopened it in this moment, and that is the better word; or where
    # another console tends at once and was faster.
    return sent(home, command)
