"""Edits of the roster of shifts: one act a member, all of them in one transaction."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING

from console.app.importing import memory_home
from models.desk.desk import OpenDesk
from models.desk.rostering import days_kept
from models.domain.command import Command
from models.domain.error import BadInput, Words
from models.domain.ids import CommandId, new_uuid
from models.domain.lifecycle import Role
from models.domain.timetable import SetRota, days_of, rota_text
from models.intake.sheets import ROTA
from models.store.bulk import write_now
from models.store.engine import troubles
from models.store.reference_write import Batch
from models.store.sheets import moved_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.app.home import Home
    from models.desk.memory import MemoryWorks
    from models.domain.command import Intent
    from models.domain.ids import MemberId
    from models.intake.sheet import Edit, Row


def write_rota(home: Home, edits: Sequence[Edit], actor: str) -> Batch:
    """Write edits of rows of number, day and shift; each member that changes is one fact.

    Raises
    ------
    BadInput, Refused
        `unknown_member`, `unknown_shift`, `rota_too_far`; `row_moved_on`, where a row is not
        any more what it was: nothing was written then.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
    days: dict[MemberId, dict[date, str]] = {}
    for edit in edits:
        row = edit.after or edit.before or {}
        member = memory.numbers.get(row["number"])
        if member is None:
            raise _unknown(row["number"])
        own = days.setdefault(member, days_of(memory.members[member].rota))
        day = date.fromisoformat(row["day"])
        if own.get(day) not in (_code(edit.before), _code(edit.after)):
            raise moved_on(ROTA, edit)
        if edit.after is None:
            own.pop(day, None)
        else:
            own[day] = row["shift"]
    today = memory.now.astimezone(memory.calendar.zone).date()
    intents = [
        SetRota(member=one, rota=rota_text(days_kept(own, today))) for one, own in days.items()
    ]
    send_at_once(home, memory, intents, actor, frozenset({Role.ADMINISTRATOR}))
    changed = sum(edit.before is not None for edit in edits)
    return Batch(len(edits) - changed, changed, 0)


def send_at_once(
    home: Home,
    memory: MemoryWorks,
    intents: Sequence[Intent],
    actor: str,
    roles: frozenset[Role],
) -> None:
    """Acts on the roster through the ordinary handlers, written in one transaction."""
    desk = OpenDesk(memory)
    for intent in intents:
        command_id = CommandId(new_uuid())
        desk.send(
            Command(
                id=command_id,
                intent=intent,
                actor=actor,
                roles=roles,
                station=home.station,
            )
        )
    if memory.entries:
        write_now(home.engine, memory.entries)


def _code(row: Row | None) -> str | None:
    return None if row is None else row["shift"]


def _unknown(number: str) -> BadInput:
    return BadInput(
        "unknown_member",
        Words(f"没有工号为 {number} 的网格员", f"there is no member {number}"),
    )
