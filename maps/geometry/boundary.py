"""Boundary files into draft cells: the whole road, one step after the other.

Nothing is written anywhere, and nothing is made up: a file's rows become cells, or are
named with the reason why not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.geometry.columns import attributes_at, columns_of
from maps.geometry.coverage import coverage_doubts
from maps.geometry.crs import placing_of
from maps.geometry.draft import (
    BoundaryReading,
    BoundaryRequest,
    DraftCell,
    KnownCell,
    Notice,
    Rejected,
    Repaired,
    examples,
    notice,
)
from maps.geometry.parents import ParentColumn, Sprout, settle
from maps.geometry.rings import area_m2, joined, mended, read_shapes
from maps.geometry.sanity import code_doubts, namesakes, shape_doubts, shift_doubt
from maps.geometry.vector_file import read_table
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.geometry.columns import Columns
    from maps.geometry.draft import Progress
    from maps.geometry.vector_file import Table
    from models.domain.grid import Level


def read_boundaries(
    request: BoundaryRequest, progress: Progress | None = None
) -> BoundaryReading:
    """Read a boundary file as cells with their parents.

    Parameters
    ----------
    progress
        Called with (done, total, what), now and then.

    Raises
    ------
    BadInput
        Where the file as a whole cannot be read as asked: no such file, layer or column,
        not readable, wrong encoding, CRS unknown, impossible or not to be told, no rows.
    """
    tell = progress or _nobody
    tell(0, 1, "read")
    table = read_table(request.path, layer=request.layer, encoding=request.encoding)
    notes = list(table.warnings)
    if not len(table):
        zh, en = f"文件 {request.path.name} 没有任何要素", f"{request.path.name} has no rows"
        raise BadInput("empty_file", Words(zh, en))
    columns = columns_of(table, request, notes)
    tell(1, 1, "read")
    found = _Found()
    shapes, crs = _placed_shapes(table, columns, request, notes, found)
    sprouts = _sprouts(columns, shapes, notes)
    notes += settle(
        sprouts,
        request.known,
        levels=frozenset(level for level in columns.levels if level is not None),
        column=ParentColumn(columns.parent_field, columns.is_parent_guessed),
        progress=lambda done, total: tell(done, total, "parents"),
        rejected=found.rejected,
    )
    standing = [cell for cell in sprouts if not cell.is_rejected]
    cells = _drafts(standing, columns)
    tell(0, 1, "check")
    notes += _doubts(cells, standing, request.known)
    tell(1, 1, "check")
    return _reading(table, columns, cells, found, notes, crs)


@dataclass(slots=True)
class _Found:
    """What was said of rows on the way, under their numbers in the file."""

    rejected: list[Rejected] = field(default_factory=list)
    repaired: list[Repaired] = field(default_factory=list)

    def take(
        self, rows: NDArray[np.intp], rejected: list[Rejected], repaired: list[Repaired]
    ) -> None:
        """Take over what was said of some of the rows, counted among themselves."""
        self.rejected += [
            Rejected(int(rows[one.row - 1]) + 1, one.field, one.reason) for one in rejected
        ]
        self.repaired += [Repaired(int(rows[one.row - 1]) + 1, one.reason) for one in repaired]


def _placed_shapes(
    table: Table,
    columns: Columns,
    request: BoundaryRequest,
    notes: list[Notice],
    found: _Found,
) -> tuple[NDArray[np.object_], str]:
    """The valid polygons of all rows in WGS 84 degrees (None where none), and their CRS."""
    shapes = np.full(len(table), None, dtype=object)
    rows = np.flatnonzero([level is not None for level in columns.levels])
    said: tuple[list[Rejected], list[Repaired]] = ([], [])
    shapes[rows] = read_shapes(table.wkb[rows], *said)
    placing = placing_of(
        shapes,
        asked=request.crs,
        said=table.crs,
        known_box=_box(request.known),
        warnings=notes,
    )
    shapes[rows] = mended(placing.to_lonlat(shapes[rows]), *said)
    found.take(rows, *said)
    return shapes, placing.name


def _reading(
    table: Table,
    columns: Columns,
    cells: list[DraftCell],
    found: _Found,
    notes: list[Notice],
    crs: str,
) -> BoundaryReading:
    levels = sorted({cell.level for cell in cells})
    lost = {one.row for one in found.rejected}
    areas = {one: [cell.area_m2 for cell in cells if cell.level == one] for one in levels}
    return BoundaryReading(
        cells=tuple(cells),
        read=len(table),
        joined=sum(len(cell.rows) - 1 for cell in cells),
        skipped=columns.levels.count(None),
        repaired=tuple(
            sorted((one for one in found.repaired if one.row not in lost), key=_row_of)
        ),
        rejected=tuple(sorted(found.rejected, key=_row_of)),
        by_level={level: len(areas[level]) for level in levels},
        area_km2={level: sum(areas[level]) / 1e6 for level in levels},
        layer=table.layer,
        crs=crs,
        encoding=table.encoding,
        warnings=tuple(notes),
    )


def _row_of(one: Repaired | Rejected) -> int:
    return one.row


def _nobody(done: int, total: int, what: str) -> None:
    """Hear the progress when nobody asked."""


def _sprouts(
    columns: Columns,
    shapes: NDArray[np.object_],
    notes: list[Notice],
) -> list[Sprout]:
    """One cell for each code of a level, in order of level, then of their first rows."""
    groups: dict[tuple[Level, str, int], list[int]] = {}
    for row, (level, code) in enumerate(zip(columns.levels, columns.codes, strict=True)):
        if level is not None and shapes[row] is not None:
            groups.setdefault((level, code, -1 if code else row), []).append(row)
    sprouts = [_sprout(columns, shapes, key[0], rows) for key, rows in groups.items()]
    notes += _two_names(columns, list(groups.values()))
    notes += _overlapping_rows(columns, shapes, list(groups.values()))
    return sorted(sprouts, key=lambda cell: (cell.level, cell.rows[0]))


def _sprout(
    columns: Columns, shapes: NDArray[np.object_], level: Level, rows: list[int]
) -> Sprout:
    return Sprout(
        code=columns.codes[rows[0]],
        name=_first(columns.names, rows),
        level=level,
        shape=joined([shapes[row] for row in rows]),
        rows=tuple(row + 1 for row in rows),
        parent_text=_first(columns.parents, rows),
    )


def _first(texts: Sequence[str], rows: list[int]) -> str:
    return next((texts[row] for row in rows if texts[row]), "")


def _two_names(columns: Columns, groups: list[list[int]]) -> list[Notice]:
    texts = []
    for rows in groups:
        names = list(dict.fromkeys(columns.names[row] for row in rows if columns.names[row]))
        if len(names) > 1:
            texts.append(f"{columns.codes[rows[0]]}（{' / '.join(names)}）")
    if not texts:
        return []
    zh, en = examples(texts)
    return [
        notice(
            "code_two_names",
            f"{len(texts)} 个代码有不止一个名称，已合并并采用第一个：{zh}",
            f"{len(texts)} codes have more than one name; joined under the first: {en}",
        )
    ]


def _overlapping_rows(
    columns: Columns, shapes: NDArray[np.object_], groups: list[list[int]]
) -> list[Notice]:
    """Rows of one code that lie upon each other: rather a mistake than an exclave."""
    texts = []
    for rows in groups:
        if len(rows) > 1:
            single = float(shapely.area(shapes[rows]).sum())
            lost = 1 - joined([shapes[row] for row in rows]).area / single
            if lost > 0.01:
                texts.append(f"{columns.codes[rows[0]]} {lost:.0%}")
    if not texts:
        return []
    zh, en = examples(texts)
    return [
        notice(
            "joined_overlap",
            f"{len(texts)} 个代码的多行图形相互重叠（重叠占比），合并后只算一次：{zh}",
            f"rows of {len(texts)} codes overlap each other (share lost by joining): {en}",
        )
    ]


def _drafts(standing: list[Sprout], columns: Columns) -> list[DraftCell]:
    place = {id(cell): index for index, cell in enumerate(standing)}
    return [
        DraftCell(
            code=cell.code,
            name=cell.name,
            level=cell.level,
            shape=cell.shape,
            area_m2=area_m2(cell.shape),
            rows=cell.rows,
            parent=place[id(cell.above)] if isinstance(cell.above, Sprout) else None,
            parent_id=cell.above.id if isinstance(cell.above, KnownCell) else None,
            attributes=MappingProxyType(attributes_at(columns.attributes, cell.rows[0] - 1)),
        )
        for cell in standing
    ]


def _doubts(
    cells: list[DraftCell], standing: list[Sprout], known: Sequence[KnownCell]
) -> list[Notice]:
    by_id = {cell.id: cell for cell in known}
    parents: list[DraftCell | KnownCell | None] = [
        cells[cell.parent]
        if cell.parent is not None
        else by_id[cell.parent_id]
        if cell.parent_id is not None
        else None
        for cell in cells
    ]
    areas = {
        id(one): one.area_m2 if isinstance(one, DraftCell) else area_m2(one.shape)
        for one in parents
        if one is not None and one.shape is not None
    }
    parent_areas = [areas.get(id(parent)) for parent in parents]
    return [
        *code_doubts(cells, parents),
        *namesakes(cells),
        *shape_doubts(cells, parents, [cell.share for cell in standing], parent_areas),
        *coverage_doubts(cells, parents),
        *shift_doubt(cells, known),
    ]


def _box(known: Sequence[KnownCell]) -> tuple[float, float, float, float] | None:
    shapes = [cell.shape for cell in known if cell.shape is not None]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return float(west), float(south), float(east), float(north)
