"""Tables into the home: members, departments, categories; and what an import answers."""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import pandas as pd

from models.desk.desk import OpenDesk
from models.domain.command import Command, Enrol
from models.domain.department import Department
from models.domain.error import BadInput, Words
from models.domain.ids import CommandId, DepartmentId, MemberId, new_uuid
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.intake.category_table import read_categories
from models.intake.roster_table import read_departments, read_members
from models.intake.row_problem import RowProblem
from models.store.bulk import load_memory_home, write_now
from models.store.engine import troubles
from models.store.home_clock import home_now
from models.store.journal_append import Author
from models.store.reference import Reference
from models.store.reference_write import Batch, write_categories, write_departments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from console.app.home import Home
    from models.desk.memory import MemoryWorks
    from models.domain.error import Language
    from models.intake.roster_table import MemberRow
    from models.store.engine import Connection


class Store(StrEnum):
    """What an import may write: nothing, all or nothing, or whatever is good."""

    NOTHING = "nothing"
    ALL = "all"
    GOOD = "good"

    def may(self, rejected: Sequence[object]) -> bool:
        """Whether something may be written although so much was rejected."""
        return self is Store.GOOD or (self is Store.ALL and not rejected)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import read and what became of it.

    `more` are figures of one kind of import, `noted` its problems that reject no row, by
    kind. `is_refused`: all or nothing, and there were
    rejected rows.
    """

    read: int
    batch: Batch
    rejected: tuple[RowProblem, ...] = ()
    repaired: tuple[RowProblem, ...] = ()
    warnings: tuple[Words, ...] = ()
    joined: int = 0
    crs: str | None = None
    encoding: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    noted: Mapping[str, tuple[RowProblem, ...]] = field(default_factory=dict)
    is_refused: bool = False

    def plain(self, language: Language) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "read": self.read,
            "inserted": self.batch.inserted,
            "updated": self.batch.updated,
            "unchanged": self.batch.unchanged,
            "joined": self.joined,
            "repaired": [_problem(one, language) for one in self.repaired],
            "rejected": [_problem(one, language) for one in self.rejected],
            "by_level": {},
            "area_km2": {},
            "crs": self.crs,
            "encoding": self.encoding,
            "warnings": [words.in_(language) for words in self.warnings],
            **self.more,
            **{
                kind: [_problem(one, language) for one in problems]
                for kind, problems in self.noted.items()
            },
        }


def _problem(problem: RowProblem, language: Language) -> dict[str, Any]:
    return {
        "row": problem.row,
        "field": problem.field,
        "reason": problem.reason.in_(language),
    }


def table_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a CSV, xlsx or Parquet file, everything as text where it can be.

    Raises
    ------
    BadInput
        `no_such_file`, `unreadable_table`, naming the file.
    """
    table = table_frame(file).astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def table_frame(file: Path) -> pd.DataFrame:
    """The table of a CSV (also compressed), xlsx or Parquet file, as text where it can be.

    Raises
    ------
    BadInput
        `no_such_file`, `unreadable_table`, naming the file.
    """
    if not file.is_file():
        raise BadInput("no_such_file", Words(f"没有文件 {file}", f"there is no file {file}"))
    try:
        table = _READERS.get(file.suffix.lower(), _csv)(file)
    except (ValueError, OSError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        why = str(error).strip().rstrip(".")
        raise BadInput(
            "unreadable_table",
            Words(
                f"无法读取 {file}：{why}。支持 CSV、xlsx、Parquet。",
                f"cannot read {file}: {why}. CSV, xlsx and Parquet are understood.",
            ),
        ) from error
    return table


def _csv(file: Path) -> pd.DataFrame:
    """CSV as spreadsheets write it: UTF-8 with or without a mark, else GB 18030."""
    try:
        return pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except UnicodeDecodeError:
        return pd.read_csv(file, dtype=str, encoding="gb18030", keep_default_na=False)


def _sheet(file: Path) -> pd.DataFrame:
    return pd.read_excel(file, dtype=str, engine="openpyxl")


def _old_sheet(file: Path) -> pd.DataFrame:
    raise ValueError(f"{file.suffix} is the old binary format; save it as xlsx or CSV")


def _parquet(file: Path) -> pd.DataFrame:
    return pd.read_parquet(file)


_READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".xlsx": _sheet,
    ".xlsm": _sheet,
    ".xls": _old_sheet,
    ".parquet": _parquet,
    ".pq": _parquet,
}


def import_categories(home: Home, file: Path, *, actor: str, store: Store) -> Imported:
    """The category tree, by code; classes that the file does not name stay."""
    rows = table_rows(file)
    table = read_categories(rows)
    rejected = tuple(RowProblem(p.row, p.field, p.reason) for p in table.problems)
    batch = Batch(0, 0, 0)
    if store.may(rejected):
        batch = write_categories(home.engine, table.categories, an_author(home, actor))
    return Imported(len(rows), batch, rejected, is_refused=_refused(store, rejected))


def import_departments(home: Home, file: Path, *, actor: str, store: Store) -> Imported:
    """Departments, by code; their ids stay when they come again."""
    rows = table_rows(file)
    good, problems = read_departments(rows)
    with contextlib.closing(home.connection()) as connection, troubles():
        reference = Reference(0).through(connection)
        known = {d.code: d.id for d in reference.departments.values()}
        grid = reference.grid.grid
    departments = []
    for row in good:
        cell = grid.by_code(row.cell) if row.cell else None
        if row.cell and cell is None:
            problems.append(_unknown_cell(row.row, "cell", row.cell))
            continue
        department_id = known.get(row.code) or DepartmentId(new_uuid())
        departments.append(
            Department(
                department_id, row.code, row.name, cell.id if cell else None, row.duty_phone
            )
        )
    batch = Batch(0, 0, 0)
    if store.may(problems):
        batch = write_departments(home.engine, departments, an_author(home, actor))
    return Imported(len(rows), batch, _by_row(problems), is_refused=_refused(store, problems))


def import_members(home: Home, file: Path, *, actor: str, store: Store) -> Imported:
    """The roster, by number: each member that is new or different is one fact."""
    return enrol_rows(home, table_rows(file), actor=actor, store=store)


def enrol_rows(
    home: Home, rows: Sequence[Mapping[str, Any]], *, actor: str, store: Store
) -> Imported:
    """Rows of the roster: each member that is new or different is one fact."""
    good, problems = read_members(rows)
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
    before = len(memory.members)
    counts = {"updated": 0, "unchanged": 0}
    for row in good:
        problem = _enrol(memory, row, actor, home.station, counts)
        if problem is not None:
            problems.append(problem)
    inserted = len(memory.members) - before
    more: dict[str, Any] = {"facts": 0, "first_at": None, "last_at": None}
    batch = Batch(0, 0, 0)
    if store.may(problems):
        batch = Batch(inserted, counts["updated"], counts["unchanged"])
        if memory.entries:
            done = write_now(home.engine, memory.entries)
            more = {
                "facts": done.facts,
                "first_at": done.first_at.isoformat(),
                "last_at": done.last_at.isoformat(),
            }
    return Imported(
        len(rows), batch, _by_row(problems), more=more, is_refused=_refused(store, problems)
    )


def _enrol(
    memory: MemoryWorks, row: MemberRow, actor: str, station: str, counts: dict[str, int]
) -> RowProblem | None:
    known = memory.numbers.get(row.number)
    facts = len(memory.entries)
    intent = Enrol(
        member=known or MemberId(new_uuid()),
        number=row.number,
        name=row.name,
        kind=row.kind,
        home_cell=row.home_cell,
        skills=row.skills,
        capacity=row.capacity,
        phone=row.phone,
        duty=row.duty,
    )
    command = Command(
        id=CommandId(new_uuid()),
        intent=intent,
        actor=actor,
        roles=frozenset({Role.ADMINISTRATOR}),
        station=station,
    )
    try:
        OpenDesk(memory).send(command)
    except BadInput as bad:
        return RowProblem(row.row, "home_cell", bad.words)
    except Refused as refused:
        return RowProblem(row.row, "number", refused.refusal.words)
    if known is not None:
        counts["updated" if len(memory.entries) > facts else "unchanged"] += 1
    return None


def memory_home(connection: Connection) -> MemoryWorks:
    """The home as it stands, in memory, for acts that are written all at once."""
    now = home_now(connection)
    # A home is loaded in a snapshot of its own.
    connection.rollback()
    return load_memory_home(connection, now)


def an_author(home: Home, actor: str) -> Author:
    """Who a batch of reference data is by."""
    return Author(new_uuid(), actor, Role.ADMINISTRATOR.value, home.station)


def _by_row(problems: Iterable[RowProblem]) -> tuple[RowProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))


def _refused(store: Store, rejected: Iterable[object]) -> bool:
    return store is Store.ALL and any(True for _ in rejected)


def _unknown_cell(row: int, field: str, code: str) -> RowProblem:
    reason = Words(f"没有代码为 {code} 的网格", f"there is no cell with the code {code}")
    return RowProblem(row, field, reason)
