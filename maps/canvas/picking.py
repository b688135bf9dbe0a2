"""What lies under a point of the map: every mark in the order of drawing, then the cells.

A mark whose body covers the point comes before one that is merely near, the topmost
first: so the first is always the one that is seen there. Brute force over the marks in
sight takes 0.3 ms among 50,000, less than keeping a tree up to date would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import INCIDENT_PX, MEMBER_PX, tier_of
from maps.canvas.marks import INCIDENT, MEMBER, Subject
from maps.canvas.passes.members import shows_dots
from maps.layers.cells import cell_at, levels_shown
from maps.layers.layer import INCIDENTS, MEMBERS
from models.domain.ids import CellId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from maps.canvas.sight import Sight

PICK_PX = 14.0
"""A mark this near to the cursor can be picked."""
FINGER_PX = 24.0
"""The same for a fingertip, which hides what it points at."""
MOST_STACKED = 99
"""More marks on one point than anybody would leaf through."""
_BODY = {MEMBER: 0.38, INCIDENT: 0.44}
"""The radius of a mark's body as a share of its side, without its dark edge."""


def body_px(sight: Sight, kind: str, scale: float = 1.0) -> float:
    """The radius within which a mark of a kind covers what lies below it."""
    tier = tier_of(sight.view.m_per_px)
    if kind == MEMBER and shows_dots(sight):
        tier = 0
    side_px = MEMBER_PX[tier] if kind == MEMBER else INCIDENT_PX[tier]
    return side_px * _BODY[kind] * scale


def marks_at(
    sight: Sight, at_px: tuple[float, float], reach_px: float = PICK_PX, scale: float = 1.0
) -> tuple[Subject, ...]:
    """The marks under a point of the screen: those that cover it, the topmost first.

    Behind them those within reach, the nearest first. `scale` is the brushes'.
    """
    covering: list[Subject] = []
    near: list[tuple[float, Subject]] = []
    for kind in _from_the_top(sight.stack.order):
        marks, body = sight.marks(kind), body_px(sight, kind, scale)
        reach = max(reach_px, body)
        # One axis first: it leaves so few that the other costs nothing.
        beside = np.flatnonzero(np.abs(marks.screen_px[:, 0] - at_px[0]) <= reach)
        away = np.hypot(*(marks.screen_px[beside] - at_px).T)
        is_within = away <= reach
        within, away = beside[is_within][::-1], away[is_within][::-1]
        for row, distance in zip(marks.rows[within].tolist(), away.tolist(), strict=True):
            subject = Subject(kind, _ids(sight, kind)[row])
            if distance <= body:
                covering.append(subject)
            else:
                near.append((distance, subject))
    near.sort(key=_distance)
    return (*covering, *(subject for _, subject in near))[:MOST_STACKED]


def cells_at(sight: Sight, mercator_m: tuple[float, float]) -> tuple[CellId, ...]:
    """The drawn cells that hold a point of the plane, the finest first."""
    found = []
    for cells in reversed(levels_shown(sight.scene.ground, sight.view.m_per_px)):
        row = cell_at(cells, mercator_m)
        if row is not None:
            found.append(CellId(int(cells.ids[row])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pile:
    """What lies under the cursor, from the top, and how far down somebody has leafed.

    The marks come by themselves, the cells below only when asked for. `at` is the place
    of the current thing; on bare ground nobody asked about there is none.
    """

    marks: tuple[Subject, ...] = ()
    cells: tuple[CellId, ...] = ()
    at: int = 0

    @property
    def mark(self) -> Subject | None:
        """The mark come to; None on a cell and on bare ground."""
        return self.marks[self.at] if self.at < len(self.marks) else None

    @property
    def cell(self) -> CellId | None:
        """The cell come to."""
        row = self.at - len(self.marks)
        return self.cells[row] if 0 <= row < len(self.cells) else None

    def __len__(self) -> int:
        return len(self.marks) + len(self.cells)

    def leafed(self, cells: tuple[CellId, ...], step: int = 1) -> Pile:
        """One thing further down, with the cells below; past the last, the first again.

        On bare ground one more place is empty: there the card goes.
        """
        if not self.cells and not self.marks:
            return Pile((), cells, 0 if step > 0 else max(len(cells) - 1, 0))
        places = len(self.marks) + len(cells) + (0 if self.marks else 1)
        return Pile(self.marks, cells, (self.at + step) % max(places, 1))


def _from_the_top(order: tuple[str, ...]) -> list[str]:
    kinds = {MEMBERS: MEMBER, INCIDENTS: INCIDENT}
    return [kinds[layer] for layer in reversed(order) if layer in kinds]


def _ids(sight: Sight, kind: str) -> Sequence[UUID]:
    return sight.scene.members.ids if kind == MEMBER else sight.scene.incidents.ids


def _distance(near: tuple[float, Subject]) -> float:
    return near[0]
