"""Many facts at once, all or nothing: history with its own times, or a roster.

The caller runs the ordinary handlers on a home in memory that was loaded from this
database, and hands over the entries. Here they become facts, personal words and rows in one
transaction; facts pass through a staging table, so that the lock of the journal is held
while they are moved, not while they are sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, cast

from psycopg import errors

from models.desk.memory import MemoryWorks
from models.domain.error import BadInput, Words
from models.domain.fact import FORMAT, SubjectKind, subject_after
from models.domain.ids import new_uuid
from models.domain.incident import Incident, Task
from models.domain.member import Member
from models.store.codec import column_names, instant_text, to_row
from models.store.copying import bring_rows, copy_rows
from models.store.engine import troubles
from models.store.held_members import write_members
from models.store.home_clock import ClockMode, clock_words, not_scripted, read_home_clock
from models.store.journal import extent
from models.store.journal_append import Author, send_facts
from models.store.mapping import written
from models.store.present import present_picture
from models.store.reference import Reference, present_version
from models.store.revision import require_head
from models.store.rows import write_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from psycopg import Connection
    from sqlalchemy import Engine

    from models.domain.fact import Entry, Subject
    from models.picture.picture import Picture

AT_ONCE: Final = 500
"""Facts moved into the journal by one statement."""
MOST_OF_ONE: Final = 20_000
"""Facts that one command may number."""

_STAGED: Final = (
    "batch, n, recorded_at, occurred_at, command_id, ordinal, actor, role, station, verb,"
    " subject_kind, subject_id, subject_version, cell_path, body, format"
)
_PERSONAL: Final = "command_id, ordinal, subject_kind, subject_id, words, salt"
_STAMP: Final = ("command_id", "ordinal")


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What was written; both ends of seq and time inclusive."""

    facts: int
    last_seq: int
    first_at: datetime
    last_at: datetime


def load_memory_home(connection: Connection, now: datetime) -> MemoryWorks:
    """A home in memory that stands where the database stands.

    Subjects of the present picture, reference data, and the next numbers to give.
    `connection` must be between transactions.
    """
    picture = present_picture(connection)
    with connection.transaction():
        reference = Reference(present_version(connection)).through(connection)
        placed = reference.grid
        home = MemoryWorks(
            now=now,
            categories=reference.categories,
            departments=reference.departments,
            cells={cell.code: cell for cell in placed.grid if cell.code},
            locate=placed.cell_at,
            calendar=reference.calendar,
            rulebook=reference.rulebook,
            district_code=placed.district_code,
            incidents=dict(picture.incidents),
            members=dict(picture.members),
            drawings=dict(picture.drawings),
            wall=picture.wall,
            handovers=dict(picture.handovers),
            notes=dict(picture.notes),
            first_seq=extent(connection).last_seq + 1,
            last_ref=max((member.ref for member in picture.members.values()), default=0),
            serials=_serials(connection),
            numbers={member.number: member.id for member in picture.members.values()},
        )
    for incident in picture.incidents.values():
        for task in incident.open_tasks:
            home.open_tasks[task.assignee] = home.open_tasks.get(task.assignee, 0) + 1
    return home


def write_history(
    engine: Engine,
    entries: Sequence[Entry],
    progress: Callable[[int], None] | None = None,
) -> BulkDone:
    """Append facts at their own `recorded_at`, under a scripted clock.

    Raises
    ------
    BadInput
        `clock_not_scripted`; `journal_not_before`, where the journal has later facts;
        `already_imported`.
    """

    def append(connection: Connection) -> int:
        return _append_staged(connection, entries, progress)

    return _all_or_nothing(engine, entries, append, since=entries[0].recorded_at)


def write_now(engine: Engine, entries: Sequence[Entry]) -> BulkDone:
    """Append facts as of now, whatever time they carry: a roster, under any clock.

    Raises
    ------
    BadInput
        `already_imported`.
    """
    one = _as_one(entries)
    return _all_or_nothing(engine, one, lambda connection: _append(connection, one))


def _all_or_nothing(
    engine: Engine,
    entries: Sequence[Entry],
    append: Callable[[Connection], int],
    since: datetime | None = None,
) -> BulkDone:
    with troubles():
        pooled = engine.raw_connection()
    connection = cast("Connection", pooled.driver_connection)
    try:
        with troubles():
            require_head(connection)
            connection.rollback()
            before = present_picture(connection)
            if since is not None:
                _require_room(connection, before, since)
            _write_rows(connection, before, entries)
            _raise_counters(connection, entries)
            last_seq = append(connection)
            connection.commit()
    except errors.UniqueViolation as error:
        raise _already(error) from error
    except errors.Error as error:
        if error.sqlstate == "WG011":
            raise _not_before(entries[0].recorded_at, error.diag.message_detail) from error
        raise clock_words(error, entries[0].recorded_at) from error
    finally:
        if not connection.closed:
            connection.rollback()
        pooled.close()
    return BulkDone(len(entries), last_seq, entries[0].recorded_at, entries[-1].recorded_at)


def _require_room(connection: Connection, before: Picture, since: datetime) -> None:
    # The appending function guards the same; asked first, the words name the true reason.
    if read_home_clock(connection).mode is not ClockMode.SCRIPTED:
        raise not_scripted()
    if before.at > since:
        raise _not_before(since, instant_text(before.at))


def _append_staged(
    connection: Connection,
    entries: Sequence[Entry],
    progress: Callable[[int], None] | None,
) -> int:
    batch = new_uuid()
    told = [written(entry.fact) for entry in entries]
    copy_rows(
        connection,
        "journal_staging",
        _STAGED,
        (
            _staged(batch, n, entry, body.body)
            for n, (entry, body) in enumerate(zip(entries, told, strict=True))
        ),
    )
    bring_rows(
        connection,
        "personal",
        _PERSONAL,
        (
            (*_stamp(entry), entry.fact.subject_kind.value, entry.fact.subject_id, w, body.salt)
            for entry, body in zip(entries, told, strict=True)
            if (w := body.words) is not None
        ),
    )
    moved = last = 0
    while True:
        ((seq,),) = connection.execute(
            "SELECT journal_append_staged(%s, %s)", [batch, AT_ONCE]
        ).fetchall()
        if seq is None:
            return last
        last, moved = int(seq), min(moved + AT_ONCE, len(entries))
        if progress is not None:
            progress(moved)


def _as_one(entries: Sequence[Entry]) -> list[Entry]:
    """The facts of each author as those of one command, or of few.

    What a command tells is checked before the journal is locked; while it is, nobody acts.
    """
    told: list[Entry] = []
    for _, group in groupby(entries, key=lambda one: (one.actor, one.role, one.station)):
        ours = list(group)
        for first in range(0, len(ours), MOST_OF_ONE):
            part = ours[first : first + MOST_OF_ONE]
            told += (
                replace(one, command_id=part[0].command_id, ordinal=n)
                for n, one in enumerate(part)
            )
    return told


def _append(connection: Connection, entries: Sequence[Entry]) -> int:
    with connection.pipeline():
        for _, group in groupby(entries, key=lambda entry: entry.command_id):
            one = list(group)
            author = Author(one[0].command_id, one[0].actor, one[0].role, one[0].station)
            cursor = send_facts(connection, author, [entry.fact for entry in one])
        ((_, seq),) = cursor.fetchall()
    return int(seq)


def _write_rows(connection: Connection, before: Picture, entries: Sequence[Entry]) -> None:
    """The rows of all touched subjects as they are at the end."""
    subjects, stamps = _ends(before, entries)
    incidents = [one for one in subjects if isinstance(one, Incident)]
    members = [one for one in subjects if isinstance(one, Member)]
    write_members(connection, before.members, members, entries, stamps)
    _write_incidents(connection, before, incidents, stamps)
    for one in subjects:
        if not isinstance(one, Incident | Member):
            write_subject(connection, _before(before, one.id), one, stamps[one.id])


def _write_incidents(
    connection: Connection,
    before: Picture,
    incidents: list[Incident],
    stamps: dict[UUID, tuple[UUID, int]],
) -> None:
    old = [incident.number for incident in incidents if incident.id in before.incidents]
    if old:
        # Their steps would be told by one jump, which the lifecycle's guard refuses.
        raise BadInput(
            "known_incident",
            Words(
                f"事件 {old[0]} 已存在：批量导入只能新建事件",
                f"the incident {old[0]} is there already: an import only makes new ones",
            ),
        )
    names = (*column_names(Incident), *_STAMP)
    rows = ([*to_row(incident), *stamps[incident.id]] for incident in incidents)
    bring_rows(connection, "incident", _quoted(names), rows)
    task_names = (*column_names(Task), "incident_id", "position", *_STAMP)
    tasks = (
        [*to_row(task), incident.id, position, *stamps[incident.id]]
        for incident in incidents
        for position, task in enumerate(incident.tasks)
    )
    bring_rows(connection, "task", _quoted(task_names), tasks)


def _ends(
    before: Picture, entries: Sequence[Entry]
) -> tuple[list[Subject], dict[UUID, tuple[UUID, int]]]:
    """Each touched subject as the fold leaves it, and the stamp of its last fact."""
    ends: dict[UUID, Subject] = {}
    stamps: dict[UUID, tuple[UUID, int]] = {}
    for entry in entries:
        subject_id = entry.fact.subject_id
        stamps[subject_id] = _stamp(entry)
        known = ends.get(subject_id) or _before(before, subject_id)
        ends[subject_id] = subject_after(known, entry.fact)
    return list(ends.values()), stamps


def _before(before: Picture, subject_id: UUID) -> Subject | None:
    """A subject as it was before the whole; ids tell the kinds apart."""
    kinds: tuple[Mapping[Any, Subject], ...] = (
        before.incidents,
        before.members,
        before.drawings,
        before.handovers,
        before.notes,
    )
    found = (kind[subject_id] for kind in kinds if subject_id in kind)
    wall = before.wall
    return next(found, wall if wall is not None and wall.id == subject_id else None)


def _raise_counters(connection: Connection, entries: Sequence[Entry]) -> None:
    """Let the next numbers follow those that the entries used."""
    refs = [ref for entry in entries if (ref := entry.fact.change.fields.get("ref"))]
    if refs:
        connection.execute(
            "SELECT setval('member_ref', greatest(nextval('member_ref'), %s))", [max(refs)]
        )
    serials: dict[str, int] = {}
    for entry in entries:
        number = entry.fact.change.fields.get("number")
        if entry.fact.subject_kind is SubjectKind.INCIDENT and number:
            _, day, serial = number.rsplit("-", 2)
            serials[day] = max(serials.get(day, 0), int(serial))
    for day, serial in sorted(serials.items()):
        connection.execute(
            "INSERT INTO incident_serial AS s VALUES (to_date(%s, 'YYYYMMDD'), %s)"
            " ON CONFLICT (day) DO UPDATE SET serial = greatest(s.serial, excluded.serial)",
            [day, serial],
        )


def _serials(connection: Connection) -> dict[str, int]:
    return dict(
        connection.execute("SELECT to_char(day, 'YYYYMMDD'), serial FROM incident_serial")
    )


def _staged(batch: UUID, n: int, entry: Entry, body: str) -> tuple[Any, ...]:
    fact = entry.fact
    return (
        batch,
        n,
        entry.recorded_at,
        fact.occurred_at,
        *_stamp(entry),
        entry.actor,
        entry.role,
        entry.station,
        fact.verb,
        fact.subject_kind.value,
        fact.subject_id,
        fact.subject_version,
        list(fact.cell_path),
        body,
        FORMAT,
    )


def _stamp(entry: Entry) -> tuple[UUID, int]:
    return entry.command_id, entry.ordinal


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _already(error: errors.UniqueViolation) -> BadInput:
    detail = error.diag.message_detail or ""
    return BadInput(
        "already_imported",
        Words(
            f"其中已有内容在库中（{detail}）：什么也没有导入",
            f"part of it is there already ({detail}): nothing was imported",
        ),
    )


def _not_before(first_at: datetime, head: str | None) -> BadInput:
    return BadInput(
        "journal_not_before",
        Words(
            f"库中最后一条记录在 {head}，晚于要导入的 {first_at.isoformat()}：请导入到新的库",
            f"the journal ends at {head}, later than {first_at.isoformat()} where the import"
            " begins: import into a fresh home",
        ),
    )
