"""Names of main roads along their lines, where names of cells leave room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.obstacles import MOST_MARKS, squares
from maps.layers.layer import CELL_NAMES

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight


def paint_way_names(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Names of roads; those of cells, painted before, have the right of way."""
    ground = sight.scene.ground
    if not ground.named:
        return True
    has_names = sight.stack.shows(CELL_NAMES)
    boxes = brushes.labels.names_px(sight.view) if has_names else np.empty((0, 4))
    marks = sight.incidents.screen_px
    if len(marks) <= MOST_MARKS:
        boxes = np.vstack([boxes, squares(marks, brushes.incident_px(sight.view))])
    taken = brushes.labels.standing, boxes
    return brushes.way_names.paint(painter, ground, sight.view, pace, taken)
