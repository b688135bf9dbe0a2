"""Edits of the roster of shifts: one act a member, written as the facts of one command."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING

from console.app.importing import memory_home
from models.desk.desk import OpenDesk
from models.desk.rostering import days_kept, too_far
from models.domain.command import Command
from models.domain.error import BadInput, Words
from models.domain.ids import CommandId, new_uuid
from models.domain.lifecycle import Role
from models.domain.rest import short_rests
from models.domain.timetable import SetRota, days_of, rota_text
from models.intake.row_problem import RowProblem
from models.intake.sheets import ROTA
from models.store.bulk import write_now
from models.store.engine import troubles
from models.store.reference import Reference
from models.store.reference_write import Batch
from models.store.sheets import moved_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
        `unknown_member`, `unknown_shift`, `rota_too_far`, `too_little_rest`; `row_moved_on`,
        where a row is not any more what it was: nothing was written then.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
        memory.settings = Reference(0).through(connection).settings
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


def far_problems(rows: Mapping[int, Row], today: date) -> Iterator[RowProblem]:
    """Rows of a file, by their numbers in it, for days that nobody is rostered for yet."""
    for number, row in rows.items():
        words = too_far(date.fromisoformat(row["day"]), today)
        if words is not None:
            yield RowProblem(number, "day", words)


def rest_problems(
    rows: Mapping[int, Row], before: Sequence[Row], reference: Reference
) -> list[RowProblem]:
    """Rows of a file, by their numbers in it, that would leave a member too little rest."""
    places = {(row["number"], row["day"]): number for number, row in rows.items()}
    was, will = _days_by_member(before), _days_by_member((*before, *rows.values()))
    shifts = {one.code: one for one in reference.rulebook.shifts}
    least_s = reference.settings.least_rest_h * 3600
    found = []
    for number in dict.fromkeys(row["number"] for row in rows.values()):
        days, old = will[number], was.get(number, {})
        for short in short_rests(days, old, shifts, least_s):
            pair = (short.next_day, short.last_day)
            # Only what changes is complained of, so one of the two stands in the file.
            place = next(n for n in (places.get((number, str(day))) for day in pair) if n)
            found.append(RowProblem(place, "shift", short.words))
    return found


def _days_by_member(rows: Iterable[Row]) -> dict[str, dict[date, str]]:
    found: dict[str, dict[date, str]] = {}
    for row in rows:
        found.setdefault(row["number"], {})[date.fromisoformat(row["day"])] = row["shift"]
    return found


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
