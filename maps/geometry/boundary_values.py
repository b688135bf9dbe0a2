"""What is asked of a boundary file and what comes out of it, as values.

Rows are numbered from 1, in the order of the file's features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import MultiPolygon, Polygon

    from models.domain.error import Words
    from models.domain.grid import Level
    from models.domain.ids import CellId

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); `what` is "read", "shape", "parent" or "check"."""


def silent(done: int, total: int, what: str) -> None:
    """The progress of those who do not watch."""


@dataclass(frozen=True, slots=True)
class KnownCell:
    """A cell the home has already: a parent for what is read, and a measure for it.

    `polygon` is in EPSG:4326 degrees, east then north.
    """

    id: CellId
    code: str
    name: str
    level: Level
    polygon: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class BoundaryRequest:
    """A boundary file and how to read it.

    Either `level`, or `level_field` with or without `level_map`: what the field says (as
    text; "6" also stands for 6 and 6.0) → level, or None to skip such features. Values the
    map does not name are rejected. Without a map the field holds 0 to 5 itself.

    Fields named here must exist (upper and lower case may differ). A code or name field
    not named is looked for under the usual names, and the choice reported.
    `crs`: "EPSG:n", "GCJ-02", "BD-09"; None reads it from the file, or guesses.
    """

    file: Path
    layer: str | None = None
    level: int | None = None
    level_field: str | None = None
    level_map: Mapping[str, int | None] | None = None
    code_field: str | None = None
    name_field: str | None = None
    parent_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    partial: bool = False
    known: tuple[KnownCell, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell as a file brought it, before the store gave it an id.

    Invariants: `geometry` is a valid, non-empty polygon or multipolygon in EPSG:4326,
    without heights; `code` is None where the file has none. The parent is one of: `parent`,
    its place in the same list and before this cell; `parent_id`, a cell of the home;
    neither, a root. `area_m2` is measured on the WGS 84 ellipsoid.
    """

    code: str | None
    name: str
    level: Level
    geometry: Polygon | MultiPolygon
    area_m2: float
    rows: tuple[int, ...]
    parent: int | None = None
    parent_id: CellId | None = None

    @property
    def title(self) -> str:
        """What to call it in a sentence."""
        return self.name or self.code or f"#{self.rows[0]}"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A row whose outline was mended, and what had been wrong with it."""

    row: int
    reason: Words
    code: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no cell: which field is to blame ("geometry" for the shape), and why."""

    row: int
    field: str
    reason: Words
    code: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at that stops nothing. `kind` is stable, for programs."""

    kind: str
    words: Words
    rows: tuple[int, ...] = ()
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class BoundaryReading:
    """What a boundary file holds.

    Invariants: `cells` are in the order of levels, parents before children;
    `read` = number of cells + `joined` + `skipped` + number of rejected rows, where
    `joined` counts the rows that were united into an earlier row of the same code, and
    `skipped` those of levels the map told to skip. `area_km2` adds up geodesic areas.
    """

    cells: tuple[DraftCell, ...]
    read: int
    joined: int
    skipped: int
    repaired: tuple[Repaired, ...]
    rejected: tuple[Rejected, ...]
    by_level: Mapping[int, int]
    area_km2: Mapping[int, float]
    crs: str
    encoding: str
    layer: str
    warnings: tuple[Notice, ...]
    partial: bool = False

    @property
    def may_be_stored(self) -> bool:
        """All or nothing: whether there is something to store and nothing was rejected.

        With `partial`, what is good may be stored without the rest.
        """
        return bool(self.cells) and (self.partial or not self.rejected)
