"""What looks wrong with cells that were read, in numbers: doubts, never rejections."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.geometry.draft import DraftCell, KnownCell, Notice, examples, notice
from models.domain.cell_code import code_problem, lies_under
from models.domain.place import LonLat, distance_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.geometry.draft import Outline
    from models.domain.grid import Level

_SLIVER_M2: Final = 100.0
_OVERLAP_M2: Final = 1.0
_OUTSIDE: Final = 0.01
_AREA_GAP: Final = 0.01
_SHIFT_SHARE: Final = 0.8
_SHIFTS_M: Final = ((300.0, 700.0, "GCJ-02"), (700.0, 1_700.0, "BD-09"))
"""How far WGS 84 places lie from GCJ-02 and BD-09 ones in China."""


def code_doubts(
    cells: Sequence[DraftCell], parents: Sequence[DraftCell | KnownCell | None]
) -> list[Notice]:
    """Codes missing, of a wrong form, withdrawn, or unlike the code above them."""
    notes: list[Notice] = []
    missing = Counter(cell.level for cell in cells if not cell.code)
    for level, count in sorted(missing.items()):
        whole = sum(cell.level == level for cell in cells)
        zh = f"{level.zh}级 {whole} 个网格中有 {count} 个没有代码，代码留空"
        en = f"{count} of {whole} cells of level {int(level)} have no code: left empty"
        notes.append(notice("code_empty", zh, en))
    found = defaultdict(list)
    for cell in cells:
        problem = code_problem(cell.code, cell.level, cell.name)
        if problem:
            found[problem.kind].append((cell, problem.words))
    for kind, doubts in found.items():
        zh, _ = examples([f"{_title(cell)}：{words.zh}" for cell, words in doubts], 3)
        _, en = examples([f"{_title(cell)}: {words.en}" for cell, words in doubts], 3)
        notes.append(notice(f"code_{kind}", zh, en))
    stray = [
        f"{_title(cell)} {cell.code} / {parent.code}"
        for cell, parent in zip(cells, parents, strict=True)
        if parent and cell.code and parent.code and not lies_under(cell.code, parent.code)
    ]
    if stray:
        zh, en = examples(stray)
        notes.append(
            notice(
                "code_not_under_parent",
                f"{len(stray)} 个网格的代码与上级代码的前几位不一致（可能有旧代码）：{zh}",
                f"{len(stray)} codes do not begin like the code above them (one of the two may"
                f" be old): {en}",
            )
        )
    return notes


def namesakes(cells: Sequence[DraftCell]) -> list[Notice]:
    """Cells without a code that nothing tells apart from a sibling."""
    seen = Counter(
        (cell.level, cell.parent, cell.parent_id, cell.name) for cell in cells if not cell.code
    )
    twice = [
        f"{name or '（无名）'} × {count}" for (*_, name), count in seen.items() if count > 1
    ]
    if not twice:
        return []
    zh, en = examples(twice)
    return [
        notice(
            "namesakes",
            f"同一上级下有同名且没有代码的网格，以后再导入时无法区分：{zh}",
            f"siblings without a code share a name, later imports cannot tell them apart: {en}",
        )
    ]


def shape_doubts(
    cells: Sequence[DraftCell],
    parents: Sequence[DraftCell | KnownCell | None],
    shares: Sequence[float],
    parent_areas_m2: Sequence[float | None],
) -> list[Notice]:
    """Overlaps of one level, parts outside the parent, slivers, areas that do not add up."""
    return [
        *_overlaps(cells),
        *_outside(cells, parents, shares),
        *_slivers(cells),
        *_sums(cells, parents, parent_areas_m2),
    ]


def shift_doubt(cells: Sequence[DraftCell], known: Sequence[KnownCell]) -> list[Notice]:
    """Whether the cells lie beside the known ones of their names as a Chinese datum would."""
    places = {
        key: cell.shape for cell in known if cell.shape is not None for key in _keys(cell)
    }
    pairs = [
        (cell.shape, places[key])
        for cell in cells
        if (key := next((key for key in _keys(cell) if key in places), None)) is not None
    ]
    if not pairs:
        return []
    off = np.array([distance_m(_centroid(one), _centroid(other)) for one, other in pairs])
    for least, most, datum in _SHIFTS_M:
        share = float(((off >= least) & (off < most)).mean())
        if share > _SHIFT_SHARE:
            middle = float(np.median(off))
            zh = f"{share:.0%} 的网格与已有同名网格相距约 {middle:.0f} 米，"
            zh += f"坐标可能是 {datum}：请试 --crs {datum}"
            en = (
                f"{share:.0%} of the cells lie about {middle:.0f} m off the known cells of"
                f" their names: the coordinates may be {datum}; try --crs {datum}"
            )
            return [notice("shifted_datum", zh, en)]
    return []


def _keys(cell: DraftCell | KnownCell) -> list[tuple[Level, str]]:
    return [(cell.level, text) for text in (cell.code, cell.name) if text]


def _centroid(shape: Outline) -> LonLat:
    centre = shape.centroid
    return LonLat(centre.x, centre.y)


def _overlaps(cells: Sequence[DraftCell]) -> list[Notice]:
    notes = []
    for level in sorted({cell.level for cell in cells}):
        mine = [cell for cell in cells if cell.level == level]
        pairs = _overlapping([cell.shape for cell in mine])
        texts = [f"{_title(mine[i])}×{_title(mine[j])} {area:.0f} m²" for i, j, area in pairs]
        if texts:
            zh, en = examples(texts)
            total = sum(area for *_, area in pairs)
            notes.append(
                notice(
                    "overlap",
                    f"{level.zh}级有 {len(pairs)} 对网格相互重叠，共 {total:.0f} m²：{zh}",
                    f"{len(pairs)} pairs of cells of level {int(level)} overlap, {total:.0f} m²"
                    f" in all: {en}",
                )
            )
    return notes


def _overlapping(shapes: list[Outline]) -> list[tuple[int, int, float]]:
    """Pairs that share more than an edge, the largest first: (i, j, m² roughly)."""
    array = np.array(shapes, dtype=object)
    # In a clean coverage every edge is shared whole; only cells that are not need a look.
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(array)))
    tree = shapely.STRtree(array)
    i, j = tree.query(array[suspects])
    first, second = suspects[i], j
    keep = first != second
    pairs = np.unique(np.sort(np.column_stack((first[keep], second[keep])), axis=1), axis=0)
    if not len(pairs):
        return []
    shared = shapely.intersection(array[pairs[:, 0]], array[pairs[:, 1]])
    middle = np.radians(shapely.bounds(shared)[:, [1, 3]].mean(axis=1))
    areas = shapely.area(shared) * (111_195.0**2) * np.cos(np.nan_to_num(middle))
    found = [
        (int(a), int(b), float(area))
        for (a, b), area in zip(pairs, areas, strict=True)
        if area > _OVERLAP_M2
    ]
    return sorted(found, key=lambda pair: -pair[2])


def _outside(
    cells: Sequence[DraftCell],
    parents: Sequence[DraftCell | KnownCell | None],
    shares: Sequence[float],
) -> list[Notice]:
    texts = [
        f"{_title(cell)} {1 - share:.1%}"
        for cell, parent, share in zip(cells, parents, shares, strict=True)
        if parent is not None and 1 - share > _OUTSIDE
    ]
    if not texts:
        return []
    zh, en = examples(texts)
    return [
        notice(
            "outside_parent",
            f"{len(texts)} 个网格有一部分在上级之外（占自身面积）：{zh}",
            f"{len(texts)} cells lie partly outside their parents (share of their area): {en}",
        )
    ]


def _slivers(cells: Sequence[DraftCell]) -> list[Notice]:
    texts = [
        f"{_title(cell)} {cell.area_m2:.1f} m²" for cell in cells if cell.area_m2 < _SLIVER_M2
    ]
    if not texts:
        return []
    zh, en = examples(texts)
    return [
        notice(
            "sliver",
            f"{len(texts)} 个网格小于 {_SLIVER_M2:.0f} m²，可能是碎片：{zh}",
            f"{len(texts)} cells are smaller than {_SLIVER_M2:.0f} m², perhaps slivers: {en}",
        )
    ]


def _sums(
    cells: Sequence[DraftCell],
    parents: Sequence[DraftCell | KnownCell | None],
    parent_areas_m2: Sequence[float | None],
) -> list[Notice]:
    sums: dict[tuple[int, Level], float] = defaultdict(float)
    whole: dict[tuple[int, Level], tuple[str, float]] = {}
    for cell, parent, area in zip(cells, parents, parent_areas_m2, strict=True):
        if parent is not None and area:
            sums[id(parent), cell.level] += cell.area_m2
            whole[id(parent), cell.level] = (_title(parent), area)
    texts = [
        f"{title} {sums[key] / 1e6:.3f} / {area / 1e6:.3f} km² ({sums[key] / area - 1:+.1%})"
        for key, (title, area) in whole.items()
        if abs(sums[key] / area - 1) > _AREA_GAP
    ]
    if not texts:
        return []
    zh, en = examples(texts)
    return [
        notice(
            "area_sum",
            f"{len(texts)} 个上级网格的面积与其下级之和相差 1% 以上（下级之和 / 上级）：{zh}",
            f"{len(texts)} cells differ by more than 1 % from the sum of those below them"
            f" (sum / own): {en}",
        )
    ]


def _title(cell: DraftCell | KnownCell) -> str:
    return cell.name or cell.code or "?"
