"""Cells from their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from models.domain.cell_kind import kind_of_cell
from models.domain.grid import Cell, Level
from models.domain.ids import CellId
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

_AT_ONCE = 1_000
CELL_COLUMNS: LiteralString = (
    "id, code, name, level, parent_id, path, valid_from, valid_to, successor_code, area_m2,"
    " centre_lon, centre_lat, min_lon, min_lat, max_lon, max_lat,"
    " coalesce(attributes->>'kind', attributes->>'KIND', attributes->>'网格类型', '')"
)
VALID: LiteralString = "(valid_to IS NULL OR valid_to > current_date)"


def a_cell(row: tuple[Any, ...]) -> Cell:
    """A cell from the values of `CELL_COLUMNS`."""
    return Cell(
        id=CellId(row[0]),
        code=row[1],
        name=row[2],
        level=Level(row[3]),
        parent=None if row[4] is None else CellId(row[4]),
        path=tuple(map(CellId, row[5])),
        valid_from=row[6],
        valid_to=row[7],
        successor_code=row[8],
        area_m2=row[9],
        centre=None if row[10] is None else LonLat(row[10], row[11]),
        bbox=None if row[12] is None else (row[12], row[13], row[14], row[15]),
        kind=kind_of_cell(row[1], row[16]),
    )


def each_shape(connection: Connection) -> Iterator[tuple[Cell, bytes | None]]:
    """The valid cells, higher levels first, each with its polygon: WKB, EPSG:4326 degrees.

    They come while they are read, some at a time; until the last the connection is taken.
    """
    query = f"SELECT {CELL_COLUMNS}, geom FROM cell WHERE {VALID} ORDER BY level, id"  # noqa: S608 - names of our own columns
    with connection.cursor(binary=True) as cursor:
        for row in cursor.stream(query, size=_AT_ONCE):
            yield a_cell(row), None if row[17] is None else bytes(row[17])


def read_shapes(connection: Connection) -> list[tuple[Cell, bytes | None]]:
    """The same, all at once."""
    return list(each_shape(connection))
