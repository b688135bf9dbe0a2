"""Where a subject is seen: below its cells, and below the cell it was handed to.

A fact names every cell that its subject lies below or leaves, so that whoever had it on
the screen learns that it went. A fact that brings a subject below other cells carries it
whole: the people there have nothing yet to change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.domain.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from models.domain.fact import Fact, Subject
    from models.domain.ids import CellId

    PathOf = Callable[[CellId], tuple[CellId, ...]]


def moves_scope(old: Subject, new: Subject) -> bool:
    """Whether others see it now than before."""
    return old.cell_path != new.cell_path or _handed(old) != _handed(new)


def with_scope(fact: Fact, old: Subject | None, new: Subject, path_of: PathOf) -> Fact:
    """The fact for everybody who sees its subject, or saw it before."""
    sides = [new] if old is None else [new, old]
    paths = [one.cell_path for one in sides]
    paths += [path_of(cell) for one in sides if (cell := _handed(one)) is not None]
    cells = tuple(dict.fromkeys(cell for path in paths for cell in path))
    return fact if cells == fact.cell_path else replace(fact, cell_path=cells)


def scope_of(cells: Collection[CellId] | None, path_of: PathOf) -> tuple[CellId, ...]:
    """The cells that somebody is bound to, with all above them; empty for everywhere."""
    return tuple(sorted({cell for own in cells or () for cell in path_of(own)}))


def lies_in(subject: Subject, cells: Collection[CellId], path_of: PathOf) -> bool:
    """Whether somebody with these cells sees it."""
    handed = _handed(subject)
    path = subject.cell_path if handed is None else (*subject.cell_path, *path_of(handed))
    return any(cell in cells for cell in path)


def _handed(subject: Subject) -> CellId | None:
    return subject.handed_to if isinstance(subject, Incident) else None
