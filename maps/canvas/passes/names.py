"""Names of cells beside the marks that matter, and names of members where they are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import tier_of
from maps.canvas.brushes import SKILL_CHIP
from maps.canvas.label_painter import MarkNames
from maps.canvas.obstacles import Obstacles
from maps.layers.clusters import BADGE_PX
from maps.layers.layer import SKILL_ICONS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight

_MOST_NAMED_MEMBERS = 60


def paint_cell_names(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Names of cells; incidents and groups stay in sight, members move too much for that."""
    scene, view = sight.scene, sight.view
    side_px = brushes.incident_px(view)
    if len(brushes.settled.badges_m(sight)):
        side_px = max(side_px, BADGE_PX[1] * brushes.scale)
    obstacles = Obstacles(brushes.settled.marks_m(sight), side_px)
    return brushes.labels.paint(painter, scene.ground, view, pace, obstacles)


def paint_member_names(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Names by the marks of members."""
    rows, view = sight.members.rows, sight.view
    if not 0 < len(rows) <= _MOST_NAMED_MEMBERS or tier_of(view.m_per_px) == 0:
        return True
    names = tuple(sight.scene.members.names[row] for row in rows.tolist())
    is_crowned = bool(
        sight.stack.shows(SKILL_ICONS) and brushes.chip_px(SKILL_CHIP, tier_of(view.m_per_px))
    )
    others_px, sides_px = in_the_way(sight, brushes)
    marked = MarkNames(names, sight.members.screen_px, others_px, sides_px, is_crowned)
    return brushes.labels.paint_names(painter, marked, view, pace)


def in_the_way(
    sight: Sight, brushes: Brushes
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Incidents and badges, (m, 2) screen pixels, and their sides (m,)."""
    singles, badges = sight.incidents.screen_px, (sight.incident_groups, sight.member_groups)
    at = np.vstack([singles, *(some.screen_px for some in badges)])
    sides = [np.full(len(singles), brushes.incident_px(sight.view))]
    return at, np.concatenate([*sides, *(2 * some.radius_px for some in badges)])
