"""The road net in the database: replaced as a whole by one batch, read as arrays."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from models.geography.roads import Roads
from models.store.reference_write import Batch, Written, in_batch

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Engine

    from models.store.journal_append import Author

KIND: Final = "roads"
"""What batches of roads are called in `reference_batch`."""
_AT_ONCE: Final = 5_000
"""Rows turned into Python at a time: one call for all of them would stop every thread."""


def store_roads(engine: Engine, roads: Roads, author: Author) -> Batch:
    """Put a road net in the place of the present one; all or nothing, one fact.

    The very same net again is unchanged and makes no fact.
    """
    return in_batch(engine, author, KIND, lambda connection: _write(connection, roads))


def roads_version(connection: Connection) -> int:
    """The reference version at which the present roads came in; 0 where there are none."""
    ((version,),) = connection.execute(
        "SELECT coalesce(max(version), 0) FROM reference_batch WHERE kind = %s", [KIND]
    ).fetchall()
    return int(version)


def roads_digest(connection: Connection) -> str:
    """What tells the present roads from any others; empty where there are none."""
    row = connection.execute(
        "SELECT digest FROM reference_batch WHERE kind = %s ORDER BY version DESC LIMIT 1",
        [KIND],
    ).fetchone()
    return str(row[0]) if row is not None else ""


def roads_count(connection: Connection) -> int:
    """How many roads there are that were brought in."""
    ((count,),) = connection.execute("SELECT count(*) FROM road").fetchall()
    return int(count)


def read_roads(connection: Connection) -> Roads:
    """The present road net; empty where none was brought in."""
    cursor = connection.execute(
        "SELECT class, name, oneway, max_kmh, access, geom FROM road ORDER BY id"
    )
    columns: list[list[Any]] = [[] for _ in range(6)]
    while rows := cursor.fetchmany(_AT_ONCE):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    classes, names, oneway, max_kmh, access, shapes = columns
    lines = np.asarray(shapely.from_wkb(shapes), object)
    coords, index = shapely.get_coordinates(lines, return_index=True)
    kinds, kind = np.unique(np.array(classes, str), return_inverse=True)
    return Roads(
        lonlat_deg=np.asarray(coords, np.float64),
        offset=np.searchsorted(index, np.arange(len(lines) + 1)).astype(np.int64),
        kind=kind.astype(np.int16),
        kinds=tuple(kinds.tolist()),
        oneway=np.array(oneway, np.int8),
        max_kmh=np.array([np.nan if v is None else v for v in max_kmh], np.float32),
        access=np.array(access, np.uint8),
        names=tuple(names),
    )


def _write(connection: Connection, roads: Roads) -> Written:
    content = _content(roads)
    if roads_digest(connection) == hashlib.sha256(content).hexdigest():
        return Written(0, 0, len(roads), content)
    present = roads_count(connection)
    connection.execute("DELETE FROM road")
    _copy(connection, roads)
    kept = min(present, len(roads))
    return Written(len(roads) - kept, kept, 0, content)


def _copy(connection: Connection, roads: Roads) -> None:
    index = np.repeat(np.arange(len(roads)), np.diff(roads.offset))
    lines = shapely.linestrings(roads.lonlat_deg, indices=index)
    shapes: list[bytes] = np.asarray(shapely.to_wkb(lines), object).tolist()
    limits = [None if np.isnan(limit) else limit for limit in roads.max_kmh.tolist()]
    rows = zip(
        range(1, len(roads) + 1),
        [roads.kinds[kind] for kind in roads.kind],
        roads.names,
        roads.oneway.tolist(),
        limits,
        roads.access.tolist(),
        roads.length_m().tolist(),
        shapes,
        strict=True,
    )
    statement = (
        "COPY road (id, class, name, oneway, max_kmh, access, length_m, geom) FROM STDIN"
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _content(roads: Roads) -> bytes:
    """What tells one net from another, as a digest of all its arrays."""
    sha = hashlib.sha256()
    for part in (roads.lonlat_deg, roads.offset, roads.kind, roads.oneway, roads.access):
        sha.update(np.ascontiguousarray(part).tobytes())
    sha.update(np.nan_to_num(roads.max_kmh, nan=0.0).tobytes())
    sha.update("\n".join((*roads.kinds, "", *roads.names)).encode())
    return sha.digest()
