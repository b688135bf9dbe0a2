"""Above which cell each cell hangs: by the field that says so, or by what contains it.

Levels are settled from the top down, so that a cell only ever hangs under one that
stays. The code tells nothing about the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from maps.geometry.draft import KnownCell, Notice, Rejected, examples, notice
from maps.geometry.rings import GEOMETRY
from models.domain.error import Words
from models.domain.grid import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from maps.geometry.draft import Outline

HALF: Final = 0.5
"""The share of its own area that a parent must cover."""

_TELL_EVERY: Final = 200


@dataclass(frozen=True, slots=True)
class ParentColumn:
    """The column that names parents, "" for none; guessed where nobody named it."""

    name: str
    is_guessed: bool


@dataclass(slots=True)
class Sprout:
    """A cell on its way into the tree.

    `share` is how much of it its parent covers; `above` its parent, read or known.
    """

    code: str
    name: str
    level: Level
    shape: Outline
    rows: tuple[int, ...]
    parent_text: str = ""
    above: Sprout | KnownCell | None = None
    share: float = 1.0
    is_rejected: bool = False

    @property
    def title(self) -> str:
        """What to call it in a sentence."""
        return self.name or self.code or f"#{self.rows[0]}"


@dataclass(slots=True)
class Tree:
    """The cells above, to be found by shape, code or name."""

    present: frozenset[Level]
    _by_level: dict[Level, list[Sprout | KnownCell]] = field(default_factory=dict)
    _shaped: dict[Level, list[Sprout | KnownCell]] = field(default_factory=dict)
    _boxes: dict[Level, shapely.STRtree] = field(default_factory=dict)
    by_name: int = 0
    skipped_levels: list[str] = field(default_factory=list)
    unsaid: int = 0
    above_district: list[str] = field(default_factory=list)

    def add(self, level: Level, cells: Sequence[Sprout | KnownCell]) -> None:
        """Let cells of a level be found; no more of that level may follow."""
        self._by_level[level] = list(cells)
        self._shaped[level] = [cell for cell in cells if cell.shape is not None]
        shapes = np.array([cell.shape for cell in self._shaped[level]], dtype=object)
        shapely.prepare(shapes)
        self._boxes[level] = shapely.STRtree(shapes)

    def named(self, text: str, below: Level) -> Sprout | KnownCell | None:
        """The cell a parent field means: by code, the nearest level first, else by name."""
        above = [cell for level in self._above(below) for cell in self._by_level[level]]
        for cell in above:
            if cell.code == text:
                return cell
        namesakes = [cell for cell in above if cell.name == text]
        return namesakes[0] if len(namesakes) == 1 else None

    def container(self, shape: Outline, below: Level) -> _Held | None:
        """The cell that covers most of a shape, at least half, on the nearest level."""
        for level in self._above(below):
            held = self._covering(shape, level)
            if held is not None and held.share >= HALF:
                return held
        return None

    def _above(self, below: Level) -> list[Level]:
        return sorted((level for level in self._by_level if level < below), reverse=True)

    def _covering(self, shape: Outline, level: Level) -> _Held | None:
        rows = np.sort(self._boxes[level].query(shape))
        shapes = self._boxes[level].geometries[rows]
        whole = np.flatnonzero(shapely.covers(shapes, shape))
        if len(whole):
            # Neighbours whose boxes touch need no intersection: that is what costs.
            return _Held(self._shaped[level][rows[whole[0]]], 1.0)
        shares = shapely.area(shapely.intersection(shapes, shape)) / (shape.area or 1.0)
        if not len(shares):
            return None
        best = int(np.argmax(shares))
        return _Held(self._shaped[level][rows[best]], float(shares[best]))


@dataclass(frozen=True, slots=True)
class _Held:
    cell: Sprout | KnownCell
    share: float


def covered(shape: Outline, by: Outline) -> float:
    """The share of a polygon's area that another covers, 0 to 1."""
    if shapely.covers(by, shape):
        return 1.0
    whole = shape.area
    return float(shapely.intersection(shape, by).area / whole) if whole else 0.0


def settle(
    sprouts: list[Sprout],
    known: Sequence[KnownCell],
    *,
    levels: frozenset[Level],
    column: ParentColumn,
    progress: Callable[[int, int], None],
    rejected: list[Rejected],
) -> list[Notice]:
    """Give every cell its parent, in place; what finds none is rejected.

    A known cell of a level and code that the file brings anew counts no more. `levels`
    are those of all rows of the file, those without a usable shape included.
    """
    brought = {(cell.level, cell.code) for cell in sprouts if cell.code}
    others = [cell for cell in known if (cell.level, cell.code) not in brought]
    present = levels | {cell.level for cell in others if cell.shape is not None}
    tree = Tree(present)
    notes: list[Notice] = []
    done = 0
    for level in Level:
        mine = [sprout for sprout in sprouts if sprout.level == level]
        use_field = bool(column.name) and _is_usable(tree, mine, notes, column)
        for cell in mine:
            reason = _settle_one(tree, cell, use_field=use_field)
            if reason is not None:
                cell.is_rejected = True
                where = column.name if use_field and cell.parent_text else GEOMETRY
                rejected.extend(Rejected(row, where, reason) for row in cell.rows)
            done += 1
            if done % _TELL_EVERY == 0 or done == len(sprouts):
                progress(done, len(sprouts))
        standing: list[Sprout | KnownCell] = [cell for cell in mine if not cell.is_rejected]
        standing += [cell for cell in others if cell.level == level]
        if standing:
            tree.add(level, standing)
    return [*notes, *_told(tree)]


def _is_usable(
    tree: Tree, cells: list[Sprout], notes: list[Notice], column: ParentColumn
) -> bool:
    """Whether to believe a parent column: one that was only guessed must always be right."""
    if not column.is_guessed:
        return True
    said = [cell for cell in cells if cell.parent_text]
    lost = [
        cell.parent_text for cell in said if tree.named(cell.parent_text, cell.level) is None
    ]
    if lost and len(lost) < len(said):
        zh, en = examples(sorted(set(lost)))
        name = column.name
        notes.append(
            notice(
                "parent_field_dropped",
                f"“{name}”列看似上级，但其中 {zh} 不是任何上级网格："
                f"{cells[0].level.zh}级改按包含关系确定上级",
                f"the column {name} looks like parents, but {en} is no cell above:"
                f" cells of level {int(cells[0].level)} hang by containment",
            )
        )
    return not lost


def _settle_one(tree: Tree, cell: Sprout, *, use_field: bool) -> Words | None:
    """Find one cell's parent; the reason where it has none and should."""
    is_top = not any(level < cell.level for level in tree.present)
    if use_field and cell.parent_text:
        cell.above = tree.named(cell.parent_text, cell.level)
        if cell.above is not None:
            cell.share = (
                1.0 if cell.above.shape is None else covered(cell.shape, cell.above.shape)
            )
            tree.by_name += cell.above.code != cell.parent_text
            return None
        if is_top and cell.level <= Level.DISTRICT:
            # Above a district the tree may end, whatever the file calls what lies there.
            tree.above_district.append(f"{cell.title} → {cell.parent_text}")
            return None
        zh = f"上级“{cell.parent_text}”既不在文件中，也不在已有网格中（或已被拒绝）"
        en = f"its parent {cell.parent_text} is not in the file (or rejected), nor at home"
        return Words(zh, en)
    if is_top:
        return None
    held = tree.container(cell.shape, cell.level)
    if held is None:
        return Words(
            "没有上级网格包含它一半以上的面积：请先导入上级、检查坐标系或用 --parent-field",
            "no cell of a higher level covers half of it: import the level above first, check"
            " the CRS, or use --parent-field",
        )
    cell.above, cell.share = held.cell, held.share
    tree.unsaid += use_field
    nearest = max(level for level in tree.present if level < cell.level)
    if held.cell.level < nearest:
        tree.skipped_levels.append(cell.title)
    return None


def _told(tree: Tree) -> list[Notice]:
    notes = []
    if tree.by_name:
        zh = f"{tree.by_name} 个网格的上级写的是名称而不是代码，已按唯一的同名网格确定"
        en = f"{tree.by_name} cells name their parent, not its code: found by the one such name"
        notes.append(notice("parent_by_name", zh, en))
    if tree.unsaid:
        zh = f"{tree.unsaid} 个网格没有写上级，已按包含关系确定"
        en = f"{tree.unsaid} cells name no parent: found by containment"
        notes.append(notice("parent_unsaid", zh, en))
    if tree.skipped_levels:
        zh, en = examples(tree.skipped_levels)
        zh = f"{len(tree.skipped_levels)} 个网格在最近的上一级中没有归属，挂在更高一级：{zh}"
        en = (
            f"{len(tree.skipped_levels)} cells lie in none of the next level, hang higher: {en}"
        )
        notes.append(notice("level_skipped", zh, en))
    if tree.above_district:
        zh, en = examples(tree.above_district)
        notes.append(
            notice(
                "root_with_parent",
                f"最上级网格写有上级，但上级不在文件和已有网格中，作为根：{zh}",
                f"topmost cells name parents that are not there, they are roots: {en}",
            )
        )
    return notes
