"""Names on the map: which cells are named at a zoom, and where no two names collide.

Pure and deterministic: the same candidates give the same placement. Widths come from
the caller, because only a toolkit can measure text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.scene import CellsOfLevel, Ground

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
        texts += [cells.names[i] for i in chosen]
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
    half = (size_px + gap_px) / 2
    boxes = np.hstack([centre_px - half, centre_px + half])
    cell_px = max(32.0, float(np.median(size_px[:, 0]))) if len(size_px) else 32.0
    first = np.floor(boxes[:, :2] / cell_px).astype(int).tolist()
    last = np.floor(boxes[:, 2:] / cell_px).astype(int).tolist()
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    stands = []
    for row, box in enumerate(boxes.tolist()):
        buckets = _buckets(first[row], last[row])
        if any(_overlap(box, other) for b in buckets for other in taken.get(b, ())):
            continue
        stands.append(row)
        for bucket in buckets:
            taken.setdefault(bucket, []).append(box)
    return np.array(stands, np.intp)


def _buckets(first: list[int], last: list[int]) -> list[tuple[int, int]]:
    return [(x, y) for x in range(first[0], last[0] + 1) for y in range(first[1], last[1] + 1)]


def _overlap(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
