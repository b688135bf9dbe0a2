"""A scene: everything a canvas shows at one moment, as plain arrays.

It owns the shapes of these arrays and nothing else. Layers build them from the picture,
painters read them; neither changes them afterwards.

All map coordinates are EPSG:3857 metres, east then north, float64.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from maps.layers.drawings import DrawingsLayer
from maps.layers.places import OnPlane, Places
from maps.layers.trails import Trails
from models.picture.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from maps.layers.day_track import DayTrack
    from models.domain.ids import IncidentId, MemberId

_NO_POINTS = np.empty((0, 2))
_NO_ROWS = np.empty(0, np.intp)
_NO_BYTES = np.empty(0, np.uint8)
_NO_FLAGS = np.empty(0, np.bool_)
_NO_INSTANTS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class CellsOfLevel:
    """The cells of one level of the grid, n cells made of r rings and v vertices.

    `coords_m` (v, 2) holds all rings one after the other, each closed; ring i is
    `coords_m[ring_offsets[i]:ring_offsets[i + 1]]` and belongs to cell `ring_cell[i]`.
    `label_m` (n, 2) lies inside its cell; `bounds_m` (n, 4) is west, south, east, north;
    `size_m` (n,) is the square root of the area on the map plane, the largest first.
    `coords_m` of a large level lies on the disk until it is looked at.
    """

    level: int
    ids: NDArray[np.int64]
    names: Sequence[str]
    label_m: NDArray[np.float64]
    size_m: NDArray[np.float64]
    bounds_m: NDArray[np.float64]
    coords_m: NDArray[np.float64]
    ring_offsets: NDArray[np.int64]
    ring_cell: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ways:
    """Lines or areas of one kind: roads, rivers, lakes.

    `kind` is a key of `[theme.way]` in `symbols.toml`; part i is
    `coords_m[offsets[i]:offsets[i + 1]]`; `is_area` says the parts are filled rings.
    """

    kind: str
    coords_m: NDArray[np.float64]
    offsets: NDArray[np.int64]
    is_area: bool = False


@dataclass(frozen=True, slots=True)
class NamedWays:
    """Lines with names, n of them, of one kind as in `Ways`; the longest first.

    Line i is `coords_m[offsets[i]:offsets[i + 1]]` and called `texts[i]`.
    """

    kind: str
    texts: tuple[str, ...]
    coords_m: NDArray[np.float64]
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands still: cells, coarsest level first, and ways, in drawing order.

    `named` are lines to write names along, the greatest kind first; `major_of` leads from
    a minor class of incident to its major class, by their codes.
    """

    cells: tuple[CellsOfLevel, ...] = ()
    ways: tuple[Ways, ...] = ()
    named: tuple[NamedWays, ...] = ()
    major_of: Mapping[str, str] = field(default_factory=dict)

    def bounds_m(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of the cells; None where there is nothing.

        Only a ground without cells is measured by its ways: a sea goes on for ever.
        """
        return _box(self._corners()) or _box([ways.coords_m for ways in self.ways])

    def reach_m(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all there is to draw, however far it goes."""
        return _box(self._corners() + [ways.coords_m for ways in self.ways])

    def _corners(self) -> list[NDArray[np.float64]]:
        """South-west and north-east of every cell, a list of (2 n, 2)."""
        return [cells.bounds_m.reshape(-1, 2) for cells in self.cells]


def _box(parts: list[NDArray[np.float64]]) -> tuple[float, float, float, float] | None:
    parts = [part for part in parts if len(part)]
    if not parts:
        return None
    # Column by column: along the first axis numpy takes 30 times as long.
    west, south = (min(float(part[:, axis].min()) for part in parts) for axis in (0, 1))
    east, north = (max(float(part[:, axis].max()) for part in parts) for axis in (0, 1))
    return west, south, east, north


@dataclass(frozen=True, slots=True)
class MembersLayer:
    """Members who have not left, n of them, in the order they are drawn.

    `look` is a `MemberLook`; `places` are NaN where nobody knows the place;
    `heading_deg` (n,) float32 clockwise from north, NaN for one who stands still;
    `fix_us` microseconds since the epoch, 0 without a fix; `is_stale` marks old fixes;
    `skills` has a bit for each number in `SKILL_GLYPHS`.
    `picture` is what the layer was built from, `row` leads from an id to its row;
    `fix` is each one's fix among those of `fix_refs`, -1 where there is none;
    `leaving` have leave, which begins and ends without a fact.
    """

    ids: tuple[MemberId, ...] = ()
    names: tuple[str, ...] = ()
    refs: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    look: NDArray[np.uint8] = field(default_factory=lambda: _NO_BYTES)
    places: Places = field(default_factory=lambda: OnPlane(_NO_POINTS))
    heading_deg: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    fix_us: NDArray[np.int64] = field(default_factory=lambda: _NO_INSTANTS)
    is_stale: NDArray[np.bool_] = field(default_factory=lambda: _NO_FLAGS)
    skills: NDArray[np.uint16] = field(default_factory=lambda: np.empty(0, np.uint16))
    row: dict[MemberId, int] = field(default_factory=dict)
    fix_refs: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    fix: NDArray[np.intp] = field(default_factory=lambda: _NO_ROWS)
    picture: Picture = field(default_factory=Picture)
    leaving: frozenset[MemberId] = frozenset()

    @property
    def mercator_m(self) -> NDArray[np.float64]:
        """Where everybody is, (n, 2); who needs only some asks `places`."""
        return self.places.mercator_m


@dataclass(frozen=True, slots=True)
class IncidentsLayer:
    """Open incidents with a place, n of them, the most urgent last (on top).

    `urgency` is 0 general, 1 urgent, 2 emergency; `stage` is a `Stage`; `due_us` is the
    nearer of the two clocks in microseconds since the epoch, the largest int64 where none
    runs; `is_overdue` compares it with the `now` the layer was built for. `key` (n, 3) is
    the drawing order, `glyph` a number in `CLASS_GLYPHS`.
    """

    ids: tuple[IncidentId, ...] = ()
    numbers: tuple[str, ...] = ()
    mercator_m: NDArray[np.float64] = field(default_factory=lambda: _NO_POINTS)
    urgency: NDArray[np.uint8] = field(default_factory=lambda: _NO_BYTES)
    stage: NDArray[np.uint8] = field(default_factory=lambda: _NO_BYTES)
    glyph: NDArray[np.uint8] = field(default_factory=lambda: _NO_BYTES)
    due_us: NDArray[np.int64] = field(default_factory=lambda: _NO_INSTANTS)
    key: NDArray[np.uint64] = field(default_factory=lambda: np.empty((0, 3), np.uint64))
    is_overdue: NDArray[np.bool_] = field(default_factory=lambda: _NO_FLAGS)
    row: dict[IncidentId, int] = field(default_factory=dict)
    picture: Picture = field(default_factory=Picture)

    @property
    def places(self) -> Places:
        """Where they are, as the other layer has it."""
        return OnPlane(self.mercator_m)


@dataclass(frozen=True, slots=True)
class LinksLayer:
    """Who is on their way to what: rows into the incidents and the members layer, (k,)."""

    incident: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    member: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the map. `now_us` is `frame.now` in microseconds since the epoch.

    `track` is the day's way of a member whom somebody selected.
    """

    ground: Ground = field(default_factory=Ground)
    members: MembersLayer = field(default_factory=MembersLayer)
    incidents: IncidentsLayer = field(default_factory=IncidentsLayer)
    links: LinksLayer = field(default_factory=LinksLayer)
    trails: Trails = field(default_factory=Trails)
    track: DayTrack | None = None
    now_us: int = 0
    drawings: DrawingsLayer = field(default_factory=DrawingsLayer)
