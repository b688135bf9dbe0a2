"""Incidents and members for benchmarks, put in through the desk's own door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.command import Accept, Command, Enrol, Register, Report
from models.domain.ids import CommandId, IncidentId, MemberId, new_uuid
from models.domain.lifecycle import Role
from models.domain.place import LonLat

if TYPE_CHECKING:
    from models.desk.desk import Desk
    from models.domain.command import Done, Intent


def send(desk: Desk, intent: Intent, *, actor: str = "bench") -> Done:
    """One act with every role."""
    return desk.send(a_command(intent, actor=actor))


def a_command(intent: Intent, *, actor: str = "bench") -> Command:
    """A command with a fresh id."""
    return Command(
        id=CommandId(new_uuid()),
        intent=intent,
        actor=actor,
        roles=frozenset(Role),
        station="bench",
    )


def some_members(
    desk: Desk, count: int, *, capacity: int = 100_000, first: int = 0
) -> list[MemberId]:
    """Members with room for anything; their numbers count from `first`."""
    members = [MemberId(new_uuid()) for _ in range(count)]
    for place, member in enumerate(members, first):
        send(
            desk,
            Enrol(
                member=member, number=f"B{place:05}", name=f"网格员{place}", capacity=capacity
            ),
        )
    return members


def some_registered(desk: Desk, count: int) -> list[IncidentId]:
    """Incidents that wait to be dispatched."""
    incidents = [IncidentId(new_uuid()) for _ in range(count)]
    for incident in incidents:
        place = LonLat(121.5, 35.2)
        send(desk, Report(incident=incident, text="路边有垃圾堆放", place=place))
        send(desk, Accept(incident=incident))
        send(desk, Register(incident=incident))
    return incidents
