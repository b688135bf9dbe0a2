"""Whether cells cover their parents without gaps, and units are of a sensible size.

Doubts in numbers, never rejections: domain rules for grid geometry, tolerance 0.5 m.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.geometry.draft import DraftCell, KnownCell, Notice, examples, notice
from maps.geometry.rings import area_m2
from models.domain.grid import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOLERANCE_M: Final = 0.5
"""A strip narrower than this is a matter of drawing, not a gap."""
_LEAST_GAP_M2: Final = 100.0
_METRES_PER_DEGREE: Final = 111_195.0
_UNIT_AREA_M2: Final = (200.0, 20e6)
"""A unit outside this range is probably not a unit, or in the wrong coordinates."""


def coverage_doubts(
    cells: Sequence[DraftCell], parents: Sequence[DraftCell | KnownCell | None]
) -> list[Notice]:
    """Gaps between the cells of one parent, and units far too small or too large.

    `parents` holds each cell's parent, in the order of the cells.
    """
    return [*_gaps(cells, parents), *_sizes(cells)]


def gaps_m2(parent: Any, children: Sequence[Any]) -> list[float]:
    """The areas of the holes that the children leave in a parent, the largest first.

    Shapes in EPSG:4326 degrees; strips under half a metre wide and holes under 100 m²
    are left out.
    """
    left = shapely.difference(parent, shapely.union_all(np.array(children, dtype=object)))
    parts = shapely.get_parts(left)
    parts = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    # Measured on the ellipsoid only where a rough measure in degrees lets it matter.
    narrow = np.cos(np.radians(shapely.get_y(shapely.centroid(parent))))
    rough_m2 = shapely.area(parts) * _METRES_PER_DEGREE**2 * narrow
    around_m = shapely.length(parts) * _METRES_PER_DEGREE
    wide = (rough_m2 > _LEAST_GAP_M2) & (2 * rough_m2 > _TOLERANCE_M * around_m)
    return sorted((area_m2(part) for part in parts[wide]), reverse=True)


def _gaps(
    cells: Sequence[DraftCell], parents: Sequence[DraftCell | KnownCell | None]
) -> list[Notice]:
    below: dict[tuple[int, Level], list[Any]] = defaultdict(list)
    above: dict[int, DraftCell | KnownCell] = {}
    for cell, parent in zip(cells, parents, strict=True):
        if parent is not None and parent.shape is not None:
            above[id(parent)] = parent
            below[id(parent), cell.level].append(cell.shape)
    found = []
    for (key, level), shapes in below.items():
        gaps = gaps_m2(above[key].shape, shapes)
        if gaps:
            found.append((sum(gaps), len(gaps), above[key], level))
    if not found:
        return []
    found.sort(key=lambda gap: -gap[0])
    zh, _ = examples([f"{_title(one)} {n} 处 {m2:.0f} m²" for m2, n, one, _ in found])
    _, en = examples([f"{_title(one)} {n} × {m2:.0f} m² in all" for m2, n, one, _ in found])
    total_m2 = sum(m2 for m2, *_ in found)
    return [
        notice(
            "gap",
            f"{len(found)} 个上级网格内有未被下级覆盖的空隙，共 {total_m2:.0f} m²：{zh}",
            f"{len(found)} cells have gaps that no cell below covers, {total_m2:.0f} m² in"
            f" all: {en}",
        )
    ]


def _sizes(cells: Sequence[DraftCell]) -> list[Notice]:
    least, most = _UNIT_AREA_M2
    odd = [
        f"{_title(cell)} {cell.area_m2:.0f} m²"
        for cell in cells
        if cell.level is Level.UNIT and not least <= cell.area_m2 <= most
    ]
    if not odd:
        return []
    zh, en = examples(odd)
    return [
        notice(
            "area_range",
            f"{len(odd)} 个单元网格的面积不在 200 m² 至 20 km² 之间：{zh}",
            f"{len(odd)} units are not between 200 m² and 20 km² large: {en}",
        )
    ]


def _title(cell: DraftCell | KnownCell) -> str:
    return cell.name or cell.code or "?"
