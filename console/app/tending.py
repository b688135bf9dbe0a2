"""What a journal needs now and then: pictures kept for seeking, yesterday's cases archived."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import uuid5

from models.domain.command import Command, Judge
from models.domain.ids import CommandId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.store.engine import troubles
from models.store.home_clock import ClockMode, home_now, read_home_clock
from models.store.keyframes import tend_keyframes
from models.store.present import present_picture
from models.store.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from console.app.home import Home
    from models.domain.incident import Incident

ACTOR = "nightly"


def tend(home: Home) -> tuple[int, int]:
    """Archive what was closed before today, then keep pictures; how many of each.

    A scripted home is history that somebody tells: nothing in it happens by itself.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        is_told = read_home_clock(connection).mode is ClockMode.SCRIPTED
        zone = Reference(0).through(connection).calendar.zone
        now = home_now(connection)
        connection.rollback()
        picture = present_picture(connection)
        due = [] if is_told else list(closed_before(picture.incidents.values(), now, zone))
        archived = sum(_archive(home, incident) for incident in due)
        return archived, tend_keyframes(connection)


def closed_before(
    incidents: Iterable[Incident], now: datetime, zone: ZoneInfo
) -> Iterable[Incident]:
    """The incidents that were closed before the midnight that began this day."""
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone).astimezone(UTC)
    return (
        incident
        for incident in incidents
        if incident.state is State.CLOSED
        and incident.closed_at is not None
        and incident.closed_at < midnight
    )


def _archive(home: Home, incident: Incident) -> bool:
    command = Command(
        # Two consoles that tend at once send the same command: it is done once.
        id=CommandId(uuid5(incident.id, f"archive {incident.version}")),
        intent=Judge(verb="archive", incident=incident.id),
        actor=ACTOR,
        roles=frozenset({Role.SHIFT_LEAD}),
        station=home.station,
        seen_version=incident.version,
    )
    try:
        home.desk.send(command)
    except Refused:
        # Somebody reopened it in this moment, and that is the better word.
        return False
    return True
