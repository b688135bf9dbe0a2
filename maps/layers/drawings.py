"""Drawings as lines and rings on the plane: what everybody sees of notes and perimeters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from maps.geometry.measures import circle
from maps.geometry.projection import to_mercator
from models.domain.drawing import DrawingShape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from models.domain.drawing import Drawing, DrawingKind, DrawingTone
    from models.domain.ids import DrawingId
    from models.picture.fold import Changes
    from models.picture.picture import Picture

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER_US: Final = int(np.iinfo(np.int64).max)
AREAS: Final = frozenset({DrawingShape.AREA, DrawingShape.CIRCLE})
"""Shapes that enclose something."""


@dataclass(frozen=True, slots=True)
class DrawingsLayer:
    """Drawings that stand, n of them with v vertices, the oldest first (lowest).

    `coords_m` (v, 2) EPSG:3857; drawing i is `coords_m[offsets[i]:offsets[i + 1]]`, a point,
    a line, or where `is_area` a ring that is not closed. `bounds_m` (n, 4) west, south,
    east, north; `anchor_m` (n, 2) is where its name belongs. `ends_us` is when the next of
    them is over, microseconds since the epoch.
    """

    ids: tuple[DrawingId, ...] = ()
    kinds: tuple[DrawingKind, ...] = ()
    tones: tuple[DrawingTone, ...] = ()
    texts: tuple[str, ...] = ()
    coords_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    is_area: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    bounds_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    anchor_m: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    ends_us: int = _NEVER_US
    row: dict[DrawingId, int] = field(default_factory=dict)

    def part_m(self, row: int) -> NDArray[np.float64]:
        """The vertices of one drawing."""
        found: NDArray[np.float64] = self.coords_m[self.offsets[row] : self.offsets[row + 1]]
        return found


def drawings_layer(
    picture: Picture,
    now_us: int,
    *,
    before: DrawingsLayer | None = None,
    changes: Changes | None = None,
) -> DrawingsLayer:
    """The drawings of a picture that stand at `now_us`.

    With `before` and the `changes` since, the same layer comes back until something is
    drawn or is over.
    """
    if before is not None and changes is not None:
        is_same = not changes.drawings and now_us < before.ends_us
        if is_same:
            return before
    standing = [d for d in picture.drawings.values() if _end_us(d) > now_us]
    return layer_of(sorted(standing, key=lambda d: d.id.int))


def layer_of(drawings: Iterable[Drawing]) -> DrawingsLayer:
    """The layer of these drawings, in this order."""
    shown = list(drawings)
    if not shown:
        return DrawingsLayer()
    parts = [outline_m(drawing) for drawing in shown]
    is_area = [drawing.shape in AREAS for drawing in shown]
    boxes = [np.concatenate([part.min(axis=0), part.max(axis=0)]) for part in parts]
    anchors = [_anchor(part, area) for part, area in zip(parts, is_area, strict=True)]
    ids = tuple(drawing.id for drawing in shown)
    return DrawingsLayer(
        ids=ids,
        kinds=tuple(drawing.kind for drawing in shown),
        tones=tuple(drawing.tone for drawing in shown),
        texts=tuple(" ".join(drawing.text.split()) for drawing in shown),
        coords_m=np.concatenate(parts),
        offsets=np.cumsum([0, *map(len, parts)], dtype=np.int64),
        is_area=np.array(is_area, np.bool_),
        bounds_m=np.array(boxes),
        anchor_m=np.array(anchors),
        ends_us=min(map(_end_us, shown)),
        row=dict(zip(ids, range(len(ids)), strict=True)),
    )


def outline_m(drawing: Drawing) -> NDArray[np.float64]:
    """The vertices of a drawing on the plane (n, 2), EPSG:3857; of a circle its corners."""
    lonlat = np.array([(p.lon_deg, p.lat_deg) for p in drawing.points], np.float64)
    if drawing.shape is DrawingShape.CIRCLE and drawing.radius_m is not None:
        lonlat = circle((lonlat[0, 0], lonlat[0, 1]), drawing.radius_m)
    return to_mercator(lonlat)


def _anchor(part: NDArray[np.float64], is_area: object) -> tuple[float, float]:
    """Where the name belongs: above an area, at the middle of a line, on a point."""
    if is_area:
        west, _ = part.min(axis=0)
        east, north = part.max(axis=0)
        return (west + east) / 2, north
    if len(part) < 2:
        return part[0, 0], part[0, 1]
    steps = np.hypot(*np.diff(part, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    half = along[-1] / 2
    x, y = (float(np.interp(half, along, part[:, axis])) for axis in (0, 1))
    return x, y


def _end_us(drawing: Drawing) -> int:
    if drawing.expires_at is None:
        return _NEVER_US
    return (drawing.expires_at - _EPOCH) // datetime.resolution
