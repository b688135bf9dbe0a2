"""Reference data comes in batches: all of it or nothing, one fact a batch.

Categories, departments, calendar and cells are too bulky for facts. A batch changes
their tables, raises the reference version, and is told by one fact with its id, counts
and digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, fields
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from models.domain.category import Category
from models.domain.department import Department
from models.domain.fact import Change, Fact, SubjectKind
from models.domain.ids import new_uuid
from models.store.engine import troubles
from models.store.journal_append import Author, send_facts
from models.store.mapping import canonical
from models.store.revision import require_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import LiteralString

    from psycopg import Connection
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did. `version` and `seq` are None where nothing had changed."""

    inserted: int
    updated: int
    unchanged: int
    version: int | None = None
    seq: int | None = None


def write_categories(engine: Engine, categories: Iterable[Category], author: Author) -> Batch:
    """Put categories in, by code; those not named stay."""
    return in_batch(engine, author, "categories", lambda c: put_categories(c, categories))


def put_categories(connection: Connection, categories: Iterable[Category]) -> Written:
    """Their rows alone, in the caller's transaction."""
    rows = {category.code: _row(category) for category in categories}
    return _upsert(connection, "category", rows)


def write_departments(
    engine: Engine, departments: Iterable[Department], author: Author
) -> Batch:
    """Put departments in, by id; those not named stay."""
    return in_batch(engine, author, "departments", lambda c: put_departments(c, departments))


def put_departments(connection: Connection, departments: Iterable[Department]) -> Written:
    """Their rows alone, in the caller's transaction."""
    rows = {department.id: _row(department) for department in departments}
    return _upsert(connection, "department", rows)


@dataclass(frozen=True, slots=True)
class Written:
    """What the writer of a batch did, and the bytes its digest is made of."""

    inserted: int
    updated: int
    unchanged: int
    content: bytes


def in_batch(
    engine: Engine, author: Author, kind: str, write: Callable[[Connection], Written]
) -> Batch:
    """One transaction around a writer: its rows, a new version, its fact."""
    with troubles():
        pooled = engine.raw_connection()
    connection = cast("Connection", pooled.driver_connection)
    try:
        with troubles():
            require_head(connection)
            take_batch_turn(connection)
            done = write(connection)
            if not done.inserted and not done.updated:
                return Batch(0, 0, done.unchanged)
            version, seq = _tell(connection, author, kind, done)
            connection.commit()
            return Batch(done.inserted, done.updated, done.unchanged, version, seq)
    finally:
        if not connection.closed:
            connection.rollback()
        pooled.close()


def take_batch_turn(connection: Connection) -> None:
    """Batches go one by one, so that versions follow each other.

    The lock of a table is for those who may change it; an advisory one is everybody's.
    """
    connection.execute("LOCK TABLE reference_batch IN SHARE ROW EXCLUSIVE MODE")


def _tell(connection: Connection, author: Author, kind: str, done: Written) -> tuple[int, int]:
    ((version, now),) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1, journal_now() FROM reference_batch"
    ).fetchall()
    batch_id = new_uuid()
    counts = {
        "inserted": done.inserted,
        "updated": done.updated,
        "unchanged": done.unchanged,
    }
    digest = hashlib.sha256(done.content).hexdigest()
    connection.execute(
        "INSERT INTO reference_batch VALUES (%s, %s, %s, %s::text::json, %s)",
        [version, batch_id, kind, canonical(counts), digest],
    )
    told = {"id": batch_id.hex, "kind": kind, "counts": counts, "digest": digest}
    fact = Fact(
        verb=f"{kind}-imported",
        subject_kind=SubjectKind.REFERENCE,
        subject_id=batch_id,
        subject_version=version,
        occurred_at=now,
        cell_path=(),
        change=Change(MappingProxyType(told)),
    )
    ((_, seq),) = send_facts(connection, author, [fact]).fetchall()
    return version, seq


_TABLES: dict[str, tuple[type, LiteralString, LiteralString]] = {
    "category": (Category, "code", "SELECT code, * FROM category"),
    "department": (Department, "id", "SELECT id, * FROM department"),
}


def _upsert(connection: Connection, table: str, rows: dict[Any, tuple[Any, ...]]) -> Written:
    cls, key, select = _TABLES[table]
    present = {row[0]: row[1:] for row in connection.execute(select)}
    changed = [row for key, row in rows.items() if present.get(key) != row]
    inserted = sum(1 for key in rows if key not in present)
    names = [f.name for f in fields(cls)]
    statement = (
        f"INSERT INTO {table} ({', '.join(names)})"  # noqa: S608 - names of our own classes
        f" VALUES ({', '.join(['%s'] * len(names))}) ON CONFLICT ({key}) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in names)
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, changed)
    content = canonical([[_text(value) for value in row] for row in _sorted(changed)])
    return Written(
        inserted, len(changed) - inserted, len(rows) - len(changed), content.encode()
    )


def _row(value: Category | Department) -> tuple[Any, ...]:
    return tuple(v.value if isinstance(v, Enum) else v for v in astuple(value))


def _text(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _sorted(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: str(row[0]))
