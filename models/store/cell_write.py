"""Cells into the database, as one batch: matched, inserted or updated, ids kept.

A cell is known by its level and code; one without a code by its level, parent and name.
Cells that a batch does not name stay as they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import shapely
from psycopg import sql

from models.domain.error import BadInput, Words
from models.store.mapping import canonical
from models.store.reference_write import Batch, Written, in_batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from psycopg import Connection
    from sqlalchemy import Engine

    from models.domain.ids import CellId
    from models.store.journal_append import Author


@dataclass(frozen=True, slots=True)
class CellDraft:
    """A cell before the database gave it an id.

    `parent` is the place of the parent in the same batch, before this one; else
    `parent_id` names a cell that is there already; neither makes a root. `wkb` is the
    polygon in EPSG:4326 degrees, None where only the tree is known; `area_m2` is measured
    by the caller, on the ellipsoid.
    """

    code: str
    name: str
    level: int
    parent: int | None = None
    parent_id: CellId | None = None
    wkb: bytes | None = None
    area_m2: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str | None = None
    src_crs: str | None = None
    accuracy_m: float | None = None
    attributes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


_COLUMNS: Final = (
    "id",
    "code",
    "name",
    "level",
    "parent_id",
    "path",
    "valid_from",
    "valid_to",
    "successor_code",
    "area_m2",
    "geom",
    "centre_lon",
    "centre_lat",
    "min_lon",
    "min_lat",
    "max_lon",
    "max_lat",
    "src_crs",
    "accuracy_m",
    "attributes",
)
_NAMES: Final = ", ".join(_COLUMNS)
_PATH: Final = _COLUMNS.index("path")
_Row = list[Any]
_Key = tuple[Any, ...]

_RESERVE = "SELECT nextval('cell_id_seq') FROM generate_series(1, %s)"
# Where a cell moved under another parent, the paths of all below it follow.
_REPATH = """
WITH RECURSIVE tree AS (
    SELECT id, ARRAY[id] AS path FROM cell WHERE parent_id IS NULL
    UNION ALL SELECT c.id, t.path || c.id FROM cell c JOIN tree t ON c.parent_id = t.id
)
UPDATE cell c SET path = tree.path FROM tree WHERE c.id = tree.id AND c.path <> tree.path
"""


def store_cells(engine: Engine, drafts: Sequence[CellDraft], author: Author) -> Batch:
    """Put cells in, parents before their children; all or nothing, one fact.

    Raises
    ------
    BadInput
        `unordered_cells`, where a draft's parent comes after it.
    """
    return in_batch(engine, author, "cells", lambda connection: _write(connection, drafts))


@dataclass(slots=True)
class _Matched:
    """Per draft: the row it becomes, and the row it was, None for a new one."""

    after: list[_Row]
    before: list[_Row | None]


def _write(connection: Connection, drafts: Sequence[CellDraft]) -> Written:
    matched = _matched(connection, drafts)
    pairs = list(zip(matched.after, matched.before, strict=True))
    new = [after for after, before in pairs if before is None]
    changed = [after for after, before in pairs if before is not None and after != before]
    _insert(connection, new)
    _update(connection, changed)
    return Written(
        len(new), len(changed), len(pairs) - len(new) - len(changed), _content(new + changed)
    )


def _matched(connection: Connection, drafts: Sequence[CellDraft]) -> _Matched:
    present = _present(connection)
    spare = iter(_reserved(connection, len(drafts)))
    matched = _Matched([], [])
    for number, (draft, shape) in enumerate(zip(drafts, _shapes(drafts), strict=True)):
        if draft.parent is not None and draft.parent >= number:
            raise _unordered(draft)
        parent = _parent_of(draft, matched, present)
        parent_id = None if parent is None else int(parent[0])
        before = present.get(_key(draft.level, draft.code, parent_id, draft.name))
        cell_id = before[0] if before else next(spare)
        path = [*(parent[_PATH] if parent else ()), cell_id]
        matched.after.append(_row(draft, cell_id, parent_id, path, shape))
        matched.before.append(before)
    return matched


def _present(connection: Connection) -> dict[_Key, _Row]:
    query = sql.SQL("SELECT {} FROM cell ORDER BY valid_to NULLS LAST, id DESC").format(
        sql.SQL(_NAMES)
    )
    rows: dict[_Key, _Row] = {}
    for row in connection.execute(query):
        kept: _Row = [bytes(v) if isinstance(v, memoryview) else v for v in row]
        kept[-1] = canonical(kept[-1])
        rows[_key(kept[3], kept[1], kept[4], kept[2])] = kept
        rows[("id", kept[0])] = kept
    return rows


def _reserved(connection: Connection, count: int) -> list[int]:
    return [number for (number,) in connection.execute(_RESERVE, [count])]


def _parent_of(
    draft: CellDraft, matched: _Matched, present: Mapping[_Key, _Row]
) -> _Row | None:
    if draft.parent is not None:
        return matched.after[draft.parent]
    return None if draft.parent_id is None else present[("id", draft.parent_id)]


def _key(level: int, code: str, parent_id: int | None, name: str) -> _Key:
    return (level, code) if code else (level, parent_id, name)


def _shapes(drafts: Sequence[CellDraft]) -> list[list[float | None]]:
    """Centre and bounds of each polygon: six degrees, None where there is no polygon."""
    polygons = shapely.from_wkb([draft.wkb for draft in drafts])
    centres = shapely.point_on_surface(polygons)
    bounds = shapely.bounds(polygons)
    xs, ys = shapely.get_x(centres), shapely.get_y(centres)
    return [
        [None] * 6 if draft.wkb is None else [float(x), float(y), *map(float, box)]
        for draft, x, y, box in zip(drafts, xs, ys, bounds, strict=True)
    ]


def _row(
    draft: CellDraft,
    cell_id: int,
    parent_id: int | None,
    path: list[int],
    shape: list[float | None],
) -> _Row:
    return [
        cell_id,
        draft.code,
        draft.name,
        draft.level,
        parent_id,
        path,
        draft.valid_from,
        draft.valid_to,
        draft.successor_code,
        draft.area_m2,
        draft.wkb,
        *shape,
        draft.src_crs,
        draft.accuracy_m,
        canonical(dict(draft.attributes)),
    ]


def _insert(connection: Connection, rows: list[_Row]) -> None:
    statement = sql.SQL("COPY cell ({}) FROM STDIN").format(sql.SQL(_NAMES))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _update(connection: Connection, rows: list[_Row]) -> None:
    if not rows:
        return
    setting = ", ".join(f"{name} = %s" for name in _COLUMNS[1:])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE cell SET {setting} WHERE id = %s",  # noqa: S608 - names from above
            [[*row[1:], row[0]] for row in rows],
        )
    connection.execute(_REPATH)


def _content(rows: list[_Row]) -> bytes:
    sha = hashlib.sha256()
    for row in rows:
        sha.update(repr([row[1], row[2], row[3], row[4]]).encode())
        sha.update(row[10] or b"")
    return sha.digest()


def _unordered(draft: CellDraft) -> BadInput:
    name = draft.name or draft.code
    return BadInput(
        "unordered_cells",
        Words(
            f"网格 {name} 排在其上级之前：请先列上级",
            f"the cell {name} comes before its parent: list parents first",
        ),
    )
