"""What reading a boundary file takes and gives: plain values, nothing of any file.

A draft is a cell before a home gave it an id. Whatever was mended, left out or doubted
on the way is told beside the drafts, row by row; whether a reading with rejected rows
may be stored is the caller's decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import shapely

from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from models.domain.grid import Level
    from models.domain.ids import CellId

    Outline = shapely.Polygon | shapely.MultiPolygon
    """What a cell covers."""
    Progress = Callable[[int, int, str], None]
    """Called with (done, total, what): what is one of `read`, `check`, `parents`."""


@dataclass(frozen=True, slots=True)
class KnownCell:
    """A cell the home has already; `shape` in WGS 84 degrees, None where unknown."""

    id: CellId
    code: str
    name: str
    level: Level
    shape: Outline | None = None


@dataclass(frozen=True, slots=True)
class BoundaryRequest:
    """Which file to read, and how.

    Either `level` for all rows, or `level_field`; `level_map` gives the level of each of
    its values as text (None: the values are 0 to 5 themselves). Fields left None are
    guessed by their usual names; `layer` may be left out where only one has polygons.
    `crs` is `EPSG:n` (or whatever PROJ reads), `GCJ-02` or `BD-09`; it and `encoding`
    overrule what the file says. `known` are the cells that are already there.
    """

    path: Path
    layer: str | None = None
    level: int | None = None
    level_field: str | None = None
    level_map: Mapping[str, int] | None = None
    code_field: str | None = None
    name_field: str | None = None
    parent_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    known: tuple[KnownCell, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell as read.

    `parent` is the place of its parent in the reading's `cells`, always before its own;
    else `parent_id` is a known cell; neither makes a root. `code` is "" where the file
    gave none. `shape` is a valid, non-empty Polygon or MultiPolygon, EPSG:4326 degrees,
    east then north, two dimensions; `area_m2` is measured on the ellipsoid. `rows` are
    the rows of the file it was made of, counted from 1.
    """

    code: str
    name: str
    level: Level
    shape: Outline
    area_m2: float
    rows: tuple[int, ...]
    parent: int | None = None
    parent_id: CellId | None = None
    attributes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def wkb(self) -> bytes:
        """The shape as little-endian WKB."""
        return bytes(shapely.to_wkb(self.shape, byte_order=1))


@dataclass(frozen=True, slots=True)
class Repaired:
    """A row (from 1) whose polygon was mended, and what had been wrong with it."""

    row: int
    reason: Words


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row (from 1) that became no cell: which column (or `geometry`), and why."""

    row: int
    field: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Notice:
    """A doubt about the file: a stable kind for programs, words for people."""

    kind: str
    words: Words


def notice(kind: str, zh: str, en: str) -> Notice:
    """A doubt with its words in Chinese and English."""
    return Notice(kind, Words(zh, en))


@dataclass(frozen=True, slots=True)
class BoundaryReading:
    """What a file holds.

    Invariants: parents come before their children in `cells`; `read` rows are the rows
    of `cells` together, the rejected ones and the `skipped` ones; `joined` counts the
    rows that went into a cell begun by an earlier row. `area_km2` sums the cells of a
    level. `crs` and `encoding` say what the file was read as.
    """

    cells: tuple[DraftCell, ...]
    read: int
    joined: int
    skipped: int
    repaired: tuple[Repaired, ...]
    rejected: tuple[Rejected, ...]
    by_level: Mapping[Level, int]
    area_km2: Mapping[Level, float]
    layer: str
    crs: str
    encoding: str
    warnings: tuple[Notice, ...]


def examples(things: list[str], most: int = 5) -> tuple[str, str]:
    """The first few of a list as words, in Chinese and English."""
    shown, more = things[:most], len(things) - most
    zh = "、".join(shown) + (f" 等 {len(things)} 个" if more > 0 else "")
    en = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    return zh, en
