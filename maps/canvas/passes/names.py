"""Names of cells beside the marks that matter, and names of members where they are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import tier_of
from maps.canvas.label_painter import MarkNames
from maps.canvas.obstacles import Obstacles
from maps.layers.layer import INCIDENTS

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight

_MOST_NAMED_MEMBERS = 60


def paint_cell_names(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Names of cells; incidents stay in sight, members move too much for that."""
    scene, view = sight.scene, sight.view
    is_shown = sight.stack.shows(INCIDENTS)
    at = scene.incidents.mercator_m if is_shown else np.empty((0, 2))
    obstacles = Obstacles(at, brushes.incident_px(view))
    return brushes.labels.paint(painter, scene.ground, view, pace, obstacles)


def paint_member_names(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Names by the marks of members."""
    rows, view = sight.members.rows, sight.view
    if not 0 < len(rows) <= _MOST_NAMED_MEMBERS or tier_of(view.m_per_px) == 0:
        return True
    names = tuple(sight.scene.members.names[row] for row in rows.tolist())
    side_px = brushes.incident_px(view)
    marked = MarkNames(names, sight.members.screen_px, sight.incidents.screen_px, side_px)
    return brushes.labels.paint_names(painter, marked, view, pace)
