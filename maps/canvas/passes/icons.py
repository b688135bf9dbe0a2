"""What kind of incident, what skills of a member: small drawings beside near marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import INCIDENT_PX, MEMBER_PX, tier_of
from maps.canvas.brushes import CLASS_CHIP, SKILL_CHIP
from maps.layers.glyphs import skills_in

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.marks import Marks
    from maps.canvas.sight import Sight

_MOST_CLASSES = 400
_MOST_SKILLED = 60
"""As many members as are named: among more of them skills are a crowd, not a help."""


def paint_class_icons(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The class of each incident in sight, at the lower right of its mark."""
    tier = tier_of(sight.view.m_per_px)
    if len(sight.incidents.rows) <= _MOST_CLASSES:
        class_chips_at(painter, sight, brushes, sight.incidents, tier)
    return True


def paint_skill_icons(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The skills of each member in sight, in a row above the mark."""
    tier = tier_of(sight.view.m_per_px)
    if len(sight.members.rows) <= _MOST_SKILLED:
        skill_chips_at(painter, sight, brushes, sight.members, tier)
    return True


def class_chips_at(
    painter: QPainter, sight: Sight, brushes: Brushes, marks: Marks, tier: int
) -> None:
    """Chips by marks of incidents that have the size of a tier."""
    if not brushes.chip_px(CLASS_CHIP, tier):
        return
    away = INCIDENT_PX[tier] * brushes.scale * np.array([0.56, 0.5])
    number = sight.scene.incidents.glyph[marks.rows].astype(np.int64)
    chips = brushes.stamps_of_tier(CLASS_CHIP, tier)
    chips.stamp(painter, marks.screen_px + away, number)


def skill_chips_at(
    painter: QPainter, sight: Sight, brushes: Brushes, marks: Marks, tier: int
) -> None:
    """Chips by marks of members that have the size of a tier."""
    side = brushes.chip_px(SKILL_CHIP, tier)
    if not side:
        return
    bits = sight.scene.members.skills[marks.rows]
    held_by, number = skills_in(bits)
    at = marks.screen_px[held_by] + _in_a_row(held_by, side + 1.0)
    at[:, 1] -= MEMBER_PX[tier] * brushes.scale * 0.62 + side * 0.5
    brushes.stamps_of_tier(SKILL_CHIP, tier).stamp(painter, at, number.astype(np.int64))


def _in_a_row(held_by: NDArray[np.intp], pitch_px: float) -> NDArray[np.float64]:
    """Offsets (k, 2) of things side by side about their owners; `held_by` is sorted."""
    if not len(held_by):
        return np.empty((0, 2))
    _, first, many = np.unique(held_by, return_index=True, return_counts=True)
    place = np.arange(len(held_by)) - np.repeat(first, many)
    middle = np.repeat((many - 1) / 2, many)
    return np.column_stack([(place - middle) * pitch_px, np.zeros(len(held_by))])
