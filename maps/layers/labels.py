"""Names on the map: which cells are named at a zoom, and where no two names collide.

Pure and deterministic: the same candidates give the same placement. Widths come from
the caller, because only a toolkit can measure text.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.scene import CellsOfLevel, Ground

_Box = tuple[float, float, float, float]

CELL_PX_PER_NAME = 80.0
"""A cell narrower than this on the screen has no name: four characters and air around."""


@dataclass(frozen=True, slots=True)
class Names:
    """Candidates for naming, the weightiest first, n of them.

    `anchor_m` (n, 2) EPSG:3857 metres; `level` (n,) says which style they take.
    """

    texts: tuple[str, ...]
    level: NDArray[np.int16]
    anchor_m: NDArray[np.float64]


def cell_names(
    ground: Ground, m_per_px: float, bbox_m: tuple[float, float, float, float]
) -> Names:
    """The cells worth a name at a zoom inside a box (west, south, east, north, metres).

    A level is named while its cells are wide enough; a cell so wide that it fills the
    screen is not, for its children say more. Coarser levels come first.
    """
    texts: list[str] = []
    levels, anchors = [], []
    view_px = max(bbox_m[2] - bbox_m[0], bbox_m[3] - bbox_m[1]) / m_per_px
    for cells in ground.cells:
        wide = cells.size_m / m_per_px
        chosen = np.flatnonzero(
            (wide >= CELL_PX_PER_NAME) & (wide < view_px) & _inside(cells, bbox_m)
        )
        texts += [cells.names[i] for i in chosen.tolist()]
        levels.append(np.full(len(chosen), cells.level, np.int16))
        anchors.append(cells.label_m[chosen])
    if not levels:
        return Names((), np.empty(0, np.int16), np.empty((0, 2)))
    return Names(tuple(texts), np.concatenate(levels), np.concatenate(anchors))


def _inside(
    cells: CellsOfLevel, bbox_m: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = bbox_m
    x, y = cells.label_m[:, 0], cells.label_m[:, 1]
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def placed(
    centre_px: NDArray[np.float64], size_px: NDArray[np.float64], *, gap_px: float = 12.0
) -> NDArray[np.intp]:
    """Which of the candidate boxes can stand together; earlier ones win.

    Parameters
    ----------
    centre_px, size_px
        Shape (n, 2): centres and width × height of the boxes, screen pixels, in order
        of priority.
    gap_px
        What stays free between two boxes.

    Returns
    -------
    NDArray[np.intp]
        Rows that stand, ascending. No two of their boxes come nearer than the gap.
    """
    return fitted(centre_px[:, None, :], size_px, gap_px=gap_px)[0]


def fitted(
    spots_px: NDArray[np.float64],
    size_px: NDArray[np.float64],
    *,
    gap_px: float = 12.0,
    taken_px: NDArray[np.float64] | None = None,
    marks_px: NDArray[np.float64] | None = None,
    for_marks_only: bool = False,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which boxes can stand, and at which of their spots; earlier boxes win.

    Parameters
    ----------
    spots_px
        Shape (n, k, 2): k centres for each of n boxes, the dearest first.
    size_px
        Shape (n, 2): width × height.
    gap_px
        What stays free between two boxes.
    taken_px, marks_px
        Boxes (m, 4) as left, top, right, bottom. On those *taken* nothing may stand; on
        *marks* only what finds no better spot.
    for_marks_only
        A box leaves its first spot for marks alone: where another box stands, it is left out.

    Returns
    -------
    tuple
        Rows that stand, ascending, and the number of the spot of each.
    """
    side = max(32.0, float(np.median(size_px[:, 0]))) if len(size_px) else 32.0
    names, marks = _Boxes(side), _Boxes(side)
    for boxes, given in ((names, taken_px), (marks, marks_px)):
        for box in given.tolist() if given is not None else ():
            boxes.add(tuple(box))
    rows, spots = [], []
    for row, (centres, (width, height)) in enumerate(
        zip(spots_px.tolist(), size_px.tolist(), strict=True)
    ):
        x, y = centres[0]
        dearest = _around(x, y, width + gap_px, height + gap_px)
        if for_marks_only and names.hits(dearest):
            continue
        found = _best_spot(centres, (width, height), gap_px, names, marks)
        if found is not None:
            rows.append(row)
            spots.append(found)
            x, y = centres[found]
            names.add(_around(x, y, width + gap_px, height + gap_px))
    return np.array(rows, np.intp), np.array(spots, np.intp)


def _best_spot(
    centres: list[list[float]],
    size: tuple[float, float],
    gap_px: float,
    names: _Boxes,
    marks: _Boxes,
) -> int | None:
    """The first spot on no mark, else the one on the fewest; None where names leave none."""
    best, fewest = None, 0
    for number, (x, y) in enumerate(centres):
        if names.hits(_around(x, y, size[0] + gap_px, size[1] + gap_px)):
            continue
        covered = marks.hits(_around(x, y, *size))
        if best is None or covered < fewest:
            best, fewest = number, covered
        if not covered:
            break
    return best


class _Boxes:
    """Boxes in buckets of a grid: left, top, right, bottom in pixels."""

    def __init__(self, side_px: float) -> None:
        self._side = side_px
        self._buckets: dict[tuple[int, int], list[_Box]] = {}

    def add(self, box: _Box) -> None:
        """Put a box in."""
        for bucket in self._over(box):
            self._buckets.setdefault(bucket, []).append(box)

    def hits(self, box: _Box) -> int:
        """Boxes that overlap one; those in several buckets count in each."""
        return sum(
            _overlap(box, other)
            for at in self._over(box)
            for other in self._buckets.get(at, ())
        )

    def _over(self, box: _Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (floor(edge / self._side) for edge in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _around(x: float, y: float, width: float, height: float) -> _Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
