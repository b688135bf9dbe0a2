"""Fixes of a foreign fleet into the home, as the positions of its members."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

import numpy as np

from console.app.importing import Imported, Store, memory_home, table_frame
from console.app.mapping_text import mapping_text
from console.app.scripted_clock import history_from
from models.desk.desk import OpenDesk
from models.domain.command import Command, Enrol
from models.domain.error import Words
from models.domain.ids import CommandId, MemberId
from models.domain.lifecycle import Role
from models.domain.member import MemberKind
from models.feed.track import Fixes, from_us
from models.intake.fix_table import chunks, dealt, read_fixes
from models.intake.mapping_file import read_fix_mapping
from models.intake.row_problem import RowProblem
from models.store.bulk import write_history, write_now
from models.store.engine import troubles
from models.store.fixes import read_fixes as stored_fixes
from models.store.fixes import store_fixes
from models.store.home_clock import last_recorded_at
from models.store.reference_write import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.app.home import Home
    from models.desk.memory import MemoryWorks
    from models.intake.fix_table import FixTable
    from models.intake.mapping import FixMapping
    from models.store.engine import Connection

AT_ONCE: Final = 100_000
"""Fixes sent by one COPY."""
_NAMESPACE: Final = UUID("0f0d4a52-0f4f-5ac4-8a35-8a1e57c04a77")
_SPAN_BITS: Final = 51
"""Microseconds of 70 years, below the bits of a member's small number."""


@dataclass(frozen=True, slots=True)
class _Assigned:
    """Which member each vehicle is; `ref` int32 by vehicle, 0 where it is nobody."""

    ref: np.ndarray[Any, np.dtype[np.int32]]
    nobody: tuple[str, ...]
    enrolled: int
    dealt: int


def import_fixes(
    home: Home,
    file: Path,
    mapping: Path,
    *,
    actor: str,
    store: Store,
    progress: Callable[[int, int, str], None],
) -> Imported:
    """A table of fixes, shifted in time where its mapping says so; all or nothing.

    Raises
    ------
    BadInput
        The file or its mapping cannot be used.
    """
    meaning = read_fix_mapping(mapping_text(mapping))
    progress(0, 1, "read")
    frame = table_frame(file)
    table = read_fixes(frame, meaning)
    progress(1, 1, "read")
    with contextlib.closing(home.connection()) as connection, troubles():
        is_fresh = last_recorded_at(connection) is None
        connection.rollback()
        memory = memory_home(connection)
        connection.rollback()
        if is_fresh and len(table):
            # Who is enrolled by a home without facts has been there since the first fix.
            memory.now = from_us(int(table.ts_us[0]))
        assigned = _assigned(table, meaning, memory, actor)
        problems = [*table.rejected, *_nobodys(table, meaning, assigned)]
        stored = Batch(0, 0, 0)
        more: dict[str, Any] = {"facts": 0}
        fixes = _fixes(table, assigned)
        if store.may(problems):
            if memory.entries:
                more = {"facts": _enrol(home, memory, is_fresh=is_fresh)}
            stored = _stored(connection, fixes, progress)
    return _imported(len(frame), table, meaning, assigned, stored, problems, more, store, fixes)


def _imported(  # noqa: PLR0913, PLR0917 - everything that the answer tells
    read: int,
    table: FixTable,
    mapping: FixMapping,
    assigned: _Assigned,
    stored: Batch,
    problems: Sequence[RowProblem],
    more: dict[str, Any],
    store: Store,
    fixes: Fixes,
) -> Imported:
    zone = mapping.time.zone
    ends = (int(fixes.ts_us[0]), int(fixes.ts_us[-1])) if len(fixes) else ()
    told = [from_us(us).astimezone(zone).isoformat() for us in ends]
    return Imported(
        read=read,
        batch=stored,
        rejected=tuple(problems),
        warnings=tuple(_warnings(table, assigned)),
        noted={"left_out": table.left_out},
        more={
            **more,
            "first_at": told[0] if told else None,
            "last_at": told[-1] if told else None,
            "members": assigned.enrolled,
            "vehicles": len(table.vehicles),
            "dealt": assigned.dealt,
            "shifted_s": table.shifted.total_seconds(),
        },
        is_refused=store is Store.ALL and bool(problems),
    )


def _assigned(
    table: FixTable, mapping: FixMapping, memory: MemoryWorks, actor: str
) -> _Assigned:
    numbers = {name: name for name in table.vehicles}
    if mapping.assign == "deal":
        own = {str(_own_id(mapping, name)) for name in table.vehicles}
        roster = sorted(n for n, who in memory.numbers.items() if str(who) not in own)
        numbers |= dealt(table.vehicles, roster)
    dealt_count = sum(number != name for name, number in numbers.items())
    may_enrol = mapping.assign == "enrol" or mapping.rest == "enrol"
    enrolled = 0
    ref = np.zeros(len(table.vehicles), np.int32)
    for place, name in enumerate(table.vehicles):
        number = numbers[name]
        if number not in memory.numbers and may_enrol:
            _enrol_one(memory, mapping, number, actor)
            enrolled += 1
        if number in memory.numbers:
            ref[place] = memory.members[memory.numbers[number]].ref
    nobody = tuple(n for n, r in zip(table.vehicles, ref, strict=True) if r == 0)
    return _Assigned(ref, nobody, enrolled, dealt_count)


def _own_id(mapping: FixMapping, name: str) -> MemberId:
    return MemberId(uuid5(_NAMESPACE, f"{mapping.name}/member/{name}"))


def _enrol_one(memory: MemoryWorks, mapping: FixMapping, name: str, actor: str) -> None:
    intent = Enrol(
        member=_own_id(mapping, name), number=name, name=name, kind=MemberKind.SPECIAL.value
    )
    command = Command(
        id=CommandId(uuid5(_NAMESPACE, f"{mapping.name}/enrol/{name}")),
        intent=intent,
        actor=actor,
        roles=frozenset({Role.ADMINISTRATOR}),
        station=mapping.name,
    )
    OpenDesk(memory).send(command)


def _enrol(home: Home, memory: MemoryWorks, *, is_fresh: bool) -> int:
    if not is_fresh or not home.is_embedded:
        return write_now(home.engine, memory.entries).facts
    with history_from(home, memory.entries[0].recorded_at):
        return write_history(home.engine, memory.entries).facts


def _nobodys(table: FixTable, mapping: FixMapping, assigned: _Assigned) -> list[RowProblem]:
    """One problem for each vehicle that should be a member and is none."""
    if mapping.assign != "number" or not assigned.nobody:
        return []
    nobody = np.flatnonzero(assigned.ref == 0)
    vehicle, first = np.unique(table.vehicle, return_index=True)
    row = {int(v): int(table.row[n]) for v, n in zip(vehicle, first, strict=True)}
    return [
        RowProblem(
            row.get(int(v), 0),
            mapping.member,
            Words(
                f"没有工号为 {table.vehicles[v]} 的网格员（此号的全部定位均被拒）",
                f"there is no member with the number {table.vehicles[v]} (none of its fixes"
                " can come in)",
            ),
        )
        for v in nobody
    ]


def _fixes(table: FixTable, assigned: _Assigned) -> Fixes:
    ref = assigned.ref[table.vehicle] if len(table) else np.empty(0, np.int32)
    fixes = Fixes(
        ref,
        table.ts_us,
        table.lon_deg,
        table.lat_deg,
        table.speed_mps,
        table.heading_deg,
    )
    return fixes.taken(ref > 0)


def _stored(
    connection: Connection, fixes: Fixes, progress: Callable[[int, int, str], None]
) -> Batch:
    if not len(fixes):
        return Batch(0, 0, 0)
    fresh = _not_yet_there(connection, fixes)
    with connection.transaction():
        for part in chunks(len(fresh), AT_ONCE):
            store_fixes(connection, fresh.taken(np.arange(part.start, part.stop)))
            progress(part.stop, len(fresh), "store")
    return Batch(len(fresh), 0, len(fixes) - len(fresh))


def _not_yet_there(connection: Connection, fixes: Fixes) -> Fixes:
    """Without the rows whose member and instant are stored already."""
    before_us, last_us = int(fixes.ts_us[0]) - 1, int(fixes.ts_us[-1])
    there = stored_fixes(connection, from_us(before_us), from_us(last_us))
    connection.rollback()
    if not len(there):
        return fixes
    known = np.isin(_keys(fixes, before_us), _keys(there, before_us))
    return fixes.taken(~known)


def _keys(fixes: Fixes, since_us: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """One number for a member's instant; 4,000 members and 70 years fit."""
    return fixes.member.astype(np.int64) << _SPAN_BITS | (fixes.ts_us - since_us)


def _warnings(table: FixTable, assigned: _Assigned) -> list[Words]:
    found = []
    if table.left_out_count:
        count = table.left_out_count
        found.append(
            Words(f"{count} 个异常点已略去", f"{count} wild points are left out (see left_out)")
        )
    if assigned.nobody:
        count = len(assigned.nobody)
        found.append(
            Words(
                f"{count} 辆没有对应的网格员，其定位未导入",
                f"{count} vehicles are nobody's and their fixes are not stored",
            )
        )
    if assigned.enrolled:
        count = assigned.enrolled
        found.append(
            Words(
                f"{count} 辆新登记为网格员",
                f"{count} vehicles are enrolled as members",
            )
        )
    return found
